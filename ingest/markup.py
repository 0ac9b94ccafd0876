"""Look at a tree of HTML: how much text stands where, and what it is as plain text.

Nothing here goes down the tree by calling itself or measures an element twice, so that markup
nested thousands deep is read like any other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeGuard

from bs4 import Tag
from bs4.element import AttributeValueList, NavigableString, PageElement, PreformattedString

from ingest.blocks import ITEM, Block, one_line, table_text, tidy_lines

_HEADING = {f"h{n}": n for n in range(1, 7)}
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "header", "hgroup", "hr", "html", "legend", "main", "nav", "noframes", "ol", "p", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "li", "pre",
    "caption",
)) | frozenset(_HEADING)  # fmt: skip
_SKIPPED = frozenset(("script", "style", "template", "noscript", "head", "title"))
_MANY_LINKS = 4
_MOSTLY = 0.75


class Sizes:
    """How many characters of text stand below each element of a tree, and how many in links."""

    def __init__(self, root: Tag) -> None:
        tags: list[Tag] = []
        self._text: dict[int, int] = defaultdict(int)
        self._linked: dict[int, int] = defaultdict(int)
        self._links: dict[int, int] = defaultdict(int)
        for node in root.descendants:
            if isinstance(node, Tag):
                tags.append(node)
            elif _is_text(node):
                self._text[id(node.parent)] += len(node.strip())
        for tag in reversed(tags):
            own, above = id(tag), id(tag.parent)
            is_link = tag.name == "a"
            self._text[above] += self._text[own]
            self._linked[above] += self._text[own] if is_link else self._linked[own]
            self._links[above] += 1 if is_link else self._links[own]
        self._total = max(self._text[id(root)], 1)

    def share(self, tag: Tag) -> float:
        """Share of all text that stands below ``tag``, 0-1."""
        return self._text[id(tag)] / self._total

    def only_links(self, tag: Tag) -> bool:
        """Whether an element is a list of links: many, and hardly a word beside them."""
        text, linked = self._text[id(tag)], self._linked[id(tag)]
        return self._links[id(tag)] >= _MANY_LINKS and linked >= _MOSTLY * text


def attribute(tag: Tag, name: str) -> str:
    """Value of an attribute, ``""`` when absent; several values are joined by a space."""
    value = tag.get(name)
    if isinstance(value, AttributeValueList | list):
        return " ".join(value)
    return value or ""


def write_blocks(root: Tag) -> list[Block]:
    """The blocks of ``root`` in reading order; empty ones are left out."""
    writer = _Writer()
    writer.walk(root)
    writer.close()
    return writer.blocks


class _Writer:
    """Collects running text and closes a block wherever one ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []

    def walk(self, root: Tag) -> None:
        """Visit everything below ``root``."""
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if tag.name in _BLOCK:
                    self.close()
            elif isinstance(child, Tag):
                if not self._whole(child):
                    stack.append((child, iter(child.contents)))
            elif _is_text(child):
                self._text.append(child.replace("\n", " "))

    def close(self, level: int | None = None) -> None:
        """End the running block."""
        text = tidy_lines("".join(self._text))
        self._text.clear()
        if text:
            self.blocks.append(Block(one_line(text) if level else text, level))

    def _whole(self, tag: Tag) -> bool:
        """Write an element that is read as a whole; False when it must be walked through."""
        name = tag.name
        if name in _SKIPPED or _is_note_mark(tag):
            return True
        if name == "br":
            self._text.append("\n")
            return True
        if name in _BLOCK:
            self.close()
        if name in _HEADING and not tag.find(list(_HEADING)):
            self._add(_inline(tag), _HEADING[name])
        elif name == "pre":
            self._add(tag.get_text())
        elif name == "table" and _holds_data(tag):
            self._add(table_text(_rows(tag)))
        elif name in {"ul", "ol"} and _is_plain_list(tag):
            self._add("\n".join(f"{ITEM}{item}" for item in _items(tag)))
        else:
            return False
        return True

    def _add(self, text: str, level: int | None = None) -> None:
        text = one_line(text) if level else text.strip("\n").rstrip()
        if text.strip():
            self.blocks.append(Block(text, level))


def _holds_data(table: Tag) -> bool:
    """Whether a table is one, and not a grid to lay out a page."""
    if table.find(["table", "h1", "h2", "h3", "ul", "ol", "dl", "form", "pre", "blockquote"]):
        return False
    cells = table.find_all(["td", "th"])
    return bool(cells) and all(len(cell.find_all("p")) < 3 for cell in cells)


def _rows(table: Tag) -> Iterator[list[str]]:
    caption = table.find("caption")
    if caption:
        yield [_inline(caption)]
    for row in table.find_all("tr"):
        yield [_inline(cell) for cell in row.find_all(["td", "th"])]


def _is_plain_list(tag: Tag) -> bool:
    return bool(tag.find("li")) and not tag.find(
        ["ul", "ol", "table", "h1", "h2", "h3", "h4", "pre", "blockquote"]
    )


def _items(tag: Tag) -> Iterator[str]:
    for item in tag.find_all("li"):
        text = _inline(item)
        if text:
            yield text


def _inline(tag: Tag) -> str:
    """The text of an element on one line; a space only where a browser would show one."""
    return one_line(" ".join(block.text for block in write_blocks(tag)))


def _is_note_mark(tag: Tag) -> bool:
    """Whether an element is the raised number of a footnote; it would stick to a word."""
    if tag.name != "sup":
        return False
    text = tag.get_text().strip().strip("[]()")
    return text.isdigit() and tag.find("a") is not None


def _is_text(node: PageElement) -> TypeGuard[NavigableString]:
    """Whether a node is text for a reader, and not a comment or the like."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
