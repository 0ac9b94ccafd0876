"""From typed words to terms: what the collection makes of a query."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pytest
from index_collection import taxonomy

from corpus.language.stems import query_stems
from corpus.thesaurus import load_thesaurus
from index.api import Note, NoteKind, Widening
from index.lexicon import ListedWords
from index.names import FacetNames
from index.reading import reading
from index.resolve import MAX_EXPANSION, Meanings, Resolved, resolve
from index.speller import Speller
from index.spelling import respell
from index.syntax import parse
from index.tree import Everything, FacetIs, Forms, Leaf, Not, Phrase, Terms, asked, wanted

TEXT = """
bewoners bewonersbedrijf bewonersbedrijven bedrijf wijkbudget wijk wijken portiek portieken
poort overlast statushouders stadhouders doorstroming bestorming niet geen zonder tegen
effectief achter voordeur zelfbeheer toewijzen toewijzing wat werkt de in van tuin leefbaarheid
waardering
"""
VALUES = {
    "municipality": ["Haarlem", "Haarlemmermeer", "'s-Hertogenbosch", "Emmen"],
    "organisation": ["Stichting De Linde", "STICHTING DE LINDE", "Woonbedrijf"],
    "archetype": ["zelfbeheer"],
    "kind": ["beleid", "praktijk"],
    "year": ["1999", "2012", "2014", "2016"],
}


class _Words(ListedWords):
    """The words of :data:`TEXT` as a collection."""

    def __init__(self, text: str = TEXT) -> None:
        self._words = sorted(set(text.split()))
        self._stems = {stem for word in self._words for stem in query_stems(word)}

    def has_stem(self, stem: str) -> bool:
        return stem in self._stems

    def words(self) -> list[str]:
        return [*self._words, "zolang"]

    def frequency(self, word: str) -> int:
        return self._words.count(word)  # ‘zolang’ is gone since

    def rarity(self, stems: Iterable[str]) -> float:
        return 1.0 if any(map(self.has_stem, stems)) else 2.0

    @property
    def speller(self) -> Speller:
        return Speller(self.near, self.frequency)

    def values(self, facet: str) -> Collection[str]:
        return VALUES.get(facet, [])


@pytest.fixture(scope="module")
def names() -> FacetNames:
    return FacetNames(taxonomy())


@pytest.fixture(scope="module")
def collection() -> _Words:
    return _Words()


def resolved(text: str, collection: _Words, names: FacetNames) -> Resolved:
    return resolve(parse(text).tree, collection, Meanings(names.find, load_thesaurus(taxonomy())))


# query -> words left out
IGNORED = {
    "wat werkt bij overlast in portieken": ("wat", "werkt", "bij", "in"),
    "overlast in het portiek": ("in", "het"),
    "de": (),
    "de het een": (),
    "wat werkt": (),
    "achter de voordeur niet effectief": ("de",),
    "geen overlast zonder bewoners tegen portiek": (),
    "titel:de tuin": (),
    "wat OF werkt": (),
    '"wat werkt"': (),
    'de "tuin"': ("de",),
    "de tuin*": ("de",),
    "de soort:beleid": (),
    "werkt tuin": (),
}


@pytest.mark.parametrize(("text", "ignored"), IGNORED.items())
def test_stop_words_are_left_out_unless_nothing_would_be_left(
    collection: _Words, names: FacetNames, text: str, ignored: tuple[str, ...]
) -> None:
    assert resolved(text, collection, names).ignored == ignored


COMPOUND, FAMILY, SYNONYM = Widening.COMPOUND, Widening.FAMILY, Widening.SYNONYM

# query -> what it was widened to
EXPANSIONS = {
    "bewoners bedrijf": [("bewoners bedrijf", COMPOUND, "bewonersbedrijf")],
    "bewoner bedrijf": [("bewoner bedrijf", COMPOUND, "bewonersbedrijf")],
    "wijk budget": [("wijk budget", COMPOUND, "wijkbudget")],
    "toe te wijzen": [
        ("toe te wijzen", COMPOUND, "toewijzen toewijzing"),
        ("toe te wijzen", SYNONYM, "toewijzing"),
    ],
    "bewonersbedrijf": [("bewonersbedrijf", COMPOUND, "bewoner bedrijf")],
    "portiekoverlast": [("portiekoverlast", COMPOUND, "portiek overlast")],
    "huurderszelfbeheer": [("huurderszelfbeheer", COMPOUND, "huurder zelfbeheer")],
    "toewijzen": [("toewijzen", FAMILY, "toewijzing")],
    "trappenhuis": [("trappenhuis", SYNONYM, "portiek")],
    "bewoners tuin": [],
    "bewoners OF bedrijf": [],
    "bewoners -bedrijf": [],
    "-trappenhuis -portiekoverlast": [],
    "titel:trappenhuis": [],
    '"bewoners bedrijf"': [],
    '"trappenhuis"': [],
    "bewoners overlast bedrijf": [],
    "portiek*": [("portiek*", Widening.PREFIX, "portiek portieken")],
    "zol*": [("zol*", Widening.PREFIX, "")],
    "zolank~": [("zolank~", Widening.FUZZY, "")],
    "portiex~": [("portiex~", Widening.FUZZY, "portiek")],
    "statushouwders~": [("statushouwders~", Widening.FUZZY, "statushouders")],
    "tiun~": [("tiun~", Widening.FUZZY, "tuin")],  # two neighbours swapped are one edit
    "xuin~": [("xuin~", Widening.FUZZY, "")],  # the first letter of a short word is not guessed
    "ztatushouders~": [("ztatushouders~", Widening.FUZZY, "statushouders")],
    "de~": [("de~", Widening.FUZZY, "de")],
}


def told(found: Resolved) -> list[tuple[str, Widening, str]]:
    return [(e.word, e.kind, " ".join(e.words)) for e in found.expansions]


@pytest.mark.parametrize(("text", "expansions"), EXPANSIONS.items())
def test_words_are_widened_to_those_of_the_collection(
    collection: _Words, names: FacetNames, text: str, expansions: list[tuple[str, Widening, str]]
) -> None:
    assert told(resolved(text, collection, names)) == expansions


@pytest.mark.parametrize("kind", [COMPOUND, FAMILY, SYNONYM])
def test_each_kind_of_widening_can_be_done_without(
    collection: _Words, names: FacetNames, kind: Widening
) -> None:
    tree = parse("trappenhuis waarderen portiekoverlast").tree
    thesaurus = load_thesaurus(taxonomy())
    every = resolve(tree, collection, Meanings(names.find, thesaurus))
    fewer = resolve(tree, collection, Meanings(names.find, thesaurus, frozenset({kind})))
    assert {kind for _, kind, _ in told(every)} == {COMPOUND, FAMILY, SYNONYM}
    assert told(fewer) == [other for other in told(every) if other[1] is not kind]


def test_without_inflection_a_word_is_looked_for_as_it_was_typed(
    collection: _Words, names: FacetNames
) -> None:
    meanings = Meanings(
        names.find, load_thesaurus(taxonomy()), frozenset({Widening.INFLECTION, SYNONYM})
    )
    assert resolve(parse("portieken").tree, collection, meanings).tree == Forms(
        (Terms(("portieken",), "exact"),)
    )


def test_what_was_typed_weighs_more_than_any_other_word(
    collection: _Words, names: FacetNames
) -> None:
    for text in ("trappenhuis", "toewijzen", "portiekoverlast", "bewoners bedrijf"):
        for first, *others in asked(resolved(text, collection, names).tree):
            assert isinstance(first, Terms)
            assert all(other.weight < first.weight for other in others), text  # type: ignore[union-attr]


def test_a_compound_stands_for_both_of_its_parts(collection: _Words, names: FacetNames) -> None:
    joined = Terms(query_stems("bewonersbedrijf"), "stem", weight=0.9)
    first, second, tuin = asked(resolved("bewoners bedrijf tuin", collection, names).tree)
    assert joined in first
    assert joined in second
    assert joined not in tuin


def test_a_hyphenated_word_is_also_looked_for_as_separate_words(
    collection: _Words, names: FacetNames
) -> None:
    (choices,) = asked(resolved("zelf-beheer", collection, names).tree)
    assert choices[0] == Terms(query_stems("zelfbeheer"), "stem")
    assert Phrase(("zelf", "beheer")) in choices


def test_expansions_are_capped_and_that_is_told(names: FacetNames) -> None:
    many = _Words(" ".join(f"wijk{n:04}" for n in range(MAX_EXPANSION + 1)))
    found = resolved("wijk*", many, names)
    assert [len(expansion.words) for expansion in found.expansions] == [MAX_EXPANSION]
    assert found.notes == (Note(NoteKind.EXPANSION_CAPPED, "wijk*"),)


# what is typed -> the values meant
FILTERS = {
    "gemeente:Haarlem": {"Haarlem"},
    "gemeente:haarlem": {"Haarlem"},
    'gemeente:"den bosch"': {"'s-Hertogenbosch"},
    "gemeente:'s-hertogenbosch": {"'s-Hertogenbosch"},
    "gemeente:haarlemmerliede": set(),
    "gemeente:haar": set(),
    'organisatie:"stichting de linde"': {"Stichting De Linde", "STICHTING DE LINDE"},
    "organisatie:linde": set(),
    "archetype:zelfbeheer": {"zelfbeheer"},
    'archetype:"resident self-management"': {"zelfbeheer"},
    "soort:beleid": {"beleid"},
    "soort:policy": {"beleid"},
    "soort:Onderzoek": set(),
    "taal:nederlands": {"nl"},
    "taal:English": {"en"},
    "taal:dutc": set(),
    "jaar:2012..2014": {"2012", "2014"},
    "jaar:2013": set(),
    "jaar:2014..": {"2014", "2016"},
    "jaar:..1999": {"1999"},
}


@pytest.mark.parametrize(("text", "values"), FILTERS.items())
def test_a_property_is_found_by_any_of_its_names_and_by_no_part_of_one(
    collection: _Words, names: FacetNames, text: str, values: set[str]
) -> None:
    found = resolved(text, collection, names)
    assert isinstance(found.tree, FacetIs)
    assert found.tree.values == values
    unknown = not values and not text.startswith("jaar")
    assert [note.kind for note in found.notes] == [NoteKind.UNKNOWN_VALUE] * unknown


# misspelled -> suggestion
SPELLINGS = {
    "statushouwders": "statushouders",
    "statushouwders -tuinn": "statushouders -tuinn",
    "doorstoming": "doorstroming",
    "portiekk OF tuin": "portiek OF tuin",
    "titel:overlats": "titel:overlast",
    "(zelfbeheeer tuin) soort:beleid": 'zelfbeheer tuin soort:"beleid"',
    "tuin": None,
    "tuinen": None,  # an inflection of a word that occurs
    "qqqqq": None,
    "statushouwders qqqqq": None,
    "tuin*": None,
    "-statushouwders": None,
    "": None,
}


@pytest.mark.parametrize(("text", "suggestion"), SPELLINGS.items())
def test_words_that_do_not_occur_are_respelled(
    collection: _Words, text: str, suggestion: str | None
) -> None:
    tree = respell(parse(text).tree, collection)
    assert (tree and reading(tree)) == suggestion


def test_a_query_of_unknown_words_is_no_typing_error(collection: _Words) -> None:
    assert respell(parse("tuim " * 8).tree, collection) is not None
    assert respell(parse("tuim tuis tuix tui tuinx tuinz tvin tain tuun").tree, collection) is None


def test_a_query_that_repeats_itself_at_every_level_stays_small(
    collection: _Words, names: FacetNames
) -> None:
    text = "(bewoners bedrijf (tuin OR " * 20 + "wijk" + "))" * 20
    leaves: list[Leaf] = list(wanted(resolved(text, collection, names).tree))
    assert len(leaves) < 400


def test_everything_and_negation_stay(collection: _Words, names: FacetNames) -> None:
    assert resolved("", collection, names).tree == Everything()
    assert resolved("-tuin", collection, names).tree == Not(
        Forms((Terms(query_stems("tuin"), "whole"), Terms(("tuin",), "exact", weight=0.4)))
    )
