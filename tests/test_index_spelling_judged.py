"""Typing errors and right words that were judged without looking at the rules.

``tests/eval/typos.tsv`` has two halves; the rules were tuned on one of them only.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from benchmarks.judged_tables import half_of, read_rows
from conftest import PROJECT, SAMPLES
from corpus.language.tokens import tokenize
from index.near import NearWords
from index.speller import Speller

TABLE = PROJECT / "tests" / "eval" / "typos.tsv"
SHARED = PROJECT.parent / "shared"
ANSWERS = SHARED / "collections" / "rijksoverheid-vac" / "docs.jsonl"

# The least that is right of the typing errors, and the most of the right words that is changed.
RIGHT = 0.96
CHANGED = 0.02
CHANGED_WHERE_MISSING = 0.12  # right words that do not occur; most are names of small places


def words(text: str) -> list[str]:
    return [token.key for token in tokenize(text)]


def rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """Half, and the words that were typed and meant."""
    for typed, meant, *_ in read_rows(TABLE):
        if typed != "typed":
            yield half_of(typed), words(typed), words(meant)


def counted(texts: Iterable[str]) -> Counter[str]:
    """Words with the number of texts that have them."""
    return Counter(word for text in texts for word in set(words(text)))


def texts_in(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".txt", ".html"}:
            yield path.read_text(encoding="utf-8", errors="replace")


def measured(counts: Counter[str], half: str) -> tuple[float, float]:
    """Share of the typing errors set right, and of the right words changed."""
    speller = Speller(NearWords(counts).within, lambda word: counts[word])
    right: list[bool] = []
    changed: list[bool] = []
    for found, typed, meant in rows():
        if found == half:
            answer = [speller.correct(word) or word for word in typed]
            (changed if typed == meant else right).append((answer == meant) != (typed == meant))
    return sum(right) / len(right), sum(changed) / len(changed)


def assert_good(counts: Counter[str], half: str) -> None:
    asked = [(typed, meant) for _, typed, meant in rows()]
    wanted = Counter(word for _, meant in asked for word in set(meant))
    right, changed = measured(counts + wanted, half)
    assert right >= RIGHT
    assert changed <= CHANGED
    errors = Counter(word for typed, meant in asked if typed != meant for word in set(meant))
    _, changed = measured(counts + errors, half)
    assert changed <= CHANGED_WHERE_MISSING


@pytest.mark.parametrize("half", ["tuned", "held"])
def test_typing_errors_are_set_right_with_the_words_of_the_samples(half: str) -> None:
    assert_good(counted(texts_in(SAMPLES)), half)


@pytest.mark.shared
@pytest.mark.skipif(not ANSWERS.exists(), reason=f"the real answers are not there: {ANSWERS}")
@pytest.mark.parametrize("half", ["tuned", "held"])
def test_typing_errors_are_set_right_with_the_words_of_real_documents(half: str) -> None:
    lines = ANSWERS.read_text(encoding="utf-8").splitlines()
    counts = counted(json.loads(line)["text"] for line in lines)
    assert_good(counts + counted(texts_in(SHARED / "documents")), half)
