"""PDF: the text of each page, its headings, and what the file says of itself."""

from __future__ import annotations

import codecs
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.dates import iso_date
from ingest.pdf_layout import Box, Line, TextDevice, boxes_of
from ingest.quality import readability
from ingest.reading import Reading

# Lines at least so much larger than the running text are headings.
_HEADING_RATIO = 1.15
_LONGEST_HEADING = 200
_SHORTEST_HEADING = 3  # letters
# The document's own heading is looked for on so many first pages.
_FRONT_PAGES = 3

# A damaged page tree may claim any number of pages.
_MOST_PAGES = 20_000


def read(path: Path) -> Reading:
    """Read a PDF; pages that cannot be interpreted are empty and have quality 0.

    Raises:
        ReadFailed: when it is protected by a password or too damaged to find any page.
    """
    with path.open("rb") as file:
        document = _open(PDFParser(file))
        pages = _read_pages(document)
        info = _info(document)
        language = _text_of(document.catalog.get("Lang"))
    if not pages:
        raise ReadFailed(_DAMAGED)
    body = _body_size(pages)
    found = [
        (number, line)
        for number, boxes in enumerate(pages, start=1)
        for line in _headings(boxes, body)
    ]
    heading = _main_heading(found)
    headings = dict.fromkeys(line.text for _, line in found)
    return Reading(
        pages=tuple(_page(number, boxes, body) for number, boxes in enumerate(pages, start=1)),
        title=info.get("Title"),
        heading=heading,
        headings=tuple(text for text in headings if text != heading),
        authors=tuple(name.strip() for name in info.get("Author", "").split(";") if name.strip()),
        dated=iso_date(info.get("CreationDate", "")) or iso_date(info.get("ModDate", "")),
        language=language[:2].lower() or None,
    )


_DAMAGED = "This PDF is damaged; get a whole copy, or print it to a new PDF, and ingest that."
_LOCKED = "This PDF is protected by a password; save it without the password and ingest it again."
_SEALED = "This PDF is encrypted in an unknown way; save it without protection and ingest it again."


def _open(parser: PDFParser) -> PDFDocument:
    try:
        return PDFDocument(parser)
    except PDFPasswordIncorrect as error:
        raise ReadFailed(_LOCKED) from error
    except PDFEncryptionError as error:
        raise ReadFailed(_SEALED) from error
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises anything at all on a damaged file
        raise ReadFailed(_DAMAGED) from error


def _read_pages(document: PDFDocument) -> list[tuple[Box, ...]]:
    """The boxes of each page; where the page tree breaks off, the rest of its pages are empty."""
    device = TextDevice(PDFResourceManager())
    interpreter = PDFPageInterpreter(device.rsrcmgr, device)
    pages: list[tuple[Box, ...]] = []
    try:
        for page in PDFPage.create_pages(document):
            pages.append(_read_page(page, interpreter, device))  # noqa: PERF401 (kept on error)
    except MemoryError:
        raise
    except Exception:
        pages += [()] * (_claimed_pages(document) - len(pages))
    return pages


def _claimed_pages(document: PDFDocument) -> int:
    tree = _resolved(document.catalog.get("Pages"))
    count = _resolved(tree.get("Count")) if isinstance(tree, dict) else None
    return min(count, _MOST_PAGES) if isinstance(count, int) else 0


def _resolved(value: object) -> object:
    """What a reference leads to; None when that part of the file is damaged."""
    try:
        return resolve1(value)
    except MemoryError:
        raise
    except Exception:
        return None


def _read_page(
    page: PDFPage, interpreter: PDFPageInterpreter, device: TextDevice
) -> tuple[Box, ...]:
    try:
        interpreter.process_page(page)
        return tuple(boxes_of(device.get_result()))
    except MemoryError:
        raise
    except Exception:  # one broken page must not cost the others
        return ()


def _body_size(pages: Sequence[Sequence[Box]]) -> float:
    """The size that most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for boxes in pages:
        for box in boxes:
            for line in box:
                sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _paragraphs(box: Box, body: float) -> Iterator[Line]:
    """The paragraphs of a box: headings come apart from the text that is set against them."""
    for _, lines in itertools.groupby(box, key=lambda line: _rank(line, body)):
        group = tuple(lines)
        yield Line(text="\n".join(line.text for line in group), size=group[0].size)


def _rank(line: Line, body: float) -> float:
    """The size of a heading; 0 for running text and anything smaller."""
    return line.size if line.size >= body * _HEADING_RATIO else 0.0


def _headings(boxes: Sequence[Box], body: float) -> Iterator[Line]:
    for box in boxes:
        for paragraph in _paragraphs(box, body):
            letters = sum(char.isalpha() for char in paragraph.text)
            short = len(paragraph.text) <= _LONGEST_HEADING
            if _rank(paragraph, body) and short and letters >= _SHORTEST_HEADING:
                yield paragraph


def _main_heading(found: Sequence[tuple[int, Line]]) -> str | None:
    """The largest heading on the first pages; of equals the first."""
    front = [line for number, line in found if number <= _FRONT_PAGES]
    return max(front, key=lambda line: line.size).text if front else None


def _page(number: int, boxes: Sequence[Box], body: float) -> Page:
    paragraphs = (paragraph.text for box in boxes for paragraph in _paragraphs(box, body))
    text = "\n\n".join(paragraphs)
    return Page(number=number, text=text, quality=readability(text))


def _info(document: PDFDocument) -> Mapping[str, str]:
    """What the file says of itself; of several such lists the newest comes first."""
    info: dict[str, str] = {}
    for entries in document.info:
        for name in ("Title", "Author", "CreationDate", "ModDate"):
            text = _text_of(entries.get(name))
            if text:
                info.setdefault(name, text)
    return info


def _text_of(value: object) -> str:
    """A text string of a PDF, whatever was really put there."""
    value = _resolved(value)
    if isinstance(value, PSLiteral):
        value = value.name
    text = _decoded(value) if isinstance(value, bytes) else str(value or "")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _decoded(value: bytes) -> str:
    """UTF-16 or UTF-8 where it says so or can be nothing else, or else PDFDocEncoding."""
    if value.startswith(codecs.BOM_UTF16_LE):
        return value[2:].decode("utf-16-le", errors="ignore")
    if value.startswith(codecs.BOM_UTF16_BE):
        return decode_text(value)
    try:
        return value.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode_text(value)
