"""Does an ingest that is killed again and again end where one that was left alone ends?

    python benchmarks/interrupt_ingest.py [--files 10000] [--kills 12] [--seed 1] [--keep FOLDER]

Makes a folder of small invented files (text and HTML, some of them twice, some broken, some with
metadata beside them), ingests it once without a disturbance, and once more into another data
folder, where the command is killed at random moments, by SIGKILL and SIGINT in turn. After each
kill ``verify`` may tell nothing worse than what the next ingest completes, and ``verify --repair``,
every other time, has to mend that. In the end both collections must hold the same documents
and find as many, in the same order once their indexes are made anew, and nothing may be left of
what was killed: no half copy, process or temporary file. Exit code 1 when that is not so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
_MARK = "WATWERKT_INTERRUPTED"  # in the environment of every process that is started here
_MOST_SECONDS = 0.5  # between the document that is waited for and the kill
_QUERIES = ("zelfbeheer", "buurthuis bewoners", '"groene tuin"', "moestuin -jongeren", "")
_PER_FOLDER = 500
_LOT = re.compile(r"(build-|_?MAIN_)[a-z0-9]+(?=[./]|$)")
# What ``verify`` may say after a kill: the index is behind, an original came before its document.
_MENDED_LATER = ("cannot be found", "belongs to no document")

_WHO = "bewoners vrijwilligers jongeren ouderen buren gemeente corporatie opbouwwerker wijkteam"
_DOES = "kiest bespreekt beheert onderhoudt bezoekt bedenkt betaalt opent verdeelt bewaakt"
_WHAT = (
    "moestuin buurthuis speelplek binnentuin werkplaats wijkbudget zelfbeheer dorpsplein "
    "klusdienst buurtbus leeskring eettafel fietsroute voetbalveld ruilwinkel"
)
_HOW = "samen rustig elke week opnieuw zonder ruzie met plezier in de zomer na het werk voortaan"
_PLACES = "Haarlem Zwolle Tilburg Almere Leiden Deventer Breda Assen Delft Venlo"


@dataclass(slots=True)
class Run:
    """One data folder and what happened in it."""

    data: Path
    temporary: Path
    kills: Counter[str] = field(default_factory=Counter)
    slowest_end: float = 0.0
    faults: list[str] = field(default_factory=list)

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Start a command on this data folder."""
        environment = os.environ | {
            "PYTHONPATH": str(PROJECT),
            "TMPDIR": str(self.temporary),
            _MARK: str(os.getpid()),
        }
        command = [sys.executable, "-m", "ingest.cli", "--data", self.data, "--by", "bench"]
        return subprocess.Popen(
            [*map(str, command), *map(str, arguments)],
            cwd=self.temporary.parent,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def done(self, *arguments: object, codes: Sequence[int] = (0,)) -> str:
        """What a command prints; a fault when it ends in another way."""
        process = self.start(*arguments)
        out, err = process.communicate()
        if process.returncode not in codes or "Traceback" in err:
            self.faults.append(f"{arguments[0]}: exit code {process.returncode}: {err[-500:]}")
        return out


def make_files(folder: Path, count: int, chance: random.Random) -> None:
    """Invented files: 3 % are copies of an earlier one, 1 % is broken, 4 % have a sidecar."""
    whole: list[bytes] = []
    for number in range(count):
        place = folder / f"wijk-{number // _PER_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        kind = chance.random()
        if kind < 0.01:
            (place / f"kapot-{number:05}.pdf").write_bytes(b"%PDF-1.7\n" + chance.randbytes(300))
            continue
        is_page = chance.random() < 0.3
        text = _page(number, chance) if is_page else _text(number, chance)
        content = chance.choice(whole) if kind < 0.04 and whole else text.encode()
        whole.append(content)
        ending = "html" if content.startswith(b"<!doctype") else "txt"
        path = place / f"verslag-{number:05}.{ending}"
        path.write_bytes(content)
        if kind > 0.96:
            year = chance.randint(1995, 2024)
            path.with_name(path.name + ".yaml").write_text(f"title: Met opschrift {number}\n"
                f"year: {year}\narchetypes: [zelfbeheer]\n", "utf-8")  # fmt: skip
    for place in sorted(folder.iterdir())[:2]:
        names = sorted(path.name for path in place.glob("verslag-*.txt"))[:20]
        rows = [f"{name},{chance.choice(_PLACES.split())}" for name in names]
        (place / "metadata.csv").write_text("\n".join(["file,municipality", *rows]), "utf-8")


def _sentences(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        who, does, what, how = (chance.choice(w.split()) for w in (_WHO, _DOES, _WHAT, _HOW))
        extra = chance.choice(_WHAT.split())
        yield f"De groep {who} {does} de {what} en de groene tuin of {extra} {how}."


def _text(number: int, chance: random.Random) -> str:
    place, year = chance.choice(_PLACES.split()), chance.randint(1995, 2024)
    body = " ".join(_sentences(chance, chance.randint(3, 25)))
    return f"Verslag {number} van de wijk\n\n{place}, {year}\n\n{body}\n"


def _page(number: int, chance: random.Random) -> str:
    body = "".join(f"<p>{each}</p>" for each in _sentences(chance, chance.randint(3, 25)))
    return (
        f"<!doctype html><html lang=nl><head><title>Bericht {number}</title></head>"
        f"<body><article><h1>Bericht {number} uit de buurt</h1>{body}</article></body></html>"
    )


def left_alone(run: Run, files: Path) -> float:
    """Seconds that an ingest takes without a disturbance."""
    started = time.monotonic()
    run.done("ingest", files, "--kind", "praktijk", "--json", codes=(0, 1))
    return time.monotonic() - started


def interrupted(run: Run, files: Path, moments: Sequence[tuple[int, float]]) -> float:
    """Seconds that an ingest takes that is killed at these moments, without the checks between.

    A moment is so many documents that came in since the last one, and so many seconds more.
    """
    spent = 0.0
    for number, moment in enumerate([*moments, None]):
        started = time.monotonic()
        process = run.start("ingest", files, "--kind", "praktijk", "--json")
        if moment is not None and _reached(process, *moment):
            _kill(run, process, signal.SIGKILL if number % 2 == 0 else signal.SIGINT)
        else:
            process.communicate()
        spent += time.monotonic() - started
        _check_processes(run)
        _verify(run, repair=number % 4 > 1)
    return spent


def _reached(process: subprocess.Popen[str], added: int, seconds: float) -> bool:
    """Wait for a moment; tells whether the command still runs then."""
    assert process.stdout is not None  # noqa: S101 (it was started so)
    while added > 0:
        line = process.stdout.readline()
        if not line:
            return False
        added -= '"status": "added"' in line
    time.sleep(seconds)
    return process.poll() is None


def _kill(run: Run, process: subprocess.Popen[str], sign: signal.Signals) -> None:
    asked = time.monotonic()
    process.send_signal(sign)
    _, err = process.communicate()
    run.kills[sign.name] += 1
    run.slowest_end = max(run.slowest_end, time.monotonic() - asked)
    expected = -signal.SIGKILL if sign is signal.SIGKILL else 130
    if process.returncode not in (expected, 0, 1) or "Traceback" in err:
        run.faults.append(f"{sign.name}: exit code {process.returncode}: {err[-500:]}")
    print(f"  {sign.name}: {_documents(run)} documents are in", flush=True)


def _verify(run: Run, *, repair: bool) -> None:
    """A fault for everything that does not agree and that the next ingest would not complete."""
    if not (run.data / "index" / "current.json").exists():
        return  # it was killed before there was anything
    if repair:
        run.done("verify", "--repair")
    for line in run.done("verify", "--json", codes=(0,) if repair else (0, 1)).splitlines():
        message = json.loads(line)["message"]
        if not any(sign in message for sign in _MENDED_LATER):
            run.faults.append(message)


def _documents(run: Run) -> int:
    return int(json.loads(run.done("status", "--json") or '{"documents": 0}')["documents"])


def _check_processes(run: Run) -> None:
    """A fault for each process of ours that goes on after the command that it belongs to."""
    mark, until = f"{_MARK}={os.getpid()}\0".encode(), time.monotonic() + 5
    while alive := [number for number in _processes() if mark in _environment(number)]:
        if time.monotonic() > until:
            run.faults.append(f"still running: {alive}")
            return
        time.sleep(0.05)


def _processes() -> list[int]:
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdecimal()]


def _environment(number: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{number}/environ").read_bytes()
    return b""


def compare(alone: Run, run: Run) -> Iterator[str]:
    """What differs between the two collections, and what was left lying about."""
    expected, found = _collection(alone), _collection(run)
    yield from (f"{one} is missing" for one in expected.keys() - found.keys())
    yield from (f"{one} is too many" for one in found.keys() - expected.keys())
    for one in expected.keys() & found.keys():
        differing = [k for k in expected[one] if expected[one][k] != found[one].get(k)]
        if differing:
            yield f"{one} differs in {', '.join(differing)}"
    names, names_alone = _names(run), _names(alone)
    for query in _QUERIES:
        if _answer(alone, query)[0] != _answer(run, query)[0]:
            yield f"‘{query}’ finds more or less"
    # How rare a word is counts documents that were replaced until the index is made anew.
    for each in (alone, run):
        each.done("reindex")
    for query in _QUERIES:
        if _answer(alone, query) != _answer(run, query):
            yield f"‘{query}’ finds something else"
    yield from (f"left behind: {name}" for name in sorted(names - names_alone))


def _collection(run: Run) -> dict[str, dict[str, Any]]:
    """All documents, without the moments at which they came in and were decided upon."""
    documents = {}
    for line in run.done("export", "--format", "jsonl").splitlines():
        one = json.loads(line)
        del one["ingested"]
        for decision in one["decisions"]:
            del decision["at"]
        documents[one["id"]] = one
    return documents


def _answer(run: Run, query: str) -> list[Any]:
    answer = json.loads(run.done("search", query, "--json", "--size", "50") or "{}")
    return [answer.get("total"), [hit["id"] for hit in answer.get("hits", [])]]


def _names(run: Run) -> frozenset[str]:
    """Every file and folder, and of the index, whose names are drawn by lot, the kinds."""
    names = [str(p.relative_to(run.data)) for p in run.data.rglob("*")]
    names += [str(p.relative_to(run.temporary)) for p in run.temporary.rglob("*")]
    builds = len(list(run.data.glob("index/build-*")))
    return frozenset({_LOT.sub(r"\1*", name) for name in names} | {f"{builds} builds"})


def main() -> int:
    """Run it and print what was measured and what was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder, which stays as it becomes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="watwerkt-") as scratch:
        return _run(options.keep or Path(scratch), options)


def _run(root: Path, options: argparse.Namespace) -> int:
    # Where this runs in the background the shell has set it aside, and children would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chance = random.Random(options.seed)  # noqa: S311 (the same again, not secret)
    make_files(root / "files", options.files, chance)
    runs = [Run(root / name / "data", root / name / "tmp") for name in ("alone", "interrupted")]
    for each in runs:
        each.temporary.mkdir(parents=True)
    alone, run = runs
    seconds = left_alone(alone, root / "files")
    print(f"{options.files} files, left alone: {seconds:.1f} s, {_documents(alone)} documents")
    most = 2 * options.files // (options.kills + 1)
    moments = [
        (chance.randint(0, most), chance.uniform(0, _MOST_SECONDS)) for _ in range(options.kills)
    ]
    spent = interrupted(run, root / "files", moments)
    for each in runs:
        each.done("verify", "--repair")
    faults = [*alone.faults, *run.faults, *compare(alone, run)]
    kills = ", ".join(f"{count} {name}" for name, count in sorted(run.kills.items()))
    print(
        f"killed {run.kills.total()} times ({kills}): {spent:.1f} s, {spent - seconds:.1f} s more; "
        f"the slowest end took {run.slowest_end:.1f} s"
    )
    for fault in faults[:20]:
        print(f"WRONG: {fault}")
    print(f"{len(faults)} things are wrong" if faults else "both collections are the same")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
