"""A quote that somebody links to: where its words stand now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request

from corpus.document import Document, Page
from corpus.passage import locate
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
        words: what is looked for.
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
    """The quote in the address of this request; empty for none."""
    return " ".join(printable(request.args.get(QUOTE, "")).split())[:_LONGEST]


def check_quote(site: Site, document: Document, page: Page, words: str) -> QuoteCheck:
    """Look for the words on the page, then in the whole document, and in a newer edition."""
    spans = _marked(page, words)
    other = None if spans else locate(site.catalogue.get(document.id).pages, words)
    return QuoteCheck(
        words=words,
        spans=spans,
        page=other.page if other else None,
        address=quote_address(document.id, other.page, words) if other else None,
        newer=_newer(site, site.successor(document), words),
    )


def told_where_quoted(site: Site, gone: Withdrawn, words: str) -> Withdrawn:
    """The same of a document that was withdrawn, with what its newer edition says of the words."""
    newer = _newer(site, gone.tombstone.successor, words)
    return Withdrawn(
        replace(gone.tombstone, quoted=words, quoted_at=newer.address if newer else None)
    )


def _newer(site: Site, successor: Document | None, words: str) -> Edition | None:
    if successor is None:
        return None
    place = locate(site.catalogue.get(successor.id).pages, words)
    return Edition(
        title=successor.title,
        page=place.page if place else None,
        address=quote_address(successor.id, place.page, words) if place else None,
    )


def _marked(page: Page, words: str) -> tuple[Span, ...]:
    place = locate([page], words)
    if place is None:
        return ()
    _, start, end = place
    text = page.text
    return Span(text[:start]), Span(text[start:end], hit=True), Span(text[end:])
