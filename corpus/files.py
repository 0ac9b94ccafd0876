"""Files read piece by piece, known by their SHA-256, that appear whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from corpus.errors import UsageError

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
"""A digest as it is written everywhere here."""

INCOMING = ".incoming-"
"""How the name of a file begins that is not whole; what killed programs left behind too."""

HALF = re.compile(rf"{re.escape(INCOMING)}[0-9a-f]{{32}}", re.ASCII)
"""The whole of such a name."""

_PIECE = 1 << 20  # bytes


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """What is left to read in ``file``, never much of it in memory."""
    while piece := file.read(_PIECE):
        yield piece


def copied(pieces: Iterable[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Write all pieces to ``target``.

    Returns:
        How many bytes were written, and their SHA-256.
    """
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        target.write(piece)
    return size, digest.hexdigest()


def digest_of(pieces: Iterable[bytes]) -> str:
    """SHA-256 of all pieces after each other."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes.

    Raises:
        OSError: when it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def on_disk(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_full(error: OSError) -> bool:
    """Whether there is no room left on a disk, or none for this user."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write; it takes the place of ``target`` when the block ends without an error.

    Afterwards it outlives a loss of power.

    Raises:
        UsageError: when there cannot be a file at ``target``.
    """
    place = target.resolve()
    if not place.parent.is_dir():
        raise UsageError(f"There is no folder {place.parent}; make it, or choose another.")
    if place.exists() and not place.is_file():
        raise UsageError(f"{target} is no file; choose another name.")
    incoming = place.with_name(f"{INCOMING}{uuid.uuid4().hex}")
    try:
        with incoming.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        incoming.replace(place)
        on_disk(place.parent)
    finally:
        incoming.unlink(missing_ok=True)
