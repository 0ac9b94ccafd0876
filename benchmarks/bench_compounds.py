r"""How right are Dutch compounds cut? Ours beside other methods, on a table judged by hand.

    python -m benchmarks.bench_compounds [--truth tests/eval/compounds.tsv] [--half tuned|held]
        [--misses]

Prints, per method, the share of compounds that are cut into exactly the judged parts, the share of
other words that are cut although they should not be, and words per second. With ``--misses`` every
word ours gets wrong. The table has two halves: rules may be tuned on one, and the other is only to
see whether they hold elsewhere.

Others: P. Koehn and K. Knight's geometric mean over the same counts without any list of ours, with
and without a least worth of each part; and CharSplit (D. Tuggener) with its Dutch n-grams, from
the package ``compound-split`` (GPL, so no dependency of ours: ``pip install compound-split``). A
part of theirs may keep its linking letters; ours must be the dictionary form.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path

from benchmarks.judged_tables import HELD, TUNED, half_of, read_rows
from corpus.language.compounds import load_counts, split
from corpus.language.cutting import bases
from corpus.language.stems import stem
from corpus.language.tokens import tokenize

TRUTH = Path(__file__).parents[1] / "tests" / "eval" / "compounds.tsv"
Splitter = Callable[[str], Sequence[str]]  # key -> parts, one or none for what is not cut


@dataclass(frozen=True, slots=True)
class Judged:
    """A word and its parts, none for what is no compound."""

    word: str
    parts: tuple[str, ...]

    @property
    def key(self) -> str:
        """The word as it is looked up."""
        return next(tokenize(self.word)).key

    @property
    def half(self) -> str:
        """On which half of the table it stands."""
        return half_of(self.word)


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of one method, and what it got wrong: word, judged parts, given parts."""

    right: float
    wrong: float
    misses: tuple[tuple[str, str, str], ...]


def truths(half: str | None = None, path: Path = TRUTH) -> list[Judged]:
    """The judged words, of one half or of both."""
    rows = read_rows(path)
    judged = [Judged(word, () if parts == "-" else tuple(parts.split("+"))) for word, parts in rows]
    return [row for row in judged if half in (None, row.half)]


def score(rows: Sequence[Judged], method: Splitter) -> Score:
    """How right a method is on these words."""
    compounds = sum(1 for row in rows if row.parts)
    misses, wrong = [], 0
    for row in rows:
        given = list(method(row.key))
        given = given if len(given) > 1 else []
        if len(given) != len(row.parts) or not all(map(_same, given, row.parts)):
            misses.append((row.word, "+".join(row.parts) or "-", "+".join(given) or "-"))
            wrong += not row.parts
    right = compounds - (len(misses) - wrong)
    return Score(right / compounds, wrong / (len(rows) - compounds), tuple(misses))


def _same(given: str, judged: str) -> bool:
    wanted = stem(judged, "nl")
    return any(stem(base, "nl") == wanted for base in bases(given.lower()))


def ours(key: str) -> list[str]:
    """The parts by our counts and rules."""
    return [part.key for part in split(key)]


def koehn_knight(least: int) -> Splitter:
    """All ways to cut into counted parts; the highest geometric mean, the whole word among them."""
    counts = load_counts()

    def worth(part: str) -> float:
        return max(counts.first.get(part, 0), counts.last.get(stem(part, "nl"), 0))

    @cache
    def ways(key: str) -> tuple[tuple[str, ...], ...]:
        found: list[tuple[str, ...]] = [(key,)]
        for at in range(3, len(key) - 2):
            if worth(key[:at]) >= least:
                found += [(key[:at], *rest) for rest in ways(key[at:]) if len(rest) < 4]
        return tuple(found)

    def method(key: str) -> Sequence[str]:
        def mean(parts: tuple[str, ...]) -> float:
            return prod(map(worth, parts)) ** (1 / len(parts))

        return max(ways(key), key=mean)

    return method


def char_split(least: float) -> Splitter:
    """CharSplit, as often as its score stays above ``least``."""
    module = importlib.import_module("compound_split.char_split")

    def parts(key: str) -> Iterator[str]:
        worth, first, last = module.split_compound(key, "nl")[0]
        if worth <= least or first == last or min(len(first), len(last)) < 3:
            yield key
        else:
            yield from parts(first.lower())
            yield from parts(last.lower())

    return lambda key: list(parts(key)) if len(key) > 3 else [key]


def methods() -> Iterator[tuple[str, Splitter]]:
    """Names and methods; those that are not installed are told on standard error."""
    yield "ours", ours
    yield "Koehn & Knight, same counts", koehn_knight(1)
    yield "Koehn & Knight, parts of 10 words or more", koehn_knight(10)
    try:
        yield "compound-split, score above 0", char_split(0)
        yield "compound-split, score above -0.5", char_split(-0.5)
    except ModuleNotFoundError:
        print("compound-split is left out: pip install compound-split", file=sys.stderr)


def main() -> None:
    """Print a line for each method."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--truth", type=Path, default=TRUTH)
    options.add_argument("--half", choices=[TUNED, HELD])
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    rows = truths(chosen.half, chosen.truth)
    compounds = sum(1 for row in rows if row.parts)
    print(f"{compounds} compounds, {len(rows) - compounds} other words")
    for name, method in methods():
        method("huis")  # what is loaded at first use is not timed
        start = time.process_time()
        found = score(rows, method)
        speed = len(rows) / (time.process_time() - start)
        print(f"{found.right:6.3f} right {found.wrong:6.3f} wrong {speed:8,.0f} words/s  {name}")
        if chosen.misses and name == "ours":
            for miss in found.misses:
                print("       {}: {}, not {}".format(*miss))


if __name__ == "__main__":
    main()
