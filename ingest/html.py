"""Read a saved web page: its main text, without what surrounds it on every page of a site.

Steps: right encoding, parse, take away furniture (navigation, cookie walls, scripts), choose the
part that holds most of the text, write that part as blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.errors import ReadFailed
from ingest.blocks import ITEM, Block, headings, one_line, page_of, prominent
from ingest.encoding import decode_page
from ingest.furniture import clear
from ingest.html_facts import date_of, facts_of
from ingest.markup import Element, Sizes, attribute, write_blocks
from ingest.reading import Reading

# Where the text of a page stands, by how sure that is.
_CONTENT = {
    mark: rank
    for rank, marks in enumerate((
        ("main", "role=main"),
        ("article",),
        ("itemprop=articlebody", ".article-body", ".entry-content", ".post-content",
         "#mw-content-text"),
        ("#main-content", "#maincontent", "#content", "#inhoud", "#main", ".main-content",
         ".page-content", ".content"),
    ))
    for mark in marks
}  # fmt: skip
_MOST = 0.5
_FRAMES = "Deze pagina bestaat uit delen die in andere bestanden staan:"
# What a page of frames says to a program that cannot show them.
_NO_FRAMES = re.compile(r"\b(?:no)?frames?(?:set)?s?\b", re.IGNORECASE)
_NO_FRAMES_WORDS = 60


def read(path: Path) -> Reading:
    """Read a saved web page; it has one page.

    Raises:
        ReadFailed: when the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror}.") from error
    root = parse(decode_page(data))
    facts, frames = facts_of(root), _frames(root)
    main, blocks = _main(root)
    if frames:
        blocks = [*frames, *(block for block in blocks if not _excuse(block))]
    if facts.title and (frames or not blocks):
        blocks = [Block(facts.title), *blocks]
    return Reading(
        pages=(page_of(1, blocks),),
        title=facts.title,
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=facts.authors,
        dated=date_of(facts, main),
        language=facts.language,
    )


def parse(text: str) -> Element:
    """A tree of any markup, however broken: elements alone, no comments or the like."""
    data = text.replace("\0", "").encode("utf-8", "replace")
    if not data.strip():
        return etree.Element("html")
    parser = _parser()
    root = etree.fromstring(data, parser)
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        # It stops at 2,048 levels, and what is below is lost; a tree that we build has no end.
        root = etree.fromstring(data, _parser(_Deep()))
    return etree.Element("html") if root is None else root


def _parser(target: Any = None) -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, target=target
    )


class _Deep:
    """Builds a tree of any depth; a parser calls its methods."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._open: list[str] = []

    def start(self, tag: str, attributes: dict[str | bytes, str | bytes]) -> None:
        """An element begins."""
        self._open.append(tag)
        self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends, and with it those inside it."""
        while self._open:
            name = self._open.pop()
            self._builder.end(name)
            if name == tag:
                break

    def data(self, data: str) -> None:
        """Text goes on."""
        self._builder.data(data)

    def close(self) -> Element:
        """The page ends."""
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()


def main_blocks(root: Element) -> list[Block]:
    """The blocks of the main text; what is taken away disappears from the tree as well."""
    return _main(root)[1]


def _main(root: Element) -> tuple[list[Element], list[Block]]:
    """The elements that hold the main text, and its blocks."""
    body = root.find("body")
    whole = root if body is None else body
    everything = write_blocks(whole)
    clear(whole)
    chosen = _content(whole)
    blocks = [block for part in chosen for block in write_blocks(part)]
    return (chosen, blocks) if blocks else ([], everything)


def _content(whole: Element) -> list[Element]:
    """The elements that hold the main text; the whole when none holds most of it."""
    sizes = Sizes(whole)
    ranked: dict[int, list[Element]] = {}
    for tag in whole.iterdescendants():
        for rank in {_CONTENT[mark] for mark in _marks(tag) if mark in _CONTENT}:
            ranked.setdefault(rank, []).append(tag)
    for _, found in sorted(ranked.items()):
        all_of_them = set(found)
        outermost = [tag for tag in found if all_of_them.isdisjoint(tag.iterancestors())]
        if sum(map(sizes.share, outermost)) >= _MOST:
            return outermost
    return [whole]


def _marks(tag: Element) -> Iterator[str]:
    yield str(tag.tag)
    yield f"#{attribute(tag, 'id')}"
    yield from (f".{name}" for name in attribute(tag, "class").split())
    yield f"role={attribute(tag, 'role')}"
    yield f"itemprop={attribute(tag, 'itemprop').lower()}"


def _frames(root: Element) -> list[Block]:
    """What the frames of a page of the nineties hold, which is in files of their own."""
    frames = [one_line(f"{attribute(f, 'name')} {attribute(f, 'src')}") for f in root.iter("frame")]
    if not frames:
        return []
    return [Block("\n".join([_FRAMES, *(f"{ITEM}{frame}" for frame in frames)]))]


def _excuse(block: Block) -> bool:
    """Whether a block only says that frames cannot be shown."""
    words = len(block.text.split())
    return words <= _NO_FRAMES_WORDS and _NO_FRAMES.search(block.text) is not None
