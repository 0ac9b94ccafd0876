"""From typed words to terms: what the collection makes of a query."""

from __future__ import annotations

import time
from collections.abc import Collection

import pytest
from index_collection import taxonomy

from corpus.language.stems import query_stems
from index.api import Note, NoteKind
from index.names import FacetNames
from index.reading import reading
from index.resolve import MAX_EXPANSION, Resolved, resolve
from index.speller import Speller
from index.spelling import respell
from index.syntax import parse
from index.tree import And, Everything, FacetIs, Leaf, Not, Or, Phrase, Terms, wanted

TEXT = """
bewoners bewonersbedrijf bewonersbedrijven bedrijf wijkbudget wijk wijken portiek portieken
poort overlast statushouders stadhouders doorstroming bestorming niet geen zonder tegen
effectief achter voordeur zelfbeheer toewijzen toewijzing wat werkt de in van tuin leefbaarheid
"""
VALUES = {
    "municipality": ["Haarlem", "Haarlemmermeer", "'s-Hertogenbosch", "Emmen"],
    "organisation": ["Stichting De Linde", "STICHTING DE LINDE", "Woonbedrijf"],
    "archetype": ["zelfbeheer"],
    "kind": ["beleid", "praktijk"],
    "year": ["1999", "2012", "2014", "2016"],
}


class _Words:
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

    @property
    def speller(self) -> Speller:
        return Speller(self.words(), self.frequency)

    def values(self, facet: str) -> Collection[str]:
        return VALUES.get(facet, [])


@pytest.fixture(scope="module")
def names() -> FacetNames:
    return FacetNames(taxonomy())


@pytest.fixture(scope="module")
def collection() -> _Words:
    return _Words()


def resolved(text: str, collection: _Words, names: FacetNames) -> Resolved:
    return resolve(parse(text).tree, collection, names.find)


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


# query -> what it was widened to
EXPANSIONS = {
    "bewoners bedrijf": {"bewoners bedrijf": ("bewonersbedrijf",)},
    "wijk budget": {"wijk budget": ("wijkbudget",)},
    "toe te wijzen": {"toe wijzen": ("toewijzen",)},
    "bewoners tuin": {},
    "bewoners OF bedrijf": {},
    "bewoners -bedrijf": {},
    '"bewoners bedrijf"': {},
    "bewoners overlast bedrijf": {},
    "portiek*": {"portiek*": ("portiek", "portieken")},
    "zol*": {"zol*": ()},
    "zolank~": {"zolank~": ()},
    "portiex~": {"portiex~": ("portiek",)},
    "statushouwders~": {"statushouwders~": ("statushouders",)},
    "tiun~": {"tiun~": ("tuin",)},  # two neighbours swapped are one edit
    "xuin~": {"xuin~": ()},  # the first letter of a short word is not guessed
    "ztatushouders~": {"ztatushouders~": ("statushouders",)},
    "de~": {"de~": ("de",)},
}


@pytest.mark.parametrize(("text", "expansions"), EXPANSIONS.items())
def test_words_are_widened_to_those_of_the_collection(
    collection: _Words, names: FacetNames, text: str, expansions: dict[str, tuple[str, ...]]
) -> None:
    assert resolved(text, collection, names).expansions == expansions


def test_a_compound_stands_for_both_of_its_parts(collection: _Words, names: FacetNames) -> None:
    joined = Terms(query_stems("bewonersbedrijf"), "stem")
    bewoners, bedrijf = (Terms(query_stems(key), "stem") for key in ("bewoners", "bedrijf"))
    found = resolved("bewoners bedrijf tuin", collection, names).tree
    assert found == And(
        (Or((bewoners, joined)), Or((bedrijf, joined)), Terms(query_stems("tuin"), "stem"))
    )


def test_a_hyphenated_word_is_also_looked_for_as_separate_words(
    collection: _Words, names: FacetNames
) -> None:
    found = resolved("zelf-beheer", collection, names).tree
    assert found == Or((Terms(query_stems("zelfbeheer"), "stem"), Phrase(("zelf", "beheer"))))


def test_expansions_are_capped_and_that_is_told(names: FacetNames) -> None:
    many = _Words(" ".join(f"wijk{n:04}" for n in range(MAX_EXPANSION + 1)))
    found = resolved("wijk*", many, names)
    assert len(found.expansions["wijk*"]) == MAX_EXPANSION
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
    started = time.process_time()
    leaves: list[Leaf] = list(wanted(resolved(text, collection, names).tree))
    assert time.process_time() - started < 2
    assert len(leaves) < 200


def test_everything_and_negation_stay(collection: _Words, names: FacetNames) -> None:
    assert resolved("", collection, names).tree == Everything()
    assert resolved("-tuin", collection, names).tree == Not(Terms(query_stems("tuin"), "stem"))
