"""Sorted strings of bytes, one behind the other, with where each starts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.container import Container
from index.segment.lists import starts_of

Array = NDArray[Any]


class Strings(Sequence[bytes]):
    """Strings in ascending order of their bytes, read from a file when they are asked for."""

    def __init__(self, container: Container, name: str) -> None:
        """Read the sections ``<name>.bytes`` and ``<name>.starts``."""
        self._bytes = container.view(f"{name}.bytes")
        self._starts = container.view(f"{name}.starts")

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        at = int(at)  # the next one of a narrow number may be 0
        return bytes(self._bytes[self._starts[at] : self._starts[at + 1]])

    def text(self, at: Any) -> str:
        """The string number ``at`` as text."""
        at = int(at)
        return str(self._bytes[self._starts[at] : self._starts[at + 1]], "utf-8")

    def __iter__(self) -> Iterator[bytes]:
        return self.between(0, len(self))

    def between(self, first: int, last: int) -> Iterator[bytes]:
        """The strings from number ``first`` up to number ``last``."""
        starts = self._starts[first : last + 1].tolist()
        data = bytes(self._bytes[starts[0] : starts[-1]])
        base = starts[0]
        return (data[a - base : b - base] for a, b in pairwise(starts))

    def at_least(self, text: bytes) -> int:
        """The number of the first string that is not before ``text``."""
        data, starts = self._bytes, self._starts

        def string(at: int) -> bytes:
            return bytes(data[starts[at] : starts[at + 1]])

        return bisect_left(range(len(starts) - 1), text, key=string)

    def find(self, text: bytes) -> int | None:
        """The number of a string; None when it is not there."""
        at = self.at_least(text)
        return at if at < len(self) and self[at] == text else None

    def beginning(self, prefix: bytes) -> range:
        """The numbers of the strings that begin so."""
        first = self.at_least(prefix)
        return range(first, self.at_least(behind(prefix)) if prefix.strip(b"\xff") else len(self))


def behind(prefix: bytes) -> bytes:
    """The first string behind all that begin with ``prefix``, which is not only ``0xFF``."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1])


def packed(strings: Iterable[bytes]) -> tuple[Array, Array]:
    """The bytes of strings behind each other (uint8), and their starts with the end (uint32)."""
    kept = list(strings)
    lengths = np.fromiter(map(len, kept), np.int64, len(kept))
    return np.frombuffer(b"".join(kept), np.uint8), starts_of(lengths).astype("<u4")
