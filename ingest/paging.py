"""Decide whether the page breaks noted in an office file make real pages.

A word processor notes where its pages ended when it last laid the text out, and how many there
were. Only when both agree do we know the pages; otherwise the text is one page, because a page
number that does not exist on paper is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.document import Page
from ingest.blocks import Block, page_of, table_text

PAGE_BREAK = Block("\f")


def pages_of(blocks: Sequence[Block], declared: int | None) -> tuple[Page, ...]:
    """Pages of ``blocks``, in which :data:`PAGE_BREAK` stands where a page ended.

    Args:
        declared: number of pages the file says it has, None when it does not say.
    """
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if block is PAGE_BREAK:
            pages.append([])
        else:
            pages[-1].append(block)
    if len(pages) != declared:
        pages = [[block for page in pages for block in page]]
    return tuple(page_of(number, page) for number, page in enumerate(pages, start=1))


def table_blocks(rows: Iterable[Sequence[Sequence[Block]]]) -> Iterator[Block]:
    """A table, cut where its pages end; one of a single column is paragraphs with a frame.

    A row that crosses the end of a page stands on the page on which it starts; each of its cells
    may have noted that same end.

    Args:
        rows: per row its cells, per cell its blocks.
    """
    rows = list(rows)
    if all(len(cells) <= 1 for cells in rows):
        yield from (block for cells in rows for cell in cells for block in cell)
        return
    lines: list[list[str]] = []
    for cells in rows:
        ends = max((list(cell).count(PAGE_BREAK) for cell in cells), default=0)
        if any(cell and cell[0] is PAGE_BREAK for cell in cells):
            yield from _table(lines)
            yield PAGE_BREAK
            ends -= 1
        lines.append([" ".join(b.text for b in cell if b is not PAGE_BREAK) for cell in cells])
        if ends:
            yield from _table(lines)
            yield from [PAGE_BREAK] * ends
    yield from _table(lines)


def _table(lines: list[list[str]]) -> Iterator[Block]:
    text = table_text(lines)
    lines.clear()
    if text:
        yield Block(text)
