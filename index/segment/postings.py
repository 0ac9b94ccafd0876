"""The inverted index of a segment: its terms in order, and the posting lists of each.

A term stands once in the dictionary, whatever the fields it occurs in; it has a list for each of
these. The lists lie in the order of their terms, and of one term in the order of its fields, so
that two segments are merged by reading both from front to back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import narrow
from index.segment.container import Container, ContainerWriter
from index.segment.lists import ALIGNED, Encoded, Lists, decode, encode, read, starts_of
from index.segment.strings import Strings, packed

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Some neighbouring terms with their lists.

    Attributes:
        terms: ascending.
        per_term: how many lists each term has.
        fields: per list the number of its field.
    """

    terms: list[bytes]
    per_term: Array
    fields: Array
    lists: Lists


class Postings:
    """The terms and lists of one segment."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self.terms = Strings(container, "terms")
        self._firsts = container.view("terms.lists")
        self.fields = container.array("lists.fields")
        """Per list the number of its field."""
        self.documents = container.array("lists.documents")
        """Per list, how many documents have the term."""
        self.occurrences = container.array("lists.occurrences")
        """Per list, how often the term stands in them."""
        self._widths = container.array("lists.widths")
        self._starts = container.array("lists.starts")

    def lists_of(self, first: int, last: int) -> range:
        """The numbers of the lists of the terms ``first`` up to ``last``."""
        return range(self._firsts[first], self._firsts[last])

    def terms_of(self, lists: Array) -> Array:
        """The numbers of the terms of some lists."""
        return np.searchsorted(np.asarray(self._firsts), lists, "right") - 1

    def find(self, term: bytes, field: int) -> int | None:
        """The number of the list of a term in a field; None when there is none."""
        at = self.terms.find(term)
        if at is None:
            return None
        lists = self.lists_of(at, at + 1)
        return next((number for number in lists if self.fields[number] == field), None)

    def read(self, number: int) -> dict[str, Array]:
        """The parts of one list, see :mod:`index.segment.lists`."""
        data = self._container.piece(
            "postings", int(self._starts[number]) * ALIGNED, int(self._starts[number + 1]) * ALIGNED
        )
        code, documents = int(self._widths[number]), int(self.documents[number])
        return read(data, code, documents, int(self.occurrences[number]))

    def chunk(self, first: int, last: int) -> Chunk:
        """The terms ``first`` up to ``last`` with all their lists."""
        lists = self.lists_of(first, last)
        inside = slice(lists.start, lists.stop)
        starts = self._starts[lists.start : lists.stop + 1].astype(np.int64) * ALIGNED
        data = self._container.piece("postings", int(starts[0]), int(starts[-1]))
        encoded = Encoded(
            data=np.frombuffer(data, np.uint8), starts=starts, widths=self._widths[inside]
        )
        return Chunk(
            terms=list(self.terms.between(first, last)),
            per_term=np.diff(np.asarray(self._firsts[first : last + 1]).astype(np.int64)),
            fields=self.fields[inside],
            lists=decode(encoded, self.documents[inside], self.occurrences[inside]),
        )

    def ends(self) -> NDArray[np.int64]:
        """Per term the end of its lists in bytes."""
        ends: NDArray[np.int64] = self._starts[np.asarray(self._firsts)[1:]].astype(np.int64)
        return ends * ALIGNED


def write_postings(writer: ContainerWriter, chunks: Iterable[Chunk]) -> None:
    """Write the inverted index of which the terms come in chunks, in their order."""
    records = _Records()
    writer.stream("postings", "u1", records.through(chunks))
    records.write(writer)


class _Records:
    """What must be known of each term and each list, collected while the lists are written."""

    def __init__(self) -> None:
        self._terms: list[bytes] = []
        self._columns: dict[str, list[Array]] = {}
        self._starts: list[Array] = [np.zeros(1, np.int64)]

    def through(self, chunks: Iterable[Chunk]) -> Iterator[Array]:
        for chunk in chunks:
            encoded = encode(chunk.lists)
            self._terms += chunk.terms
            self._note("per_term", chunk.per_term)
            self._note("fields", chunk.fields)
            self._note("documents", chunk.lists.documents)
            self._note("occurrences", chunk.lists.occurrences)
            self._note("widths", encoded.widths)
            self._starts.append(encoded.starts[1:] // ALIGNED + self._starts[-1][-1])
            yield encoded.data

    def _note(self, name: str, values: Array) -> None:
        self._columns.setdefault(name, []).append(values)

    def write(self, writer: ContainerWriter) -> None:
        data, starts = packed(self._terms)
        writer.add("terms.bytes", data)
        writer.add("terms.starts", starts)
        writer.add("terms.lists", starts_of(self._column("per_term")).astype("<u4"))
        for name in ("fields", "documents", "occurrences"):
            writer.add(f"lists.{name}", narrow(self._column(name)))
        writer.add("lists.widths", self._column("widths").astype("<u2"))
        writer.add("lists.starts", narrow(np.concatenate(self._starts)))

    def _column(self, name: str) -> Array:
        columns = self._columns.get(name)
        return np.concatenate(columns) if columns else np.empty(0, np.int64)
