"""Opening a catalogue, and its failures in words for a person."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_documents import FULL, PLAIN
from sqlalchemy import create_engine, event, text

from corpus import schema
from corpus.catalogue import open_catalogue
from corpus.database import Database
from corpus.document import Page
from corpus.errors import Locked, SettingsWrong, WatwerktError

TESTS = Path(__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a catalogue with one document lies."""
    path = tmp_path / "catalogue.db"
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        catalogue.add(PLAIN, "watwerkt")
    return path


@pytest.fixture
def direct(path: Path) -> Iterator[sqlite3.Connection]:
    """The same database, past the catalogue."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_readers_and_a_writer_go_together(direct: sqlite3.Connection) -> None:
    assert direct.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_present_catalogue_is_opened_without_waiting_for_a_writer(
    path: Path, direct: sqlite3.Connection
) -> None:
    direct.execute("BEGIN IMMEDIATE")
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.get(PLAIN.id) == PLAIN
    direct.execute("ROLLBACK")


@pytest.mark.parametrize(
    "before",
    ["", "CREATE TABLE meta (schema_version INTEGER NOT NULL)",
     "CREATE TABLE meta (schema_version INTEGER NOT NULL); INSERT INTO meta VALUES (0)"],
    ids=["no tables", "no version", "version 0"],
)  # fmt: skip
def test_an_empty_or_unfinished_catalogue_is_brought_up_to_date(
    tmp_path: Path, before: str
) -> None:
    path = tmp_path / "catalogue.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(before)
    for _ in range(2):
        with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
            assert catalogue.ids() == []
    with closing(sqlite3.connect(path)) as connection:
        versions = connection.execute("SELECT schema_version FROM meta").fetchall()
    assert versions == [(schema.SCHEMA_VERSION,)]


def test_a_catalogue_of_the_first_version_gets_a_name_and_keeps_its_documents(
    path: Path, direct: sqlite3.Connection
) -> None:
    direct.executescript(
        "DROP TABLE identity; UPDATE meta SET schema_version = 1;"
        "ALTER TABLE documents DROP COLUMN findings; ALTER TABLE documents DROP COLUMN isbn;"
        "ALTER TABLE pages DROP COLUMN apart; ALTER TABLE pages DROP COLUMN ocr;"
        "ALTER TABLE pages DROP COLUMN language;"
    )
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        name = catalogue.identity
        assert catalogue.get(PLAIN.id) == PLAIN
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.identity == name
        assert name


def test_pages_of_an_older_catalogue_are_in_the_language_of_their_document(
    path: Path, direct: sqlite3.Connection
) -> None:
    direct.execute("UPDATE meta SET schema_version = 6")
    direct.execute("ALTER TABLE pages DROP COLUMN language")
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.get(PLAIN.id) == PLAIN
        page = replace(PLAIN.pages[0], language="en")
        catalogue.replace(replace(PLAIN, pages=(page,)), "test", "describe")
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.get(PLAIN.id).pages == (page,)
        assert catalogue.pages(PLAIN.id, [1]) == (page,)


def test_a_catalogue_from_before_passages_can_keep_them(
    path: Path, direct: sqlite3.Connection
) -> None:
    direct.executescript("DROP TABLE passages; UPDATE meta SET schema_version = 7")
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.get(PLAIN.id) == PLAIN
        told = replace(FULL, id=PLAIN.id, sha256=PLAIN.sha256)
        catalogue.replace(told, "test", "describe")
        assert catalogue.get(PLAIN.id).passages == FULL.passages


def test_every_catalogue_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = set()
    for number in range(2):
        with closing(open_catalogue(f"sqlite:///{tmp_path / str(number)}")) as catalogue:
            names.add(catalogue.identity)
    assert len(names) == 2


def test_a_catalogue_of_a_newer_watwerkt_is_left_alone(
    path: Path, direct: sqlite3.Connection
) -> None:
    direct.execute("UPDATE meta SET schema_version = 99")
    with pytest.raises(SettingsWrong, match=r"has version 99 .* install a newer watwerkt"):
        open_catalogue(f"sqlite:///{path}")
    assert direct.execute("SELECT count(*) FROM documents").fetchone() == (1,)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "address ‘nonsense’ cannot be used; write it like sqlite:////"),
        ("", "cannot be used"),
        ("mongodb://x/y", "cannot be used"),
        ("sqlite:////no/such/folder/c.db", "cannot be opened; check that its folder exists"),
        ("sqlite:////", "cannot be opened"),
    ],
)
def test_an_address_that_cannot_be_used_gets_one_sentence(url: str, words: str) -> None:
    with pytest.raises(SettingsWrong) as refused:
        open_catalogue(url)
    message = str(refused.value)
    assert words in message
    assert "sqlalchemy" not in message.lower()
    assert "sqlite3." not in message


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"%PDF-1.7 no database at all" * 100)
    with pytest.raises(SettingsWrong, match="is no catalogue; choose another file"):
        open_catalogue(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_damaged_catalogue_asks_for_a_backup(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(SettingsWrong, match="is damaged; restore a backup"):
        open_catalogue(f"sqlite:///{path}").ids()


def test_a_catalogue_that_stays_busy_says_that_another_program_writes(
    path: Path, direct: sqlite3.Connection
) -> None:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 0})
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    direct.execute("BEGIN IMMEDIATE")
    with (
        closing(Database(engine)) as database,
        pytest.raises(Locked, match="is being written by another program; try again"),
        database.writing() as connection,
    ):
        connection.execute(text("DELETE FROM documents"))


_FULL = f"""
import resource, sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS.parent)!r}]
from dataclasses import replace
from corpus.catalogue import open_catalogue
from corpus.document import Page
from corpus.errors import WatwerktError
from corpus_documents import FULL, PLAIN

catalogue = open_catalogue(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    pages = tuple(Page(number=n, text="woord " * 1000) for n in range(1, 500))
    catalogue.add(replace(PLAIN, id="groot", pages=pages), "watwerkt")
except WatwerktError as error:
    print(error)
assert catalogue.ids() == [PLAIN.id]
catalogue.close()
"""


def test_a_disk_that_can_take_no_more_gives_one_sentence_and_leaves_nothing(path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _FULL, f"sqlite:///{path}"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert "and try again" in ended.stdout
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        assert catalogue.ids() == [PLAIN.id]
        assert catalogue.revision == 1


def test_a_catalogue_that_may_not_be_written_can_be_read(
    path: Path, direct: sqlite3.Connection
) -> None:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda c, _: c.execute("PRAGMA query_only = ON"))
    with closing(Database(engine)) as database:
        with database.reading() as connection:
            assert connection.execute(text("SELECT id FROM documents")).scalar() == PLAIN.id
        with (
            pytest.raises(SettingsWrong, match="may not be written; ask for the right"),
            database.writing() as connection,
        ):
            connection.execute(text("DELETE FROM documents"))
    assert direct.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_any_other_failure_names_the_catalogue_and_no_library(path: Path) -> None:
    twice = (Page(number=1, text="een"), Page(number=1, text="nog eens"))
    with closing(open_catalogue(f"sqlite:///{path}")) as catalogue:
        with pytest.raises(WatwerktError) as failed:
            catalogue.add(replace(PLAIN, id="x", pages=twice), "watwerkt")
        assert str(failed.value).startswith(f"The catalogue at sqlite:///{path} failed: ")
        assert "sqlalchemy" not in str(failed.value).lower()
        assert "sqlalche.me" not in str(failed.value)


def test_a_password_in_the_address_is_not_shown() -> None:
    engine = create_engine("sqlite:///file:x?mode=ro&uri=true")
    engine.url = engine.url.set(username="anna", password="geheim")  # noqa: S106
    with (
        closing(Database(engine)) as database,
        pytest.raises(WatwerktError) as failed,
        database.reading(),
    ):
        pass
    assert "geheim" not in str(failed.value)


def test_a_closed_catalogue_leaves_no_connection_behind(path: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{path}")
    catalogue.ids()
    catalogue.close()
    del catalogue
    gc.collect()
    assert not path.with_name("catalogue.db-wal").exists()
