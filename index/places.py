"""Where the words of a query stand in one document, from the positions an engine keeps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.fields import TEXT_FIELDS
from index.tree import Choice, Near, Phrase, Terms

Positions = Callable[[str, tuple[str, ...]], Sequence[int]]
"""``(field_form, terms)`` -> where any of these stands in one document, ascending, each once."""


class PageMatch(NamedTuple):
    """How well a page answers: how many of the asked words, in how many places."""

    number: int
    distinct: int
    total: int


ANYWHERE = tuple(field.name for field in TEXT_FIELDS)
IN_TITLE = ("title",)
_LOOKED_UP = {"stem": ("stem", "part"), "whole": ("stem",), "exact": ("exact",)}


def fields_of(leaf: Choice) -> tuple[str, ...]:
    """The fields in which a leaf is looked for."""
    in_title = not isinstance(leaf, Near) and leaf.in_title
    return IN_TITLE if in_title else ANYWHERE


def forms_of(leaf: Choice) -> tuple[str, ...]:
    """The forms of a field in which the terms of a leaf are looked up."""
    return _LOOKED_UP[leaf.form]


def names_of(leaf: Choice, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Under which names the terms of a leaf are looked up in some fields."""
    return names(fields, leaf.form)


@lru_cache(maxsize=1 << 8)
def names(fields: tuple[str, ...], form: str) -> tuple[str, ...]:
    """Under which names terms in a form of a query are looked up in some fields."""
    return tuple(f"{field}_{kept}" for field in fields for kept in _LOOKED_UP[form])


def where(leaf: Choice, field: str, positions: Positions) -> list[list[int]]:
    """Per word of a leaf the positions in one field of a document, ascending."""
    names = names_of(leaf, (field,))
    return [together([positions(name, group) for name in names]) for group in leaf.groups]


def together(several: Iterable[Sequence[int]]) -> list[int]:
    """All of several ascending positions, ascending, each once."""
    some = [one for one in several if one]
    return list(some[0]) if len(some) == 1 else sorted(set().union(*some))


def standing(leaf: Choice, words: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Where the words of a leaf stand as it asks: per place the position of each word.

    Args:
        words: per word its positions, ascending.
    """
    match leaf:
        case Terms():
            return [(at,) for at in words[0]]
        case Phrase(_, slop):
            return phrase_places(words, slop)
        case Near(_, within):
            return near_places(words, within)


def near_places(words: Sequence[Sequence[int]], within: int) -> list[tuple[int, ...]]:
    """Where words stand near each other: per place of the first word the nearest of each other.

    Each other word stands at most ``within`` words before or behind the first; the parts of one
    compound stand in the same place.

    Args:
        words: per word its positions, ascending.
    """
    places = []
    for first in words[0]:
        place = [first, *(_nearest(others, first) for others in words[1:])]
        if all(at is not None and abs(at - first) <= within for at in place):
            places.append(tuple(at for at in place if at is not None))
    return places


def _nearest(positions: Sequence[int], to: int) -> int | None:
    """The one of ``positions`` nearest to a place, of two the earlier."""
    which = bisect_left(positions, to)
    near = positions[max(0, which - 1) : which + 1]
    return min(near, key=lambda at: abs(at - to), default=None)


def phrase_places(words: Sequence[Sequence[int]], slop: int) -> list[tuple[int, ...]]:
    """Where words stand behind each other: per place the position of each word, ascending.

    Each next word stands at most ``slop`` words behind the one before it; of several the nearest
    from which the rest can be reached.

    Args:
        words: per word of the phrase its positions, ascending.
    """
    # From the last word back, so that every position kept leads on to the end of the phrase.
    leading = [list(words[-1])]
    for before in reversed(words[:-1]):
        following = leading[-1]
        leading.append([at for at in before if _next(following, at, slop) is not None])
    places = []
    for first in leading[-1]:
        place = [first]
        for following in reversed(leading[:-1]):
            found = _next(following, place[-1], slop)
            if found is not None:
                place.append(found)
        places.append(tuple(place))
    return places


def _next(positions: Sequence[int], at: int, slop: int) -> int | None:
    """The first of ``positions`` behind ``at`` with at most ``slop`` others between."""
    which = bisect_right(positions, at)
    if which < len(positions) and positions[which] - at <= slop + 1:
        return positions[which]
    return None
