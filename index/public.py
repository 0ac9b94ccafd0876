"""An index answers as the public is answered; who may see more asks through ``seen_by``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.document import Access, Document
from index.api import Cell, Completion, FoundPage, Listed, Query, Results, Similar
from index.protocols import Searcher


class PublicAnswers:
    """The answering half of a :class:`~index.protocols.SearchIndex`.

    Args:
        searchers: who answers each audience.
    """

    def __init__(self, searchers: Mapping[Access, Searcher]) -> None:
        self._searchers = searchers
        self._public = searchers[Access.PUBLIC]

    def search(self, query: Query) -> Results:
        """Answer one question of the public; never fails on what a person typed."""
        return self._public.search(query)

    def count(self, query: Query) -> int:
        """How many documents or passages answer the question of the public."""
        return self._public.count(query)

    def listed(self, query: Query) -> Iterator[Listed]:
        """All public hits in their order, of the state there is now."""
        return self._public.listed(query)

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """How many public documents or passages have each pair of values of two facets."""
        return self._public.cross(query, rows, columns)

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which somebody of the public is typing, may become."""
        return self._public.suggest(text, size)

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one public document something stands that is asked."""
        return self._public.inside(document_id, query, best)

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is public and most like a document, apart for each value of a facet."""
        return self._public.similar(document, by, query)

    def seen_by(self, audience: Access) -> Searcher:
        """What answers readers of this audience.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        return self._searchers[audience.includes[-1]]
