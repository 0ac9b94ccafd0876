"""A collection moves to other engines; nothing is lost and nothing twice, also when interrupted."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from opensearch_cluster import Cluster
from postgresql import Server
from s3_server import S3Server
from search_app_accounts import PASSWORD

from conftest import PROJECT, Ran, Watwerkt
from corpus.accounts import Accounts, Role
from corpus.database import sqlite_url
from corpus.exchange import moving
from corpus.originals import FolderOriginals
from ingest.cli import main

TABLES = ["ledger", "documents", "decisions", "pages", "passages", "signatures", "tags"]
TEXTS = {
    "a.txt": "Verslag A\n\nDe bewoners beheren hun binnentuin zelf. Dat werkt goed.",
    "b.txt": "Verslag B\n\nDe bewoners van de straat openen samen een buurthuis.",
    "c.txt": "Verslag C\n\nDe gemeente knapte met de corporatie de portieken op.",
}


@pytest.fixture(scope="session")
def old_collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three texts, of which one is withdrawn; to be copied."""
    folder = tmp_path_factory.mktemp("oud")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    command = ["--data", str(folder / "data"), "--by", "test"]
    _run([*command, "ingest", *(str(folder / name) for name in TEXTS)])
    first = next((folder / "data" / "originals").glob("??/*")).name
    with closing(sqlite3.connect(folder / "data" / "catalogue.db")) as connection:
        (document_id,) = connection.execute(
            "SELECT id FROM documents WHERE sha256 = ?", [first]
        ).fetchone()
    _run([*command, "withdraw", document_id, "--reason", "verouderd"])
    return folder / "data"


@pytest.fixture
def old(old_collection: Path, data: Path) -> Path:
    shutil.copytree(old_collection, data)
    return data


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return tmp_path / "new"


@pytest.fixture
def at(watwerkt: Watwerkt) -> Callable[..., Ran]:
    """Run a command on another data folder."""
    return lambda folder, *arguments: watwerkt("--data", folder, *arguments)


def _run(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert not ended.value.code


def _same(ran: Ran) -> list[str]:
    """Names of the tables that were told to be the same on both sides."""
    return [one["part"] for one in ran.json if one.get("same") and "rows" in one]


@pytest.mark.usefixtures("old")
def test_a_moved_collection_is_the_same_and_answers_the_same(
    new: Path, watwerkt: Watwerkt, at: Callable[..., Ran]
) -> None:
    asked = ("search", "bewoners", "--json")
    before = watwerkt(*asked).json[0]
    moved = watwerkt("move", "--to-data", new, "--json")
    assert moved.code == 0, moved.err
    assert _same(moved) == TABLES
    assert moved.json[len(TABLES) :] == [
        {"part": "originals", "files": 3, "bytes": moved.json[-2]["bytes"],
         "missing": [], "damaged": []},
        {"part": "index", "documents": 2, "same": True},
    ]  # fmt: skip
    assert f"WATWERKT_DATA={new}" in moved.err
    assert at(new, "verify").code == 0
    after = at(new, *asked).json[0]
    assert after | {"took_ms": 0} == before | {"took_ms": 0}
    both = watwerkt("verify", "--to-data", new, "--json")
    assert (both.code, _same(both)) == (0, [*TABLES, "identity"])


@pytest.mark.usefixtures("old")
def test_lines_for_a_person_tell_rows_and_checksum_of_each_table(
    new: Path, watwerkt: Watwerkt
) -> None:
    lines = watwerkt("move", "--to-data", new).out.splitlines()
    words = [line.split() for line in lines[: len(TABLES)]]
    assert [line[0] for line in words] == TABLES
    assert words[1][1:3] == ["3", "rows"]
    assert all(len(line[3]) == 16 and line[4:] == ["the", "same"] for line in words)


def test_the_moved_collection_goes_on_where_the_old_one_was(
    old: Path, new: Path, watwerkt: Watwerkt, at: Callable[..., Ran]
) -> None:
    watwerkt("move", "--to-data", new)
    shutil.rmtree(old)
    (new / "d.txt").write_text("Verslag D\n\nBewoners planten samen bomen in de straat.", "utf-8")
    taken_in = at(new, "ingest", new / "d.txt")
    assert taken_in.code == 0
    assert "anew" not in taken_in.err  # the index is that of this catalogue
    assert at(new, "search", "bomen", "--json").json[0]["total"] == 1


@pytest.mark.usefixtures("old")
def test_originals_alone_can_be_moved_to_a_bucket_and_back(
    new: Path, s3_server: S3Server, watwerkt: Watwerkt
) -> None:
    bucket = s3_server.bucket()
    moved = watwerkt("move", "--to-originals", bucket, "--json")
    assert moved.code == 0, moved.err
    assert [(one["part"], one["files"]) for one in moved.json] == [("originals", 3)]
    assert watwerkt("--originals", bucket, "verify").code == 0
    back = watwerkt("--originals", bucket, "move", "--to-originals", new)
    assert back.code == 0, back.err
    assert len(FolderOriginals(new).digests()) == 3


@pytest.mark.usefixtures("quick_passwords")
def test_a_collection_moves_to_a_server_with_a_bucket_and_back(
    old: Path, new: Path, postgresql: Server, s3_server: S3Server, watwerkt: Watwerkt
) -> None:
    with closing(Accounts(sqlite_url(old / "accounts.db"))) as accounts:
        accounts.add("Anna", Role.LIBRARIAN, PASSWORD)
    bucket = s3_server.bucket()
    with postgresql.database() as url:
        there = ["--to-catalogue", url, "--to-index", f"whoosh://{new}/index"]
        moved = watwerkt("move", *there, "--to-originals", bucket, "--json")
        assert moved.code == 0, moved.err
        assert _same(moved) == [*TABLES, "accounts", "attempts", "sessions"]
        server = ["--catalogue", url, "--index", f"whoosh://{new}/index", "--originals", bucket]
        assert watwerkt(*server, "verify").code == 0
        assert "Anna" in watwerkt(*server, "account", "list").out
        back = watwerkt(*server, "move", "--to-data", new / "back")
        assert back.code == 0, back.err
    assert watwerkt("verify", "--to-data", new / "back").code == 0
    assert "Anna" in watwerkt("--data", new / "back", "account", "list").out
    assert (new / "back" / "accounts.db").stat().st_mode & 0o077 == 0


@pytest.mark.opensearch
@pytest.mark.usefixtures("old")
def test_a_collection_moves_to_a_cluster(
    postgresql: Server, cluster: Cluster, watwerkt: Watwerkt
) -> None:
    index = cluster.address("verhuisd")
    asked = ("search", "bewoners", "--json")
    before = watwerkt(*asked).json[0]
    with postgresql.database() as url:
        moved = watwerkt("move", "--to-catalogue", url, "--to-index", index)
        assert moved.code == 0, moved.err
        server = ["--catalogue", url, "--index", index]
        assert watwerkt(*server, "verify").code == 0
        after = watwerkt(*server, *asked).json[0]
    assert [one["id"] for one in after["hits"]] == [one["id"] for one in before["hits"]]


# Refused


@pytest.mark.usefixtures("old")
def test_where_a_collection_is_already_nothing_is_touched(new: Path, watwerkt: Watwerkt) -> None:
    assert watwerkt("move", "--to-data", new).code == 0
    before = (new / "catalogue.db").read_bytes()
    for more in ([], ["--resume"]):
        refused = watwerkt("move", "--to-data", new, *more)
        assert refused.code == 2
        assert "already" in refused.err
    assert (new / "catalogue.db").read_bytes() == before


@pytest.mark.usefixtures("old", "quick_passwords")
def test_accounts_that_are_there_stay_as_they_are(new: Path, watwerkt: Watwerkt) -> None:
    with closing(Accounts(sqlite_url(new / "accounts.db"))) as accounts:
        accounts.add("Bea", Role.PARTNER, PASSWORD)
    refused = watwerkt("move", "--to-data", new)
    assert refused.code == 2
    assert "There are accounts at" in refused.err


@pytest.mark.usefixtures("old")
def test_a_store_with_files_of_others_is_refused(new: Path, watwerkt: Watwerkt) -> None:
    (new / "originals" / "ab").mkdir(parents=True)
    (new / "originals" / "ab" / f"ab{'0' * 62}").write_bytes(b"van een ander")
    refused = watwerkt("move", "--to-data", new)
    assert refused.code == 2
    assert "1 files that are none of this collection" in refused.err


@pytest.mark.usefixtures("old")
def test_a_place_that_is_the_old_one_is_refused(data: Path, watwerkt: Watwerkt) -> None:
    for arguments in ([], ["--to-data", data]):
        refused = watwerkt("move", *arguments)
        assert refused.code == 2
        assert "Name the other place" in refused.err


# Interrupted


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "step",
    [
        "ingest.cli.move_command.copy_accounts",
        "corpus.exchange.along._copy",
        "ingest.cli.move_command.rebuild",
        "ingest.cli.move_command.finish",
    ],
)
@pytest.mark.usefixtures("old")
def test_a_move_that_was_interrupted_goes_on(
    step: str, new: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(step, _interrupted)
        stopped = watwerkt("move", "--to-data", new)
    assert stopped.code == 130
    assert "cannot be used. Go on with the same command and --resume" in stopped.err
    unusable = watwerkt("--data", new, "status")
    assert unusable.code == 5
    assert "half of a collection" in unusable.err
    assert watwerkt("move", "--to-data", new).code == 2
    resumed = watwerkt("move", "--to-data", new, "--resume", "--json")
    assert resumed.code == 0, resumed.err
    assert _same(resumed) == TABLES
    assert watwerkt("--data", new, "verify").code == 0


_KILLED = """
import os, signal, sys
from corpus.exchange import moving
from ingest.cli import main

keep = moving._keep

def some(connection, table, rows):
    if table.name == "pages":
        os.kill(os.getpid(), signal.SIGKILL)
    keep(connection, table, rows)

moving._keep = some
main(sys.argv[1:])
"""


@pytest.mark.usefixtures("old")
def test_a_move_that_was_killed_goes_on(data: Path, new: Path, watwerkt: Watwerkt) -> None:
    arguments = ["--data", str(data), "--by", "t", "move", "--to-data", str(new)]
    killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert "half of a collection" in watwerkt("--data", new, "status").err
    resumed = watwerkt("move", "--to-data", new, "--resume", "--json")
    assert (resumed.code, _same(resumed)) == (0, TABLES)
    assert watwerkt("verify", "--to-data", new).code == 0


def test_what_changed_since_an_interruption_is_copied_anew(
    old: Path, new: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("ingest.cli.move_command.rebuild", _interrupted)
        assert watwerkt("move", "--to-data", new).code == 130
    document_id = watwerkt("list", "--json").json[0]["id"]
    assert watwerkt("edit", document_id, "--set", "title=Een andere titel").code == 0
    assert watwerkt("move", "--to-data", new, "--resume").code == 0
    assert watwerkt("verify", "--to-data", new).code == 0
    assert old.exists()


@pytest.mark.usefixtures("old")
def test_half_of_another_collection_is_refused(
    new: Path, tmp_path: Path, watwerkt: Watwerkt, at: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr("ingest.cli.move_command.rebuild", _interrupted)
        assert watwerkt("move", "--to-data", new).code == 130
    refused = at(tmp_path / "derde", "move", "--to-catalogue", sqlite_url(new / "catalogue.db"),
                 "--resume")  # fmt: skip
    assert refused.code == 2
    assert "half of another collection" in refused.err


def test_an_old_collection_that_changes_meanwhile_is_not_let_go(
    old: Path, new: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = moving.copy_catalogue

    def changed_meanwhile(*arguments: object) -> object:
        compared = copy(*arguments)  # type: ignore[arg-type]
        with closing(sqlite3.connect(old / "catalogue.db")) as connection, connection:
            connection.execute(
                "INSERT INTO ledger (at, who, action, document_id, details)"
                " SELECT at, who, action, document_id, details FROM ledger LIMIT 1"
            )
        return compared

    monkeypatch.setattr("ingest.cli.move_command.copy_catalogue", changed_meanwhile)
    stopped = watwerkt("move", "--to-data", new)
    assert stopped.code == 4
    assert "was changed by another program while it was moved" in stopped.err


# Not the same


def test_an_original_that_is_gone_or_damaged_is_told_and_the_rest_moved(
    old: Path, new: Path, watwerkt: Watwerkt, at: Callable[..., Ran]
) -> None:
    gone, damaged, whole = sorted((old / "originals").glob("??/*"))
    gone.unlink()
    damaged.write_bytes(b"bedorven")
    moved = watwerkt("move", "--to-data", new)
    assert moved.code == 1
    assert f"the original {gone.name} is gone, and was not moved" in moved.err
    assert f"the original {damaged.name} is damaged, and was not moved" in moved.err
    assert FolderOriginals(new / "originals").digests() == {whole.name}
    assert len(at(new, "verify", "--json").json) == 2


@pytest.mark.usefixtures("old")
def test_a_row_that_differs_is_found(new: Path, watwerkt: Watwerkt) -> None:
    assert watwerkt("move", "--to-data", new).code == 0
    with closing(sqlite3.connect(new / "catalogue.db")) as connection, connection:
        connection.execute("UPDATE pages SET text = text || ' ' WHERE rowid = 2")
    ran = watwerkt("verify", "--to-data", new)
    assert ran.code == 1
    assert "there pages is not the same" in ran.out
    assert "NOT THE SAME: 3 rows there" in ran.out
