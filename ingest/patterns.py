"""Patterns of words, and where they stand in a sentence.

The notation, item by item::

    werken            the word, in whatever inflection (the stems of :mod:`corpus.language`)
    =werkt  =is/was   this form only, or one of these
    werk*  *factor    words that begin so; words, and compounds, that end so
    a/b  @effect      one of these; one of the phrases of a group
    geen?             may be there
    ..  ...           up to three words; up to twelve
    !niet             the next word is another
    ,  :              a comma, or another sign between parts of a sentence; a colon
    ^  $              the begin and the end of the sentence
    #  Aa             a number; a name: a capital, no digit, and not the first word
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from corpus.language.stems import stem
from corpus.language.tokens import WORD, keys

Groups = Mapping[str, Sequence[str]]
"""Name -> phrases of plain words."""

_GAPS = {"..": 3, "...": 12}
_MOST_KNOWN = 1 << 17  # different words that are kept
_SHORT, _MIDDLE = 200, 8  # how many times more often a short word is met than a long one
_SIGNS = re.compile(r"[,;:–—()]|\s-\s")


class Sentence:
    """The words of ``text[start:end]``.

    Attributes:
        masks: for each word a bit for each test that it passes.
        mask: all of them together.
        places: where each word begins and ends in the text.
    """

    def __init__(
        self, text: str, start: int, masks: list[int], mask: int, places: list[tuple[int, int]]
    ) -> None:
        self.masks, self.mask, self.places = masks, mask, places
        self._text, self._start = text, start

    @cached_property
    def signs(self) -> list[str]:
        """For each word the sign in front of it that ends a part of the sentence, or nothing."""
        found, before = [], self._start
        for start, end in self.places:
            match = _SIGNS.search(self._text, before, start)
            found.append(match[0] if match else "")
            before = end
        return found


class Span(NamedTuple):
    """Words ``first`` to ``last`` (included) of a sentence match; ``words`` are those named."""

    first: int
    last: int
    words: tuple[int, ...]


class _Step(NamedTuple):
    """One item of a pattern.

    Attributes:
        kind: ``words``, ``gap``, ``not``, ``^``, ``$``, ``,`` or ``:``.
        single: bits of the words that it may be.
        longer: sequences of bits of words that it may be.
        most: of a gap, how many words.
    """

    kind: str
    single: int = 0
    longer: tuple[tuple[int, ...], ...] = ()
    optional: bool = False
    most: int = 0

    @property
    def first_bits(self) -> int:
        """What its first word may be."""
        return reduce(or_, (choice[0] for choice in self.longer), self.single)


class Pattern:
    """A compiled pattern."""

    def __init__(self, steps: tuple[_Step, ...], anchor: int) -> None:
        self.anchor = anchor
        self._steps = steps
        self._needed = [s.first_bits for s in steps if s.kind == "words" and not s.optional]
        self._begins = steps[0].kind == "^"
        opening = steps[0].kind == "words" and not steps[0].optional
        self._opening = steps[0].first_bits if opening else 0

    def find(self, sentence: Sentence) -> Span | None:
        """Where it stands first, if it does."""
        mask = sentence.mask
        for bits in self._needed:
            if not mask & bits:
                return None
        opening = self._opening
        for first, bits in enumerate(sentence.masks):
            if not opening or bits & opening:
                named = _match(self._steps, 0, sentence, first)
                if named:
                    return Span(named[0], named[-1], named)
            if self._begins:
                break
        return None


def _match(
    steps: tuple[_Step, ...], at: int, sentence: Sentence, here: int
) -> tuple[int, ...] | None:
    """The places of the words that the steps from ``at`` on name, when they stand at ``here``."""
    if at == len(steps):
        return ()
    step, masks = steps[at], sentence.masks
    if step.kind == "words":
        for behind in _ends(step, masks, here):
            rest = _match(steps, at + 1, sentence, behind)
            if rest is not None:
                return (*range(here, behind), *rest)
        return _match(steps, at + 1, sentence, here) if step.optional else None
    if step.kind == "gap":
        for behind in range(here, min(here + step.most, len(masks)) + 1):
            rest = _match(steps, at + 1, sentence, behind)
            if rest is not None:
                return rest
        return None
    return _match(steps, at + 1, sentence, here) if _stands(step, sentence, here) else None


def _ends(step: _Step, masks: Sequence[int], here: int) -> Iterator[int]:
    """Behind how many words the choices of a step end that stand at a place."""
    if here >= len(masks):
        return
    if masks[here] & step.single:
        yield here + 1
    for choice in step.longer:
        behind = here + len(choice)
        if behind <= len(masks) and all(
            mask & bits for mask, bits in zip(masks[here:behind], choice, strict=True)
        ):
            yield behind


def _stands(step: _Step, sentence: Sentence, here: int) -> bool:
    """Whether what names no word is so at this place."""
    inside = here < len(sentence.masks)
    match step.kind:
        case "not":
            return not inside or not sentence.masks[here] & step.first_bits
        case "^":
            return here == 0
        case "$":
            return not inside
        case ":":
            return inside and ":" in sentence.signs[here]
        case _:
            return inside and sentence.signs[here] != ""


class Patterns:
    """Compiles patterns of one language (ISO 639-1; None counts as nl), and cuts sentences up."""

    def __init__(self, language: str | None, groups: Groups) -> None:
        self._language = language or "nl"
        self._bits: dict[str, int] = {}  # an item as it is written -> its bit
        self._costs: dict[int, int] = {}
        self._stems: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._beginnings: list[tuple[str, int]] = []
        self._ends: list[tuple[tuple[str, ...], int]] = []
        self._all_beginnings: tuple[str, ...] = ()
        self._all_ends: tuple[str, ...] = ()
        self._number, self._name = self._bit("#"), self._bit("Aa")
        self._groups = {
            name: tuple(tuple(self._bit(word) for word in phrase.split()) for phrase in phrases)
            for name, phrases in groups.items()
        }
        self._known: dict[str, int] = {}
        self._compiled: dict[str, Pattern] = {}

    def compile(self, written: str) -> Pattern:
        """The pattern as it is written; the same one when it is asked for again.

        Raises:
            ValueError: when it names a group that is not there, or has no word to look for.
        """
        if written not in self._compiled:
            self._compiled[written] = self._made(written)
        return self._compiled[written]

    def _made(self, written: str) -> Pattern:
        steps = tuple(self._step(item) for item in written.split())
        needed = [step.first_bits for step in steps if step.kind == "words" and not step.optional]
        if not needed:
            raise ValueError(f"‘{written}’ needs a word that has to be there")
        self._known.clear()
        return Pattern(steps, min(needed, key=self._cost))

    def words(self, written: Sequence[str]) -> int:
        """The bits of words, and of the first words of groups."""
        return reduce(or_, (self._step(item).first_bits for item in written), 0)

    def _step(self, item: str) -> _Step:
        if item in _GAPS:
            return _Step("gap", most=_GAPS[item])
        if item in ("^", "$", ",", ":"):
            return _Step(item)
        kind, item = ("not", item[1:]) if item.startswith("!") else ("words", item)
        optional, item = item.endswith("?"), item.removesuffix("?")
        sign, item = ("=", item[1:]) if item.startswith("=") else ("", item)
        choices: list[tuple[int, ...]] = []
        for word in item.split("/"):
            if not word.startswith("@"):
                choices.append((self._bit(sign + word),))
            elif word[1:] in self._groups:
                choices += self._groups[word[1:]]
            else:
                raise ValueError(f"there is no group ‘{word}’")
        single = reduce(or_, (choice[0] for choice in choices if len(choice) == 1), 0)
        longer = tuple(choice for choice in choices if len(choice) > 1)
        return _Step(kind, single, longer, optional)

    def _bit(self, word: str) -> int:
        if word in self._bits:
            return self._bits[word]
        plain = keys(word.strip("=*"))[0]
        if word not in ("#", "Aa") and not plain:
            raise ValueError(f"‘{word}’ is no word")
        bit = self._bits[word] = 1 << len(self._bits)
        self._costs[bit] = _SHORT if len(plain) < 5 else _MIDDLE if len(plain) < 7 else 1
        if word.endswith("*"):
            self._beginnings.append((plain, bit))
            self._all_beginnings += (plain,)
        elif word.startswith("*"):
            ends = (plain, stem(plain, self._language))
            self._ends.append((ends, bit))
            self._all_ends += ends
        elif word.startswith("="):
            self._exact[plain] = self._exact.get(plain, 0) | bit
        elif word not in ("#", "Aa"):
            stemmed = stem(plain, self._language)
            self._stems[stemmed] = self._stems.get(stemmed, 0) | bit
        return bit

    def _cost(self, bits: int) -> int:
        return sum(self._costs[bit] for bit in _single(bits))

    def sentence(self, text: str, start: int, end: int) -> Sentence:
        """The words of ``text[start:end]``, with their places in the text."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        masks: list[int] = []
        places: list[tuple[int, int]] = []
        together = 0
        for match in WORD.finditer(text, start, end):
            surface = match[0]
            mask = self._known.get(surface)
            if mask is None:
                mask = self._known[surface] = self._tests(surface)
            if not masks:
                mask &= ~self._name
            masks.append(mask)
            places.append(match.span())
            together |= mask
        return Sentence(text, start, masks, together, places)

    def _tests(self, surface: str) -> int:
        """A bit for each test that a word passes."""
        exact = keys(surface)[0]
        if not exact:
            return 0
        stemmed = stem(exact, self._language)
        mask = self._stems.get(stemmed, 0) | self._exact.get(exact, 0)
        if exact.startswith(self._all_beginnings):
            for beginning, bit in self._beginnings:
                if exact.startswith(beginning):
                    mask |= bit
        if exact.endswith(self._all_ends) or stemmed.endswith(self._all_ends):
            for ends, bit in self._ends:
                if exact.endswith(ends) or stemmed.endswith(ends):
                    mask |= bit
        if surface[0].isdecimal():
            mask |= self._number
        is_name = surface[0].isupper() and not any(char.isdecimal() for char in surface)
        return mask | self._name if is_name else mask


class PatternTable:
    """Many patterns, of which those are tried that a sentence has the rarest word of."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._by_bit: dict[int, list[tuple[int, Pattern]]] = {}
        self._anchors = 0
        for number, pattern in enumerate(patterns):
            for bit in _single(pattern.anchor):
                self._by_bit.setdefault(bit, []).append((number, pattern))
            self._anchors |= pattern.anchor

    def find(self, sentence: Sentence) -> dict[int, Span]:
        """Number of a pattern -> where it stands, of all that do, in their order."""
        found: dict[int, Span | None] = {}
        for bit in _single(sentence.mask & self._anchors):
            for number, pattern in self._by_bit[bit]:
                if number not in found:
                    found[number] = pattern.find(sentence)
        return {number: span for number, span in sorted(found.items()) if span is not None}


def _single(mask: int) -> Iterator[int]:
    """The bits of a mask, one by one."""
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest
