"""Look at a tree of HTML: how much text stands where, and what it is as plain text.

Nothing here goes down the tree by calling itself or measures an element twice, so that markup
nested thousands deep is read like any other. A tree has elements alone: no comments or the like.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from ingest.blocks import ITEM, Block, one_line, table_text, tidy_lines

Element: TypeAlias = etree._Element  # has no public name

_HEADING = {f"h{n}": n for n in range(1, 7)}
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
    "header", "hgroup", "hr", "html", "legend", "main", "nav", "noframes", "ol", "p", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "li", "pre",
    "caption",
)) | frozenset(_HEADING)  # fmt: skip
_SKIPPED = frozenset(("script", "style", "template", "noscript", "head", "title"))
_NOT_IN_DATA = ("table", "h1", "h2", "h3", "ul", "ol", "dl", "form", "pre", "blockquote")
_NOT_IN_LIST = ("ul", "ol", "table", "h1", "h2", "h3", "h4", "pre", "blockquote")
_PARAGRAPHS = 3
_MANY_LINKS = 4
_MOSTLY = 0.75
_GRID_CELL = 300  # characters; a table of which one cell holds most of the text, and so much
_LONG_CELL = 1500


class Sizes:
    """How many characters of text stand below each element of a tree, and how many in links."""

    def __init__(self, root: Element) -> None:
        tags: list[Element] = []
        self._text: dict[Element | None, int] = defaultdict(int)
        self._linked: dict[Element | None, int] = defaultdict(int)
        self._links: dict[Element | None, int] = defaultdict(int)
        for tag in root.iter():
            tags.append(tag)
            self._text[tag] += len((tag.text or "").strip())
            if tag.tail and tag is not root:
                self._text[tag.getparent()] += len(tag.tail.strip())
        for tag in reversed(tags[1:]):
            above, is_link = tag.getparent(), tag.tag == "a"
            self._text[above] += self._text[tag]
            self._linked[above] += self._text[tag] if is_link else self._linked[tag]
            self._links[above] += 1 if is_link else self._links[tag]
        self._total = max(self._text[root], 1)

    def share(self, tag: Element) -> float:
        """Share of all text that stands below ``tag``, 0-1."""
        return self._text[tag] / self._total

    def only_links(self, tag: Element) -> bool:
        """Whether an element is a list of links: many, and hardly a word beside them."""
        return self._links[tag] >= _MANY_LINKS and self._linked[tag] >= _MOSTLY * self._text[tag]

    def all_linked(self, tag: Element) -> bool:
        """Whether an element has no text but that of links."""
        return self._linked[tag] == self._text[tag]


def attribute(tag: Element, name: str) -> str:
    """Value of an attribute, ``""`` when absent."""
    return tag.get(name) or ""


def text_of(tag: Element) -> str:
    """All text below an element as it stands there."""
    return str(tag.xpath("string()"))


def has(tag: Element, names: tuple[str, ...]) -> bool:
    """Whether an element of one of these names stands below ``tag``."""
    return next(tag.iterdescendants(*names), None) is not None


def remove(tag: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = tag.getparent()
    if parent is None:
        return
    if tag.tail:
        before = tag.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tag.tail
        else:
            parent.text = (parent.text or "") + tag.tail
        tag.tail = None
    parent.remove(tag)


def write_blocks(root: Element) -> list[Block]:
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

    def walk(self, root: Element) -> None:
        """Visit everything below ``root``."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, tag in walker:
            if event == "start":
                if tag is not root and self._whole(tag):
                    walker.skip_subtree()
                else:
                    self._say(tag.text)
            elif tag is not root:
                if tag.tag in _BLOCK:
                    self.close()
                self._say(tag.tail)

    def close(self, level: int | None = None) -> None:
        """End the running block."""
        text = tidy_lines("".join(self._text))
        self._text.clear()
        if text:
            self.blocks.append(Block(one_line(text) if level else text, level))

    def _say(self, text: str | None) -> None:
        if text:
            self._text.append(text.replace("\n", " "))

    def _whole(self, tag: Element) -> bool:
        """Write an element that is read as a whole; False when it must be walked through."""
        name = tag.tag
        if name in _SKIPPED or _is_note_mark(tag):
            return True
        if name == "br":
            self._text.append("\n")
            return True
        if name in _BLOCK:
            self.close()
        if name in _HEADING and not has(tag, tuple(_HEADING)):
            self._add(inline(tag), _HEADING[name])
        elif name == "pre":
            self._add(text_of(tag))
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


def _holds_data(table: Element) -> bool:
    """Whether a table is one, and not a grid to lay out a page."""
    if attribute(table, "role").lower() in {"presentation", "none"} or has(table, _NOT_IN_DATA):
        return False
    cells = list(table.iterdescendants("td", "th"))
    if any(len(list(cell.iterdescendants("p"))) >= _PARAGRAPHS for cell in cells):
        return False
    lengths = [len(text_of(cell).strip()) for cell in cells]
    longest = max(lengths, default=0)
    most_in_one = longest >= _GRID_CELL and longest >= _MOSTLY * sum(lengths)
    return bool(cells) and longest < _LONG_CELL and not most_in_one


def _rows(table: Element) -> Iterator[list[str]]:
    for caption in table.iterdescendants("caption"):
        yield [inline(caption)]
    for row in table.iterdescendants("tr"):
        yield [inline(cell) for cell in row.iterdescendants("td", "th")]


def _is_plain_list(tag: Element) -> bool:
    return has(tag, ("li",)) and not has(tag, _NOT_IN_LIST)


def _items(tag: Element) -> Iterator[str]:
    for item in tag.iterdescendants("li"):
        text = inline(item)
        if text:
            yield text


def inline(tag: Element) -> str:
    """The text of an element on one line; a space only where a browser would show one."""
    return one_line(" ".join(block.text for block in write_blocks(tag)))


def _is_note_mark(tag: Element) -> bool:
    """Whether an element is the raised number of a footnote; it would stick to a word."""
    if tag.tag != "sup":
        return False
    text = text_of(tag).strip().strip("[]()")
    return text.isdigit() and has(tag, ("a",))
