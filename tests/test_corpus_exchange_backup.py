"""A backup holds everything, and one that is not whole brings nothing back."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from collections_compared import everything, settings_in
from corpus_documents import FULL, PLAIN, decision
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archetypes import load_taxonomy
from corpus.catalogue import open_catalogue
from corpus.collection import Collection
from corpus.database import open_database
from corpus.errors import Locked, SettingsWrong, UsageError, WatwerktError
from corpus.exchange.backup import back_up, open_backup
from corpus.exchange.restoring import restore
from corpus.exchange.snapshot import Counts, copy_rows, counts, snapshot
from corpus.files import whole_file
from corpus.originals import FolderOriginals
from corpus.schema import SCHEMA_VERSION
from corpus.settings import Settings

CONTENT = b"%PDF-1.7 de bytes van het rapport"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
WITH_ORIGINAL = replace(PLAIN, sha256=DIGEST)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """Two documents, one with its original, with decisions."""
    settings_ = settings_in(tmp_path / "data")
    originals = FolderOriginals(Path(settings_.originals))
    (tmp_path / "rapport.pdf").write_bytes(CONTENT)
    originals.keep(tmp_path / "rapport.pdf", DIGEST)
    with closing(open_catalogue(settings_.catalogue)) as catalogue:
        catalogue.add(WITH_ORIGINAL, "Anna", [decision("title", "Nieuw")])
        catalogue.add(FULL, "Anna")
        catalogue.decide([decision("note", "later", document_id=FULL.id)])
        yield Collection(
            settings=settings_, taxonomy=load_taxonomy(), catalogue=catalogue, originals=originals
        )


@pytest.fixture
def backup(collection: Collection, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    back_up(collection, target, "0.1")
    return target


# Making one


def test_a_backup_brings_everything_back(
    collection: Collection, backup: Path, tmp_path: Path
) -> None:
    new = settings_in(tmp_path / "new" / "data")
    restored = restore(backup, new)
    assert (restored.manifest.documents, restored.manifest.pages) == (2, 3)
    assert restored.taxonomy is None
    assert everything(new) == everything(collection.settings)
    assert FolderOriginals(Path(new.originals)).path(DIGEST).read_bytes() == CONTENT
    assert {path.name for path in new.data.iterdir()} - {new.lock.name} == {
        "catalogue.db", "originals",
    }  # fmt: skip


def test_a_backup_says_what_it_holds(collection: Collection, tmp_path: Path) -> None:
    made = back_up(collection, tmp_path / "b.zip", "7.0")
    assert made.missing == (FULL.id,)
    assert not made.changed
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for name, member in manifest["members"].items():
            content = archive.read(name)
            assert hashlib.sha256(content).hexdigest() == member["sha256"]
            assert len(content) == member["size"]
        assert set(archive.namelist()) == {*manifest["members"], "manifest.json"}
    assert (manifest["watwerkt"], manifest["originals"]) == ("7.0", 1)


def test_an_original_that_changed_is_kept_as_it_is_and_told(
    collection: Collection, tmp_path: Path
) -> None:
    Path(collection.originals.place(DIGEST)).write_bytes(b"bedorven")
    made = back_up(collection, tmp_path / "b.zip", "1")
    assert made.changed == (DIGEST,)
    new = settings_in(tmp_path / "new")
    restore(tmp_path / "b.zip", new)
    assert FolderOriginals(Path(new.originals)).path(DIGEST).read_bytes() == b"bedorven"


def test_a_new_backup_takes_the_place_of_the_old_one_and_of_nothing_else(
    collection: Collection, backup: Path, tmp_path: Path
) -> None:
    before = backup.read_bytes()
    back_up(collection, backup, "2")
    assert backup.read_bytes() != before
    other = collection.settings.data / "catalogue.db"
    with pytest.raises(UsageError, match="is no backup"):
        back_up(collection, other, "1")
    with pytest.raises(UsageError, match="There is no folder"):
        back_up(collection, tmp_path / "nowhere" / "b.zip", "1")
    with pytest.raises(UsageError, match="is no file"):
        back_up(collection, tmp_path, "1")


def test_an_interrupted_backup_leaves_the_old_one_and_nothing_else(
    collection: Collection, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, names = backup.read_bytes(), {path.name for path in tmp_path.iterdir()}

    def interrupt(_self: object, _sha256: str) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(FolderOriginals, "open", interrupt)
    with pytest.raises(KeyboardInterrupt):
        back_up(collection, backup, "2")
    assert backup.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == names


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "x"
    with suppress(RuntimeError), whole_file(target) as file:
        file.write(b"half")
        raise RuntimeError
    assert not list(tmp_path.iterdir())
    with whole_file(target) as file:
        file.write(b"heel")
        assert not target.exists()
    assert target.read_bytes() == b"heel"


@pytest.mark.parametrize("copy", [snapshot, copy_rows])
def test_a_snapshot_holds_all_rows_and_not_what_comes_after(
    collection: Collection, tmp_path: Path, copy: Callable[..., None]
) -> None:
    before = everything(collection.settings)
    database = open_database(collection.settings.catalogue)
    target = tmp_path / "copy.db"
    copy(database, target)
    database.close()
    collection.catalogue.decide([decision("title", "Te laat")])
    assert counts(target) == Counts(documents=2, pages=3)
    assert [p.name for p in tmp_path.glob("copy.db*")] == ["copy.db"]
    address = f"sqlite:///{target}"
    assert everything(replace(collection.settings, catalogue=address)) == before
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# Restoring where something is


def test_a_backup_is_never_restored_over_a_collection(collection: Collection, backup: Path) -> None:
    before = everything(collection.settings)
    with pytest.raises(UsageError, match="give an empty folder with --data"):
        restore(backup, collection.settings)
    assert everything(collection.settings) == before


def test_what_an_interrupted_restore_left_is_no_collection(backup: Path, tmp_path: Path) -> None:
    new = settings_in(tmp_path / "new")
    (new.data / ".restoring-1" / "originals").mkdir(parents=True)
    new.lock.touch()
    restore(backup, new)
    assert not list(new.data.glob(".restoring-*"))


def test_two_at_once_are_refused(backup: Path, tmp_path: Path) -> None:
    new = settings_in(tmp_path / "new")
    new.data.mkdir()
    with filelock.FileLock(new.lock), pytest.raises(Locked):
        restore(backup, new)


def test_a_catalogue_elsewhere_is_restored_elsewhere(
    collection: Collection, backup: Path, tmp_path: Path
) -> None:
    address = f"sqlite:///{tmp_path / 'far' / 'ww.db'}"
    new = settings_in(tmp_path / "new", catalogue=address)
    restore(backup, new)
    assert everything(new) == everything(collection.settings)
    assert [path.name for path in (tmp_path / "far").glob("ww.db")] == ["ww.db"]
    shutil.rmtree(new.data)
    with pytest.raises(UsageError, match=r"something in .*ww\.db"):
        restore(backup, new)
    assert not new.data.exists()


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_what_is_left_of_another_catalogue_is_not_written_into_the_restored_one(
    backup: Path, tmp_path: Path, ending: str
) -> None:
    left = tmp_path / "far" / f"ww.db{ending}"
    left.parent.mkdir()
    left.write_bytes(b"changes of another catalogue")
    new = settings_in(tmp_path / "new", catalogue=f"sqlite:///{tmp_path / 'far' / 'ww.db'}")
    with pytest.raises(UsageError, match=rf"something in .*ww\.db{ending} already"):
        restore(backup, new)
    assert [path.name for path in left.parent.iterdir()] == [left.name]


@pytest.mark.parametrize("address", ["mysql://host/ww", "sqlite://", "x", "sqlite:///file:a"])
def test_another_database_is_refused_with_what_to_do(
    backup: Path, tmp_path: Path, address: str
) -> None:
    with pytest.raises(SettingsWrong, match="leave the setting catalogue out"):
        restore(backup, settings_in(tmp_path / "new", catalogue=address))
    assert not (tmp_path / "new").exists()


def test_another_taxonomy_is_laid_beside_and_a_missing_one_in_its_place(
    collection: Collection, backup: Path, tmp_path: Path
) -> None:
    own = collection.settings.taxonomy.read_bytes()
    other = tmp_path / "other.yaml"
    other.write_bytes(own + b"# mine\n")
    first = settings_in(tmp_path / "first", taxonomy=str(other))
    laid = restore(backup, first).taxonomy
    assert laid is not None
    assert laid.read_bytes() == own
    assert other.read_bytes() == own + b"# mine\n"
    gone = tmp_path / "second" / "rules.yaml"
    assert restore(backup, settings_in(tmp_path / "second", taxonomy=str(gone))).taxonomy is None
    assert gone.read_bytes() == own


# Backups that are not whole


def _refused(path: Path, new: Settings) -> str:
    with pytest.raises(WatwerktError) as refused:
        restore(path, new)
    assert not new.data.exists()
    message = str(refused.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("part", [0, 1, 21, 0.1, 0.5, 0.9, -1, -22, -400])
def test_a_backup_that_was_cut_off_is_refused(backup: Path, tmp_path: Path, part: float) -> None:
    whole = backup.read_bytes()
    length = int(part * len(whole)) if isinstance(part, float) else part % len(whole)
    backup.write_bytes(whole[:length])
    assert "no whole backup" in _refused(backup, settings_in(tmp_path / "new"))


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_backup_of_which_a_byte_changed_is_refused_or_makes_no_difference(
    backup: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(backup.read_bytes())
    # The ends hold the names, sizes and places; what lies between is content.
    place = data.draw(
        st.integers(0, len(whole) - 1) | st.integers(max(0, len(whole) - 1500), len(whole) - 1)
    )
    whole[place] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.mktemp("altered")
    altered, new = folder / "altered.zip", settings_in(folder / "data")
    altered.write_bytes(whole)
    message = ""
    try:
        restore(altered, new)
    except WatwerktError as error:
        message = str(error)
    if message:
        assert "\n" not in message
        assert not new.data.exists()
    else:
        fresh = settings_in(folder / "fresh")
        restore(backup, fresh)
        assert everything(new) == everything(fresh)
        assert FolderOriginals(Path(new.originals)).path(DIGEST).read_bytes() == CONTENT


def _rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The same archive with other members; checksums of the ZIP are right again."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _with_manifest(members: dict[str, bytes], /, **values: object) -> None:
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | values).encode()


def _add_outside(members: dict[str, bytes]) -> None:
    content = b"kwaad"
    there = json.loads(members["manifest.json"])["members"]
    there["../outside"] = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    members["../outside"] = content
    _with_manifest(members, members=there)


def _replace_original(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("originals/"))
    members[name] = b"?" * len(members[name])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_add_outside, "no whole backup"),
        (_replace_original, "no whole backup"),
        (lambda members: members.pop("taxonomy.yaml"), "no whole backup"),
        (lambda members: members.pop("manifest.json"), "no whole backup"),
        (lambda members: members.update(extra=b""), "no whole backup"),
        (lambda members: members.update({"manifest.json": b"{}"}), "no whole backup"),
        (lambda members: _with_manifest(members, documents=3), "not the one of its manifest"),
        (lambda members: _with_manifest(members, version=2), "install that to restore it"),
    ],
    ids=["outside", "other", "less", "no manifest", "more", "empty manifest", "counts", "newer"],
)
def test_an_altered_backup_is_refused(
    backup: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], words: str
) -> None:
    _rewritten(backup, change)
    assert words in _refused(backup, settings_in(tmp_path / "new"))
    assert not (tmp_path / "outside").exists()


def test_a_catalogue_of_a_newer_watwerkt_is_refused(collection: Collection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(collection.settings.data / "catalogue.db")) as connection:
        target = tmp_path / "b.zip"
        back_up(collection, target, "1")
        connection.execute("UPDATE meta SET schema_version = ?", (SCHEMA_VERSION + 1,))
        connection.commit()
        newer = tmp_path / "newer.db"
        with closing(sqlite3.connect(newer)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    def change(members: dict[str, bytes]) -> None:
        content = members["catalogue.db"] = newer.read_bytes()
        there = json.loads(members["manifest.json"])["members"]
        digest = hashlib.sha256(content).hexdigest()
        there["catalogue.db"] = {"size": len(content), "sha256": digest}
        _with_manifest(members, members=there)

    _rewritten(target, change)
    assert "install a newer watwerkt" in _refused(target, settings_in(tmp_path / "new"))


@pytest.mark.parametrize("content", [b"", b"een brief", b"PK\x05\x06" + bytes(18)])
def test_any_other_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brief.zip"
    path.write_bytes(content)
    with pytest.raises(WatwerktError, match="no whole backup"), open_backup(path):
        pass
