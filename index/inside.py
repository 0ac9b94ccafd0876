"""On which pages of one document something stands that is asked, as a reader is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.api import FoundPage, Query
from index.passages import KnownWords, best_passages
from index.places import PageMatch
from index.protocols import DocumentStore
from index.tree import Node


class Looked(NamedTuple):
    """A document that was looked into.

    Attributes:
        pages: those with any of the words, best first.
        known: where words stand on its pages, if that is kept.
    """

    id: str
    language: str | None
    pages: Sequence[PageMatch]
    known: KnownWords | None = None


def found_pages(
    tree: Node, document: Looked, store: DocumentStore, lines_of: Query | int
) -> tuple[FoundPage, ...]:
    """The pages on which any of the words stands, ascending.

    Args:
        lines_of: lines are told of so many of the best pages, or of those that the ``page`` and
            ``size`` of a query name.
    """
    numbers = [page.number for page in _quoted(document.pages, lines_of)]
    lines = {
        page.number: best_passages(tree, [page], document.language, document.known)
        for page in store.pages(document.id, numbers)
    }
    return tuple(
        FoundPage(
            page=page.number,
            words=page.distinct,
            places=page.total,
            lines=next(iter(lines.get(page.number, ())), None),
        )
        for page in sorted(document.pages)
    )


def _quoted(found: Sequence[PageMatch], lines_of: Query | int) -> Sequence[PageMatch]:
    if isinstance(lines_of, int):
        return found[:lines_of]
    first = (lines_of.page - 1) * lines_of.size
    return sorted(found)[first : first + lines_of.size]
