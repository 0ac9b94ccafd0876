"""What a collection can be asked about the words in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from corpus.language.stems import stem
from index.near import NearWords
from index.speller import Speller


class Lexicon(Protocol):
    """What occurs in a collection."""

    def has_stem(self, stem: str) -> bool:
        """Whether a text has a word with this stem."""
        ...

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        ...

    def beginning(self, prefix: str, most: int) -> list[str]:
        """Exact words of titles and texts that begin so: the ``most`` most frequent of them.

        In the order of their frequency, then of code point.
        """
        ...

    def near(self, key: str, most: int) -> list[tuple[str, int]]:
        """Exact words at a distance of at most ``most``, with it; some may be gone since.

        Distance: see :meth:`index.near.NearWords.within`.
        """
        ...

    def frequency(self, word: str) -> int:
        """Number of documents that have this exact word in their title or text."""
        ...

    def values(self, facet: str) -> Collection[str]:
        """The values of a facet."""
        ...


class SpellingLexicon(Lexicon, Protocol):
    """What can also be spelled with."""

    @property
    def speller(self) -> Speller:
        """Spells with the words of the collection; the same one as long as nothing changes."""
        ...


class ListedWords(ABC):
    """What can be asked about words of which there are few enough for a plain list."""

    @abstractmethod
    def words(self) -> Sequence[str]:
        """All words; some may be gone since."""

    @abstractmethod
    def frequency(self, word: str) -> int:
        """Number of documents that have this word."""

    def beginning(self, prefix: str, most: int) -> list[str]:
        """See :class:`Lexicon`."""
        found = {word for word in self.words() if word.startswith(prefix)}
        frequent = sorted((-self.frequency(word), word) for word in found)
        return [word for frequency, word in frequent if frequency][:most]

    def near(self, key: str, most: int) -> list[tuple[str, int]]:
        """See :class:`Lexicon`."""
        return NearWords(self.words()).within(key, most)


def occurs(key: str, lexicon: Lexicon) -> bool:
    """Whether the collection has the word in any of its Dutch forms, or exactly so."""
    return lexicon.has_stem(stem(key, "nl")) or lexicon.frequency(key) > 0
