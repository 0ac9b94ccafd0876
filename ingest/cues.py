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
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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


class _Known(NamedTuple):
    """What a word of a text can be.

    Attributes:
        exact: the word itself, folded.
        phrases: numbers of the phrases that it is, or a part of it is.
        steps: stems of what hyphens keep apart in it, or its own; none when no phrase of several
            words has one of them.
        opens: whether a phrase of one word begins like it, so that the next word may complete it.
    """

    exact: str
    phrases: tuple[int, ...]
    steps: tuple[str, ...]
    opens: bool


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
        self._steps: set[str] = set()  # words of longer phrases
        self._open_steps: set[str] = set()  # beginnings of their last words
        self._serves: dict[int, list[tuple[int, int]]] = defaultdict(list)  # -> cues and sides
        self._sides = [len(sides) for sides in cues]
        numbers: dict[str, int] = {}
        for cue, sides in enumerate(cues):
            for side, phrases in enumerate(sides):
                for phrase in phrases:
                    number = numbers.setdefault(phrase, len(numbers))
                    self._serves[number].append((cue, side))
        for text, number in numbers.items():
            self._add(number, text)
        self._beginnings, self._last_beginnings = tuple(self._open), tuple(self._open_steps)
        self._whole = sorted({*self._single, *self._open})
        self._known: dict[str, _Known | None] = {}

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
        self._steps.update(words)
        if is_open:
            node.open.append((last, number))
            self._open_steps.add(last)
        else:
            node.following.setdefault(last, _Node()).ends.append(number)
            self._steps.add(last)

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
        seen: dict[int, dict[int, tuple[int, int]]] = {}
        for phrase, start, end in here:
            for cue, side in self._serves[phrase]:
                places = seen.setdefault(cue, {})
                if side not in places and (start, end) not in places.values():
                    places[side] = (start, end)
        for cue, places in seen.items():
            if len(places) == self._sides[cue]:
                yield Found(cue, sentence, tuple(sorted(places.values())))

    def _phrases(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Every phrase and its offsets, by where it begins."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        words = [(match[0], match.start(), match.end()) for match in WORD.finditer(text)]
        known = [self._look_up(surface) for surface, _, _ in words]
        for at, word in enumerate(known):
            if word is None:
                continue
            _, start, end = words[at]
            for number in word.phrases:
                yield number, start, end
            if word.opens and at + 1 < len(words) and text[end : words[at + 1][1]].isspace():
                for number in self._together(word, words[at][0], words[at + 1][0]):
                    yield number, start, words[at + 1][2]
            for offset, step in enumerate(word.steps):
                if step in self._longer.following:
                    for number, last in self._from(known, at, offset):
                        yield number, start, words[last][2]

    def _from(
        self, known: Sequence[_Known | None], at: int, offset: int
    ) -> Iterator[tuple[int, int]]:
        """Phrases of several words from piece ``offset`` of a word on, and their last words."""
        node = self._longer
        while at < len(known) and (word := known[at]) is not None and word.steps:
            for step in word.steps[offset:]:
                for beginning, number in node.open:
                    if (word.exact if len(word.steps) == 1 else step).startswith(beginning):
                        yield number, at
                following = node.following.get(step)
                if following is None:
                    return
                node = following
                for number in node.ends:
                    yield number, at
            at, offset = at + 1, 0

    def _together(self, word: _Known, surface: str, following: str) -> Iterator[int]:
        """Phrases of one word that a word makes together with the next."""
        if self._begins(word.exact + following[:_TELLING].casefold()):
            both = self._look_up(surface + following)
            yield from (n for n in (both.phrases if both else ()) if n not in word.phrases)

    def _begins(self, letters: str) -> bool:
        """Whether a phrase of one word begins, or is open, with these letters."""
        at = bisect_left(self._whole, letters)
        return at < len(self._whole) and self._whole[at].startswith(letters)

    def _look_up(self, surface: str) -> _Known | None:
        """What a word can be; None when it is nothing."""
        try:
            return self._known[surface]
        except KeyError:
            self._known[surface] = found = self._analyzed(surface)
            return found

    def _analyzed(self, surface: str) -> _Known | None:
        word = next(analyze(surface, self._language), None)
        if word is None:
            return None
        phrases = self._alone(word)
        steps: tuple[str, ...] = word.pieces or (word.stem,)
        if self._steps.isdisjoint(steps) and not word.exact.startswith(self._last_beginnings):
            steps = ()
        opens = len(word.exact) >= _TELLING and self._begins(word.exact)
        if not (phrases or steps or opens):
            return None
        return _Known(word.exact, phrases, steps, opens)

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
