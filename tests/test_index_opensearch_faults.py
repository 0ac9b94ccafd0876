"""What readers and librarians are told while nodes of a cluster die, their network or their disk.

Either the same answer or an error of ours; never fewer hits.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from index_collection import taxonomy
from opensearch_cluster import Cluster, missing
from opensearch_house import Readers, answers, documents, furnished
from tcp_forwarder import Forwarder

from conftest import skip_aloud
from corpus.errors import ReadOnly, Unreachable
from corpus.originals import FolderOriginals
from index import rebuild, synchronise
from index.opensearch import bulk, client
from search_app import create_app

COUNT = 60
TOLD = "Look whether it runs and can be reached from here, and try again."


@pytest.fixture(scope="module")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if lacking := missing():
        skip_aloud(lacking)
    with Cluster(tmp_path_factory.mktemp("nodes"), nodes=3) as cluster:
        yield cluster


@pytest.fixture
def nodes(three_nodes: Cluster) -> Iterator[Cluster]:
    """A cluster of three nodes that may be harmed."""
    yield three_nodes
    three_nodes.clear()


def manager(cluster: Cluster) -> int:
    """The node that leads the others, without which they must choose another first."""
    (told,) = cluster.ask("GET", "/_cat/cluster_manager?format=json")
    return int(told["node"].removeprefix("node-"))


def test_a_node_that_dies_is_missed_by_nobody_or_told(nodes: Cluster, tmp_path: Path) -> None:
    kept_twice = furnished(tmp_path / "twice", nodes.address("twice", (3, 1)), COUNT)
    kept_once = furnished(tmp_path / "once", nodes.address("once", (3, 0)), COUNT)
    for house in (kept_twice, kept_once):
        rebuild(house.index, house.catalogue)
    nodes.wait()
    expected = answers(kept_twice.index)
    assert answers(kept_once.index) == expected

    dying = manager(nodes)
    twice, once = Readers(kept_twice.index, expected), Readers(kept_once.index, expected)
    with twice, once:
        for readers in (twice, once):
            readers.wait()
        nodes.kill(dying)
        for readers in (twice, once):
            readers.wait(20)

    for readers in (twice, once):
        assert (readers.failures, readers.wrong) == ([], [])
    assert twice.errors == []
    assert [error for error in once.errors if not isinstance(error, Unreachable)] == []
    assert str(once.errors[-1]).endswith(TOLD)
    nodes.start(dying)
    assert answers(kept_once.index) == expected


def is_answered(readers: Readers) -> bool:
    """Whether the next answers are no errors."""
    errors = len(readers.errors)
    readers.wait(20)
    return len(readers.errors) == errors


def test_a_node_that_hangs_keeps_readers_waiting_until_the_others_go_on_without_it(
    nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = furnished(tmp_path, nodes.address("hung", (3, 1)), COUNT)
    rebuild(house.index, house.catalogue)
    nodes.wait()
    expected = answers(house.index)
    monkeypatch.setattr(client, "ASKING", 5.0)
    hanging = manager(nodes)
    nodes.pause(hanging)
    try:
        with Readers(house.index, expected) as readers:
            end = time.monotonic() + 400
            while not is_answered(readers):
                assert time.monotonic() < end
    finally:
        nodes.resume(hanging)
    assert (readers.failures, readers.wrong) == ([], [])
    assert [error for error in readers.errors if not isinstance(error, Unreachable)] == []
    assert answers(house.index) == expected


def die_while_written(patch: pytest.MonkeyPatch, cluster: Cluster, node: int, after: int) -> None:
    """Have a node die after so many documents were written, each of them by itself."""
    plain, written = bulk._sent, count()

    def sent(*arguments: Any, **named: Any) -> list[str]:
        if next(written) == after:
            cluster.kill(node)
        return plain(*arguments, **named)

    patch.setattr(bulk, "_LARGEST", 1)
    patch.setattr(bulk, "_sent", sent)


@pytest.mark.parametrize("copies", [0, 1])
def test_what_a_dying_node_interrupts_is_caught_up_with_by_the_next_command(
    nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    house = furnished(tmp_path, nodes.address(f"caught-up-{copies}", (3, copies)), COUNT)
    rebuild(house.index, house.catalogue)
    house.add(documents(COUNT, first=COUNT))
    nodes.wait()
    dying = manager(nodes)
    die_while_written(monkeypatch, nodes, dying, after=COUNT)
    with suppress(Unreachable) if copies == 0 else nullcontext():
        synchronise(house.index, house.catalogue)
    monkeypatch.undo()
    nodes.start(dying)
    synchronise(house.index, house.catalogue)
    assert house.is_whole


def _through(network: Forwarder, name: str) -> str:
    return f"opensearch://127.0.0.1:{network.port}/{name}?shards=1&replicas=1"


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def test_without_a_network_a_reader_is_told_so_and_with_it_all_is_as_it_was(
    nodes: Cluster, tmp_path: Path
) -> None:
    with Forwarder(_port(nodes.urls[0])) as network:
        house = furnished(tmp_path, _through(network, "cut"), COUNT)
        rebuild(house.index, house.catalogue)
        files = FolderOriginals(tmp_path / "files")
        app = create_app(house.index, house.catalogue, taxonomy(), files)
        reader = app.test_client()
        expected = answers(house.index)
        assert reader.get("/?q=wijk").status_code == HTTPStatus.OK
        assert reader.get("/readyz").status_code == HTTPStatus.OK

        network.cut()
        page = reader.get("/?q=wijk")
        ready = reader.get("/readyz")
        with pytest.raises(Unreachable, match=f"127.0.0.1:{network.port} .*: it does not answer"):
            answers(house.index)
        house.add(documents(1, first=COUNT))
        with pytest.raises(Unreachable):
            synchronise(house.index, house.catalogue)
        network.restore()

        assert page.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "Zoeken kan nu even niet" in page.text
        assert ready.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert ready.get_json()["parts"]["index"] == {"ready": False, "why": "Unreachable"}
        assert answers(house.index) == expected
        synchronise(house.index, house.catalogue)
        assert house.is_whole


def test_of_a_network_that_falls_silent_a_reader_is_told_in_time(
    nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Forwarder(_port(nodes.urls[0])) as network:
        house = furnished(tmp_path, _through(network, "silent"), COUNT)
        rebuild(house.index, house.catalogue)
        expected = answers(house.index)
        monkeypatch.setattr(client, "ASKING", 1.0)
        network.stall()
        start = time.monotonic()
        with pytest.raises(Unreachable, match="it does not answer"):
            answers(house.index)
        assert time.monotonic() - start < 10
        network.restore()
        assert answers(house.index) == expected


def test_where_one_node_falls_silent_readers_are_answered_by_another(
    nodes: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Forwarder(_port(nodes.urls[0])) as network:
        silent, other = f"127.0.0.1:{network.port}", nodes.urls[1].removeprefix("http://")
        house = furnished(tmp_path, f"opensearch://{silent},{other}/passed", COUNT)
        rebuild(house.index, house.catalogue)
        expected = answers(house.index)
        monkeypatch.setattr(client, "ASKING", 1.0)
        network.stall()
        assert answers(house.index) == expected


WATERMARK = "cluster.routing.allocation.disk"


def set_watermarks(cluster: Cluster, unit: str | None) -> None:
    """How much of the disk must be free, in ``unit``; None: as it was, however little it is."""
    marks = {
        f"{WATERMARK}.watermark.{name}": unit and f"{number}{unit}"
        for number, name in enumerate(("flood_stage", "high", "low"), start=1)
    }
    watched: dict[str, object] = {
        f"{WATERMARK}.threshold_enabled": True if unit else None,
        "cluster.info.update.interval": "10s" if unit else None,
    }
    cluster.ask("PUT", "/_cluster/settings", {"transient": marks | watched})


def wait_for_block(cluster: Cluster, name: str, *, blocked: bool) -> None:
    """Wait until the cluster has seen how full the disk is."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        told = cluster.ask("GET", f"/{name}/_settings/index.blocks.*?flat_settings=true")
        if any("allow_delete" in str(one) for one in told.values()) == blocked:
            return
        time.sleep(0.5)
    raise TimeoutError(str(told))


def test_with_a_full_disk_readers_are_answered_and_a_librarian_is_told(
    nodes: Cluster, tmp_path: Path
) -> None:
    house = furnished(tmp_path, nodes.address("full", (1, 1)), COUNT)
    rebuild(house.index, house.catalogue)
    nodes.wait()
    expected = answers(house.index)
    house.add(documents(5, first=COUNT))
    try:
        set_watermarks(nodes, "pb")
        wait_for_block(nodes, "full", blocked=True)
        for change in (synchronise, rebuild):
            with pytest.raises(ReadOnly, match="disk is nearly full; make room there"):
                change(house.index, house.catalogue)
        assert answers(house.index) == expected
        set_watermarks(nodes, "b")
        wait_for_block(nodes, "full", blocked=False)
    finally:
        set_watermarks(nodes, None)
    synchronise(house.index, house.catalogue)
    assert house.is_whole
