"""A file of named arrays: written once, read by memory map, never changed.

    magic (8 bytes), version (u32), zero (u32)
    the sections, each from a multiple of 8 bytes on
    CRC-32 (u32) of each block of 64 KiB of everything above
    the table (JSON): where each section lies and of which type it is
    footer: start of the checksums (u64), start of the table (u64), CRC-32 of checksums, table and
    these two starts (u32), zero (u32), magic (8 bytes)

All numbers are little-endian. Opening reads the footer, the checksums and the table; a block of a
section is compared with its checksum when it is first used, so that opening reads little and still
no changed byte is ever taken for an answer.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexOutdated

MAGIC = b"WWSEG\r\n\x1a"  # the line end and ^Z show a copy that was taken for text
VERSION = 1
BLOCK = 1 << 16  # bytes that share a checksum

_HEADER = struct.Struct("<8sII")
_STARTS = struct.Struct("<QQ")
_FOOTER = struct.Struct("<II8s")
_ALIGNED = 8  # bytes; the widest number

Array = NDArray[Any]


class ContainerWriter:
    """Writes sections one after another; the file counts as whole only after :meth:`finish`."""

    def __init__(self, target: Path | BinaryIO) -> None:
        """Write to a new file, or to one that is open."""
        self._file: BinaryIO = target.open("wb") if isinstance(target, Path) else target
        self._at = 0
        self._crc = 0  # of the block that is being filled
        self._checksums: list[int] = []
        self._sections: dict[str, tuple[int, int, str]] = {}
        self._write(_HEADER.pack(MAGIC, VERSION, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, name: str, array: Array) -> None:
        """Write one array as a section."""
        self.stream(name, array.dtype, [array])

    def stream(self, name: str, dtype: np.dtype[Any] | str, pieces: Iterable[Array]) -> None:
        """Write a section of which the pieces come one by one."""
        if name in self._sections:
            raise ValueError(f"There is a section ‘{name}’ already.")
        self._write(bytes(-self._at % _ALIGNED))
        start, kind = self._at, np.dtype(dtype).newbyteorder("<")
        for piece in pieces:
            self._write(np.ascontiguousarray(piece, dtype=kind).data.cast("B"))
        self._sections[name] = (start, self._at - start, kind.str)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write the table, with ``facts`` (JSON) about the whole, and close the file."""
        self._write(bytes(-self._at % _ALIGNED))
        if self._at % BLOCK:
            self._checksums.append(self._crc)
        checksums = np.array(self._checksums, dtype="<u4").tobytes()
        table = json.dumps({"sections": self._sections, "facts": dict(facts)}).encode()
        self._file.write(checksums)
        self._file.write(table)
        starts = _STARTS.pack(self._at, self._at + len(checksums))
        crc = zlib.crc32(starts, zlib.crc32(table, zlib.crc32(checksums)))
        self._file.write(starts + _FOOTER.pack(crc, 0, MAGIC))
        self._file.close()

    def _write(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        self._file.write(view)
        while view:
            piece = view[: BLOCK - self._at % BLOCK]
            self._crc = zlib.crc32(piece, self._crc)
            self._at += len(piece)
            view = view[len(piece) :]
            if self._at % BLOCK == 0:
                self._checksums.append(self._crc)
                self._crc = 0


class Container:
    """The sections of one file.

    Raises:
        IndexDamaged: when a byte that is asked for is not what was written.
        IndexOutdated: when another version wrote the file.
        OSError: when the file cannot be opened.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        """Open the file ``path``, or ``data`` that stands for what would be in it."""
        self._path = path
        self._bytes = _mapped(path) if data is None else memoryview(data)
        footer = len(self._bytes) - _STARTS.size - _FOOTER.size
        if footer < _HEADER.size:
            raise self._damaged()
        self._open(footer)

    def _open(self, footer: int) -> None:
        told = self._bytes[footer : footer + _STARTS.size]
        checksums, table = _STARTS.unpack(told)
        crc, _, end = _FOOTER.unpack(self._bytes[footer + _STARTS.size :])
        magic, version, _ = _HEADER.unpack(self._bytes[: _HEADER.size])
        if magic != MAGIC or end != MAGIC or not _HEADER.size <= checksums <= table <= footer:
            raise self._damaged()
        if zlib.crc32(told, zlib.crc32(self._bytes[checksums:footer])) != crc:
            raise self._damaged()
        self.checksum: int = crc
        if version != VERSION:
            raise IndexOutdated(
                f"{self._path} was made by another version; run ‘watwerkt reindex’."
            )
        self._blocks: list[int] = np.frombuffer(self._bytes[checksums:table], "<u4").tolist()
        self._sound = bytearray(len(self._blocks))
        self._end = checksums
        known = json.loads(bytes(self._bytes[table:footer]))
        self.facts: Mapping[str, Any] = known["facts"]
        self._sections: Mapping[str, tuple[int, int, str]] = known["sections"]

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    @property
    def sections(self) -> Mapping[str, int]:
        """Name and bytes of each section."""
        return {name: size for name, (_, size, _) in self._sections.items()}

    def array(self, name: str) -> Array:
        """A whole section, as it lies in the file."""
        start, size, kind = self._sections[name]
        self._check(start, start + size)
        return np.frombuffer(self._bytes[start : start + size], dtype=kind)

    def view(self, name: str) -> memoryview:
        """A whole section, of which the numbers are read one by one."""
        return self.array(name).data

    def piece(self, name: str, first: int, last: int) -> memoryview:
        """Bytes ``first`` to ``last`` of a section."""
        start = self._sections[name][0]
        self._check(start + first, start + last)
        return self._bytes[start + first : start + last]

    def check(self) -> None:
        """Compare the whole file with its checksums."""
        self._check(0, self._end)

    def _check(self, first: int, last: int) -> None:
        for block in range(first // BLOCK, -(-last // BLOCK)):
            if not self._sound[block]:
                inside = self._bytes[block * BLOCK : min((block + 1) * BLOCK, self._end)]
                if zlib.crc32(inside) != self._blocks[block]:
                    raise self._damaged()
                self._sound[block] = 1

    def _damaged(self) -> IndexDamaged:
        return IndexDamaged(f"The index file {self._path} is damaged; run ‘watwerkt reindex’.")


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as file:
        if not file.seek(0, 2):
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
