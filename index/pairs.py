"""Pairs of words that a document uses again and again: ``sociale cohesie``, ``vve beheer``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from corpus.language.analysis import Word
from corpus.language.stems import LANGUAGES
from corpus.language.stopwords import meaningless

_MOST = 40  # pairs of one document
_SHORTEST = 3  # letters of a word that is completed


class PairCount:
    """Counts the pairs of one document, which is in ``language``."""

    def __init__(self, language: str | None) -> None:
        self._counts: Counter[str] = Counter()
        self._found = language is None or language in LANGUAGES  # else words are not found again

    def add(self, text: str, words: Sequence[Word], times: int = 1) -> None:
        """Count the pairs in a text, each as if it stood there ``times`` times."""
        if self._found:
            for pair in _pairs(text, words):
                self._counts[pair] += times

    def frequent(self) -> tuple[str, ...]:
        """The pairs that stand there twice or more, the most frequent first."""
        repeated = ((-count, pair) for pair, count in self._counts.items() if count > 1)
        return tuple(pair for _, pair in sorted(repeated)[:_MOST])


def _pairs(text: str, words: Iterable[Word]) -> Iterator[str]:
    """Neighbours that both say something, with only a space between them, in small letters."""
    for first, second in pairwise(words):
        if says_something(first.exact) and says_something(second.exact):
            between = text[first.end : second.start]
            if between.isspace() and "\n\n" not in between:
                yield f"{text[first.start : first.end]} {text[second.start : second.end]}".lower()


@lru_cache(maxsize=1 << 16)
def says_something(key: str) -> bool:
    """Whether somebody may look for this word: letters only, and no stop word."""
    return len(key) >= _SHORTEST and key.isalpha() and not meaningless([key])
