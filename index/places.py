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
            return phrase_starts([positions("body_exact", key) for key in keys], slop)
        case _:
            return []


def phrase_starts(words: Sequence[Sequence[int]], slop: int) -> list[int]:
    """Positions of the first word from which the others follow.

    Each next word stands at most ``slop`` words behind the one before it.
    """
    starts = []
    for first in words[0]:
        reached = {first}
        for following in words[1:]:
            reached = {at for at in following for before in reached if 1 <= at - before <= slop + 1}
            if not reached:
                break
        if reached:
            starts.append(first)
    return starts
