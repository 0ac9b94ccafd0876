"""The headings and the pages of a document, with where each is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.api import Query
from search_app.addresses import file_addresses, text_addresses
from search_app.opened import Opened

# Below this share of readable characters a page is better read in the original.
READABLE = 0.5

_TOGETHER = 50  # pages in one fold


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingRow:
    """A heading; ``original`` only where the original opens at a page."""

    text: str
    page: int
    depth: int
    address: str
    original: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One page of the document; ``original`` only where the original opens at a page.

    Attributes:
        scanned: whether its text was recognised in a picture.
        places: in how many places of it something stands that was asked.
    """

    number: int
    words: int
    readable: bool
    scanned: bool
    address: str
    original: str | None
    places: int


def contents(document: Opened, query: Query, *, at_page: bool) -> tuple[HeadingRow, ...]:
    """The table of contents; empty where one heading is all there is."""
    if len(document.headings) < 2:
        return ()
    text = text_addresses(document.document.id, query)
    original = file_addresses(document.document.id)
    return tuple(
        HeadingRow(
            text=one.text,
            page=one.page,
            depth=one.depth,
            address=text(one.page),
            original=original(one.page) if at_page else None,
        )
        for one in document.headings
    )


def page_rows(
    document: Opened, query: Query, places: dict[int, int], *, at_page: bool
) -> Iterator[PageRow]:
    """All pages.

    Args:
        places: number of a page -> in how many places something stands that was asked.
    """
    text = text_addresses(document.document.id, query)
    original = file_addresses(document.document.id)
    for page in document.pages:
        yield PageRow(
            number=page.number,
            words=page.words,
            readable=page.quality >= READABLE,
            scanned=page.scanned,
            address=text(page.number),
            original=original(page.number) if at_page else None,
            places=places.get(page.number, 0),
        )


def folds(rows: Sequence[PageRow]) -> tuple[tuple[PageRow, ...], ...]:
    """Pages as they are folded together."""
    return tuple(tuple(rows[start : start + _TOGETHER]) for start in range(0, len(rows), _TOGETHER))
