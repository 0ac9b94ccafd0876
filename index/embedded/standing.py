"""Where the words of a phrase stand, in many documents at once.

The same rules as :mod:`index.places`, on one ascending array per word in which each number holds a
document and a position: ``document << 32 | position``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tree import Near, Phrase

Places = NDArray[np.int64]
Array = NDArray[Any]

_DOCUMENT = 32  # bits below the number of the document
_BEFORE, _BEHIND = -1 << _DOCUMENT, np.iinfo(np.int64).max  # no word stands within reach of these
_FEW = 16  # so many times as many are looked through faster by halves


def places_of(documents: Array, frequencies: Array, positions: Array) -> Places:
    """Where a term stands."""
    places: Places = (documents.astype(np.int64) << _DOCUMENT).repeat(frequencies)
    places |= positions
    return places


def documents_with(leaf: Phrase | Near, words: Sequence[Places]) -> Array:
    """Documents in which the words stand as ``leaf`` asks, ascending.

    Args:
        words: per word where it stands.
    """
    if isinstance(leaf, Near):
        firsts = _near(words, leaf.within)
    else:
        firsts = _in_order(words, leaf.slop) if leaf.slop else _side_by_side(words)
    documents = firsts >> _DOCUMENT
    first_place = np.ones(len(documents), bool)
    first_place[1:] = documents[1:] != documents[:-1]
    return documents[first_place]


def _side_by_side(words: Sequence[Places]) -> Places:
    """Places of the first word behind which all the others follow at once."""
    leading = words[-1]
    for before in reversed(words[:-1]):
        # What is there twice when both are put in order, which takes linear time for two ascending
        # halves, is a place with the next word behind it.
        both = np.concatenate([before + 1, leading])
        both.sort(kind="stable")
        leading = both[1:][both[1:] == both[:-1]] - 1
    return leading


def _in_order(words: Sequence[Places], slop: int) -> Places:
    """Places of the first word from which each next one is at most ``slop`` words away."""
    # From the last word back, so that every place kept leads on to the end of the phrase.
    leading = words[-1]
    for before in reversed(words[:-1]):
        after = np.append(leading, _BEHIND)[_ranks(leading, before)]
        leading = before[after - before <= slop + 1]
    return leading


def _near(words: Sequence[Places], within: int) -> Places:
    """Places of the first word that have each other word at most ``within`` words away."""
    first = words[0]
    for other in words[1:]:
        around = np.concatenate([[_BEFORE], other, [_BEHIND]])
        at = _ranks(other, first)
        first = first[(first - around[at] <= within) | (around[at + 1] - first <= within)]
    return first


def _ranks(places: Places, others: Places) -> Array:
    """For each of ``others`` how many of ``places`` are not behind it; linear, as both ascend."""
    if _FEW * len(others) < len(places):
        return np.searchsorted(places, others, "right")
    both = np.concatenate([places << 1, (others << 1) | 1])
    both.sort(kind="stable")
    at = np.flatnonzero((both & 1).astype(bool))
    return at - np.arange(len(at))
