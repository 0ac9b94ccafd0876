"""Read the XML of an OpenDocument text: paragraphs, lists, tables and notes in reading order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from ingest.blocks import ITEM, Block, one_line, tidy_lines
from ingest.paging import PAGE_BREAK, table_blocks

_SPACE = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}


def _name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{_SPACE[prefix]}}}{local}"


_P, _H = _name("text:p"), _name("text:h")
_LIST, _LIST_ITEM = (
    _name("text:list"),
    frozenset((_name("text:list-item"), _name("text:list-header"))),
)
_TABLE, _ROW, _CELL = _name("table:table"), _name("table:table-row"), _name("table:table-cell")
_BOX, _NOTE, _NOTE_BODY = _name("draw:text-box"), _name("text:note"), _name("text:note-body")
_STYLE_NAME = _name("text:style-name")
_SOFT_BREAK = _name("text:soft-page-break")
_SKIPPED = frozenset(
    map(
        _name,
        (
            "office:annotation", "office:forms", "text:tracked-changes", "text:sequence-decls",
            "text:variable-decls", "text:user-field-decls", "text:note-citation", "svg:desc",
            "svg:title", "text:alphabetical-index-auto-mark-file",
        ),
    )
)  # fmt: skip
_PAGE_END = "\f"
_INLINE = {
    _name("text:s"): " ",
    _name("text:tab"): " ",
    _name("text:line-break"): "\n",
    _SOFT_BREAK: _PAGE_END,
}
_TITLE = re.compile(r"(?:title|titel|documenttitel|rapporttitel)", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|kop)(?:_20_|\s)*(?P<level>[1-9])", re.IGNORECASE)


def document_blocks(content: etree._Element, styles: etree._Element | None) -> list[Block]:
    """All blocks of the body; :data:`PAGE_BREAK` stands where a page ended.

    Args:
        content: root of ``content.xml``.
        styles: root of ``styles.xml``, where the parents of the styles in ``content`` stand.
    """
    body = content.find(f"{_name('office:body')}/{_name('office:text')}")
    if body is None:
        return []
    known = {**_styles(styles), **_styles(content)} if styles is not None else _styles(content)
    blocks = list(_Body(known).blocks(body))
    # The first paragraph starts the first page, whatever its style says.
    while blocks and blocks[0] is PAGE_BREAK:
        del blocks[0]
    return blocks


class _Body:
    """Walks through the body with the styles of one document at hand."""

    def __init__(self, styles: Mapping[str, etree._Element]) -> None:
        self._styles = styles
        self._hidden = frozenset(name for name in styles if self._hides(name))

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Blocks of everything directly below ``parent``, wrappers opened."""
        for child in parent:
            if child.tag in {_P, _H}:
                yield from self._paragraph(child)
            elif child.tag == _LIST:
                yield from self._list(child)
            elif child.tag == _TABLE:
                yield from self._table(child)
            elif child.tag == _SOFT_BREAK:
                yield PAGE_BREAK
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        style = paragraph.get(_STYLE_NAME, "")
        if style in self._hidden:
            return
        if self._breaks(style, "fo:break-before"):
            yield PAGE_BREAK
        level = self._level(paragraph)
        for number, part in enumerate("".join(_inline(paragraph, self._hidden)).split(_PAGE_END)):
            if number:
                yield PAGE_BREAK
            text = one_line(part) if level is not None else tidy_lines(part)
            if text:
                yield Block(text, level)
        for inner in paragraph.iter(_BOX, _NOTE_BODY):
            if next(inner.iterancestors(_P, _H), None) is paragraph:
                yield from self.blocks(inner)
        if self._breaks(style, "fo:break-after"):
            yield PAGE_BREAK

    def _list(self, element: etree._Element) -> Iterator[Block]:
        for item in element:
            if item.tag == _SOFT_BREAK:
                yield PAGE_BREAK
            elif item.tag in _LIST_ITEM:
                mark = ITEM
                for block in self.blocks(item):
                    if block is PAGE_BREAK or block.level is not None:
                        yield block
                    else:
                        listed = block.text.startswith(ITEM)
                        yield Block(block.text if listed else f"{mark}{block.text}")
                        mark = ""

    def _table(self, table: etree._Element) -> Iterator[Block]:
        if self._breaks(table.get(_name("table:style-name"), ""), "fo:break-before"):
            yield PAGE_BREAK
        yield from table_blocks(self._rows(table))

    def _rows(self, table: etree._Element) -> Iterator[list[list[Block]]]:
        for row in table.iter(_ROW, _SOFT_BREAK):
            if next(row.iterancestors(_TABLE)) is not table:
                continue
            if row.tag == _ROW:
                yield [[*self.blocks(cell)] for cell in row.iterchildren(_CELL)]
            elif next(row.iterancestors(_ROW), None) is None:
                yield [[PAGE_BREAK]]

    def _level(self, paragraph: etree._Element) -> int | None:
        own = paragraph.get(_STYLE_NAME, "")
        for name in (own, *map(_shown_name, self._chain(own))):
            if _TITLE.fullmatch(name):
                return 0
            match = _HEADING.match(name)
            if match:
                return int(match["level"])
        if paragraph.tag == _P:
            return None
        level = paragraph.get(_name("text:outline-level"), "1")
        return int(level) if level.isdecimal() and 1 <= int(level) <= 9 else 1

    def _breaks(self, style_name: str, side: str) -> bool:
        """Whether a style starts (or ends) a page, itself or by the style it rests on."""
        for style in self._chain(style_name):
            for properties in style:
                value = properties.get(_name(side))
                if value:
                    return value == "page"
            if side == "fo:break-before" and style.get(_name("style:master-page-name")):
                return True
        return False

    def _hides(self, name: str) -> bool:
        """Whether a style, or one it rests on, keeps its text from being shown."""
        return any(
            properties.get(_name("text:display")) == "none"
            for style in self._chain(name)
            for properties in style
        )

    def _chain(self, name: str | None) -> Iterator[etree._Element]:
        for _ in range(10):  # a style may, in a damaged file, rest on itself
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = style.get(_name("style:parent-style-name"))


def _shown_name(style: etree._Element) -> str:
    return style.get(_name("style:display-name"), style.get(_name("style:name"), ""))


def _inline(node: etree._Element, hidden: Collection[str]) -> Iterator[str]:
    """The text of a paragraph; boxes and notes are left to the paragraph's end."""
    yield node.text or ""
    for child in node:
        if child.tag in _INLINE:
            yield _INLINE[str(child.tag)]
        elif (
            isinstance(child.tag, str)
            and child.tag not in _SKIPPED | {_BOX, _NOTE}
            and child.get(_STYLE_NAME) not in hidden
            and child.get(_name("text:is-hidden")) != "true"
        ):
            yield from _inline(child, hidden)
        yield child.tail or ""


def _styles(root: etree._Element) -> dict[str, etree._Element]:
    return {style.get(_name("style:name"), ""): style for style in root.iter(_name("style:style"))}
