"""What documents have, by document: the values of a facet, a date, a title to sort by.

A column keeps each different value once, in ascending order, and for each document the numbers of
its values. So a number says where a value stands in the order, counting is counting small numbers,
and a filter is a comparison of numbers.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count, pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.container import Container, ContainerWriter
from index.segment.lists import spread, starts_of
from index.segment.strings import Strings, packed

Array = NDArray[Any]
Mask = NDArray[np.bool_]

_AT_ONCE = 1 << 15  # documents that are counted together
_FITTING = 0.95  # of the documents; the rows of a table are as wide as these need


class Column:
    """The values that the documents of one segment have."""

    def __init__(self, container: Container, name: str, size: int) -> None:
        self._size = size
        self.values = Strings(container, f"column.{name}")
        """The different values, as UTF-8."""
        self._codes = container.array(f"column.{name}.codes")
        counts = f"column.{name}.counts"
        self._one_each = counts not in container
        self._counts = np.ones(size, np.uint8) if self._one_each else container.array(counts)

    @cached_property
    def _starts(self) -> Array:
        return starts_of(self._counts)

    @cached_property
    def _owners(self) -> Array:
        """The document of each code."""
        owners: Array = np.repeat(np.arange(self._size), self._counts)
        return owners

    def codes(self, documents: Array) -> Array:
        """The numbers of the values of ``documents``, one behind the other."""
        if self._one_each:
            return self._codes[documents]
        return self._codes[spread(self._starts[documents], self._counts[documents])]

    def count(self, documents: Array) -> Array:
        """For each value, how many of ``documents`` have it."""
        return _by_the_fewer(documents, self._size, lambda: self._of_all, self._counted)

    def _counted(self, documents: Array) -> Array:
        return np.bincount(self.codes(documents), minlength=len(self.values))

    @cached_property
    def _of_all(self) -> Array:
        """For each value, how many documents have it."""
        return np.bincount(self._codes, minlength=len(self.values))

    def having(self, codes: Iterable[int]) -> Mask:
        """Which documents have any of these values, by their numbers."""
        chosen = np.zeros(len(self.values), bool)
        chosen[list(codes)] = True
        entries = chosen[self._codes]
        if self._one_each:
            return entries
        return mask_of(self._owners[entries], self._size)

    def first(self) -> Array:
        """The number of the first value of each document, -1 where it has none."""
        if self._one_each:
            return self._codes.astype(np.int64)
        found = np.full(self._size, -1, np.int64)
        some = self._counts.nonzero()[0]
        found[some] = self._codes[self._starts[some]]
        return found

    def of(self, document: int) -> tuple[str, ...]:
        """The values of one document, in the order in which they were given."""
        if self._one_each:
            return (self.values.text(self._codes[document]),)
        inside = self._codes[self._starts[document] : self._starts[document + 1]]
        return tuple(map(self.values.text, inside))

    def first_of(self, document: int) -> str:
        """The first value of one document, empty where it has none."""
        if self._one_each:
            return self.values.text(self._codes[document])
        at = self._starts[document]
        return self.values.text(self._codes[at]) if self._counts[document] else ""

    def parts(self) -> tuple[Array, Array]:
        """The codes of all documents behind each other, and how many each has."""
        return self._codes, self._counts


class Table:
    """Several columns side by side, so that all of their values are counted at once.

    A row has the numbers of all values of a document, those of each column behind those of the one
    before it. Rows are wide enough for nearly all documents; what does not fit is kept beside them.
    """

    def __init__(self, columns: Sequence[Column], size: int) -> None:
        """Put the columns of a segment of ``size`` documents together."""
        self._size = size
        self._bounds = starts_of(np.array([len(column.values) for column in columns], np.int64))
        many = int(self._bounds[-1])
        told = [column.parts() for column in columns]
        filled = np.zeros(size, np.int64)
        for _, counts in told:
            filled += counts
        width = int(np.quantile(filled, _FITTING, method="higher")) if size else 0
        self._rows = np.full((size, width), many, narrowest(many))
        rest: list[tuple[Array, Array]] = []
        filled[:] = 0
        for (codes, counts), first in zip(told, self._bounds.tolist(), strict=False):
            owners = np.repeat(np.arange(size), counts)
            places = spread(filled, counts)
            fits = places < width
            self._rows[owners[fits], places[fits]] = codes[fits] + self._rows.dtype.type(first)
            rest.append((owners[~fits], codes[~fits].astype(np.int64) + first))
            filled += counts
        self._rest = [np.concatenate(one) for one in zip(*rest, strict=True)] if rest else []
        of_each = [
            np.bincount(codes, minlength=len(column.values))
            for column, (codes, _) in zip(columns, told, strict=True)
        ]
        self._of_all = np.concatenate([np.empty(0, np.int64), *of_each])

    def count(self, documents: Array) -> list[Array]:
        """For each column and value, how many of ``documents`` have it."""
        counts = _by_the_fewer(documents, self._size, lambda: self._of_all, self._counted)
        bounds = self._bounds.tolist()
        return [counts[start:end] for start, end in pairwise(bounds)]

    def _counted(self, documents: Array) -> Array:
        many = len(self._of_all)
        counts = np.zeros(many + 1, np.int64)
        # Some at a time, as what is gathered of them is widened to 64 bits.
        for first in range(0, len(documents), _AT_ONCE):
            rows = self._rows.take(documents[first : first + _AT_ONCE], axis=0)
            counts += np.bincount(rows.ravel(), minlength=many + 1)
        counts = counts[:many]
        if self._rest and len(self._rest[0]):
            owners, codes = self._rest
            chosen = mask_of(documents, self._size)
            counts += np.bincount(codes[chosen[owners]], minlength=many)
        return counts


def mask_of(documents: Array | list[int], size: int) -> Mask:
    """Some of ``size`` documents as a mask."""
    mask = np.zeros(size, bool)
    mask[documents] = True
    return mask


def _by_the_fewer(
    documents: Array, size: int, of_all: Callable[[], Array], count: Callable[[Array], Array]
) -> Array:
    """What ``count`` says of some documents; of more than half of ``size`` by the others."""
    if 2 * len(documents) <= size:
        return count(documents)
    others = ~mask_of(documents, size)
    return of_all() - count(others.nonzero()[0])


class ColumnBuilder:
    """Collects the values of one document after another."""

    def __init__(self) -> None:
        self._numbers = defaultdict[str, int](count().__next__)  # the next one for a new value
        self._codes, self._counts = array("I"), array("I")

    def __len__(self) -> int:
        return len(self._counts)

    def add(self, values: Sequence[str]) -> None:
        """The values of the next document, each told once."""
        self._codes.extend(map(self._numbers.__getitem__, values))
        self._counts.append(len(values))

    def skip(self, documents: int) -> None:
        """Some documents without a value."""
        self._counts.extend(repeat(0, documents))

    def write(self, writer: ContainerWriter, name: str) -> None:
        """Write it as the column ``name``."""
        values, ranks = ranked(self._numbers)
        codes = ranks[np.frombuffer(self._codes, "u4")]
        counts = np.frombuffer(self._counts, "u4")
        write_column(writer, name, (value.encode() for value in values), codes, counts)


def ranked(numbers: Mapping[str, int]) -> tuple[list[str], NDArray[np.int64]]:
    """Texts that were numbered from 0 as they came, ascending, and per number the place there."""
    texts = sorted(numbers)  # by code point, which is by the bytes of UTF-8
    ranks = np.empty(len(texts), np.int64)
    ranks[np.fromiter(map(numbers.__getitem__, texts), np.int64, len(texts))] = np.arange(
        len(texts)
    )
    return texts, ranks


def write_column(
    writer: ContainerWriter, name: str, values: Iterable[bytes], codes: Array, counts: Array
) -> None:
    """Write a column.

    Args:
        values: the different ones, ascending.
        codes: of each document the numbers of its values, one behind the other.
        counts: how many values each document has.
    """
    data, starts = packed(values)
    writer.add(f"column.{name}.bytes", data)
    writer.add(f"column.{name}.starts", starts)
    writer.add(f"column.{name}.codes", narrow(codes))
    if not (counts == 1).all():
        writer.add(f"column.{name}.counts", narrow(counts))


def narrow(numbers: Array) -> Array:
    """The same whole numbers in the narrowest type that holds them."""
    return numbers.astype(narrowest(int(numbers.max()) if len(numbers) else 0))


def narrowest(most: int) -> str:
    """The narrowest type of whole numbers up to ``most``."""
    return "<u1" if most < 1 << 8 else "<u2" if most < 1 << 16 else "<u4"
