r"""Do the forms of one Dutch word meet, and do different words stay apart? Ours beside stemmers.

    python -m benchmarks.bench_stems [--truth tests/eval/word_families_judged.tsv]
        [--half tuned|held] [--misses]

Prints, per method, how many pairs of a word and one of its forms are missed, how many families meet
as a whole, how many pairs of different words are taken for one, and words per second. The table
has two halves: rules may be tuned on one, the other is only to see whether they hold elsewhere.

Others: Snowball's ``dutch`` of version 3 (after Kraaij and Pohlmann), its older ``dutch_porter``,
which is what Whoosh and Lucene have, and simplemma alone, greedy.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import simplemma
import snowballstemmer

from benchmarks.judged_tables import HELD, TUNED, half_of, read_rows
from corpus.language.stems import stem
from corpus.language.tokens import tokenize

TRUTH = Path(__file__).parents[1] / "tests" / "eval" / "word_families_judged.tsv"
SAME, APART = "same", "apart"
Stemmer = Callable[[str], str]  # a word as it is written -> what its forms have in common


@dataclass(frozen=True, slots=True)
class Judged:
    """Forms of one word, or two words that are different."""

    kind: str
    words: tuple[str, ...]

    @property
    def half(self) -> str:
        """On which half of the table it stands."""
        return half_of(self.words[0])


@dataclass(frozen=True, slots=True)
class Score:
    """What one method does with the judged words.

    Attributes:
        missed: pairs of a word and one of its forms that do not meet.
        pairs: how many there are.
        whole: families that meet as a whole.
        families: how many there are.
        merged: pairs of different words that meet.
        apart: how many there are.
    """

    missed: tuple[tuple[str, str], ...]
    pairs: int
    whole: int
    families: int
    merged: tuple[tuple[str, str], ...]
    apart: int


def truths(half: str | None = None, path: Path = TRUTH) -> list[Judged]:
    """The judged words, of one half or of both."""
    judged = (Judged(kind, tuple(words.split())) for kind, words in read_rows(path))
    return [row for row in judged if half in (None, row.half)]


def score(rows: Sequence[Judged], method: Stemmer) -> Score:
    """How well a method does on these words."""
    families = [
        [(row.words[0], form) for form in row.words[1:]] for row in rows if row.kind == SAME
    ]
    missed = [[pair for pair in pairs if not _meet(pair, method)] for pairs in families]
    apart = [(row.words[0], row.words[1]) for row in rows if row.kind == APART]
    return Score(
        missed=tuple(pair for pairs in missed for pair in pairs),
        pairs=sum(map(len, families)),
        whole=sum(1 for pairs in missed if not pairs),
        families=len(families),
        merged=tuple(pair for pair in apart if _meet(pair, method)),
        apart=len(apart),
    )


def _meet(pair: tuple[str, str], method: Stemmer) -> bool:
    return method(pair[0]) == method(pair[1])


def ours(word: str) -> str:
    """The stem that index and query use."""
    return stem(next(tokenize(word)).key, "nl")


def methods() -> Iterator[tuple[str, Stemmer]]:
    """Names and methods."""
    yield "ours", ours
    yield "Snowball 3 dutch", snowballstemmer.stemmer("dutch").stemWord
    yield "Snowball dutch_porter (Whoosh, Lucene)", snowballstemmer.stemmer("dutch_porter").stemWord
    yield "simplemma, greedy", lambda word: simplemma.lemmatize(word, lang="nl", greedy=True)


def main() -> None:
    """Print a line for each method."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--truth", type=Path, default=TRUTH)
    options.add_argument("--half", choices=[TUNED, HELD])
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    rows = truths(chosen.half, chosen.truth)
    words = [word for row in rows for word in row.words]
    for name, method in methods():
        method("huis")  # what is loaded at first use is not timed
        start = time.process_time()
        for word in words:
            method(word)
        speed = len(words) / (time.process_time() - start)
        found = score(rows, method)
        print(
            f"{len(found.missed):4} of {found.pairs} pairs missed  "
            f"{found.whole:4} of {found.families} families whole  "
            f"{len(found.merged):3} of {found.apart} wrongly merged  {speed:9,.0f} words/s  {name}"
        )
        if chosen.misses and name == "ours":
            for first, other in (*found.missed, *found.merged):
                print(f"       {first} {other}: {method(first)} {method(other)}")


if __name__ == "__main__":
    main()
