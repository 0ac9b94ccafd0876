"""PDFs made for the tests, with text of our own.

``python tests/ingest_pdf_samples.py FOLDER`` writes them to look at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from fpdf import FPDF

_CHAPTERS = (
    ("1 Waarom een bewonersbedrijf?", (
        "In veel wijken staat een gebouw leeg. Bewoners willen daar iets mee, maar een ver-",
        "eniging zonder geld kan geen dak vernieuwen. Een bewonersbedrijf verdient zelf en",
        "steekt de winst in de wijk.",
    ), ("een gebouw dat van de buurt is", "wijk- en buurtbeheer als opdracht")),
    ("2 Wat werkt", (
        "Een eigen gebouw geeft rust. In de Noord-",
        "Hollandse voorbeelden kwam het gebouw voor een euro van de gemeente, en dat werkt-",
        "e alleen met een sluitende begroting.",
    ), ("een huurcontract van tien jaar", "één aanspreekpunt bij de gemeente")),
    ("3 Wat niet werkt", (
        "Vrijwilligers die alles zelf moeten doen, haken af. Zonder betaalde kracht is het in-",
        "en uitstromen niet bij te houden.",
    ), ("subsidie voor één jaar",)),
    ("4 Voor wie", (
        "Het bereik verschilt: in 2014 kwamen vooral 65-",
        "plussers, in 2016 ook jongeren.",
    ), ("koffieochtend", "huiswerkklas")),
)  # fmt: skip


class _Report(FPDF):
    """A4 with a running header and a page number."""

    def header(self) -> None:
        """Set the running header."""
        self.set_font("Helvetica", size=9)
        self.cell(0, 8, "Bewonersbedrijven in de praktijk", new_x="LMARGIN", new_y="NEXT")
        self.ln(6)

    def footer(self) -> None:
        """Set the page number."""
        self.set_y(-18)
        self.set_font("Helvetica", size=9)
        self.cell(0, 8, f"Pagina {self.page_no()} van 5", align="C")


def report(path: Path) -> None:
    """Five pages with headings, paragraphs, lists, a running header and page numbers."""
    pdf = _Report()
    pdf.set_title("Bewonersbedrijven: lessen uit vier wijken")
    pdf.set_author("A. Jansen; B. de Vries")
    pdf.set_lang("nl-NL")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 26)
    pdf.multi_cell(0, 12, "Bewonersbedrijven:\nlessen uit vier wijken", align="L")
    pdf.set_font("Helvetica", size=11)
    pdf.ln(20)
    pdf.cell(0, 6, "Opgesteld voor de gemeente, mei 2014")
    for heading, lines, items in _CHAPTERS:
        pdf.add_page()
        pdf.set_font("Helvetica", "B", 16)
        pdf.cell(0, 12, heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Helvetica", size=11)
        _lines(pdf, lines)
        pdf.ln(8)
        _lines(pdf, [f"\u0095 {item}".encode("latin-1").decode("cp1252") for item in items])
    pdf.output(str(path))


def columns(path: Path) -> None:
    """One page in two columns under a title over the whole width."""
    pdf = FPDF()
    pdf.core_fonts_encoding = "windows-1252"
    pdf.add_page()
    pdf.set_font("Times", "B", 18)
    pdf.cell(0, 14, "Ontmoeten in de buurt", align="C")
    pdf.set_font("Times", size=10)
    left = [f"Linkerkolom regel {word} gaat over het buurthuis en" for word in _ORDINALS]
    right = [f"Rechterkolom regel {word} gaat over de speeltuin en" for word in _ORDINALS]
    for x, lines in ((15.0, left), (110.0, right)):
        pdf.set_xy(x, 40)
        for line in lines:
            pdf.set_x(x)
            pdf.cell(85, 5, line, new_y="NEXT")
    pdf.output(str(path))


_ORDINALS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")


def _lines(pdf: FPDF, lines: list[str] | tuple[str, ...]) -> None:
    pdf.core_fonts_encoding = "windows-1252"
    for line in lines:
        pdf.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")


SAMPLES: Mapping[str, Callable[[Path], None]] = {"report": report, "columns": columns}


def by_hand(*contents: bytes, info: bytes = b"", catalogue: bytes = b"") -> bytes:
    """A PDF with one page for each content stream, in Helvetica (``/F1``)."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * at) for at in range(len(contents)))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R " + catalogue + b">>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: b"<<" + info + b">>",
    }
    for at, content in enumerate(contents):
        objects[10 + 2 * at] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (11 + 2 * at)
        )
        objects[11 + 2 * at] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    return _file(objects)


def _file(objects: Mapping[int, bytes]) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    table = b""
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n" + table
    data += b"trailer<</Root 1 0 R/Info 4 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        start,
    )
    return bytes(data)


if __name__ == "__main__":
    for name, make in SAMPLES.items():
        make(Path(sys.argv[1]) / f"{name}.pdf")
