"""How long it takes to open a large index, and until a new document in it is found.

    python -m benchmarks.bench_changes [--documents 100000] [--words 48] [--memory 512] [--jobs 1]

Short synthetic documents (``search_documents.py``) as the product has them: analysed in Dutch, with
title and facets, in the index behind the search page. Then a new process, which has read its
dictionaries, opens it and answers a first question with all facets and a second one; and documents
are added one by one, each in a batch of its own, and asked for by a word that only it has. Last,
one is replaced.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.judged_collections import PROJECT, MemoryStore
from benchmarks.peers.records import Record, read_records
from benchmarks.search_peers import CACHE, Documents, made
from corpus.archetypes import load_taxonomy
from corpus.document import Document, Kind, Page
from index.api import Query
from index.engines import open_index
from index.protocols import Effort

_TITLE = 6  # words
_ADDED = 20
_ASK_FIRST = "import sys; from benchmarks.bench_changes import first; first(*sys.argv[1:])"


def _document(record: Record) -> Document:
    words = record.pages[0].split()
    return Document(
        id=record.id,
        title=" ".join(words[:_TITLE]).capitalize(),
        kind=Kind.PRAKTIJK,
        pages=tuple(Page(number=n, text=text) for n, text in enumerate(record.pages, 1)),
        organisation="".join(record.facets.get("organisation", ())) or None,
        themes=record.facets.get("theme", ()),
        published=f"{1990 + int(record.facets['year'][0][-3:])}",
        language="nl",
        sha256="0" * 64,
        media_type="text/plain",
        source="/synthetic",
        ingested=datetime(2026, 1, 1, tzinfo=UTC),
    )


class _Elsewhere(MemoryStore):
    """A catalogue of which the texts are not at hand."""

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:  # noqa: ARG002 - whatever is asked
        """None."""
        return ()


def first(folder: str, identity: str, word: str) -> None:
    """In a new process: open an index, and ask two questions of which no text is read."""
    taxonomy = load_taxonomy()
    with tempfile.TemporaryDirectory() as scratch:
        began = time.perf_counter()
        index = open_index(f"whoosh://{scratch}", MemoryStore(()), taxonomy)
        index.rebuild((), 1)
        index.count(Query(text=word))
        dictionaries = time.perf_counter() - began
    store = _Elsewhere(())
    store.identity = identity
    began = time.perf_counter()
    index = open_index(f"whoosh://{folder}", store, taxonomy)
    index.search(Query(text=word, size=1))
    answered = time.perf_counter()
    index.count(Query(text=f"{word}*"))
    print(
        f"dictionaries {1000 * dictionaries:.0f} ms; opened and first question"
        f" {1000 * (answered - began):.0f} ms, second {1000 * (time.perf_counter() - answered):.0f}"
    )


def _added(store: MemoryStore, folder: Path, some: Document) -> Iterator[float]:
    """Milliseconds until each of several new documents is found."""
    index = open_index(f"whoosh://{folder}", store, load_taxonomy())
    index.count(Query(text=some.title))
    for number in range(_ADDED + 1):
        word = f"kwibus{number}"
        name = f"new-{min(number, _ADDED - 1)}"  # the last replaces the one before
        new = replace(some, id=name, title=f"Het woord {word}")
        store.documents[new.id] = new
        began = time.perf_counter()
        with index.batch(store.revision) as batch:
            batch.put(new)
        if index.count(Query(text=f'"{word}"')) != 1:
            raise SystemExit(f"{new.id} was not found.")
        yield 1000 * (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=48)
    parser.add_argument("--memory", type=int, default=512, help="MB")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    path = made(CACHE, Documents(asked.documents, asked.words, 1))
    store = MemoryStore(map(_document, read_records(path)))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "index"
        index = open_index(f"whoosh://{folder}", store, load_taxonomy())
        began = time.perf_counter()
        effort = Effort(jobs=asked.jobs, memory=asked.memory << 20)
        index.rebuild(store.documents.values(), store.revision, effort)
        seconds = time.perf_counter() - began
        size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6
        print(f"{asked.documents} documents indexed in {seconds:.0f} s, {size:.0f} MB", flush=True)
        some = next(iter(store.documents.values()))
        for _ in range(3):
            command = [
                sys.executable,
                "-c",
                _ASK_FIRST,
                str(folder),
                store.identity,
                some.title.split()[0],
            ]
            subprocess.run(command, check=True, cwd=PROJECT)
        times = list(_added(store, folder, some))
        print(
            f"until a new document is found: {median(times[:-1]):.0f} ms in the middle,"
            f" {max(times[:-1]):.0f} ms at most; until a replaced one is, {times[-1]:.0f} ms"
        )


if __name__ == "__main__":
    main()
