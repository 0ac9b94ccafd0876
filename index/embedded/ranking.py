"""The order of hits: always total, so that pages of results never overlap.

Relevance: by score, and of equals the newest. Newest, oldest: by date of publication. Title: by its
sort key. Documents without a date come last; what is equal is ordered by id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.api import Sort
from index.embedded.leaf import SearchedSegment

Array = NDArray[Any]

_DIGITS = 5  # of a score; what lies behind them is chance


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one segment.

    Attributes:
        at: the number of the segment.
        scores: of each document; None where nothing is ranked.
    """

    at: int
    segment: SearchedSegment
    documents: Array
    scores: Array | None


class Place(NamedTuple):
    """One hit: a document of the segment number ``at``."""

    at: int
    document: int
    score: float


def best(sort: Sort, found: Sequence[Found], first: int, last: int) -> list[Place]:
    """The hits from number ``first`` up to number ``last`` of all that was found.

    Each segment tells its own best by numbers alone; only these are compared by their texts.
    """
    told = [(one.segment, _places(one, _best_of(sort, one, last))) for one in found]
    if len(told) == 1:
        return told[0][1][first:last]
    keyed = [(_key(sort, segment, place), place) for segment, own in told for place in own]
    keyed.sort(key=itemgetter(0))
    return [place for _, place in keyed[first:last]]


def _places(found: Found, chosen: Array) -> list[Place]:
    documents = found.documents[chosen].tolist()
    scores = repeat(0.0) if found.scores is None else found.scores[chosen].tolist()
    return list(map(Place, repeat(found.at), documents, scores))


def _best_of(sort: Sort, found: Found, last: int) -> Array:
    """Which documents of a segment come first, as many as ``last``, in their order."""
    if sort is not Sort.RELEVANCE or found.scores is None:
        ties = found.segment.order(sort)[found.documents]
        chosen = _smallest(ties, last)
        return chosen[np.argsort(ties[chosen])]
    scores = found.scores
    if not last:
        return np.empty(0, np.int64)
    chosen = np.arange(len(scores))
    if len(scores) > last:
        # What is rounded to the same as the last one that is shown, and a little more.
        least = np.partition(scores, len(scores) - last)[len(scores) - last]
        chosen = np.flatnonzero(scores > least - 2 * 10**-_DIGITS)
    worst = -np.round(scores[chosen], _DIGITS)
    ties = found.segment.order(sort)[found.documents[chosen]]
    return chosen[np.lexsort((ties, worst))][:last]


def _smallest(keys: Array, many: int) -> Array:
    """Where the smallest of different keys are, in any order."""
    if len(keys) <= many:
        return np.arange(len(keys))
    return np.argpartition(keys, many - 1)[:many] if many else np.empty(0, np.int64)


def _key(sort: Sort, segment: SearchedSegment, place: Place) -> tuple[Any, ...]:
    """By what hits of different segments are compared."""
    name = segment.text("id", place.document)
    if sort is Sort.TITLE:
        return segment.text("title_key", place.document), name
    published = segment.text("published", place.document)
    # Of a year and a day in it the day is the newer one, so the end must count as the most.
    newest = (*(-ord(digit) for digit in published), 0)
    date: Any = published if sort is Sort.OLDEST else newest
    by_date = (not published, date, name)
    # Rounded as in a segment: Python itself rounds what lies just between two in another way.
    return (-float(np.round(place.score, _DIGITS)), *by_date) if sort is Sort.RELEVANCE else by_date
