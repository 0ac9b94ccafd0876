"""Words that carry no meaning in a question: left out of a search, never of the index.

``niet``, ``geen``, ``zonder``, ``tegen`` and ``wel`` are words like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.language.tokens import tokenize

_FILES = [Path(__file__).with_name(f"stopwords_{language}.txt") for language in ("nl", "en")]


def meaningless(keys: Sequence[str]) -> frozenset[int]:
    """Positions of the stop words and stop phrases among folded words in their order."""
    phrases, longest = _phrases(), _longest()
    found: set[int] = set()
    for start in range(len(keys)):
        for end in range(start + 1, min(start + longest, len(keys)) + 1):
            if tuple(keys[start:end]) in phrases:
                found.update(range(start, end))
    return frozenset(found)


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(token.key for token in tokenize(line))
        for path in _FILES
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
