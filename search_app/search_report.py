"""An answer → how the search was done, so that somebody else can repeat it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.api import Query, Results, Sort, Unit, Widening
from index.fields import FACET_NAMES
from search_app.addresses import search_address
from search_app.dossier import plain_address
from search_app.naming import Names
from search_app.view import answered
from search_app.widened_view import Way, widened_view


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchReport:
    """One search as it was done, and what it finds now.

    Attributes:
        typed: the words as they were typed; ``reading`` how they were read.
        corrected: the spelling that was answered instead; empty where it was not.
        filters: pairs of the name of a facet and the names of its chosen values.
        years: first and last year, None where it is open.
        ways: what the words were also read as.
        off: the ways of widening that were switched off.
        address: repeats it here; ``plain`` the same with nothing carried along.
    """

    typed: str
    unit: Unit
    reading: str
    corrected: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    years: tuple[int | None, int | None]
    sort: Sort
    ignored: tuple[str, ...]
    ways: tuple[Way, ...]
    off: tuple[Widening, ...]
    total: int
    address: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Passages that were not collected and speak against what was.

    Attributes:
        label: what they say, in words.
        total: how many there are, those in the dossier included.
        address: finds them all; ``plain`` the same with nothing carried along.
    """

    label: str
    total: int
    address: str
    plain: str


def search_report(results: Results, query: Query, names: Names) -> SearchReport:
    """Lay out how ``query`` was read and what it finds."""
    shown = answered(query, results)
    return SearchReport(
        typed=query.text,
        unit=query.unit,
        reading=results.reading if query.text else "",
        corrected=shown.text if results.corrected else "",
        filters=tuple(_filters(query, names)),
        years=(query.year_from, query.year_to),
        sort=query.sort,
        ignored=results.ignored,
        ways=widened_view(results.expansions, query).ways,
        off=tuple(way for way in Widening if way in query.without),
        total=results.total,
        address=search_address(query),
        plain=plain_address(query),
    )


def others(total: int, query: Query, names: Names) -> Others:
    """Lay out a question that asks for one value of one facet, besides archetypes."""
    ((facet, (value,)),) = (
        (facet, values) for facet, values in query.filters.items() if facet != "archetype"
    )
    return Others(
        label=names.value(facet, value),
        total=total,
        address=search_address(query),
        plain=plain_address(query),
    )


def _filters(query: Query, names: Names) -> Iterator[tuple[str, tuple[str, ...]]]:
    for facet in FACET_NAMES:
        values = sorted(query.filters.get(facet, ()))
        if values:
            yield names.facet(facet), tuple(names.value(facet, value) for value in values)
