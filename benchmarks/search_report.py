"""The tables of ``search_peers.py``, and where engines do not agree."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.peers.protocol import WORKS
from benchmarks.peers.records import Asked, Facts
from benchmarks.search_figures import Cell, Measured

_LABEL, _COLUMN = 18, 17
_CONSTANT = frozenset({"prefix", "everything"})  # operators by which every hit scores the same
_SHOWN = 10  # differences


def report(
    measured: Sequence[Measured], facts: Facts, *, memory: bool, usual: int = 50
) -> Iterator[str]:
    """Lines of all tables."""
    yield (
        f"{facts.documents} documents ({facts.name}), {facts.words} words,"
        f" {facts.characters / 1e6:.1f} MB of text"
    )
    yield "Each engine in a process of its own, timed in it around the single query; one thread."
    yield "So a time holds the engine and its own Python or Java interface, and no other client."
    yield "The engines are asked in turn, a fifth of the repetitions at a time after a warm-up."
    load = os.getloadavg()[0]
    yield f"Load of {os.cpu_count()} processors at the end: {load:.1f} (1 when nothing else ran)."
    yield "Indexing: of a new process, without reading the file, until it can be searched fast."
    yield "First page: ms to open the index and answer one faceted page, in a new process."
    yield ""
    for engine in measured:
        yield from textwrap.wrap(
            f"{engine.name:10}{engine.version}: {engine.settings}", 100, subsequent_indent=" " * 10
        )
    yield ""
    yield from _indexing(measured, facts, memory=memory)
    for work in WORKS:
        yield ""
        yield from _table(measured, work, usual)
    yield ""
    yield "median/p95 in ms · - cannot do it · ~ asks something like it · (n) times instead of more"
    yield "+2: with two facets selected, of the second one two values"
    yield "* of the classes that every engine with facets can do"


def _indexing(measured: Sequence[Measured], facts: Facts, *, memory: bool) -> Iterator[str]:
    heads = ["docs/s", "MB/s", "seconds", "MB on disk", "first page"]
    heads += ["MB indexing", "MB searching"] if memory else []
    yield f"{'indexing':{_LABEL}}" + "".join(f"{head:>13}" for head in heads)
    for engine in measured:
        built = engine.built
        figures = [
            f"{facts.documents / built.seconds:.0f}",
            f"{facts.characters / 1e6 / built.seconds:.2f}",
            f"{built.seconds:.1f}",
            f"{built.size_mb:.1f}",
            f"{engine.first_page_ms:.0f}" if _counts(engine) else "-",
        ]
        figures += [f"{built.peak_mb:.0f}", f"{engine.peak_mb:.0f}"] if memory else []
        note = "  (built by an earlier run and kept)" if built.kept else ""
        yield f"{engine.name:{_LABEL}}" + "".join(f"{figure:>13}" for figure in figures) + note


def _counts(engine: Measured) -> bool:
    return any(work == "faceted_page" for work, _ in engine.cells)


def _table(measured: Sequence[Measured], work: str, usual: int) -> Iterator[str]:
    able = [engine for engine in measured if any(of == work for of, _ in engine.cells)]
    yield f"{work:{_LABEL}}" + "".join(f"{engine.name:>{_COLUMN}}" for engine in able)
    for kind in dict.fromkeys(kind for engine in able for of, kind in engine.cells if of == work):
        cells = (engine.cells.get((work, kind)) for engine in able)
        yield f"{kind:{_LABEL}}" + "".join(f"{_shown(cell, usual):>{_COLUMN}}" for cell in cells)
    kinds = common(measured)
    medians = (engine.medians(work, kinds) for engine in able)
    yield f"{'median of those *':{_LABEL}}" + "".join(
        f"{_figure(median(m)) if m and len(m) == len(kinds) else '-':>{_COLUMN}}" for m in medians
    )


def _shown(cell: Cell | None, usual: int) -> str:
    if cell is None:
        return "-"
    fewer = f"({len(cell.ms)})" if len(cell.ms) < usual else ""
    return f"{fewer}{'' if cell.like else '~'}{_figure(cell.median)}/{_figure(cell.p95)}"


def _figure(ms: float) -> str:
    return f"{ms:.3f}" if ms < 10 else f"{ms:.1f}" if ms < 100 else f"{ms:.0f}"


def common(measured: Sequence[Measured]) -> frozenset[str]:
    """The classes that every engine with facets can do."""
    pages = [
        {kind for work, kind in engine.cells if work == "faceted_page"}
        for engine in measured
        if any(work == "faceted_page" for work, _ in engine.cells)
    ]
    return frozenset(set.intersection(*pages)) if pages else frozenset()


# --- agreement ---------------------------------------------------------------------------------


def differences(measured: Sequence[Measured], asked: Sequence[Asked]) -> list[str]:
    """Where engines that were asked the same do not answer the same; else how much agrees."""
    queries = {query.number: query for query in asked}
    lines, compared = [], 0
    for number, query in queries.items():
        for work in WORKS:
            told = {
                engine.name: _comparable(cell.answers[number])
                for engine in measured
                if (cell := engine.cells.get((work, query.kind))) and cell.like
            }
            compared += max(0, len(told) - 1)
            if len({repr(answer) for answer in told.values()}) > 1:
                lines.append(_difference(work, query, told))
    shared = _shared(measured, queries)
    if not compared:
        return ["", "There was nothing to compare."]
    if not lines:
        return ["", f"All engines agree: {compared} comparisons of hits and counts.", *shared]
    more = [f"… and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return ["", *lines[:_SHOWN], *more, *shared]


def _comparable(answer: Mapping[str, Any]) -> Any:
    """What engines have to agree on: number of hits and counts; never scores and their order."""
    if "total" not in answer:
        return len(answer["hits"])
    facets = answer.get("facets", {})
    return answer["total"], [
        (facet, sorted((value, count) for value, count in values.items() if count))
        for facet, values in sorted(facets.items())
        if any(values.values())
    ]


def _difference(work: str, query: Asked, told: Mapping[str, Any]) -> str:
    shown = " · ".join(f"{name}: {_short(answer)}" for name, answer in told.items())
    return f"DIFFERENT {work} {query.kind} {query.operator} {' '.join(query.words)!r}: {shown}"


def _short(answer: Any) -> str:
    if not isinstance(answer, tuple):
        return str(answer)
    total, facets = answer
    counts = {facet: sum(count for _, count in values) for facet, values in facets}
    return f"{total} hits, {counts}" if counts else str(total)


def _shared(measured: Sequence[Measured], queries: Mapping[int, Asked]) -> list[str]:
    """How many of the best ten engines share with the first, where scores differ."""
    if len(measured) < 2:
        return []
    first, *others = measured
    told = []
    for engine in others:
        shares = [
            len(_ids(mine, number) & ids) / len(ids)
            for key, cell in engine.cells.items()
            if key[0] == "top10" and (mine := first.cells.get(key))
            for number in cell.answers
            if queries[number].operator not in _CONSTANT
            if cell.like and mine.like and (ids := _ids(cell, number))
        ]
        if shares:
            told.append(f"{engine.name} {100 * sum(shares) / len(shares):.0f} %")
    return [f"Of the best ten, shared with {first.name}: {', '.join(told)}"] if told else []


def _ids(cell: Cell, number: int) -> set[str]:
    return {document for document, _ in cell.answers[number]["hits"]}


# --- for other programs ------------------------------------------------------------------------


def last_line(measured: Sequence[Measured], facts: Facts) -> dict[str, Any]:
    """Medians over the classes that all engines with facets can do; slowest: its faceted page.

    Milliseconds, documents a second, MB.
    """
    kinds = common(measured)
    pages = {engine.name: engine.medians("faceted_page", kinds) for engine in measured}
    tops = {engine.name: engine.medians("top10", kinds) for engine in measured}
    return {
        "documents": facts.documents,
        "faceted_page_ms": {name: round(median(ms), 4) for name, ms in pages.items() if ms},
        "top10_ms": {
            name: round(median(ms), 4) for name, ms in tops.items() if ms and len(ms) == len(kinds)
        },
        "indexing_docs_per_s": {
            engine.name: round(facts.documents / engine.built.seconds, 1) for engine in measured
        },
        "slowest_class_ms": {name: round(max(ms), 4) for name, ms in pages.items() if ms},
        "first_page_ms": {
            engine.name: round(engine.first_page_ms, 1) for engine in measured if _counts(engine)
        },
        "size_mb": {engine.name: round(engine.built.size_mb, 2) for engine in measured},
    }
