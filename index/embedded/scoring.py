"""BM25 as Lucene counts it, on arrays.

    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))
    score = idf * f / (f + k1 * (1 - b + b * length / average))

N documents have the field, n of them the term; ``f`` times it stands in one of which the field has
``length`` terms, on average ``average``. Lucene keeps a length in one byte, and so compares these.
Source: org.apache.lucene.search.similarities.BM25Similarity, org.apache.lucene.util.SmallFloat.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float32]

K1, B = 1.2, 0.75

_EXACT_BELOW = 24  # lengths that have a byte of their own, beside which others are counted
_BITS = 4  # of a length that are kept


@dataclass(frozen=True, slots=True)
class FieldSize:
    """How many documents have a field, and how many terms stand in it in all of them."""

    documents: int
    terms: int


class Counts(Protocol):
    """What is counted in a collection; ``name`` is ``<field>_<form>``."""

    def size(self, name: str) -> FieldSize:
        """What its documents have in a field."""
        ...

    def having(self, name: str, term: str) -> int:
        """How many documents have a term in a field."""
        ...


def term_idf(counts: Counts, name: str, term: str) -> float:
    """What a term weighs in a field.

    The part of a compound is as rare as the word is by itself and as a part; else parts would
    outweigh whole words.
    """
    field, _, form = name.rpartition("_")
    if form != "part":
        return idf(counts.size(name).documents, counts.having(name, term))
    whole = f"{field}_stem"
    documents = counts.size(whole).documents
    both = counts.having(name, term) + counts.having(whole, term)
    return idf(documents, min(both, documents))


def idf(documents: int, having: int) -> float:
    """What a term weighs that ``having`` of ``documents`` have, in nats; never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def kept_lengths(lengths: Array) -> Floats:
    """Lengths as one byte can tell them: exact below 40, then to four significant bits."""
    over = np.maximum(lengths.astype(np.int64) - _EXACT_BELOW, 0)
    shift = np.maximum(np.frexp(over.astype(np.float64))[1] - _BITS, 0)
    told = _EXACT_BELOW + (over >> shift << shift)
    return np.where(lengths < _EXACT_BELOW, lengths, told).astype(np.float32)


def saturation(kept: Floats, average: float) -> Floats:
    """Per document the part of the score that its length decides: ``k1 * (1 - b + b * …)``."""
    return np.float32(K1 * (1 - B)) + kept * np.float32(K1 * B / (average or 1))


class Share(NamedTuple):
    """What the list of one term adds to the scores of documents.

    Attributes:
        frequencies: per document, how often the term stands there.
        saturations: per document, see :func:`saturation`.
    """

    documents: Array
    frequencies: Array
    saturations: Floats
    weight: float


def summed(shares: Sequence[Share], size: int) -> NDArray[np.float64]:
    """Per document of a segment the sum of what several lists add to its score."""
    if not shares:
        return np.zeros(size)
    # All at once: most lists are so short that a call takes longer than its work.
    documents = [share.documents for share in shares]
    told = np.concatenate([share.frequencies for share in shares], dtype=np.float32)
    weights = np.array([share.weight for share in shares], np.float32)
    scores = weights.repeat(list(map(len, documents)))
    scores *= told
    told += np.concatenate([share.saturations for share in shares])
    scores /= told
    sums = np.bincount(np.concatenate(documents), scores, minlength=size)
    return sums.astype(np.float64, copy=False)  # of no numbers they are whole ones
