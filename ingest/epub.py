"""Read electronic books (``.epub``): the chapters in the order in which they are read.

A book for a screen has no pages that anybody sees, so it has one page. Nothing of a chapter is
taken for the furniture of a site: what stands in a book belongs to it.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from corpus.errors import ReadFailed
from ingest.archive import check_archive
from ingest.blocks import Block, headings, one_line, page_of, prominent
from ingest.dates import iso_date
from ingest.encoding import decode_page
from ingest.html import parse
from ingest.markup import write_blocks
from ingest.reading import Reading

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_CHAPTERS = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))
_FIRST, _BEGINNING = 20, 300  # blocks, and characters of each, in which a title is looked for
_PUBLICATION = "publication"
# Damage in a part that a reader does not need to see is passed over; entities stay what they are.
_FORGIVING = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """The package document: what the book says of itself, and where its chapters are."""

    root: etree._Element
    chapters: tuple[str, ...]

    def said(self, name: str) -> list[etree._Element]:
        """The elements of Dublin Core with this name that have text."""
        return [e for e in _elements(self.root, name) if _text(e)]


def read(path: Path) -> Reading:
    """Read an electronic book; it has one page.

    Raises:
        ReadFailed: when it is damaged, protected or unpacks to too much.
    """
    members = check_archive(path)
    with zipfile.ZipFile(path) as archive:
        book = _opened(archive, members)
        if book is None or not book.chapters:
            raise ReadFailed(
                f"{path.name} is damaged or not of the format its name says; ask for a new copy."
            )
        if _ENCRYPTION in members and not _locked(archive).isdisjoint(book.chapters):
            raise ReadFailed(
                f"{path.name} is protected against copying; ask for a free copy of it."
            )
        blocks = [block for name in book.chapters for block in _chapter(archive.read(name))]
    title = next(map(_text, book.said("title")), None)
    if title and not _opens_with(blocks, title):  # the cover is a picture
        blocks.insert(0, Block(title, 0))
    languages = [_text(e).lower()[:2] for e in book.said("language")]
    dates = sorted(book.said("date"), key=lambda e: _attribute(e, "event") != _PUBLICATION)
    return Reading(
        pages=(page_of(1, blocks),),
        title=title,
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=tuple(dict.fromkeys(map(_text, book.said("creator")))),
        dated=next(filter(None, (iso_date(_text(e)) for e in dates)), None),
        language=next((code for code in languages if len(code) == 2 and code.isalpha()), None),
    )


def _chapter(data: bytes) -> list[Block]:
    root = parse(decode_page(data))
    body = root.find("body")
    return write_blocks(root if body is None else body)


def _opens_with(blocks: list[Block], title: str) -> bool:
    """Whether the title stands in the beginning of the text."""
    beginning = " ".join(one_line(block.text[:_BEGINNING]) for block in blocks[:_FIRST])
    return title.casefold() in beginning.casefold()


def _opened(archive: zipfile.ZipFile, members: frozenset[str]) -> _Book | None:
    """The book that the container names; None when there is none."""
    if _CONTAINER not in members:
        return None
    container = _parsed(archive.read(_CONTAINER))
    named = (_attribute(e, "full-path") for e in _elements(container, "rootfile"))
    place = next((name for name in named if name in members), None)
    root = _parsed(archive.read(place)) if place else None
    if place is None or root is None:
        return None
    folder = posixpath.dirname(place)
    items = {_attribute(e, "id"): e for e in _elements(root, "item") if _is_chapter(e)}
    order = [items.get(_attribute(e, "idref")) for e in _elements(root, "itemref")]
    names = (_place(folder, _attribute(item, "href")) for item in order if item is not None)
    chapters = dict.fromkeys(name for name in names if name in members)
    return _Book(root=root, chapters=tuple(chapters))


def _is_chapter(item: etree._Element) -> bool:
    """Whether an item is text; the list of contents repeats the headings."""
    kind = _attribute(item, "media-type").strip().lower()
    return kind in _CHAPTERS and "nav" not in _attribute(item, "properties").split()


def _locked(archive: zipfile.ZipFile) -> frozenset[str]:
    """The members that cannot be read without a key; fonts may be among them in any book."""
    root = _parsed(archive.read(_ENCRYPTION))
    names = (_attribute(e, "URI") for e in _elements(root, "CipherReference"))
    return frozenset(_place("", name) for name in names)


def _place(folder: str, href: str) -> str:
    """The member that an address in a file of ``folder`` leads to; it need not exist."""
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0].strip())))


def _parsed(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, _FORGIVING)
    except (etree.LxmlError, ValueError):
        return None


def _elements(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """All elements with this name, in whatever namespace: there were several."""
    return root.iter(f"{{*}}{name}") if root is not None else iter(())


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute with this name, in whatever namespace; ``""`` when absent."""
    for key, value in element.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""


def _text(element: etree._Element) -> str:
    return one_line("".join(map(str, element.itertext())))
