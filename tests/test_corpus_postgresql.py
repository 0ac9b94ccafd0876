"""A catalogue on a PostgreSQL server: many writers, failures in words, and servers that restart."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from corpus_documents import FULL, PLAIN, decision, document
from postgresql import EMPTY, LOCKED_OUT, PASSWORD, Server
from sqlalchemy import insert, select, text

from corpus import postgresql as dialect
from corpus import schema
from corpus.catalogue import Catalogue, open_catalogue
from corpus.database import Database, open_database
from corpus.document import Page
from corpus.errors import (
    BytesTaken,
    IdTaken,
    Locked,
    NotFound,
    ReadOnly,
    SettingsWrong,
    Unreachable,
    WatwerktError,
)

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    """An empty catalogue on a server."""
    with postgresql.database(EMPTY) as made:
        yield made


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with closing(open_database(url)) as opened:
        yield opened


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    with closing(open_catalogue(url)) as opened:
        yield opened


@pytest.fixture
def either(catalogue_url: str) -> Iterator[Catalogue]:
    """An empty catalogue of each kind."""
    with closing(open_catalogue(catalogue_url)) as opened:
        yield opened


# The same answers as a file gives


def test_ids_are_in_the_order_of_code_points(either: Catalogue) -> None:
    names = ["B", "a", "b-", "b0", "ba", "z", "é", "ÿ", "\ufb01", "\U0001f3e0"]
    for name in reversed(names):
        either.add(replace(PLAIN, id=name), "test")
    assert either.ids() == names == sorted(names)
    assert [one.id for one in either.summaries()] == names


def test_the_beginning_of_an_id_is_looked_for_as_it_is_written(either: Catalogue) -> None:
    for name in ("ab", "aB", "a%", "a_", "ac", "b"):
        either.add(replace(PLAIN, id=name), "test")
    assert sorted(either.ids_beginning("a")) == ["a%", "aB", "a_", "ab", "ac"]
    assert either.ids_beginning("A") == []
    assert either.ids_beginning("a%") == ["a%"]
    assert either.ids_beginning("a_") == ["a_"]


def test_ids_longer_than_usual_are_kept(either: Catalogue) -> None:
    long = "gemeente/" + "x" * 500
    either.add(replace(PLAIN, id=long), "test")
    either.decide([decision("archetype:zelfbeheer", "assigned", document_id=long)])
    assert either.ids() == [long]


def test_a_nul_in_an_id_is_of_no_document(either: Catalogue) -> None:
    either.add(PLAIN, "test")
    for name in ("\0", f"{PLAIN.id}\0", "\0" + PLAIN.id):
        with pytest.raises(NotFound):
            either.get(name)


def test_a_nul_in_a_text_comes_back(either: Catalogue) -> None:
    pages = (Page(number=1, text="voor\0na"),)
    whole = replace(PLAIN, title="\0", authors=("An\0na",), pages=pages)
    either.add(whole, "test", [])
    assert either.get(PLAIN.id) == whole


def test_what_the_ledger_tells_of_fields_is_found_whatever_stands_beside_it(
    either: Catalogue,
) -> None:
    either.add(PLAIN, "test")
    either.add(document(2), "test")
    either.decide([decision("title", 'over "access": en \0', why='"licence"')])
    assert either.history.telling(["title"], either.ids()) == {PLAIN.id}
    assert either.history.telling(["access", "licence"], either.ids()) == set()


# Many writers


def test_a_failed_addition_leaves_no_gap_in_the_revisions(either: Catalogue) -> None:
    either.add(document(1), "test")
    twice = (Page(number=1, text="een"), Page(number=1, text="nog eens"))
    with pytest.raises(WatwerktError):
        either.add(replace(PLAIN, pages=twice), "test")
    either.add(document(2), "test", [decision("title", "x", document_id="d00002")])
    assert [line.revision for line in either.ledger()] == [1, 2]


def test_the_same_bytes_or_id_come_in_once(either: Catalogue) -> None:
    either.add(PLAIN, "test", once=True)
    with pytest.raises(BytesTaken):
        either.add(replace(PLAIN, id="other"), "test", once=True)
    with pytest.raises(IdTaken):
        either.add(replace(PLAIN, sha256="99" * 32), "test", once=True)
    either.add(replace(PLAIN, id="other"), "test")
    assert either.ids() == [PLAIN.id, "other"]


def test_a_later_revision_is_not_seen_before_an_earlier_one(
    url: str, catalogue: Catalogue, database: Database
) -> None:
    line = {"revision": 1, "at": "2026-01-01T00:00:00+00:00", "who": "een", "action": "add"}
    with ThreadPoolExecutor(1) as pool, closing(open_catalogue(url)) as other:
        with database.writing() as connection:
            connection.execute(
                insert(schema.ledger).values({**line, "document_id": "een", "details": {}})
            )
            second = pool.submit(other.add, PLAIN, "twee")
            time.sleep(0.3)
            assert not second.done()
            assert catalogue.revision == 0
        second.result(timeout=10)
    assert [entry.who for entry in catalogue.ledger()] == ["een", "twee"]


def test_a_reading_sees_one_moment_until_it_ends(database: Database, catalogue: Catalogue) -> None:
    count = select(schema.documents.c.id)
    with database.reading() as connection:
        assert connection.execute(count).all() == []
        catalogue.add(PLAIN, "test")
        assert connection.execute(count).all() == []
    assert catalogue.ids() == [PLAIN.id]


def test_a_reading_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnly, match="may not be written"), database.reading() as connection:
        connection.execute(text("DELETE FROM documents"))


def test_who_waits_too_long_for_another_writer_is_told(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "_PATIENCE", "100ms")
    with (
        closing(open_catalogue(url)) as catalogue,
        database.writing(),
        pytest.raises(Locked, match="is being written by another program; try again"),
    ):
        catalogue.add(PLAIN, "test")


def test_a_writer_that_fell_silent_keeps_the_others_out_for_a_while_only(
    database: Database, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "_SILENCE", "200ms")

    def fall_silent() -> None:
        with database.writing() as connection:
            connection.execute(text("DELETE FROM documents"))
            time.sleep(0.8)
            catalogue.add(PLAIN, "another")
            connection.execute(text("DELETE FROM documents"))

    with pytest.raises(WatwerktError, match="try again"):
        fall_silent()
    assert catalogue.ids() == [PLAIN.id]


_OPENING = """
import sys
from corpus.catalogue import open_catalogue
catalogue = open_catalogue(sys.argv[1])
print(catalogue.identity)
catalogue.close()
"""


def test_programs_that_open_an_empty_database_at_once_make_one_catalogue(
    postgresql: Server,
) -> None:
    with postgresql.database() as url:
        programs_ = [
            subprocess.Popen(
                [sys.executable, "-c", _OPENING, url], stdout=subprocess.PIPE, cwd=PROJECT
            )
            for _ in range(4)
        ]
        names = {program.communicate(timeout=120)[0] for program in programs_}
        assert [program.returncode for program in programs_] == [0, 0, 0, 0]
        assert len(names) == 1


# Failures in words


@pytest.mark.parametrize(
    ("user", "name", "kind", "words"),
    [
        ("watwerkt", "nergens", SettingsWrong, "does not exist; make it with ‘createdb’"),
        ("niemand", "postgres", SettingsWrong, "refuses this user or password"),
        (LOCKED_OUT, "postgres", SettingsWrong, "refuses this user or password"),
        (f"{LOCKED_OUT}:verkeerd", "postgres", SettingsWrong, "refuses this user or password"),
    ],
)
def test_a_server_that_lets_nobody_in_gets_one_sentence(
    postgresql: Server, user: str, name: str, kind: type[WatwerktError], words: str
) -> None:
    with pytest.raises(kind, match=words) as refused:
        open_catalogue(postgresql.address(name, user))
    assert "verkeerd" not in str(refused.value)
    assert "psycopg." not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://anna:geheim@127.0.0.1:1/ww",
        "postgresql+psycopg://anna@127.0.0.1:1/ww?password=geheim",
        "postgres://anna:geheim@nergens.invalid/ww",
    ],
)
def test_a_server_that_does_not_answer_is_named_without_its_password(url: str) -> None:
    with pytest.raises(Unreachable, match="see that its server runs") as refused:
        open_catalogue(url)
    assert "geheim" not in str(refused.value)
    assert "anna" in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://a:geheim@h/d", "postgresql+pg8000://a:geheim@h/d",
                                 "onzin://a:geheim@h:x/d"])  # fmt: skip
def test_an_address_that_cannot_be_is_shown_without_its_password(url: str) -> None:
    with pytest.raises(SettingsWrong, match="cannot be used; write it like") as refused:
        open_catalogue(url)
    assert "geheim" not in str(refused.value)


def test_a_password_opens_the_catalogue(postgresql: Server) -> None:
    with postgresql.database(EMPTY) as url:
        user = f"{LOCKED_OUT}:{quote(PASSWORD, safe='')}"
        with postgresql.connect(url.rpartition("/")[2]) as connection:
            connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {LOCKED_OUT}")
        with closing(open_catalogue(url.replace("watwerkt@", f"{user}@"))) as catalogue:
            catalogue.add(PLAIN, "test")
            assert catalogue.get(PLAIN.id) == PLAIN


def test_who_may_make_no_tables_is_told(postgresql: Server) -> None:
    user = f"{LOCKED_OUT}:{quote(PASSWORD, safe='')}"
    with postgresql.database() as url, pytest.raises(SettingsWrong, match="make him the owner"):
        open_catalogue(url.replace("watwerkt@", f"{user}@"))


def test_a_database_in_another_encoding_is_refused(postgresql: Server) -> None:
    with postgresql.connect() as connection:
        connection.execute(
            "CREATE DATABASE latin ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C' "
            "TEMPLATE template0"
        )
    with pytest.raises(SettingsWrong, match="keeps texts as LATIN1; make a database with"):
        open_catalogue(postgresql.address("latin"))


def test_without_the_driver_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SettingsWrong, match=r"install watwerkt\[postgresql\]"):
        open_catalogue("postgresql+psycopg://anna@127.0.0.1/ww")


def test_a_catalogue_on_a_server_of_a_newer_watwerkt_is_left_alone(
    url: str, database: Database
) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE meta SET schema_version = 99"))
    with pytest.raises(SettingsWrong, match=r"has version 99 .* install a newer watwerkt"):
        open_catalogue(url)


# A server that restarts


def test_after_a_restart_of_the_server_the_next_question_is_answered(own_server: Server) -> None:
    with closing(open_catalogue(own_server.address("ww"))) as catalogue:
        catalogue.add(FULL, "test")
        own_server.stop()
        with pytest.raises(Unreachable, match="see that its server runs"):
            catalogue.get(FULL.id)
        own_server.start()
        assert catalogue.get(FULL.id) == FULL
        own_server.stop()
        own_server.start()
        catalogue.decide([decision("note", "na", document_id=FULL.id)])
        assert catalogue.get(FULL.id).note == "na"


def test_a_reading_that_the_server_breaks_off_is_one_sentence(own_server: Server) -> None:
    with closing(open_database(own_server.address("ww"))) as database:

        def read_on() -> None:
            with database.reading() as connection:
                connection.execute(text("SELECT 1"))
                own_server.stop()
                own_server.start()
                connection.execute(text("SELECT 1"))

        with pytest.raises(Unreachable, match="see that its server runs"):
            read_on()
        with database.reading() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_writing_that_the_server_breaks_off_keeps_nothing(own_server: Server) -> None:
    with closing(open_database(own_server.address("ww"))) as database:
        count = text("SELECT count(*) FROM ledger")

        def write() -> None:
            with database.writing() as connection:
                connection.execute(text("DELETE FROM ledger"))
                own_server.stop()
                own_server.start()

        with database.reading() as connection:
            before = connection.execute(count).scalar_one()
        with pytest.raises(Unreachable):
            write()
        with database.reading() as connection:
            assert connection.execute(count).scalar_one() == before
