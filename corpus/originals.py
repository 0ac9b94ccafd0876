"""The ingested files themselves, each kept once, under the digest of its bytes."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import DiskFull, WatwerktError
from corpus.files import HALF, copied, is_full, on_disk, pieces_of, whole_file


class Originals:
    """A folder ``ab/abcdef…`` of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        """Where the original with this digest lies, whether or not it is there."""
        return self._root / sha256[:2] / sha256

    def keep(self, source: Path, sha256: str) -> None:
        """Copy ``source`` into the store; it appears there whole or not at all.

        Afterwards it outlives a loss of power: a catalogue may speak of it.

        Raises:
            DiskFull: when there is no room for it.
            WatwerktError: when the file cannot be copied, or its bytes have another digest.
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
            on_disk(self._root)  # its folder may be new
        except OSError as error:
            if is_full(error):
                raise DiskFull(
                    f"The disk is full: {source} cannot be stored in {self._root}; "
                    "make room and run the same command again."
                ) from error
            raise WatwerktError(
                f"{source} cannot be stored in {self._root}: {error.strerror}."
            ) from error

    def sweep(self) -> int:
        """Remove half copies that killed programs left, while nobody is copying; how many."""
        left = [path for path in self._root.glob("??/.incoming-*") if HALF.fullmatch(path.name)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def digests(self) -> frozenset[str]:
        """Digests of all stored originals."""
        return frozenset(p.name for p in self._root.glob("??/*") if not p.name.startswith("."))
