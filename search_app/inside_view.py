"""Where in a document stands what a reader asked: passages, pages, and the way from hit to hit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.document import Document
from index.api import FoundPage, Query, Span
from index.protocols import Searcher
from search_app.addresses import (
    HIT,
    INSIDE,
    INSIDE_PAGE,
    document_address,
    file_addresses,
    text_addresses,
)
from search_app.params import MAX_VALUE, Params, collected, first_value, printable

BEST = 3  # passages that are shown of the question a reader came with
_PAGE = re.compile(r"[0-9]{1,6}")
_PER_PAGE = 10  # pages of a document in one page of results inside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page on which something stands.

    Attributes:
        places: in how many places.
        first: number of the first of them in the document, 1-based.
        spans: the best lines; empty where they are not told.
        address: the readable text, at the first place.
        original: the original at this page; None where it does not open at one.
        language: of the page; None when undecided.
    """

    page: int
    places: int
    first: int
    spans: tuple[Span, ...]
    address: str
    original: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideView:
    """What stands where in a document of one question.

    Attributes:
        text: what was asked.
        total: in how many places.
        pages: all pages with any of them.
        told: the pages of which lines are shown.
        best: the page with most of the words; None where there is none.
        previous: the page of results before; None where there is none.
        following: the one behind.
    """

    text: str
    total: int
    pages: tuple[Place, ...]
    told: tuple[Place, ...]
    best: int | None
    previous: str | None = None
    following: str | None = None

    @property
    def by_page(self) -> dict[int, int]:
        """Number of a page -> in how many places of it something stands."""
        return {place.page: place.places for place in self.pages}


class Asked(NamedTuple):
    """What is asked inside a document (empty for nothing), and which page of results."""

    text: str
    page: int


def asked_inside(params: Params) -> Asked:
    """What the parameters of an address ask inside a document; never fails."""
    given = collected(params)
    number = first_value(given, INSIDE_PAGE)
    page = int(number) if _PAGE.fullmatch(number.strip()) else 1
    return Asked(printable(first_value(given, INSIDE)).strip()[:MAX_VALUE], max(1, page))


def question_inside(
    index: Searcher, document: Document, query: Query, *, at_page: bool
) -> InsideView | None:
    """Where the question that the reader came with stands; None without words.

    Args:
        at_page: whether the original opens at a page.
    """
    if not query.text:
        return None
    found = index.inside(document.id, query, BEST)
    pages = tuple(_places(document, found, query, "", at_page=at_page))
    return InsideView(
        text=query.text,
        total=sum(place.places for place in pages),
        pages=pages,
        told=tuple(place for place in pages if place.spans),
        best=_best(found),
    )


def search_inside(
    index: Searcher, document: Document, query: Query, asked: Asked, *, at_page: bool
) -> InsideView:
    """What is asked inside the document, while the question outside stays what it was."""
    within = question_of(query, asked)
    found = index.inside(document.id, within)
    last = max(1, -(-len(found) // within.size))
    if asked.page > last:
        return search_inside(index, document, query, asked._replace(page=last), at_page=at_page)
    pages = tuple(_places(document, found, query, asked.text, at_page=at_page))
    first = (asked.page - 1) * within.size

    def results(number: int) -> str | None:
        here = 1 <= number <= last
        return document_address(document.id, query, asked.text, number) if here else None

    return InsideView(
        text=asked.text,
        total=sum(place.places for place in pages),
        pages=pages,
        told=pages[first : first + within.size],
        best=_best(found),
        previous=results(asked.page - 1),
        following=results(asked.page + 1),
    )


def question_of(query: Query, asked: Asked) -> Query:
    """What is looked for inside the document: what is asked there, else the question outside."""
    if not asked.text:
        return query
    return Query(
        text=asked.text,
        without=query.without,
        language=query.language,
        page=asked.page,
        size=_PER_PAGE,
    )


def _best(found: Sequence[FoundPage]) -> int | None:
    best = max(found, key=lambda one: (one.words, one.places, -one.page), default=None)
    return best.page if best else None


def _places(
    document: Document, found: Sequence[FoundPage], query: Query, inside: str, *, at_page: bool
) -> Iterator[Place]:
    text, original = text_addresses(document.id, query, inside), file_addresses(document.id)
    first = 1
    for one in found:
        yield Place(
            page=one.page,
            places=one.places,
            first=first,
            spans=one.lines.spans if one.lines else (),
            address=f"{text(one.page)}#{HIT}{first}",
            original=original(one.page) if at_page else None,
            language=(one.lines.language if one.lines else None) or document.language,
        )
        first += one.places
