"""Numbers by year become bars, each of which is a question."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from index.api import FacetCount, Query
from search_app.year_bars import HEIGHT, is_dated, undated, year_bars, years_asked

COUNTS = (FacetCount("2012", 4), FacetCount("2014", 8), FacetCount("2010", 1))


def test_bars_stand_in_order_with_the_years_between() -> None:
    bars = year_bars(COUNTS, Query(text="x"))
    assert [(bar.first, bar.last, bar.count) for bar in bars] == [
        (2010, 2010, 1),
        (2011, 2011, 0),
        (2012, 2012, 4),
        (2013, 2013, 0),
        (2014, 2014, 8),
    ]
    assert [bar.height for bar in bars] == [5, 0, HEIGHT // 2, 0, HEIGHT]
    assert bars[1].address is None


def test_a_bar_asks_for_its_year_alone_and_once_more_for_all() -> None:
    query = Query(text="x", filters={"year": frozenset({"2010"})}, year_from=2011, page=3)
    assert year_bars(COUNTS, query)[2].address == "/?q=x&year_from=2012&year_to=2012"
    alone = year_bars(COUNTS, Query(text="x", year_from=2012, year_to=2012))[2]
    assert alone.alone
    assert alone.address == "/?q=x"


def test_a_year_that_was_ticked_is_a_bar_that_can_be_unticked() -> None:
    bar = year_bars(COUNTS, Query(text="x", filters={"year": frozenset({"2012"})}))[2]
    assert bar.alone
    assert bar.address == "/?q=x"


def test_ticked_years_are_taken_together() -> None:
    ticked = Query(filters={"year": frozenset({"2014", "2010", "x"})})
    assert years_asked(ticked) == (2010, 2014)
    assert years_asked(replace(ticked, year_from=2012)) == (2012, 2014)
    assert years_asked(Query(year_to=2011)) == (None, 2011)


def test_many_years_share_bars_that_still_count_all() -> None:
    counts = [FacetCount(str(year), 1) for year in range(1950, 2026)]
    bars = year_bars(counts, Query(text="x"))
    assert len(bars) <= 25
    assert sum(bar.count for bar in bars) == len(counts)
    assert all(one.last + 1 == other.first for one, other in pairwise(bars))
    assert bars[0].address == f"/?q=x&year_from={bars[0].first}&year_to={bars[0].last}"


def test_chosen_years_are_told() -> None:
    def chosen(query: Query) -> list[int]:
        return [bar.first for bar in year_bars(COUNTS, query) if bar.chosen]

    assert chosen(Query(year_from=2012)) == [2012, 2013, 2014]
    assert chosen(Query(filters={"year": frozenset({"2010", "2014"})})) == [2010, 2014]
    assert chosen(Query()) == [2010, 2011, 2012, 2013, 2014]


def test_without_a_choice_of_years_there_are_no_bars() -> None:
    assert year_bars((), Query()) == ()
    assert year_bars(COUNTS[:1], Query()) == ()
    assert year_bars((FacetCount("2012", 3), FacetCount("2013", 0)), Query()) == ()


def test_a_question_is_asked_for_all_years() -> None:
    query = Query(text="x", filters={"year": frozenset({"2010"})}, year_to=2014, page=2)
    assert is_dated(query)
    assert undated(query) == Query(text="x")
    assert not is_dated(undated(query))
