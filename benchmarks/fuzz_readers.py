"""Does any damage to a file do more than be refused with a sentence?

    PYTHONPATH=tests python benchmarks/fuzz_readers.py [--count 20000] [--formats pdf docx …]
        [--seeds FOLDER …] [--jobs 2] [--findings FOLDER] [--again SEED NUMBER]

Damages sound files in many ways (``tests/ingest_mutations.py``) and has each read as in ingest: in
a worker process with its limits; then metadata is guessed from what was read. What comes out must
be a reading, or one sentence for a person. Anything else is a finding, and the file is kept.

Seeds are files made by ``tests/ingest_seeds.py``, the bundled samples, and the small files in the
folders given. The same seed and number always give the same damage: ``--again`` makes the file.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import re
import resource
import shutil
import tempfile
import threading
import time
import traceback
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ingest_mutations import mutated
from ingest_outcomes import BROKE, EXPECTED, READ, REFUSED, kind_of_refusal, outcome_of
from ingest_seeds import Seed, found, made

from corpus.errors import ReadFailed
from ingest.extract import Extractor, Limits
from ingest.metadata import guess
from ingest.source import PDF, recognise

TODAY = date(2026, 9, 1)
_SHOWN = 10
_AHEAD = 8  # cases per job that are under way


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One damaged file."""

    seed: Seed
    number: int

    @property
    def name(self) -> str:
        """Of the file."""
        return f"{self.number}-{Path(self.seed.name).name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it; ``result`` is one of those expected, or what went wrong."""

    case: Case
    result: str
    seconds: float
    guessing: float
    said: str = ""


@dataclass(slots=True)
class Report:
    """Counts per format."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slowest: list[Outcome] = field(default_factory=list)
    guessing: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count an outcome in."""
        self.counts[_ending(outcome.case.seed)][outcome.result] += 1
        self.guessing = max(self.guessing, outcome.guessing)
        self.slowest = sorted([*self.slowest, outcome], key=lambda o: -o.seconds)[:_SHOWN]


class Traces(logging.Handler):
    """Keeps what a reader raised, which the sentence for a person does not tell."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._of: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the trace of the thread that reads."""
        self._of[record.thread or 0] = record.getMessage()

    def take(self) -> str:
        """The trace of the file that this thread has just read."""
        return self._of.pop(threading.get_ident(), "")

    def take_of_scans(self) -> str:
        """The trace of a page that was recognised, of this file or one beside it."""
        scans = {t.ident for t in threading.enumerate() if t.name.startswith("scan")}
        traces = [self._of.pop(ident) for ident in list(self._of) if ident in scans]
        return next(iter(traces), "")


def cases(seeds: Sequence[Seed], count: int) -> Iterator[Case]:
    """The same number for each format, spread over its seeds; the formats by turns."""
    formats: dict[str, list[Seed]] = defaultdict(list)
    for seed in seeds:
        formats[seed.media_type].append(seed)
    every = (case for row in zip(*map(_turns, formats.values()), strict=True) for case in row)
    return itertools.islice(every, count)


def _turns(seeds: Sequence[Seed]) -> Iterator[Case]:
    for number in itertools.count():
        for seed in seeds:
            yield Case(seed=seed, number=number)


class Fuzz:
    """One run over damaged files."""

    def __init__(self, extractor: Extractor, findings: Path) -> None:
        self._extractor = extractor
        self._findings = findings
        self._traces = Traces()
        own: dict[str, list[bytes]] = defaultdict(list)
        for seed in made():  # always there, so that a damage can be made again anywhere
            own[seed.media_type].append(seed.data)
        self._others: Mapping[str, list[bytes]] = own
        self._folder = tempfile.TemporaryDirectory(prefix="watwerkt-fuzz-")
        log = logging.getLogger("ingest.extract")
        log.addHandler(self._traces)
        log.setLevel(logging.DEBUG)
        log.propagate = False

    def data(self, case: Case) -> bytes:
        """The bytes of a case."""
        others = self._others.get(case.seed.media_type, [])
        return mutated(case.seed.data, others, f"{case.seed.name}:{case.number}")

    def one(self, case: Case) -> Outcome:
        """Read one damaged file, and keep it when it does what none may do."""
        path = Path(self._folder.name) / case.name
        path.write_bytes(self.data(case))
        started = time.monotonic()
        result, said, guessing = self._read(path, case.seed.media_type)
        seconds = time.monotonic() - started
        if result not in EXPECTED:
            self._findings.mkdir(parents=True, exist_ok=True)
            kept = self._findings / f"{re.sub(r'[^A-Za-z0-9]+', '-', result)[:60]}-{case.name}"
            shutil.copyfile(path, kept)
            kept.with_name(kept.name + ".why").write_text(said)
        path.unlink()
        return Outcome(case=case, result=result, seconds=seconds, guessing=guessing, said=said)

    def _read(self, path: Path, media_type: str) -> tuple[str, str, float]:
        """What became of it, what was said or raised, and how long guessing took."""
        try:
            said = _recognised(path)
            if kind_of_refusal(said) != REFUSED:
                return kind_of_refusal(said), said, 0.0
            done = outcome_of(self._extractor, path, media_type)
            started = time.monotonic()
            if done.reading:
                guess(done.reading, path.name, today=TODAY)
            guessing = time.monotonic() - started
        except Exception as error:  # nothing else may reach the program
            return f"main raised {type(error).__name__}", traceback.format_exc(), 0.0
        trace = self._traces.take()
        if done.result == BROKE and trace:
            return f"raised {_raised(trace)}", trace, guessing
        of_scans = self._traces.take_of_scans() if media_type == PDF else ""
        if done.result == READ and of_scans:
            return f"scan raised {_raised(of_scans)}", of_scans, guessing
        return done.result, done.said, guessing


def _recognised(path: Path) -> str:
    """What a person is told of a file whose format is not recognised; a sentence in any case."""
    try:
        return f"This file is of the type {recognise(path)}."
    except ReadFailed as error:
        return str(error)


def _raised(trace: str) -> str:
    """The class of what was raised."""
    return trace.strip().rpartition("\n")[2].partition(":")[0].rpartition(".")[2]


def _ending(seed: Seed) -> str:
    return Path(seed.name).suffix[1:]


def run(fuzz: Fuzz, every: Iterator[Case], jobs: int) -> Report:
    """Read all, some at a time; Ctrl-C ends it with the report of what was read until then."""
    report = Report()
    with ThreadPoolExecutor(jobs) as threads, suppress(KeyboardInterrupt):
        first = itertools.islice(every, jobs * _AHEAD)
        waiting = deque(threads.submit(fuzz.one, case) for case in first)
        while waiting:
            report.add(waiting.popleft().result())
            waiting.extend(threads.submit(fuzz.one, case) for case in itertools.islice(every, 1))
            done = sum(map(Counter.total, report.counts.values()))
            if done % 1000 == 0:
                print(f"{done} …", flush=True)
    return report


def show(report: Report, seconds: float) -> None:
    """Print the table and what stands out."""
    total: Counter[str] = sum(report.counts.values(), Counter())
    columns = [*EXPECTED, *sorted(total.keys() - set(EXPECTED))]
    print(f"{'':6} {'inputs':>7} " + " ".join(f"{name:>8}" for name in columns))
    for name, counts in (*sorted(report.counts.items()), ("all", total)):
        row = " ".join(f"{counts[column]:>{max(8, len(column))}}" for column in columns)
        print(f"{name:6} {counts.total():>7} {row}")
    print(f"{total.total() / seconds:.1f} inputs/s; longest guess {report.guessing:.2f} s")
    for outcome in report.slowest:
        case = outcome.case
        print(f"{outcome.seconds:6.1f} s  {case.seed.name} {case.number}: {outcome.result}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--formats", nargs="*", help="by ending: pdf docx …; all when absent")
    parser.add_argument("--seeds", nargs="*", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--memory", type=int, default=1024, metavar="MB")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--again", nargs=2, metavar=("SEED", "NUMBER"))
    return parser.parse_args()


def main() -> None:
    """Read the arguments, read the damaged files, print the figures."""
    asked = _arguments()
    seeds = [*made(), *found(), *(seed for folder in asked.seeds for seed in found(folder))]
    seeds = [seed for seed in seeds if not asked.formats or _ending(seed) in asked.formats]
    limits = Limits(seconds=asked.seconds, memory_mb=asked.memory)
    started = time.monotonic()
    with Extractor(limits, jobs=asked.jobs) as extractor:
        fuzz = Fuzz(extractor, asked.findings)
        if asked.again:
            name, number = asked.again
            case = Case(seed=next(s for s in seeds if s.name == name), number=int(number))
            Path(case.name).write_bytes(fuzz.data(case))
            print(case.name, fuzz.one(case).result)
            return
        report = run(fuzz, cases(seeds, asked.count), asked.jobs)
    show(report, time.monotonic() - started)
    of_main, of_workers = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"peak memory: main {of_main} MB, largest worker {of_workers} MB")


if __name__ == "__main__":
    main()
