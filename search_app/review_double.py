"""Two documents that may be the same, side by side: what is alike and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.document import Document
from search_app.addresses import document_address
from search_app.document_view import spoken_date
from search_app.naming import Names

_FIRST = 400  # characters of the beginning
_PARAGRAPH = 200  # characters of a paragraph that only one of the two has
_OWN = 3  # such paragraphs that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of both documents; ``values`` are those of this one and of the other."""

    name: str
    values: tuple[str, str]

    @property
    def differs(self) -> bool:
        """Whether it is not the same."""
        return self.values[0] != self.values[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two.

    Attributes:
        first: how its text begins.
        own: paragraphs that the other has not, the first of them, shortened.
        more: how many of these are not shown.
    """

    document: Document
    address: str
    first: str
    own: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The document and the one that is like it."""

    sides: tuple[Side, Side]
    rows: tuple[Row, ...]


def compared(document: Document, other: Document, names: Names) -> Comparison:
    """Lay out two documents side by side; both with their pages."""
    return Comparison(
        sides=(_side(document, other), _side(other, document)),
        rows=tuple(
            Row(name=name, values=(mine, theirs))
            for (name, mine), (_, theirs) in zip(
                _told(document, names), _told(other, names), strict=True
            )
        ),
    )


def _told(document: Document, names: Names) -> Iterator[tuple[str, str]]:
    language = names.language
    yield "title", document.title
    yield "published", spoken_date(document.published, language) if document.published else ""
    yield "kind", names.value("kind", document.kind)
    yield "organisation", document.organisation or ""
    yield "authors", ", ".join(document.authors)
    yield "pages", str(len(document.pages))
    yield "words", str(sum(len(page.text.split()) for page in document.pages))
    yield "access", document.access.value
    yield "ingested", spoken_date(document.ingested.date().isoformat(), language)
    yield "source", document.source.rpartition("/")[2]


def _side(document: Document, other: Document) -> Side:
    theirs = set(_paragraphs(other))
    own = [paragraph for paragraph in _paragraphs(document) if paragraph not in theirs]
    first = " ".join(islice(_paragraphs(document), 10))
    return Side(
        document=document,
        address=document_address(document.id),
        first=_short(first, _FIRST),
        own=tuple(_short(paragraph, _PARAGRAPH) for paragraph in own[:_OWN]),
        more=max(0, len(own) - _OWN),
    )


def _paragraphs(document: Document) -> Iterator[str]:
    for page in document.pages:
        for paragraph in page.text.split("\n\n"):
            if words := " ".join(paragraph.split()):
                yield words


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"
