"""A cluster that has more to do than it can says so, and does nothing by halves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from opensearch_cluster import Cluster, missing
from opensearch_house import Readers, answers, documents, furnished

from conftest import skip_aloud
from corpus.errors import Overloaded
from index import rebuild, synchronise

COUNT = 40
REQUESTS = 400  # of one of those who make it busy, at most
POOLS, MOST = ("search", "write"), ("size", "queue_size")


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that answers one at a time, of which one more may wait."""
    if lacking := missing():
        skip_aloud(lacking)
    settings = {
        f"thread_pool.{pool}.{most}": 1 for pool in POOLS for most in ("size", "queue_size")
    }
    with Cluster(tmp_path_factory.mktemp("busy"), settings=settings) as cluster:
        cluster.ask("PUT", "/others", {"settings": {"number_of_replicas": 0}})
        write_slowly(cluster)
        yield cluster


def rejected(cluster: Cluster, pool: str) -> int:
    """How often it has said that it has too much to do."""
    (node,) = cluster.ask("GET", "/_nodes/stats/thread_pool")["nodes"].values()
    return int(node["thread_pool"][pool]["rejected"])


def search_slowly(cluster: Cluster) -> None:
    """Keep it searching for a while."""
    script = "int sum = 0; for (int i = 0; i < 100000; i++) { sum += i % 7; } return sum >= 0;"
    query = {"script": {"script": {"source": script}}}
    cluster.ask("POST", "/others/_search?request_cache=false", {"query": query})


def write_slowly(cluster: Cluster) -> None:
    """Keep it writing for a while."""
    document = {"text": " ".join(str(number) for number in range(200))}
    cluster.ask("POST", "/others/_bulk?refresh", [{"index": {}}, document] * 100)


@contextmanager
def load(work: Callable[[Cluster], None], cluster: Cluster, threads: int = 4) -> Iterator[None]:
    """Others make a cluster busy until the block ends."""
    ended = threading.Event()

    def again() -> None:
        for _ in range(REQUESTS):
            if ended.is_set():
                return
            with suppress(OSError):  # they are told as well that it has too much to do
                work(cluster)

    with ThreadPoolExecutor(threads) as pool:
        for _ in range(threads):
            pool.submit(again)
        try:
            yield
        finally:
            ended.set()


def test_a_reader_is_answered_or_told_that_there_is_too_much_to_do(
    busy: Cluster, tmp_path: Path
) -> None:
    house = furnished(tmp_path, busy.address("searched"), COUNT)
    rebuild(house.index, house.catalogue)
    expected = answers(house.index)
    with load(search_slowly, busy), Readers(house.index, expected) as readers:
        readers.wait(60)
    assert rejected(busy, "search")
    assert (readers.failures, readers.wrong) == ([], [])
    assert {type(error) for error in readers.errors} == {Overloaded}
    assert str(readers.errors[0]).endswith("has too much to do; try again in a minute.")
    assert answers(house.index) == expected


def test_what_finds_no_room_is_written_later_or_by_the_next_command(
    busy: Cluster, tmp_path: Path
) -> None:
    house = furnished(tmp_path, busy.address("written"), COUNT)
    rebuild(house.index, house.catalogue)
    house.add(documents(COUNT, first=COUNT))
    with load(write_slowly, busy), suppress(Overloaded):
        synchronise(house.index, house.catalogue)
    assert rejected(busy, "write")
    synchronise(house.index, house.catalogue)
    assert house.is_whole
