"""A catalogue behind a pooler that gives each transaction another connection to the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain

import pytest
from corpus_documents import decision, document
from pooler import CONNECTIONS, pgbouncer, pooled
from postgresql import EMPTY, Server
from sqlalchemy import literal, select

from conftest import skip_aloud
from corpus.catalogue import open_catalogue
from corpus.database import open_database

PROGRAMS = 2 * CONNECTIONS
OFTEN = 12  # a driver may prepare what it has asked five times


@pytest.fixture
def urls(postgresql: Server) -> Iterator[tuple[str, str]]:
    """An empty catalogue: its URL, and that through the pooler."""
    if pgbouncer() is None:
        skip_aloud("PgBouncer is missing: install pgbouncer")
    with postgresql.database(EMPTY) as url, pooled(postgresql) as port:
        yield url, url.replace(f":{postgresql.port}/", f":{port}/")


def test_many_programs_write_and_read_over_few_connections(urls: tuple[str, str]) -> None:
    def worked(program: int) -> list[str]:
        ids = []
        with closing(open_catalogue(urls[1])) as catalogue:
            for number in range(program * OFTEN, (program + 1) * OFTEN):
                added = document(number)
                catalogue.add(added, f"program {program}")
                catalogue.decide([decision("note", f"van {number}", document_id=added.id)])
                assert catalogue.get(added.id).note == f"van {number}"
                ids.append(added.id)
        return ids

    with ThreadPoolExecutor(PROGRAMS) as at_once:
        ids = sorted(chain.from_iterable(at_once.map(worked, range(PROGRAMS))))
    with closing(open_catalogue(urls[0])) as catalogue:
        assert catalogue.ids() == ids
        revisions = [line.revision for line in catalogue.ledger()]
        assert revisions == list(range(1, len(revisions) + 1))


def test_what_is_asked_often_is_answered_on_whichever_connection(urls: tuple[str, str]) -> None:
    def asked(program: int) -> None:
        with closing(open_database(urls[1])) as database:
            for turn in range(3 * OFTEN):
                transaction = database.reading if (turn + program) % 2 else database.writing
                with transaction() as connection:
                    for number in range(OFTEN):
                        found = connection.execute(select(literal(number))).scalar_one()
                        assert found == number
                    time.sleep(0.001)  # until another has taken the connection of the last one

    with ThreadPoolExecutor(PROGRAMS) as at_once:
        list(at_once.map(asked, range(PROGRAMS)))
