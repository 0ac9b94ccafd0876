"""The command line on a catalogue that several machines share."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from postgresql import EMPTY, Server

from corpus.catalogue import Catalogue, open_catalogue

PROJECT = Path(__file__).resolve().parents[1]
FILES = 12


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    with postgresql.database(EMPTY) as made:
        yield made


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    with closing(open_catalogue(url)) as opened:
        yield opened


def folder(where: Path, first: int) -> Path:
    """A folder of small reports; those of two folders overlap by half."""
    where.mkdir()
    for number in range(first, first + FILES):
        (where / f"rapport-{number}.txt").write_text(
            f"Verslag {number}\n\nIn wijk {number} beheren {number + 7} bewoners samen de tuin "
            f"van nummer {number}, en dat werkt: er is {number} keer minder overlast.\n"
        )
    return where


def started(data: Path, url: str, *arguments: object) -> subprocess.Popen[str]:
    """A command as on a machine of its own: with a data folder that no other has."""
    environment = os.environ | {"WATWERKT_DATA": str(data), "WATWERKT_CATALOGUE": url}
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "--by", data.name, *map(str, arguments)],
        env=environment, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> list[dict[str, object]]:
    """What a command printed, when it went well."""
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def check_whole(catalogue: Catalogue, documents: int) -> None:
    """Every document is there once, and the ledger tells of all that happened and nothing else."""
    found = list(catalogue.documents())
    assert len(found) == len({one.sha256 for one in found}) == documents
    assert all(one.pages for one in found)
    lines = catalogue.ledger()
    assert [line.revision for line in lines] == list(range(1, len(lines) + 1))
    added = Counter(line.document_id for line in lines if line.action == "add")
    assert added == dict.fromkeys(catalogue.ids(), 1)


def test_machines_that_ingest_at_once_take_each_file_in_once(
    tmp_path: Path, url: str, catalogue: Catalogue
) -> None:
    first, second = folder(tmp_path / "a", 0), folder(tmp_path / "b", FILES // 2)
    asked = (("een", first), ("twee", first), ("drie", second))
    running = [
        started(tmp_path / name, url, "ingest", files, "--json", "--jobs", 1)
        for name, files in asked
    ]
    told = [line for process in running for line in ended(process)]
    assert len(told) == 3 * FILES
    check_whole(catalogue, FILES + FILES // 2)
    statuses = Counter(line["status"] for line in told)
    assert statuses == {"added": FILES + FILES // 2, "unchanged": 3 * FILES // 2}
    assert {line["id"] for line in told} == set(catalogue.ids())


def test_a_machine_that_is_killed_holds_nobody_up_and_loses_nothing(
    tmp_path: Path, url: str, catalogue: Catalogue
) -> None:
    files = folder(tmp_path / "a", 0)
    killed = started(tmp_path / "een", url, "ingest", files, "--json", "--jobs", 1)
    until = time.monotonic() + 120
    while catalogue.revision < 2 and time.monotonic() < until:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    told = ended(started(tmp_path / "twee", url, "ingest", files, "--json", "--jobs", 1))
    assert {"added", "unchanged"} >= {line["status"] for line in told}
    check_whole(catalogue, FILES)


def test_a_catalogue_that_does_not_answer_is_one_sentence_without_its_password(
    tmp_path: Path,
) -> None:
    process = started(tmp_path / "een", "postgresql+psycopg://anna:geheim@127.0.0.1:1/ww", "list")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (6, "")
    assert "see that its server runs" in err
    assert "geheim" not in err
    assert "Traceback" not in err
