"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UsageError


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file to write; it takes the place of ``target`` when the block ends without an error.

    Raises:
        UsageError: when there cannot be a file at ``target``.
    """
    place = target.resolve()
    if not place.parent.is_dir():
        raise UsageError(f"There is no folder {place.parent}; make it, or choose another.")
    if place.exists() and not place.is_file():
        raise UsageError(f"{target} is no file; choose another name.")
    incoming = place.with_name(f".incoming-{uuid.uuid4().hex}")
    try:
        with incoming.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        incoming.replace(place)
    finally:
        incoming.unlink(missing_ok=True)
