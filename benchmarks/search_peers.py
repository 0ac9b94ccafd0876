"""How fast do search engines find, count and index, side by side?

    python -m benchmarks.search_peers [--documents 20000 [--words 480] | --collection wetten-nl]
        [--engines tantivy,lucene] [--kinds and2,or3] [--repetitions 50] [--memory] [--fresh]
        [--cache FOLDER]

or ``make bench-search DOCUMENTS=20000``, which installs the peers in an environment of their own.
Engines that are not installed are left out, with what to install.

Every engine gets the same finished words (``search_documents.py``): lower case, no stems, one field
with positions, BM25 with k1 1.2 and b 0.75; and the same queries (``search_queries.py``). It runs
in a process of its own and takes the time of each single query there, so what the client adds is
its own Python binding. Three works:

top10          ids and scores of the best ten
faceted_page   number of all hits, the best ten, exact counts of all facets; the counts of a facet
               with a selection are those without it
count          number of all hits

Last of all one line of JSON, for other programs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from benchmarks.peers.processes import EngineDied, EngineProcess, started
from benchmarks.peers.protocol import WORKS
from benchmarks.peers.records import (
    Asked,
    Facts,
    read_facts,
    read_records,
    write_queries,
)
from benchmarks.peers.registry import ENGINES, PEERS_PYTHON, PROJECT, Installed
from benchmarks.search_documents import COLLECTIONS, WORDS
from benchmarks.search_figures import Built, Cell, Measured
from benchmarks.search_queries import Drawing
from benchmarks.search_report import differences, last_line, report

CACHE = user_cache_path("watwerkt") / "search-peers"
_FEWEST_DOCUMENTS = 100
_ROUNDS = 5  # in which all engines are asked one after another
# What decides which documents are made.
_MAKERS = ("benchmarks/search_documents.py", "corpus/language/tokens.py", "corpus/language/fold.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all engines are given."""

    documents: Path
    queries: Path
    facts: Facts
    asked: Sequence[Asked]
    repetitions: int
    scratch: Path
    cache: Path
    fresh: bool


@dataclass(frozen=True, slots=True)
class Documents:
    """Which documents are indexed: so many synthetic ones, or a real collection."""

    number: int
    words: int
    seed: int
    collection: str | None = None

    @property
    def name(self) -> str:
        """Of their file."""
        return self.collection or f"synthetic-{self.number}-words-{self.words}-seed-{self.seed}"

    def arguments(self) -> list[str]:
        """Of :mod:`benchmarks.search_documents`."""
        if self.collection:
            return ["--collection", self.collection]
        told = {"--documents": self.number, "--words": self.words, "--seed": self.seed}
        return [str(one) for pair in told.items() for one in pair]


def made(cache: Path, documents: Documents) -> Path:
    """The file of the documents, made when it is not there."""
    digest = hashlib.sha256(b"".join((PROJECT / maker).read_bytes() for maker in _MAKERS))
    path = cache / f"{documents.name}-{digest.hexdigest()[:8]}.tsv"
    if path.exists() and path.with_suffix(".json").exists():
        return path
    if documents.collection is None and not PEERS_PYTHON.exists():
        raise SystemExit("The words of synthetic documents are missing: make bench-peers")
    python = sys.executable if documents.collection else str(PEERS_PYTHON)
    making = cache / f"making-{path.name}"
    command = [python, "-m", "benchmarks.search_documents", str(making), *documents.arguments()]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("The documents could not be made; see the message above.")
    making.with_suffix(".json").rename(path.with_suffix(".json"))
    return making.rename(path)


@contextmanager
def setting(
    cache: Path,
    documents: Documents,
    repetitions: int,
    *,
    fresh: bool = False,
    kinds: str | None = None,
) -> Iterator[Setting]:
    """What engines are given, in a folder for their indexes that is removed afterwards.

    Args:
        kinds: classes of queries that are asked, with commas between; all when not told.
    """
    cache = cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    path = made(cache, documents)
    asked = Drawing(list(read_records(path)), documents.seed).queries()
    if kinds is not None:
        some = [one for one in asked if one.kind in kinds.split(",")]
        asked = [replace(one, number=number) for number, one in enumerate(some)]
    if not asked:
        raise SystemExit(f"None of the queries is of these classes: {kinds}")
    with tempfile.TemporaryDirectory() as scratch:
        queries = Path(scratch) / "queries.tsv"
        write_queries(asked, queries)
        yield Setting(
            documents=path,
            queries=queries,
            facts=read_facts(path),
            asked=asked,
            repetitions=repetitions,
            scratch=Path(scratch),
            cache=cache,
            fresh=fresh,
        )


@contextmanager
def _folder(engine: Installed, setting: Setting) -> Iterator[Path]:
    """Where the index of an engine lies: a kept one for those that index slowly."""
    if not engine.kept:
        with tempfile.TemporaryDirectory(dir=setting.scratch) as folder:
            yield Path(folder)
        return
    kept = setting.cache / f"{setting.documents.stem}-{engine.name}-{engine.fingerprint()}"
    if setting.fresh:
        shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(exist_ok=True)
    yield kept


def _built(engine: Installed, command: Sequence[str], setting: Setting, folder: Path) -> Built:
    """Index the documents, unless it is done."""
    noted = folder.with_name(folder.name + ".json")
    if engine.kept and noted.exists() and any(folder.iterdir()):
        return Built(**{**json.loads(noted.read_text("utf-8")), "kept": True})
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with started(engine.name, command) as process:
        answer = process.ask("build", setting.documents, folder)
        peak = process.peak_mb()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    found = {"seconds": answer["seconds"], "peak_mb": peak, "size_mb": size / 1e6}
    if engine.kept:
        noted.write_text(json.dumps(found), encoding="utf-8")
    return Built(**found, kept=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """An engine with its index open, and what was measured of it so far."""

    name: str
    process: EngineProcess
    built: Built
    opened: Mapping[str, Any]
    first_page_ms: float
    cells: dict[tuple[str, str], Cell]

    def measured(self) -> Measured:
        return Measured(
            name=self.name,
            version=self.opened["version"],
            settings=self.opened["settings"],
            built=self.built,
            first_page_ms=self.first_page_ms,
            peak_mb=self.process.peak_mb(),
            cells=self.cells,
        )


def measure(engines: Iterable[Installed], setting: Setting) -> list[Measured]:
    """Everything about some engines, without those that died.

    They are built one after another, and asked in turn: what the machine does beside it, and how
    fast it is at the moment, is then nearly the same for all.
    """
    with ExitStack() as stack:
        opened: list[_Open] = []
        for engine in engines:
            with _told(engine.name):
                opened.append(_opened(engine, setting, stack))
        for kind in dict.fromkeys(asked.kind for asked in setting.asked):
            _say(f"asking {kind}")
            queries = [asked for asked in setting.asked if asked.kind == kind]
            for work in WORKS:
                opened = _asked(opened, work, queries, setting.repetitions)
        return [one.measured() for one in opened]


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except EngineDied as died:
        _say(f"{name} is left out: {died}")


def _opened(engine: Installed, setting: Setting, stack: ExitStack) -> _Open:
    command = engine.command(setting.facts, setting.scratch)
    folder = stack.enter_context(_folder(engine, setting))
    _say(f"{engine.name}: indexing")
    built = _built(engine, command, setting, folder)
    _say(f"{engine.name}: {built.seconds:.1f} s")
    process = stack.enter_context(started(engine.name, command))
    process.ask("hello")
    began = time.perf_counter()
    opened = process.ask("open", setting.documents, folder, setting.queries)
    process.ask("answers", "faceted_page", _first(setting.asked).number)
    first_page_ms = (time.perf_counter() - began) * 1000
    process.ask("warm", engine.warm_seconds)
    return _Open(
        name=engine.name,
        process=process,
        built=built,
        opened=opened,
        first_page_ms=first_page_ms,
        cells={},
    )


def _first(asked: Sequence[Asked]) -> Asked:
    """A query with two words, as many are."""
    return next((one for one in asked if one.kind == "and2"), asked[0])


def _asked(
    opened: Sequence[_Open], work: str, queries: Sequence[Asked], repetitions: int
) -> list[_Open]:
    """Measure a class of queries; returns those that are alive."""
    alive = []
    times: dict[str, list[float]] = {}
    numbers = [asked.number for asked in queries]
    for one in opened:
        with _told(one.name):
            answers = one.process.ask("answers", work, *numbers)["answers"]
            if answers is not None:
                times[one.name] = []
                one.cells[work, queries[0].kind] = Cell(
                    ms=(),
                    answers=dict(zip(numbers, answers, strict=True)),
                    like=queries[0].operator not in one.opened["unlike"],
                )
            alive.append(one)
    dead: set[str] = set()
    each = -(-repetitions // _ROUNDS)
    for turn in range(_ROUNDS):
        for one in alive:
            mine = times.get(one.name)
            if mine is None or len(mine) < turn * each:  # one that is slow is asked less often
                continue
            before = len(mine)
            with _told(one.name):
                answer = one.process.ask("measure", work, each, *numbers)
                mine += (ms for some in answer["ms"] for ms in some)
            if len(mine) == before:
                del times[one.name]
                dead.add(one.name)
    for one in alive:
        if one.name in times:
            cell = one.cells[work, queries[0].kind]
            ms = tuple(sorted(times[one.name]))
            one.cells[work, queries[0].kind] = replace(cell, ms=ms)
    return [one for one in alive if one.name not in dead]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def chosen(names: str | None) -> list[Installed]:
    """Engines by their names, all when none are told, without those that are not installed."""
    engines = []
    for name in names.split(",") if names else ENGINES:
        if name not in ENGINES:
            raise SystemExit(f"There is no engine '{name}'; there are {', '.join(ENGINES)}.")
        if missing := ENGINES[name].missing():
            _say(f"{name} is left out: {missing}")
        else:
            engines.append(ENGINES[name])
    return engines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=20_000, help="synthetic ones")
    parser.add_argument("--words", type=int, default=WORDS, help="of a synthetic one, about")
    parser.add_argument("--collection", choices=COLLECTIONS, help="a real one instead")
    parser.add_argument("--engines", help=f"some of {', '.join(ENGINES)}")
    parser.add_argument("--kinds", help="classes of queries, of those in the table")
    parser.add_argument("--repetitions", type=int, default=50, help="of each class of queries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory", action="store_true", help="tell the peak of each process")
    parser.add_argument("--fresh", action="store_true", help="index anew what is kept")
    parser.add_argument("--cache", type=Path, default=CACHE)
    asked = parser.parse_args()
    if asked.documents < _FEWEST_DOCUMENTS:
        parser.error(f"--documents: at least {_FEWEST_DOCUMENTS}, for every class to have queries")
    if asked.repetitions < 1:
        parser.error("--repetitions: at least 1")
    return asked


def main() -> None:
    """Measure all engines and print what was found."""
    arguments = _arguments()
    engines = chosen(arguments.engines)
    documents = Documents(
        arguments.documents, arguments.words, arguments.seed, arguments.collection
    )
    with setting(
        arguments.cache,
        documents,
        arguments.repetitions,
        fresh=arguments.fresh,
        kinds=arguments.kinds,
    ) as given:
        measured = measure(engines, given)
    for line in report(measured, given.facts, memory=arguments.memory):
        print(line)
    found = differences(measured, given.asked)
    for line in found:
        print(line)
    print(json.dumps(last_line(measured, given.facts)))
    if len(measured) < len(engines) or any(line.startswith("DIFFERENT") for line in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
