"""What it takes to mistype a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.mistakes import effort

# what was typed, what was meant -> effort
EFFORTS = {
    ("overlast", "overlast"): 0,
    ("", ""): 0,
    ("overlats", "overlast"): 0.5,  # two letters swapped
    ("vergadderen", "vergaderen"): 0.4,  # doubled
    ("bemideling", "bemiddeling"): 0.4,  # not doubled
    ("wijl", "wijk"): 0.7,  # the next key
    ("buutt", "buurt"): 0.7,
    ("wijkx", "wijk"): 1,
    ("wik", "wijk"): 1,
    ("wzjk", "wijk"): 1,
    ("beleit", "beleid"): 0.3,
    ("gijtenkaas", "geitenkaas"): 0.3,
    ("leidraad", "lijdraad"): 0.3,
    ("vrauw", "vrouw"): 0.3,
    ("akties", "acties"): 0.3,
    ("wordt", "word"): 0.3,
    ("mischien", "misschien"): 0.4,
    ("pannekoek", "pannenkoek"): 0.4,
    ("huurdersverening", "huurdersvereniging"): 0.6,
    ("kado", "cado"): 0.7,  # the first letter is mistyped seldom
    ("xwijk", "wijk"): 1.4,
    ("akkomodatie", "accommodatie"): 1.0,  # kk for cc, and an m
}


@pytest.mark.parametrize(("pair", "expected"), EFFORTS.items())
def test_usual_mistakes_take_less_effort(pair: tuple[str, str], expected: float) -> None:
    assert effort(*pair) == pytest.approx(expected)


letters = st.text(alphabet="adeijkst", max_size=8)


@given(letters, letters)
def test_no_mistake_takes_more_than_its_edits(typed: str, meant: str) -> None:
    found = effort(typed, meant)
    assert (found == 0) == (typed == meant)
    assert found <= OSA.distance(typed, meant) + 0.4


@given(letters, letters)
def test_a_mistake_takes_the_same_both_ways(typed: str, meant: str) -> None:
    assert effort(typed, meant) == pytest.approx(effort(meant, typed))
