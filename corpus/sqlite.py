"""A database in a file, of SQLite: one writes at a time, and readers go on meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from corpus.dialect import Dialect, Failure
from corpus.errors import DiskFull, Locked, SettingsWrong, WatwerktError

# What SQLite calls a failure -> the error, what happened and what to do.
_FAILURES: tuple[tuple[str, type[WatwerktError], str], ...] = (
    ("SQLITE_BUSY", Locked, "is being written by another program; try again when it is done"),
    ("SQLITE_LOCKED", Locked, "is being written by another program; try again when it is done"),
    ("SQLITE_READONLY", SettingsWrong, "may not be written; ask for the right to write its folder"),
    ("SQLITE_CANTOPEN", SettingsWrong, "cannot be opened; check that its folder exists"),
    ("SQLITE_NOTADB", SettingsWrong, "is no {called}; choose another file or restore a backup"),
    ("SQLITE_CORRUPT", SettingsWrong, "is damaged; restore a backup"),
    ("SQLITE_FULL", DiskFull, "cannot grow, the disk is full; make room and try again"),
    # The first who opens a catalogue makes a file beside it, through which all see each other.
    ("SQLITE_IOERR_SHMSIZE", DiskFull, "cannot be opened, the disk is full; make room, try again"),
    ("SQLITE_IOERR", WatwerktError, "cannot be read or written; check the disk and try again"),
)


def _engine(url: URL) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.execute("PRAGMA journal_mode = WAL")  # readers go on while one writes
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer waits for its turn here: SQLite refuses one that has read before it writes.
    writes = "writes" in connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _overwrite(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _failure(error: BaseException) -> Failure | None:
    name = str(getattr(error, "sqlite_errorname", ""))
    for beginning, kind, sentence in _FAILURES:
        if name.startswith(beginning):
            return kind, sentence
    return None


SQLITE = Dialect(
    drivers=frozenset({"pysqlite"}), engine=_engine, overwrite=_overwrite, failure=_failure
)
