"""One segment: a number of documents that were indexed together and never change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import Column
from index.segment.container import Container
from index.segment.postings import Postings
from index.segment.records import STARTS, STORED, Records
from index.segment.vectors import Vectors

Array = NDArray[Any]

BYTES = "bytes."
"""How the names of sections begin that are bytes of which the writer alone knows the meaning."""


class Segment:
    """Reads one segment.

    Raises:
        IndexDamaged: when a byte that is needed is not what was written.
        IndexOutdated: when another version wrote it.
        OSError: when the file cannot be opened.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """Open the file ``path``, or ``data`` that stands for what would be in it."""
        self.path = path
        self._container = Container(path, data)
        self.size: int = self._container.facts["documents"]
        """How many documents it has; those that are deleted are not known here."""
        self._names: list[str] = self._container.facts["fields"]
        self.fields = {name: at for at, name in enumerate(self._names)}
        """Name -> number."""
        self.postings = Postings(self._container)
        self.records = Records(self._container, STORED, self.size)
        """What is shown of each document, as JSON."""
        self.starts = Records(self._container, STARTS, self.size)
        """Where the words of the text of each document start."""
        # None of these knows the segment itself, so that its file is let go of as soon as it is.
        self.column = lru_cache(maxsize=None)(partial(_column, self._container, self.size))
        """A column by its name."""
        self.lengths = lru_cache(maxsize=None)(partial(_lengths, self._container, self.size))
        """Per document, how many terms stand in a field."""
        self.vectors = lru_cache(maxsize=None)(partial(_vectors, self._container))
        """The term vectors of a field; None where no document has one."""

    @property
    def checksum(self) -> int:
        """CRC-32 of its checksums: as long as it is the same, every byte is."""
        return self._container.checksum

    def lists_of(self, term: bytes) -> Iterator[tuple[str, int]]:
        """The fields in which a term stands, each with the number of its list."""
        at = self.postings.terms.find(term)
        if at is not None:
            for number in self.postings.lists_of(at, at + 1):
                yield self._names[self.postings.fields[number]], number

    def terms_in(self, field: str) -> tuple[Array, Array]:
        """The numbers of the terms that stand in a field, and how many documents have each."""
        if field not in self.fields:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        lists = np.flatnonzero(self.postings.fields == self.fields[field])
        return self.postings.terms_of(lists), self.postings.documents[lists]

    @property
    def sections(self) -> dict[str, int]:
        """Name and bytes of each section."""
        return dict(self._container.sections)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        ends = ".codes"
        names = (name.removeprefix("column.") for name in self._container.sections)
        return tuple(sorted(name.removesuffix(ends) for name in names if name.endswith(ends)))

    @cached_property
    def byte_sections(self) -> tuple[str, ...]:
        """The names of what was kept as bytes of which the writer alone knows the meaning."""
        names = (name for name in self._container.sections if name.startswith(BYTES))
        return tuple(sorted(name.removeprefix(BYTES) for name in names))

    def byte_section(self, name: str) -> bytes:
        """All bytes of one of these."""
        return bytes(self._container.array(BYTES + name))

    def stored(self, document: int) -> Any:
        """What is shown of a document."""
        return json.loads(bytes(self.records.of(document)))

    def all_live(self) -> NDArray[np.bool_]:
        """All of its documents, as a mask."""
        return np.ones(self.size, bool)

    def check(self) -> None:
        """Compare the whole file with its checksums."""
        self._container.check()


def _column(container: Container, size: int, name: str) -> Column:
    return Column(container, name, size)


def _lengths(container: Container, size: int, field: str) -> Array:
    name = f"lengths.{field}"
    return container.array(name) if name in container else np.zeros(size, np.uint8)


def _vectors(container: Container, field: str) -> Vectors | None:
    return Vectors(container, field) if Vectors.are_in(container, field) else None
