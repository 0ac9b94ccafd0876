"""The ingested files themselves, each kept once, under the digest of its bytes."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import WatwerktError
from corpus.files import copied, pieces_of, whole_file


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
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as original, whole_file(target) as copy:
                _, digest = copied(pieces_of(original), copy)
                if digest != sha256:
                    raise WatwerktError(f"{source} changed while it was read; try again.")
        except OSError as error:
            raise WatwerktError(
                f"{source} cannot be stored in {self._root}: {error.strerror}."
            ) from error

    def digests(self) -> frozenset[str]:
        """Digests of all stored originals."""
        return frozenset(p.name for p in self._root.glob("??/*") if not p.name.startswith("."))
