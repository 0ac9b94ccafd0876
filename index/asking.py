"""What a reader asks one audience's state of an index, whichever engine keeps it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from corpus.document import Document
from index.api import Cell, FoundPage, Query, Results, Similar, Unit
from index.protocols import DocumentStore

Told = TypeVar("Told")


class Answered(Protocol):
    """What one state of an index says to one query."""

    @property
    def total(self) -> int:
        """How many documents match."""
        ...

    def results(self, pages: DocumentStore) -> Results:
        """The whole answer; ``pages`` gives the text for the passages."""
        ...

    def cross(self, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """What matches by the values of two facets."""
        ...

    def inside(
        self, document_id: str, pages: DocumentStore, best: int | None, /
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that was asked."""
        ...

    def similar(self, document: Document, by: str) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        ...


class Asking(ABC):
    """The part of a :class:`~index.protocols.Searcher` that one answer is enough for.

    Args:
        store: where texts are read.
    """

    def __init__(self, store: DocumentStore) -> None:
        self._store = store

    @abstractmethod
    def _asked(self, query: Query, tell: Callable[[Answered], Told]) -> Told:
        """What ``tell`` takes from the answer to a query by the last committed state."""

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        return self._asked(query, lambda answer: answer.results(self._store))

    def count(self, query: Query) -> int:
        """How many documents or passages answer the question."""
        return self._asked(query, lambda answer: answer.total)

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """How many documents or passages have each pair of values of two facets."""
        return self._asked(query, lambda answer: answer.cross(rows, columns))

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that is asked."""
        asked = replace(query, unit=Unit.DOCUMENTS, filters={})
        return self._asked(asked, lambda answer: answer.inside(document_id, self._store, best))

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        asked = replace(query, unit=Unit.DOCUMENTS, text="")
        return self._asked(asked, lambda answer: answer.similar(document, by))
