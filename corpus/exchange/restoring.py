"""A collection from a backup, whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from corpus.database import file_of, is_shared
from corpus.errors import Locked, SettingsWrong, UsageError, WatwerktError
from corpus.exchange.backup import CATALOGUE, ORIGINALS, TAXONOMY, Backup, Manifest, open_backup
from corpus.exchange.filling import check_empty, fill
from corpus.exchange.snapshot import Counts, counts
from corpus.files import copied, pieces_of, sha256_of, whole_file
from corpus.originals import open_originals
from corpus.settings import Settings

_STAGE = ".restoring-"
# The file of an SQLite database, and those beside it in which changes wait their turn.
_OF_A_CATALOGUE = ("", "-wal", "-shm", "-journal")
_OTHER_TAXONOMY = "taxonomy-of-backup.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of restoring.

    Attributes:
        taxonomy: where the taxonomy of the backup lies, when another one is in force.
    """

    manifest: Manifest
    taxonomy: Path | None = None


def restore(path: Path, settings: Settings) -> Restored:
    """Make a collection from a backup, where there is none yet; its index is left to the caller.

    Everything is read and checked in a folder aside; the catalogue takes its place last.

    Raises:
        UsageError: when there is a collection already.
        SettingsWrong: when the catalogue is to be no SQLite file and on no server.
        WatwerktError: when the backup is damaged.
    """
    catalogue = _file_of(settings.catalogue)
    with open_backup(path) as backup, _alone_in(settings):
        _refuse_used(settings, catalogue)
        stage = settings.data / f"{_STAGE}{uuid.uuid4().hex}"
        try:
            _unpack(backup, stage)
            _check_catalogue(backup.manifest, stage / CATALOGUE, path)
            if catalogue is not None:
                taxonomy = _place(stage, settings)
                _place_catalogue(stage, settings, catalogue)
            else:
                taxonomy = _fill(stage, settings)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        return Restored(manifest=backup.manifest, taxonomy=taxonomy)


def _file_of(address: str) -> Path | None:
    """The SQLite file at a database URL; None for a database on a server."""
    if is_shared(address):
        return None
    path = file_of(address)
    if path is None:
        raise SettingsWrong(
            "A backup is restored into an SQLite file or a database of PostgreSQL; leave the "
            "setting catalogue out, or write it like sqlite:////srv/watwerkt/catalogue.db."
        )
    return path.absolute()


@contextmanager
def _alone_in(settings: Settings) -> Iterator[None]:
    """Hold the data folder; one that was made for this and stays empty is taken away again."""
    is_new = not settings.data.exists()
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(settings.lock, timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise Locked("Another command is at work in this data folder; wait for it.") from None
    except OSError as error:
        raise SettingsWrong(
            f"The data folder {settings.data} cannot be written: {error.strerror}; "
            "choose another with --data or WATWERKT_DATA."
        ) from error
    try:
        yield
    except BaseException:
        if is_new and {p.name for p in settings.data.iterdir()} <= {settings.lock.name}:
            shutil.rmtree(settings.data)
        raise
    finally:
        lock.release()


def _refuse_used(settings: Settings, catalogue: Path | None) -> None:
    """Refuse where a collection is; what an interrupted restore left behind is taken away."""
    for left in settings.data.glob(f"{_STAGE}*"):
        shutil.rmtree(left)
    ours = {settings.lock, settings.taxonomy}
    used = [path.parent for path in settings.data.iterdir() if path not in ours]
    if catalogue is None:
        check_empty(settings.catalogue)
    else:
        # SQLite would write what is left of another catalogue into the one that is restored.
        beside = [catalogue.with_name(catalogue.name + ending) for ending in _OF_A_CATALOGUE]
        used += [path for path in beside if path.exists()]
    if used:
        raise UsageError(
            f"There is something in {used[0]} already, which stays as it is; give an empty folder "
            "with --data, or move that away first."
        )


def _unpack(backup: Backup, stage: Path) -> None:
    stage.mkdir()
    (stage / ORIGINALS).mkdir()
    for name in backup.manifest.members:
        target = stage / name
        target.parent.mkdir(exist_ok=True)
        backup.extract(name, target)


def _check_catalogue(manifest: Manifest, copy: Path, path: Path) -> None:
    """Refuse a catalogue that cannot be opened or is not the one of the manifest."""
    if counts(copy) != Counts(documents=manifest.documents, pages=manifest.pages):
        raise WatwerktError(
            f"The catalogue in {path} is not the one of its manifest; nothing was restored, "
            "use another backup."
        )


def _fill(stage: Path, settings: Settings) -> Path | None:
    """Put everything in its place, the catalogue on its server last; or leave nothing there."""
    try:
        taxonomy = _place(stage, settings)
        fill(settings.catalogue, stage / CATALOGUE)
    except BaseException:
        (settings.data / _OTHER_TAXONOMY).unlink(missing_ok=True)
        if not (stage / ORIGINALS).exists():  # in another store they can stay for the next time
            Path(settings.originals).replace(stage / ORIGINALS)
        raise
    return taxonomy


def _place(stage: Path, settings: Settings) -> Path | None:
    """Move all but the catalogue to its place; tells where a taxonomy went that is not in force."""
    other = None
    if not settings.taxonomy.exists():
        settings.taxonomy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stage / TAXONOMY, settings.taxonomy)
    elif settings.taxonomy.read_bytes() != (stage / TAXONOMY).read_bytes():
        other = settings.data / _OTHER_TAXONOMY
        (stage / TAXONOMY).replace(other)
    _place_originals(stage / ORIGINALS, settings)
    return other


def _place_catalogue(stage: Path, settings: Settings, catalogue: Path) -> None:
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if catalogue.parent == settings.data:
        (stage / CATALOGUE).replace(catalogue)
    else:  # perhaps on another disk, where a file cannot be moved to in one go
        with (stage / CATALOGUE).open("rb") as copy, whole_file(catalogue) as target:
            copied(pieces_of(copy), target)


def _place_originals(stage: Path, settings: Settings) -> None:
    """Move them at once within the data folder; into any other store those that are whole."""
    own = Path(settings.originals)
    if own.parent == settings.data:
        stage.replace(own)
        return
    store = open_originals(settings.originals, settings.data)
    store.check()
    for path in sorted(stage.glob("??/*")):
        if sha256_of(path) == path.name:
            store.keep(path, path.name)
