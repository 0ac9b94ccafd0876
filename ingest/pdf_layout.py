"""pdfminer.six: slower than PDFium, but it weighs the whole page to find columns and cells.

It interprets the page and finds lines and boxes of text; see :class:`TextDevice` for what is
changed in that.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBox, LTTextGroup, LTTextLine
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, Rect

from ingest.pdf_lines import LONG_LINE, Box, Line, edges_outside, line_margin

# Sorting boxes into reading order takes time in the square of their number; charts can have
# thousands. Beyond this they are read from top to bottom.
_MOST_BOXES = 400
# The same goes for large sheets, in points, on which pdfminer looks at every piece of empty paper;
# A0 is 3,370. What lies beyond the largest sheet there is (PDF 1.7, annex C) is on no paper.
_LARGE_SHEET = 5_000
_LARGEST_SHEET = 14_400


class TextDevice(PDFPageAggregator):
    """Collects the characters of a page, and nothing else.

    pdfminer lays out the text of each figure apart, or not at all. Some programs put a whole page
    in one figure, and then all spaces between words are lost; here a figure's characters belong to
    the page. Lines and images are not looked at, which saves time on maps and charts.
    """

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        """Stay on the page."""

    def end_figure(self, _: str) -> None:
        """Stay on the page."""

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Leave images out."""

    def paint_path(
        self,
        gstate: PDFGraphicState,
        stroke: bool,
        fill: bool,
        evenodd: bool,
        path: Sequence[PathSegment],
    ) -> None:
        """Leave drawings out."""

    def handle_undefined_char(self, font: PDFFont, cid: int) -> str:  # noqa: ARG002
        """One mark for a glyph that stands for no known character."""
        return "\ufffd"


def boxes_of(page: LTPage) -> list[Box]:
    """The boxes of a page as a person reads them; text printed sideways comes last."""
    characters = [item for item in page if isinstance(item, LTChar) and _is_on_paper(item)]
    level = [char for char in characters if not _is_sideways(char)]
    sideways = [_turned(char) for char in characters if _is_sideways(char)]
    return edges_outside(list(_boxes(level))) + list(_boxes(sideways))


def _boxes(characters: Sequence[LTChar]) -> Iterator[Box]:
    for box in _layout(characters):
        lines = (_line(line) for line in box if isinstance(line, LTTextLine))
        written = tuple(line for line in lines if line.text)
        if written:
            yield written


def _is_on_paper(char: LTChar) -> bool:
    return all(abs(place) <= _LARGEST_SHEET for place in char.bbox)


def _is_sideways(char: LTChar) -> bool:
    a, b, *_ = char.matrix
    return abs(b) > abs(a)


def _turned(char: LTChar) -> LTChar:
    """A sideways character turned so that its line runs from left to right."""
    x0, y0, x1, y1 = char.bbox
    upwards = char.matrix[1] > 0
    char.set_bbox((y0, -x1, y1, -x0) if upwards else (-y1, x0, -y0, x1))
    return char


def _layout(characters: Sequence[LTChar]) -> list[LTTextBox]:
    """Group characters into lines and boxes, and put the boxes in reading order.

    pdfminer's default margins do well on reports, papers in two columns and leaflets; only its
    idea of which lines make a paragraph is too narrow for text set with space between the lines.
    """
    if not characters:
        return []
    sheet = LTPage(1, _extent(characters))
    found = sheet.group_objects(LAParams(), characters)
    lines = [line for line in found if not line.is_empty()]
    parameters = LAParams(line_margin=_line_margin(lines))
    boxes = list(sheet.group_textlines(parameters, lines))
    if len(boxes) > _MOST_BOXES or max(sheet.width, sheet.height) > _LARGE_SHEET:
        boxes.sort(key=lambda box: (-box.y1, box.x0))
        groups: list[LTTextBox | LTTextGroup] = list(boxes)
    else:
        groups = list(sheet.group_textboxes(parameters, boxes))
    for group in groups:
        group.analyze(parameters)
    return [box for group in groups for box in _leaves(group)]


def _line_margin(lines: Sequence[LTTextLine]) -> float:
    long = sorted((line for line in lines if len(line) >= LONG_LINE), key=lambda line: -line.y1)
    return line_margin(
        [
            max(0.0, upper.y0 - lower.y1) / upper.height
            for upper, lower in itertools.pairwise(long)
            if lower.is_hoverlap(upper) and abs(lower.height - upper.height) < 0.1 * upper.height
        ]
    )


def _leaves(group: LTTextBox | LTTextGroup) -> Iterator[LTTextBox]:
    if isinstance(group, LTTextBox):
        yield group
    else:
        for part in group:
            yield from _leaves(part)


def _extent(characters: Sequence[LTChar]) -> Rect:
    return (
        min(char.x0 for char in characters) - 1,
        min(char.y0 for char in characters) - 1,
        max(char.x1 for char in characters) + 1,
        max(char.y1 for char in characters) + 1,
    )


def _line(line: LTTextLine) -> Line:
    sizes = Counter(round(char.height * 2) / 2 for char in line if isinstance(char, LTChar))
    return Line(
        text=line.get_text().strip(),
        size=sizes.most_common(1)[0][0] if sizes else 0.0,
        left=line.x0,
        bottom=line.y0,
        right=line.x1,
        top=line.y1,
    )
