"""What a query may also be said as."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import thesaurus
from corpus.archetypes import load_taxonomy
from corpus.language import analysis
from corpus.language.stems import stem
from corpus.language.tokens import tokenize
from corpus.synonyms import SYNONYMS, Entry, Link, Relation, load_synonyms
from corpus.thesaurus import MOST_PER_PLACE, Expansion, Thesaurus, load_thesaurus

_WEIGHTS = {relation: 1 - number / 10 for number, relation in enumerate(Relation)}


@cache
def _thesaurus() -> Thesaurus:
    return load_thesaurus(load_taxonomy())


def _keys(text: str) -> list[str]:
    return [token.key for token in tokenize(text)]


def _said(text: str, made: Thesaurus | None = None) -> dict[str, dict[str, str]]:
    """Words of ``text`` -> what they may also be said as -> relation."""
    keys = _keys(text)
    found: dict[str, dict[str, str]] = {}
    for expansion in (made or _thesaurus()).expansions(keys):
        place = found.setdefault(" ".join(keys[expansion.start : expansion.end]), {})
        place[" ".join(expansion.words)] = expansion.relation
    return found


def _entry(text: str) -> Entry:
    return Entry(text, tuple(_keys(text)), "nl")


def _made(*links: tuple[str, str, Relation]) -> Thesaurus:
    made = [Link(_entry(said), _entry(meant), relation) for said, meant, relation in links]
    return Thesaurus(made, _WEIGHTS)


BOTH_WAYS = [
    ("portiek", "trappenhuis", "synonym"),
    ("corporatie", "woningcorporatie", "synonym"),
    ("uitzetting", "ontruiming", "synonym"),
    ("huisuitzetting", "uitzetting", "synonym"),
    ("huurachterstand", "huurschuld", "synonym"),
    ("ouderen", "senioren", "synonym"),
    ("right to challenge", "uitdaagrecht", "synonym"),
    ("kleiner wonen", "doorstromen", "synonym"),
    ("bewonersinitiatief", "burgerinitiatief", "synonym"),
    ("werkzame bestanddelen", "succesfactoren", "synonym"),
    ("ruzie tussen buren", "burenruzie", "synonym"),
    ("één gezin één plan", "1 gezin 1 plan", "synonym"),
    ("statushouder", "vergunninghouder", "former"),
    ("aandachtswijk", "krachtwijk", "former"),
    ("krachtwijk", "Vogelaarwijk", "former"),
    ("huurtoeslag", "huursubsidie", "former"),
    ("Wlz", "AWBZ", "former"),
    ("VvE", "vereniging van eigenaren", "abbreviation"),
    ("Wmo", "Wet maatschappelijke ondersteuning", "abbreviation"),
    ("AVG", "Algemene verordening gegevensbescherming", "abbreviation"),
    ("WWidW", "Wat Werkt in de Wijk", "abbreviation"),
    ("GGZ", "geestelijke gezondheidszorg", "abbreviation"),
    ("COA", "Centraal Orgaan opvang asielzoekers", "abbreviation"),
    ("LSA", "Landelijk Samenwerkingsverband Actieve bewoners", "abbreviation"),
    ("leegstandbeheer", "leegstandsbeheer", "spelling"),
    ("huurder", "tenant", "translation"),
    ("buurtbemiddeling", "neighbour mediation", "translation"),
    ("huisuitzetting", "eviction", "translation"),
    ("skaeve huse", "rare huizen", "variant"),
    ("klushuizen", "zelfrenovatie", "variant"),
]


@pytest.mark.parametrize(("one", "other", "relation"), BOTH_WAYS)
def test_these_are_said_for_each_other(one: str, other: str, relation: str) -> None:
    one, other = " ".join(_keys(one)), " ".join(_keys(other))
    assert _said(one)[one][other] == relation
    assert _said(other)[other][one] == relation


@pytest.mark.parametrize(
    ("general", "special", "relation"),
    [
        ("senioren", "75plussers", "narrower"),
        ("overlast", "geluidsoverlast", "narrower"),
        ("buren", "buurvrouw", "narrower"),
        ("mensen met schulden", "wanbetaler", "narrower"),
        ("vluchtelingen", "statushouder", "narrower"),
        ("wijk team", "wijkteam", "spelling"),
        ("buurtbemiddelling", "buurtbemiddeling", "spelling"),
        ("corperatie", "corporatie", "spelling"),
    ],
)
def test_these_lead_one_way(general: str, special: str, relation: str) -> None:
    assert _said(general)[general][special] == relation
    assert " ".join(stem(key, "nl") for key in _keys(general)) not in {
        " ".join(stem(key, "nl") for key in words.split())
        for words in _said(special).get(special, {})
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("portieken", "trappenhuis"),
        ("vergunninghouders", "statushouder"),
        ("woningcorporaties", "corporatie"),
        ("verenigingen van eigenaars", "vve"),
        ("kwetsbare wijken", "aandachtswijk"),
        ("housing associations", "woningcorporatie"),
        ("evictions", "huisuitzetting"),
        ("Kleinere woningen", ""),
    ],
)
def test_inflected_words_meet_their_entry(asked: str, found: str) -> None:
    said = _said(asked).get(" ".join(_keys(asked)), {})
    assert (found in said) if found else not said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("huurder", "verhuurder"),
        ("zelfbeheer", "budgetbeheer"),
        ("bewonersbudget", "persoonsgebonden budget"),
        ("schuldhulpverlening", "schuldsanering"),
        ("schuldsanering", "schuldregeling"),
        ("buurtbemiddeling", "arbeidsbemiddeling"),
        ("bewoning", "resident"),
        ("statushouder", "arbeidsmigrant"),
        ("ouder", "senioren"),
        ("wet", "wijk"),
        ("elders", "ouderen"),
    ],
)
def test_what_differs_is_not_said_for_each_other(one: str, other: str) -> None:
    assert other not in _said(one).get(one, {})
    assert one not in _said(other).get(other, {})


def test_stop_words_may_stand_between_the_words_of_an_entry_but_no_others() -> None:
    said = _said("hoe krijg je ouderen zover dat ze kleiner gaan wonen")
    assert said["kleiner gaan wonen"]["doorstromen"] == "synonym"
    assert said["ouderen"]["senioren"] == "synonym"
    assert "kleiner niet wonen" not in _said("kleiner niet wonen")
    assert "kleiner dan dat we gaan wonen" not in _said("kleiner dan dat we gaan wonen")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hulp schulden", "schuldhulpverlening"),
        ("ruzie met buren", "burenruzie"),
        ("vereniging van de eigenaren", "vve"),
        ("afval naast container", "bijplaatsing"),
        ("een gezin met een plan", "1 gezin 1 plan"),
        ("doe zelf", "dhz"),
        ("zelf", ""),
        ("van gas af", "aardgasvrij"),
        ("gas af", ""),
    ],
)
def test_stop_words_inside_an_entry_need_not_be_said(asked: str, found: str) -> None:
    said = _said(asked).get(" ".join(_keys(asked)), {})
    assert (found in said) if found else not said


@pytest.mark.parametrize(
    "hyphens", ["right-to-challenge", "Right-To-Challenge", "righttochallenge"]
)
def test_an_entry_of_several_words_is_met_when_they_are_written_as_one(hyphens: str) -> None:
    assert "uitdaagrecht" in _said(hyphens)["righttochallenge"]


def test_longer_places_come_first_and_shorter_ones_within_them_count_too() -> None:
    made = _made(
        ("sociaal beheer", "toezicht", Relation.SYNONYM),
        ("beheer", "onderhoud", Relation.SYNONYM),
        ("beheer tuin", "groenonderhoud", Relation.SYNONYM),
        ("sociaal", "maatschappelijk", Relation.SYNONYM),
    )
    keys = _keys("het sociaal beheer van de tuin")
    synonym = Relation.SYNONYM
    assert made.expansions(keys) == (
        Expansion(2, 6, ("groenonderhoud",), synonym, "groenonderhoud"),
        Expansion(1, 3, ("toezicht",), synonym, "toezicht"),
        Expansion(1, 2, ("maatschappelijk",), synonym, "maatschappelijk"),
        Expansion(2, 3, ("onderhoud",), synonym, "onderhoud"),
    )


def test_the_relation_that_weighs_most_comes_first_and_stands_for_the_others() -> None:
    made = _made(
        ("wijk", "gebied", Relation.NARROWER),
        ("wijk", "buurt", Relation.SYNONYM),
        ("wijk", "gebieden", Relation.FORMER),
        ("wijk", "wyk", Relation.SPELLING),
    )
    assert list(_said("wijken", made)["wijken"].items()) == [
        ("wyk", "spelling"), ("gebieden", "former"), ("buurt", "synonym"),
    ]  # fmt: skip


def test_what_holds_all_words_that_were_asked_is_left_out() -> None:
    made = _made(
        ("schulden", "problematische schulden", Relation.SYNONYM),
        ("problematische schulden", "schulden", Relation.SYNONYM),
        ("schuld", "schulden", Relation.SPELLING),
    )
    assert _said("schulden", made) == {}
    assert _said("problematische schuld", made) == {
        "problematische schuld": {"schulden": "synonym"}
    }


def test_a_place_has_eight_expansions_at_most() -> None:
    made = _made(*(("wijk", f"wijk{number}", Relation.SYNONYM) for number in range(20)))
    assert list(_said("wijk", made)["wijk"]) == [f"wijk{n}" for n in range(MOST_PER_PLACE)]


def test_an_expansion_is_shown_as_it_is_written() -> None:
    shown = {e.text for e in _thesaurus().expansions(_keys("ouderen in Den Bosch"))}
    assert {"75-plussers", "'s-Hertogenbosch"} <= shown


def test_weights_are_those_of_the_file() -> None:
    assert _thesaurus().weights == load_synonyms().weights
    assert set(_thesaurus().weights) == set(Relation)


_WORDS = sorted({key for link in load_synonyms().links() for key in link.said.keys})
_ANY_KEYS = st.lists(
    st.sampled_from(_WORDS)
    | st.sampled_from(["de", "van", "niet", "gaan", ""])
    | st.text(max_size=12)
)


@given(_ANY_KEYS)
def test_any_words_have_expansions_within_their_bounds_that_say_something_else(
    keys: list[str],
) -> None:
    found = _thesaurus().expansions(keys)
    assert len(set(found)) == len(found)
    for expansion in found:
        assert 0 <= expansion.start < expansion.end <= len(keys)
        said = {stem(key, "nl") for key in keys[expansion.start : expansion.end]}
        assert expansion.words
        assert not said <= {stem(word, "nl") for word in expansion.words}
        assert expansion.words == tuple(_keys(expansion.text))


@given(_ANY_KEYS, st.lists(st.sampled_from(["xqzw", "2014", ""])))
def test_words_without_a_meaning_here_move_the_places_and_change_nothing_else(
    keys: list[str], before: list[str]
) -> None:
    shift = len(before)
    assert [
        (e.start - shift, e.end - shift, e.words, e.relation)
        for e in _thesaurus().expansions(before + keys)
    ] == [(e.start, e.end, e.words, e.relation) for e in _thesaurus().expansions(keys)]


def test_a_change_of_synonyms_needs_no_new_index() -> None:
    hashed = Path(analysis.__file__).parent  # whatever lies there changes the fingerprint
    assert hashed not in {*SYNONYMS.parents, *Path(thesaurus.__file__).parents}
