"""The text of a page → paragraphs with numbered marks, and the way from one mark to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.api import FoundPage, Span

_PARAGRAPH = re.compile(r"\n[ \t]*\n+")
_MOST_LINKS = 12  # to marks on one page


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph; ``number`` is that in the document where a marked place begins."""

    text: str
    hit: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Where a page is among the places of a document.

    Attributes:
        first: number of its first place.
        own: how many places the index counts on it.
        here: how many of them are marked on it.
        total: how many the document has.
        links: numbers of the places on it that are linked to.
        previous: address of the last place before it; None where there is none.
        following: address of the first place behind it.
    """

    first: int
    own: int
    here: int
    total: int
    links: tuple[int, ...]
    previous: str | None
    following: str | None

    @property
    def elsewhere(self) -> int:
        """How many places the document has on other pages."""
        return self.total - self.own

    @property
    def last(self) -> int:
        """Number of its last place."""
        return self.first + self.here - 1


def hits_view(
    found: Sequence[FoundPage],
    number: int,
    spans: Callable[[int], Sequence[Span]],
    address: Callable[[int, int], str],
) -> Hits:
    """Where page ``number`` is among the places that were ``found``.

    Args:
        spans: number of a page -> its marked text.
        address: page and number of a place -> where it is read.
    """
    before = [one for one in found if one.page < number]
    first = sum(one.places for one in before) + 1
    own = sum(one.places for one in found if one.page == number)
    following = next((one.page for one in found if one.page > number), None)
    previous = None
    if before:
        last = before[-1]
        told = max(1, len(set(places_of(spans(last.page), last.places))))
        previous = address(last.page, first - last.places + told - 1)
    here = len(set(places_of(spans(number), own)))
    return Hits(
        first=first,
        own=own,
        here=here,
        total=sum(one.places for one in found),
        links=tuple(range(first, first + min(here, _MOST_LINKS))),
        previous=previous,
        following=None if following is None else address(following, first + own),
    )


def places_of(spans: Sequence[Span], places: int) -> list[int]:
    """Per mark the place it belongs to, from 0: as many places as the index counts, or fewer.

    Words that are asked together and stand a little apart (*zelf* … *beheer*) are marked each by
    itself and are one place: the marks nearest to each other go together.
    """
    gaps: list[int] = []
    gap = 0
    for span in spans:
        if span.hit:
            gaps.append(gap)
            gap = 0
        else:
            gap += len(span.text)
    if not gaps or not places:
        return []
    nearest = sorted(range(1, len(gaps)), key=lambda at: gaps[at])[: max(0, len(gaps) - places)]
    joined = set(nearest)
    found = [0]
    for at in range(1, len(gaps)):
        found.append(found[-1] + (at not in joined))
    return found


def paragraphs(spans: Sequence[Span], hits: Hits | None = None) -> tuple[tuple[Piece, ...], ...]:
    """Marked text by paragraph; an empty line divides, also within a mark.

    Args:
        hits: by which the marks are numbered; None not to number them.
    """
    found: list[list[Piece]] = [[]]
    numbers = iter(_numbers(spans, hits))
    for span in spans:
        number = next(numbers, None) if span.hit else None
        for place, text in enumerate(_PARAGRAPH.split(span.text)):
            if place:
                found.append([])
            if text:
                found[-1].append(Piece(text, span.hit, number))
                number = None
    return tuple(tuple(p) for p in found if any(piece.text.strip() for piece in p))


def _numbers(spans: Sequence[Span], hits: Hits | None) -> Iterator[int | None]:
    """Per mark the number of its place, told once."""
    before = None
    for place in places_of(spans, hits.own) if hits else ():
        yield hits.first + place if hits and place != before else None
        before = place
