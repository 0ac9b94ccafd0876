"""The order of hits, apart from any engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.api import Sort
from index.order import Facts, ordered

FACTS: list[Facts] = [
    {"id": "d", "published": "2014", "title_key": "buren"},
    {"id": "c", "published": None, "title_key": "avond"},
    {"id": "b", "published": "2014-05", "title_key": "buren"},
    {"id": "a", "published": "2014", "title_key": "zorg"},
    {"id": "e", "published": None, "title_key": ""},
]
SCORES = [1.0, 3.0, 1.0, 0.5, 1.0]

ORDERS = {
    Sort.RELEVANCE: "cbdea",
    Sort.NEWEST: "badce",
    Sort.OLDEST: "adbce",
    Sort.TITLE: "ecbda",
}


@pytest.mark.parametrize(("sort", "expected"), ORDERS.items())
@pytest.mark.parametrize("last", range(7))
def test_the_first_few_are_the_beginning_of_the_whole_order(
    sort: Sort, expected: str, last: int
) -> None:
    found = ordered(sort, range(5), FACTS.__getitem__, SCORES.__getitem__, last)
    assert "".join(FACTS[n]["id"] for n in found) == expected[:last]


@given(st.permutations(range(5)), st.sampled_from(Sort))
def test_the_order_does_not_depend_on_the_numbers_of_an_engine(
    numbers: list[int], sort: Sort
) -> None:
    found = ordered(sort, numbers, FACTS.__getitem__, SCORES.__getitem__, 5)
    assert "".join(FACTS[n]["id"] for n in found) == ORDERS[sort]
