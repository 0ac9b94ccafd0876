"""Below what no figure of relevance may sink, and how a floor is raised.

    python -m benchmarks.floors [GATED…] [--keep FOLDER] [--write] [--allow-lower]

Measures what ``tests/test_evaluate_gate.py`` holds to ``tests/eval/floors.toml`` and prints each
figure beside its floor. ``--write`` raises the floors to what was measured; it refuses to lower one
unless ``--allow-lower`` says that this is meant. A floor belongs to one set of documents, questions
and judgements, known by its fingerprint: with another set it says nothing and must be set anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bench_relevance import KNOWN_ITEM, lost_to_twin
from benchmarks.judged_collections import Judged, indexed, load
from benchmarks.queries_by_rule import success, variants
from benchmarks.word_variants import WORD_LIST
from index.evaluation import ask, measured
from index.protocols import Searcher

FLOORS = Path(__file__).resolve().parents[1] / "tests" / "eval" / "floors.toml"

_BY_RULE = 100  # questions of each kind: a test has less time than a benchmark
_ENOUGH = 30  # fewer say nothing about a kind
_GRADED = ("nDCG@10", "P@10", "R@10")  # where many documents answer one question

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What the figures of one gated set may not sink below."""

    fingerprint: str
    figures: Figures


def fingerprint(judged: Judged) -> str:
    """Changes whenever a question or a judgement does, and when a document comes or goes.

    What a document is read as does not count: to read better may raise a figure or sink it.
    """
    digest = hashlib.sha256(json.dumps(sorted(d.id for d in judged.documents)).encode())
    for question in judged.questions:
        asked = [question.id, question.text, sorted(judged.judgements[question.id].items())]
        digest.update(json.dumps(asked).encode())
    return digest.hexdigest()[:16]


# --- what is measured --------------------------------------------------------------------------


def _answered(judged: Judged, searcher: Searcher) -> Figures:
    """Measures over the first ten; of twins, how many Dutch questions find the Dutch one first."""
    answers = [ask(searcher, question) for question in judged.questions]
    measures = _GRADED if judged.name == "cranfield" else KNOWN_ITEM[1:]
    figures = measured(answers, judged.judgements, measures)
    if judged.name.startswith("zoekhulpen"):
        dutch = sum(question.language == "nl" for question in judged.questions)
        figures["twins"] = 1 - len(lost_to_twin(answers)) / dutch
    return figures


def _by_rule(judged: Judged, searcher: Searcher) -> Figures:
    """Success at five of each kind of question made by rule of which there are enough."""
    made = variants(judged, _BY_RULE)
    questions = {kind: [variant.question for variant in found] for kind, found in made.items()}
    return {
        kind: sum(success(searcher, judged, asked)) / len(asked)
        for kind, asked in questions.items()
        if len(asked) >= _ENOUGH
    }


GATED: Mapping[str, tuple[str, Callable[[Judged, Searcher], Figures]]] = {
    "cranfield": ("cranfield", _answered),
    "rijksoverheid-vac": ("rijksoverheid-vac", _answered),
    "zoekhulpen": ("zoekhulpen", _answered),
    "zoekhulpen-untitled": ("zoekhulpen-untitled", _answered),
    "wetten-nl-sample": ("wetten-nl-sample", _answered),
    "rijksoverheid-vac by rule": ("rijksoverheid-vac", _by_rule),
    "wetten-nl-sample by rule": ("wetten-nl-sample", _by_rule),
}
"""Name of a gated set -> its collection, and what is measured of it."""


def needs_words(gated: str) -> bool:
    """Whether a set needs the word list of :mod:`benchmarks.word_variants`."""
    return GATED[gated][1] is _by_rule


def measure(gated: str, folder: Path) -> Floor:
    """The figures of one gated set; the index is made in ``folder``, or used again."""
    collection, figures_of = GATED[gated]
    judged = load(collection, folder)
    figures = figures_of(judged, indexed(judged, folder))
    return Floor(fingerprint=fingerprint(judged), figures=figures)


# --- the floors --------------------------------------------------------------------------------


def read_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """Gated set -> its floor."""
    if not path.exists():
        return {}
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        gated: Floor(fingerprint=str(table.pop("fingerprint")), figures=table)
        for gated, table in tables.items()
    }


def write_floors(floors: Mapping[str, Floor], path: Path = FLOORS) -> None:
    """Keep the floors, those of sets that are gated no longer left out."""
    lines = ["# Written by benchmarks/floors.py; see there how a floor is raised."]
    for gated, floor in floors.items():
        lines += ["", f"[{json.dumps(gated)}]", f'fingerprint = "{floor.fingerprint}"']
        lines += [f"{json.dumps(name)} = {value:.3f}" for name, value in floor.figures.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sunk(floor: Floor, now: Floor) -> list[str]:
    """What is below its floor, or was not measured, in words; empty when all is well."""
    if floor.fingerprint != now.fingerprint:
        return ["other documents, questions or judgements than the floor was set for"]
    return [
        f"{name} {now.figures.get(name, 0.0):.3f} is below {least:.3f}"
        for name, least in floor.figures.items()
        if now.figures.get(name, 0.0) < least
    ]


def raised(floor: Floor | None, now: Floor, *, allow_lower: bool) -> Floor:
    """The floor for what was measured now.

    Raises:
        ValueError: when it would be lower than it was, or is of another set, and nobody said that
            this is meant.
    """
    if floor and not allow_lower and (why := sunk(floor, now)):
        raise ValueError("; ".join(why))
    figures = {name: math.floor(1000 * value + 1e-9) / 1000 for name, value in now.figures.items()}
    return Floor(fingerprint=now.fingerprint, figures=figures)


def main() -> None:
    """Read the arguments, print the figures and keep them if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("gated", nargs="*", help=f"of {', '.join(GATED)}; all if none is given")
    parser.add_argument("--keep", type=Path, help="folder for documents and indexes")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    asked = parser.parse_args()
    if not WORD_LIST.is_file():
        sys.exit(f"Questions are made by rule with a word list: install wdutch ({WORD_LIST}).")
    floors, refused = read_floors(), []
    with tempfile.TemporaryDirectory() as scratch:
        for gated in asked.gated or GATED:
            now, floor = measure(gated, asked.keep or Path(scratch)), floors.get(gated)
            for name, value in now.figures.items():
                least = floor.figures.get(name) if floor else None
                print(f"{gated:28}{name:12}{value:8.3f}  floor {least or '-'}")
            try:
                floors[gated] = raised(floor, now, allow_lower=asked.allow_lower)
            except ValueError as error:
                refused.append(f"{gated}: {error}")
    if asked.write:
        write_floors({gated: floors[gated] for gated in GATED if gated in floors})
    if refused:
        sys.exit("\n".join([*refused, "Not lowered; --allow-lower if that is meant."]))


if __name__ == "__main__":
    main()
