"""Read the XML of a Word document: paragraphs, tables, text boxes and notes in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.styles.style import BaseStyle, ParagraphStyle
from lxml import etree

from ingest.blocks import ITEM, Block, one_line, tidy_lines
from ingest.paging import PAGE_BREAK, table_blocks

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_PAGE_END = "\f"
_RUN_TEXT = {
    qn("w:tab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\u00ad",
    qn("w:lastRenderedPageBreak"): _PAGE_END,
    qn("w:ptab"): " ",
}
# Deleted and moved text, older copies of a drawing, properties and instructions of fields.
_SKIPPED = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText"), qn("w:sdtPr")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_TEXT = (qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
_OFF = ("0", "false", "off")
_BOX = qn("w:txbxContent")
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}

_HEADING_NAME = re.compile(
    r"(?:heading|kop|überschrift|titre)\s*(?P<level>[1-9])\b(?!.*\bchar\b)", re.IGNORECASE
)
_TITLE_NAME = re.compile(r"(?:title|titel|documenttitel|rapporttitel)", re.IGNORECASE)
# Headings without a style: short bold paragraphs; these are as low as a heading can be.
_BOLD_LEVEL = 9
_BOLD_LENGTH = 120


@dataclass(frozen=True, slots=True)
class _Style:
    level: int | None
    listed: bool


def document_blocks(document: Document) -> list[Block]:
    """All blocks of the body; :data:`PAGE_BREAK` stands where Word says a page ended."""
    blocks = list(_Body(document).blocks(document.element.body))
    if any(block.level is not None and block.level < _BOLD_LEVEL for block in blocks):
        return [Block(b.text) if b.level == _BOLD_LEVEL else b for b in blocks]
    return blocks


class _Body:
    """Walks through the body with the styles and notes of one document at hand."""

    def __init__(self, document: Document) -> None:
        self._styles = {
            style.style_id: _Style(_style_level(style), _style_listed(style))
            for style in document.styles
            if isinstance(style, ParagraphStyle)
        }
        self._notes = _notes(document)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Blocks of everything directly below ``parent``, wrappers opened."""
        for child in parent:
            if child.tag == _P:
                yield from self._paragraph(child)
            elif child.tag == _TBL:
                yield from self._table(child)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED and not _is_hidden(child):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        parts = "".join(_run_text(paragraph)).split(_PAGE_END)
        style = self._style(paragraph)
        text = one_line(" ".join(parts))
        level = style.level
        if level is None and _is_bold_line(paragraph, text):
            level = _BOLD_LEVEL
        mark = ITEM if style.listed and level is None else ""
        for number, part in enumerate(parts):
            if number:
                yield PAGE_BREAK
            line = one_line(part) if level is not None else tidy_lines(part)
            if line:
                yield Block(f"{mark if not number else ''}{line}", level)
        for box in paragraph.iter(_BOX):
            if _shown(box, paragraph):
                yield from self.blocks(box)
        yield from self._notes_of(paragraph)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = (row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table)
        yield from table_blocks([[*self.blocks(cell)] for cell in _cells(row)] for row in rows)

    def _style(self, paragraph: etree._Element) -> _Style:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return _Style(None, listed=False)
        named = properties.find(qn("w:pStyle"))
        style = self._styles.get(named.get(qn("w:val"), "") if named is not None else "")
        level = _outline(properties)
        return _Style(
            level if level is not None or style is None else style.level,
            listed=properties.find(qn("w:numPr")) is not None or bool(style and style.listed),
        )

    def _notes_of(self, paragraph: etree._Element) -> Iterator[Block]:
        for reference in paragraph.iter(*_NOTES):
            note = self._notes.get((_NOTES[str(reference.tag)], reference.get(qn("w:id"), "")))
            if note is not None:
                text = " ".join(b.text for b in self.blocks(note) if b is not PAGE_BREAK)
                yield Block(one_line(text))


def _run_text(node: etree._Element) -> Iterator[str]:
    """The text of a paragraph; boxes and notes are left to the paragraph's end."""
    for child in node:
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield _PAGE_END if child.get(qn("w:type")) == "page" else "\n"
        elif child.tag in _RUN_TEXT:
            yield _RUN_TEXT[str(child.tag)]
        elif child.tag not in _SKIPPED and child.tag != _BOX and not _is_hidden(child):
            yield from _run_text(child)


def _is_hidden(element: etree._Element) -> bool:
    """Whether a run is hidden, or a field still shows what should be filled in."""
    if element.tag == qn("w:sdt"):
        return element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}") if element.tag == qn("w:r") else None
    return vanish is not None and vanish.get(qn("w:val"), "true") not in _OFF


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in row.iter(_TC):
        if next(cell.iterancestors(_TR)) is row:
            yield cell


def _shown(box: etree._Element, paragraph: etree._Element) -> bool:
    """Whether a text box is shown and belongs to this paragraph, not to one in another box."""
    above = next(box.iterancestors(_P), None)
    return above is paragraph and not any(a.tag in _SKIPPED for a in box.iterancestors())


def _is_bold_line(paragraph: etree._Element, text: str) -> bool:
    if not 3 <= len(text) <= _BOLD_LENGTH or text[-1] in ".,;:" or not text[0].isalnum():
        return False
    if next(paragraph.iterancestors(_TC), None) is not None:
        return False
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(_run_text(run)).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _style_level(style: ParagraphStyle) -> int | None:
    """Level of heading of a style: by its name, its outline level or the style it rests on."""
    current: BaseStyle | None = style
    for _ in range(10):  # a style may, in a damaged file, rest on itself
        if not isinstance(current, ParagraphStyle):
            return None
        name = current.name or ""
        if _TITLE_NAME.fullmatch(name):
            return 0
        match = _HEADING_NAME.match(name)
        if match:
            return int(match["level"])
        properties = current.element.find(qn("w:pPr"))
        level = _outline(properties) if properties is not None else None
        if level is not None:
            return level
        current = current.base_style
    return None


def _style_listed(style: ParagraphStyle) -> bool:
    return style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None


def _outline(properties: etree._Element) -> int | None:
    """Outline level as a level of heading; 9 in the file means running text."""
    outline = properties.find(qn("w:outlineLvl"))
    value = outline.get(qn("w:val"), "9") if outline is not None else "9"
    return int(value) + 1 if value.isdecimal() and int(value) < 8 else None


def _notes(document: Document) -> Mapping[tuple[str, str], etree._Element]:
    """Footnotes and endnotes by kind and id; the lines that separate them are none."""
    found: dict[tuple[str, str], etree._Element] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in _NOTES.values():
            continue
        for note in parse_xml(relation.target_part.blob):
            if note.get(qn("w:type"), "normal") == "normal":
                found[kind, note.get(qn("w:id"), "")] = note
    return found
