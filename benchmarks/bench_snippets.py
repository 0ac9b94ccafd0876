"""How long the best lines of long pages take: ours, and with every word of the page looked at.

    python -m benchmarks.bench_snippets [--keep FOLDER] [--pages 40]

Acts of ``wetten-nl`` (one page each) of some 100,000 characters and the longest ones, asked for
words of their own: a frequent and a rare one, a compound part, two near each other and a phrase.
Each answer is compared with that of the plain way (``tests/plain_passages.py``) in the same run.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.judged_collections import PROJECT, load
from corpus.document import Page
from corpus.language.analysis import Word, analyze
from index.api import Snippet
from index.passages import best_passages
from index.tree import And, Near, Node, Phrase, Terms

sys.path.insert(0, str(PROJECT / "tests"))  # the plain way is no part of the product
from plain_passages import best_passages as plain_passages

LONG = (80_000, 125_000)  # characters
Way = Callable[[Node, list[Page], str | None], tuple[Snippet, ...]]


def main() -> None:
    """Print a line for the pages of each length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="folder in which the read acts are kept")
    parser.add_argument("--pages", type=int, default=40)
    given = parser.parse_args()
    pages = sorted(
        (page for act in load("wetten-nl", given.keep).documents for page in act.pages),
        key=lambda page: len(page.text),
    )
    long = [page for page in pages if LONG[0] <= len(page.text) <= LONG[1]]
    rng = random.Random(1)  # noqa: S311 - no secret
    report("some 100,000 characters", rng.sample(long, min(given.pages, len(long))), rng, 3)
    report("the longest", pages[-3:], rng, 1)


def report(what: str, pages: list[Page], rng: random.Random, runs: int) -> None:
    """Time both ways on each page and question, and print what they take."""
    kinds: dict[str, list[tuple[float, float]]] = {}
    for page in pages:
        for kind, tree in questions(list(analyze(page.text, "nl")), rng):
            kinds.setdefault(kind, []).append(both(tree, page, runs))
    for kind, times in [*kinds.items(), ("all", [t for some in kinds.values() for t in some])]:
        plain, ours = ([1000 * t for t in way] for way in zip(*times, strict=True))
        ratios = sorted(before / after for before, after in zip(plain, ours, strict=True))
        print(
            f"{what}: {kind:10} n={len(times):4}  "
            f"plain {statistics.median(plain):7.1f} ms (slowest {max(plain):7.1f})  "
            f"ours {statistics.median(ours):6.2f} ms (slowest {max(ours):6.2f})  "
            f"ratio {statistics.median(ratios):5.1f} (lowest {ratios[0]:5.1f})"
        )


def questions(words: list[Word], rng: random.Random) -> Iterator[tuple[str, Node]]:
    """What is asked of a page: its own words, as a tree."""
    stems = Counter(word.stem for word in words if len(word.exact) > 3)
    frequent = [stem for stem, _ in stems.most_common(20)]
    rare = [stem for stem, count in stems.items() if count == 1]
    yield "frequent", Terms((rng.choice(frequent),), "stem")
    yield "rare", Terms((rng.choice(rare),), "stem")
    yield "three", And(tuple(Terms((stem,), "stem") for stem in rng.sample([*stems], 3)))
    parts = [part.stem for word in words for part in word.parts]
    yield "part", Terms((rng.choice(parts),), "stem")
    at = rng.randrange(len(words) - 3)
    yield "phrase", Phrase(tuple(word.exact for word in words[at : at + 3]))
    yield "near", Near(((words[at].stem,), (words[at + 2].stem,)), 5)
    yield "absent", Terms(("zzyzx",), "stem")


def both(tree: Node, page: Page, runs: int) -> tuple[float, float]:
    """Seconds of the plain way and of ours; their answers must be the same."""
    plain, expected = timed(plain_passages, tree, page, runs)
    ours, found = timed(best_passages, tree, page, runs)
    if found != expected:
        raise SystemExit(f"not the same lines for {tree} on page {page.text[:50]!r}")
    return plain, ours


def timed(way: Way, tree: Node, page: Page, runs: int) -> tuple[float, tuple[Snippet, ...]]:
    """Seconds of the fastest of ``runs``, and the answer."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        answer = way(tree, [page], "nl")
        best = min(best, time.perf_counter() - began)
    return best, answer


if __name__ == "__main__":
    main()
