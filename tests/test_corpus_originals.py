"""Originals appear whole or not at all, and once."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import WatwerktError
from corpus.originals import FolderOriginals

PROJECT = Path(__file__).resolve().parents[1]
TEXT = b"%PDF-1.7 een rapport"
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(TEXT)
    return path


@pytest.fixture
def originals(tmp_path: Path) -> FolderOriginals:
    return FolderOriginals(tmp_path / "originals")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _python(program: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", program, *map(str, arguments)]


def test_an_original_is_kept_under_its_digest(originals: FolderOriginals, source: Path) -> None:
    originals.keep(source, DIGEST)
    assert originals.path(DIGEST).read_bytes() == TEXT
    assert originals.path(DIGEST).parent.name == DIGEST[:2]
    assert originals.digests() == {DIGEST}
    assert source.exists()


def test_an_original_is_kept_once(originals: FolderOriginals, source: Path, tmp_path: Path) -> None:
    originals.keep(source, DIGEST)
    kept = originals.path(DIGEST).stat()
    other = tmp_path / "kopie.pdf"
    other.write_bytes(TEXT)
    originals.keep(other, DIGEST)
    assert originals.path(DIGEST).stat().st_mtime_ns == kept.st_mtime_ns
    assert len(_files(tmp_path / "originals")) == 1


def test_a_store_that_is_not_there_yet_is_empty(originals: FolderOriginals) -> None:
    assert originals.digests() == frozenset()
    assert not originals.path(DIGEST).exists()


def test_others_may_read_an_original_as_far_as_the_system_lets_them(
    originals: FolderOriginals, source: Path
) -> None:
    before = os.umask(0o022)
    try:
        originals.keep(source, DIGEST)
    finally:
        os.umask(before)
    assert originals.path(DIGEST).stat().st_mode & 0o777 == 0o644


def test_a_file_that_changed_after_its_digest_was_taken_is_not_kept(
    originals: FolderOriginals, source: Path, tmp_path: Path
) -> None:
    source.write_bytes(TEXT + b"!")
    with pytest.raises(WatwerktError, match="changed while it was read; try again"):
        originals.keep(source, DIGEST)
    assert _files(tmp_path / "originals") == []


def test_a_file_that_is_gone_is_named(originals: FolderOriginals, tmp_path: Path) -> None:
    with pytest.raises(WatwerktError, match=r"weg\.pdf cannot be stored in .*: No such file"):
        originals.keep(tmp_path / "weg.pdf", DIGEST)
    assert _files(tmp_path / "originals") == []


def test_a_file_in_the_place_of_the_store_is_named(source: Path) -> None:
    with pytest.raises(WatwerktError, match="cannot be stored"):
        FolderOriginals(source).keep(source, DIGEST)


_KEEP = """
import resource, sys
from pathlib import Path
from corpus.errors import WatwerktError
from corpus.originals import FolderOriginals

resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    FolderOriginals(Path(sys.argv[1])).keep(Path(sys.argv[2]), sys.argv[3])
except WatwerktError as error:
    print(error)
"""


def test_a_disk_that_can_take_no_more_gives_one_sentence_and_leaves_nothing(
    originals: FolderOriginals, tmp_path: Path
) -> None:
    big = tmp_path / "groot.pdf"
    big.write_bytes(bytes(3_000_000))
    digest = hashlib.sha256(big.read_bytes()).hexdigest()
    ended = subprocess.run(
        _python(_KEEP, tmp_path / "originals", big, digest),
        cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "groot.pdf cannot be stored" in ended.stdout
    assert "Traceback" not in ended.stderr
    assert _files(tmp_path / "originals") == []
    assert originals.digests() == frozenset()


_SLOWLY = """
import sys
from pathlib import Path
from corpus.originals import FolderOriginals

FolderOriginals(Path(sys.argv[1])).keep(Path(sys.argv[2]), sys.argv[3])
"""


def test_a_copy_that_is_killed_half_way_is_no_original(
    originals: FolderOriginals, tmp_path: Path
) -> None:
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    process = subprocess.Popen(_python(_SLOWLY, tmp_path / "originals", pipe, DIGEST), cwd=PROJECT)
    with pipe.open("wb") as writing:
        writing.write(TEXT * 100_000)
        writing.flush()
        until = time.monotonic() + 120
        while not _files(tmp_path / "originals") and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    left = _files(tmp_path / "originals")
    assert len(left) == 1
    assert originals.digests() == frozenset()
    assert not originals.path(DIGEST).exists()

    whole = tmp_path / "heel.pdf"
    whole.write_bytes(TEXT)
    originals.keep(whole, DIGEST)
    assert originals.digests() == {DIGEST}
