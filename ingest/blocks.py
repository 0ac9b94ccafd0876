"""Blocks: what a reader makes of a file before it becomes pages.

A block is a paragraph, a heading, a list or a table. The readers of web pages, office files and
Markdown differ in how they find blocks; what happens to the blocks is the same and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Page

CELL = " | "
ITEM = "- "

_SPACE = re.compile(r"\s+")
_BLANKS = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list or table.

    Attributes:
        text: lines only where they carry meaning: list items, table rows, verse, code.
        level: 0 for the document's title, 1-9 for a heading, None for other text.
    """

    text: str
    level: int | None = None


def one_line(text: str) -> str:
    """Every run of white space as one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def tidy_lines(text: str) -> str:
    """Like :func:`one_line`, but line ends stay."""
    return _NEWLINES.sub("\n", _BLANKS.sub(" ", text)).strip()


def table_text(rows: Iterable[Iterable[str]]) -> str:
    """A table as text: a line per row that has text, its cells joined by a bar.

    Columns without any text are left out: they are there for the looks. An empty cell of another
    column stays, so that what is below each other belongs together.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    used = {at for row in cells for at, cell in enumerate(row) if cell}
    lines = (CELL.join(cell for at, cell in enumerate(row) if at in used) for row in cells)
    return "\n".join(line.rstrip(" |") for line in lines if line.strip(" |"))


def page_of(number: int, blocks: Iterable[Block]) -> Page:
    """One page with the blocks as paragraphs, separated by an empty line."""
    text = "\n\n".join(block.text for block in blocks if block.text)
    return Page(number=number, text=text, quality=1.0 if text else 0.0)


def prominent(blocks: Iterable[Block]) -> str | None:
    """The text of the first heading of the highest level that occurs."""
    found = [block for block in blocks if block.level is not None and block.text]
    return one_line(min(found, key=_level).text) if found else None


def headings(blocks: Iterable[Block]) -> tuple[str, ...]:
    """All headings in reading order, without a title."""
    return tuple(one_line(block.text) for block in blocks if block.level and block.text)


def _level(block: Block) -> int:
    return block.level or 0
