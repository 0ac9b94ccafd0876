"""Damage of any sort to a file of any format ends in a reading or in a sentence."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import docx
import odfdo
import pptx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ReadFailed
from ingest import source
from ingest.extract import READERS
from ingest.reading import Reading

# LibreOffice takes seconds for each file, in a process of its own.
_CONVERTED = frozenset((source.DOC, source.PPT))
FORMATS = sorted(READERS.keys() - _CONVERTED)


def _pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="De bewoners beheren de buurttuin.")
    return bytes(pdf.output())


def _docx() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_heading("De buurttuin", 1)
    document.add_table(1, 2).cell(0, 0).text = "Noord"
    document.save(file)
    return file.getvalue()


def _pptx() -> bytes:
    slides, file = pptx.Presentation(), io.BytesIO()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "De buurttuin"
    slides.save(file)
    return file.getvalue()


def _odt() -> bytes:
    document, file = odfdo.Document("text"), io.BytesIO()
    document.body.append(odfdo.Paragraph("De buurttuin"))
    document.save(file)
    return file.getvalue()


def _epub() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", source.EPUB)
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfile full-path="a.opf"/></container>',
        )
        archive.writestr(
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tuin</dc:title>'
            "<dc:date>2014</dc:date><dc:language>nl</dc:language>"
            '<item id="a" href="a.html" media-type="text/html"/><itemref idref="a"/></package>',
        )
        archive.writestr("a.html", "<h1>De buurttuin</h1><p>Van bewoners.</p>")
    return file.getvalue()


def _mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Tuin", "An Bos <an@example.org>"
    message["Date"] = "Mon, 12 May 2014 09:30:00 +0200"
    message.set_content("De buurttuin")
    message.add_alternative("<p>De buurttuin</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="één.pdf")
    return bytes(message)


_RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\stylesheet{\s1 heading 1;}}"
    rb"{\info{\title Tuin}{\creatim\yr2014\mo5\dy12}}\pard\s1 De buurttuin\par\pard\'e9 \u233?"
    rb"{\footnote noot}\trowd a\cell b\cell\row {\pict ff}{\field{\*\fldinst x}{\fldrslt y}}\par}"
)
_HTML = (
    b"<html lang=nl><head><title>Tuin</title><meta name=date content=2014></head><body><main>"
    b"<h1>De buurttuin</h1><table><tr><td>a<td>b</table><ul><li>een</ul></main></body></html>"
)
_MARKDOWN = b"---\ntitle: Tuin\ndate: 2014\n---\n# Kop\n\n- een\n\n| a |\n|---|\n| b |\n"
_MADE: Mapping[str, Callable[[], bytes]] = {
    source.PDF: _pdf,
    source.DOCX: _docx,
    source.PPTX: _pptx,
    source.ODT: _odt,
    source.EPUB: _epub,
    source.EMAIL: _mail,
    source.RTF: lambda: _RTF,
    source.HTML: lambda: _HTML,
    source.MARKDOWN: lambda: _MARKDOWN,
    source.TEXT: lambda: "Een café in de buurt.\f\nTwee.".encode("cp1252"),
}


@cache
def sound(media_type: str) -> bytes:
    return _MADE[media_type]()


def reader(media_type: str) -> Callable[[Path], Reading]:
    module, _, function = READERS[media_type].partition(":")
    found: Callable[[Path], Reading] = getattr(importlib.import_module(module), function)
    return found


@dataclass(frozen=True)
class Damage:
    """Bytes in place of others: at ``place`` (0-1) of the file, ``length`` of them."""

    place: float
    length: int
    bytes_: bytes

    def done_to(self, data: bytes) -> bytes:
        start = int(self.place * len(data))
        return data[:start] + self.bytes_ + data[start + self.length :]


_PIECES = st.binary(max_size=8) | st.sampled_from(
    (b"<", b">", b"</", b"&x;", b"{", b"}", b"\\", b"\\u", b"\n\n", b"--", b"\0" * 50, b"9" * 30)
)
_DAMAGE = st.builds(Damage, st.floats(0, 1, exclude_max=True), st.integers(0, 40), _PIECES)


def damaged(data: bytes, damages: list[Damage], member: int | None) -> bytes:
    """The file with damage done to it, or to one of its members if it has any."""
    if member is None or not data.startswith(b"PK"):
        for damage in damages:
            data = damage.done_to(data)
        return data
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(copy, "w") as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            hit = name == names[member % len(names)]
            new.writestr(name, damaged(content, damages, None) if hit else content)
    return copy.getvalue()


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_sound_file_is_read(tmp_path: Path, media_type: str) -> None:
    (tmp_path / "a").write_bytes(sound(media_type))
    assert any(page.text for page in reader(media_type)(tmp_path / "a").pages)


@pytest.mark.parametrize("media_type", FORMATS)
@settings(max_examples=25, deadline=None)
@given(damages=st.lists(_DAMAGE, min_size=1, max_size=4), member=st.none() | st.integers(0, 60))
def test_a_damaged_file_ends_in_a_reading_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory,
    media_type: str,
    damages: list[Damage],
    member: int | None,
) -> None:
    path = tmp_path_factory.getbasetemp() / "beschadigd"
    path.write_bytes(damaged(sound(media_type), damages, member))
    try:
        outcome = str(bool(reader(media_type)(path).pages))
    except ReadFailed as error:
        outcome = str(error)
    assert outcome == "True" or (outcome.endswith(".") and "\n" not in outcome)
