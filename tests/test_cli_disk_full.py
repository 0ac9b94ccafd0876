"""A full disk ends a command in one sentence, keeps what was kept, and is no harm afterwards.

The disk is a real small one, mounted where only the commands of the test see it.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import PROJECT, Ran

_SIZE = 8 * 2**20  # bytes
_MOUNT = f'mount -t tmpfs -o size={_SIZE} tmpfs "$1" && echo mounted && exec cat'
# How to see a mount of one's own, and how another joins it; the first needs no superuser.
_WAYS = (
    (["unshare", "-rm"], ["-U", "--preserve-credentials", "-m"]),
    (["unshare", "-m"], ["-m"]),
)
_SENTENCE = "Bewoners van wijk {0} beheren in week {1} samen tuin {2} en kas {3}. "


@dataclass
class Disk:
    """A small disk at ``path``, there for the commands that are run here."""

    path: Path
    options: list[str] = field(default_factory=list)
    _holder: subprocess.Popen[str] = field(kw_only=True)
    _joining: list[str] = field(kw_only=True)

    def run(self, *arguments: object) -> Ran:
        """What a command does."""
        joined = ["nsenter", "-t", str(self._holder.pid), *self._joining]
        ran = subprocess.run(
            [*joined, sys.executable, "-m", "ingest.cli", "--by", "test", *self.options,
             *map(str, arguments)],
            cwd=self.path.parent, env=os.environ | {"PYTHONPATH": str(PROJECT)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in ran.stderr, ran.stderr
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    @property
    def seen(self) -> Path:
        """The same place, as the test sees it."""
        return Path(f"/proc/{self._holder.pid}/root{self.path}")

    def fill(self, *, but: int) -> None:
        """Leave so many bytes."""
        found = os.statvfs(self.seen)
        with (self.seen / "ballast").open("wb") as ballast, suppress(OSError):
            ballast.write(bytes(max(0, found.f_bavail * found.f_bsize - but)))

    def clear(self) -> None:
        """Make room again."""
        (self.seen / "ballast").unlink()

    def names(self) -> set[str]:
        """Files and folders on the disk itself."""
        return {path.name for path in self.seen.iterdir()}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    for beginning, joining in _WAYS:
        with subprocess.Popen(
            [*beginning, "sh", "-c", _MOUNT, "sh", str(place)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as holder:  # fmt: skip
            assert holder.stdout is not None
            if holder.stdout.readline() == "mounted\n":
                options = ["--data", str(tmp_path / "data")]
                yield Disk(place, options, _holder=holder, _joining=joining)
                return
    pytest.skip("no small disk may be mounted here (unshare -rm and unshare -m are refused)")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Thirty texts of some 10 kB, no two alike."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(30):
        text = "".join(_SENTENCE.format(number, n, n * number, n + number) for n in range(150))
        (folder / f"{number:02}.txt").write_text(text, "utf-8")
    return folder


def _is_told(ran: Ran) -> None:
    last = ran.err.splitlines()[-1]
    assert ran.code not in (0, 2)
    assert last.startswith("watwerkt: ")
    assert "disk is full" in last
    assert "make room" in last
    assert not any(line.startswith("watwerkt: ") for line in ran.err.splitlines()[:-1])


def _place(part: str, disk: Disk, tmp_path: Path) -> list[str]:
    """Options that put one part of a collection on the small disk and the rest elsewhere."""
    parts = {"catalogue": tmp_path, "index": tmp_path, "originals": tmp_path, part: disk.path}
    return [
        "--data", str(parts["originals"] / "data"),
        "--catalogue", f"sqlite:///{parts['catalogue'] / 'catalogue.db'}",
        "--index", f"whoosh://{parts['index'] / 'index'}",
    ]  # fmt: skip


@pytest.mark.parametrize("part", ["catalogue", "originals", "index"])
def test_an_ingest_stops_at_a_full_disk_and_the_same_command_completes_it(
    part: str, disk: Disk, files: Path, tmp_path: Path
) -> None:
    disk.options = _place(part, disk, tmp_path)
    assert disk.run("ingest", files / "00.txt", files / "01.txt").code == 0
    disk.fill(but=100_000)
    ran = disk.run("ingest", files, "--json")
    _is_told(ran)
    assert "failed" not in ran.out
    assert len(ran.json) < 30 or part == "index"  # that comes at the end
    assert disk.run("search", '"wijk 1"', "--json").json[0]["total"] >= 1
    disk.clear()
    assert disk.run("ingest", files).code == 0
    assert disk.run("search", "bewoners", "--json").json[0]["total"] == 30
    checked = disk.run("verify")
    assert (checked.code, checked.out) == (0, "")
    assert "30 documents checked, 0 problems" in checked.err
    assert not [path for path in disk.seen.rglob("*") if "incoming" in path.name]


def test_an_export_that_does_not_fit_leaves_the_one_before(disk: Disk, files: Path) -> None:
    disk.run("ingest", files / "00.txt")
    whole = disk.path / "collection.jsonl"
    assert disk.run("export", "--format", "jsonl", "--output", whole).code == 0
    before = (disk.seen / whole.name).read_bytes()
    disk.run("ingest", files)
    disk.fill(but=100_000)
    _is_told(disk.run("export", "--format", "jsonl", "--output", whole))
    assert (disk.seen / whole.name).read_bytes() == before
    assert disk.names() == {"ballast", whole.name}
    disk.clear()
    assert disk.run("export", "--format", "jsonl", "--output", whole).code == 0
    assert len((disk.seen / whole.name).read_bytes().splitlines()) == 30


@pytest.mark.parametrize("room", [20_000, 800_000])  # the catalogue does not fit, or the rest
def test_a_backup_that_does_not_fit_leaves_nothing(room: int, disk: Disk, files: Path) -> None:
    disk.run("ingest", files)
    disk.fill(but=room)
    _is_told(disk.run("backup", disk.path / "backup.zip"))
    assert disk.names() == {"ballast"}
    disk.clear()
    assert disk.run("backup", disk.path / "backup.zip").code == 0
    assert disk.names() == {"backup.zip"}
    assert disk.run("verify").code == 0


def test_an_index_that_cannot_be_made_anew_leaves_the_old_one(
    disk: Disk, files: Path, tmp_path: Path
) -> None:
    disk.options = _place("index", disk, tmp_path)
    disk.run("ingest", files)
    disk.fill(but=50_000)
    _is_told(disk.run("reindex"))
    assert disk.run("search", "bewoners", "--json").json[0]["total"] == 30
    assert len(list(disk.seen.glob("index/build-*"))) == 1
    disk.clear()
    assert disk.run("reindex").code == 0
    assert disk.run("verify").code == 0


def test_a_decision_that_cannot_be_kept_is_told_and_nothing_is_changed(
    disk: Disk, files: Path, tmp_path: Path
) -> None:
    disk.options = _place("catalogue", disk, tmp_path)
    document = disk.run("ingest", files / "00.txt", "--json").json[0]["id"]
    disk.fill(but=0)
    _is_told(disk.run("edit", document, "--set", "title=Een andere titel"))
    disk.clear()
    assert disk.run("show", document, "--json").json[0]["title"] != "Een andere titel"
    assert disk.run("edit", document, "--set", "title=Een andere titel").code == 0
    assert disk.run("verify").code == 0


def test_the_disk_of_these_tests_is_a_real_one(disk: Disk) -> None:
    disk.fill(but=0)
    with pytest.raises(OSError, match="space") as full:
        (disk.seen / "more").write_bytes(bytes(10_000))
    assert full.value.errno == errno.ENOSPC
