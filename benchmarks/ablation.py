"""What does each way to widen a word add? The answers with one of them switched off at a time.

    python -m benchmarks.ablation COLLECTION… [--count 200] [--seed 1] [--keep FOLDER]

Per collection the reciprocal rank (10 deep) on its own questions, and success at five on questions
made by rule (:mod:`benchmarks.queries_by_rule`), where a word is written in another way.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from benchmarks.judged_collections import LOADERS, Judged, indexed, load
from benchmarks.queries_by_rule import KINDS, Variant, success, variants
from index.api import SWITCHABLE, Widening
from index.evaluation import ask, measured
from index.protocols import Searcher

_FEWEST = 10  # questions of which a share says something


def ways() -> Iterator[tuple[str, frozenset[Widening]]]:
    """What is switched off, and how the row is called."""
    yield "everything on", frozenset()
    for kind in SWITCHABLE:
        yield f"without {kind}", frozenset({kind})
    yield "everything off", frozenset(SWITCHABLE)


def row(
    searcher: Searcher,
    judged: Judged,
    made: Mapping[str, Sequence[Variant]],
    without: frozenset[Widening],
) -> list[float]:
    """Reciprocal rank on the questions as they are, and success at five per kind of change."""
    answers = [ask(searcher, question, without=without) for question in judged.questions]
    kinds = ([variant.question for variant in found] for found in made.values())
    return [
        measured(answers, judged.judgements, ["RR@10"])["RR@10"],
        *(fmean(success(searcher, judged, questions, without)) for questions in kinds),
    ]


def main() -> None:
    """Read the arguments and print a table per collection."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("collection", nargs="+", choices=LOADERS)
    parser.add_argument("--count", type=int, default=200, help="questions of a kind, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the index")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for name in asked.collection:
            judged = load(name, asked.keep)
            found = variants(judged, asked.count, asked.seed)
            made = {kind: found[kind] for kind in KINDS if len(found[kind]) >= _FEWEST}
            searcher = indexed(judged, asked.keep or Path(scratch))
            heads = ["RR@10", *(f"{kind} ({len(these)})" for kind, these in made.items())]
            print(f"{name:20}", *(f"{head:>16}" for head in heads))
            for label, without in ways():
                figures = row(searcher, judged, made, without)
                print(f"{label:20}", *(f"{figure:16.3f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
