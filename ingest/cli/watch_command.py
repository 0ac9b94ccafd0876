"""The command that waits for files: ``watch``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import watchfiles

from corpus.errors import Locked
from ingest.beside import ENDINGS, TABLE
from ingest.choices import Choices
from ingest.cli.ingest_commands import run, tell_json, tell_lines
from ingest.cli.workspace import Workspace, note
from ingest.source import Unreadable, absolute, discover

_TICK = 500  # milliseconds between two looks at what is waiting


@click.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)
@click.option("--settle", type=click.FloatRange(0.1), default=3.0, help="Seconds without change.")
@click.option("--poll", is_flag=True, help="Look again and again, for a folder on a network.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count(), help="Files at a time.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file.")
@click.pass_obj
def watch(
    workspace: Workspace, /, folder: Path, *, settle: float, as_json: bool, **options: Any
) -> None:
    """Take in what is put into a folder, once it is whole; Ctrl-C ends it.

    What lies there already is taken in first. Files stay where they are. A file counts as whole
    when neither it nor the metadata beside it has changed for some seconds.

    \b
    Example:
      watwerkt watch /srv/inbox --settle 10
    """
    choices = Choices(who=workspace.who, jobs=options["jobs"])
    tell = tell_json if as_json else tell_lines
    waiting = Waiting(settle)
    waiting.add(_path(file) for file in discover([folder]))
    note(f"watching {folder}; stop with Ctrl-C")
    with suppress(KeyboardInterrupt):
        for changes in watchfiles.watch(
            folder,
            watch_filter=None,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            force_polling=options["poll"] or None,
        ):
            waiting.add(Path(path) for _, path in changes)
            ready = waiting.whole()
            files = [file for file in discover([folder]) if _path(file) in ready] if ready else []
            try:
                if files:
                    run(workspace, files, choices, tell=tell)
                waiting.done(ready)
            except Locked as busy:
                note(f"{busy} It is tried again.")


COMMANDS = (watch,)


class Waiting:
    """Files that were put somewhere, until nothing changes about them any more."""

    def __init__(self, settle: float) -> None:
        """Wait for ``settle`` seconds without a change."""
        self._settle = settle
        self._seen: dict[Path, tuple[tuple[int, int] | None, float]] = {}

    def add(self, paths: Iterable[Path]) -> None:
        """Look out for these; metadata makes its documents wait with it."""
        for path in paths:
            for each in (path, *_described_by(path)):
                self._seen[each] = (_state(each), time.monotonic())

    def whole(self) -> set[Path]:
        """The files that have not changed for long enough."""
        now = time.monotonic()
        for path, (state, _) in list(self._seen.items()):
            if _state(path) != state:
                self._seen[path] = (_state(path), now)
        return {path for path, (_, since) in self._seen.items() if now - since >= self._settle}

    def done(self, paths: Iterable[Path]) -> None:
        """Forget about these."""
        for path in paths:
            self._seen.pop(path, None)


def _described_by(path: Path) -> list[Path]:
    """The documents that a file with metadata is about."""
    if path.name.lower() == TABLE:
        return [_path(file) for file in discover([path.parent])] if path.parent.is_dir() else []
    return [path.with_suffix("")] if path.suffix.lower() in ENDINGS else []


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of change; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _path(file: Path | Unreadable) -> Path:
    return absolute(file.path if isinstance(file, Unreadable) else file)
