"""Small sound files of every format, to be damaged: each uses much of what its format can.

A new format needs one line in :data:`MAKERS`.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import odfdo
import pptx
from docx.enum.text import WD_BREAK
from fpdf import FPDF
from ingest_mutations import members, packed
from ingest_pdf_samples import by_hand, columns, report
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from conftest import SAMPLES
from corpus.errors import ReadFailed
from ingest import source
from ingest.extract import READERS

RTF, EPUB, EMAIL = "application/rtf", "application/epub+zip", "message/rfc822"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A sound file."""

    name: str
    media_type: str
    data: bytes


def _plain_pdf() -> bytes:
    text = b"BT /F1 12 Tf 72 720 Td (Bewoners aan zet) Tj 0 -40 Td [(De) -300 (wijk)] TJ ET"
    return by_hand(text, text + b" 0 0 m 9 9 l S", info=b"/Title (Wijk)/Author (A. Bos)")


def _rich_pdf() -> bytes:
    """A picture, a link, an outline, a table, a file inside, a script and a password."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.start_section("De buurttuin")
    pdf.cell(text="De bewoners beheren de buurttuin.", link="https://example.org")
    pdf.image(Image.new("RGB", (20, 20), (9, 99, 9)), 20, 60, 30)
    with pdf.table() as table:
        for cells in (("Wijk", "Aantal"), ("Noord", "12")):
            table.row(cells)
    pdf.embed_file(basename="bijlage.txt", bytes=b"bijlage")
    writer = PdfWriter(clone_from=io.BytesIO(bytes(pdf.output())))
    writer.add_open_action(JavaScript("app.alert('hoi');"))
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _locked_pdf() -> bytes:
    identified = _plain_pdf().replace(b"/Info 4 0 R", b"/Info 4 0 R/ID[<61><61>]")
    writer = PdfWriter(clone_from=io.BytesIO(identified))
    writer.encrypt("", owner_password="baas", algorithm="RC4-128")  # noqa: S106
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _written(make: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        make(path)
        return path.read_bytes()


def _docx() -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.core_properties.author = "A. Bos"
    document.add_heading("De buurttuin", 1)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Noord"
    table.cell(1, 0).merge(table.cell(1, 1)).add_table(1, 1).cell(0, 0).text = "binnen"
    document.add_paragraph("een", style="List Bullet")
    document.add_paragraph("voor").add_run().add_break(WD_BREAK.PAGE)
    document.add_picture(_picture())
    document.save(file)
    return file.getvalue()


def _picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("L", (4, 4)).save(file, "PNG")
    file.seek(0)
    return file


def _pptx() -> bytes:
    slides, file = pptx.Presentation(), io.BytesIO()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "De buurttuin"
    slide.placeholders[1].text = "een\ntwee"
    slide.notes_slide.notes_text_frame.text = "notitie"
    inch = Inches(1)
    slide.shapes.add_table(1, 2, inch, inch, inch, inch).table.cell(0, 0).text = "Noord"
    slide.shapes.add_group_shape().shapes.add_textbox(0, 0, 9, 9).text_frame.text = "in een groep"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["Noord"]
    data.add_series("Aantal", (12,))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, inch, inch, inch, inch, data)
    slides.save(file)
    return file.getvalue()


def _odt() -> bytes:
    document, file = odfdo.Document("text"), io.BytesIO()
    document.body.append(odfdo.Header(1, "De buurttuin"))
    paragraph = odfdo.Paragraph("Van bewoners")
    paragraph.insert_note(after="Van", note_id="n1", citation="1", body="een noot")
    document.body.append(paragraph)
    document.body.append(odfdo.List(["een", "twee"]))
    table = odfdo.Table("T", width=2, height=2)
    table.set_value("A1", "Noord")
    document.body.append(table)
    document.save(file)
    return file.getvalue()


def _epub() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", EPUB)
        archive.writestr(
            "META-INF/container.xml", '<container><rootfile full-path="a.opf"/></container>'
        )
        archive.writestr(
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tuin</dc:title>'
            "<dc:creator>A. Bos</dc:creator><dc:date>2014</dc:date><dc:language>nl</dc:language>"
            '<item id="a" href="a.html" media-type="text/html"/><itemref idref="a"/></package>',
        )
        archive.writestr("a.html", "<h1>De buurttuin</h1><p>Van <b>bewoners</b>.</p>")
    return file.getvalue()


def _mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "De buurttuin één", "An Bos <an@example.org>"
    message["Date"] = "Mon, 12 May 2014 09:30:00 +0200"
    message.set_content("De buurttuin\n> van bewoners\n")
    message.add_alternative("<p>De <b>buurttuin</b></p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="één.pdf")
    return bytes(message)


_RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\stylesheet{\s1 heading 1;}}"
    rb"{\info{\title Tuin}{\creatim\yr2014\mo5\dy12}}\pard\s1 De buurttuin\par\pard\'e9 \u233?"
    rb"{\footnote noot}\trowd a\cell b\cell\row {\pict ff}{\field{\*\fldinst x}{\fldrslt y}}\par}"
)
_HTML = (
    b"<!doctype html><html lang=nl><head><title>Tuin</title><meta charset=utf-8>"
    b"<meta name=author content='A. Bos'><meta name=date content=2014-05-12></head><body>"
    b"<nav><a href=x>Home</a></nav><main><h1>De buurttuin<sup><a>1</a></sup></h1><p>Van &eacute;"
    b"&#233;n <b>bewoner<br>s</b></p><table><caption>T</caption><tr><th>a<td>b</table><ul><li>een"
    b"<li>twee<ol><li>drie</ol></ul><pre>code\n  x</pre><script type='application/ld+json'>"
    b'{"datePublished": "2014-05-12"}</script></main><footer>voet</footer></body></html>'
)
_MARKDOWN = (
    b"---\ntitle: Tuin\nauthor: [A. Bos, {name: B}]\ndate: 2014-05-12\n---\n# Kop\n\nVan *een* "
    b"**twee** `drie` [link](http://example.org 'x') ![beeld](a.png)\\\nregel\n\n- een\n  1. in\n"
    b"     > citaat\n\n| a | b |\n|---|:-:|\n| c | d |\n\n```py\ncode\n```\n\n<div>html</div>\n\n"
    b"Setext\n===\n\n~~weg~~ &amp; <b>x</b> {% hint %}\n"
)
_TEXT = "De buurttuin\n\nEen café in de buurt: bewoners-\nbedrijf.\n\n1. een\n2. twee\f\nTwee €.\n"

MAKERS: Mapping[tuple[str, str], Callable[[], bytes]] = {
    (source.PDF, "kort.pdf"): _plain_pdf,
    (source.PDF, "rijk.pdf"): _rich_pdf,
    (source.PDF, "slot.pdf"): _locked_pdf,
    (source.PDF, "rapport.pdf"): lambda: _written(report),
    (source.PDF, "kolommen.pdf"): lambda: _written(columns),
    (source.DOCX, "rijk.docx"): _docx,
    (source.PPTX, "rijk.pptx"): _pptx,
    (source.ODT, "rijk.odt"): _odt,
    (EPUB, "boek.epub"): _epub,
    (EMAIL, "bericht.eml"): _mail,
    (RTF, "rijk.rtf"): lambda: _RTF,
    (source.HTML, "rijk.html"): lambda: _HTML,
    (source.MARKDOWN, "rijk.md"): lambda: _MARKDOWN,
    (source.TEXT, "kort.txt"): _TEXT.encode,
    (source.TEXT, "dos.txt"): lambda: _TEXT.replace("€", "").encode("cp850"),
    (source.TEXT, "breed.txt"): lambda: _TEXT.encode("utf-16"),
}
"""Media type and name -> what makes the file; those without a reader are left out."""


# Times and random numbers that programs write into files.
_CHANCE = (
    (re.compile(rb"(?<=\(D:)\d{14}|(?<=\(D\\072)\d{14}"), b"20140512093000"),
    (re.compile(rb"(?<=<)[0-9a-fA-F]{32}(?=>)"), b"0" * 32),
    (re.compile(rb"[0-9a-f]{8}(\\055[0-9a-f]{4}){3}\\055[0-9a-f]{12}"), b"0" * 48),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"), b"2014-05-12T09:30:00"),
    (re.compile(rb"={8,}\d+=="), b"=" * 27),
)


def _settled(data: bytes) -> bytes:
    """The same file whenever it is made."""
    if data.startswith(b"PK"):
        return packed({name: _settled(content) for name, content in members(data).items()})
    for pattern, fixed in _CHANCE:
        data = pattern.sub(fixed, data)
    return data


def made() -> list[Seed]:
    """The files of :data:`MAKERS` that there is a reader for; the same bytes every time."""
    return [
        Seed(name=name, media_type=media_type, data=_settled(make()))
        for (media_type, name), make in MAKERS.items()
        if media_type in READERS
    ]


def found(folder: Path = SAMPLES, most_bytes: int = 60_000) -> list[Seed]:
    """The documents in a folder that are not too large, by name."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    seeds = []
    for path in paths:
        if path.stat().st_size > most_bytes:
            continue
        try:
            media_type = source.recognise(path)
        except ReadFailed:
            continue
        if media_type in READERS and path.name != "metadata.csv":
            name = path.relative_to(folder).as_posix()
            seeds.append(Seed(name=name, media_type=media_type, data=path.read_bytes()))
    return seeds
