"""The ingested files themselves, each kept once, under the digest of its bytes.

A store is a folder (here) or a bucket (:mod:`corpus.s3_originals`); in both an original lies at
``ab/abcdef…``, so that the one can be copied to the other by any program.
"""

from __future__ import annotations

import importlib
import shutil
import stat
import time
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, Protocol

from corpus.errors import DiskFull, NotFound, ReadFailed, SettingsWrong, WatwerktError
from corpus.files import HALF, copied, digest_of, is_full, on_disk, pieces_of, whole_file

S3 = "s3://"
"""How the address of a bucket begins."""

DAMAGED = ".damaged-"
"""In front of the name of an original that was replaced by a whole one."""

# Seconds in which another computer may still be copying a file into a store that several share, or
# making the document of one that it has copied.
GRACE = 3600.0


class Originals(Protocol):
    """A store of files named by their SHA-256, which appear whole or not at all.

    Each method raises a WatwerktError that says what to do when the store cannot be used.
    """

    @property
    def address(self) -> str:
        """Where the store is, as a person may read it."""
        ...

    def check(self) -> None:
        """See whether the store is there and may be read; an empty folder is made.

        Raises:
            SettingsWrong: when it cannot be used.
        """
        ...

    def size(self, sha256: str) -> int | None:
        """How many bytes the original with this digest has; None when it is not there."""
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The original, to be read from any place; the caller closes it.

        Raises:
            NotFound: when it is not there.
        """
        ...

    def take(self, file: BinaryIO, sha256: str, name: str) -> None:
        """Keep what is left to read in ``file``; afterwards a catalogue may speak of it.

        Args:
            name: what a person is told when it cannot be kept.

        Raises:
            DiskFull: when there is no room for it.
            WatwerktError: when it cannot be kept, or its bytes have another digest.
        """
        ...

    def keep(self, source: Path, sha256: str) -> None:
        """Keep a file, unless it is there already; see :meth:`take`."""
        if self.size(sha256) is not None:
            return
        try:
            with source.open("rb") as file:
                self.take(file, sha256, str(source))
        except OSError as error:
            raise WatwerktError(
                f"{source} cannot be stored in {self.address}: {error.strerror}."
            ) from error

    def digests(self) -> frozenset[str]:
        """Digests of all stored originals."""
        ...

    def sweep(self) -> int:
        """Remove half copies that killed programs left, while nobody is copying; how many."""
        ...

    def place(self, sha256: str) -> str:
        """Where the original with this digest lies, or would, as a person may read it."""
        return f"{self.address}/{name_of(sha256)}"

    def set_aside(self, sha256: str) -> None:
        """Give a damaged original another name, so that a whole one can be kept."""
        ...

    def strays(self, digests: Collection[str]) -> list[str]:
        """Names of what is there beside these originals, sorted; what was set aside is not told."""
        ...

    def release(self, name: str, target: Path) -> None:
        """Move a stray out of the store, to ``target``, where nothing may be."""
        ...


class FolderOriginals(Originals):
    """A store in a folder."""

    def __init__(self, root: Path, grace: float = 0) -> None:
        """Keep files in ``root``.

        Args:
            grace: seconds in which others may still be at work on what lies there.
        """
        self._root = root
        self._grace = grace

    @property
    def address(self) -> str:
        """The folder."""
        return str(self._root)

    def path(self, sha256: str) -> Path:
        """Where the original with this digest lies, whether or not it is there."""
        return self._root / name_of(sha256)

    def check(self) -> None:
        """Make the folder where there is none; see :meth:`Originals.check`."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsWrong(
                f"The folder {self._root} for originals cannot be made: {error.strerror}; choose "
                "another with the setting originals, or with --data."
            ) from error

    def size(self, sha256: str) -> int | None:
        """How many bytes the original has; None when there is no such file."""
        try:
            found = self.path(sha256).stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _unreadable(self.path(sha256), error) from error
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def open(self, sha256: str) -> BinaryIO:
        """The file; see :meth:`Originals.open`."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFound(f"The original {sha256} is not in {self._root}.") from error
        except OSError as error:
            raise _unreadable(self.path(sha256), error) from error

    def take(self, file: BinaryIO, sha256: str, name: str) -> None:
        """Copy into the folder; see :meth:`Originals.take`. It outlives a loss of power."""
        target = self.path(sha256)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(target) as copy:
                _, digest = copied(pieces_of(file), copy)
                if digest != sha256:
                    raise WatwerktError(f"{name} changed while it was read; try again.")
            on_disk(self._root)  # its folder may be new
        except OSError as error:
            if is_full(error):
                raise DiskFull(
                    f"The disk is full: {name} cannot be stored in {self._root}; "
                    "make room and run the same command again."
                ) from error
            raise WatwerktError(
                f"{name} cannot be stored in {self._root}: {error.strerror}."
            ) from error

    def digests(self) -> frozenset[str]:
        """Names of all files where originals lie, but for half and damaged ones."""
        return frozenset(p.name for p in self._root.glob("??/*") if not p.name.startswith("."))

    def sweep(self) -> int:
        """Remove half copies that nobody writes any more; how many."""
        left = [
            path
            for path in self._root.glob("??/.incoming-*")
            if HALF.fullmatch(path.name) and self._is_old(path)
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def set_aside(self, sha256: str) -> None:
        """Rename it within its folder."""
        path = self.path(sha256)
        path.replace(path.with_name(f"{DAMAGED}{path.name}"))

    def strays(self, digests: Collection[str]) -> list[str]:
        """Files anywhere in the folder, as paths in it; new ones are not told of a shared one."""
        ours = frozenset(map(name_of, digests))
        return [
            name
            for path in sorted(self._root.rglob("*"))
            if (name := path.relative_to(self._root).as_posix()) not in ours
            and not path.name.startswith(DAMAGED)
            and not stat.S_ISDIR(path.lstat().st_mode)
            and self._is_old(path)
        ]

    def release(self, name: str, target: Path) -> None:
        """Move the file, whatever it is."""
        shutil.move(self._root / name, target)

    def _is_old(self, path: Path) -> bool:
        if not self._grace:
            return True
        try:
            return path.lstat().st_mtime < time.time() - self._grace
        except FileNotFoundError:
            return False  # another one has finished it


def open_originals(address: str, data: Path) -> Originals:
    """The store at an address: a folder, or ``s3://bucket/prefix``; nothing is asked of it yet.

    Args:
        data: the data folder; a store in it is guarded by its lock, any other may be shared.

    Raises:
        SettingsWrong: when the address cannot be, or boto3 is missing.
    """
    if not address.startswith(S3):
        root = Path(address)
        return FolderOriginals(root, grace=0 if root.is_relative_to(data) else GRACE)
    try:  # an extra; and it takes a third of a second, which only those wait who need it
        module = importlib.import_module("corpus.s3_originals")
    except ImportError as error:
        raise SettingsWrong(
            "Originals on S3 need the package boto3; install it with ‘pip install watwerkt[s3]’."
        ) from error
    store: Originals = module.open_bucket(address)
    return store


def name_of(sha256: str) -> str:
    """Under which name an original lies in its store."""
    return f"{sha256[:2]}/{sha256}"


def is_whole(originals: Originals, sha256: str) -> bool:
    """Whether an original is there and has the bytes that its name says.

    Raises:
        ReadFailed: when it is there and cannot be read.
    """
    try:
        with originals.open(sha256) as file:
            return digest_of(pieces_of(file)) == sha256
    except NotFound:
        return False
    except OSError as error:
        raise ReadFailed(f"It cannot be read: {error.strerror}; check the disk.") from error


def _unreadable(path: Path, error: OSError) -> WatwerktError:
    return ReadFailed(f"{path} cannot be read: {error.strerror}; check the disk and its rights.")
