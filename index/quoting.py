"""The lines of hits that answer best, from the texts of their pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.document import Page
from corpus.passage import Passage
from corpus.record import as_passage
from index.api import Listed, Snippet
from index.passages import KnownWords, best_passages, opening, quoted
from index.places import PageMatch
from index.protocols import DocumentStore
from index.tree import Node

_PAGES_READ = 6  # pages of a hit that are searched for the best passages
_PAGES_OPENED = 5  # first pages among which the opening lines are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit of which lines are wanted.

    Attributes:
        document: its id.
        record: the passage that it is; None for a document.
        pages: on which something stands that was asked, the best first.
        numbers: of all its pages, ascending.
        known: where words stand on its pages, if that is kept.
    """

    document: str
    title: str
    language: str | None
    record: Mapping[str, Any] | None
    pages: Sequence[PageMatch]
    numbers: Sequence[int]
    known: KnownWords | None = None

    @property
    def read(self) -> list[int]:
        """The numbers of the pages that are read."""
        if self.record is not None:
            return [self.record["page"]]
        return [page.number for page in self.pages[:_PAGES_READ]] or self.opened

    @property
    def opened(self) -> list[int]:
        """The numbers of its first pages."""
        return list(self.numbers[:_PAGES_OPENED])


def lines(
    tree: Node, hits: Sequence[Found], store: DocumentStore
) -> list[tuple[tuple[Snippet, ...], Passage | None]]:
    """The best lines of each hit, and the passage that it is; pages of all are read at once."""
    texts = _read(((hit.document, hit.read) for hit in hits), store)
    return [
        (_best(tree, hit, texts[hit.document], store), None)
        if hit.record is None
        else _passage(tree, hit, hit.record, texts[hit.document])
        for hit in hits
    ]


def listed(facts: Sequence[Mapping[str, Any]], store: DocumentStore) -> Iterator[Listed]:
    """Hits in short, from what is kept of them; ``store`` gives the words of passages."""
    passages = [one for one in facts if one["passage"]]
    texts = _read(((one["document"], [one["passage"]["page"]]) for one in passages), store)
    for one in facts:
        record, passage = one["passage"], None
        if record:
            passage = _worded(record, texts[one["document"]].get(record["page"]))
        yield Listed(id=one["id"], document=one["document"], passage=passage)


def _read(
    asked: Iterable[tuple[str, Collection[int]]], store: DocumentStore
) -> dict[str, dict[int, Page]]:
    """Document -> number -> page."""
    numbers: dict[str, set[int]] = {}
    for document, some in asked:
        numbers.setdefault(document, set()).update(some)
    found = store.pages_of(numbers)
    return {
        document: {page.number: page for page in found.get(document, ())} for document in numbers
    }


def _best(
    tree: Node, hit: Found, texts: Mapping[int, Page], store: DocumentStore
) -> tuple[Snippet, ...]:
    """The best lines of a document; its first where the words stand elsewhere."""
    if hit.pages:
        pages = [texts[number] for number in sorted(hit.read) if number in texts]
        best = best_passages(tree, pages, hit.language, hit.known)
        if best:
            return best
        texts = _read([(hit.document, hit.opened)], store)[hit.document]
    first = (texts[number] for number in hit.opened if number in texts)
    return tuple(opening(page, hit.title) for page in first if page.text.strip())[:1]


def _passage(
    tree: Node, hit: Found, record: Mapping[str, Any], texts: Mapping[int, Page]
) -> tuple[tuple[Snippet, ...], Passage]:
    """A passage, and its words with what was asked marked; none where its page is gone."""
    page = texts.get(record["page"])
    if page is None:
        return (), _worded(record, None)
    snippet = quoted(tree, page, record["start"], record["end"], hit.language)
    return (snippet,), _worded(record, page)


def _worded(record: Mapping[str, Any], page: Page | None) -> Passage:
    """A passage with its words, from its page; None where that is gone."""
    words = {} if page is None else {"text": page.text[record["start"] : record["end"]]}
    return as_passage({**record, **words})
