"""An index of which is measured how long its answers take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

from corpus.document import LIBRARIANS, Access, Document
from index.api import Cell, Completion, FoundPage, Listed, Query, Results, Similar
from index.protocols import DEFAULT_EFFORT, Batch, Effort, Searcher, SearchIndex
from search_app.metrics import Metrics


class TimedSearcher:
    """A :class:`~index.protocols.Searcher` that answers as another one does."""

    def __init__(self, searcher: Searcher, metrics: Metrics) -> None:
        self._searcher = searcher
        self._metrics = metrics

    def search(self, query: Query) -> Results:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("search"):
            return self._searcher.search(query)

    def count(self, query: Query) -> int:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("count"):
            return self._searcher.count(query)

    def listed(self, query: Query) -> Iterator[Listed]:
        """See :class:`~index.protocols.Searcher`; what is read while they are taken does not count.

        The time of that is the time of whoever takes them.
        """
        with self._metrics.searching("listed"):
            return self._searcher.listed(query)

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("cross"):
            return self._searcher.cross(query, rows, columns)

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("suggest"):
            return self._searcher.suggest(text, size)

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("inside"):
            return self._searcher.inside(document_id, query, best)

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """See :class:`~index.protocols.Searcher`."""
        with self._metrics.searching("similar"):
            return self._searcher.similar(document, by, query)


class TimedIndex(TimedSearcher):
    """A :class:`~index.protocols.SearchIndex` that does as another one does."""

    def __init__(self, index: SearchIndex, metrics: Metrics) -> None:
        super().__init__(index, metrics)
        self._index = index

    def seen_by(self, audience: Access) -> Searcher:
        """See :class:`~index.protocols.SearchIndex`."""
        return TimedSearcher(self._index.seen_by(audience), self._metrics)

    def batch(self, revision: int) -> AbstractContextManager[Batch]:
        """See :class:`~index.protocols.SearchIndex`."""
        return self._index.batch(revision)

    def rebuild(
        self, documents: Iterable[Document], revision: int, effort: Effort = DEFAULT_EFFORT
    ) -> int:
        """See :class:`~index.protocols.SearchIndex`."""
        return self._index.rebuild(documents, revision, effort)

    @property
    def revision(self) -> int:
        """See :class:`~index.protocols.SearchIndex`."""
        return self._index.revision

    def ids(self, audience: Access = LIBRARIANS) -> frozenset[str]:
        """See :class:`~index.protocols.SearchIndex`."""
        return self._index.ids(audience)

    def check(self) -> None:
        """See :class:`~index.protocols.SearchIndex`."""
        self._index.check()
