"""Answer a :class:`~index.api.Query` from one snapshot."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from corpus.document import Document
from corpus.passage import Passage
from index.api import (
    Cell,
    FoundPage,
    Hit,
    Listed,
    PagePlaces,
    Query,
    Results,
    Similar,
    Snippet,
    Sort,
    Unit,
)
from index.fields import FACET_NAMES
from index.loosening import MOST_ALSO, loosened
from index.opensearch.cross import cross
from index.opensearch.facets import Selection, documents_of
from index.opensearch.inside import inside
from index.opensearch.listed import listed
from index.opensearch.matches import Matches
from index.opensearch.shown import Words, matches, pages_clause, pages_of
from index.opensearch.similar import Alike
from index.opensearch.snapshot import Snapshot
from index.opensearch.view import any_of
from index.protocols import DocumentStore
from index.quoting import Found, lines
from index.reading import reading
from index.resolve import Meanings, Resolved, resolve
from index.spelling import respell
from index.syntax import parse
from index.tree import Node

_Read = tuple[Node, Resolved, Matches]
"""A question as it was typed or respelled, as it was understood, and what matches it."""


class Answer:
    """What one snapshot says to one query; it is asked when something of it is wanted."""

    def __init__(self, snapshot: Snapshot, query: Query, meanings: Meanings) -> None:
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._query = query
        self._meanings = meanings
        self._parsed = parse(query.text)
        self.selection = Selection(query, snapshot.values)

    def _evaluated(self, tree: Node) -> _Read:
        resolved = self._snapshot.read(lambda words: resolve(tree, words, self._meanings))
        return tree, resolved, self._matches(resolved.tree)

    def _matches(self, tree: Node) -> Matches:
        return Matches(self._snapshot, self._query, self.selection, tree)

    @cached_property
    def as_typed(self) -> _Read:
        """The question in the spelling that was typed."""
        return self._evaluated(self._parsed.tree)

    @cached_property
    def _respelled(self) -> _Read | None:
        """What was typed in another spelling, when that may have been meant."""
        tree = self._snapshot.read(lambda words: respell(self._parsed.tree, words))
        return None if tree is None else self._evaluated(tree)

    @cached_property
    def _answered(self) -> _Read:
        """What is answered: where nothing in the collection matches, the spelling that does."""
        typed = self.as_typed
        if typed[2].anywhere or self._respelled is None or not self._respelled[2].anywhere:
            return typed
        return self._respelled

    @property
    def _corrected(self) -> bool:
        return self._answered is not self.as_typed

    @property
    def matches(self) -> Matches:
        """What matches the question that is answered."""
        return self._answered[2]

    def inside(
        self, document_id: str, store: DocumentStore, best: int | None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that was asked, as it was typed."""
        lines_of = self._query if best is None else best
        return inside(self._snapshot, self.as_typed[2], document_id, store, lines_of)

    def similar(self, document: Document, by: str) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        return Alike(self._snapshot, self.selection, document, self._query).apart(by)

    def listed(self, store: DocumentStore) -> Iterator[Listed]:
        """All hits in their order; ``store`` gives the words of passages."""
        return listed(self._snapshot, self.matches, store)

    def cross(self, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """What matches by the values of two facets, or by those that are chosen in them."""
        return cross(self.matches, self._query.unit, rows, columns, self._snapshot.search)

    @property
    def total(self) -> int:
        """How many documents match."""
        return self.matches.total

    def results(self, pages: DocumentStore) -> Results:
        """The whole answer; ``pages`` gives the text for the passages."""
        _ = self.as_typed[2].found  # all at once, which is nearly always what is answered
        tree, resolved, matching = self._answered
        found = matching.found
        loose, others = self._others(resolved.tree)
        told = self._hits([(matching, matching.hits), (loose, others)], pages)
        counted = found["aggregations"]
        of_documents = self._query.unit is Unit.DOCUMENTS
        return Results(
            total=matching.total,
            documents=matching.total if of_documents else documents_of(counted),
            hits=told[0],
            also=told[1],
            facets=self.selection.counts(counted),
            expansions=resolved.expansions,
            ignored=resolved.ignored,
            notes=tuple(dict.fromkeys(self._parsed.notes + resolved.notes)),
            reading=reading(tree),
            suggestion=self._suggestion(),
            corrected=self._corrected,
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    def _others(self, tree: Node) -> tuple[Matches, Sequence[Any]]:
        """Documents with some of the words, to fill up a first page that is not full."""
        query = self._query
        room = min(query.size, MOST_ALSO) - self.total
        loose = loosened(tree)
        if query.page > 1 or room <= 0 or query.sort is not Sort.RELEVANCE or loose is None:
            return self.matches, ()
        matching = self._matches(loose)
        known = frozenset(hit["_source"]["id"] for hit in self.matches.hits)  # so few, and all
        others = matching.within(self.selection.whole, any_of("id", known))
        return matching, self._snapshot.search(matching.best(others, room))["hits"]["hits"]

    def _suggestion(self) -> str | None:
        """The query in a spelling that has results under the same filters, if there is one."""
        if self._corrected:
            return reading(self._answered[0])
        if self.total or self._respelled is None:
            return None
        tree, _, matching = self._respelled
        return reading(tree) if matching.total else None

    # Hits

    def _hits(
        self, several: Sequence[tuple[Matches, Sequence[Any]]], store: DocumentStore
    ) -> list[tuple[Hit, ...]]:
        """The hits of several searches, of which the pages are asked at once."""
        asked = [_pages_body(matching.words, hits) for matching, hits in several]
        found = iter(self._snapshot.searches([body for body in asked if body]))
        shown = [_by_id(next(found)) if body else {} for body in asked]
        return [
            self._told(matching, hits, pages, store)
            for (matching, hits), pages in zip(several, shown, strict=True)
        ]

    def _told(
        self,
        matching: Matches,
        hits: Sequence[Any],
        pages: Mapping[str, Sequence[Mapping[str, Any]]],
        store: DocumentStore,
    ) -> tuple[Hit, ...]:
        found = [_found(hit["_source"], pages, matching.words) for hit in hits]
        told = lines(matching.tree, found, store)
        shown = map(_hit, hits, map(matching.score, hits), found, told)
        if not self._query.explain:
            return tuple(shown)
        reasons = matching.reasons([hit["_source"]["id"] for hit in hits])
        return tuple(replace(hit, reasons=reasons.get(hit.id, ())) for hit in shown)


def _pages_body(words: Words, hits: Sequence[Any]) -> dict[str, Any] | None:
    """A search for the pages of some hits on which any of the words stands."""
    if not hits:
        return None
    clause = pages_clause(words, max(hit["_source"]["page_count"] for hit in hits))
    ids = [hit["_source"]["id"] for hit in hits]
    if clause is None:
        return None
    query = {"bool": {"filter": [{"terms": {"id": ids}}, clause]}}
    return {"size": len(ids), "query": query, "_source": ["id"]}


def _by_id(found: Any) -> dict[str, Sequence[Mapping[str, Any]]]:
    return {hit["_source"]["id"]: pages_of(hit) for hit in found["hits"]["hits"]}


def _found(
    source: Mapping[str, Any], pages: Mapping[str, Sequence[Mapping[str, Any]]], words: Words
) -> Found:
    return Found(
        document=source["document"],
        title=source["title"],
        language=source.get("language"),
        record=source.get("passage"),
        pages=matches(pages.get(source["id"], ()), words),
        numbers=source["first_pages"],
    )


def _hit(
    hit: Mapping[str, Any],
    score: float,
    found: Found,
    told: tuple[tuple[Snippet, ...], Passage | None],
) -> Hit:
    source = hit["_source"]
    facets = source.get("facets", {})
    return Hit(
        id=source["id"],
        document=found.document,
        title=found.title,
        score=score,
        passages=told[0],
        pages_matched=tuple(
            PagePlaces(page.number, page.total)
            for page in sorted(found.pages, key=attrgetter("number"))
        ),
        facets={name: tuple(facets.get(name, ())) for name in FACET_NAMES},
        passage=told[1],
    )
