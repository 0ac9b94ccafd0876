"""Posting lists as bytes: which documents have a term, how often, and where.

A list is made of parts, flat arrays of whole numbers or floats. Whole numbers are as narrow as the
largest of the list allows: 1, 2 or 4 bytes. A part that says nothing is left out: frequencies
where each is 1, weights where each is the frequency. The widest part comes first, so that every
part lies on a multiple of its own width.

    one number for each document        documents, frequencies, weights
    one number for each occurrence      positions, starts, ends, boosts
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Bytes = NDArray[np.uint8]

ALIGNED = 4  # bytes; each list starts on a multiple
_WIDTHS = (0, 1, 2, 4)  # bytes by code


class Per(Enum):
    """What a part has one number for."""

    DOCUMENT = "document"
    OCCURRENCE = "occurrence"


@dataclass(frozen=True, slots=True)
class Part:
    """One array of a list; ``number`` is its place in the code of a list."""

    number: int
    name: str
    per: Per
    is_float: bool = False

    def dtype(self, width: int) -> np.dtype[Any]:
        """Type of its numbers when they are ``width`` bytes wide."""
        return np.dtype("<f4" if self.is_float else f"<u{width}")


PARTS = (
    Part(0, "documents", Per.DOCUMENT),
    Part(1, "frequencies", Per.DOCUMENT),
    Part(2, "weights", Per.DOCUMENT, is_float=True),
    Part(3, "positions", Per.OCCURRENCE),
    Part(4, "starts", Per.OCCURRENCE),
    Part(5, "ends", Per.OCCURRENCE),
    Part(6, "boosts", Per.OCCURRENCE, is_float=True),
)
_DOCUMENTS, _FREQUENCIES, _WEIGHTS = PARTS[:3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Several posting lists behind each other.

    Attributes:
        documents: per list, how many documents have the term.
        occurrences: per list, how often it stands in them.
        parts: name of a part -> the numbers of all lists that have it; frequencies are told for
            all lists, weights for all or for none.
        having: name of a part -> which lists have it (bool per list); all where not told.
    """

    documents: NDArray[np.int64]
    occurrences: NDArray[np.int64]
    parts: Mapping[str, Array]
    having: Mapping[str, NDArray[np.bool_]]

    def counts(self, part: Part) -> NDArray[np.int64]:
        """Per list, how many numbers of a part it has."""
        if part.name not in self.parts:
            return np.zeros(len(self.documents), np.int64)
        counts = self.documents if part.per is Per.DOCUMENT else self.occurrences
        having = self.having.get(part.name)
        return counts if having is None else counts * having


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Lists as bytes.

    Attributes:
        data: all of them.
        starts: per list its first byte, and behind the last the end.
        widths: per list the code of its widths (uint16), see :func:`layout`.
    """

    data: Bytes
    starts: NDArray[np.int64]
    widths: NDArray[np.uint16]


@lru_cache(maxsize=1 << 10)
def layout(code: int) -> tuple[tuple[Part, int], ...]:
    """The parts of a list and their widths in bytes, in the order in which they lie."""
    widths = [(part, _WIDTHS[code >> 2 * part.number & 3]) for part in PARTS]
    return tuple(sorted((w for w in widths if w[1]), key=lambda w: (-w[1], w[0].number)))


def read(data: memoryview, code: int, documents: int, occurrences: int) -> dict[str, Array]:
    """The parts of one list."""
    parts, at = {}, 0
    for part, width in layout(code):
        count = documents if part.per is Per.DOCUMENT else occurrences
        parts[part.name] = np.frombuffer(data, part.dtype(width), count, at)
        at += count * width
    return parts


def encode(lists: Lists) -> Encoded:
    """Lay out lists as bytes."""
    numbers = {part: _said(lists, part) for part in PARTS}
    widths = {part: _widths(part, *numbers[part]) for part in PARTS}
    sizes = {part: widths[part] * numbers[part][1] for part in PARTS}
    total = np.sum([sizes[part] for part in PARTS], axis=0)
    starts = starts_of(total + -total % ALIGNED)
    data = np.zeros(int(starts[-1]), np.uint8)
    for part in PARTS:
        values, counts = numbers[part]
        if len(values):
            where = starts[:-1] + _offsets(part, widths, sizes)
            for width, chosen, places in _by_width(part, widths[part], counts, where):
                data.view(part.dtype(width))[places] = values if chosen is None else values[chosen]
    codes = np.zeros(len(total), np.uint16)
    for part in PARTS:
        codes |= (np.searchsorted(_WIDTHS, widths[part]) << 2 * part.number).astype(np.uint16)
    return Encoded(data=data, starts=starts, widths=codes)


def decode(encoded: Encoded, documents: Array, occurrences: Array) -> Lists:
    """Read lists that lie behind each other."""
    docs, occs = documents.astype(np.int64), occurrences.astype(np.int64)
    widths = {p: np.array(_WIDTHS)[encoded.widths >> 2 * p.number & 3] for p in PARTS}
    counts = {p: (docs if p.per is Per.DOCUMENT else occs) * (widths[p] > 0) for p in PARTS}
    sizes = {p: widths[p] * counts[p] for p in PARTS}
    first = encoded.starts[:-1] - encoded.starts[0]
    parts: dict[str, Array] = {}
    for part in PARTS:
        if not counts[part].any():
            continue
        values = np.empty(int(counts[part].sum()), part.dtype(4))
        where = first + _offsets(part, widths, sizes)
        for width, chosen, places in _by_width(part, widths[part], counts[part], where):
            read_ = encoded.data.view(part.dtype(width))[places]
            values[slice(None) if chosen is None else chosen] = read_
        parts[part.name] = values
    having = {p.name: widths[p] > 0 for p in PARTS if p.name in parts and not (widths[p] > 0).all()}
    _fill(parts, having, docs)
    return Lists(documents=docs, occurrences=occs, parts=parts, having=having)


def _fill(
    parts: dict[str, Array], having: dict[str, NDArray[np.bool_]], documents: NDArray[np.int64]
) -> None:
    """Tell the frequencies that were left out, and the weights where any are told."""
    frequencies = np.ones(int(documents.sum()), "<u4")
    told = having.pop(_FREQUENCIES.name, None)
    if _FREQUENCIES.name in parts:
        where = slice(None) if told is None else np.repeat(told, documents)
        frequencies[where] = parts[_FREQUENCIES.name]
    parts[_FREQUENCIES.name] = frequencies
    told = having.pop(_WEIGHTS.name, None)
    if told is not None:
        weights = frequencies.astype("<f4")
        weights[np.repeat(told, documents)] = parts[_WEIGHTS.name]
        parts[_WEIGHTS.name] = weights


def starts_of(counts: Array) -> NDArray[np.int64]:
    """Where each of several runs of ``counts`` members starts, and behind the last the end."""
    starts = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=starts[1:])
    return starts


def spread(firsts: Array, counts: Array) -> NDArray[np.int64]:
    """The numbers from each of ``firsts`` on, ``counts`` of them, one list behind the other."""
    ends = counts.cumsum(dtype=np.int64)
    numbers: NDArray[np.int64] = (firsts - ends + counts).repeat(counts)
    numbers += np.arange(len(numbers))
    return numbers


def _said(lists: Lists, part: Part) -> tuple[Array, NDArray[np.int64]]:
    """The numbers of a part that must be written, and how many of them each list has."""
    counts = lists.counts(part)
    values = lists.parts.get(part.name, np.empty(0, part.dtype(4)))
    says = None
    if part is _FREQUENCIES and len(values):
        says = lists.documents != lists.occurrences
    elif part is _WEIGHTS and len(values):
        other = values != lists.parts[_FREQUENCIES.name]
        says = np.logical_or.reduceat(other, np.cumsum(counts) - counts)
    if says is None or says.all():
        return values, counts
    return values[np.repeat(says, counts)], counts * says


def _widths(part: Part, values: Array, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    widths = np.zeros(len(counts), np.int64)
    some = np.flatnonzero(counts)
    if not len(some):
        return widths
    if part.is_float:
        widths[some] = 4
        return widths
    ends = np.cumsum(counts[some])
    most = np.maximum.reduceat(values, ends - counts[some])
    widths[some] = np.where(most < 1 << 8, 1, np.where(most < 1 << 16, 2, 4))
    return widths


def _offsets(
    part: Part, widths: Mapping[Part, NDArray[np.int64]], sizes: Mapping[Part, NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Per list, how many bytes lie before a part."""
    own = widths[part]
    before = np.zeros(len(own), np.int64)
    for other in PARTS:
        if other.number < part.number:
            before += sizes[other] * (widths[other] >= own)
        elif other.number > part.number:
            before += sizes[other] * (widths[other] > own)
    return before


def _by_width(
    part: Part, widths: NDArray[np.int64], counts: NDArray[np.int64], where: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.bool_] | None, NDArray[np.int64]]]:
    """For each width: which numbers of the part have it (None: all), and where they lie."""
    for width in (4,) if part.is_float else (1, 2, 4):
        chosen = (widths == width) & (counts > 0)
        if chosen.any():
            places = spread(where[chosen] // width, counts[chosen])
            whole = bool((chosen | (counts == 0)).all())
            yield width, None if whole else np.repeat(chosen, counts), places
