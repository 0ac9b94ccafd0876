"""The rows of a copy of a catalogue, put into one that is on a server."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import Connection, select

from corpus import schema
from corpus.database import open_database, sqlite_url
from corpus.errors import UsageError
from corpus.exchange.snapshot import put_rows


def check_empty(url: str) -> None:
    """Refuse a catalogue that anything ever happened in.

    Raises:
        UsageError: when something did.
        WatwerktError: when it cannot be asked.
    """
    with closing(open_database(url)) as database, database.reading() as connection:
        _check_empty(connection)


def fill(url: str, copy: Path) -> None:
    """Put all rows of a copy into the catalogue at ``url``, or none.

    Args:
        copy: an SQLite file, as :func:`corpus.exchange.snapshot.snapshot` makes it.

    Raises:
        UsageError: when anything ever happened in that catalogue.
        WatwerktError: when it cannot be written.
    """
    with ExitStack() as stack:
        there = stack.enter_context(closing(open_database(url)))
        source = stack.enter_context(closing(open_database(sqlite_url(copy))))
        with there.writing() as target, source.reading() as rows:
            _check_empty(target)
            put_rows(rows, target)


def _check_empty(connection: Connection) -> None:
    for table in (schema.ledger, schema.documents):
        if connection.execute(select(table).limit(1)).first() is not None:
            raise UsageError(
                "There is a collection in that catalogue already, which stays as it is; name an "
                "empty database with --catalogue or WATWERKT_CATALOGUE."
            )
