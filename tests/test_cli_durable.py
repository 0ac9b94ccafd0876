"""What one part of a collection says of another is on the disk before it is said.

A loss of power cannot be tried; the calls to the system that guard against it can be seen.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import PROJECT

_STRACE = ["strace", "-f", "-qq", "-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2"]
_DONE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(?P<call>\w+)\((?P<what>.*)\) += 0$")


@pytest.fixture
def calls(tmp_path: Path) -> list[tuple[str, str]]:
    """Which files an ingest of one text renames and waits for, in order."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed, so calls to the system cannot be seen")
    (tmp_path / "a.txt").write_text("Verslag A\n\nDe bewoners beheren hun binnentuin.", "utf-8")
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "ingest.cli", "--data", str(tmp_path / "data"), "--by", "t"]
    ran = subprocess.run(
        [*_STRACE, "-o", str(trace), *command, "ingest", "a.txt"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if not trace.exists() or "ptrace" in ran.stderr:
        pytest.skip(f"strace may not be used here: {ran.stderr[-200:]}")
    assert ran.returncode == 0, ran.stderr
    found = map(_DONE.match, trace.read_text("utf-8").splitlines())
    return [(each["call"], each["what"]) for each in found if each]


def _at(calls: list[tuple[str, str]], call: str, pattern: str, after: int = -1) -> int:
    for number, (name, what) in enumerate(calls):
        if number > after and name.startswith(call) and re.search(pattern, what):
            return number
    raise AssertionError(f"no {call} of {pattern} after {after}: {calls}")


def test_an_original_is_on_the_disk_before_the_catalogue_speaks_of_it(
    calls: list[tuple[str, str]],
) -> None:
    bytes_there = _at(calls, "fsync", r"/originals/../\.incoming-")
    named = _at(calls, "rename", r"\.incoming-.*/originals/../[0-9a-f]{64}\"", bytes_there)
    name_there = _at(calls, "fsync", r"/originals/..>", named)
    folder_there = _at(calls, "fsync", r"/originals>", named)
    assert _at(calls, "f", r"catalogue\.db-wal>", max(name_there, folder_there)) > named


def test_a_state_of_the_index_is_on_the_disk_before_it_is_the_one_in_use(
    calls: list[tuple[str, str]],
) -> None:
    segment = _at(calls, "fsync", r"/index/build-\w+/documents_\w+\.wws>")
    contents = _at(calls, "fsync", r"/index/build-\w+/_documents_\d+\.toc>")
    names = _at(calls, "fsync", r"/index/build-\w+>", segment)
    used = _at(calls, "rename", r"/\.incoming-\w+.*/current\.json", max(names, contents))
    assert _at(calls, "fsync", r"/index>", used) > used


def test_the_catalogue_waits_for_the_disk_with_every_change(
    calls: list[tuple[str, str]],
) -> None:
    named = _at(calls, "rename", r"\.incoming-.*/originals/")
    follows = _at(calls, "rename", r"current\.json", named)  # the index, which follows
    synced = [what for call, what in calls[named:follows] if call in ("fsync", "fdatasync")]
    assert [what for what in synced if "catalogue.db-wal" in what]
