"""Scanned pages are recognised where Tesseract is installed, and told where it is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from fpdf import FPDF
from ingest_pdf_samples import by_hand
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from conftest import Watwerkt
from corpus.document import Page
from corpus.errors import ReadFailed
from ingest import ocr
from ingest.extract import Extractor, Limits, can_recognise
from ingest.source import PDF

_WITHOUT = "Tesseract is not installed: install tesseract-ocr and tesseract-ocr-nld to test scans"
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason=_WITHOUT)

_FIRST = ("Zelfbeheer van de binnentuin", "Bewoners beheren sinds 2014 samen", "de binnentuin.")
_SECOND = ("De corporatie geeft een budget en", "de gemeente bewaakt de leefbaarheid.")


def _scan(path: Path, *pages: tuple[str, ...], blur: float = 0) -> Path:
    """A PDF of pictures of text; a page without lines is blank."""
    pdf = FPDF()
    for number, lines in enumerate(pages):
        pdf.add_page()
        if lines:
            picture = Image.new("L", (1654, 2339), 255)
            draw = ImageDraw.Draw(picture)
            for row, line in enumerate(lines):
                draw.text((150, 200 + 90 * row), line, fill=0, font=ImageFont.load_default(56))
            picture = picture.filter(ImageFilter.GaussianBlur(blur))
            picture.save(path.with_name(f"{number}.png"))
            pdf.image(str(path.with_name(f"{number}.png")), 0, 0, 210, 297)
    pdf.output(str(path))
    return path


def test_where_everything_must_be_tested_tesseract_is_installed() -> None:
    if os.environ.get("CI"):
        assert shutil.which("tesseract"), _WITHOUT


@needs_tesseract
def test_the_text_of_a_scan_is_recognised_page_by_page(tmp_path: Path) -> None:
    path = _scan(tmp_path / "scan.pdf", _FIRST, (), _SECOND)
    with Extractor(Limits(), jobs=2) as extractor:
        first, blank, second = extractor.extract(path, PDF).pages
    assert "Zelfbeheer van de binnentuin" in first.text
    assert "gemeente bewaakt de leefbaarheid" in second.text
    assert first.ocr is not None
    assert 0.7 < first.ocr <= 1
    assert first.quality <= first.ocr
    assert (blank.text, blank.quality, blank.ocr) == ("", 1, None)


@needs_tesseract
def test_a_recognised_report_is_found_and_says_how_it_was_read(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    _scan(tmp_path / "scan.pdf", _FIRST, _SECOND)
    (outcome,) = watwerkt("ingest", tmp_path / "scan.pdf", "--json").json
    assert any("2 pages recognised in a scan" in warning for warning in outcome["warnings"])
    (hit,) = watwerkt("search", "binnentuin", "--json").json[0]["hits"]
    assert [passage["page"] for passage in hit["passages"]] == [1]
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["title"].startswith("Zelfbeheer van de binnentuin")
    assert all(page["ocr"] for page in shown["pages"])


@needs_tesseract
def test_a_few_letters_that_it_is_unsure_of_are_left_out(tmp_path: Path) -> None:
    path = _scan(tmp_path / "vaag.pdf", ("Wijk in beeld", "verdient beter"), _SECOND * 5, blur=4.8)
    with Extractor(Limits(), jobs=2) as extractor:
        few, page = extractor.extract(path, PDF).pages
    assert (few.text, few.quality, few.ocr) == ("", 0, None)
    assert "budget" in page.text


def test_a_page_that_cannot_be_drawn_stays_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        by_hand(b"").replace(b"/Count 1/Kids[10 0 R]", b"/Count 2/Kids[10 0 R null]")
    )
    assert ocr.read(tmp_path / "a.pdf", (2,)).pages == (Page(number=2, text="", quality=0.0),)


def test_a_pdf_that_cannot_be_drawn_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(ReadFailed, match="This PDF is damaged; get a whole copy"):
        ocr.read(tmp_path / "a.pdf", (1,))


def test_without_tesseract_a_scan_goes_in_and_its_pages_are_named(
    tmp_path: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    can_recognise.cache_clear()
    _scan(tmp_path / "scan.pdf", _FIRST, (), _SECOND)
    (outcome,) = watwerkt("ingest", tmp_path / "scan.pdf", "--json").json
    can_recognise.cache_clear()
    assert outcome["status"] == "added"
    told = " ".join(outcome["warnings"])
    assert "no readable text" in told
    assert "tesseract-ocr-nld" in told
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert [page["quality"] for page in shown["pages"]] == [0, 1, 0]
    assert shown["status"] == "review"
