"""The structure of a PDF file by pdfminer.six: what it says of itself, and single pages.

PDFium gives the text (:mod:`ingest.pdf_pdfium`); this is asked for what a file says of itself, for
why it cannot be opened, and for pages that PDFium reads badly.
"""

from __future__ import annotations

import codecs
import itertools
from collections.abc import Mapping
from typing import BinaryIO

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from corpus.errors import ReadFailed
from ingest.pdf_layout import TextDevice, boxes_of
from ingest.pdf_lines import Box
from ingest.reading import MOST_PAGES

DAMAGED = "This PDF is damaged; get a whole copy, or print it to a new PDF, and ingest that."
_LOCKED = "This PDF is protected by a password; save it without the password and ingest it again."
_SEALED = "This PDF is encrypted in an unknown way; save it without protection and ingest it again."


class PdfFile:
    """One open PDF."""

    def __init__(self, file: BinaryIO) -> None:
        """Open it.

        Raises:
            ReadFailed: when it is protected by a password or too damaged to understand.
        """
        try:
            self._document = PDFDocument(PDFParser(file))
        except PDFPasswordIncorrect as error:
            raise ReadFailed(_LOCKED) from error
        except PDFEncryptionError as error:
            raise ReadFailed(_SEALED) from error
        except MemoryError:
            raise
        except Exception as error:  # pdfminer raises anything at all on a damaged file
            raise ReadFailed(DAMAGED) from error
        self._device = TextDevice(PDFResourceManager())
        self._interpreter = PDFPageInterpreter(self._device.rsrcmgr, self._device)
        self._pages: list[PDFPage] | None = None

    def page_count(self) -> int:
        """Pages that can be found, or else that the file claims to have."""
        return max(len(self._found()), self._claimed())

    def boxes(self, number: int) -> list[Box]:
        """The boxes of a page, 1-based; none when it cannot be interpreted."""
        pages = self._found()
        if number > len(pages):
            return []
        try:
            self._interpreter.process_page(pages[number - 1])
            return boxes_of(self._device.get_result())
        except MemoryError:
            raise
        except Exception:  # as above; one broken page must not cost the others
            return []

    @property
    def language(self) -> str | None:
        """ISO 639-1 code that the file declares."""
        return _text_of(self._document.catalog.get("Lang"))[:2].lower() or None

    def info(self) -> Mapping[str, str]:
        """What the file says of itself; of several such lists the newest comes first."""
        info: dict[str, str] = {}
        for entries in self._document.info:
            for name in ("Title", "Author", "CreationDate", "ModDate"):
                text = _text_of(entries.get(name))
                if text:
                    info.setdefault(name, text)
        return info

    def _found(self) -> list[PDFPage]:
        """The pages up to where the page tree breaks off."""
        if self._pages is None:
            self._pages = []
            found = PDFPage.create_pages(self._document)
            try:
                for page in itertools.islice(found, MOST_PAGES):
                    self._pages.append(page)
            except MemoryError:
                raise
            except Exception:  # as above; the pages before it can be read
                return self._pages
        return self._pages

    def _claimed(self) -> int:
        tree = _resolved(self._document.catalog.get("Pages"))
        count = _resolved(tree.get("Count")) if isinstance(tree, dict) else None
        return min(count, MOST_PAGES) if isinstance(count, int) else 0


def _resolved(value: object) -> object:
    """What a reference leads to; None when that part of the file is damaged."""
    try:
        return resolve1(value)
    except MemoryError:
        raise
    except Exception:  # as above; what cannot be followed counts as absent
        return None


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
