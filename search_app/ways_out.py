"""What a reader who found nothing can ask instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.api import Query
from search_app.addresses import search_address
from search_app.params import is_filtered, unfiltered

_OPERATORS = ("AND", "EN", "OR", "OF", "NOT", "NIET")


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """A wider question for a reader who found nothing, and how much it gives.

    Attributes:
        any_word: whether one of the words is enough.
    """

    without_filters: bool
    any_word: bool
    count: int
    address: str


def ways_out(query: Query, count: Callable[[Query], int]) -> Iterator[WayOut]:
    """Wider questions that do give results: one step wider, else both steps at once."""
    text = any_word(query.text)
    steps = [(True, False)] if is_filtered(query) else []
    if text:
        steps.append((False, True))
    found = [way for step in steps if (way := _way_out(query, text, *step, count))]
    if not found and len(steps) == 2:
        found = [way for way in [_way_out(query, text, True, True, count)] if way]
    yield from found


def any_word(text: str) -> str | None:
    """The query that asks for one of the words instead of all; None for fewer than two words."""
    words = [word.strip("\"'()+-*~,.;:?!") for word in text.split()]
    plain = [word for word in words if word and word not in _OPERATORS and ":" not in word]
    return " OF ".join(dict.fromkeys(plain)) if len(set(plain)) > 1 else None


def _way_out(
    query: Query,
    text: str | None,
    without_filters: bool,
    any_word: bool,
    count: Callable[[Query], int],
) -> WayOut | None:
    wider = unfiltered(query) if without_filters else replace(query, page=1)
    if any_word and text:
        wider = replace(wider, text=text)
    total = count(wider)
    if not total:
        return None
    return WayOut(
        without_filters=without_filters,
        any_word=any_word,
        count=total,
        address=search_address(wider),
    )
