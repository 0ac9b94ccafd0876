"""Where the words of a text stand that were asked for, without looking at each of its words.

No word reaches over white space, so a text is cut there, and what a piece says is found out once
for all the places where the same piece stands, and kept for the next text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress
from typing import NamedTuple

from corpus.language.analysis import analyze
from index.tree import Choice, Leaf

_FEW = 20  # different pieces for which a text is searched one by one
_MOST_KEPT = 1 << 17  # pieces per language; then it starts anew
_LONGEST_KEPT = 100  # characters; what is longer without white space is data

_Key = tuple[str, str]  # form and term


class _Known:
    """What pieces of one language say.

    Attributes:
        pieces: those that are known.
        by_term: the pieces with a term, whatever its form.
        more: of each piece that is not one word how many more it is (-1 for none).
    """

    def __init__(self) -> None:
        self.pieces: set[str] = set()
        self.by_term: dict[str, list[str]] = {}
        self.more: dict[str, int] = {}

    def learn(self, piece: str, language: str | None) -> None:
        """Find out what a piece says."""
        for term in {hit.key[1] for hit in _spoken(piece, language)}:
            self.by_term.setdefault(term, []).append(piece)
        if (words := _words(piece, language)) != 1:
            self.more[piece] = words - 1
        self.pieces.add(piece)  # last: whoever sees it here finds the rest


_KNOWN: dict[str | None, _Known] = {}  # per language


class Spot(NamedTuple):
    """A word of a text, or a part of one: the place of the word among others, and characters."""

    at: int
    start: int
    end: int


Spots = Callable[[str, Iterable[str]], list[Spot]]
"""``(form, terms)`` -> where any of the terms stand in a text, ascending."""


class _Hit(NamedTuple):
    """An asked form and term in a piece of text: which of its words, and the characters in it."""

    key: _Key
    word: int
    start: int
    end: int


class Where:
    """Which words of a text have an asked stem (of the whole or of a part) or exact form."""

    def __init__(self, text: str, language: str | None, leaves: Iterable[Leaf]) -> None:
        """``language`` is as in :func:`corpus.language.analysis.analyze`."""
        choices = [leaf for leaf in leaves if isinstance(leaf, Choice)]
        self._spots: dict[_Key, list[Spot]] = {
            (leaf.form, term): [] for leaf in choices for term in chain.from_iterable(leaf.groups)
        }
        pieces = text.split()
        hits, more = self._hits(set(pieces), language)
        if len(hits) > _FEW or any(len(leaf.groups) > 1 for leaf in choices):
            self._note(text, pieces, hits, more)
        else:  # what stands beside a word is not asked: its first character is place enough
            for piece, found in hits.items():
                for start in _places(text, piece):
                    self._note_hits(found, start, start)

    def __call__(self, form: str, terms: Iterable[str]) -> list[Spot]:
        """Where any of the terms stand, ascending."""
        return sorted({spot for term in terms for spot in self._spots[form, term]})

    def _hits(
        self, pieces: set[str], language: str | None
    ) -> tuple[dict[str, list[_Hit]], dict[str, int]]:
        """What was asked, per different piece that has some of it; and see :meth:`_note`."""
        hits: dict[str, list[_Hit]] = {}
        more: dict[str, int] = {}
        for known in _learned(pieces, language):
            for _, term in self._spots:
                for piece in pieces.intersection(known.by_term.get(term, ())) - hits.keys():
                    asked = (hit for hit in _spoken(piece, language) if hit.key in self._spots)
                    hits[piece] = list(asked)
            more |= {piece: known.more[piece] for piece in pieces & known.more.keys()}
        return hits, more

    def _note(
        self,
        text: str,
        pieces: Sequence[str],
        hits: dict[str, list[_Hit]],
        more: dict[str, int],
    ) -> None:
        """Note each place of ``hits``.

        Args:
            more: for each piece that is not one word, how many more it is (-1 for none).
        """
        behind = extra = 0
        special = hits.keys() | more.keys()
        for at in compress(range(len(pieces)), map(special.__contains__, pieces)):
            piece = pieces[at]
            if piece in hits:
                start = next(_places(text, piece, behind))
                behind = start + len(piece)
                self._note_hits(hits[piece], at + extra, start)
            extra += more.get(piece, 0)

    def _note_hits(self, hits: Iterable[_Hit], number: int, start: int) -> None:
        """Note what is in a piece of which the first word has that number and place."""
        for key, word, first, last in hits:
            self._spots[key].append(Spot(number + word, start + first, start + last))


def said(text: str, language: str | None) -> tuple[set[str], set[str]]:
    """The exact words of a text, and the stems of its words and of their parts."""
    hits = [hit.key for piece in set(text.split()) for hit in _spoken(piece, language)]
    exact = {term for form, term in hits if form == "exact"}
    return exact, {term for form, term in hits if form == "stem"}


def _places(text: str, piece: str, at: int = 0) -> Iterator[int]:
    """Where ``piece`` stands between white space, from ``at`` on."""
    start = text.find(piece, at)
    while start >= 0:
        end = start + len(piece)
        alone = start == 0 or text[start - 1].isspace()
        if alone and (end == len(text) or text[end].isspace()):
            yield start
        start = text.find(piece, start + 1)


def _spoken(piece: str, language: str | None) -> Iterator[_Hit]:
    """Each form and term in a piece of text."""
    for number, word in enumerate(analyze(piece, language)):
        for key in (("exact", word.exact), ("stem", word.stem), ("whole", word.stem)):
            yield _Hit(key, number, word.start, word.end)
        for part in word.parts:
            yield _Hit(("stem", part.stem), number, part.start, part.end)


def _words(piece: str, language: str | None) -> int:
    return sum(1 for _ in analyze(piece, language))


def _learned(pieces: set[str], language: str | None) -> tuple[_Known, _Known]:
    """What is known of pieces of this language and, apart, of those too long to be kept."""
    known, data = _KNOWN.get(language), _Known()
    if known is None or len(known.pieces) > _MOST_KEPT:
        known = _Known()  # another one: who still reads the former must find all in it
        _KNOWN[language] = known
    for piece in pieces - known.pieces:
        (known if len(piece) <= _LONGEST_KEPT else data).learn(piece, language)
    return known, data
