"""The number of results of each year → bars that are links, and the same as a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index.api import FacetCount, Query
from search_app.addresses import search_address

HEIGHT = 40
_YEAR = re.compile(r"[0-9]{4}")
_MOST_BARS = 25  # more are too narrow to be told apart in a column of filters
_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 500)  # years in one bar
_LEAST = 2  # height of what would be too low to see


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBar:
    """A year, or several that follow each other.

    Attributes:
        count: number of results after choosing it.
        height: of :data:`HEIGHT`; 0 for nothing.
        address: the same question with these years alone, or with all when they are chosen; None
            where there is nothing.
        chosen: whether results of it are shown.
        alone: whether it is what was chosen.
    """

    first: int
    last: int
    count: int
    height: int
    address: str | None
    chosen: bool
    alone: bool


def is_dated(query: Query) -> bool:
    """Whether a question asks for some years."""
    return (query.year_from, query.year_to) != (None, None) or "year" in query.filters


def years_asked(query: Query) -> tuple[int | None, int | None]:
    """First and last year that a question asks for, None where it is open.

    Years that were ticked one by one, in addresses from before the chart, are taken together.
    """
    ticked = [int(one) for one in query.filters.get("year", ()) if _YEAR.fullmatch(one)]
    first = [year for year in (query.year_from, min(ticked, default=None)) if year is not None]
    last = [year for year in (query.year_to, max(ticked, default=None)) if year is not None]
    return max(first, default=None), min(last, default=None)


def undated(query: Query) -> Query:
    """The same question for all years; first page."""
    filters = {name: values for name, values in query.filters.items() if name != "year"}
    return replace(query, filters=filters, year_from=None, year_to=None, page=1)


def year_bars(counts: Iterable[FacetCount], query: Query) -> tuple[YearBar, ...]:
    """Bars from the first year to the last, also where there is nothing between them.

    Args:
        counts: of the question without its years.

    Returns:
        Nothing where there is no choice: results of one year, or of none.
    """
    by_year = {int(one.value): one.count for one in counts if one.value.isdigit() and one.count}
    if len(by_year) < 2:
        return ()
    bars = list(_counted(by_year))
    highest = max(count for _, _, count in bars)
    return tuple(_bar(first, last, count, highest, query) for first, last, count in bars)


def _counted(by_year: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """First year, last year and number of results of each bar."""
    first, last = min(by_year), max(by_year)
    width = next(w for w in _WIDTHS if last // w - first // w < _MOST_BARS)
    for start in range(first // width * width, last + 1, width):
        years = range(max(start, first), min(start + width, last + 1))
        yield years[0], years[-1], sum(by_year.get(year, 0) for year in years)


def _bar(first: int, last: int, count: int, highest: int, query: Query) -> YearBar:
    alone = years_asked(query) == (first, last)
    every = undated(query)
    asked = every if alone else replace(every, year_from=first, year_to=last)
    return YearBar(
        first=first,
        last=last,
        count=count,
        height=max(_LEAST, round(HEIGHT * count / highest)) if count else 0,
        address=search_address(asked) if count else None,
        chosen=any(_is_shown(year, query) for year in range(first, last + 1)),
        alone=alone,
    )


def _is_shown(year: int, query: Query) -> bool:
    chosen = query.filters.get("year")
    return (
        (query.year_from is None or year >= query.year_from)
        and (query.year_to is None or year <= query.year_to)
        and (chosen is None or f"{year:04}" in chosen)
    )
