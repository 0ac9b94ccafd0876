"""The lines of a page that answer best, as spans: text, and whether the reader asked for it.

Spans are plain text; escaping and marking is up to whoever shows them. They are computed here, on
the text of the page, so that they are the same whichever engine found the document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from corpus.document import Page
from corpus.language.analysis import Word, analyze
from index.api import Passage, Span
from index.places import phrase_starts
from index.resolve import resolve
from index.syntax import parse
from index.tree import Node, Phrase, Terms, wanted

MAX_CHARACTERS = 300
MAX_PASSAGES = 3

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]?\s+(?=[\"'“‘(]?[^\W\d_a-z]|\d)|\n\s*\n")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters ``start`` to ``end`` answer leaf number ``leaf``."""

    start: int
    end: int
    leaf: int


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
        different = len({mark.leaf for mark in self.marks})
        return (-different, -len(self.marks), self.page.number, self.start)


def best_passages(tree: Node, pages: Iterable[Page], language: str | None) -> tuple[Passage, ...]:
    """The best passage of each page that has one, the best first, at most :data:`MAX_PASSAGES`."""
    pieces = [piece for page in pages if (piece := _best_piece(tree, page, language))]
    best = sorted(pieces, key=lambda piece: piece.rank)[:MAX_PASSAGES]
    return tuple(Passage(page=piece.page.number, spans=_spans(piece)) for piece in best)


def opening(page: Page) -> Passage:
    """The first lines of a page, for a document that was found without words in its text."""
    end = _word_end(page.text, MAX_CHARACTERS)
    return Passage(page=page.number, spans=_spans(_Piece(page, 0, end, ())))


def mark(text: str, query: str, language: str | None) -> tuple[Span, ...]:
    """The whole ``text`` with the words that ``query`` asks for marked."""
    words = list(analyze(text, language))
    tree = resolve(parse(query).tree, _TextLexicon(words), lambda *_: frozenset()).tree
    return tuple(_cut(text, 0, len(text), _marks(tree, words)))


class _TextLexicon:
    """The words of one text in place of those of a collection."""

    def __init__(self, words: list[Word]) -> None:
        self._stems = {word.stem for word in words}
        self._words = dict.fromkeys(sorted({word.exact for word in words}), 1)

    def has_stem(self, stem: str) -> bool:
        return stem in self._stems

    def words(self) -> Mapping[str, int]:
        return self._words

    def values(self, facet: str) -> Collection[str]:  # noqa: ARG002 - a text has no facets
        return ()


def _marks(tree: Node, words: list[Word]) -> list[_Mark]:
    """Where the leaves of ``tree`` stand, ascending, without overlap."""
    found: dict[int, _Mark] = {}
    for number, leaf in enumerate(dict.fromkeys(wanted(tree))):
        for first, last in _stretches(leaf, words):
            mark_ = _Mark(words[first].start, words[last].end, number)
            known = found.get(mark_.start)
            if known is None or mark_.end > known.end:
                found[mark_.start] = mark_
    return _without_overlap(found[start] for start in sorted(found))


def _without_overlap(marks: Iterable[_Mark]) -> list[_Mark]:
    kept: list[_Mark] = []
    for mark_ in marks:
        if not kept or mark_.start >= kept[-1].end:
            kept.append(mark_)
    return kept


def _stretches(leaf: Node, words: list[Word]) -> Iterable[tuple[int, int]]:
    """Index of the first and the last word of each place where ``leaf`` stands."""
    match leaf:
        case Terms(terms, "stem", in_title=False):
            asked = frozenset(terms)
            for at, word in enumerate(words):
                if word.stem in asked or not asked.isdisjoint(word.parts):
                    yield at, at
        case Terms(terms, _, in_title=False):
            asked = frozenset(terms)
            for at, word in enumerate(words):
                if word.exact in asked:
                    yield at, at
        case Phrase(keys, slop, in_title=False):
            where: list[list[int]] = [
                [at for at, word in enumerate(words) if word.exact == key] for key in keys
            ]
            for start in phrase_starts(where, slop):
                yield from _phrase_words(where, start, slop)


def _phrase_words(where: list[list[int]], start: int, slop: int) -> Iterable[tuple[int, int]]:
    """A phrase without gaps is one stretch; of a loose one each word is marked by itself."""
    if slop == 0:
        yield start, start + len(where) - 1
        return
    at = start
    yield at, at
    for following in where[1:]:
        at = next((f for f in following if 1 <= f - at <= slop + 1), at)
        yield at, at


def _best_piece(tree: Node, page: Page, language: str | None) -> _Piece | None:
    marks = _marks(tree, list(analyze(page.text, language)))
    if not marks:
        return None
    sentences = _sentences(page.text)
    pieces = []
    for first, (start, first_end) in enumerate(sentences):
        if not any(start <= m.start < first_end for m in marks):
            continue
        ends = (end for _, end in sentences[first + 1 :] if end - start <= MAX_CHARACTERS)
        end = max(ends, default=first_end)
        inside = tuple(m for m in marks if start <= m.start and m.end <= end)
        pieces.append(_shortened(_Piece(page, start, end, inside)))
    return min(pieces, key=lambda piece: piece.rank)


def _sentences(text: str) -> list[tuple[int, int]]:
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def _shortened(piece: _Piece) -> _Piece:
    """A long sentence cut at word boundaries to the window that holds most of what was asked."""
    if piece.end - piece.start <= MAX_CHARACTERS or not piece.marks:
        return piece
    text = piece.page.text
    windows = []
    for first in piece.marks:
        start = _word_start(text, max(piece.start, first.start - MAX_CHARACTERS // 4))
        end = min(piece.end, max(first.end, _word_end(text, start + MAX_CHARACTERS)))
        inside = tuple(m for m in piece.marks if start <= m.start and m.end <= end)
        windows.append(_Piece(piece.page, start, end, inside))
    return min(windows, key=lambda window: window.rank)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word in which ``at`` lies, or ``at`` in one endless word."""
    space = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at))
    return space + 1 if at - space <= MAX_CHARACTERS else at


def _word_end(text: str, at: int) -> int:
    """The last end of a word up to ``at``."""
    if at >= len(text):
        return len(text)
    space = max(text.rfind(" ", 0, at + 1), text.rfind("\n", 0, at + 1))
    return space if 0 < at - space <= MAX_CHARACTERS // 2 else at


def _spans(piece: _Piece) -> tuple[Span, ...]:
    """The piece on one line, with an ellipsis where a sentence was cut."""
    text = piece.page.text
    spans = [
        Span(_SPACE.sub(" ", span.text), span.hit)
        for span in _cut(text, piece.start, piece.end, piece.marks)
    ]
    before = text[: piece.start].rstrip()
    after = text[piece.end :].lstrip()
    if before and before[-1] not in '.!?…:"”’)' and not text[: piece.start].endswith("\n\n"):
        spans.insert(0, Span("… "))
    if after and text[: piece.end].rstrip()[-1:] not in (".", "!", "?", "…"):
        spans.append(Span(" …"))
    return tuple(spans)


def _cut(text: str, start: int, end: int, marks: Iterable[_Mark]) -> Iterable[Span]:
    at = start
    for mark_ in marks:
        if mark_.start > at:
            yield Span(text[at : mark_.start])
        yield Span(text[mark_.start : mark_.end], hit=True)
        at = mark_.end
    if end > at:
        yield Span(text[at:end])
