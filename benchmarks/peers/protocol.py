"""How an engine is asked: a process of its own that reads commands and answers in JSON.

An engine is a class with the methods of :class:`Engine`; a module ends with ``serve(ItsClass)`` and
is run as ``python -m benchmarks.peers.NAME``. A command is one line with tabs, an answer one line
of JSON. Times are taken here, around a single query, in the process of the engine.

hello                               nothing, once the engine is loaded
build DOCUMENTS FOLDER              index documents into an empty folder
open DOCUMENTS FOLDER QUERIES       open that index and read the queries
warm SECONDS                        ask all queries for all works until the time is over
answers WORK NUMBER…                what it answers to these; null when it cannot do that
measure WORK REPETITIONS NUMBER…    ask these in turn, so many in all, after once to warm up

An engine in another language keeps to the same lines (``lucene/``). Standard library alone.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Protocol

from benchmarks.peers.records import Asked, Facts, Record, read_facts, read_queries, read_records

WORKS = ("top10", "faceted_page", "count")
SLOW_MS = 50.0  # a query slower than this is asked less often

Hits = Sequence[tuple[str, float]]
"""Id and score, best first."""
Counts = Mapping[str, Mapping[str, int]]
"""Facet -> value -> number of documents; a value without any may be left out."""
Work = Callable[[Asked], Any]


class Engine(Protocol):
    """One engine with an open index.

    Whatever ``top10``, ``faceted_page`` and ``count`` do is timed. A page may hand over its counts
    as the engine gives them; ``counts`` makes them comparable and is not timed. An engine that does
    more for a page than was asked (the best page of each hit) says so in its ``settings``.
    """

    settings: ClassVar[str]
    """What a reader has to know of how it was set up, as one line."""
    unlike: ClassVar[frozenset[str]]
    """Operators for which it has only something that is like what was asked."""

    def __init__(self, folder: Path, facts: Facts) -> None:
        """Open the index in ``folder``."""

    @staticmethod
    def version() -> str:
        """Name and version."""

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """Index documents with one thread, until they can be searched fast."""

    def can(self, work: str, asked: Asked) -> bool:
        """Whether it has a way to do this at all."""

    def top10(self, asked: Asked) -> Hits:
        """The best ten."""

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """Number of all hits, the best ten, counts of all facets.

        The counts of a facet are of the documents that match when its own selection is set aside.
        """

    def count(self, asked: Asked) -> int:
        """Number of all hits."""

    def counts(self, raw: Any) -> Counts:
        """The counts of a page, comparable."""


class _Timed:
    """Records, and the seconds that reading them took."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = iter(records)
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Record]:
        while True:
            started = time.perf_counter()
            record = next(self._records, None)
            self.seconds += time.perf_counter() - started
            if record is None:
                return
            yield record


def measured(ask: Work, queries: Sequence[Asked], repetitions: int) -> list[list[float]]:
    """Milliseconds of each query, asked in turn until all of them were asked ``repetitions`` times.

    Stops after the round in which as much time is over as so many slow queries would take. The
    first round warms up: its times count only when there is no other.
    """
    times: list[list[float]] = [[] for _ in queries]
    left = repetitions * SLOW_MS
    while left > 0 and sum(map(len, times)) < repetitions + len(queries):
        for asked, mine in zip(queries, times, strict=True):
            started = time.perf_counter_ns()
            ask(asked)
            mine.append((time.perf_counter_ns() - started) / 1e6)
            left -= mine[-1]
    return [mine[1:] or mine for mine in times]


class _Session:
    """The commands of one process."""

    def __init__(self, engine: type[Engine]) -> None:
        self._class = engine
        self._engine: Engine | None = None
        self._queries: list[Asked] = []

    def hello(self) -> dict[str, Any]:
        return {}

    def build(self, documents: str, folder: str) -> dict[str, Any]:
        path = Path(documents)
        records = _Timed(read_records(path))
        started = time.perf_counter()
        self._class.build(records, read_facts(path), Path(folder))
        return {"seconds": time.perf_counter() - started - records.seconds}

    def open(self, documents: str, folder: str, queries: str) -> dict[str, Any]:
        self._engine = self._class(Path(folder), read_facts(Path(documents)))
        self._queries = read_queries(Path(queries))
        return {
            "version": self._class.version(),
            "settings": self._class.settings,
            "unlike": sorted(self._class.unlike),
        }

    def warm(self, seconds: str) -> dict[str, Any]:
        engine = self._opened()
        end = time.monotonic() + float(seconds)
        while True:
            for work in WORKS:
                for asked in self._queries:
                    if time.monotonic() > end:
                        return {}
                    if engine.can(work, asked):
                        getattr(engine, work)(asked)

    def answers(self, work: str, *numbers: str) -> dict[str, Any]:
        engine = self._opened()
        queries = self._numbered(numbers)
        if not all(engine.can(work, asked) for asked in queries):
            return {"answers": None}
        ask: Work = getattr(engine, work)
        return {"answers": [_answer(engine, work, ask(asked)) for asked in queries]}

    def measure(self, work: str, repetitions: str, *numbers: str) -> dict[str, Any]:
        ask: Work = getattr(self._opened(), work)
        return {"ms": measured(ask, self._numbered(numbers), int(repetitions))}

    def _numbered(self, numbers: Iterable[str]) -> list[Asked]:
        return [self._queries[int(number)] for number in numbers]

    def _opened(self) -> Engine:
        if self._engine is None:
            raise RuntimeError("open an index first")
        return self._engine


def _answer(engine: Engine, work: str, raw: Any) -> dict[str, Any]:
    match work:
        case "top10":
            return {"hits": list(raw)}
        case "count":
            return {"total": raw}
        case _:
            total, hits, counts = raw
            return {"total": total, "hits": list(hits), "facets": engine.counts(counts)}


def serve(engine: type[Engine]) -> None:
    """Answer the commands on standard input until it ends."""
    session = _Session(engine)
    out, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split("\t")
        answer = getattr(session, command)(*arguments)
        out.write(json.dumps(answer) + "\n")
        out.flush()
