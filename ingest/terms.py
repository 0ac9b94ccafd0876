"""Find the terms of the taxonomy in a text, whatever their inflection and spelling.

A term and a text are compared as sequences of plain words: a hyphenated word counts as its parts,
and two neighbours also as one word, so that zelfbeheer, zelf-beheer and zelf beheer are the same.
A trailing ``*`` allows any ending.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.language.analysis import Word, analyze
from corpus.language.stems import stem
from corpus.language.tokens import tokenize


class Found(NamedTuple):
    """Term number ``term`` stands at offsets ``start`` to ``end`` of the text."""

    term: int
    start: int
    end: int


class _Piece(NamedTuple):
    """A word, or one part of a hyphenated word, with the offsets of the whole word."""

    exact: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Stems one behind the other; with ``open_end`` the last is only the beginning of a word."""

    term: int
    words: tuple[str, ...]
    open_end: bool

    def stands(self, pieces: Sequence[_Piece], at: int) -> bool:
        """Whether ``pieces`` from ``at`` on are this pattern."""
        here = pieces[at : at + len(self.words)]
        if len(here) < len(self.words):
            return False
        closed = len(self.words) - self.open_end
        if any(p.stem != w for p, w in zip(here[:closed], self.words[:closed], strict=True)):
            return False
        return not self.open_end or here[-1].exact.startswith(self.words[-1])


class TermFinder:
    """Finds terms in texts of one language."""

    def __init__(self, terms: Sequence[str], language: str | None) -> None:
        self._language = language
        self._words: dict[str, list[int]] = {}  # stem -> terms of one word
        self._beginnings: dict[str, list[int]] = {}  # beginning of a word -> terms
        self._sequences: dict[str, list[_Pattern]] = {}  # first stem -> terms of several words
        for number, term in enumerate(terms):
            for pattern in _patterns(number, term, language):
                self._add(pattern)
        self._prefixes = tuple(self._beginnings)
        self._starts = frozenset(word[:3] for word in (*self._words, *self._beginnings))

    def _add(self, pattern: _Pattern) -> None:
        first = pattern.words[0]
        if len(pattern.words) > 1:
            self._sequences.setdefault(first, []).append(pattern)
        elif pattern.open_end:
            self._beginnings.setdefault(first, []).append(pattern.term)
        else:
            self._words.setdefault(first, []).append(pattern.term)

    def find(self, text: str) -> Iterator[Found]:
        """Every place of every term, in the order of the text; one place can be several terms."""
        pieces = list(_pieces(analyze(text, self._language)))
        for at, piece in enumerate(pieces):
            alone = self._one_word(piece.exact, piece.stem)
            for term in alone:
                yield Found(term, piece.start, piece.end)
            for pattern in self._sequences.get(piece.stem, ()):
                if pattern.stands(pieces, at):
                    yield Found(pattern.term, piece.start, pieces[at + len(pattern.words) - 1].end)
            if at + 1 < len(pieces) and piece.exact[:3] in self._starts:
                following = pieces[at + 1]
                joined = piece.exact + following.exact
                for term in self._one_word(joined, stem(joined, self._language)):
                    if term not in alone:
                        yield Found(term, piece.start, following.end)

    def _one_word(self, exact: str, stem_: str) -> list[int]:
        found = list(self._words.get(stem_, ()))
        if exact.startswith(self._prefixes):
            for beginning, terms in self._beginnings.items():
                if exact.startswith(beginning):
                    found += terms
        return found


def _pieces(words: Iterator[Word]) -> Iterator[_Piece]:
    for word in words:
        if word.pieces:
            yield from (_Piece(part, part, word.start, word.end) for part in word.pieces)
        else:
            yield _Piece(word.exact, word.stem, word.start, word.end)


def _patterns(number: int, term: str, language: str | None) -> Iterator[_Pattern]:
    open_end = term.endswith("*")
    tokens = list(tokenize(term.removesuffix("*")))
    keys = [part for token in tokens for part in (token.parts or (token.key,))]
    yield _Pattern(number, _stems(keys, language, open_end=open_end), open_end)
    if len(tokens) == 1 and tokens[0].parts:
        whole = [tokens[0].key]
        yield _Pattern(number, _stems(whole, language, open_end=open_end), open_end)


def _stems(keys: Sequence[str], language: str | None, *, open_end: bool) -> tuple[str, ...]:
    """Stems of the words of a term; the open last one stays as it is."""
    stems = [stem(key, language) for key in keys]
    return (*stems[:-1], keys[-1] if open_end else stems[-1])
