"""Where asked words stand on the pages of a hit, from the positions of its segment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from corpus.document import Page
from index.embedded.shown import Shown
from index.page_words import Spots
from index.placed_words import PlacedWords
from index.places import names, together

_BODY = ("body",)


class KeptWords:
    """Looks up the words of one document."""

    def __init__(self, shown: Shown, document: int) -> None:
        """``document`` is one of those that are shown."""
        self._shown = shown
        self._document = document
        self._found: dict[tuple[str, tuple[str, ...]], Sequence[int]] = {}

    def __call__(self, page: Page, language: str | None) -> Spots | None:
        """Where words stand on a page, which is read in ``language``; None when not known."""
        kept = self._shown.word_starts(self._document, page.number)
        if kept is None:
            return None
        first, starts = kept
        last = first + len(starts)

        def numbers(form: str, terms: tuple[str, ...]) -> Sequence[int]:
            positions = self._positions(form, terms)
            start = bisect_left(positions, first)
            return [at - first for at in positions[start : bisect_left(positions, last, start)]]

        return PlacedWords(page.text, language, starts, numbers)

    def _positions(self, form: str, terms: tuple[str, ...]) -> Sequence[int]:
        """Where any of some terms stands in the text of the whole document."""
        found = self._found.get((form, terms))
        if found is None:
            kept = (
                self._shown.positions(self._document, name, terms) for name in names(_BODY, form)
            )
            found = self._found[form, terms] = together(kept)
        return found
