"""Check a zip-based office file before a library opens it.

A few kilobytes of zip can unpack to more than any machine has. What a member declares about its
size may be a lie, so members are really unpacked, in pieces and up to a limit, and thrown away.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from corpus.errors import ReadFailed

MAX_TOTAL = 500 * 1024 * 1024
MAX_XML = 150 * 1024 * 1024
MAX_MEMBERS = 20_000
# Text compresses 5-20 times, an empty bitmap some hundred; a bomb a thousand times.
MAX_RATIO = 250
# A small file may compress well without being any danger.
_RATIO_COUNTS_FROM = 20 * 1024 * 1024

ENCRYPTED = 0x1
"""The flag of a member that is protected by a password."""

_PIECE = 1024 * 1024
_XML = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf")


def largest(packed: int) -> int:
    """The most bytes that so many packed bytes can unpack to without being a bomb."""
    return max(_RATIO_COUNTS_FROM, MAX_RATIO * packed)


def check_archive(path: Path) -> frozenset[str]:
    """The names of the members of ``path``, after every one has been unpacked once.

    Raises:
        ReadFailed: when it is no zip file, is damaged or encrypted, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ReadFailed(
            f"{path.name} is damaged and cannot be unpacked; ask for a new copy of it."
        ) from error
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror or error}.") from error


def _checked(archive: zipfile.ZipFile, path: Path) -> frozenset[str]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ReadFailed(f"{path.name} holds {len(members)} parts, which no document needs.")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise ReadFailed(f"{path.name} is protected by a password; save it without one.")
    _refuse_if_too_big(sum(member.file_size for member in members), path)
    total = 0
    for member in members:
        total = _unpack(archive, member, total, path)
    return frozenset(member.filename for member in members)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, total: int, path: Path) -> int:
    """Unpack one member and forget it; returns the running total of bytes."""
    size = 0
    with archive.open(member) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            _refuse_if_too_big(total + size, path)
            if size > MAX_XML and member.filename.lower().endswith(_XML):
                _refuse(path)
    return total + size


def _refuse_if_too_big(size: int, path: Path) -> None:
    if size > min(MAX_TOTAL, largest(path.stat().st_size)):
        _refuse(path)


def _refuse(path: Path) -> None:
    raise ReadFailed(
        f"{path.name} unpacks to far more than a document of its size holds and is refused;"
        " if it is a real document, save it again or as PDF."
    )
