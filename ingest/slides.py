"""Read the slides of a presentation: title, text, tables, diagrams and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from ingest.blocks import ITEM, Block, one_line, table_text, tidy_lines

_TITLES = frozenset(
    {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
)
_EDGES = frozenset(
    {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.DATE}
    | {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.SLIDE_IMAGE}
)
_LISTS = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY})
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "/diagramData"


def slide_blocks(slide: Slide) -> list[Block]:
    """All blocks of one slide, the title first and the notes last."""
    shapes = list(_flat(slide.shapes))
    titles = [shape for shape in shapes if _placeholder(shape) in _TITLES]
    blocks = [
        Block(one_line(title.text_frame.text), 1)  # type: ignore[attr-defined]
        for title in titles
        if title.has_text_frame
    ]
    for shape in shapes:
        kind = _placeholder(shape)
        if kind not in _TITLES and kind not in _EDGES:
            blocks += _shape_blocks(shape, listed=kind in _LISTS)
    blocks += _diagrams(slide)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        blocks += _paragraphs(slide.notes_slide.notes_text_frame.text, listed=False)
    return [block for block in blocks if block.text]


def _flat(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """All shapes, those in groups as well."""
    for shape in shapes:
        inner = getattr(shape, "shapes", None)
        if inner is None:
            yield shape
        else:
            yield from _flat(inner)


def _placeholder(shape: BaseShape) -> PP_PLACEHOLDER | None:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _shape_blocks(shape: BaseShape, *, listed: bool) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        rows = shape.table.rows  # type: ignore[attr-defined]
        yield Block(table_text([cell.text for cell in row.cells] for row in rows))
    elif getattr(shape, "has_chart", False):
        chart = shape.chart  # type: ignore[attr-defined]
        if chart.has_title and chart.chart_title.has_text_frame:
            yield Block(one_line(chart.chart_title.text_frame.text))
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame.text, listed=listed)  # type: ignore[attr-defined]


def _paragraphs(text: str, *, listed: bool) -> Iterator[Block]:
    """Paragraphs of a text frame; several in the body of a slide are a list."""
    lines = [tidy_lines(line.replace("\v", "\n")) for line in text.split("\n")]
    lines = [line for line in lines if line]
    if listed and len(lines) > 1:
        yield Block("\n".join(f"{ITEM}{one_line(line)}" for line in lines))
    else:
        yield from map(Block, lines)


def _diagrams(slide: Slide) -> Iterator[Block]:
    """Text of diagrams (SmartArt), which stands in parts of its own."""
    for relation in slide.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(_DIAGRAM):
            continue
        root = parse_xml(relation.target_part.blob)
        lines = (_paragraph_text(p) for p in root.iter(f"{_DRAWING}p"))
        yield Block("\n".join(f"{ITEM}{line}" for line in lines if line))


def _paragraph_text(paragraph: etree._Element) -> str:
    return one_line("".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t")))
