"""What a collection can be asked about the words in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from corpus.language.stems import stem
from index.speller import Speller


class Lexicon(Protocol):
    """What occurs in a collection."""

    def has_stem(self, stem: str) -> bool:
        """Whether a text has a word with this stem."""
        ...

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        ...

    def words(self) -> Sequence[str]:
        """Exact words of titles and texts, ascending by code point; some may be gone since."""
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
        """Spells with :meth:`words`; the same one as long as nothing changes."""
        ...


def occurs(key: str, lexicon: Lexicon) -> bool:
    """Whether the collection has the word in any of its Dutch forms, or exactly so."""
    return lexicon.has_stem(stem(key, "nl")) or lexicon.frequency(key) > 0
