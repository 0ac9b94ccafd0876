"""Pages without a text layer, read by Tesseract where it is installed.

PDFium draws the page and Tesseract (through pytesseract) gives words with how sure it is of each.
Languages: Dutch and English, as far as they are installed (Debian: ``tesseract-ocr``,
``tesseract-ocr-nld``).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytesseract

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.pdf_file import DAMAGED
from ingest.pdf_pdfium import shows_something
from ingest.quality import readability
from ingest.reading import Reading

# What Tesseract is trained on; larger pages are drawn so that they stay affordable.
_RESOLUTION = 300  # dots per inch
_LONGEST_SIDE = 5000  # dots
_POINTS = 72  # per inch

_LANGUAGES = ("nld", "eng")
# Words that it is less sure of are as often specks of dirt.
_LEAST_SURE = 30.0  # of 100
# Of a page with less it knows nothing; of a few letters it must be surer, for those may be shapes
# in a photograph.
_LEAST_SURE_PAGE = 0.4
# A page of which it knows no more may lie on its side or its head.
_TURNED = 0.75
_FEW = 100
_LEAST_SURE_FEW = 0.75


def read(path: Path, numbers: Sequence[int]) -> Reading:
    """Recognise pages of a PDF; one that shows nothing to read stays without text.

    Raises:
        ReadFailed: when there is no drawing the file.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"  # several pages are read at a time
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ReadFailed(DAMAGED) from error
    with document:
        return Reading(pages=tuple(_page(document, number) for number in numbers), wrapped=True)


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        image = _drawn(document, number)
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError):  # a page of no size has no image
        return Page(number=number, text="", quality=0.0)
    if image is None:
        return Page(number=number, text="", quality=1.0)
    text, sure = _recognised(image)
    if sure < _TURNED and (angle := _angle(image)):
        turned = _recognised(image.rotate(angle, expand=True, fillcolor=255))
        text, sure = max((text, sure), turned, key=lambda found: found[1])
    if sure < (_LEAST_SURE_FEW if len(text) < _FEW else _LEAST_SURE_PAGE):
        return Page(number=number, text="", quality=0.0)
    return Page(number=number, text=text, quality=min(sure, readability(text)), ocr=sure)


def _recognised(image: Any) -> tuple[str, float]:
    found = pytesseract.image_to_data(
        image, lang="+".join(_installed()), output_type=pytesseract.Output.DICT
    )
    return _text(found)


def _angle(image: Any) -> int:
    """By how many degrees, against the clock, a page must be turned; 0 when nobody can tell."""
    try:
        found = pytesseract.image_to_osd(image, output_type=pytesseract.Output.DICT)
    except pytesseract.TesseractError:  # too few letters, or it was not installed with the rest
        return 0
    return -int(found["rotate"]) % 360


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Any:
    """The page as an image; None for one that shows nothing to read."""
    with closing(document[number - 1]) as page:
        if not shows_something(page):
            return None
        scale = min(_RESOLUTION / _POINTS, _LONGEST_SIDE / max(page.get_size()))
        return page.render(scale=scale, grayscale=True).to_pil()


@cache
def _installed() -> tuple[str, ...]:
    """The languages to read in; Tesseract's own default where neither is installed."""
    there = pytesseract.get_languages()
    return tuple(name for name in _LANGUAGES if name in there) or tuple(there[:1])


def _text(found: Mapping[str, Sequence[Any]]) -> tuple[str, float]:
    """Text with its lines and paragraphs, and how sure it is, 0-1, by letters."""
    words = [
        (at, str(text).strip(), float(sure))
        for at, (text, sure) in enumerate(zip(found["text"], found["conf"], strict=True))
        if str(text).strip() and float(sure) >= _LEAST_SURE
    ]
    letters = sum(len(text) for _, text, _ in words)
    if not letters:
        return "", 0.0

    def paragraph(word: tuple[int, str, float]) -> tuple[Any, Any]:
        return found["block_num"][word[0]], found["par_num"][word[0]]

    paragraphs = (
        "\n".join(_lines(found, list(group)))
        for _, group in itertools.groupby(words, key=paragraph)
    )
    sure = sum(len(text) * share for _, text, share in words) / letters / 100
    return "\n\n".join(paragraphs), round(sure, 3)


def _lines(
    found: Mapping[str, Sequence[Any]], words: Sequence[tuple[int, str, float]]
) -> Iterator[str]:
    for _, line in itertools.groupby(words, key=lambda word: found["line_num"][word[0]]):
        yield " ".join(text for _, text, _ in line)
