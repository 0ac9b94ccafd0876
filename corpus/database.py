"""A database of ours: its transactions, and its failures in words for a person.

It is a file of SQLite or on a PostgreSQL server; what differs stands in :mod:`corpus.sqlite` and
:mod:`corpus.postgresql`, and in the types of columns (:mod:`corpus.columns`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree

from corpus import schema
from corpus.dialect import Dialect
from corpus.errors import Overloaded, SettingsWrong, UsageError, WatwerktError
from corpus.postgresql import POSTGRESQL
from corpus.sqlite import SQLITE

_DIALECTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
_WITHOUT_DRIVER = ("postgresql", "postgres")  # as other programs write it
_SECRET = ("password", "sslpassword")  # in the query of an address
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a database holds.

    Attributes:
        called: what a person calls it.
        version: tells which version of the tables a database has; 0 for none.
        wanted: the version that this program knows.
        migrate: makes the tables that version; raises SettingsWrong when they are newer.
        turn: the number under which writers wait for each other in a database that holds others.
    """

    called: str
    version: Callable[[Connection], int]
    wanted: int
    migrate: Callable[[Connection], None]
    turn: int


CATALOGUE = Tables(
    called="catalogue",
    version=schema.version,
    wanted=schema.SCHEMA_VERSION,
    migrate=schema.migrate,
    turn=int.from_bytes(b"ww-catal"),
)


class Database:
    """Connections to one database, each inside a transaction."""

    def __init__(self, engine: Engine, tables: Tables = CATALOGUE) -> None:
        self._engine = engine
        self._called = tables.called
        self._dialect = _DIALECTS[engine.dialect.name]
        self._reader = engine.execution_options(**self._dialect.reading)
        self._writer = engine.execution_options(writes=tables.turn)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the database until the block ends."""
        with self._in_words(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes come in together, or not at all when the block raises.

        One writes at a time; the others wait, and see what he kept.
        """
        with self._in_words(), self._writer.begin() as connection:
            yield connection

    def overwrite(self, connection: Connection) -> None:
        """Have what this transaction removes overwritten, where that can be had."""
        self._dialect.overwrite(connection)

    def close(self) -> None:
        """Close all connections; using the database afterwards opens new ones."""
        self._engine.dispose()

    def check(self) -> None:
        """Refuse a database that could not keep everything.

        Raises:
            SettingsWrong: saying why.
        """
        with self.reading() as connection:
            why = self._dialect.refusal(connection)
        if why:
            raise SettingsWrong(f"The {self._called} at {self._address} {why}.")

    @property
    def _address(self) -> str:
        return _shown(self._engine.url)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._worded(error) from error
        except UnicodeEncodeError as error:
            raise UsageError(
                f"{error.object[:60]!a} holds half a character that cannot be kept; leave it out."
            ) from error

    def _worded(self, error: SQLAlchemyError) -> WatwerktError:
        place = f"The {self._called} at {self._address}"
        if isinstance(error, NoneFree):
            return Overloaded(f"{place} is asked by too many at once; try again.")
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        kind, sentence = self._dialect.failure(cause) or (WatwerktError, f"failed: {cause}")
        return kind(f"{place} {sentence.replace('{called}', self._called)}.")


def sqlite_url(path: Path) -> str:
    """The address of a database in a file, whatever characters its name has."""
    return f"sqlite:///{quote(str(path), safe='/: ')}"


def is_shared(url: str) -> bool:
    """Whether a URL names a database on a server, which several machines may use at once."""
    return url.startswith("postgres")


def file_of(url: str) -> Path | None:
    """The SQLite file at a URL; None when it names none."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    name = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return None if not name or name == ":memory:" or name.startswith("file:") else Path(name)


def open_database(url: str, tables: Tables = CATALOGUE) -> Database:
    """Connect to a database and bring its tables up to date.

    Raises:
        SettingsWrong: when the URL cannot be used or a newer watwerkt made the tables.
        Locked: when another program keeps it busy.
        Unreachable: when its server does not answer.
    """
    database = Database(_engine(url, tables.called), tables)
    try:
        with database.reading() as connection:
            present = tables.version(connection) == tables.wanted
        if not present:
            database.check()
            with database.writing() as connection:
                tables.migrate(connection)
    except BaseException:
        database.close()
        raise
    return database


def _engine(url: str, called: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in _WITHOUT_DRIVER:
            parsed = parsed.set(drivername="postgresql+psycopg")
        return _dialect(parsed).engine(parsed)
    except ModuleNotFoundError as error:
        raise SettingsWrong(
            f"The {called} address ‘{without_secrets(url)}’ needs the extra postgresql; "
            "install watwerkt[postgresql]."
        ) from error
    except (ArgumentError, ImportError, TypeError, ValueError) as error:
        raise SettingsWrong(
            f"The {called} address ‘{without_secrets(url)}’ cannot be used; write it like "
            "sqlite:////srv/watwerkt/catalogue.db or postgresql+psycopg://user@host/watwerkt."
        ) from error


def _dialect(url: URL) -> Dialect:
    dialect = _DIALECTS.get(url.get_backend_name())
    if dialect is None or url.get_driver_name() not in dialect.drivers:
        raise ValueError(url.drivername)
    return dialect


def _shown(url: URL) -> str:
    """An address without what nobody may read."""
    return url.difference_update_query(_SECRET).render_as_string()


def without_secrets(url: str) -> str:
    """An address, or what was meant as one, as anybody may read it."""
    try:
        return _shown(make_url(url))
    except (ArgumentError, ValueError):
        return _PASSWORD.sub(r"\1:***@", url.partition("?")[0])
