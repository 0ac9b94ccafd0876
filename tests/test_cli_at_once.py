"""Several commands at one collection: one changes it, the others wait or are told who does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from conftest import PROJECT, Watwerkt

_PATIENCE = 120  # seconds
_COUNT = 90  # more than go into the index at a time


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(_COUNT):
        text = f"Verslag {number}\n\nBewoners van wijk {number} beheren samen hun binnentuin."
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return folder


def _start(data: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ingest.cli", "--data", str(data), "--by", "test"]
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        cwd=data.parent, env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _started_ingest(data: Path, files: Path) -> subprocess.Popen[str]:
    """An ingest that has taken its first file in."""
    process = _start(data, "ingest", files)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("added")
    return process


def test_of_two_ingests_started_together_one_is_done_and_one_told_who_is_busy(
    files: Path, data: Path, watwerkt: Watwerkt
) -> None:
    both = [_start(data, "ingest", files) for _ in range(2)]
    ended = [process.communicate(timeout=_PATIENCE) for process in both]
    codes = [process.returncode for process in both]
    assert sorted(codes) == [0, 4], ended
    told = ended[codes.index(4)][1]
    assert f"by ‘watwerkt ingest’ (process {both[codes.index(0)].pid}, since " in told
    again = watwerkt("ingest", files, "--json").json
    assert {outcome["status"] for outcome in again} == {"unchanged"}
    assert watwerkt("search", "binnentuin", "--json").json[0]["total"] == _COUNT
    assert watwerkt("verify").code == 0


def test_retag_during_an_ingest_is_told_who_is_busy_and_harms_nothing(
    files: Path, data: Path, watwerkt: Watwerkt
) -> None:
    process = _started_ingest(data, files)
    told = watwerkt("retag")
    process.communicate(timeout=_PATIENCE)
    assert (told.code, process.returncode) == (4, 0)
    assert f"‘watwerkt ingest’ (process {process.pid}" in told.err
    assert watwerkt("retag").code == 0
    assert watwerkt("verify").code == 0


def test_verify_during_an_ingest_tells_no_problem_that_the_ingest_is_about_to_mend(
    files: Path, data: Path, watwerkt: Watwerkt
) -> None:
    process = _started_ingest(data, files)
    told = watwerkt("verify")
    process.communicate(timeout=_PATIENCE)
    assert "is being changed by ‘watwerkt ingest’" in told.err
    assert "belongs to no document" not in told.out
    assert watwerkt("verify").code == 0


def test_the_page_answers_all_the_time_while_files_come_in(
    files: Path, data: Path, watwerkt: Watwerkt
) -> None:
    assert watwerkt("ingest", files / "00.txt").code == 0
    page = _start(data, "serve", "--port", "0")
    try:
        assert page.stdout is not None
        address = page.stdout.readline().split()[1]
        process = _started_ingest_of_the_rest(data, files)
        totals = [_total(address)]
        while process.poll() is None:
            totals.append(_total(address))
        totals.append(_total(address))
    finally:
        page.kill()
        page.communicate()
    assert process.communicate()[1].strip().startswith(f"{_COUNT - 1} added")
    assert process.returncode == 0
    assert totals == sorted(totals)
    assert totals[-1] == _COUNT


def _started_ingest_of_the_rest(data: Path, files: Path) -> subprocess.Popen[str]:
    process = _start(data, "ingest", files)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("unchanged")
    return process


def _total(address: str) -> int:
    asked = urllib.parse.urljoin(address, "/api/v1/search?q=binnentuin")
    with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310
        assert answer.status == 200
        return int(json.load(answer)["total"])
