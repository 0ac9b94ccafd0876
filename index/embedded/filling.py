"""Fill the parts of a new build with all documents, in bounded memory and in several processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any

from corpus.archetypes import Taxonomy
from corpus.document import Document
from index.embedded.writer import Generation, SegmentsWriter, create
from index.parts import PARTS, Part, parts_of
from index.prepare import Prepared
from index.protocols import Effort

_PER_CHARACTER = 40  # bytes of memory that a character of text takes while its segment is made

Written = Mapping[Part, Sequence[Any]]
"""The segments that were written, as Whoosh knows them."""


def fill(
    folder: Path, documents: Iterable[Document], taxonomy: Taxonomy, effort: Effort
) -> tuple[int, dict[Part, Generation]]:
    """Index documents in an empty folder; returns how many, and what they became."""
    writers = {}
    for part in PARTS:
        create(folder, part.name)
        writers[part] = SegmentsWriter(folder, part.name, effort.memory)
    count = 0
    runs = _runs(documents, effort.memory // effort.jobs // _PER_CHARACTER)
    for size, written in _written(folder, runs, taxonomy, effort.jobs):
        count += size
        for part, segments in written.items():
            writers[part].adopt(segments)
    made = {part: writer.commit(whole=True) for part, writer in writers.items()}
    return count, {part: one for part, one in made.items() if part.needed or one.number}


def _runs(documents: Iterable[Document], most: int) -> Iterator[list[Document]]:
    """Documents, as many at a time as have about ``most`` characters."""
    run: list[Document] = []
    characters = 0
    for document in documents:
        run.append(document)
        characters += sum(len(page.text) for page in document.pages)
        if characters >= most:
            yield run
            run, characters = [], 0
    if run:
        yield run


def _written(
    folder: Path, runs: Iterator[list[Document]], taxonomy: Taxonomy, jobs: int
) -> Iterator[tuple[int, Written]]:
    """How many documents each run has, and the segments it became."""
    first = list(islice(runs, 2))
    runs = chain(first, runs)
    if jobs == 1 or len(first) < 2:  # to start processes takes longer than one run
        yield from ((len(run), _write(folder, run, taxonomy)) for run in runs)
        return
    # A fork of a process with threads may hang; a new one must be told the taxonomy once.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _Worker.start, (folder, taxonomy)) as pool:
        waiting: deque[tuple[int, Future[Written]]] = deque()
        for run in runs:
            waiting.append((len(run), pool.submit(_Worker.write, run)))
            if len(waiting) > jobs:  # no more documents in memory than are worked on
                size, future = waiting.popleft()
                yield size, future.result()
        yield from ((size, future.result()) for size, future in waiting)


class _Worker:
    """What a process keeps from one run to the next."""

    _told: tuple[Path, Taxonomy]

    @classmethod
    def start(cls, folder: Path, taxonomy: Taxonomy) -> None:
        cls._told = (folder, taxonomy)

    @classmethod
    def write(cls, run: list[Document]) -> Written:
        folder, taxonomy = cls._told
        return _write(folder, run, taxonomy)


def _write(folder: Path, run: Sequence[Document], taxonomy: Taxonomy) -> Written:
    """Write documents as one segment of each part that has any of them."""
    prepared: dict[Part, list[Prepared]] = {}
    for document in run:
        for part, some in parts_of(document, taxonomy).items():
            prepared.setdefault(part, []).extend(some)
    return {
        part: SegmentsWriter(folder, part.name, 0).written(some) for part, some in prepared.items()
    }
