"""Documents in, a segment out: terms are numbered as they come, and sorted all at once.

A document is told field by field. Nothing is done per term but looking up its number; which
documents have a term, and where, follows from one sort of all occurrences.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import ColumnBuilder, narrow, ranked
from index.segment.container import ContainerWriter
from index.segment.lists import Lists
from index.segment.postings import Chunk, write_postings
from index.segment.records import STARTS, STORED, write_records

Array = NDArray[Any]
Occurrences = tuple[Sequence[str], Sequence[int] | None]
"""The terms of a field as they follow each other, and their ascending positions if these count."""

_AT_ONCE = 1 << 18  # occurrences that are inverted together
_PLACE = 32  # bits of the place of an occurrence
_PLACES = (1 << _PLACE) - 1

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class SegmentBuilder:
    """One segment in the making, in memory."""

    def __init__(self) -> None:
        self.size = 0
        """Documents so far."""
        self._numbers = defaultdict[str, int](count().__next__)  # the next one for a new term
        self._terms, self._positions = array("I"), array("I")
        self._runs = array("I"), array("I"), array("I")  # document, field, occurrences
        self._fields: dict[str, int] = {}
        self._positional: set[str] = set()
        self._columns: dict[str, ColumnBuilder] = {}
        self._stored: list[bytes] = []
        self._starts: list[bytes] = []

    @property
    def occurrences(self) -> int:
        """How many terms were told so far, by which memory grows."""
        return len(self._terms)

    def add(
        self,
        fields: Mapping[str, Occurrences],
        columns: Mapping[str, Sequence[str]],
        record: Mapping[str, Any],
        starts: bytes = b"",
    ) -> None:
        """Add a document.

        Args:
            fields: name -> what it says there.
            columns: name -> its values.
            record: what is shown of it (JSON).
            starts: where its words start in its text, as the one who reads it understands.
        """
        for name, (terms, positions) in fields.items():
            if len(terms):
                self._add_field(name, terms, positions)
        for name, values in columns.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = ColumnBuilder()
            if missed := self.size - len(column):
                column.skip(missed)
            column.add(values)
        self._stored.append(_JSON.encode(record).encode())
        self._starts.append(starts)
        self.size += 1

    def _add_field(self, name: str, terms: Sequence[str], positions: Sequence[int] | None) -> None:
        found = itemgetter(*terms)(self._numbers)
        self._terms.extend(array("I", found if len(terms) > 1 else (found,)))
        if positions is None:
            self._positions.frombytes(bytes(4 * len(terms)))
        else:
            self._positional.add(name)
            self._positions.extend(array("I", positions))
        run = (self.size, self._fields.setdefault(name, len(self._fields)), len(terms))
        for column, value in zip(self._runs, run, strict=True):
            column.append(value)

    def write(self, path: Path) -> None:
        """Write what was added as a segment."""
        with ContainerWriter(path) as writer:
            write_postings(writer, self._chunks())
            self._write_lengths(writer)
            for name, column in self._columns.items():
                column.skip(self.size - len(column))
                column.write(writer, name)
            write_records(writer, STORED, self._stored)
            write_records(writer, STARTS, self._starts)
            writer.finish({"documents": self.size, "fields": sorted(self._fields)})

    def _chunks(self) -> Iterator[Chunk]:
        documents, fields, counts = (np.frombuffer(column, "u4") for column in self._runs)
        names = sorted(self._fields)
        terms, ranks = ranked(self._numbers)
        keys = (ranks * len(names))[np.frombuffer(self._terms, "u4")]
        if len(names) > 1:
            renamed = np.array([names.index(name) for name in self._fields], np.int64)
            keys += np.repeat(renamed[fields], counts)
        # One number that holds the key and its place is sorted far faster than keys are in a stable
        # way; of equal keys the first place comes first.
        keys <<= _PLACE
        keys |= np.arange(len(keys), dtype=np.uint32)
        keys.sort()
        owners = np.repeat(documents, counts)
        positions = np.frombuffer(self._positions, "u4")
        positional = np.array([name in self._positional for name in names], bool)
        encoded = [term.encode() for term in terms]
        for first, last, some in _pieces(keys, len(names)):
            places = some & _PLACES
            yield _inverted(
                encoded[first:last],
                (some >> _PLACE) - first * len(names),
                owners[places],
                positions[places],
                positional,
            )

    def _write_lengths(self, writer: ContainerWriter) -> None:
        documents, fields, counts = (np.frombuffer(column, "u4") for column in self._runs)
        for name, number in self._fields.items():
            chosen = fields == number
            lengths = np.zeros(self.size, np.int64)
            lengths[documents[chosen]] = counts[chosen]
            writer.add(f"lengths.{name}", narrow(lengths))


def _pieces(keys: Array, fields: int) -> Iterator[tuple[int, int, Array]]:
    """Occurrences in order as pieces of whole terms: the first term, that behind the last, they.

    A piece with all that is worked out of it fits in the cache of a processor.
    """
    start = 0
    while start < len(keys):
        first = int(keys[start] >> _PLACE) // fields
        inside = min(start + _AT_ONCE, len(keys)) - 1
        last = int(keys[inside] >> _PLACE) // fields + 1
        if last - 1 > first and inside + 1 < len(keys):
            last -= 1  # the last one may go on
        end = int(np.searchsorted(keys, last * fields << _PLACE))
        yield first, last, keys[start:end]
        start = end


def _inverted(
    terms: list[bytes], keys: Array, owners: Array, positions: Array, positional: Array
) -> Chunk:
    """Posting lists from occurrences in the order of term, field, document and position."""
    new_list = np.ones(len(keys), bool)
    new_list[1:] = keys[1:] != keys[:-1]
    new_posting = new_list.copy()
    new_posting[1:] |= owners[1:] != owners[:-1]
    starts = np.flatnonzero(new_list)
    firsts = np.flatnonzero(new_posting)
    occurrences = np.diff(starts, append=len(keys))
    documents = np.diff(np.searchsorted(firsts, starts), append=len(firsts))
    keys = keys[starts]
    fields = keys % max(1, len(positional))
    having = positional[fields] if len(keys) else np.empty(0, bool)
    parts = {
        "documents": owners[firsts],
        "frequencies": np.diff(firsts, append=len(owners)),
        "positions": positions if having.all() else positions[np.repeat(having, occurrences)],
    }
    numbers = keys // max(1, len(positional))
    return Chunk(
        terms=terms,
        per_term=np.bincount(numbers, minlength=len(terms)),
        fields=fields,
        lists=Lists(
            documents=documents, occurrences=occurrences, parts=parts, having={"positions": having}
        ),
    )
