"""PDFium: the text of a page and where its lines stand, at the speed of C++.

PDFium writes a page as one text with a line break wherever the next character stands elsewhere,
and U+FFFE for a hyphen at the end of a line. Only a few characters of each line are asked
where they stand: asking for each would take as long as reading the page.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.pdf_lines import Box, Line, boxes_in_order, edges_outside
from ingest.reading import refuse_more_pages

_RawPage = Any
"""The handle of a text page; its wrapper would look it up anew for each character."""

# What ends a line; the hyphen that was there stands in U+FFFE.
_LINE_END = re.compile(r"\ufffe(?:\r?\n)?|\r?\n|\r")
# Characters of a line that are asked for their size; its first may be an initial or a footnote.
_SAMPLES = 3

# What may be the number of a note behind a word or a stop; m2 and CO2 are shorter.
_NOTE = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:)”’]))\d{1,3}(?=[\s.,;:)]|$)")
_DIGIT = re.compile(r"\d")
_SMALLER = 0.85  # of the height of the word

# What shows on a page that holds something to read: pictures of this share of it (a scan may come
# in strips), letters drawn as so many lines, or so many texts in fonts that cannot be decoded.
_PICTURE = 0.25
_DRAWN = 100
_TEXTS = 3
# Pictures of this share of a page are a picture of the page itself.
_WHOLE_PAGE = 0.8


def pages_of(path: Path) -> list[list[Box] | None]:
    """The boxes of each page, None for one that cannot be read; no pages when the file cannot be.

    A page that shows something and has no text (a scan) cannot be read; blank paper has no boxes.

    A file is read with an empty password; where it asks for another, this finds no pages.

    Raises:
        ReadFailed: when there are more pages than any document has.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return []
    with document:
        refuse_more_pages(len(document))
        return [_boxes_at(document, at) for at in range(len(document))]


def _boxes_at(document: pypdfium2.PdfDocument, at: int) -> list[Box] | None:
    try:
        with closing(document[at]) as page:
            return boxes_of(page) or (None if shows_something(page) else [])
    except pypdfium2.PdfiumError:
        return None


def shows_something(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text is more than blank paper: a picture, or letters as drawings."""
    pictures, paths, texts = 0.0, 0, 0
    with closing(page.get_textpage()) as text_page:
        decoded = text_page.count_chars() > 0
    for thing in page.get_objects(max_depth=3):
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += _share(thing, page)
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts += not decoded and _share(thing, page) > 0
        if pictures >= _PICTURE or paths >= _DRAWN or texts >= _TEXTS:
            return True
    return False


def pictured(path: Path, numbers: Iterable[int]) -> frozenset[int]:
    """Those of the pages that are covered by a picture, as scanned paper is."""
    found = set()
    try:
        opened = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return frozenset()
    with opened as document:
        for number in numbers:
            with suppress(pypdfium2.PdfiumError), closing(document[number - 1]) as page:
                things = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
                if sum(_share(thing, page) for thing in things) >= _WHOLE_PAGE:
                    found.add(number)
    return frozenset(found)


def _share(thing: pypdfium2.PdfObject, page: pypdfium2.PdfPage) -> float:
    """The share of the page that a thing on it covers."""
    width, height = page.get_size()
    left, bottom, right, top = thing.get_bounds()
    across = min(right, width) - max(left, 0.0)
    upwards = min(top, height) - max(bottom, 0.0)
    return max(0.0, across) * max(0.0, upwards) / (width * height) if width and height else 0.0


def boxes_of(page: pypdfium2.PdfPage) -> list[Box]:
    """The boxes of a page as a person reads them; text printed sideways comes last."""
    level: list[Line] = []
    sideways: list[Line] = []
    with closing(page.get_textpage()) as text_page:
        for start, text in _lines(_text_of(text_page)):
            line, upright = _placed(text_page.raw, start, text)
            (level if upright else sideways).append(line)
    return edges_outside(boxes_in_order(level)) + boxes_in_order(sideways)


def _text_of(page: pypdfium2.PdfTextPage) -> str:
    """The characters of a page, each at the place that PDFium counts it."""
    text = str(page.get_text_range())
    count = page.count_chars()
    if len(text) == count:
        return text
    # A character beyond U+FFFF has one place or two, as the PDF wrote it.
    codes = (int(pdfium.FPDFText_GetUnicode(page, at)) for at in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 else "\ufffd" for code in codes)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Where each line begins, and its text with the hyphen it ends in."""
    start = 0
    for end in itertools.chain(_LINE_END.finditer(text), (None,)):
        line = text[start : end.start() if end else len(text)]
        if line.strip():
            hyphen = "-" if end and end[0][0] == "\ufffe" else ""
            yield start + len(line) - len(line.lstrip()), line.strip() + hyphen
        if end:
            start = end.end()


def _placed(page: _RawPage, start: int, text: str) -> tuple[Line, bool]:
    """A line with its place, and whether it reads from left to right."""
    step = max(1, len(text) // _SAMPLES)
    places = [at for at in range(0, len(text), step) if not text[at].isspace()]
    boxes = [box for at in (*places, len(text) - 1) if (box := _box(page, start + at))]
    if not boxes:
        return Line(text=text, size=0.0), True
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    upright = _upright(page, start)
    if not upright:  # turned so that it runs from left to right
        upwards = boxes[-1][1] >= boxes[0][1]
        turned = (bottom, -right, top, -left) if upwards else (-top, left, -bottom, right)
        left, bottom, right, top = turned
    heights = sorted((box[3] - box[1]) if upright else (box[2] - box[0]) for box in boxes)
    size = round(heights[len(heights) // 2] * 2) / 2
    text = _with_notes_apart(page, start, text)
    line = Line(text=text, size=size, left=left, bottom=bottom, right=right, top=top)
    return line, upright


def _with_notes_apart(page: _RawPage, start: int, text: str) -> str:
    """The line with a space before the number of a note, which is smaller than its word."""
    if not _DIGIT.search(text):
        return text
    pieces, done = [], 0
    for match in _NOTE.finditer(text):
        at = match.start()
        word, number = _box(page, start + at - 1), _box(page, start + at)
        if word and number and number[3] - number[1] <= _SMALLER * (word[3] - word[1]):
            pieces += [text[done:at], " "]
            done = at
    return "".join([*pieces, text[done:]])


def _box(page: _RawPage, at: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a character with the space that its font leaves around it."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(page, at, rect):
        return None
    return rect.left, rect.bottom, rect.right, rect.top


def _upright(page: _RawPage, at: int) -> bool:
    """Whether a character stands on its feet or its head, rather than on its side."""
    angle = float(pdfium.FPDFText_GetCharAngle(page, at))
    return angle < 0 or abs(math.cos(angle)) > math.sqrt(0.5)
