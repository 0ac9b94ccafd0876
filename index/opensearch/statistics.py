"""The numbers that scores are made of, counted in what an audience may see now.

The engine has numbers of its own, but they know deleted documents, and neither audiences nor what
was taken away since; so none of them is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from index.embedded.scoring import K1, B, FieldSize, term_idf
from index.opensearch.client import Cluster
from index.opensearch.view import Clause, View
from index.prepare import FIELD_FORMS

Pair = tuple[str, str]
"""``(<field>_<form>, term)``"""

_FEW = 1 << 15  # documents of which one look at each is faster than a question for each term
_TOGETHER = 500  # terms that are counted by one question


class Statistics:
    """Numbers of one view; each is asked once."""

    def __init__(self, cluster: Cluster, view: View) -> None:
        self._cluster = cluster
        self._view = view
        self._having: dict[Pair, int] = {}

    @property
    def live(self) -> int:
        """How many documents there are."""
        return self._told[0]

    def size(self, name: str) -> FieldSize:
        """How many documents have a field, and how many terms stand in it in all of them."""
        return self._told[1][name]

    @cached_property
    def _told(self) -> tuple[int, dict[str, FieldSize]]:
        aggregations = {name: {"stats": {"field": f"lengths.{name}"}} for name in FIELD_FORMS}
        body = {**_all_of(self._view.within()), "aggs": aggregations}
        found = self._cluster.search(self._view.indices, body)
        sizes = {
            name: FieldSize(one["count"], int(one["sum"]))
            for name, one in found["aggregations"].items()
        }
        return found["hits"]["total"]["value"], sizes

    def learn(self, pairs: Iterable[Pair]) -> None:
        """Count documents with terms in fields, as many as possible with one question."""
        unknown = [pair for pair in dict.fromkeys(pairs) if pair not in self._having]
        clauses: list[Clause] = [{"term": {name: term}} for name, term in unknown]
        self._having.update(zip(unknown, self.counts(clauses), strict=True))

    def having(self, name: str, term: str) -> int:
        """How many documents have a term in a field."""
        if (name, term) not in self._having:
            self.learn([(name, term)])
        return self._having[name, term]

    def count(self, query: Clause) -> int:
        """How many documents match, of these and perhaps others."""
        found = self._cluster.search(self._view.indices, _all_of(query))
        return int(found["hits"]["total"]["value"])

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """How many documents fulfil each of several clauses."""
        if not clauses or not self.live:
            return [0] * len(clauses)
        if self.live > _FEW:
            return self._asked_each(clauses)
        counts: list[int] = []
        for start in range(0, len(clauses), _TOGETHER):
            some = clauses[start : start + _TOGETHER]
            body: dict[str, Any] = {
                **_all_of(self._view.within()),
                "aggs": {"each": {"filters": {"filters": list(some)}}},
            }
            found = self._cluster.search(self._view.indices, body)
            counts += [one["doc_count"] for one in found["aggregations"]["each"]["buckets"]]
        return counts

    def _asked_each(self, clauses: Collection[Clause]) -> list[int]:
        asked = [(self._view.indices, _all_of(self._view.within([one]))) for one in clauses]
        return [one["hits"]["total"]["value"] for one in self._cluster.searches(asked)]

    def idf(self, name: str, term: str) -> float:
        """What a term weighs in a field."""
        return term_idf(self, name, term)

    def slope(self, name: str) -> float:
        """What each term of a document's field adds to the saturation of its scores."""
        size = self.size(name)
        average = size.terms / max(1, size.documents)
        return K1 * B / (average or 1)


def _all_of(query: Clause) -> dict[str, Any]:
    """A search that counts, and shows nothing."""
    return {"size": 0, "track_total_hits": True, "query": query}
