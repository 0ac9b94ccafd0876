"""Lines of text on a page of a PDF, and how they make paragraphs in the order a person reads.

Both engines (:mod:`ingest.pdf_pdfium`, :mod:`ingest.pdf_layout`) give these. Places are in points
from the lower left corner of the page as it is read, so ``top`` is larger than ``bottom``.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text.

    Attributes:
        size: of the letters that most of it is set in, in points.
    """

    text: str
    size: float
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0


Box = tuple[Line, ...]
"""Lines that lie close together: a paragraph, a cell, a heading with what follows it."""

# So many rows at the top and at the bottom may be headers, footers and page numbers.
_EDGE_BANDS = 2
# Lines that overlap less than this, in points, stand below each other.
_TOUCHING = 2.0


def edges_outside(boxes: Sequence[Box]) -> list[Box]:
    """Put what stands alone at the top of a page first, and at the bottom last.

    Programs write headers and footers when it suits them, often before or after all the rest.
    """
    above: list[Box] = []
    below: list[Box] = []
    rest = list(boxes)
    for _ in range(_EDGE_BANDS):
        band = _band(rest, upwards=False)
        above += band
        rest = [box for box in rest if box not in band]
    for _ in range(_EDGE_BANDS):
        band = _band(rest, upwards=True)
        below = band + below
        rest = [box for box in rest if box not in band]
    return above + rest + below


def _band(boxes: Sequence[Box], *, upwards: bool) -> list[Box]:
    """The boxes side by side that come first in a direction, from left to right.

    None when one of them has several lines: then it is a column of text.
    """

    def extent(box: Box) -> tuple[float, float]:
        """The near and the far side, counted in that direction."""
        top, bottom = max(line.top for line in box), min(line.bottom for line in box)
        return (bottom, top) if upwards else (-top, -bottom)

    band: list[Box] = []
    for box in sorted(boxes, key=extent):
        if band and extent(box)[0] >= max(extent(other)[1] for other in band) - _TOUCHING:
            break
        if len(box) > 1:
            return []
        band.append(box)
    return sorted(band, key=lambda box: box[0].left)


# --- running lines whose words change -----------------------------------------------------------

# A header or footer stands at one height, within so many points, on at least this share of the
# pages or of the odd or even ones, and on at least so many.
_SAME_HEIGHT = 2.0
_MIN_SHARE = 0.5
_MIN_PAGES = 3
# It is set no larger than the text, and so much farther from it, in heights of a line, than the
# lines of the text stand apart. The first line of a page of text fails this, a heading the first.
_LARGEST = 1.05
_APART = 0.6

_WORD = re.compile(r"\w+")


def without_changing_headers(pages: Sequence[Sequence[Box]], body: float) -> list[list[Box]]:
    """Pages without the lines at one height of the edge whose words all stand elsewhere too.

    ``HOOFDSTUK 4. MEDIA … | 4.3. BESTANDEN …`` is another line on nearly every page, so that
    comparing lines does not find it; its words are those of the headings it repeats. A line with
    any word that stands nowhere else is left where it is.

    Args:
        body: size of the running text, in points.
    """
    kept = [list(boxes) for boxes in pages]
    for upwards in (False, True):
        rows = [_edge_row(boxes, body, upwards=upwards) for boxes in kept]
        running = [at for at in _at_one_height(rows) if rows[at]]
        if not running:
            continue
        inside = _words_inside(kept, rows, running)
        for at in running:
            row = rows[at]
            if all(word.isdigit() or word in inside for word in _words(row)):
                kept[at] = [box for box in kept[at] if box not in row]
    return kept


def _edge_row(boxes: Sequence[Box], body: float, *, upwards: bool) -> list[Box]:
    """The outermost row of single small lines, if it stands apart from the rest."""
    row = _band(boxes, upwards=upwards)
    if not row or any(line.size > body * _LARGEST for box in row for line in box):
        return []
    others = [line for box in boxes if box not in row for line in box]
    if not others:
        return []
    if upwards:
        gap = min(line.bottom for line in others) - max(box[0].top for box in row)
    else:
        gap = min(box[0].bottom for box in row) - max(line.top for line in others)
    return row if gap >= body * _APART else []


def _at_one_height(rows: Sequence[Sequence[Box]]) -> list[int]:
    """Places of the pages whose row stands at the height where most of their side have it."""
    running: set[int] = set()
    for start, step in ((0, 1), (0, 2), (1, 2)):
        places = range(start, len(rows), step)
        heights = {at: rows[at][0][0].bottom for at in places if rows[at]}
        enough = max(_MIN_PAGES, _MIN_SHARE * len(places))
        for height in Counter(round(height) for height in heights.values()):
            same = {at for at, own in heights.items() if abs(own - height) <= _SAME_HEIGHT}
            if len(same) >= enough:
                running |= same
    return sorted(running)


def _words_inside(
    pages: Sequence[Sequence[Box]], rows: Sequence[Sequence[Box]], running: Iterable[int]
) -> set[str]:
    """All words that stand anywhere but in the running rows."""
    apart = set(running)
    inside: set[str] = set()
    for at, boxes in enumerate(pages):
        inside.update(_words([b for b in boxes if b not in rows[at]] if at in apart else boxes))
    return inside


def _words(boxes: Iterable[Box]) -> list[str]:
    return _WORD.findall("\n".join(line.text for box in boxes for line in box).casefold())


# --- paragraphs ---------------------------------------------------------------------------------

# Space between the lines of a paragraph in heights of a line: the least that is allowed for, and
# the most, beyond which the lines of a page with little text would run together.
_LINE_MARGIN = 0.5
_WIDEST_MARGIN = 1.1
# It is measured between lines of so many characters, when there are enough of them.
LONG_LINE = 40
_ENOUGH_GAPS = 5


def line_margin(gaps: Sequence[float]) -> float:
    """How far apart, in heights of a line, the lines of one paragraph stand on a page.

    Args:
        gaps: the same between each two long lines below each other.
    """
    if len(gaps) < _ENOUGH_GAPS:
        return _LINE_MARGIN
    return min(max(_LINE_MARGIN, statistics.median(gaps) * 1.1), _WIDEST_MARGIN)


def boxes_in_order(lines: Sequence[Line]) -> list[Box]:
    """Lines in the order in which they are written, joined where they lie close together."""
    pairs = list(itertools.pairwise(lines))
    long = [
        _gap(upper, lower)
        for upper, lower in pairs
        if min(len(upper.text), len(lower.text)) >= LONG_LINE and _below(upper, lower)
    ]
    margin = line_margin([max(0.0, gap) for gap in long])
    boxes: list[list[Line]] = []
    for line in lines:
        above = boxes[-1][-1] if boxes else None
        if above is not None and _below(above, line) and _gap(above, line) <= margin:
            boxes[-1].append(line)
        else:
            boxes.append([line])
    return [tuple(box) for box in boxes]


def _below(upper: Line, lower: Line) -> bool:
    """Whether a line stands under another, in the same column."""
    under = lower.top < upper.top and lower.bottom < upper.bottom
    return under and lower.left < upper.right and upper.left < lower.right


def _gap(upper: Line, lower: Line) -> float:
    """Space between two lines in heights of the upper one."""
    return (upper.bottom - lower.top) / max(upper.top - upper.bottom, 1.0)
