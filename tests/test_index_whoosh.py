"""The embedded engine on a disk that fails, under another's lock, and while others change it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import Library, Shelf, document, taxonomy

from corpus.errors import (
    DiskFull,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Locked,
    SettingsWrong,
)
from index import Query, open_index, whoosh_index
from index.embedded import current
from index.protocols import SearchIndex

ROOT = Path(__file__).parents[1]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library("whoosh", tmp_path)
    library.put(document("a", "Een portiek in de wijk."), document("b", "Een tuin in de wijk."))
    library.put(document("c", "Een wijk."))
    library.delete("c")
    return library


@pytest.fixture
def folder(library: Library, tmp_path: Path) -> Path:  # noqa: ARG001 - is filled by it
    return tmp_path / "index"


def opened(folder: Path, shelf: Shelf | None = None) -> SearchIndex:
    """The index as another process would open it."""
    return open_index(f"whoosh://{folder}", shelf or Shelf(), taxonomy())


def build(folder: Path) -> Path:
    (found,) = folder.glob("build-*")
    return found


@contextmanager
def started(program: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A Python program at work on the index at ``folder``, from when it says that it is busy."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, f"whoosh://{folder}"],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "busy\n"
            yield process
        finally:
            process.kill()


# Addresses


@pytest.mark.parametrize("address", ["whoosh://relative", "ftp:///x", "", "/srv/index", "whoosh:"])
def test_an_address_no_engine_understands_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(SettingsWrong, match="whoosh:///"):
        open_index(address, Shelf(), taxonomy())


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path / "100% één #1 ?x")
    library.put(document("a", "tuin"))
    assert library.found("tuin") == ["a"]
    assert (tmp_path / "100% één #1 ?x" / "index" / "current.json").exists()


# Missing, outdated


def test_opening_or_asking_makes_no_folder(tmp_path: Path) -> None:
    index = opened(tmp_path / "nergens")
    with pytest.raises(IndexMissing, match="watwerkt reindex"):
        index.count(Query())
    with pytest.raises(IndexMissing), index.batch(1):
        pass
    assert not (tmp_path / "nergens").exists()


def test_an_index_made_by_other_rules_is_outdated_until_it_is_rebuilt(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "fingerprint", lambda _version: "andere regels")
    index = opened(folder, library.shelf)
    for _ in range(2):
        with pytest.raises(IndexOutdated, match="watwerkt reindex"):
            index.search(Query())
    with pytest.raises(IndexOutdated), index.batch(1):
        pass
    index.rebuild(library.shelf.documents.values(), 9)
    assert index.count(Query(text="wijk")) == 3


def test_a_running_server_sees_that_another_version_has_rebuilt(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.found("portiek") == ["a"]
    with monkeypatch.context() as newer:
        newer.setattr(current, "fingerprint", lambda _version: "andere regels")
        opened(folder).rebuild([], 1)
    for _ in range(2):  # and does not go on with what it had in memory
        with pytest.raises(IndexOutdated):
            library.found("portiek")


# Locked


def test_two_cannot_write_at_once(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_index, "_PATIENCE", 0.05)
    other = opened(folder)
    with library.index.batch(5) as batch:
        batch.put(document("d", "zolder"))
        with pytest.raises(Locked, match="try again"), other.batch(6):
            pass
        with pytest.raises(Locked, match="try again"):
            other.rebuild([], 6)
    assert library.index.ids() == {"a", "b", "d"}


HOLDER = """
import sys, time
from index import open_index
from corpus.archetypes import load_taxonomy
from index_collection import Shelf
index = open_index(sys.argv[1], Shelf(), load_taxonomy())
with index.batch(5):
    print("busy", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_another_process_goes_when_it_is_killed(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_index, "_PATIENCE", 0.05)
    with started(HOLDER, folder) as holder:
        with pytest.raises(Locked):
            library.put(document("d", "zolder"))
        assert library.found("portiek") == ["a"]
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    library.put(document("d", "zolder"))
    assert library.found("zolder") == ["d"]


# Damaged


def damage(path: Path, chance: random.Random) -> None:
    """Change, cut off or empty a file."""
    content = bytearray(path.read_bytes())
    how = chance.choice(("flip", "flip", "cut", "empty"))
    if how == "flip":
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    else:
        del content[len(content) // 2 if how == "cut" else 0 :]
    path.write_bytes(content)


def files_of(folder: Path) -> list[Path]:
    return [folder / "current.json", *build(folder).glob("*.toc"), *build(folder).glob("*.wws")]


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_byte_is_told_as_damage_and_never_searched(
    library: Library, folder: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    right = opened(folder, library.shelf).search(Query(text="wijk"))
    files = files_of(folder)
    damage(files[seed % len(files)], chance)
    index = opened(folder, library.shelf)
    for _ in range(2):
        with contextlib.suppress(IndexDamaged):  # unless nothing of the change is read
            found = index.search(Query(text="wijk"))
            assert replace(found, took_ms=right.took_ms) == right
    with pytest.raises(IndexDamaged, match="watwerkt reindex"):
        index.check()
    index.rebuild(library.shelf.documents.values(), 9)
    index.check()
    assert index.count(Query(text="wijk")) == 3


@pytest.mark.parametrize("number", range(4))
def test_nothing_is_searched_or_built_on_files_that_are_not_whole(
    library: Library, folder: Path, number: int
) -> None:
    files = files_of(folder)
    path = files[number % len(files)]
    path.write_bytes(path.read_bytes()[:-9])
    index = opened(folder, library.shelf)
    with pytest.raises(IndexDamaged, match="watwerkt reindex"):
        index.search(Query(text="wijk"))
    with pytest.raises(IndexDamaged), index.batch(1):
        pass


@pytest.mark.parametrize(
    "content", ["", "[]", "null", "7", "{}", '{"crc32": 0}', "[" * 9999, "\x00"]
)
def test_a_state_file_that_makes_no_sense_is_damage(
    library: Library, folder: Path, content: str
) -> None:
    (folder / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamaged):
        library.search("wijk")


def test_a_removed_file_is_damage(library: Library, folder: Path) -> None:
    shutil.rmtree(build(folder))
    with pytest.raises(IndexDamaged):
        opened(folder, library.shelf).search(Query(text="wijk"))


def test_a_changed_revision_in_the_state_is_noticed(library: Library, folder: Path) -> None:
    state = json.loads((folder / "current.json").read_text(encoding="utf-8"))
    (folder / "current.json").write_text(json.dumps(state | {"revision": 99}), encoding="utf-8")
    with pytest.raises(IndexDamaged):
        _ = library.index.revision


# A folder that cannot be written


def test_a_folder_under_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    with pytest.raises(SettingsWrong, match="cannot be written"):
        opened(tmp_path / "bestand" / "index").rebuild([], 1)


def test_a_full_disk_while_rebuilding_leaves_the_old_index(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(whoosh_index, "write_state", full)
        with pytest.raises(DiskFull, match=r"The disk is full: .* make room"):
            library.index.rebuild([], 9)
    assert library.found("portiek") == ["a"]
    assert len(list(folder.glob("build-*"))) == 1
