"""A collection goes from a file to a server and back, by a backup, and loses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from collections_compared import everything, settings_in
from corpus_documents import FULL, PLAIN, decision, document
from postgresql import EMPTY, Server

from corpus.accounts import Accounts, Role
from corpus.catalogue import open_catalogue
from corpus.collection import Collection, open_collection
from corpus.document import Page
from corpus.errors import Unreachable, UsageError
from corpus.exchange import restoring
from corpus.exchange.backup import back_up
from corpus.exchange.restoring import restore

CONTENT = b"%PDF-1.7 de bytes van het rapport"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
ODD = Page(number=1, text="een \0 en een \U0010fffe, \U0010fffe0 en é")


@pytest.fixture
def server_url(postgresql: Server) -> Iterator[str]:
    with postgresql.database(EMPTY) as url:
        yield url


@pytest.fixture
def collection(tmp_path: Path, catalogue_url: str) -> Iterator[Collection]:
    """Documents with decisions, on each kind of database."""
    opened = open_collection(settings_in(tmp_path / "data", catalogue=catalogue_url))
    (tmp_path / "rapport.pdf").write_bytes(CONTENT)
    opened.originals.keep(tmp_path / "rapport.pdf", DIGEST)
    with closing(opened.catalogue) as catalogue:
        catalogue.add(replace(PLAIN, sha256=DIGEST), "Anna", [decision("title", "Nieuw")])
        catalogue.add(FULL, "Anna")
        catalogue.add(replace(document(3), pages=(ODD,), authors=("half \udce9",)), "Anna")
        catalogue.decide([decision("note", "later", document_id=FULL.id)])
        catalogue.decide([decision("status", "withdrawn", document_id="d00003")])
        yield opened


@pytest.fixture
def backup(collection: Collection, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    back_up(collection, target, "0.1")
    return target


def test_a_backup_of_either_brings_everything_to_a_server(
    collection: Collection, backup: Path, tmp_path: Path, server_url: str
) -> None:
    new = settings_in(tmp_path / "new", catalogue=server_url)
    restored = restore(backup, new)
    assert restored.manifest.documents == 3
    assert everything(new) == everything(collection.settings)
    assert {path.name for path in new.data.iterdir()} - {new.lock.name} == {"originals"}


def test_a_backup_of_either_brings_everything_to_a_file(
    collection: Collection, backup: Path, tmp_path: Path
) -> None:
    new = settings_in(tmp_path / "new")
    restore(backup, new)
    assert everything(new) == everything(collection.settings)


def test_what_was_restored_on_a_server_goes_on_where_it_was(
    backup: Path, tmp_path: Path, server_url: str
) -> None:
    restore(backup, settings_in(tmp_path / "new", catalogue=server_url))
    with closing(open_catalogue(server_url)) as catalogue:
        catalogue.decide([decision("note", "na het terugzetten", document_id=FULL.id)])
        assert catalogue.revision == 6
        assert catalogue.get(FULL.id).note == "na het terugzetten"
        assert [one.value for one in catalogue.decisions(FULL.id)] == [
            "later",
            "na het terugzetten",
        ]


def test_a_backup_is_never_restored_over_a_collection_on_a_server(
    backup: Path, tmp_path: Path, server_url: str
) -> None:
    first = settings_in(tmp_path / "first", catalogue=server_url)
    restore(backup, first)
    before = everything(first)
    with pytest.raises(UsageError, match="There is a collection in that catalogue already"):
        restore(backup, settings_in(tmp_path / "second", catalogue=server_url))
    assert everything(first) == before
    assert not (tmp_path / "second").exists()


@pytest.mark.usefixtures("quick_passwords")
def test_accounts_beside_a_catalogue_stay_as_they_are(
    backup: Path, tmp_path: Path, server_url: str
) -> None:
    with closing(Accounts(server_url)) as accounts:
        accounts.add("pia", Role.PARTNER, "een zin die niemand raadt")
        restore(backup, settings_in(tmp_path / "new", catalogue=server_url))
        assert [account.name for account in accounts.listed()] == ["pia"]


def test_what_fails_at_the_end_leaves_nothing_on_the_server_or_in_the_folder(
    backup: Path, tmp_path: Path, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = restoring._place

    def interrupted(*arguments: object) -> None:
        place(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    new = settings_in(tmp_path / "new", catalogue=server_url)
    monkeypatch.setattr(restoring, "_place", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(backup, new)
    monkeypatch.undo()
    assert not new.data.exists()
    with closing(open_catalogue(server_url)) as catalogue:
        assert catalogue.ids() == []
        assert catalogue.revision == 0
    restore(backup, new)


def test_a_collection_that_came_in_meanwhile_stays_and_nothing_else_does(
    backup: Path, tmp_path: Path, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*_: object) -> None:
        with closing(open_catalogue(server_url)) as catalogue:
            catalogue.add(document(7), "een ander")

    monkeypatch.setattr(restoring, "_check_catalogue", meanwhile)
    new = settings_in(tmp_path / "new", catalogue=server_url)
    with pytest.raises(UsageError, match="There is a collection in that catalogue already"):
        restore(backup, new)
    assert not new.data.exists()
    with closing(open_catalogue(server_url)) as catalogue:
        assert catalogue.ids() == ["d00007"]


def test_a_server_that_does_not_answer_leaves_no_folder(backup: Path, tmp_path: Path) -> None:
    new = settings_in(tmp_path / "new", catalogue="postgresql+psycopg://anna@127.0.0.1:1/ww")
    with pytest.raises(Unreachable, match="see that its server runs"):
        restore(backup, new)
    assert not new.data.exists()


def test_a_backup_is_of_one_moment_while_others_go_on(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digests() -> frozenset[str]:
        collection.catalogue.add(document(9, sha256="99" * 32), "van elders")
        return frozenset({DIGEST})

    monkeypatch.setattr(type(collection.originals), "digests", lambda _: digests())
    made = back_up(collection, tmp_path / "b.zip", "1")
    assert made.manifest.documents == 3
    assert "d00009" not in made.missing
