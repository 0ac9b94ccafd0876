"""A document as its page needs it, worked out once for each change of it.

Reading four hundred pages and finding their headings takes a tenth of a second or two; whoever goes
back and forth between a document and its pages should not wait for that again. What readers may see
is not decided here: ask :class:`search_app.site.Site` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.catalogue import Catalogue
from corpus.document import Document
from corpus.headings import headings
from corpus.paragraphs import Paragraph
from corpus.personal import masked
from corpus.summaries import is_summary, summaries

_KEPT = 16  # documents; the text of a long one is a megabyte or two
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.:)]?\s+\D")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``depth`` is 1 for a chapter or one without a number, 2 for 1.1, 3 for deeper."""

    text: str
    page: int
    depth: int


@dataclass(frozen=True, slots=True)
class SummaryParagraph:
    """A paragraph of what a document says of itself in short; ``heading`` for one within it."""

    text: str
    page: int
    language: str | None
    heading: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is told of a page beside its text."""

    number: int
    words: int
    quality: float
    scanned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A document with what was found in its text."""

    document: Document
    headings: tuple[Heading, ...]
    summary: tuple[SummaryParagraph, ...]
    pages: tuple[PageFacts, ...]


def opened(catalogue: Catalogue, document_id: str) -> Opened:
    """A document that the reader may see, opened.

    Raises:
        NotFound: when there is none with this id.
    """
    return _opened(catalogue, document_id, catalogue.revision_of(document_id))


@lru_cache(maxsize=_KEPT)
def _opened(catalogue: Catalogue, document_id: str, revision: int) -> Opened:
    del revision  # another one is another state of the document
    return look_into(catalogue.get(document_id))


def look_into(document: Document) -> Opened:
    """Find headings, summary and facts of pages."""
    found = headings(document.pages)
    return Opened(
        document=document,
        headings=tuple(_headings(found)),
        summary=tuple(_summary(document, found)),
        pages=tuple(
            PageFacts(page.number, len(page.text.split()), page.quality, page.ocr is not None)
            for page in document.pages
        ),
    )


def _headings(found: Sequence[Paragraph]) -> Iterator[Heading]:
    """Each heading once on a page, on one line and without personal data."""
    before: tuple[str, int] | None = None
    for one in found:
        text = " ".join(masked(one.text).split())
        if (text, one.page.number) != before:
            before = (text, one.page.number)
            number = _NUMBER.match(text)
            depth = number[1].count(".") + 1 if number else 1
            yield Heading(text, one.page.number, min(depth, _DEEPEST))


def _summary(document: Document, found: Sequence[Paragraph]) -> Iterator[SummaryParagraph]:
    inside = set(found)
    for one in summaries(document.pages, found):
        if not (one in inside and is_summary(one.text)):
            yield SummaryParagraph(
                text=masked(one.text),
                page=one.page.number,
                language=one.page.language or document.language,
                heading=one in inside,
            )
