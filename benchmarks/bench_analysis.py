"""How fast is language analysis? Words per second over many texts, cold and warm.

    python benchmarks/bench_analysis.py wetten-nl.jsonl.xz [--documents 500] [--language nl]

FILE holds lines of JSON with a field ``text``. One core, time of the process itself: cold is the
first pass over the texts, in which each surface form is analysed once; warm is the second, in which
the caches know them. Stems alone are beside stems with parts of compounds, to see what parts cost.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from corpus.language.analysis import analyze
from corpus.language.compounds import split
from corpus.language.stems import stem
from corpus.language.tokens import tokenize

Pass = Callable[[str, str | None], Iterable[object]]


def stems(text: str, language: str | None) -> Iterable[object]:
    """Tokens and their stems."""
    return (stem(token.key, language) for token in tokenize(text))


def texts(path: Path, documents: int) -> list[str]:
    """The first so many texts."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, documents)]


def timed(name: str, one_pass: Pass, documents: list[str], language: str | None) -> None:
    """Print words per second of a first and a second pass."""
    for state in ("cold", "warm"):
        start = time.process_time()
        words = sum(sum(1 for _ in one_pass(text, language)) for text in documents)
        seconds = time.process_time() - start
        print(f"{words / seconds:12,.0f} words/s  {name}, {state} ({words:,} words)")


def main() -> None:
    """Print a line for each way and state."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("file", type=Path)
    options.add_argument("--documents", type=int, default=500)
    options.add_argument("--language", default="nl")
    chosen = options.parse_args()
    documents = texts(chosen.file, chosen.documents)
    stem("huis", chosen.language), split("huis")  # dictionaries are loaded once per process
    timed("stems", stems, documents, chosen.language)
    timed("stems and parts", analyze, documents, chosen.language)


if __name__ == "__main__":
    main()
