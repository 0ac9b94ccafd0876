"""ZIP files for tests."""

from __future__ import annotations

import zipfile
from pathlib import Path

Member = tuple[str | zipfile.ZipInfo, str | bytes]


def zipped(path: Path, *contents: Member) -> Path:
    """A ZIP file with these members, packed."""
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents:
            archive.writestr(name, content)
    return path


def locked(path: Path) -> Path:
    """The ZIP file with its first member marked as protected by a password."""
    data = bytearray(path.read_bytes())
    for marks, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(marks) + flag] |= 1
    path.write_bytes(data)
    return path
