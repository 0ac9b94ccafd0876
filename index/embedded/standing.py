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


def places_of(documents: Array, frequencies: Array, positions: Array) -> Places:
    """Where a term stands."""
    owners: Places = np.repeat(documents.astype(np.int64) << _DOCUMENT, frequencies)
    return owners | positions


def documents_with(leaf: Phrase | Near, words: Sequence[Places]) -> Array:
    """Documents in which the words stand as ``leaf`` asks, ascending.

    Args:
        words: per word where it stands.
    """
    firsts = _in_order(words, leaf.slop) if isinstance(leaf, Phrase) else _near(words, leaf.within)
    return np.unique(firsts >> _DOCUMENT)


def _in_order(words: Sequence[Places], slop: int) -> Places:
    """Places of the first word from which each next one is at most ``slop`` words away."""
    # From the last word back, so that every place kept leads on to the end of the phrase.
    leading = words[-1]
    for before in reversed(words[:-1]):
        after = _from(leading, np.searchsorted(leading, before, "right"))
        leading = before[(after >= 0) & (after - before <= slop + 1)]
    return leading


def _near(words: Sequence[Places], within: int) -> Places:
    """Places of the first word that have each other word at most ``within`` words away."""
    first = words[0]
    for other in words[1:]:
        at = np.searchsorted(other, first, "left")
        after, before = _from(other, at), _from(other, at - 1)
        near = (after >= 0) & (after - first <= within)
        near |= (before >= 0) & (first - before <= within)
        first = first[near]
    return first


def _from(places: Places, at: Array) -> Places:
    """``places`` by their numbers; -1 where there is no such number."""
    inside = (at >= 0) & (at < len(places))
    found = np.full(len(at), -1, np.int64)
    found[inside] = places[at[inside]]
    return found
