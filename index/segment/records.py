"""Bytes that are kept of each document and that only their writer understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import narrow
from index.segment.container import Container, ContainerWriter

Array = NDArray[Any]

STORED = "stored"
"""What is shown of a document, as JSON."""
STARTS = "starts"
"""Where the words of its text start."""

_PIECE = 1 << 22  # bytes that are copied at a time


class Records:
    """The bytes of one name; of none of the documents where nothing was written."""

    def __init__(self, container: Container, name: str, size: int) -> None:
        """``size`` is the number of documents."""
        self._container = container
        self._name = name
        self._size = size

    @property
    def lengths(self) -> Array:
        """Per document, how many bytes it has."""
        name = f"{self._name}.lengths"
        known = name in self._container
        return self._container.array(name) if known else np.zeros(self._size, np.uint8)

    @cached_property
    def _ends(self) -> Array:
        return np.cumsum(self.lengths, dtype=np.int64)

    def between(self, first: int, last: int) -> memoryview:
        """Those of the documents ``first`` up to ``last`` behind each other."""
        start = int(self._ends[first - 1]) if first else 0
        end = int(self._ends[last - 1]) if last else 0
        if start == end:
            return memoryview(b"")
        return self._container.piece(f"{self._name}.bytes", start, end)

    def of(self, document: int) -> memoryview:
        """Those of one document."""
        return self.between(document, document + 1)

    def chosen(self, documents: NDArray[np.bool_]) -> Iterator[Array]:
        """Those of some documents, as many neighbours at a time as there are."""
        edges = np.flatnonzero(np.diff(documents, prepend=False, append=False)).tolist()
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            data = np.frombuffer(self.between(first, last), np.uint8)
            yield from (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


def write_records(writer: ContainerWriter, name: str, records: Sequence[bytes]) -> None:
    """Write the bytes of each document."""
    writer.stream(f"{name}.bytes", "u1", (np.frombuffer(r, np.uint8) for r in records))
    lengths = np.fromiter(map(len, records), np.int64, len(records))
    writer.add(f"{name}.lengths", narrow(lengths))


def merge_records(
    writer: ContainerWriter, name: str, sources: Sequence[tuple[Records, NDArray[np.bool_]]]
) -> None:
    """Write those of the wanted documents of several sources."""
    pieces = (piece for records, wanted in sources for piece in records.chosen(wanted))
    writer.stream(f"{name}.bytes", "u1", pieces)
    lengths = [records.lengths[wanted] for records, wanted in sources]
    writer.add(f"{name}.lengths", narrow(np.concatenate(lengths)))
