"""A catalogue copied to another database, of whatever kind.

    look ──> mark ──> rows ──> (what goes along, and the index) ──> the mark goes

While the new catalogue is marked nobody can open it. Its identity and its revisions are those of
the old one: it is the same collection. What goes along is in :mod:`corpus.exchange.along`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from operator import eq
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, delete, func, insert, or_, select, update

from corpus import schema
from corpus.database import CATALOGUE, Database, open_database, without_secrets
from corpus.errors import Locked, UsageError
from corpus.exchange.sums import Sum, Summing, rows_of, sum_of
from corpus.ledger import last_revision

Progress = Callable[[int], None]
"""Takes how many rows or files are done since it was called last."""

_HALF = schema.UNFINISHED + schema.SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One table on both sides."""

    table: str
    here: Sum
    there: Sum

    @property
    def same(self) -> bool:
        """Whether both hold the same rows."""
        return self.here == self.there


def catalogue_tables() -> list[Table]:
    """The tables that are copied: the ledger first, then what refers to others after those."""
    tables = [t for t in schema.documents.metadata.sorted_tables if t.primary_key.columns]
    return sorted(tables, key=lambda table: table is not schema.ledger)


@contextmanager
def arriving(url: str, source: Database, *, resume: bool) -> Iterator[Database]:
    """The catalogue that comes into being, marked as one that nobody may use yet.

    Args:
        source: the catalogue that is moved.
        resume: whether to go on with what an interrupted move of it left.

    Raises:
        UsageError: when there is another collection, or half of one.
    """
    with closing(open_database(url, _ARRIVING)) as database:
        with source.reading() as connection:
            name, revision = identity_of(connection), last_revision(connection)
        with database.writing() as connection:
            if _is_half(connection):
                _check_resumed(connection, name, without_secrets(url), resume=resume)
                _clear_stale(connection, revision)
            elif not _is_empty(connection):
                raise UsageError(
                    f"There is a collection at {without_secrets(url)} already, which stays as it "
                    "is; name an empty database."
                )
            connection.execute(update(schema.identity).values(name=name))
            connection.execute(update(schema.meta).values(schema_version=_HALF))
        yield database


def copy_catalogue(source: Database, target: Database, progress: Progress) -> list[Compared]:
    """Copy all rows that are not there yet, and compare what then is there with what was read.

    The rows are those of one moment. They come in some at a time; an interruption loses no more.
    """
    read: dict[str, Sum] = {}
    with source.reading() as reading:
        for table in catalogue_tables():
            summing = Summing()
            for some in rows_of(reading, table):
                with target.writing() as writing:
                    _keep(writing, table, some)
                for row in some:
                    summing.add(row)
                progress(len(some))
            read[table.name] = summing.sum
    with target.reading() as reading:
        return [
            Compared(table=table.name, here=read[table.name], there=sum_of(reading, table))
            for table in catalogue_tables()
        ]


def finish(source: Database, target: Database) -> None:
    """Let the new catalogue be used.

    Raises:
        Locked: when the old one was changed since it was read.
    """
    with source.reading() as reading, target.writing() as writing:
        if last_revision(reading) != last_revision(writing):
            raise Locked(
                "The old collection was changed by another program while it was moved; end that "
                "program, and go on with ‘watwerkt move --resume’."
            )
        writing.execute(update(schema.meta).values(schema_version=schema.SCHEMA_VERSION))


def compare(source: Database, target: Database) -> list[Compared]:
    """All tables of two catalogues, and under ``identity`` whether they are one collection."""
    with source.reading() as here, target.reading() as there:
        return [
            Compared(table=table.name, here=sum_of(here, table), there=sum_of(there, table))
            for table in (*catalogue_tables(), schema.identity)
        ]


def count_rows(source: Database) -> int:
    """How many rows :func:`copy_catalogue` has to read."""
    with source.reading() as connection:
        counts = (select(func.count()).select_from(table) for table in catalogue_tables())
        return sum(connection.execute(count).scalar_one() for count in counts)


def _keep(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Write rows, but for those that are there from before an interruption."""
    key = list(table.primary_key.columns)
    asked = [tuple(row._mapping[column.name] for column in key) for row in rows]
    # Not as pairs in a list, for which SQLite would look at all rows there are.
    any_of = or_(*(and_(*map(eq, key, one)) for one in asked))
    there = set(map(tuple, connection.execute(select(*key).where(any_of))))
    new = [dict(row._mapping) for row, one in zip(rows, asked, strict=True) if one not in there]
    if new:
        connection.execute(insert(table), new)


def identity_of(connection: Connection) -> str:
    """The name of a catalogue that no other has."""
    return str(connection.execute(select(schema.identity.c.name)).scalar_one())


def _is_half(connection: Connection) -> bool:
    return schema.version(connection) == _HALF


def _is_empty(connection: Connection) -> bool:
    some = select(schema.documents.c.id).limit(1)
    return last_revision(connection) == 0 and connection.execute(some).first() is None


def _check_resumed(connection: Connection, name: str, place: str, *, resume: bool) -> None:
    if identity_of(connection) != name:
        raise UsageError(f"At {place} is half of another collection; name an empty database.")
    if not resume:
        raise UsageError(
            f"At {place} is what an interrupted move has left; go on with --resume, or name an "
            "empty database."
        )


def _clear_stale(connection: Connection, revision: int) -> None:
    """Take away what may have changed since it was copied: all of it when anything has.

    The ledger comes first and only grows; what follows it is of its last line.
    """
    kept = connection.execute(select(schema.documents.c.id).limit(1)).first() is not None
    is_stale = kept and last_revision(connection) != revision
    for table in reversed(catalogue_tables()):
        if is_stale or table is schema.signatures:  # these change without a line in the ledger
            connection.execute(delete(table))


def _version(connection: Connection) -> int:
    found = schema.version(connection)
    return schema.SCHEMA_VERSION if found == _HALF else found


_ARRIVING = replace(CATALOGUE, version=_version)
