"""A collection is opened, and changed by one at a time."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from corpus.collection import Collection, open_collection
from corpus.errors import Locked, SettingsWrong
from corpus.settings import Settings, load_settings

PROJECT = Path(__file__).resolve().parents[1]

_HOLD = f"""
import sys, time
sys.path.insert(0, {str(PROJECT)!r})
from pathlib import Path
from corpus.collection import open_collection
from corpus.settings import load_settings

with open_collection(load_settings({{}}, Path(sys.argv[1]), {{"data": "data"}})).writing("ingest"):
    print("busy", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({}, tmp_path, {"data": "data"})


def _refused(collection: Collection) -> str:
    with pytest.raises(Locked) as refused, collection.writing("retag"):
        pytest.fail("two at once")
    return str(refused.value)


def test_a_new_collection_is_empty_and_has_its_folders(settings: Settings) -> None:
    collection = open_collection(settings)
    with closing(collection.catalogue):
        assert collection.catalogue.ids() == []
        assert collection.originals.digests() == frozenset()
        assert len(collection.taxonomy.archetypes) == 14
        assert Path(settings.originals).is_dir()


def test_a_data_folder_that_cannot_be_made_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("een bestand")
    with pytest.raises(SettingsWrong, match=r"cannot be made: .*; choose another with --data"):
        open_collection(load_settings({}, tmp_path, {"data": "data"}))


def test_who_writes_is_alone_and_leaves_nothing_behind(settings: Settings) -> None:
    collection = open_collection(settings)
    with closing(collection.catalogue):
        with collection.writing("ingest"):
            assert "‘watwerkt ingest’ (process" in _refused(collection)
        assert not settings.lock.with_suffix(".json").exists()
        with collection.writing("retag"):
            pass


@pytest.mark.parametrize("holder", [None, "", "[]", "geen json"])
def test_a_busy_collection_says_so_even_when_it_is_not_known_who(
    settings: Settings, holder: str | None
) -> None:
    collection = open_collection(settings)
    with closing(collection.catalogue), collection.writing("ingest"):
        path = settings.lock.with_suffix(".json")
        path.unlink() if holder is None else path.write_text(holder)
        assert "changed by another command; try again" in _refused(collection)


def test_a_lock_that_cannot_be_made_is_one_sentence(settings: Settings) -> None:
    collection = open_collection(settings)
    settings.lock.mkdir()
    with (
        closing(collection.catalogue),
        pytest.raises(SettingsWrong, match="may not be written"),
        collection.writing("ingest"),
    ):
        pytest.fail("no lock")


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path, settings: Settings) -> None:
    collection = open_collection(settings)
    with closing(collection.catalogue):
        with subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(tmp_path)], stdout=subprocess.PIPE
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"busy\n"
            assert f"process {other.pid}" in _refused(collection)
            other.send_signal(signal.SIGKILL)
        with collection.writing("retag"):
            pass
