"""Words that differ from one another in a few letters, found among hundreds of thousands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_BINS = 32  # letters fall into bins, a-z each into one of its own
_LONGEST = 64  # letters of a word that is looked at; longer runs are no words but data

Profiles = NDArray[np.uint64]


class NearWords:
    """Folded words by length, each with its profile: the letters it has, and those it has twice.

    One edit changes at most two bits of a profile, so that a comparison of profiles leaves few
    words of which the distance must be worked out.
    """

    def __init__(self, words: Iterable[str]) -> None:
        by_length = groupby(sorted(words, key=len), key=len)
        self._words = {length: list(group) for length, group in by_length if length <= _LONGEST}
        self._profiles = {length: _profiles(group) for length, group in self._words.items()}

    def within(self, key: str, most: int) -> list[tuple[str, int]]:
        """The words at a distance of at most ``most`` from ``key``, with that distance.

        Distance: optimal string alignment, in which swapping two neighbours is one edit.
        """
        if not key or len(key) > _LONGEST:
            return []
        candidates: list[str] = []
        profile = np.uint64(_profile(key))
        for length in range(len(key) - most, len(key) + most + 1):
            if length not in self._words:
                continue
            # A letter more or less changes one bit, another letter two.
            bits = 2 * most - abs(length - len(key))
            differing = np.bitwise_count(self._profiles[length] ^ profile)
            group = self._words[length]
            candidates += [group[at] for at in np.flatnonzero(differing <= bits)]
        found = process.extract(key, candidates, scorer=OSA.distance, score_cutoff=most, limit=None)
        return [(word, int(distance)) for word, distance, _ in found]


def _profile(word: str) -> int:
    """One bit for each bin that has a letter of ``word``, and one for each that has two."""
    once = twice = 0
    for letter in word:
        bit = 1 << ord(letter) % _BINS
        twice |= once & bit
        once |= bit
    return once | twice << _BINS


def _profiles(words: list[str]) -> Profiles:
    """The same of many words of one length."""
    codes = (np.array(words).view(np.uint32).reshape(len(words), -1) % _BINS).astype(np.uint8)
    profiles = np.zeros(len(words), np.uint64)
    for letter in range(_BINS):
        counts = (codes == letter).sum(axis=1, dtype=np.uint8)
        for bit, times in ((letter, 1), (_BINS + letter, 2)):
            profiles |= (counts >= times).astype(np.uint64) << np.uint64(bit)
    return profiles
