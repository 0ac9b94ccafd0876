"""A copy of the whole catalogue at one moment, as an SQLite file by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from corpus import schema
from corpus.database import Database, open_database, sqlite_url
from corpus.errors import DiskFull, WatwerktError

_ROWS = 500  # that are copied together
_ALL: Sequence[Table] = schema.documents.metadata.sorted_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a catalogue holds."""

    documents: int
    pages: int


def snapshot(database: Database, target: Path) -> None:
    """Copy the catalogue into a new file; programs may go on writing it meanwhile.

    SQLite copies itself; from another database all rows are copied, ledger and identity too.

    Raises:
        WatwerktError: when the copy cannot be made.
    """
    with database.reading() as connection:
        itself = connection.connection.driver_connection
        if isinstance(itself, sqlite3.Connection):
            _copy_file(itself, target)
            return
    copy_rows(database, target)


def copy_rows(database: Database, target: Path) -> None:
    """Copy all rows of any database, as they are at one moment, into a new SQLite file."""
    copy = open_database(sqlite_url(target))
    try:
        with database.reading() as source, copy.writing() as there:
            put_rows(source, there)
    finally:
        copy.close()
    _one_file(target)


def put_rows(source: Connection, target: Connection, tables: Sequence[Table] = _ALL) -> None:
    """Put all rows of tables in place of those of another database; what is referred to first."""
    for table in reversed(tables):
        target.execute(delete(table))  # a new catalogue has a version and an identity
    for table in tables:
        rows = source.execution_options(yield_per=_ROWS).execute(select(table))
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])


def originals(path: Path) -> dict[str, str]:
    """The digest of the original of each document in this SQLite file, by its id."""
    table = schema.documents
    wanted = select(table.c.id, table.c.sha256).order_by(table.c.id)
    with closing(open_database(sqlite_url(path))) as database, database.reading() as connection:
        found = {row.id: row.sha256 for row in connection.execute(wanted)}
    _one_file(path)
    return found


def counts(path: Path) -> Counts:
    """What the catalogue in this SQLite file holds; one of an older version becomes a present one.

    Raises:
        SettingsWrong: when it is no catalogue, is damaged, or a newer watwerkt made it.
    """
    database = open_database(sqlite_url(path))
    try:
        with database.reading() as connection:
            documents, pages = (
                connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (schema.documents, schema.pages)
            )
    finally:
        database.close()
    _one_file(path)
    return Counts(documents=documents, pages=pages)


def _copy_file(source: sqlite3.Connection, target: Path) -> None:
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        if error.sqlite_errorname == "SQLITE_FULL":
            raise DiskFull(
                f"The disk is full: the catalogue cannot be copied to {target.parent}; "
                "make room and run the same command again."
            ) from error
        raise WatwerktError(
            f"The catalogue cannot be copied to {target.parent}: {error}."
        ) from error
    _one_file(target)


def _one_file(path: Path) -> None:
    """Bring everything that stands beside an SQLite file into it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
