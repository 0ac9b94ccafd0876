"""How many documents there are of each year → a small chart, and the same as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.document import Kind
from index.api import Query
from index.protocols import Searcher
from search_app.addresses import search_address
from search_app.naming import Names

HEIGHT = 120
STEP = 26
_BAR = 18
_MOST_YEARS = 60  # more would be too narrow to see, and only years with documents are drawn
_MOST_NAMED = 10
_ROOM = 18  # above the highest bar, for its number


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle of the chart, in its own units, from the top left."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year.

    Attributes:
        counts: kind -> number of documents and the search for them; only kinds that occur.
        total: how many there are, and ``address`` the search for them.
        x: middle of its bar.
        top: where the bar ends, from above.
    """

    year: str
    counts: Mapping[str, tuple[int, str]]
    total: int
    address: str
    bars: tuple[Bar, ...]
    x: int
    top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """The chart.

    Attributes:
        kinds: the kinds that occur, with their names, in the order of the bars.
        named: each so many years there is room to write one below.
        undated: number of documents of which no year is known.
    """

    years: tuple[Year, ...]
    kinds: tuple[tuple[str, str], ...]
    undated: int
    width: int
    named: int
    height: int = HEIGHT


def years_of(searcher: Searcher, archetype: str, names: Names) -> Years:
    """The documents about an archetype by year and kind, the years between without any too."""
    asked = Query(filters={"archetype": frozenset({archetype})})
    counts: dict[str, dict[str, int]] = {}
    for (year, kind), cell in searcher.cross(asked, "year", "kind").items():
        counts.setdefault(year, {})[kind] = cell.total
    shown = _spanned(counts)
    kinds = [kind.value for kind in Kind if any(kind.value in one for one in counts.values())]
    highest = max((sum(one.values()) for one in counts.values()), default=1)
    return Years(
        years=tuple(
            _year(year, place, counts.get(year, {}), asked, highest)
            for place, year in enumerate(shown)
        ),
        kinds=tuple((kind, names.value("kind", kind)) for kind in kinds),
        undated=searcher.count(asked) - sum(sum(one.values()) for one in counts.values()),
        width=max(1, len(shown)) * STEP,
        named=-(-len(shown) // _MOST_NAMED),
    )


def _spanned(counts: Mapping[str, object]) -> list[str]:
    if not counts:
        return []
    first, last = int(min(counts)), int(max(counts))
    if last - first < _MOST_YEARS:
        return [f"{year:04}" for year in range(first, last + 1)]
    return sorted(counts)


def _year(year: str, place: int, counts: Mapping[str, int], asked: Query, highest: int) -> Year:
    left, foot = place * STEP + (STEP - _BAR) // 2, HEIGHT
    bars, told = [], {}
    for kind in (kind.value for kind in Kind if kind.value in counts):
        height = max(2, round(counts[kind] * (HEIGHT - _ROOM) / highest))
        foot -= height
        bars.append(Bar(kind=kind, x=left, y=foot, width=_BAR, height=height))
        of_kind = replace(asked, filters={**asked.filters, "kind": frozenset({kind})})
        told[kind] = (counts[kind], _address(of_kind, year))
    return Year(
        year=year,
        counts=told,
        total=sum(counts.values()),
        address=_address(asked, year),
        bars=tuple(bars),
        x=left + _BAR // 2,
        top=foot,
    )


def _address(asked: Query, year: str) -> str:
    return search_address(replace(asked, year_from=int(year), year_to=int(year)))
