"""Which documents are like one, by its telling words and its archetypes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from corpus.document import Document
from index.api import Query, Similar, Sort
from index.fields import FACET_NAMES
from index.likeness import Likeness, likeness
from index.opensearch.clauses import Clauses, having
from index.opensearch.facets import MOST_VALUES, Selection
from index.opensearch.order import ORDERS
from index.opensearch.scoring import Scoring, ranked
from index.opensearch.snapshot import Snapshot
from index.opensearch.view import Clause
from index.tree import Terms

_TOLD = ["id", "title", "facets"]


class Alike:
    """What is like one document in a selection."""

    def __init__(
        self, snapshot: Snapshot, selection: Selection, document: Document, query: Query
    ) -> None:
        self._snapshot = snapshot
        self._selection = selection
        self._document = document
        self._query = query
        self._clauses = Clauses({})  # telling words stand alone, in no order
        self._like: Likeness = snapshot.read(lambda words: likeness(document, words))

    def apart(self, by: str) -> dict[str, tuple[Similar, ...]]:
        """The best for each value of a facet."""
        best = {
            "top_hits": {
                # Some of the best may have too little of it; those that follow never have more.
                "size": 2 * self._query.size,
                "sort": ORDERS[Sort.RELEVANCE],
                "track_scores": True,
                "_source": _TOLD,
            }
        }
        values = {"terms": {"field": f"facets.{by}", "size": MOST_VALUES}, "aggs": {"best": best}}
        found = self._snapshot.search(
            {"size": 0, "query": self._scored, "aggs": {"values": values}}
        )["aggregations"]["values"]["buckets"]
        told = {one["key"]: self._best(one["best"]["hits"]["hits"]) for one in found}
        return {value: told.get(value, ()) for value in sorted(self._snapshot.values(by))}

    def _best(self, hits: list[Any]) -> tuple[Similar, ...]:
        found = map(self._similar, hits)
        like = (one for one in found if self._like.enough(one.words, one.archetypes))
        return tuple(islice(like, self._query.size))

    @cached_property
    def _scored(self) -> Clause:
        """What is like it, with scores; by the name of a clause it tells which words it has."""
        itself: Clause = {"term": {"document": self._document.id}}
        matching = self._clauses.of(self._like.tree)
        inside = self._snapshot.view.within([matching, *self._selection.whole], [itself])
        scores = Scoring(self._snapshot.statistics, self._clauses).of(self._like.tree)
        return ranked(inside, [*scores, *self._about(), *self._said()], self._query.language)

    def _about(self) -> Iterator[Clause]:
        if self._like.archetypes:
            about = having("archetype", self._like.archetypes)
            yield {"constant_score": {"filter": about, "boost": self._like.bonus}}

    def _said(self) -> Iterator[Clause]:
        for at, one in enumerate(self._like.words):
            said = self._clauses.of(Terms((one.stem,), "stem"))
            yield {"constant_score": {"filter": said, "boost": 0, "_name": str(at)}}

    def _similar(self, hit: Mapping[str, Any]) -> Similar:
        source = hit["_source"]
        facets = source.get("facets", {})
        said = set(map(int, hit.get("matched_queries", ())))
        return Similar(
            id=source["id"],
            title=source["title"],
            score=float(hit["_score"]),
            words=tuple(one.word for at, one in enumerate(self._like.words) if at in said),
            archetypes=tuple(n for n in facets.get("archetype", ()) if n in self._like.archetypes),
            facets={name: tuple(facets.get(name, ())) for name in FACET_NAMES},
        )
