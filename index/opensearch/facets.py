"""What a reader has chosen, and how many have each value of each facet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from corpus.errors import UsageError
from index.api import FacetCounts, Query, Unit
from index.fields import FACET_NAMES
from index.opensearch.clauses import having
from index.opensearch.view import Clause
from index.resolve import years_between

MOST_VALUES = 50_000
"""Values of a facet; a cluster gives 65,535 in one answer, unless its settings say otherwise."""

DOCUMENTS: Clause = {
    "scripted_metric": {
        "init_script": "state.seen = new HashSet()",
        "map_script": "state.seen.add(doc['document'].value)",
        "combine_script": "return state.seen.size()",
        "reduce_script": "long all = 0; for (some in states) { all += some } return all",
    }
}
"""An aggregation: how many documents passages stand in; all of one are in the same shard."""


class Selection:
    """Years and values of facets that were chosen.

    Attributes:
        years: what every answer is inside of.
        chosen: facet -> its values, where there are any.
    """

    def __init__(self, query: Query, values: Callable[[str], Collection[str]]) -> None:
        unknown = query.filters.keys() - set(FACET_NAMES)
        if unknown:
            raise UsageError(
                f"There is no facet ‘{min(unknown)}’; there are {', '.join(FACET_NAMES)}."
            )
        self.chosen = {facet: values for facet, values in query.filters.items() if values}
        self.years: list[Clause] = []
        first, last = query.year_from, query.year_to
        if first is not None or last is not None:
            years = years_between(first, last, values("year"))
            self.years = [having(years.facet, years.values)]

    def filters(self, aside: Collection[str] = ()) -> list[Clause]:
        """Clauses of what was chosen in all facets but some."""
        return [
            having(facet, values) for facet, values in self.chosen.items() if facet not in aside
        ]

    @property
    def whole(self) -> list[Clause]:
        """Clauses of all that was chosen, years too."""
        return [*self.years, *self.filters()]

    def aggregations(self, unit: Unit) -> dict[str, Any]:
        """What counts the values of every facet, its own choice set aside."""
        others = [facet for facet in FACET_NAMES if facet not in self.chosen]
        inside = {facet: _values(facet) for facet in others}
        if unit is Unit.PASSAGES:
            inside["documents"] = DOCUMENTS
        counted = {"all": {"filter": _every(self.filters()), "aggs": inside}}
        for facet in self.chosen:
            counted[facet] = {
                "filter": _every(self.filters([facet])),
                "aggs": {facet: _values(facet)},
            }
        return counted

    def counts(self, told: Mapping[str, Any]) -> dict[str, FacetCounts]:
        """Of each facet the totals after choosing each value, from an answer of the engine.

        Values that no document has are left out, but for those that are chosen.
        """
        return {
            facet: self._counted(facet, told[facet if facet in self.chosen else "all"][facet])
            for facet in FACET_NAMES
        }

    def _counted(self, facet: str, told: Mapping[str, Any]) -> FacetCounts:
        if told["sum_other_doc_count"]:
            raise UsageError(
                f"More than {MOST_VALUES} values of ‘{facet}’ are more than the search engine can "
                "count; choose something else first."
            )
        selected = self.chosen.get(facet, frozenset())
        found = sorted((-one["doc_count"], one["key"]) for one in told["buckets"])
        missing = sorted(selected.difference(value for _, value in found))
        values = [value for _, value in found] + missing
        return FacetCounts(values, [-count for count, _ in found] + [0] * len(missing), selected)


def documents_of(told: Mapping[str, Any]) -> int:
    """How many documents the passages stand in, from an answer of the engine."""
    return int(told["all"]["documents"]["value"] or 0)


def _values(facet: str) -> Clause:
    return {"terms": {"field": f"facets.{facet}", "size": MOST_VALUES, "shard_size": MOST_VALUES}}


def _every(clauses: Sequence[Clause]) -> Clause:
    return {"bool": {"filter": list(clauses)}}
