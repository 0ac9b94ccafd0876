"""Who makes an index on a cluster anew may be interrupted, and need not be alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opensearch_cluster import Cluster
from opensearch_house import House, Readers, answers, documents, furnished, opened

from conftest import PROJECT
from corpus.errors import Locked, Unreachable
from index import rebuild
from index.opensearch import client, lease

COUNT = 40
HALF = COUNT // 2
LASTING = 3.0  # seconds for which a builder who is not heard of keeps others out

BUILDER = f"""
import sys
from pathlib import Path
from opensearch_house import opened
from index.opensearch import bulk, lease

lease.LASTING = {LASTING}
bulk._LARGEST = 1  # each document is written when it comes
house = opened(Path(sys.argv[1]), sys.argv[2])

def documents():
    for number, document in enumerate(house.catalogue.documents()):
        if number == {HALF}:
            print("half", flush=True)
            sys.stdin.readline()
        yield document

house.index.rebuild(documents(), house.catalogue.revision)
"""


@contextmanager
def builder(folder: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has made half of the index anew; it goes on when it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(folder), address],
        cwd=PROJECT / "tests",
        env={"PYTHONPATH": f"{PROJECT}:{PROJECT / 'tests'}"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def address(cluster: Cluster) -> Iterator[str]:
    """Where there is an index until the test ends."""
    yield cluster.address("built")
    cluster.ask("DELETE", "/built-*")


@pytest.fixture
def house(tmp_path: Path, address: str) -> House:
    house = furnished(tmp_path, address, COUNT)
    rebuild(house.index, house.catalogue)
    return house


def kept(cluster: Cluster) -> tuple[set[str], set[str]]:
    """The engine indices that there are, and those of them that are in use."""
    told = cluster.ask("GET", "/built-*/_alias")
    return set(told), {name for name, one in told.items() if "built" in one["aliases"]}


@pytest.mark.opensearch
def test_of_a_builder_who_was_killed_nothing_is_seen_and_nothing_stays(
    cluster: Cluster, house: House, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = answers(house.index)
    house.add(documents(5, first=COUNT))
    before = kept(cluster)
    with Readers(house.index, expected) as readers, builder(tmp_path, address) as process:
        readers.wait()
        process.kill()
        readers.wait()
    assert (readers.errors, readers.failures, readers.wrong) == ([], [], [])
    left, used = kept(cluster)
    assert used == before[1]
    assert left > used
    monkeypatch.setattr(lease, "PATIENCE", LASTING * 10)
    rebuild(house.index, house.catalogue)
    now, used = kept(cluster)
    assert now == used
    assert not now & left
    assert house.is_whole


@pytest.mark.opensearch
def test_of_two_builders_one_is_told_that_the_other_is_busy(
    cluster: Cluster, house: House, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(cluster)
    house.add(documents(5, first=COUNT))
    monkeypatch.setattr(lease, "PATIENCE", LASTING * 2)  # he is heard of all the time
    with builder(tmp_path, address) as process:
        with pytest.raises(Locked, match="Another command is writing to the index"):
            rebuild(house.index, house.catalogue)
        process.communicate("go on\n")
        assert process.returncode == 0
    now, used = kept(cluster)
    assert now == used
    assert not now & before[0]
    assert opened(tmp_path, address).is_whole


@pytest.mark.opensearch
def test_a_switch_of_which_the_answer_is_lost_loses_no_index(
    cluster: Cluster, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = client.Cluster.ask

    def lost(self: client.Cluster, method: str, path: str, *rest: Any, **named: Any) -> Any:
        answer = plain(self, method, path, *rest, **named)
        if path == "/_aliases":
            raise Unreachable
        return answer

    house.add(documents(5, first=COUNT))
    monkeypatch.setattr(client.Cluster, "ask", lost)
    with pytest.raises(Unreachable):
        rebuild(house.index, house.catalogue)
    monkeypatch.undo()
    assert house.is_whole
    rebuild(house.index, house.catalogue)
    now, used = kept(cluster)
    assert now == used
