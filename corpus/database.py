"""A database of ours: its transactions, and its failures in words for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from corpus import schema
from corpus.errors import DiskFull, Locked, SettingsWrong, UsageError, WatwerktError

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a database holds.

    Attributes:
        called: what a person calls it.
        version: tells which version of the tables a database has; 0 for none.
        wanted: the version that this program knows.
        migrate: makes the tables that version; raises SettingsWrong when they are newer.
    """

    called: str
    version: Callable[[Connection], int]
    wanted: int
    migrate: Callable[[Connection], None]


CATALOGUE = Tables(
    called="catalogue",
    version=schema.version,
    wanted=schema.SCHEMA_VERSION,
    migrate=schema.migrate,
)


class Database:
    """Connections to one database, each inside a transaction."""

    def __init__(self, engine: Engine, called: str = CATALOGUE.called) -> None:
        self._engine = engine
        self._called = called
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database until the block ends."""
        with self._in_words(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes come in together, or not at all when the block raises."""
        with self._in_words(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections; using the database afterwards opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise _worded(self._called, self._engine.url.render_as_string(), error) from error
        except UnicodeEncodeError as error:
            raise UsageError(
                f"{error.object[:60]!a} holds half a character that cannot be kept; leave it out."
            ) from error


def sqlite_url(path: Path) -> str:
    """The address of a database in a file, whatever characters its name has."""
    return f"sqlite:///{quote(str(path), safe='/: ')}"


def open_database(url: str, tables: Tables = CATALOGUE) -> Database:
    """Connect to a database and bring its tables up to date.

    Raises:
        SettingsWrong: when the URL cannot be used or a newer watwerkt made the tables.
        Locked: when another program keeps it busy.
    """
    try:
        engine = create_engine(url)
    except (ArgumentError, ImportError, TypeError, ValueError) as error:
        raise SettingsWrong(
            f"The {tables.called} address ‘{url}’ cannot be used; "
            "write it like sqlite:////srv/watwerkt/catalogue.db."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    database = Database(engine, tables.called)
    try:
        with database.reading() as connection:
            present = tables.version(connection) == tables.wanted
        if not present:
            with database.writing() as connection:
                tables.migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def _worded(called: str, address: str, error: SQLAlchemyError) -> WatwerktError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(cause, "sqlite_errorname", ""))
    for beginning, kind, sentence in _FAILURES:
        if name.startswith(beginning):
            return kind(f"The {called} at {address} {sentence.format(called=called)}.")
    return WatwerktError(f"The {called} at {address} failed: {cause}.")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.execute("PRAGMA journal_mode = WAL")  # readers go on while one writes
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer waits for its turn here: SQLite refuses one that has read before it writes.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
