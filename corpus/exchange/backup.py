"""Everything of a collection in one file: catalogue, originals, taxonomy and a manifest.

The file is a ZIP: its directory is written last and found from the end, so that one that broke off
cannot be taken for a whole one; each member can be opened by its name; and a librarian can look
into it on any computer.
"""

from __future__ import annotations

import re
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from corpus.collection import Collection
from corpus.database import open_database
from corpus.errors import SettingsWrong, UsageError, WatwerktError
from corpus.exchange.snapshot import counts, originals, snapshot
from corpus.files import INCOMING, SHA256, copied, pieces_of, whole_file

CATALOGUE = "catalogue.db"
TAXONOMY = "taxonomy.yaml"
ORIGINALS = "originals"
_MANIFEST = "manifest.json"
_VERSION = 1
_MEMBER = re.compile(
    rf"{CATALOGUE}|{TAXONOMY}|{ORIGINALS}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}", re.ASCII
)
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What reading a ZIP raises when its bytes are not what they were.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError,
    OverflowError, RuntimeError, ValueError,  # also a manifest that does not fit
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file inside a backup: how many bytes, and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    Attributes:
        version: of the form of the backup itself.
        watwerkt: version of the program that made it.
        members: path inside the backup -> what is there.
    """

    version: int
    watwerkt: str
    made: datetime
    documents: int
    pages: int
    originals: int
    members: dict[str, Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a backup.

    Attributes:
        missing: ids of documents whose original is gone, so that the backup has none either.
        changed: digests of originals whose bytes are no longer what they were taken in as.
    """

    manifest: Manifest
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


_MANIFESTS = TypeAdapter(Manifest)


def back_up(collection: Collection, target: Path, watwerkt: str) -> Made:
    """Write a backup of the collection as it is at one moment.

    A backup that was at ``target`` stays until the new one is whole.

    Raises:
        UsageError: when something else than a backup is at ``target``.
        WatwerktError: when the backup cannot be written.
    """
    if target.is_file() and not _is_backup(target):
        raise UsageError(f"{target} exists and is no backup; choose another name.")
    stored = collection.originals
    with (
        whole_file(target) as file,
        tempfile.TemporaryDirectory(prefix=INCOMING, dir=target.resolve().parent) as beside,
    ):
        copy = Path(beside) / CATALOGUE
        _snapshot(collection.settings.catalogue, copy)
        held, wanted = counts(copy), originals(copy)
        # After it: others may go on, and keep an original before the catalogue speaks of it.
        digests = sorted(filter(SHA256.fullmatch, stored.digests()))
        with zipfile.ZipFile(file, "w") as archive:
            members = {
                CATALOGUE: _add(archive, CATALOGUE, copy.open("rb")),
                TAXONOMY: _add(archive, TAXONOMY, collection.settings.taxonomy.open("rb")),
            }
            for digest in digests:
                name = f"{ORIGINALS}/{digest[:2]}/{digest}"
                members[name] = _add(archive, name, stored.open(digest))
            manifest = Manifest(
                version=_VERSION,
                watwerkt=watwerkt,
                made=datetime.now(UTC),
                documents=held.documents,
                pages=held.pages,
                originals=len(digests),
                members=members,
            )
            archive.writestr(_info(_MANIFEST), _MANIFESTS.dump_json(manifest, indent=1))
    there = frozenset(digests)
    return Made(
        manifest=manifest,
        missing=tuple(name for name, digest in wanted.items() if digest not in there),
        changed=tuple(d for d in digests if members[f"{ORIGINALS}/{d[:2]}/{d}"].sha256 != d),
    )


class Backup:
    """A backup opened for reading; what it hands out is checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def extract(self, name: str, target: Path) -> None:
        """Write one member to a file, which is on the disk then.

        Raises:
            WatwerktError: when its bytes are not those that were backed up.
        """
        member = self.manifest.members[name]
        with whole_file(target) as file:
            if copied(self._pieces(name), file) != (member.size, member.sha256):
                raise _damaged(self._archive.filename)

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as member:
                yield from pieces_of(member)
        except _BROKEN as error:
            raise _damaged(self._archive.filename) from error


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Open a backup and check that it holds what its manifest says, no less and no more.

    Raises:
        WatwerktError: when it is no whole backup.
        SettingsWrong: when a newer watwerkt made it.
    """
    with path.open("rb") as file:
        archive, manifest = _opened(file, path)
        with archive:
            yield Backup(archive, manifest)


def _opened(file: BinaryIO, path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
        manifest = _MANIFESTS.validate_json(archive.read(_MANIFEST))
    except (*_BROKEN, OSError) as error:
        raise _damaged(path) from error
    if manifest.version > _VERSION:
        raise SettingsWrong(f"{path} was made by a newer watwerkt; install that to restore it.")
    sizes = {name: member.size for name, member in manifest.members.items()}
    sound = (
        all(info.compress_type in _PLAIN for info in infos)
        and len(infos) == len(sizes) + 1
        and {i.filename: i.file_size for i in infos if i.filename != _MANIFEST} == sizes
        and {CATALOGUE, TAXONOMY} <= sizes.keys()
        and all(_MEMBER.fullmatch(name) for name in sizes)
    )
    if not sound:
        raise _damaged(path)
    return archive, manifest


def _is_backup(path: Path) -> bool:
    try:
        with open_backup(path):
            return True
    except SettingsWrong:
        return True
    except (WatwerktError, OSError):
        return False


def _snapshot(address: str, target: Path) -> None:
    database = open_database(address)
    try:
        snapshot(database, target)
    finally:
        database.close()


def _add(archive: zipfile.ZipFile, name: str, opened: BinaryIO) -> Member:
    """Put a file into the archive, close it, and tell what was put there."""
    with opened as file, archive.open(_info(name), "w", force_zip64=True) as member:
        size, sha256 = copied(pieces_of(file), member)
    return Member(size=size, sha256=sha256)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.localtime()[:6])
    # Most originals are compressed already.
    info.compress_type = zipfile.ZIP_STORED if name.startswith(ORIGINALS) else zipfile.ZIP_DEFLATED
    return info


def _damaged(path: Path | str | None) -> WatwerktError:
    return WatwerktError(
        f"{path} is no whole backup: it is damaged or was cut off; nothing was restored, "
        "use another backup."
    )
