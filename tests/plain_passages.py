"""The best lines of a page the plain way: every word is looked at, and all of the page is masked.

What ``index.passages`` must give as well, much faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from corpus.document import Page
from corpus.language.analysis import Word, analyze
from corpus.personal import masked
from corpus.thesaurus import Thesaurus
from index.api import Query, Snippet, Span
from index.lexicon import ListedWords
from index.places import IN_TITLE, fields_of, standing
from index.resolve import Meanings, resolve
from index.syntax import parse
from index.tree import Choice, Leaf, Node, Phrase, Terms, asked, wanted

MAX_CHARACTERS = 300
MAX_PASSAGES = 3

_SHORTEST = 100  # a passage goes on into a long sentence rather than be shorter
_LONGEST_WORD = 75  # what has no space for longer is cut anywhere

_BETWEEN_SENTENCES = re.compile(
    r"""
    (?: (?<=[.!?…]) | (?<=[.!?…]["'”’)]) ) \s+ (?= ["'“‘(]? [^\W\d_a-z] | \d )
    | \n\s*\n\s*
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s+")
_BEHIND_HEADING = re.compile(r"(?<=[^\s.!?…:;,])\n\s*\n\s*(?=[\"'“‘(]?[^\W_a-z])")


_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters ``start`` to ``end`` answer what was asked as number ``word``."""

    start: int
    end: int
    word: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters ``start`` to ``end`` of a page, with the marks in it."""

    page: Page
    start: int
    end: int
    marks: tuple[_Mark, ...]

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Smallest is best: most different words asked for, most of all, first in the text."""
        different = len({mark.word for mark in self.marks})
        return (-different, -len(self.marks), self.page.number, self.start)


def best_passages(tree: Node, pages: Iterable[Page], language: str | None) -> tuple[Snippet, ...]:
    """The best passage of each page that has one, the best first, at most :data:`MAX_PASSAGES`.

    Args:
        language: of the document; a page that has one of its own is read in that.
    """
    pieces = [piece for page in pages if (piece := _best_piece(tree, page, language))]
    best = sorted(pieces, key=lambda piece: piece.rank)[:MAX_PASSAGES]
    return tuple(_passage(piece) for piece in best)


def quoted(tree: Node, page: Page, start: int, end: int, language: str | None) -> Snippet:
    """Characters ``start`` to ``end`` of a page, whole, with what was asked marked.

    Args:
        language: of the document; a page that has one of its own is read in that.
    """
    alone = replace(page, text=page.text[start:end])
    marks = _marks(tree, list(analyze(alone.text, page.language or language)))
    return _passage(_Piece(alone, 0, len(alone.text), tuple(marks)))


def _passage(piece: _Piece) -> Snippet:
    page = piece.page
    return Snippet(page=page.number, spans=_spans(piece), language=page.language)


def mark(text: str, query: Query, language: str | None, thesaurus: Thesaurus) -> tuple[Span, ...]:
    """The whole ``text`` with the words that ``query`` asks for marked."""
    words = list(analyze(text, language))
    meanings = Meanings(lambda *_: frozenset(), thesaurus, query.without)
    tree = resolve(parse(query.text).tree, _TextLexicon(words), meanings).tree
    marks = _marks(tree, words)
    return tuple(Span(text[start:end], hit) for start, end, hit in _cut(0, len(text), marks))


class _TextLexicon(ListedWords):
    """The words of one text in place of those of a collection."""

    def __init__(self, words: list[Word]) -> None:
        self._stems = {s for word in words for s in (word.stem, *(p.stem for p in word.parts))}
        self._known = {word.exact for word in words}
        self._words = sorted(self._known)

    def has_stem(self, stem: str) -> bool:
        return stem in self._stems

    def rarity(self, stems: Iterable[str]) -> float:  # noqa: ARG002 - nothing is ranked here
        return 1.0

    def words(self) -> Sequence[str]:
        return self._words

    def frequency(self, word: str) -> int:
        return int(word in self._known)

    def values(self, facet: str) -> Collection[str]:  # noqa: ARG002 - a text has no facets
        return ()


class _Spot(NamedTuple):
    """A word of a text, or a part of one, by the number of the word and its characters."""

    at: int
    start: int
    end: int


class _Where:
    """Which words of a text have an asked stem (of the whole or of a part) or exact form."""

    def __init__(self, words: Sequence[Word], leaves: Iterable[Leaf]) -> None:
        self._spots: dict[tuple[str, str], list[_Spot]] = {
            (leaf.form, term): []
            for leaf in leaves
            if isinstance(leaf, Choice)
            for term in chain.from_iterable(leaf.groups)
        }
        for at, word in enumerate(words):
            whole = _Spot(at, word.start, word.end)
            self._note("exact", word.exact, whole)
            self._note("stem", word.stem, whole)
            self._note("whole", word.stem, whole)
            for part in word.parts:
                self._note("stem", part.stem, _Spot(at, part.start, part.end))

    def _note(self, form: str, term: str, spot: _Spot) -> None:
        spots = self._spots.get((form, term))
        if spots is not None:
            spots.append(spot)

    def __call__(self, form: str, terms: Iterable[str]) -> list[_Spot]:
        """Where any of the terms stand, ascending."""
        return sorted({spot for term in terms for spot in self._spots[form, term]})


def _marks(tree: Node, words: Sequence[Word]) -> list[_Mark]:
    """Where the leaves of ``tree`` stand, ascending, without overlap."""
    found: dict[int, _Mark] = {}
    where = _Where(words, wanted(tree))
    for number, choices in enumerate(dict.fromkeys(asked(tree))):
        for leaf in choices:
            for start, end in _stretches(leaf, where):
                known = found.get(start)
                if known is None or end > known.end:
                    found[start] = _Mark(start, end, number)
    return _without_overlap(found[start] for start in sorted(found))


def _without_overlap(marks: Iterable[_Mark]) -> list[_Mark]:
    kept: list[_Mark] = []
    for mark_ in marks:
        if not kept or mark_.start >= kept[-1].end:
            kept.append(mark_)
    return kept


def _stretches(leaf: Leaf, where: _Where) -> Iterable[tuple[int, int]]:
    """First character of each place where ``leaf`` stands, and the one behind its last."""
    if not isinstance(leaf, Choice) or fields_of(leaf) == IN_TITLE:
        return
    words = [where(leaf.form, group) for group in leaf.groups]
    if isinstance(leaf, Terms):  # a word and a part of it have the same number
        yield from ((spot.start, spot.end) for spot in words[0])
        return
    for place in standing(leaf, [[spot.at for spot in spots] for spots in words]):
        spots = [_at(found, at) for found, at in zip(words, place, strict=True)]
        if isinstance(leaf, Phrase) and not leaf.slop:
            yield spots[0].start, spots[-1].end
        else:  # of a loose one each word is marked by itself
            yield from ((spot.start, spot.end) for spot in spots)


def _at(spots: Sequence[_Spot], at: int) -> _Spot:
    return spots[bisect_left(spots, at, key=attrgetter("at"))]


def _best_piece(tree: Node, page: Page, language: str | None) -> _Piece | None:
    marks = _marks(tree, list(analyze(page.text, page.language or language)))
    if not marks:
        return None
    starts, ends = _sentences(page.text)
    pieces = []
    for sentence in dict.fromkeys(bisect_right(starts, mark_.start) - 1 for mark_ in marks):
        start = starts[sentence]
        asked = marks[bisect_left(marks, start, key=_start)]
        last = max(
            bisect_right(ends, start + MAX_CHARACTERS) - 1,  # as many sentences as there is room
            bisect_left(ends, asked.end),  # and always the one in which the words end
        )
        end = ends[last]
        if end - start < _SHORTEST:  # a heading: what stands below it says more
            end = _word_end(page.text, start + MAX_CHARACTERS)
        pieces.append(_shortened(_piece(page, start, end, marks)))
    return min(pieces, key=lambda piece: piece.rank)


def _piece(page: Page, start: int, end: int, marks: Sequence[_Mark]) -> _Piece:
    inside = marks[bisect_left(marks, start, key=_start) : bisect_right(marks, end, key=_end)]
    return _Piece(page, start, end, tuple(inside))


def _sentences(text: str) -> tuple[list[int], list[int]]:
    """Where sentences and paragraphs start, and where they end, both ascending."""
    found = list(_BETWEEN_SENTENCES.finditer(text))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    return starts, ends


def _shortened(piece: _Piece) -> _Piece:
    """A long sentence cut at word boundaries to the window that holds most of what was asked."""
    if piece.end - piece.start <= MAX_CHARACTERS:
        return piece
    windows = []
    for first in piece.marks:
        start = max(piece.start, _word_start(piece.page.text, first.start - MAX_CHARACTERS // 4))
        if first.end > start + MAX_CHARACTERS:
            start = first.start
        end = min(piece.end, _word_end(piece.page.text, start + MAX_CHARACTERS))
        windows.append(_piece(piece.page, start, max(first.end, end), piece.marks))
    return min(windows, key=lambda window: window.rank)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word in which ``at`` lies, or ``at`` in one endless word."""
    if at <= 0:
        return 0
    begin = max(0, at - _LONGEST_WORD)
    space = max(text.rfind(" ", begin, at), text.rfind("\n", begin, at))
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    """The last end of a word up to ``at``, or ``at`` in one endless word."""
    if at >= len(text):
        return len(text)
    begin = max(0, at - _LONGEST_WORD)
    space = max(text.rfind(" ", begin, at + 1), text.rfind("\n", begin, at + 1))
    return space if space > 0 else at


def _spans(piece: _Piece) -> tuple[Span, ...]:
    """The piece on one line, with an ellipsis where a sentence was cut."""
    text = masked(piece.page.text)  # nobody's telephone number in a list of results
    spans = [
        Span(_one_line(text, start, end), hit)
        for start, end, hit in _cut(piece.start, piece.end, piece.marks)
    ]
    before = text[: piece.start].rstrip()
    after = text[piece.end :].lstrip()
    if before and before[-1] not in '.!?…:"”’)' and not text[: piece.start].endswith("\n\n"):
        spans.insert(0, Span("… "))
    if after and text[: piece.end].rstrip()[-1:] not in (".", "!", "?", "…"):
        spans.append(Span(" …"))
    return tuple(spans)


def _one_line(text: str, start: int, end: int) -> str:
    """A stretch of ``text`` with single spaces, and a dash between a heading and what follows."""
    before = text[start - 1 : start] if start else ""
    line = _BEHIND_HEADING.sub(" – ", before + text[start:end])[len(before) :]
    return _SPACE.sub(" ", line)


def _cut(start: int, end: int, marks: Iterable[_Mark]) -> Iterable[tuple[int, int, bool]]:
    """Start, end and whether it was asked for, of all stretches from ``start`` to ``end``."""
    at = start
    for mark_ in marks:
        if mark_.start > at:
            yield at, mark_.start, False
        yield mark_.start, mark_.end, True
        at = mark_.end
    if end > at:
        yield at, end, False
