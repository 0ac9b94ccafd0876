"""The ingested files themselves, each kept once, under the digest of its bytes."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from corpus.errors import WatwerktError

_PIECE = 1 << 20  # bytes


class Originals:
    """A folder ``ab/abcdef…`` of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Where the original with this digest lies, whether or not it is there."""
        return self._root / sha256[:2] / sha256

    def keep(self, source: Path, sha256: str) -> None:
        """Copy ``source`` into the store; it appears there whole or not at all.

        Raises:
            WatwerktError: when the file cannot be copied, e.g. because the disk is full, or
                when its bytes have another digest.
        """
        target = self.path(sha256)
        if target.exists():
            return
        incoming = target.with_name(f".incoming-{uuid.uuid4().hex}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                if _copy(source, incoming) != sha256:
                    raise WatwerktError(f"{source} changed while it was read; try again.")
                incoming.replace(target)
            finally:
                incoming.unlink(missing_ok=True)
        except OSError as error:
            raise WatwerktError(
                f"{source} cannot be stored in {self._root}: {error.strerror}."
            ) from error

    def digests(self) -> frozenset[str]:
        """Digests of all stored originals."""
        return frozenset(p.name for p in self._root.glob("??/*") if not p.name.startswith("."))


def _copy(source: Path, target: Path) -> str:
    """Write the bytes of ``source`` to the disk and return their SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as original, target.open("xb") as copy:
        while piece := original.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()
