"""The paragraphs of a document that tell something, each with the page it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.document import Page

_BETWEEN = re.compile(r"\n[^\S\n]*\n\s*")


class Paragraph(NamedTuple):
    """Characters ``start`` to ``end`` of the text of a page, without white space at the ends."""

    page: Page
    start: int
    end: int

    @property
    def text(self) -> str:
        """The paragraph as it stands on the page."""
        return self.page.text[self.start : self.end]


def paragraphs(pages: Iterable[Page]) -> Iterator[Paragraph]:
    """All paragraphs in reading order but those that stand apart (contents, references …)."""
    for page in pages:
        text = page.running_text
        start = 0
        for end, following in [*(m.span() for m in _BETWEEN.finditer(text)), (len(text), 0)]:
            inside = text[start:end]
            first = start + len(inside) - len(inside.lstrip())
            if inside := inside.strip():
                yield Paragraph(page, first, first + len(inside))
            start = following
