"""A quote that somebody links to: where its words stand now.

Addresses of ours name a quote by its mark (:func:`corpus.passage.quote_mark`); the exact words, as
in addresses of before, are found as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import request

from corpus.document import Document, Page
from corpus.passage import Place, is_mark, locate, locate_marked
from index.api import Span
from search_app.addresses import QUOTE, quote_address
from search_app.params import printable
from search_app.site import Site, Withdrawn

_LONGEST = 2000  # characters of a quote that are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A newer edition, and where the words stand there; ``address`` is None when nowhere."""

    title: str
    page: int | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCheck:
    """What became of a quote.

    Attributes:
        words: what is looked for; empty where the address does not tell.
        spans: the asked page with the words marked; empty when they are not on it.
        page: another page on which they stand; None when there is none.
        address: of that page, with the words marked.
        newer: the newer edition of the document, if there is one.
    """

    words: str
    spans: tuple[Span, ...]
    page: int | None
    address: str | None
    newer: Edition | None


def asked_quote() -> str:
    """The quote in the address of this request, its words or its mark; empty for none."""
    return " ".join(printable(request.args.get(QUOTE, "")).split())[:_LONGEST]


def check_quote(site: Site, document: Document, page: Page, asked: str) -> QuoteCheck:
    """Look for a quote on the page, then in the whole document, and in a newer edition."""
    spans = _marked(page, asked)
    other = None if spans else _found(site, document.id, asked)
    return QuoteCheck(
        words=_told(asked),
        spans=spans,
        page=other.page if other else None,
        address=other.address if other else None,
        newer=_newer(site, site.successor(document), asked),
    )


def told_where_quoted(site: Site, gone: Withdrawn, asked: str) -> Withdrawn:
    """The same of a document that was withdrawn, with what its newer edition says of the quote."""
    newer = _newer(site, gone.tombstone.successor, asked)
    return Withdrawn(
        replace(gone.tombstone, quoted=_told(asked), quoted_at=newer.address if newer else None)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    page: int
    address: str


def _newer(site: Site, successor: Document | None, asked: str) -> Edition | None:
    if successor is None:
        return None
    found = _found(site, successor.id, asked)
    return Edition(
        title=successor.title,
        page=found.page if found else None,
        address=found.address if found else None,
    )


def _found(site: Site, document_id: str, asked: str) -> _Found | None:
    """The first page of a document on which it stands."""
    pages = site.catalogue.get(document_id).pages
    place = _place(pages, asked)
    if place is None:
        return None
    text = next(page.text for page in pages if page.number == place.page)
    words = text[place.start : place.end]
    return _Found(place.page, quote_address(document_id, place.page, words))


def _marked(page: Page, asked: str) -> tuple[Span, ...]:
    place = _place([page], asked)
    if place is None:
        return ()
    _, start, end = place
    text = page.text
    return Span(text[:start]), Span(text[start:end], hit=True), Span(text[end:])


def _place(pages: Iterable[Page], asked: str) -> Place | None:
    return locate_marked(pages, asked) if is_mark(asked) else locate(pages, asked)


def _told(asked: str) -> str:
    return "" if is_mark(asked) else asked
