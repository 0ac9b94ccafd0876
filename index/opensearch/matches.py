"""What matches one tree inside a selection, as far as it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from index.api import Query, Reason, Sort, Unit
from index.opensearch.clauses import Certain, Clauses
from index.opensearch.explain import EXPLAINED, explained
from index.opensearch.facets import Selection
from index.opensearch.large import matched
from index.opensearch.order import ORDERS
from index.opensearch.scoring import Scoring, asked_leaves, by_strength, ranked_search
from index.opensearch.snapshot import Snapshot
from index.opensearch.standing import doubtful
from index.opensearch.view import Clause, any_of
from index.tree import Leaf, Node, asked

_FIRST = 10_000  # hits, up to which all are put in order without a look how many there are
_TOLD = ["id", "document", "title", "language", "facets", "first_pages", "page_count", "passage"]


class Matches:
    """The documents, or passages, that match a tree."""

    def __init__(self, snapshot: Snapshot, query: Query, selection: Selection, tree: Node) -> None:
        self.tree = tree
        self.selection = selection
        self._snapshot = snapshot
        self._query = query

    @cached_property
    def words(self) -> Sequence[tuple[Leaf, ...]]:
        """The different words that were asked, each with its forms."""
        return tuple(dict.fromkeys(asked(self.tree)))

    @cached_property
    def asks_words(self) -> bool:
        """Whether there is anything by which hits can be ranked, beside how sure they are."""
        return bool(asked_leaves(self.tree))

    # Clauses

    @cached_property
    def _certain(self) -> Certain:
        return doubtful(self._snapshot, self.tree)

    @cached_property
    def clause(self) -> Clause:
        """What matches, whatever was chosen."""
        return matched(Clauses(self._certain).of(self.tree))

    def _scored(self, matching: Clause) -> dict[str, Any]:
        """A query for the same as ``matching``, with what each scores."""
        language = self._query.language
        if self.asks_words:
            return ranked_search(matching, self._scoring.of(self.tree), language)
        if self._query.unit is Unit.PASSAGES:
            return {"query": by_strength(matching, language)}
        return {"query": matching}

    @cached_property
    def _scoring(self) -> Scoring:
        return Scoring(self._snapshot.statistics, Clauses(self._certain))

    @property
    def _ranked(self) -> bool:
        return self.asks_words or self._query.unit is Unit.PASSAGES

    def order(self, sort: Sort) -> list[Clause]:
        """By what hits are sorted."""
        return ORDERS[Sort.NEWEST if sort is Sort.RELEVANCE and not self._ranked else sort]

    def within(self, filters: Sequence[Clause], without: Sequence[Clause] = ()) -> Clause:
        """What matches and passes some filters."""
        return self._snapshot.view.within([self.clause, *filters], without)

    # Answers

    @cached_property
    def found(self) -> Any:
        """The page of results that was asked for, with all counts."""
        size = self._query.size
        first = (self._query.page - 1) * size
        matching = self.within(self.selection.years)
        chosen = {"post_filter": {"bool": {"filter": self.selection.filters()}}}
        counted = {"aggs": self.selection.aggregations(self._query.unit)}
        if first + size <= _FIRST:
            return self._snapshot.search(
                {**self.best(matching, size), **chosen, **counted, "from": first}
            )
        found = self._snapshot.search({**self.best(matching, 0), **chosen, **counted})
        if found["hits"]["total"]["value"] > first:
            rest = {**self.best(matching, size), **chosen, "from": first}
            found["hits"] = self._snapshot.search(rest)["hits"]
        return found

    def best(self, matching: Clause, size: int, *, more: bool = False) -> dict[str, Any]:
        """A search for so many of the first hits of what matches.

        Args:
            more: whether others are asked that follow them. Where a question is too large for one
                query they are in the order of the words that weigh most.
        """
        body = {
            "size": size,
            "track_total_hits": True,
            "track_scores": self._ranked,
            "sort": self.order(self._query.sort),
            "_source": _TOLD,
            **(self._scored(matching) if size else {"query": matching}),
        }
        if "rescore" in body and (more or self._query.sort is not Sort.RELEVANCE):
            del body["rescore"]
        elif "rescore" in body:  # by nothing but scores, as the engine wants it
            del body["sort"]
        return body

    @property
    def hits(self) -> list[Any]:
        """The hits of that page."""
        hits: list[Any] = self.found["hits"]["hits"]
        return hits

    @cached_property
    def total(self) -> int:
        """How many match and were chosen."""
        if "found" in self.__dict__:
            return int(self.found["hits"]["total"]["value"])
        return self._count(self.selection.whole)

    @cached_property
    def anywhere(self) -> bool:
        """Whether anything matches, whatever was chosen."""
        if self.total or not self.selection.whole:
            return self.total > 0
        return self._count([]) > 0

    def _count(self, filters: Sequence[Clause]) -> int:
        return self._snapshot.statistics.count(self.within(filters))

    def score(self, hit: Mapping[str, Any]) -> float:
        """What a hit of the engine scores."""
        return float(hit["_score"] or 0.0) if self._ranked else 0.0

    def reasons(self, ids: Sequence[str]) -> Mapping[str, tuple[Reason, ...]]:
        """How the scores of some hits came about."""
        if not ids or not self.asks_words:
            return {}
        body = {
            "size": len(ids),
            "query": self._snapshot.view.within(any_of("id", frozenset(ids))),
            "_source": EXPLAINED,
        }
        hits = (hit["_source"] for hit in self._snapshot.search(body)["hits"]["hits"])
        return {hit["id"]: explained(self._scoring, self.tree, hit) for hit in hits}
