"""Texts as the second opinion weighs them: TF-IDF of words and of runs of letters.

A run of 3-6 letters lies within one word, its borders included, so that *beheer* is seen in
*zelfbeheerders*; with them stems and parts of compounds add nothing that could be measured. What
stands in fewer than three of the documents that are learned from is left out. The features of a
text are the sum of those of its words: that makes them quick to count, and tells afterwards which
words an answer rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from corpus.language.tokens import WORD, keys
from ingest.opinions import Example

_LEAST_DOCUMENTS = 3
_RUNS = range(3, 7)  # letters, the borders of the word among them
_WHOLE = "="  # in front of a word, which so is no run of letters

_Counts = Mapping[int, int]  # column -> how often


@dataclass(frozen=True, slots=True)
class Weighed:
    """One text in the space of what is known, word by word.

    Attributes:
        words: as they stand in it, without capitals, each once.
        features: words by features, how often in the text as part of this word.
    """

    words: Sequence[str]
    features: Any


class FeatureSpace:
    """The features that the documents which are learned from have in common."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Take them from these documents."""
        features = cache(_features)  # most words stand in several documents
        found: Counter[str] = Counter()
        for example in examples:
            found.update(set[str]().union(*map(features, _counted(example))))
        kept = sorted(feature for feature, n in found.items() if n >= _LEAST_DOCUMENTS)
        self._columns = {feature: column for column, feature in enumerate(kept)}
        self._rows: dict[str, _Counts] = {}
        self._tfidf = TfidfTransformer(sublinear_tf=True)
        if kept:
            self._tfidf.fit(self._counts(examples))

    @property
    def is_empty(self) -> bool:
        """Whether the documents have nothing in common."""
        return not self._columns

    def values(self, examples: Sequence[Example]) -> Any:
        """Texts by features, TF-IDF; each row of length 1, or 0 where nothing is known."""
        return self._tfidf.transform(self._counts(examples))

    def by_word(self, example: Example) -> Weighed:
        """How often each word of a text gives each feature."""
        counted = _counted(example)
        times = np.array([*counted.values()], dtype=np.float64)
        rows = self._matrix([self._row(word) for word in counted], len(self._columns))
        return Weighed([*counted], rows.multiply(times[:, None]).tocsr())

    def _counts(self, examples: Sequence[Example]) -> Any:
        """Texts by features, how often: what the words of each have, summed."""
        counted = [_counted(example) for example in examples]
        numbers: dict[str, int] = {}
        for words in counted:
            for word in words:
                numbers.setdefault(word, len(numbers))
        texts = self._matrix(
            [{numbers[word]: n for word, n in words.items()} for words in counted], len(numbers)
        )
        return texts @ self._matrix([self._row(word) for word in numbers], len(self._columns))

    def _row(self, word: str) -> _Counts:
        """What one word has of the known features; kept, as most words return."""
        row = self._rows.get(word)
        if row is None:
            known = self._columns
            row = {known[f]: n for f, n in _features(word).items() if f in known}
            self._rows[word] = row
        return row

    @staticmethod
    def _matrix(rows: Sequence[_Counts], width: int) -> Any:
        # 32 bits, also of what is multiplied later: the classifiers take no longer numbers.
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        columns = np.fromiter((column for row in rows for column in row), np.int32, starts[-1])
        counts = np.fromiter((n for row in rows for n in row.values()), np.float64, starts[-1])
        return csr_array((counts, columns, starts), shape=(len(rows), width))


def _counted(example: Example) -> Counter[str]:
    """The words of a text without capitals, and how often each stands there."""
    return Counter(WORD.findall(example.text.lower()))


def _features(surface: str) -> Counter[str]:
    """How often a word has which features."""
    return Counter(_each_feature(keys(surface)[0]))


def _each_feature(word: str) -> Iterator[str]:
    yield _WHOLE + word
    bordered = f" {word} "
    for length in _RUNS:
        for start in range(len(bordered) - length + 1):
            yield bordered[start : start + length]
