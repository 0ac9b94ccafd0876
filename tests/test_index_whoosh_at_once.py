"""Searching while the index is rebuilt and changed, by other processes too."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from index_collection import Library, Shelf, document
from test_index_whoosh import build, folder, library, opened, started

from corpus.document import Document
from index import Query
from index.protocols import SearchIndex

__all__ = ["folder", "library"]


# Searching while it is rebuilt and changed

OLD, NEW = 7, 11


def generation(size: int, rounds: int) -> list[Document]:
    return [document(f"{rounds}-{n}", "Een tuin.", title=f"{rounds}") for n in range(size)]


def watch(search: Callable[[], set[str]], stop: threading.Event, seen: list[set[str]]) -> None:
    while not stop.is_set():
        seen.append(search())


@pytest.mark.parametrize("shared", [True, False])
def test_while_it_is_rebuilt_every_answer_is_wholly_old_or_wholly_new(
    tmp_path: Path, shared: bool
) -> None:
    writer = opened(tmp_path / "index")
    shelf = Shelf()
    for rounds in range(5):
        shelf.documents |= {d.id: d for d in generation(OLD + rounds, rounds)}
    writer.rebuild(generation(OLD, 0), 0)
    readers = [opened(tmp_path / "index", shelf) for _ in range(4)]
    readers = [readers[0]] * 4 if shared else readers
    stop = threading.Event()
    seen: list[list[set[str]]] = [[] for _ in readers]

    def asking(index: SearchIndex) -> Callable[[], set[str]]:
        def search() -> set[str]:
            answer = index.search(Query(text="tuin", size=100))
            assert answer.total == len(answer.hits) == answer.facets["kind"][0].count
            return {hit.id for hit in answer.hits}

        return search

    threads = [
        threading.Thread(target=watch, args=(asking(index), stop, answers))
        for index, answers in zip(readers, seen, strict=True)
    ]
    for thread in threads:
        thread.start()
    for rounds in range(1, 5):
        writer.rebuild(generation(OLD + rounds, rounds), rounds)
        time.sleep(0.05)
    stop.set()
    for thread in threads:
        thread.join()
    whole = [{d.id for d in generation(OLD + rounds, rounds)} for rounds in range(5)]
    for answers in seen:
        order = [whole.index(answer) for answer in answers]
        assert order == sorted(order)
        assert len(answers) > 4
    assert opened(tmp_path / "index", shelf).ids() == whole[-1]


SEARCHER = """
import sys
from index import Query, open_index
from corpus.archetypes import load_taxonomy
from index_collection import Shelf, document
shelf = Shelf()
index = open_index(sys.argv[1], shelf, load_taxonomy())
class Any(dict):
    def __missing__(self, key): return document(key, "Een tuin.")
shelf.documents = Any()
print("busy", flush=True)
for _ in sys.stdin:
    hits = index.search(Query(text="tuin", size=100)).hits
    print(len(hits), len({hit.title for hit in hits}), flush=True)
"""


def test_other_processes_see_each_change_without_being_told(tmp_path: Path) -> None:
    index = opened(tmp_path / "index")
    index.rebuild(generation(3, 0), 1)
    with started(SEARCHER, tmp_path / "index") as searcher:
        assert asked(searcher) == "3 1"
        with index.batch(2) as batch:
            batch.put(document("los", "tuin", title="0"))
        assert asked(searcher) == "4 1"
        index.rebuild(generation(5, 1), 3)
        assert asked(searcher) == "5 1"
        index.rebuild(generation(6, 2), 4)
        with index.batch(5) as batch:
            batch.delete("2-0")
        assert asked(searcher) == "5 1"


BUILDER = """
import sys, time
from index import open_index
from corpus.archetypes import load_taxonomy
from index_collection import Shelf, document
def documents():
    for n in range(50):
        yield document(f"nieuw{n}", "Een portiek " * 50)
    print("busy", flush=True)
    time.sleep(60)
open_index(sys.argv[1], Shelf(), load_taxonomy()).rebuild(documents(), 99)
"""


def test_a_builder_that_is_killed_half_way_leaves_the_old_index(
    library: Library, folder: Path
) -> None:
    with started(BUILDER, folder) as builder:
        assert len(list(folder.glob("build-*"))) == 2
        builder.send_signal(signal.SIGKILL)
        builder.wait()
    (folder / ".incoming-0123456789ab").write_text("{", encoding="utf-8")
    assert library.found("portiek") == ["a"]
    assert library.index.revision == 3
    library.put(document("d", "zolder"))
    assert opened(folder).ids() == {"a", "b", "d"}
    library.index.rebuild([library.shelf.documents["d"]], 4)
    assert sorted(path.name for path in folder.iterdir()) == [
        build(folder).name,
        "current.json",
        "writing.lock",
    ]
    assert library.found() == ["d"]


def asked(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()
