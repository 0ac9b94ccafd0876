"""Read Word, PowerPoint and OpenDocument files.

Headers and footers are left out: they repeat on every page and say nothing of their own. The
pages of a text document are known only when the file proves them (see :mod:`ingest.paging`); a
presentation has one page per slide, its notes included.
"""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import docx
import odfdo
import pptx
from docx.document import Document as WordDocument
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree
from odfdo.meta import Meta
from odfdo.security import SecurityError
from pptx.exc import PythonPptxError

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.archive import check_archive
from ingest.blocks import Block, headings, one_line, page_of, prominent
from ingest.opendocument import document_blocks as odt_blocks
from ingest.paging import PAGE_BREAK, pages_of
from ingest.reading import Reading
from ingest.slides import slide_blocks
from ingest.word import document_blocks as word_blocks

# What the libraries let through when a file is not what its format prescribes.
_DAMAGED = (
    etree.Error, BadZipFile, PythonPptxError, OpcError, PythonDocxError, SecurityError, KeyError,
    ValueError, IndexError, AttributeError, TypeError, NotImplementedError, OSError,
    RecursionError, AssertionError, StopIteration, struct.error,
)  # fmt: skip
_PAGES = re.compile(rb"<(?:\w+:)?Pages>\s*(\d{1,5})\s*<")
_EXTENDED = "/extended-properties"
_ENCRYPTED = b"encryption-data"
# The day on which python-docx and python-pptx made the empty files that they start from.
_EMPTY_FILES = frozenset((date(2013, 12, 23), date(2013, 1, 27)))
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Properties:
    """What a file says of itself."""

    title: str | None = None
    author: str | None = None
    saved: datetime | None = None
    language: str | None = None


class _CoreProperties(Protocol):
    """The core properties as python-docx and python-pptx both give them."""

    title: str
    author: str
    language: str
    created: datetime | None
    modified: datetime | None


def read_docx(path: Path) -> Reading:
    """Read a Word document (``.docx``).

    Raises:
        ReadFailed: when it is damaged, protected by a password or unpacks to too much.
    """
    check_archive(path)
    with _readable(path):
        document = docx.Document(str(path))
        blocks = word_blocks(document)
        known = RELATIONSHIP_TYPE.CORE_PROPERTIES in _relations(document)
        about = _core(document.core_properties) if known else _Properties()
        return _reading(pages_of(blocks, _word_pages(document)), blocks, about)


def read_pptx(path: Path) -> Reading:
    """Read a presentation (``.pptx``); page *n* is slide *n*.

    Raises:
        ReadFailed: when it is damaged, protected by a password or unpacks to too much.
    """
    check_archive(path)
    with _readable(path):
        presentation = pptx.Presentation(str(path))
        slides = [slide_blocks(slide) for slide in presentation.slides]
        pages = tuple(page_of(number, blocks) for number, blocks in enumerate(slides, start=1))
        relations = presentation.part.package._rels.values()
        known = RELATIONSHIP_TYPE.CORE_PROPERTIES in {rel.reltype for rel in relations}
        about = _core(presentation.core_properties) if known else _Properties()
        blocks = [block for slide in slides for block in slide]
        return _reading(pages or (page_of(1, ()),), blocks, about)


def read_odt(path: Path) -> Reading:
    """Read an OpenDocument text (``.odt``).

    Raises:
        ReadFailed: when it is damaged, protected by a password or unpacks to too much.
    """
    members = check_archive(path)
    with _readable(path):
        document = odfdo.Document(path)
        if _ENCRYPTED in _bytes(document, "META-INF/manifest.xml"):
            raise ReadFailed(f"{path.name} is protected by a password; save it without one.")
        styles = _parsed(document, "styles.xml") if "styles.xml" in members else None
        blocks = odt_blocks(_parsed(document, "content.xml"), styles)
        known = "meta.xml" in members
        about, count = _odt_properties(document.meta) if known else (_Properties(), None)
        return _reading(pages_of(blocks, count), blocks, about)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what a library says about a damaged file into a sentence for a person."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _DAMAGED as error:
        raise ReadFailed(
            f"{path.name} is damaged or not of the format its name says;"
            " open it in an office program and save it again."
        ) from error


def _reading(pages: tuple[Page, ...], blocks: Sequence[Block], about: _Properties) -> Reading:
    text = [block for block in blocks if block is not PAGE_BREAK]
    saved = about.saved.date() if about.saved else None
    language = (about.language or "").strip().lower()[:2]
    return Reading(
        pages=pages,
        title=one_line(about.title or "") or None,
        heading=prominent(text),
        headings=headings(text),
        authors=tuple(filter(None, map(one_line, (about.author or "").split(";")))),
        dated=saved.isoformat() if saved and saved not in _EMPTY_FILES else None,
        language=language if len(language) == 2 and language.isalpha() else None,
    )


def _core(core: _CoreProperties) -> _Properties:
    """The last time a file was saved says more than its creation: many are made from an old one."""
    return _Properties(
        title=core.title,
        author=core.author,
        saved=core.modified or core.created,
        language=core.language,
    )


def _odt_properties(meta: Meta) -> tuple[_Properties, int | None]:
    """Properties and number of pages; a value that makes no sense costs only the properties."""
    try:
        about = _Properties(
            title=meta.get_title(),
            author=meta.get_initial_creator() or meta.get_creator(),
            saved=meta.get_modification_date() or meta.get_creation_date(),
            language=meta.get_language(),
        )
        return about, (meta.get_statistic() or {}).get("meta:page-count")
    except (ValueError, TypeError, etree.Error):
        return _Properties(), None


def _relations(document: WordDocument) -> set[str]:
    package = document.part.package
    return {relation.reltype for relation in package.rels.values()} if package else set()


def _word_pages(document: WordDocument) -> int | None:
    """The number of pages Word counted when it saved the document."""
    package = document.part.package
    for relation in package.rels.values() if package else ():
        if relation.reltype.endswith(_EXTENDED) and not relation.is_external:
            match = _PAGES.search(relation.target_part.blob)
            return int(match[1]) if match else None
    return None


def _bytes(document: odfdo.Document, part: str) -> bytes:
    data = document.container.get_part(part) if document.container else None
    return data.encode() if isinstance(data, str) else data or b""


def _parsed(document: odfdo.Document, part: str) -> etree._Element:
    return etree.fromstring(_bytes(document, part), _NO_ENTITIES)
