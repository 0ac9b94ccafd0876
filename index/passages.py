"""The lines of a page that answer best, as spans: text, and whether the reader asked for it.

Spans are plain text; escaping and marking is up to whoever shows them. They are computed here, on
the text of the page, so that they are the same whichever engine found the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from corpus.document import Page
from corpus.language.tokens import tokenize
from corpus.personal import masked_part
from corpus.thesaurus import Thesaurus
from index.api import Query, Snippet, Span
from index.lexicon import ListedWords
from index.page_words import Spot, Spots, Where, said
from index.placed_words import TextChanged
from index.places import IN_TITLE, fields_of, standing
from index.resolve import Meanings, resolve
from index.syntax import parse
from index.tree import Choice, Leaf, Node, Phrase, Terms, asked, wanted

MAX_CHARACTERS = 300
MAX_PASSAGES = 3

KnownWords = Callable[[Page, str | None], Spots | None]
"""``(page, language it is read in)`` -> where its words stand; None where that is not known."""

_SHORTEST = 100  # a passage goes on into a long sentence rather than be shorter
_NEAR = 500  # characters before a word in which its sentence is likely to start
_LONGEST_WORD = 75  # what has no space for longer is cut anywhere

# White space between sentences or paragraphs: group 1, or all. What may stand before it comes first
# in the pattern, so that a search looks at nothing else.
_BETWEEN_SENTENCES = re.compile(
    r"""
    [.!?…\n] (?:
        (?<!\n) ["'”’)]? (\s+) (?= ["'“‘(]? [^\W\d_a-z] | \d )
      | (?<=\n) \s*\n\s*
    )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s+")
_SOLID = re.compile(r"\S")
_ENDED = frozenset(".!?…")  # behind it nothing of the sentence is missing
_CLOSED = _ENDED | set(':"”’)') | {""}  # nor behind this, or at the beginning, before the next one
_BEHIND_HEADING = re.compile(r"(?<=[^\s.!?…:;,])\n\s*\n\s*(?=[\"'“‘(]?[^\W_a-z])")


_start = attrgetter("start")
_end = attrgetter("end")


class _Mark(NamedTuple):
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


def best_passages(
    tree: Node, pages: Iterable[Page], language: str | None, known: KnownWords | None = None
) -> tuple[Snippet, ...]:
    """The best passage of each page that has one, the best first, at most :data:`MAX_PASSAGES`.

    Args:
        language: of the document; a page that has one of its own is read in that.
        known: where words stand on these pages, from an engine that keeps it; else they are read.
    """
    marked = [_Marked(page, _marks_on(tree, page, language, known)) for page in pages]
    best: list[_Piece] = []
    for one in sorted((one for one in marked if one.marks), key=attrgetter("limit")):
        if len(best) == MAX_PASSAGES and one.limit > best[-1].rank:
            break
        best = sorted([*best, _best_piece(one)], key=attrgetter("rank"))[:MAX_PASSAGES]
    return tuple(_passage(piece) for piece in best)


def quoted(tree: Node, page: Page, start: int, end: int, language: str | None) -> Snippet:
    """Characters ``start`` to ``end`` of a page, whole, with what was asked marked.

    Args:
        language: of the document; a page that has one of its own is read in that.
    """
    alone = replace(page, text=page.text[start:end])
    marks = _marks_on(tree, alone, language)
    return _passage(_Piece(alone, 0, len(alone.text), tuple(marks)))


def opening(page: Page, title: str) -> Snippet:
    """The first lines of a page, for a document that was found without words in its text.

    A ``title`` that stands above them is left out: the reader sees it already.
    """
    start = len(page.text) - len(page.text.lstrip())
    heading = page.text.find("\n\n", start)
    if heading >= 0 and _same_words(page.text[start:heading], title):
        start = heading + 2
    end = _word_end(page.text, start + MAX_CHARACTERS)
    return _passage(_Piece(page, start, end, ()))


def _passage(piece: _Piece) -> Snippet:
    page = piece.page
    return Snippet(page=page.number, spans=_spans(piece), language=page.language)


def _same_words(text: str, other: str) -> bool:
    return [token.key for token in tokenize(text)] == [token.key for token in tokenize(other)]


def mark(text: str, query: Query, language: str | None, thesaurus: Thesaurus) -> tuple[Span, ...]:
    """The whole ``text`` with the words that ``query`` asks for marked."""
    meanings = Meanings(lambda *_: frozenset(), thesaurus, query.without)
    tree = resolve(parse(query.text).tree, _TextLexicon(text, language), meanings).tree
    marks = _marks(tree, Where(text, language, wanted(tree)))
    return tuple(Span(text[start:end], hit) for start, end, hit in _cut(0, len(text), marks))


class _TextLexicon(ListedWords):
    """The words of one text in place of those of a collection."""

    def __init__(self, text: str, language: str | None) -> None:
        self._known, self._stems = said(text, language)
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


def _marks_on(
    tree: Node, page: Page, language: str | None, known: KnownWords | None = None
) -> list[_Mark]:
    """What :func:`_marks` finds on a page of a document in ``language``."""
    read_in = page.language or language
    spots = known(page, read_in) if known else None
    if spots is not None:
        with suppress(TextChanged):
            return _marks(tree, spots)
    return _marks(tree, Where(page.text, read_in, wanted(tree)))


def _marks(tree: Node, where: Spots) -> list[_Mark]:
    """Where the leaves of ``tree`` stand, ascending, without overlap."""
    found: dict[int, _Mark] = {}
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


def _stretches(leaf: Leaf, where: Spots) -> Iterable[tuple[int, int]]:
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


def _at(spots: Sequence[Spot], at: int) -> Spot:
    return spots[bisect_left(spots, at, key=attrgetter("at"))]


class _Marked:
    """A page with its marks, of which there are some."""

    def __init__(self, page: Page, marks: Sequence[_Mark]) -> None:
        self.page = page
        self.marks = marks

    @cached_property
    def limits(self) -> list[tuple[int, int, int]]:
        """What a passage that begins with a mark can rank at best, the best first.

        No two marks of a passage start further from each other than it is long.
        """
        counts = Counter[int]()
        found, last = [], 0
        for first, mark_ in enumerate(self.marks):
            end = max(mark_.start + MAX_CHARACTERS, mark_.end)
            while last < len(self.marks) and self.marks[last].start < end:
                counts[self.marks[last].word] += 1
                last += 1
            found.append((-len(counts), first - last, mark_.start))
            counts[mark_.word] -= 1
            if not counts[mark_.word]:
                del counts[mark_.word]
        return sorted(found)

    @property
    def limit(self) -> tuple[int, int, int, int]:
        """What none of its passages ranks better than."""
        return (*self.limits[0][:2], self.page.number, -1)


def _best_piece(marked: _Marked) -> _Piece:
    first, *others = marked.limits
    start = _sentence_start(marked.page.text, first[2])
    best = _piece_from(marked, start)
    seen = {start}  # where the sentences start that were looked at
    for limit in others:
        if limit >= (*best.rank[:2], best.start):
            break
        start = _sentence_start(marked.page.text, limit[2])
        if start not in seen:
            seen.add(start)
            best = min(best, _piece_from(marked, start), key=attrgetter("rank"))
    return best


def _piece_from(marked: _Marked, start: int) -> _Piece:
    """The piece of a page that begins with a sentence which holds a mark."""
    text = marked.page.text
    first = marked.marks[bisect_left(marked.marks, start, key=_start)]
    end = _with_room(text, start, first.end)
    if end - start < _SHORTEST:  # a heading: what stands below it says more
        end = _word_end(text, start + MAX_CHARACTERS)
    return _shortened(_piece(marked.page, start, end, marked.marks))


def _piece(page: Page, start: int, end: int, marks: Sequence[_Mark]) -> _Piece:
    inside = marks[bisect_left(marks, start, key=_start) : bisect_right(marks, end, key=_end)]
    return _Piece(page, start, end, tuple(inside))


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence that holds ``at`` starts."""
    back = _NEAR
    while True:
        begin = max(0, _piece_start(text, at - back))
        start = -1 if begin else 0
        for _, end in _gaps(text, begin):
            if end > at:
                break
            start = end
        if start >= 0:
            return start
        back *= 4


def _piece_start(text: str, at: int) -> int:
    """The last place up to ``at`` that has white space before it and none behind it."""
    while at > 0 and (text[at].isspace() or not text[at - 1].isspace()):
        at -= 1
    return at


def _with_room(text: str, start: int, least: int) -> int:
    """Where the last sentence ends for which there is room, or that reaches to ``least``."""
    last = start
    for end, _ in chain(_gaps(text, start), [(len(text), 0)]):
        if end > start + MAX_CHARACTERS and last >= least:
            break
        last = end
    return last


def _gaps(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Start and end of what stands between sentences and paragraphs, from ``at`` on."""
    for match in _BETWEEN_SENTENCES.finditer(text, at):
        yield match.start(match.lastindex or 0), match.end()


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
    text = piece.page.text
    begin = max(piece.start - 1, 0)  # what is shown depends on the character before it
    shown = masked_part(text, begin, piece.end)  # nobody's telephone number in a list of results
    spans = [
        Span(_one_line(shown, start - begin, end - begin), hit)
        for start, end, hit in _cut(piece.start, piece.end, piece.marks)
    ]
    if _last(text, piece.start) not in _CLOSED and not text.endswith("\n\n", 0, piece.start):
        spans.insert(0, Span("… "))
    if _SOLID.search(text, piece.end) and _last(text, piece.end) not in _ENDED:
        spans.append(Span(" …"))
    return tuple(spans)


def _last(text: str, at: int) -> str:
    """The last character before ``at`` that is no white space; empty where there is none."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at] if at else ""


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
