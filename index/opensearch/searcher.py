"""Answers one audience from the last committed state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from corpus.document import Access, Document
from corpus.thesaurus import load_thesaurus
from index.api import (
    Cell,
    Completion,
    FoundPage,
    Listed,
    Query,
    Results,
    Similar,
    Unit,
)
from index.names import FacetNames
from index.opensearch.answer import Answer
from index.opensearch.current import Current
from index.opensearch.snapshot import Snapshot
from index.resolve import Meanings

Told = TypeVar("Told")


class AudienceSearcher:
    """A :class:`~index.protocols.Searcher` of what its audience may see, and of nothing else."""

    def __init__(self, current: Current, audience: Access, names: FacetNames) -> None:
        self._current = current
        self._audience = audience
        self._names = names

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        return self._answer(query, lambda answer: answer.results(self._current.store))

    def count(self, query: Query) -> int:
        """How many documents or passages answer the question."""
        return self._answer(query, lambda answer: answer.total)

    def listed(self, query: Query) -> Iterator[Listed]:
        """All hits in their order, of the state there is now."""
        return self._answer(query, lambda answer: answer.listed(self._current.store))

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """How many documents or passages have each pair of values of two facets."""
        return self._answer(query, lambda answer: answer.cross(rows, columns))

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become."""

        def ask(snapshot: Snapshot) -> tuple[Completion, ...]:
            return snapshot.completer.complete(text, size)

        return self._current.asked(self._audience, Unit.DOCUMENTS, ask)

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that is asked."""
        asked = replace(query, unit=Unit.DOCUMENTS, filters={})
        store = self._current.store
        return self._answer(asked, lambda answer: answer.inside(document_id, store, best))

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        asked = replace(query, unit=Unit.DOCUMENTS, text="")
        return self._answer(asked, lambda answer: answer.similar(document, by))

    def _answer(self, query: Query, tell: Callable[[Answer], Told]) -> Told:
        thesaurus = load_thesaurus(self._current.taxonomy)
        meanings = Meanings(self._names.find, thesaurus, query.without)

        def ask(snapshot: Snapshot) -> Told:
            return tell(Answer(snapshot, query, meanings))

        return self._current.asked(self._audience, query.unit, ask)
