"""What a guess about a document is made of, and where in a document facts about it stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from corpus.document import Role, Source
from corpus.personal import masked
from ingest.blocks import one_line
from ingest.reading import Reading

T = TypeVar("T")

BEGINNING = 5000
"""Characters in which a document says what sort it is and what it is about."""

_FRONT_PAGES, _BACK_PAGES = 3, 2
_FRONT, _BACK, _LAST = 8000, 6000, 4000
_CUE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess(Generic[T]):
    """A value, where it comes from, how sure it is and what it rests on.

    Attributes:
        confidence: 0-1, about the share of guesses by the same rule that are right
            (``benchmarks/bench_metadata.py`` compares).
        cue: the words it rests on; one short line.
    """

    value: T
    source: Source = Source.TEXT
    confidence: float
    cue: str = ""


def cue_of(text: str) -> str:
    """Words as a cue: one line, not too long, with what points to a person masked."""
    line = masked(one_line(text))
    return line if len(line) <= _CUE else line[: _CUE - 1].rstrip() + "…"


@dataclass(frozen=True)
class Ends:
    """The parts of a document that tell about the document itself: its front and its back."""

    reading: Reading

    @cached_property
    def first(self) -> str:
        """The first page."""
        return self.reading.pages[0].text[:_FRONT]

    @cached_property
    def beginning(self) -> str:
        """The first characters of the front, in lower case: there patterns are found faster."""
        return self.front[:BEGINNING].lower()

    @cached_property
    def front(self) -> str:
        """The first three pages."""
        return "\n\n".join(page.text for page in self.reading.pages[:_FRONT_PAGES])[:_FRONT]

    @cached_property
    def last(self) -> str:
        """The end of the last page, whatever it is."""
        return self.reading.pages[-1].text[-_LAST:]

    @cached_property
    def back(self) -> str:
        """The last two pages behind the front, without references; empty for a short document."""
        pages = self.reading.pages
        if len(pages) == 1:
            return pages[0].text[_FRONT:][-_BACK:]
        ends = pages[max(_FRONT_PAGES, len(pages) - _BACK_PAGES) :]
        return "\n\n".join(
            page.text
            for page in ends
            if not any(stretch.role is Role.REFERENCES for stretch in page.apart)
        )[-_BACK:]
