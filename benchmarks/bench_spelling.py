r"""How right and how fast is the word that was meant, beside other ways to find it?

    python -m benchmarks.bench_spelling WORDS [--table tests/eval/typos.tsv] [--most 300000]
        [--half tuned|held] [--misses]

WORDS is a word list, one a line, e.g. ``/usr/share/dict/dutch`` (Debian ``wdutch``); a sample of
it is the vocabulary, with the words of the bundled collection and the meant words of the table.
Right words of the table are left out of it unless they are meant by another row, so that they do
not occur. Prints
for ours, symspellpy and a comparison with every word: seconds to build, milliseconds of processor
time per word, typing errors set right, and right words changed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from symspellpy import SymSpell, Verbosity

from benchmarks.judged_tables import half_of, read_rows
from corpus.language.tokens import tokenize
from index.near import NearWords
from index.speller import Speller

PROJECT = Path(__file__).parents[1]
TABLE = PROJECT / "tests" / "eval" / "typos.tsv"
SAMPLES = PROJECT / "corpus" / "samples" / "documents"

Rows = list[tuple[str, str]]
Correct = Callable[[str], str | None]


def read_table(path: Path, half: str | None) -> Rows:
    """What was typed and what was meant, folded; rules may be tuned on one half only."""
    rows = [row[:2] for row in read_rows(path)]
    keys = [(_key(typed), _key(meant), typed) for typed, meant in rows if typed != "typed"]
    return [
        (typed, meant)
        for typed, meant, written in keys
        if half is None or half_of(written) == half
        if " " not in typed + meant
    ]


def _key(text: str) -> str:
    return " ".join(token.key for token in tokenize(text))


def vocabulary(words: Path, most: int, rows: Rows) -> Counter[str]:
    """Words with the number of texts that have them."""
    listed = {_key(line) for line in words.read_text(encoding="utf-8").splitlines()}
    listed = {word for word in listed if word.isalpha()}
    chance = random.Random(1)  # noqa: S311 - a sample that can be repeated
    counts = Counter(chance.sample(sorted(listed), min(most, len(listed))))
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in {".md", ".txt", ".html"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            counts.update({token.key for token in tokenize(text)})
    wanted = {meant for typed, meant in rows if typed != meant}
    for right in {typed for typed, meant in rows if typed == meant} - wanted:
        counts.pop(right, None)
    counts.update(wanted)
    return counts


def ours(counts: Counter[str]) -> Correct:
    """The speller of the index."""
    speller = Speller(NearWords(counts).within, lambda word: counts[word])
    speller.correct("overlats")  # indexes its words
    return speller.correct


def symspell(counts: Counter[str]) -> Correct:
    """Symspellpy with its usual settings."""
    peer = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, count in counts.items():
        peer.create_dictionary_entry(word, count)

    def correct(typed: str) -> str | None:
        found = peer.lookup(typed, Verbosity.TOP, max_edit_distance=2)
        return str(found[0].term) if found else None

    return correct


def every_word(counts: Counter[str]) -> Correct:
    """The distance to each word of the collection."""
    words = sorted(counts)

    def correct(typed: str) -> str | None:
        found = process.extract(typed, words, scorer=OSA.distance, score_cutoff=2, limit=None)
        near = ((distance, -counts[word], word) for word, distance, _ in found)
        return min(near, default=(0, 0, None))[2]

    return correct


def measure(
    name: str, make: Callable[[Counter[str]], Correct], counts: Counter[str], rows: Rows
) -> Rows:
    """Print the figures of one way; returns the rows it got wrong, with its answer."""
    began = time.process_time()
    correct = make(counts)
    built = time.process_time() - began
    began = time.process_time()
    answers = [correct(typed) for typed, _ in rows]
    each = (time.process_time() - began) / len(rows) * 1000
    typos = [(answer == m) for answer, (t, m) in zip(answers, rows, strict=True) if t != m]
    kept = [(answer in (t, None)) for answer, (t, m) in zip(answers, rows, strict=True) if t == m]
    print(
        f"{name:12} built in {built:6.2f} s  {each:7.3f} ms/word  "
        f"right {_share(typos):.3f} of {len(typos)}  "
        f"right words changed {1 - _share(kept):.3f} of {len(kept)}"
    )
    pairs = zip(answers, rows, strict=True)
    return [(f"{t} -> {a}", m) for a, (t, m) in pairs if m != (a or t)]


def _share(found: Iterable[bool]) -> float:
    found = list(found)
    return sum(found) / len(found)


def main() -> None:
    """Measure all three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", type=Path)
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--most", type=int, default=300_000)
    parser.add_argument("--half", choices=("tuned", "held"))
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    rows = read_table(asked.table, asked.half)
    counts = vocabulary(asked.words, asked.most, rows)
    print(f"{len(counts)} words, {len(rows)} rows")
    ways = {"ours": ours, "symspellpy": symspell, "every word": every_word}
    for name, make in ways.items():
        misses = measure(name, make, counts, rows)
        if asked.misses and name == "ours":
            print(*(f"  {answer}, meant {meant}" for answer, meant in misses), sep="\n")


if __name__ == "__main__":
    main()
