"""Where in one document something stands that was asked."""

from __future__ import annotations

from collections.abc import Iterator

from index.api import FoundPage, Query
from index.embedded.lines import KeptWords
from index.embedded.matches import Matches
from index.embedded.ranking import Place
from index.embedded.snapshot import Snapshot
from index.inside import Looked, found_pages
from index.protocols import DocumentStore


class Inside:
    """Looks into single documents."""

    def __init__(self, snapshot: Snapshot, matches: Matches) -> None:
        """``matches`` tells which words are asked; that they all are in a document is not."""
        self._snapshot = snapshot
        self._matches = matches

    def pages(
        self, document_id: str, store: DocumentStore, lines_of: Query | int
    ) -> tuple[FoundPage, ...]:
        """The pages of a document on which any of the words stands, ascending.

        Args:
            lines_of: lines are told of so many of the best pages, or of those that the ``page``
                and ``size`` of a query name.
        """
        for place in self._places(document_id):
            shown = self._snapshot.shown([place])[place.at]
            found = shown.pages(self._matches.words)[place.document]
            language = self._snapshot.leaves[place.at].segment.text("language", place.document)
            known = KeptWords(shown, place.document)
            looked = Looked(document_id, language or None, found, known)
            return found_pages(self._matches.tree, looked, store, lines_of)
        return ()

    def _places(self, document_id: str) -> Iterator[Place]:
        """Where a document is kept."""
        itself = frozenset({document_id})
        for at, leaf in enumerate(self._snapshot.leaves):
            for document in (leaf.segment.having("document", itself) & leaf.live).nonzero()[0]:
                yield Place(at, int(document), 0.0)
