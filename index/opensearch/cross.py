"""What matches, by the values of two facets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from index.api import Cell, Unit
from index.opensearch.facets import DOCUMENTS, Selection
from index.opensearch.matches import Matches
from index.opensearch.view import Clause

_AT_ONCE = 10_000  # buckets of one answer

Ask = Callable[[dict[str, Any]], Any]


def cross(
    matching: Matches, unit: Unit, rows: str, columns: str, ask: Ask
) -> Mapping[tuple[str, str], Cell]:
    """Pairs of values with what has both, or of those that are chosen in the two facets.

    Args:
        ask: a search -> its answer.
    """
    selection = matching.selection
    facets = [rows, columns]
    query = matching.within([*selection.years, *selection.filters(facets)])
    return {
        key: cell
        for key, cell in _cells(query, unit, rows, columns, ask)
        if all(map(_offered, [selection] * 2, facets, key))
    }


def _offered(selection: Selection, facet: str, value: str) -> bool:
    chosen = selection.chosen.get(facet)
    return chosen is None or value in chosen


def _cells(
    query: Clause, unit: Unit, rows: str, columns: str, ask: Ask
) -> Iterator[tuple[tuple[str, str], Cell]]:
    """All pairs of values that anything has, however many there are."""
    sources = [{name: {"terms": {"field": f"facets.{name}"}}} for name in (rows, columns)]
    composite: dict[str, Any] = {"size": _AT_ONCE, "sources": sources}
    cells: dict[str, Any] = {"composite": composite}
    if unit is Unit.PASSAGES:
        cells["aggs"] = {"documents": DOCUMENTS}
    while True:
        found = ask({"size": 0, "query": query, "aggs": {"cells": cells}})["aggregations"]["cells"]
        for one in found["buckets"]:
            total = one["doc_count"]
            documents = int(one["documents"]["value"]) if unit is Unit.PASSAGES else total
            yield (one["key"][rows], one["key"][columns]), Cell(total, documents)
        if len(found["buckets"]) < _AT_ONCE:
            return
        composite["after"] = found["after_key"]
