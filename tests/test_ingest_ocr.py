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
from ingest.pdf import read as read_pdf
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


_LONG = ("Zelfbeheer van de binnentuin", *("Bewoners beheren de tuin samen met de buurt.",) * 12)
_STAMP = "Gescand door het archief van de stichting op 12 maart 2004, dossier 2004/117, doos 12"


def _strips(path: Path, lines: tuple[str, ...], count: int) -> Path:
    """A page of a scan that was cut into strips, each less than a quarter of it."""
    _scan(path, lines)
    picture = Image.open(path.with_name("0.png"))
    pdf = FPDF()
    pdf.add_page()
    height = picture.height // count
    for at in range(count):
        strip = path.with_name(f"strip{at}.png")
        picture.crop((0, at * height, picture.width, (at + 1) * height)).save(strip)
        pdf.image(str(strip), 0, at * 297 / count, 210, 297 / count)
    pdf.output(str(path))
    return path


def _stamped(path: Path, lines: tuple[str, ...], stamp: str, others: int = 0) -> Path:
    """A scan with a text on it, between so many pages of text."""
    _scan(path, lines)
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=9)
    pdf.image(str(path.with_name("0.png")), 0, 0, 210, 297)
    pdf.text(10, 290, stamp)
    for _ in range(others):
        pdf.add_page()
        pdf.multi_cell(0, 5, "Bewoners beheren de tuin samen met de gemeente. " * 20)
    pdf.output(str(path))
    return path


@needs_tesseract
def test_a_scan_in_strips_is_recognised(tmp_path: Path) -> None:
    path = _strips(tmp_path / "scan.pdf", _FIRST, 12)
    with Extractor(Limits()) as extractor:
        (page,) = extractor.extract(path, PDF).pages
    assert "Zelfbeheer van de binnentuin" in page.text


@needs_tesseract
def test_a_scan_with_a_long_stamp_is_recognised_with_its_stamp(tmp_path: Path) -> None:
    path = _stamped(tmp_path / "scan.pdf", _LONG, _STAMP)
    with Extractor(Limits()) as extractor:
        (page,) = extractor.extract(path, PDF).pages
    assert "Bewoners beheren de tuin" in page.text
    assert "dossier 2004/117" in page.text
    assert page.ocr is not None


@needs_tesseract
def test_a_photo_with_a_title_in_a_brochure_stays_what_it_is(tmp_path: Path) -> None:
    title = "Zelfbeheer in de praktijk, ervaringen van bewoners"
    path = _stamped(tmp_path / "a.pdf", _LONG, title, 2)
    with Extractor(Limits()) as extractor:
        first, *_ = extractor.extract(path, PDF).pages
    assert (first.text, first.ocr, first.quality) == (
        "Zelfbeheer in de praktijk, ervaringen van bewoners",
        None,
        1,
    )


@needs_tesseract
def test_a_stamp_on_a_picture_without_words_is_all_that_is_read(tmp_path: Path) -> None:
    path = _stamped(tmp_path / "a.pdf", ("|",), _STAMP)
    with Extractor(Limits()) as extractor:
        (page,) = extractor.extract(path, PDF).pages
    assert page.text == _STAMP
    assert page.quality > 0.9


@needs_tesseract
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_turned(tmp_path: Path, angle: int) -> None:
    _scan(tmp_path / "scan.pdf", _LONG)
    picture = Image.open(tmp_path / "0.png").rotate(angle, expand=True, fillcolor=255)
    picture.save(tmp_path / "turned.png")
    pdf = FPDF(unit="pt", format=(picture.width / 3, picture.height / 3))
    pdf.add_page()
    pdf.image(str(tmp_path / "turned.png"), 0, 0, picture.width / 3)
    pdf.output(str(tmp_path / "scan.pdf"))
    with Extractor(Limits()) as extractor:
        (page,) = extractor.extract(tmp_path / "scan.pdf", PDF).pages
    assert "Zelfbeheer van de binnentuin" in page.text
    assert page.text.count("Bewoners beheren de tuin samen met de buurt.") >= 10


def test_a_text_in_which_letters_stand_for_others_is_no_text(tmp_path: Path) -> None:
    shifted = "".join(
        chr((ord(char) - 97 + 3) % 26 + 97) if char.islower() else char
        for char in "bewoners beheren de tuin samen met de gemeente en de corporatie. " * 4
    )
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5, shifted)
    pdf.output(str(tmp_path / "a.pdf"))
    (page,) = read_pdf(tmp_path / "a.pdf").pages
    assert (page.text, page.quality) == ("", 0)


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
