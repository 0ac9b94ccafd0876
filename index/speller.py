"""The word that was meant by one that does not occur.

overlats           overlast             the word of the collection that is mistyped so soonest
portiekovrelast    portiekoverlast      with the words of the collection as parts
scootmobiel        scootmobiel          right, though the collection does not have it
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.gazetteer import load_gazetteer
from corpus.language.lemmas import is_word
from corpus.language.stopwords import meaningless
from index.mistakes import effort

_SHORTEST_PART = 4  # letters of a part of a compound
_SHORTEST_PIECE = 3  # letters that a misspelled word can have
_ENDINGS = ("heid", "heden")  # that make a word of any other
_NO_PARTS = ("baar", "lijk", "ling", "loos", "zaam")  # endings, though they are words too

# All in terms of index.mistakes.effort. Set on half of tests/eval/typos.tsv and on typing errors
# made by chance.
_CERTAIN = 1.05  # up to here a word of the collection is meant before any compound
_COMPOUND = 1.0  # what a compound takes that does not occur, beside what is wrong in it
_STRANGE = 0.7  # what a word takes that may be a typing error itself
_TEN_TIMES = 0.1  # what a word may take more that occurs in ten times as many documents
_OFTEN = 3  # documents that do not all make the same typing error

FindNear = Callable[[str, int], Iterable[tuple[str, int]]]
"""Words at a distance of at most so much, with it (:meth:`index.near.NearWords.within`)."""


class _Guess(NamedTuple):
    cost: float
    word: str


class _Cut(NamedTuple):
    before: str
    piece: str
    after: str


class Speller:
    """Spells with the words of one state of a collection.

    Distances are those of :mod:`index.mistakes`; 300,000 words take half a millisecond per word.
    """

    def __init__(self, near: FindNear, frequency: Callable[[str], int]) -> None:
        """Spell with the words that ``near`` finds.

        Args:
            frequency: number of documents that have a word; words that have none are not offered.
        """
        self._near = near
        self._frequency = lru_cache(maxsize=1 << 14)(frequency)

    def correct(self, key: str) -> str | None:
        """What was meant by a folded word: ``key`` itself when it seems right.

        None when nothing like it is known.
        """
        if not key.isalpha() or self._frequency(key) or _general(key):
            return key
        guesses = self._words_for(key)
        if min(guesses, default=_NONE).cost > _CERTAIN:
            if self._glued(key):
                return key
            guesses += self._compounds_for(key)
        return min(guesses, default=_NONE).word or None

    # A word of the collection

    def _words_for(self, key: str) -> list[_Guess]:
        bearable = 1.0 if len(key) <= 4 else 1.4 if len(key) <= 6 else 2.0
        found: list[_Guess] = []
        for edits in (1, 2):
            found = [
                _Guess(cost + self._unlikely(word), word)
                for word, _ in self._near(key, edits)
                if (cost := effort(key, word)) <= bearable and self._frequency(word)
            ]
            if min(found, default=_NONE).cost <= _CERTAIN:
                break
        return found

    def _unlikely(self, word: str) -> float:
        """How much a word is less likely to be meant than a right one that occurs once."""
        strange = not (self._familiar(word) or self._glued(word))
        return (_STRANGE if strange else 0) - self._bonus(word)

    def _bonus(self, word: str) -> float:
        return _TEN_TIMES * math.log10(max(1, self._frequency(word)))

    def _familiar(self, word: str) -> bool:
        """Whether a word seems to be no typing error itself."""
        return self._frequency(word) >= _OFTEN or is_word(word, "nl")

    # A compound

    def _glued(self, key: str) -> bool:
        """Whether a word is made of two known ones, or of three."""
        return any(
            self._first(first) and (self._last(last) or self._glued(last))
            for first, last in _ways_to_cut(key, _SHORTEST_PART)
        )

    def _first(self, part: str) -> bool:
        """Whether a compound can begin so, with a linking s or without."""
        linked = part.removesuffix("s")
        return len(linked) >= _SHORTEST_PART and (self._familiar(part) or self._familiar(linked))

    def _last(self, part: str) -> bool:
        """Whether a compound can end so."""
        if len(part) < _SHORTEST_PART or part in _NO_PARTS or meaningless([part]):
            return False
        return part in _ENDINGS or self._familiar(part)

    def _compounds_for(self, key: str) -> Iterator[_Guess]:
        """Compounds of which one part is misspelled, or two letters swapped where parts meet."""
        for first, last in _ways_to_cut(key, _SHORTEST_PIECE):
            if self._first(first):
                yield from self._mended(key, _Cut(first, last, ""))
            if self._last(last):
                yield from self._mended(key, _Cut("", first, last))
                if first.endswith("s"):
                    yield from self._mended(key, _Cut("", first[:-1], "s" + last))
            swapped = first[:-1] + last[0], first[-1] + last[1:]
            if self._first(swapped[0]) and self._last(swapped[1]):
                whole = "".join(swapped)
                yield _Guess(effort(key, whole) + _COMPOUND - self._bonus(swapped[1]), whole)

    def _mended(self, key: str, cut: _Cut) -> Iterator[_Guess]:
        """``key`` with a word of the collection for the misspelled piece."""
        bearable = 0.5 if len(cut.piece) <= 4 else 1.0
        fits = self._last if cut.before else self._first
        for word, _ in self._near(cut.piece, 1):
            whole = cut.before + word + cut.after
            cost = effort(key, whole)
            if cost <= bearable and self._frequency(word) and fits(word):
                yield _Guess(cost + _COMPOUND - self._bonus(word), whole)


_NONE = _Guess(math.inf, "")


def _general(word: str) -> bool:
    """Whether a word is known without a collection."""
    return is_word(word, "nl") or is_word(word, "en") or load_gazetteer().find(word) is not None


def _ways_to_cut(key: str, shortest: int) -> Iterator[tuple[str, str]]:
    for at in range(shortest, len(key) - shortest + 1):
        yield key[:at], key[at:]
