"""PDF: the text of each page, its headings, and what the file says of itself.

PDFium gives the text, twenty times as fast as pdfminer.six and as right. Only where its text of a
page looks doubtful is the page read again by pdfminer.six, whose layout analysis does better on
some tables and columns; the better of both counts.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.dates import iso_date
from ingest.pdf_file import DAMAGED, PdfFile
from ingest.pdf_lines import Box, Line, without_changing_headers
from ingest.pdf_pdfium import pages_of, pictured
from ingest.quality import is_another_code, readability
from ingest.reading import Reading

# Below this readability the other engine is asked for its opinion.
_DOUBTFUL = 0.9

# Less text on a picture of a page may be a stamp or a watermark.
_STAMP = 300  # characters
_MOST_ARE_SCANS = 0.5  # of the pages

# Lines at least so much larger than the running text are headings.
_HEADING_RATIO = 1.15
_LONGEST_HEADING = 200
_SHORTEST_HEADING = 3  # letters
# The document's own heading is looked for on so many first pages.
_FRONT_PAGES = 3


def read(path: Path) -> Reading:
    """Read a PDF; scans and pages that cannot be interpreted have quality 0, most of them no text.

    A blank page is empty and has quality 1.

    Raises:
        ReadFailed: when it is protected by a password or too damaged to find any page.
    """
    with path.open("rb") as file:
        pdf = PdfFile(file)
        pages = _pages(path, pdf)
        info, language = pdf.info(), pdf.language
    if not pages:
        raise ReadFailed(DAMAGED)
    bare = {number for number, boxes in enumerate(pages, start=1) if boxes is None}
    written = [boxes or [] for boxes in pages]
    body = _body_size(written)
    texts = [_paragraphs(boxes, body) for boxes in without_changing_headers(written, body)]
    found = [
        (number, paragraph)
        for number, paragraphs in enumerate(texts, start=1)
        for paragraph in paragraphs
        if _is_heading(paragraph, body)
    ]
    heading = _main_heading(found)
    read_pages = [
        Page(number=number, text="", quality=0.0) if number in bare else _page(number, paragraphs)
        for number, paragraphs in enumerate(texts, start=1)
    ]
    scanned = _scans(path, read_pages)
    headings = dict.fromkeys(line.text for _, line in found)
    return Reading(
        pages=tuple(replace(p, quality=0.0) if p.number in scanned else p for p in read_pages),
        title=info.get("Title"),
        heading=heading,
        headings=tuple(text for text in headings if text != heading),
        authors=tuple(name.strip() for name in info.get("Author", "").split(";") if name.strip()),
        dated=iso_date(info.get("CreationDate", "")) or iso_date(info.get("ModDate", "")),
        language=language,
        wrapped=True,
    )


def _pages(path: Path, pdf: PdfFile) -> list[list[Box] | None]:
    """The boxes of each page by the engine that reads it better; None where neither can."""
    fast = pages_of(path) or [None] * pdf.page_count()
    return [
        boxes if boxes is not None and _quality(boxes) >= _DOUBTFUL else _better(boxes, number, pdf)
        for number, boxes in enumerate(fast, start=1)
    ]


def _better(boxes: list[Box] | None, number: int, pdf: PdfFile) -> list[Box] | None:
    if boxes is None:
        return pdf.boxes(number) or None
    return max(boxes, pdf.boxes(number), key=_quality) if boxes else boxes


def _quality(boxes: Sequence[Box]) -> float:
    return readability("\n".join(line.text for box in boxes for line in box))


def _body_size(pages: Sequence[Sequence[Box]]) -> float:
    """The size that most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for boxes in pages:
        for box in boxes:
            for line in box:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _paragraphs(boxes: Sequence[Box], body: float) -> list[Line]:
    """The paragraphs of a page: headings come apart from the text that is set against them."""
    groups = (
        tuple(lines)
        for box in boxes
        for _, lines in itertools.groupby(box, key=lambda line: _rank(line, body))
    )
    return [Line(text="\n".join(line.text for line in g), size=g[0].size) for g in groups]


def _rank(line: Line, body: float) -> float:
    """The size of a heading; 0 for running text and anything smaller."""
    return line.size if line.size >= body * _HEADING_RATIO else 0.0


def _is_heading(paragraph: Line, body: float) -> bool:
    if not _rank(paragraph, body) or len(paragraph.text) > _LONGEST_HEADING:
        return False
    return sum(char.isalpha() for char in paragraph.text) >= _SHORTEST_HEADING


def _main_heading(found: Sequence[tuple[int, Line]]) -> str | None:
    """The largest heading on the first pages; of equals the first."""
    front = [line for number, line in found if number <= _FRONT_PAGES]
    return max(front, key=lambda line: line.size).text if front else None


def _page(number: int, paragraphs: Sequence[Line]) -> Page:
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    quality = readability(text) if text else 1.0
    unknown = quality == 0 and is_another_code(text)
    return Page(number=number, text="" if unknown else text, quality=quality)


def _scans(path: Path, pages: Sequence[Page]) -> frozenset[int]:
    """Pages that are pictures of paper with some text: a stamp, or what a bad program recognised.

    A brochure has such pages too, a photo with a title; only where most pages are pictures the
    whole is a scan.
    """
    most = _MOST_ARE_SCANS * len(pages)
    bare = sum(not page.text and not page.quality for page in pages)
    likely = [p.number for p in pages if p.text and (len(p.text) < _STAMP or p.quality < _DOUBTFUL)]
    if not likely or bare + len(likely) < most:
        return frozenset()
    found = pictured(path, likely)
    return found if bare + len(found) >= most else frozenset()
