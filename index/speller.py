"""The word that was meant by one that does not occur.

    overlats           overlast             a word of the collection in which fewest was mistyped
    portiekovrelast    portiekoverlast      a part of a compound, though the whole does not occur
    scootmobiel        scootmobiel          right, though the collection does not have it
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from corpus.gazetteer import load_gazetteer
from corpus.language.stems import is_dutch
from index.mistakes import effort
from index.near import NearWords

_SHORTEST = 3  # letters of a word that is corrected
_SHORTEST_PART = 4  # letters of a part of a compound
_CERTAIN = 1.05  # effort below which no compound is tried
_COMPOUND = 0.3  # effort that a compound needs beside that for its part
_PART = 1.0  # the most that may have been mistyped in a part of a compound
_STRANGE = 0.4  # effort that a word needs more when it may be a typing error itself
_OFTEN = 3  # documents that do not all make the same typing error
_FREQUENT = 0.1  # effort that a word may need more when it occurs ten times as often


class _Guess(NamedTuple):
    cost: float
    word: str


class Speller:
    """Spells with the words of one state of a collection."""

    def __init__(self, words: Sequence[str], frequency: Callable[[str], int]) -> None:
        """Spell with ``words``.

        Args:
            frequency: number of documents that have a word; words that have none are not offered.
        """
        self._words = words
        self._frequency = frequency

    def correct(self, key: str) -> str | None:
        """What was meant by a folded word: ``key`` itself when it seems right.

        None when nothing like it is known.
        """
        if not key.isalpha() or self._known(key):
            return key
        guesses = list(self._whole(key, _bearable(key)))
        if min(guesses, default=_NONE).cost > _CERTAIN:
            if self._glued(key):
                return key
            guesses += self._compounds(key)
        return min(guesses, default=_NONE).word or None

    @cached_property
    def _near(self) -> NearWords:
        return NearWords(self._words)

    def _known(self, word: str) -> bool:
        return self._frequency(word) > 0 or is_dutch(word) or bool(load_gazetteer().find(word))

    def _whole(self, key: str, bearable: float) -> Iterator[_Guess]:
        """Words of the collection that are spelled nearly so."""
        if len(key) < _SHORTEST:
            return
        found: list[tuple[float, str]] = []
        for edits in range(1, 2 if bearable <= 1 else 3):
            near = [(effort(key, word), word) for word, _ in self._near.within(key, edits)]
            found = [(cost, word) for cost, word in near if cost <= bearable]
            if found:
                break
        for cost, word in found:
            frequency = self._frequency(word)
            if frequency:
                strange = 0 if self._familiar(word, frequency) else _STRANGE
                yield _Guess(cost - _FREQUENT * math.log10(frequency) + strange, word)

    def _familiar(self, word: str, frequency: int) -> bool:
        """Whether a word of the collection seems to be no typing error itself."""
        return frequency >= _OFTEN or is_dutch(word) or self._glued(word)

    def _glued(self, key: str) -> bool:
        """Whether a word is made of two known ones, or of three."""
        return any(
            self._part(first) and (self._known(last) or self._glued(last))
            for first, last in _ways_to_cut(key)
        )

    def _part(self, first: str) -> bool:
        """Whether a word can be the first part of a compound, with a linking s or without."""
        linked = first.removesuffix("s")
        return self._known(first) or (len(linked) >= _SHORTEST_PART and self._known(linked))

    def _compounds(self, key: str) -> Iterator[_Guess]:
        """Compounds of a known word and one that is misspelled."""
        for first, last in _ways_to_cut(key):
            if self._part(first):
                for cost, word in self._whole(last, _PART):
                    yield _Guess(cost + _COMPOUND, first + word)
            if self._known(last):
                for cost, word in self._whole(first, _PART):
                    yield _Guess(cost + _COMPOUND, word + last)


_NONE = _Guess(math.inf, "")


def _bearable(key: str) -> float:
    """The most that may have been mistyped in a word of this length."""
    return 1.0 if len(key) <= 4 else 1.4 if len(key) <= 6 else 2.0


def _ways_to_cut(key: str) -> Iterator[tuple[str, str]]:
    for at in range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1):
        yield key[:at], key[at:]
