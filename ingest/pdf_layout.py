"""Where text stands on a page of a PDF, and in which order a person reads it.

pdfminer.six interprets the page and finds lines and boxes of text; see :class:`TextDevice` for what
is changed in that.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBox, LTTextGroup, LTTextLine
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, Rect

# Sorting boxes into reading order takes time in the square of their number; charts can have
# thousands. Beyond this they are read from top to bottom.
_MOST_BOXES = 400

# So many rows at the top and at the bottom may be headers, footers and page numbers.
_EDGE_BANDS = 2
# Boxes that overlap less than this, in points, stand below each other.
_TOUCHING = 2.0

# Space between the lines of a paragraph in heights of a line: the least that is allowed for, and
# the most, beyond which the lines of a page with little text would run together.
_LINE_MARGIN = 0.5
_WIDEST_MARGIN = 1.1
# It is measured between lines of so many characters, when there are enough of them.
_LONG_LINE = 40
_ENOUGH_GAPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text; ``size`` is the font size in points that most of it is set in."""

    text: str
    size: float


Box = tuple[Line, ...]
"""Lines that lie close together: a paragraph, a cell, a heading with what follows it."""


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


def boxes_of(page: LTPage) -> Iterator[Box]:
    """The boxes of a page in reading order; text printed sideways comes last."""
    characters = [item for item in page if isinstance(item, LTChar)]
    level = [char for char in characters if not _is_sideways(char)]
    sideways = [_turned(char) for char in characters if _is_sideways(char)]
    for group in (level, sideways):
        for box in _layout(group):
            lines = tuple(_line(line) for line in box if isinstance(line, LTTextLine))
            if any(line.text for line in lines):
                yield tuple(line for line in lines if line.text)


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
    if len(boxes) > _MOST_BOXES:
        boxes.sort(key=lambda box: (-box.y1, box.x0))
        groups: list[LTTextBox | LTTextGroup] = list(boxes)
    else:
        groups = list(sheet.group_textboxes(parameters, boxes))
    for group in groups:
        group.analyze(parameters)
    return _edges_outside([box for group in groups for box in _leaves(group)])


def _edges_outside(boxes: list[LTTextBox]) -> list[LTTextBox]:
    """Put what stands alone at the top of a page first, and at the bottom last.

    The order of pdfminer weighs how far to the left a box stands, so that a header on the right
    can come after the first paragraph.
    """
    above: list[LTTextBox] = []
    below: list[LTTextBox] = []
    for _ in range(_EDGE_BANDS):
        band = _band(boxes, lambda box: (-box.y1, -box.y0))
        above += band
        boxes = [box for box in boxes if box not in band]
    for _ in range(_EDGE_BANDS):
        band = _band(boxes, lambda box: (box.y0, box.y1))
        below = band + below
        boxes = [box for box in boxes if box not in band]
    return above + boxes + below


def _band(
    boxes: Sequence[LTTextBox], extent: Callable[[LTTextBox], tuple[float, float]]
) -> list[LTTextBox]:
    """The boxes side by side that come first in a direction, from left to right.

    ``extent`` gives the near and the far side of a box, counted in that direction. None when one
    of them has several lines: then it is a column of text.
    """
    ordered = sorted(boxes, key=extent)
    band: list[LTTextBox] = []
    for box in ordered:
        if band and extent(box)[0] >= max(extent(other)[1] for other in band) - _TOUCHING:
            break
        if len(box) > 1:
            return []
        band.append(box)
    return sorted(band, key=lambda box: box.x0)


def _line_margin(lines: Sequence[LTTextLine]) -> float:
    """How far apart, in heights of a line, the lines of one paragraph stand on this page."""
    long = sorted((line for line in lines if len(line) >= _LONG_LINE), key=lambda line: -line.y1)
    gaps = [
        max(0.0, upper.y0 - lower.y1) / upper.height
        for upper, lower in itertools.pairwise(long)
        if lower.is_hoverlap(upper) and abs(lower.height - upper.height) < 0.1 * upper.height
    ]
    if len(gaps) < _ENOUGH_GAPS:
        return _LINE_MARGIN
    return min(max(_LINE_MARGIN, statistics.median(gaps) * 1.1), _WIDEST_MARGIN)


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
    return Line(text=line.get_text().strip(), size=sizes.most_common(1)[0][0] if sizes else 0.0)
