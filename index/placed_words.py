"""Where the words of a text stand that were asked for, from the places that an index keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from corpus.language.analysis import analyze, surface_at
from index.page_words import Spot

Numbers = Callable[[str, tuple[str, ...]], Sequence[int]]
"""``(form, terms)`` -> which words of a text say any of them, counted from 0, ascending."""


class TextChanged(Exception):
    """A text is not the one that was indexed."""


class PlacedWords:
    """Answers as :class:`index.page_words.Where` does, without reading the text."""

    def __init__(
        self, text: str, language: str | None, starts: Sequence[int], numbers: Numbers
    ) -> None:
        """``starts`` has the first character of each word; what it has as a word is looked at."""
        self._text = text
        self._language = language
        self._starts = starts
        self._numbers = numbers

    def __call__(self, form: str, terms: Iterable[str]) -> list[Spot]:
        """Where any of the terms stand, ascending.

        Raises:
            TextChanged: when they do not stand where they should.
        """
        wanted = tuple(terms)
        spots: list[Spot] = []
        for number in self._numbers(form, wanted):
            at = self._starts[number]
            places = _places(surface_at(self._text, at), self._language, form, wanted)
            if not places:
                raise TextChanged
            spots += [Spot(number, at + start, at + end) for start, end in places]
        return spots


@lru_cache(maxsize=1 << 14)  # the same few words on all the pages of an answer
def _places(
    surface: str, language: str | None, form: str, terms: tuple[str, ...]
) -> tuple[tuple[int, int], ...]:
    """The characters of a word, or of parts of it, that say any of some terms; ascending."""
    places = set[tuple[int, int]]()
    for word in analyze(surface, language):
        if (word.exact if form == "exact" else word.stem) in terms:
            places.add((word.start, word.end))
        if form == "stem":
            places.update((part.start, part.end) for part in word.parts if part.stem in terms)
    return tuple(sorted(places))
