"""The files in ZIP files, so that they can be ingested like any others.

A ZIP file is never trusted: nothing is written outside the folder that was meant, links are not
followed, and nothing comes out that is far larger than what went in. What is left out is told, each
in one sentence. The declared sizes can be relied on: zipfile stops where a member should end.

A document is unpacked when somebody fetches it, which nobody does when its bytes are in already.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from corpus.errors import ReadFailed
from corpus.files import pieces_of
from ingest.archive import ENCRYPTED, largest
from ingest.beside import ENDINGS, TABLE
from ingest.sidecar import Sidecar, Sidecars
from ingest.source import Unreadable, discover, is_plain_zip, sha256

MAX_MEMBERS = 10_000
MAX_SIZE = 500 * 1024 * 1024  # bytes of one file
MAX_TOTAL = 5 * 1024 * 1024 * 1024  # bytes of all together

_UTF8 = 0x800  # the flag of a name that is UTF-8
_JUNK = "__MACOSX"
_ODD = re.compile(r"[\x00-\x1f\x7f]|^[A-Za-z]:|^/")
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError)

_OUTSIDE = (
    "Its name leads out of the ZIP file, so it was left out; unpack it yourself and check it."
)
_LINK = "It is a link to another place, so it was left out; put the file itself into the ZIP file."
_LOCKED = "It is protected by a password; unpack it with that and ingest what comes out."
_TWICE = "Its name stands in the ZIP file twice; unpack it yourself and ingest the folder."
_BOMB = (
    "It unpacks to far more than a document of its size holds, so it was left out;"
    " if it is a real document, unpack it yourself and ingest it."
)
_LARGE = "It is too large to be taken out of a ZIP file; unpack it yourself and ingest it."
_UNKNOWN = "It is packed in a way that is not known here; unpack it yourself and ingest the folder."
_BROKEN = "This part of the ZIP file is damaged; get a whole copy and ingest it again."
_BAD_ZIP = "This ZIP file is damaged; get a whole copy and ingest it again."
_TOO_MUCH = (
    "This ZIP file holds more files, or unpacks to more, than is taken in at once;"
    " unpack it yourself and ingest the folder."
)
_EMPTY = "This ZIP file holds no documents; check it."
_DESCRIBED = (
    "Metadata beside a ZIP file cannot say which of its files it is about, so none was taken in;"
    " put it into the ZIP file, beside the documents, or give it as options."
)


class Unpacked:
    """Files to ingest, those in ZIP files among them; may be asked by several threads at once.

    Attributes:
        files: one that is in a ZIP file is empty as long as it was not fetched.
    """

    def __init__(self) -> None:
        self.files: list[Path | Unreadable] = []
        self._places: dict[Path, Path] = {}
        self._packed: dict[Path, tuple[Path, zipfile.ZipInfo]] = {}

    def place(self, file: Path) -> Path:
        """Where a person finds a file: at its own path, or at ``reports.zip/a/b.pdf``."""
        return self._places.get(file, file)

    def sha256(self, file: Path) -> str:
        """Hex digest of a file's bytes.

        Raises:
            ReadFailed: when it cannot be read.
        """
        if file not in self._packed:
            return sha256(file)
        digest = hashlib.sha256()
        with _told():
            _copy(*self._packed[file], digest.update)
        return digest.hexdigest()

    def fetch(self, file: Path) -> Path:
        """The same file, which can be read from now on.

        Raises:
            ReadFailed: when it cannot be unpacked.
        """
        if file in self._packed:
            # Never made anew: after an interruption the folder may be gone.
            with _told(), file.open("r+b") as target:
                _copy(*self._packed[file], target.write)
            del self._packed[file]
        return file

    def drop(self, file: Path) -> None:
        """Give back the room of a file that was fetched, when nobody needs it any more."""
        if file in self._places:
            with suppress(OSError):
                os.truncate(file, 0)

    def add(self, zipped: Path, into: Path) -> None:
        """Add the files in a ZIP file; they come to stand in ``into``, an empty folder.

        They are found as in any folder (see :func:`ingest.source.discover`): sorted, without what
        is hidden, with the metadata beside them. What was left out comes first.
        """
        before = len(self.files)
        self.files.extend(self._stand_ins(zipped, into))
        for found in discover([into]):
            if isinstance(found, Unreadable):
                place = zipped / found.path.relative_to(into)
                self.files.append(Unreadable(path=place, reason=found.reason))
            else:
                self._places[found] = zipped / found.relative_to(into)
                self.files.append(found)
        if len(self.files) == before:
            self.files.append(Unreadable(path=zipped, reason=_EMPTY))

    def _stand_ins(self, zipped: Path, into: Path) -> Iterator[Unreadable]:
        """Make the files, empty but for metadata; yields those that are left out."""
        try:
            infos, most = _opened(zipped).infolist(), largest(zipped.stat().st_size)
        except (*_DAMAGED, OSError, RuntimeError) as error:
            why = getattr(error, "strerror", None)
            yield Unreadable(path=zipped, reason=f"It cannot be read: {why}." if why else _BAD_ZIP)
            return
        if len(infos) > MAX_MEMBERS or sum(i.file_size for i in infos) > min(MAX_TOTAL, most):
            yield Unreadable(path=zipped, reason=_TOO_MUCH)
            return
        for info in infos:
            name = _name(info)
            try:
                if not _is_junk(name):
                    self._stand_in(zipped, info, into)
            except ReadFailed as error:
                # The name as it is: as a path it might lead elsewhere.
                yield Unreadable(path=Path(f"{zipped}/{name}"), reason=str(error))

    def _stand_in(self, zipped: Path, info: zipfile.ZipInfo, into: Path) -> None:
        """Make one file, or raise why it is left out."""
        name = _name(info)
        if not PurePosixPath(name).parts or ".." in PurePosixPath(name).parts or _ODD.search(name):
            raise ReadFailed(_OUTSIDE)
        if name.endswith("/"):
            return
        file = into / name
        try:
            _check(info)
            with _told():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch(exist_ok=False)
            self._packed[file] = (zipped, info)
            if _is_metadata(file):
                self.fetch(file)
        except ReadFailed:
            if _is_metadata(file):
                self._packed.pop(file, None)
                _leave_unreadable(file)
            raise


@contextmanager
def unpacked(files: Iterable[Path | Unreadable], sidecars: Sidecars) -> Iterator[Unpacked]:
    """Files with those in ZIP files in place of these, for as long as the block lasts.

    Args:
        sidecars: looks up the metadata beside a ZIP file, which nobody would heed.
    """
    found = Unpacked()
    with ExitStack() as stack:
        for file in files:
            if isinstance(file, Unreadable) or not is_plain_zip(file):
                found.files.append(file)
            elif why := _described(sidecars.of(file)):
                found.files.append(Unreadable(path=file, reason=why))
            else:
                into = stack.enter_context(TemporaryDirectory(prefix="watwerkt-"))
                found.add(file, Path(into))
        yield found


def _described(sidecar: Sidecar) -> str | None:
    """Why a ZIP file with this beside it is not taken in; its files might be for few eyes."""
    if not sidecar.whole:
        return f"{sidecar.warnings[0]} {_DESCRIBED}"
    return _DESCRIBED if sidecar or sidecar.refused else None


def file_of(place: Path) -> Path:
    """The file that holds what lies at a place: the ZIP file of a member, or the place itself."""
    files = (above for above in place.parents if os.path.isfile(above))  # noqa: PTH113 (never raises)
    return next(files, place)


def sha256_of_member(place: Path) -> str | None:
    """Digest of what lies at ``reports.zip/a/b.pdf``; None when nothing does."""
    zipped = file_of(place)
    return None if zipped == place else _sha256(zipped, place.relative_to(zipped).as_posix())


def _sha256(zipped: Path, name: str) -> str | None:
    digest = hashlib.sha256()
    try:
        with _told():
            infos = _opened(zipped).infolist()
            info = next((info for info in infos if _name(info) == name), None)
            if info is None:
                return None
            _copy(zipped, info, digest.update)
    except ReadFailed:
        return None
    return digest.hexdigest()


# --- one ZIP file ------------------------------------------------------------------------------


def _opened(zipped: Path) -> zipfile.ZipFile:
    status = zipped.stat()
    return _open(zipped, (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))


# A list of contents may be long, and members of one file are asked for one after the other.
@lru_cache(maxsize=4)
def _open(zipped: Path, _state: tuple[int, ...]) -> zipfile.ZipFile:
    return zipfile.ZipFile(zipped)


def _copy(zipped: Path, info: zipfile.ZipInfo, write: Callable[[bytes], object]) -> None:
    with _opened(zipped).open(info) as member:
        for piece in pieces_of(member):
            write(piece)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what may go wrong with a member into a sentence for a person."""
    try:
        yield
    except FileExistsError as error:
        raise ReadFailed(_TWICE) from error
    except (*_DAMAGED, OSError) as error:
        why = getattr(error, "strerror", None)
        raise ReadFailed(f"It cannot be unpacked: {why}." if why else _BROKEN) from error
    except RuntimeError as error:  # also NotImplementedError
        raise ReadFailed(_UNKNOWN) from error


def _check(info: zipfile.ZipInfo) -> None:
    """Raise why a member may not be unpacked, if that is so."""
    if stat.S_ISLNK(info.external_attr >> 16):
        raise ReadFailed(_LINK)
    if info.flag_bits & ENCRYPTED:
        raise ReadFailed(_LOCKED)
    if info.file_size > MAX_SIZE:
        raise ReadFailed(_LARGE)
    if info.file_size > largest(info.compress_size):
        raise ReadFailed(_BOMB)


def _is_metadata(file: Path) -> bool:
    return file.name == TABLE or file.suffix.lower() in ENDINGS


def _leave_unreadable(file: Path) -> None:
    """Let metadata that was left out be seen as such: its documents go in hidden."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
        file.mkdir(parents=True)


def _is_junk(name: str) -> bool:
    """Whether a member is what some systems add, or hidden."""
    parts = PurePosixPath(name).parts
    return any(part == _JUNK or (part.startswith(".") and part != "..") for part in parts)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member, with slashes; many programs write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")
