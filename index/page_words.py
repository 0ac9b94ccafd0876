"""Where the words of a text stand that were asked for, without looking at each of its words.

No word reaches over white space, so a text is cut there, and what a piece says is found out once for
all the places where the same piece stands, and kept for the next text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, compress
from typing import NamedTuple

from corpus.language.analysis import analyze
from index.tree import Choice, Leaf

_LONGEST_KEPT = 100  # characters; what is longer without white space hardly ever comes again

_Key = tuple[str, str]  # form and term


class Spot(NamedTuple):
    """A word of a text, or a part of one: the place of the word among others, and characters."""

    at: int
    start: int
    end: int


class _Hit(NamedTuple):
    """An asked form and term in a piece of text: which of its words, and the characters in it."""

    key: _Key
    word: int
    start: int
    end: int


class _Said(NamedTuple):
    """What a piece of text says: how many words, which exact words, and stems, also of parts."""

    words: int
    exact: tuple[str, ...]
    stems: tuple[str, ...]


class Where:
    """Which words of a text have an asked stem (of the whole or of a part) or exact form."""

    def __init__(self, text: str, language: str | None, leaves: Iterable[Leaf]) -> None:
        """``language`` is as in :func:`corpus.language.analysis.analyze`."""
        choices = [leaf for leaf in leaves if isinstance(leaf, Choice)]
        self._spots: dict[_Key, list[Spot]] = {
            (leaf.form, term): []
            for leaf in choices
            for term in chain.from_iterable(leaf.groups)
        }
        pieces = text.split()
        hits = self._hits(set(pieces), language)
        if hits:
            beside = any(len(leaf.groups) > 1 for leaf in choices)
            self._note(text, pieces, hits, _numbers(pieces, language) if beside else None)

    def __call__(self, form: str, terms: Iterable[str]) -> list[Spot]:
        """Where any of the terms stand, ascending."""
        return sorted({spot for term in terms for spot in self._spots[form, term]})

    def _hits(self, pieces: set[str], language: str | None) -> dict[str, list[_Hit]]:
        """What was asked, per different piece of the text that has some of it."""
        exact = {term for form, term in self._spots if form == "exact"}
        stems = {term for form, term in self._spots if form != "exact"}
        hits = {}
        for piece in pieces:
            said = _said(piece, language)
            if not (stems.isdisjoint(said.stems) and exact.isdisjoint(said.exact)):
                hits[piece] = [hit for hit in _spoken(piece, language) if hit.key in self._spots]
        return hits

    def _note(
        self,
        text: str,
        pieces: Sequence[str],
        hits: dict[str, list[_Hit]],
        numbers: Sequence[int] | None,
    ) -> None:
        """Note each place of ``hits``; without ``numbers`` the place of a word is its piece's."""
        behind = 0
        for at, piece in compress(enumerate(pieces), map(hits.__contains__, pieces)):
            start = _next(text, piece, behind)
            behind = start + len(piece)
            for key, word, first, last in hits[piece]:
                number = numbers[at] + word if numbers else at
                self._spots[key].append(Spot(number, start + first, start + last))


def said(text: str, language: str | None) -> tuple[set[str], set[str]]:
    """The exact words of a text, and the stems of its words and of their parts."""
    all_said = [_said(piece, language) for piece in set(text.split())]
    exact = {word for one in all_said for word in one.exact}
    return exact, {stem for one in all_said for stem in one.stems}


def _next(text: str, piece: str, at: int) -> int:
    """Where ``piece`` stands between white space, from ``at`` on, where it does."""
    while True:
        start = text.index(piece, at)
        end = start + len(piece)
        alone = start == 0 or text[start - 1].isspace()
        if alone and (end == len(text) or text[end].isspace()):
            return start
        at = start + 1


def _numbers(pieces: Sequence[str], language: str | None) -> list[int]:
    """The number of the first word of each piece, among all words of the text."""
    words = {piece: _said(piece, language).words for piece in set(pieces)}
    return list(accumulate(map(words.__getitem__, pieces), initial=0))


def _spoken(piece: str, language: str | None) -> Iterator[_Hit]:
    """Each form and term in a piece of text."""
    for number, word in enumerate(analyze(piece, language)):
        for key in (("exact", word.exact), ("stem", word.stem), ("whole", word.stem)):
            yield _Hit(key, number, word.start, word.end)
        for part in word.parts:
            yield _Hit(("stem", part.stem), number, part.start, part.end)


def _said(piece: str, language: str | None) -> _Said:
    return (_kept if len(piece) <= _LONGEST_KEPT else _analyzed)(piece, language)


def _analyzed(piece: str, language: str | None) -> _Said:
    words = list(analyze(piece, language))
    stems = [stem for word in words for stem in (word.stem, *(part.stem for part in word.parts))]
    exact = dict.fromkeys(word.exact for word in words)
    return _Said(len(words), tuple(exact), tuple(dict.fromkeys(stems)))


_kept = lru_cache(maxsize=1 << 17)(_analyzed)
