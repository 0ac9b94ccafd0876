"""The lines of a hit that answer best, from the texts of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.passage import Passage
from corpus.record import as_passage
from index.api import Snippet
from index.embedded.shown import PageMatch
from index.passages import best_passages, opening, quoted
from index.protocols import DocumentStore
from index.tree import Node

_PAGES_READ = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit of which lines are wanted.

    Attributes:
        document: its id.
        record: the passage that it is; None for a document.
        pages: on which something stands that was asked, the best first.
        numbers: of its first pages, ascending.
    """

    document: str
    title: str
    language: str | None
    record: Mapping[str, Any] | None
    pages: Sequence[PageMatch]
    numbers: Sequence[int]


def lines(
    tree: Node, hits: Sequence[Found], store: DocumentStore
) -> list[tuple[tuple[Snippet, ...], Passage | None]]:
    """The best lines of each hit, and the passage that it is."""
    return [
        (_best(tree, hit, store), None)
        if hit.record is None
        else _quoted(tree, hit, hit.record, store)
        for hit in hits
    ]


def _best(tree: Node, hit: Found, store: DocumentStore) -> tuple[Snippet, ...]:
    numbers = [page.number for page in hit.pages[:_PAGES_READ]]
    best = best_passages(tree, store.pages(hit.document, numbers), hit.language)
    if best:
        return best
    first = store.pages(hit.document, hit.numbers)
    return tuple(opening(page, hit.title) for page in first if page.text.strip())[:1]


def _quoted(
    tree: Node, hit: Found, record: Mapping[str, Any], store: DocumentStore
) -> tuple[tuple[Snippet, ...], Passage]:
    start, end = record["start"], record["end"]
    for page in store.pages(hit.document, [record["page"]]):
        passage = as_passage({**record, "text": page.text[start:end]})
        return (quoted(tree, page, start, end, hit.language),), passage
    return (), as_passage({**record})
