"""Find the cues of the taxonomy in a text, whatever their inflection and spelling.

A cue has one or more sides, all of which have to stand in one sentence; each side is a choice of
phrases (:meth:`corpus.archetypes.Taxonomy.sides`). Phrase and text are compared as sequences of
analysed words: a hyphenated word counts as its parts, two neighbours also as one word, and a word
also as each part it is made of, so that zelfbeheer is found in zelf-beheer, zelf beheer and
portiekzelfbeheer. A trailing ``*`` allows any ending.

The words of a text are few and come back: each different one is analysed and looked up once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from corpus.language.analysis import Word, analyze
from corpus.language.stems import stem
from corpus.language.tokens import WORD, tokenize

Sides = Sequence[Sequence[str]]
"""The sides of a cue, each a choice of phrases."""

_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n")
_MOST_KNOWN = 1 << 17  # different words that are kept
_TELLING = 3  # letters of a word that may be the beginning of another


class Found(NamedTuple):
    """Cue number ``cue`` stands in sentence ``sentence`` of the text, at these offsets."""

    cue: int
    sentence: int
    places: tuple[tuple[int, int], ...]


class _Opening(NamedTuple):
    """What a word of a text may be, or be the first of.

    Attributes:
        phrases: numbers of the phrases that it is, or a part of it is.
        steps: places in :attr:`_Steps.steps` where a phrase of several words may begin, and what
            may follow in the next word; None where that is still in this one.
        opens: whether a phrase of one word begins like it, so that the next word may complete it.
    """

    phrases: tuple[int, ...]
    steps: tuple[tuple[int, _Node | None], ...]
    opens: bool


class _Steps(NamedTuple):
    """A word as one within a phrase of several words.

    Attributes:
        exact: the word itself, folded.
        steps: stems of what hyphens keep apart in it, or its own; none when no such phrase has one
            of them.
    """

    exact: str
    steps: tuple[str, ...]


_Kept = TypeVar("_Kept")


class _Remembered(dict[str, _Kept]):
    """Words with what was worked out about them when they were first seen."""

    def __init__(self, work_out: Callable[[str], _Kept]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> _Kept:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[word] = found = self._work_out(word)
        return found


@dataclass(slots=True)
class _Node:
    """What may follow in a trie of phrases of several words.

    Attributes:
        following: word -> what may follow it.
        ends: phrases that end here.
        open: the beginning of a last word, and the phrase that ends in it.
    """

    following: dict[str, _Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)


class CueFinder:
    """Finds cues in texts of one language (ISO 639-1; None for an unknown one)."""

    def __init__(self, cues: Sequence[Sides], language: str | None) -> None:
        self._language = language
        self._single: dict[str, list[int]] = defaultdict(list)  # stem -> phrases
        self._open: dict[str, list[int]] = defaultdict(list)  # beginning of a word -> phrases
        self._longer = _Node()
        self._in_longer: set[str] = set()  # words of longer phrases
        self._open_last: set[str] = set()  # beginnings of their last words
        sides: dict[tuple[str, ...], int] = {}
        self._sides = [
            tuple(sides.setdefault(tuple(phrases), len(sides)) for phrases in one) for one in cues
        ]
        self._by_side = _by_rarest(self._sides, [len(phrases) for phrases in sides])
        self._serves: list[list[int]] = []  # phrase -> sides
        numbers: dict[str, int] = {}
        for phrases, side in sides.items():
            for phrase in dict.fromkeys(phrases):
                number = numbers.setdefault(phrase, len(numbers))
                if number == len(self._serves):
                    self._serves.append([])
                self._serves[number].append(side)
        for text, number in numbers.items():
            self._add(number, text)
        self._beginnings, self._last_beginnings = tuple(self._open), tuple(self._open_last)
        self._whole = sorted({*self._single, *self._open})
        self._openings = _Remembered(self._opening)
        self._inside = _Remembered(self._as_steps)
        self._both = _Remembered(self._whole_phrases)

    def _add(self, number: int, phrase: str) -> None:
        is_open = phrase.endswith("*")
        tokens = list(tokenize(phrase.removesuffix("*")))
        ways = [[part for token in tokens for part in (token.parts or (token.key,))]]
        if len(tokens) == 1 and tokens[0].parts:
            ways.append([tokens[0].key])
        for keys in ways:
            words = [stem(key, self._language) for key in keys]
            if len(words) > 1:
                self._add_longer(number, words[:-1], keys[-1] if is_open else words[-1], is_open)
            elif is_open:
                self._open[keys[0]].append(number)
            else:
                self._single[words[0]].append(number)

    def _add_longer(self, number: int, words: Sequence[str], last: str, is_open: bool) -> None:
        node = self._longer
        for word in words:
            node = node.following.setdefault(word, _Node())
        self._in_longer.update(words)
        if is_open:
            node.open.append((last, number))
            self._open_last.add(last)
        else:
            node.following.setdefault(last, _Node()).ends.append(number)
            self._in_longer.add(last)

    def find(self, text: str) -> Iterator[Found]:
        """Every cue in every sentence that has it, in the order of the text."""
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        sentence, until = 0, ends[0] if ends else len(text)
        here: list[tuple[int, int, int]] = []
        for phrase, start, end in self._phrases(text):
            if start >= until:
                yield from self._cues(sentence, here)
                here = []
                sentence = bisect_left(ends, start + 1)
                until = ends[sentence] if sentence < len(ends) else len(text)
            here.append((phrase, start, end))
        yield from self._cues(sentence, here)

    def _cues(self, sentence: int, here: Sequence[tuple[int, int, int]]) -> Iterator[Found]:
        """The cues of which all sides stand in a sentence, each on words of its own."""
        if not here:
            return
        seen = {side for phrase, _, _ in here for side in self._serves[phrase]}
        for side in seen:
            for cue in self._by_side[side]:
                sides = self._sides[cue]
                if len(sides) > 1 and not seen.issuperset(sides):
                    continue
                places = self._places(sides, here)
                if len(places) == len(sides):
                    yield Found(cue, sentence, tuple(sorted(places.values())))

    def _places(
        self, sides: Sequence[int], here: Sequence[tuple[int, int, int]]
    ) -> dict[int, tuple[int, int]]:
        """Number of a side -> the first words in a sentence that it has for itself."""
        places: dict[int, tuple[int, int]] = {}
        for phrase, start, end in here:
            serves = self._serves[phrase]
            for number, side in enumerate(sides):
                if side in serves and number not in places and (start, end) not in places.values():
                    places[number] = (start, end)
        return places

    def _phrases(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every phrase and its offsets, by where it begins."""
        words = list(WORD.finditer(text))
        surfaces = [word[0] for word in words]
        openings = map(self._openings.__getitem__, surfaces)
        for at, word in [(at, opening) for at, opening in enumerate(openings) if opening]:
            start, end = words[at].span()
            for number in word.phrases:
                yield number, start, end
            if word.opens and at + 1 < len(words) and text[end : words[at + 1].start()].isspace():
                for number in self._both[f"{surfaces[at]} {surfaces[at + 1]}"]:
                    if number not in word.phrases:
                        yield number, start, words[at + 1].end()
            for offset, next_node in word.steps:
                if next_node is None or self._goes_on(next_node, surfaces[at + 1 : at + 2]):
                    for number, last in self._from(surfaces, at, offset):
                        yield number, start, words[last].end()

    def _goes_on(self, node: _Node, following: Sequence[str]) -> bool:
        """Whether the next word of a text, if there is one, may be the next of a phrase."""
        if not following:
            return False
        steps = self._inside[following[0]].steps
        return bool(steps) and (bool(node.open) or steps[0] in node.following)

    def _from(self, surfaces: Sequence[str], at: int, offset: int) -> Iterator[tuple[int, int]]:
        """Phrases of several words from piece ``offset`` of a word on, and their last words."""
        node = self._longer
        while at < len(surfaces):
            exact, steps = self._inside[surfaces[at]]
            if not steps:
                return
            for step in steps[offset:]:
                for beginning, number in node.open:
                    if (exact if len(steps) == 1 else step).startswith(beginning):
                        yield number, at
                following = node.following.get(step)
                if following is None:
                    return
                node = following
                for number in node.ends:
                    yield number, at
            at, offset = at + 1, 0

    # What is remembered of words

    def _opening(self, surface: str) -> _Opening | None:
        """What a word can be; None when it is nothing."""
        word = next(analyze(surface, self._language), None)
        if word is None:
            return None
        phrases = self._alone(word)
        pieces = self._inside[surface].steps
        steps = tuple(
            (place, self._longer.following[step] if place == len(pieces) - 1 else None)
            for place, step in enumerate(pieces)
            if step in self._longer.following
        )
        opens = len(word.exact) >= _TELLING and self._begins(word.exact)
        return _Opening(phrases, steps, opens) if phrases or steps or opens else None

    def _as_steps(self, surface: str) -> _Steps:
        word = next(analyze(surface, self._language), None)
        if word is None:
            return _Steps("", ())
        steps: tuple[str, ...] = word.pieces or (word.stem,)
        if self._in_longer.isdisjoint(steps) and not word.exact.startswith(self._last_beginnings):
            steps = ()
        return _Steps(word.exact, steps)

    def _whole_phrases(self, pair: str) -> tuple[int, ...]:
        """Phrases of one word that two words between which a space stands are together."""
        first, _, second = pair.partition(" ")
        letters = self._inside[first].exact + second[:_TELLING].casefold()
        opening = self._openings[first + second] if self._begins(letters) else None
        return opening.phrases if opening else ()

    def _begins(self, letters: str) -> bool:
        """Whether a phrase of one word begins, or is open, with these letters."""
        at = bisect_left(self._whole, letters)
        return at < len(self._whole) and self._whole[at].startswith(letters)

    def _alone(self, word: Word) -> tuple[int, ...]:
        """Phrases of one word that a word is, or that a part of it is."""
        found = [*self._single.get(word.stem, ())]
        for part in word.parts:
            found += self._single.get(part.stem, ())
        if word.exact.startswith(self._beginnings):
            for beginning, phrases in self._open.items():
                if word.exact.startswith(beginning):
                    found += phrases
        return tuple(dict.fromkeys(found))


def _by_rarest(cues: Sequence[Sequence[int]], sizes: Sequence[int]) -> list[list[int]]:
    """Side -> the cues to look at where it stands: each cue under the side it shares with fewest.

    Args:
        cues: the sides of each.
        sizes: number of phrases of each side.
    """
    sharing = Counter(side for sides in cues for side in set(sides))
    found: list[list[int]] = [[] for _ in sizes]
    for cue, sides in enumerate(cues):
        found[min(sides, key=lambda side: (sharing[side], sizes[side]))].append(cue)
    return found
