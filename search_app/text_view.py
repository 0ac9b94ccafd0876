"""The text of a page → paragraphs with numbered marks, and the way from one mark to the next."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
        here: how many places it has.
        total: how many the document has.
        links: numbers of the places on it that are linked to.
        previous: address of the last place before it; None where there is none.
        following: address of the first place behind it.
    """

    first: int
    here: int
    total: int
    links: tuple[int, ...]
    previous: str | None
    following: str | None

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

    Numbers rest on what the index counted on the pages before, so that every page counts alike; how
    many marks a page itself has is what a reader sees on it.

    Args:
        spans: number of a page -> its marked text.
        address: page and number of a place -> where it is read.
    """
    before = [one for one in found if one.page < number]
    upto = sum(one.places for one in found if one.page <= number)
    first = sum(one.places for one in before) + 1
    here = sum(span.hit for span in spans(number))
    after = next((one.page for one in found if one.page > number), None)
    previous = None
    if before:
        last = before[-1].page
        marks = sum(span.hit for span in spans(last))
        start = first - before[-1].places
        previous = address(last, start + max(marks, 1) - 1)
    return Hits(
        first=first,
        here=here,
        total=max(sum(one.places for one in found), first + here - 1),
        links=tuple(range(first, first + min(here, _MOST_LINKS))),
        previous=previous,
        following=None if after is None else address(after, upto + 1),
    )


def paragraphs(spans: Sequence[Span], first: int = 1) -> tuple[tuple[Piece, ...], ...]:
    """Marked text by paragraph; an empty line divides, also within a mark.

    Args:
        first: the number of the first mark.
    """
    found: list[list[Piece]] = [[]]
    number = first
    for span in spans:
        begins = number if span.hit else None
        for place, text in enumerate(_PARAGRAPH.split(span.text)):
            if place:
                found.append([])
            if text:
                found[-1].append(Piece(text, span.hit, begins))
                begins = None
        number += span.hit
    return tuple(tuple(p) for p in found if any(piece.text.strip() for piece in p))
