"""What a worker writes, starts and answers has limits too."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.extract import Extractor, Limits
from ingest.reading import Reading

# Readers that the worker finds by name.


def read_starting(path: Path) -> Reading:
    """Start a program that does not end, and wait for it."""
    with subprocess.Popen(["sleep", "600"]) as child:
        path.with_suffix(".pid").write_text(str(child.pid))
    raise AssertionError


def read_leaving(path: Path) -> Reading:
    """Start a program that does not end, and leave it behind."""
    child = subprocess.Popen(["sleep", "600"])
    path.with_suffix(".pid").write_text(str(child.pid))
    return Reading(pages=(Page(number=1, text="klaar"),))


def read_filling(path: Path) -> Reading:
    """Write a file that is larger than any that reading needs."""
    try:
        with path.with_suffix(".vol").open("wb") as file:
            file.truncate(2**31)
    except OSError as error:
        return Reading(pages=(Page(number=1, text=error.strerror or ""),))
    return Reading(pages=(Page(number=1, text="geschreven"),))


def read_forging(path: Path) -> Reading:
    """Give what stands in the file for an answer, as a worker could that was taken over."""
    vars(sys.modules["__main__"])["encode"] = lambda _: path.read_bytes()
    return Reading(pages=())


_NAMES = ("starting", "leaving", "filling", "forging")


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    readers = {name: f"{__name__}:read_{name}" for name in _NAMES}
    with Extractor(Limits(seconds=2), readers) as extractor:
        yield extractor


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("x")
    return file


def _ends(process: int) -> bool:
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{process}/status")
        if status.exists() and "zombie" in status.read_text():
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_a_worker_started_ends_with_it_at_a_limit(
    extractor: Extractor, path: Path
) -> None:
    with pytest.raises(ReadFailed, match="at the limit of 2 seconds"):
        extractor.extract(path, "starting")
    assert _ends(int(path.with_suffix(".pid").read_text()))


def test_a_program_that_a_worker_left_behind_ends_with_it(extractor: Extractor, path: Path) -> None:
    assert extractor.extract(path, "leaving").pages[0].text == "klaar"
    assert _ends(int(path.with_suffix(".pid").read_text()))


def test_a_worker_cannot_fill_the_disk(extractor: Extractor, path: Path) -> None:
    assert extractor.extract(path, "filling").pages[0].text == "File too large"


@pytest.mark.parametrize("answer", [
    b"", b"{}", b"[]", b"5", b"null", b"\xff", b"[" * 100_000, b'{"reading": 1}',
    b'{"reading": {"pages": 1}}', b'{"reading": {"pages": [1]}}',
    b'{"reading": {"pages": [{"number": "een", "text": 1}]}}',
    b'{"reading": {"pages": [], "title": {"a": 1}}}',
    b'{"reading": {"pages": [], "authors": [["a"]]}}',
    b'{"reading": {"pages": [], "language": 5}}',
    b'{"reading": {"pages": [], "vreemd": "x"}}',
    b'{"reading": null, "failed": ["x"]}',
])  # fmt: skip
def test_a_forged_answer_gives_a_sentence(extractor: Extractor, path: Path, answer: bytes) -> None:
    path.write_bytes(answer)
    with pytest.raises(ReadFailed, match="Reading this file broke off; save it anew"):
        extractor.extract(path, "forging")


def test_an_answer_without_end_is_refused(extractor: Extractor, path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(70 * 2**20)
    with pytest.raises(ReadFailed, match="more text than any document"):
        extractor.extract(path, "forging")
