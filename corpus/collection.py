"""A collection opened: its catalogue, its originals and the taxonomy it is labelled by."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import filelock

from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.catalogue import Catalogue, open_catalogue
from corpus.errors import Locked, SettingsWrong
from corpus.originals import FolderOriginals, Originals, open_originals
from corpus.renames import Renames
from corpus.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What a command or the page works on."""

    settings: Settings
    taxonomy: Taxonomy
    catalogue: Catalogue
    originals: Originals

    @contextmanager
    def writing(self, command: str, patience: float = 0) -> Iterator[None]:
        """Be the one who changes the collection until the block ends.

        The operating system releases the lock when the process dies, however it dies.

        Args:
            command: what others are told who want to change it too.
            patience: seconds to wait for another one.

        Raises:
            Locked: naming the command that is busy.
        """
        lock = filelock.FileLock(self.settings.lock, timeout=patience)
        holder = self.settings.lock.with_suffix(".json")
        try:
            lock.acquire()
        except filelock.Timeout:
            raise Locked(_busy(holder)) from None
        except OSError as error:
            raise SettingsWrong(
                f"The data folder {self.settings.data} may not be written: {error.strerror}; "
                "ask for the right, or choose another with --data or WATWERKT_DATA."
            ) from error
        try:
            started = datetime.now(UTC).isoformat(timespec="seconds")
            with suppress(OSError):  # on a full disk others are told less
                holder.write_text(
                    json.dumps({"command": command, "process": os.getpid(), "since": started}),
                    encoding="utf-8",
                )
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()


def open_collection(settings: Settings) -> Collection:
    """Open the collection that the settings name; an empty one is made where there is none.

    Raises:
        SettingsWrong: when the data folder, the catalogue or the taxonomy cannot be used.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsWrong(
            f"The data folder {settings.data} cannot be made: {error.strerror}; "
            "choose another with --data or WATWERKT_DATA."
        ) from error
    originals = open_originals(settings.originals, settings.data)
    if isinstance(originals, FolderOriginals):
        originals.check()  # of a bucket nothing is asked before it is needed
    taxonomy = load_taxonomy(settings.taxonomy)
    return Collection(
        settings=settings,
        taxonomy=taxonomy,
        catalogue=open_catalogue(settings.catalogue, taxonomy.version, Renames(taxonomy.former)),
        originals=originals,
    )


def _busy(holder: Path) -> str:
    try:
        known = json.loads(holder.read_text("utf-8"))
        who = f"‘watwerkt {known['command']}’ (process {known['process']}, since {known['since']})"
    except (OSError, ValueError, KeyError, TypeError):  # it has just begun, or just ended
        who = "another command"
    return f"The collection is being changed by {who}; try again when it is done."
