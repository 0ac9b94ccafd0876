"""On which pages of a document the words of a query stand, from the positions an engine keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.tree import Leaf, Node, Phrase, Terms, wanted

Positions = Callable[[str, str], Sequence[int]]
"""``(field_form, term)`` -> ascending positions in one document; empty when it is not there."""


@dataclass(frozen=True, slots=True)
class PageMatch:
    """How well a page answers: how many of the asked words, how often."""

    number: int
    distinct: int
    total: int


def matching_pages(
    tree: Node, page_starts: Sequence[tuple[int, int]], positions: Positions
) -> list[PageMatch]:
    """Pages on which something of ``tree`` stands, best first."""
    starts = [start for _, start in page_starts]
    found: dict[int, list[int]] = {}  # index of the page -> per asked leaf how often
    leaves = tuple(dict.fromkeys(wanted(tree)))
    for which, leaf in enumerate(leaves):
        for position in leaf_positions(leaf, positions):
            page = bisect_right(starts, position) - 1
            found.setdefault(page, [0] * len(leaves))[which] += 1
    matches = [
        PageMatch(page_starts[page][0], sum(map(bool, counts)), sum(counts))
        for page, counts in found.items()
    ]
    return sorted(matches, key=lambda m: (-m.distinct, -m.total, m.number))


def leaf_positions(leaf: Leaf, positions: Positions) -> list[int]:
    """Positions in the body at which ``leaf`` matches; of a phrase those of its first word."""
    match leaf:
        case Terms(terms, form, in_title=False):
            fields = ("body_stem", "body_part") if form == "stem" else ("body_exact",)
            return [at for field in fields for term in terms for at in positions(field, term)]
        case Phrase(keys, slop, in_title=False):
            return [
                place[0]
                for place in phrase_places([positions("body_exact", key) for key in keys], slop)
            ]
        case _:
            return []


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
