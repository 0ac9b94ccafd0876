"""The many names of a municipality."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.gazetteer import Gazetteer, Municipality, load_gazetteer

GAZETTEER = load_gazetteer()


def test_there_are_342_municipalities_in_twelve_provinces() -> None:
    assert len(GAZETTEER.municipalities) == 342
    assert len({m.code for m in GAZETTEER.municipalities.values()}) == 342
    assert len({m.province for m in GAZETTEER.municipalities.values()}) == 12


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Utrecht", "Utrecht"),
        ("  utrecht ", "Utrecht"),
        ("ROTTERDAM", "Rotterdam"),
        ("Den Bosch", "'s-Hertogenbosch"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("’s-hertogenbosch", "'s-Hertogenbosch"),
        ("'s Hertogenbosch", "'s-Hertogenbosch"),
        ("Den Haag", "'s-Gravenhage"),
        ("The Hague", "'s-Gravenhage"),
        ("A'dam", "Amsterdam"),
        ("Súdwest-Fryslân", "Súdwest-Fryslân"),
        ("sudwest fryslan", "Súdwest-Fryslân"),
        ("Su\u0301dwest-Frysla\u0302n", "Súdwest-Fryslân"),
        ("Weesp", "Amsterdam"),
        ("Delfzijl", "Eemsdelta"),
        ("Haren", "Groningen"),
        ("Bergen (NH.)", "Bergen (NH.)"),
        ("bergen (nh)", "Bergen (NH.)"),
        ("Bergen (L.)", "Bergen (L.)"),
        ("Bergen Limburg", "Bergen (L.)"),
        ("Bergen op Zoom", "Bergen op Zoom"),
    ],
)
def test_a_municipality_is_found_by_any_of_its_names(written: str, found: str) -> None:
    assert GAZETTEER.find(written) == found


@pytest.mark.parametrize("written", ["Bergen", "Friesland", "Atlantis", "", " ", "Utrechts", "-"])
def test_what_is_no_municipality_or_two_of_them_is_not_found(written: str) -> None:
    assert GAZETTEER.find(written) is None


def test_every_name_of_every_municipality_leads_to_it() -> None:
    names = [
        (name, m.name)
        for m in GAZETTEER.municipalities.values()
        for name in (m.name, *m.aliases, *m.former)
    ]
    assert len(names) > 400
    assert [pair for pair in names if GAZETTEER.find(pair[0]) != pair[1]] == []
    assert [pair for pair in names if GAZETTEER.find(pair[0].upper()) != pair[1]] == []


def test_no_name_belongs_to_two_municipalities() -> None:
    names = Counter(
        name
        for m in GAZETTEER.municipalities.values()
        for name in {n.casefold() for n in (m.name, *m.aliases, *m.former)}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_ordinary_words_are_marked_as_such() -> None:
    marked = {m.name for m in GAZETTEER.municipalities.values() if m.ambiguity == 2}
    assert {"Best", "Huizen", "Houten", "Leiden", "Beek"} <= marked
    assert "Rotterdam" not in marked


def test_the_present_name_of_one_wins_from_the_former_name_of_another() -> None:
    utrecht = GAZETTEER.municipalities["Utrecht"]
    other = Municipality(
        code="GM9999",
        name="Nieuw",
        province="Utrecht",
        aliases=(),
        former=("Utrecht",),
        ambiguity=0,
    )
    for order in ((utrecht, other), (other, utrecht)):
        assert Gazetteer(order).find("utrecht") == "Utrecht"


@given(st.text(max_size=40))
def test_anything_can_be_asked(text: str) -> None:
    assert GAZETTEER.find(text) in {None, *GAZETTEER.municipalities}
