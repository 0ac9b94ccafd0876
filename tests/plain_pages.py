"""On which pages of a document words stand, one document, page and word after another.

The plain way in which the pages of hits are checked; the product looks at all hits at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from index.places import IN_TITLE, PageMatch, Positions, fields_of, standing, where
from index.tree import Choice, Leaf


def matching_pages(
    words: Iterable[Sequence[Leaf]], page_starts: Sequence[tuple[int, int]], positions: Positions
) -> list[PageMatch]:
    """Pages on which something stands that was asked, best first."""
    starts = [start for _, start in page_starts]
    found: dict[int, tuple[set[int], set[int]]] = {}  # number of the page -> words, positions
    for which, choices in enumerate(words):
        for leaf in choices:
            for position in leaf_positions(leaf, positions):
                number, _ = page_starts[bisect_right(starts, position) - 1]
                asked, places = found.setdefault(number, (set(), set()))
                asked.add(which)
                places.add(position)
    matches = [PageMatch(n, len(asked), len(places)) for n, (asked, places) in found.items()]
    return sorted(matches, key=lambda m: (-m.distinct, -m.total, m.number))


def leaf_positions(leaf: Leaf, positions: Positions) -> list[int]:
    """Positions in the body at which ``leaf`` matches; of several words those of the first."""
    if not isinstance(leaf, Choice) or fields_of(leaf) == IN_TITLE:
        return []
    return [place[0] for place in standing(leaf, where(leaf, "body", positions))]
