"""Make the PDF and Word files of the demonstration collection from the texts in ``sources/``.

``sources/<name>.pdf.md`` becomes ``documents/<name>.pdf``, likewise ``.docx``. A
source is Markdown with a little YAML above it; of Markdown only ``##`` headings, paragraphs,
``-`` lists and ``|`` tables are understood. Each made file says on its first page and
in its metadata that it is invented. The same sources and fonts give the same bytes.
"""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
import yaml
from docx.document import Document as WordDocument
from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout
from fpdf.text_region import TextColumns

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
FONTS = Path("/usr/share/fonts/truetype/liberation")  # package fonts-liberation, licence OFL
SOFT_HYPHEN = "\u00ad"
NOTICE = {
    "nl": "Dit is een verzonnen voorbeeld, gemaakt om watwerkt te laten zien; de organisaties, "
    "projecten, cijfers en uitkomsten in deze tekst bestaan niet.",
    "en": "This is an invented example, made to demonstrate watwerkt; the organisations, projects, "
    "figures and findings in this text do not exist.",
}
SHORT_NOTICE = {"nl": "Verzonnen voorbeeld", "en": "Invented example"}
PAGE_NUMBER = {"nl": "pagina {} van {{nb}}", "en": "page {} of {{nb}}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading (``##``), paragraph (empty kind), list item (``-``) or table (``|``)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text with what its front matter says about it."""

    title: str
    byline: str
    author: str
    date: dt.datetime
    running: str = ""
    lang: str = "nl"
    columns: int = 1
    font: str = "Serif"
    blocks: tuple[Block, ...] = ()


def parse_blocks(text: str) -> list[Block]:
    """Read the lines between two blank lines."""
    if text.startswith("|"):
        lines = [line for line in text.splitlines() if not re.fullmatch(r"[|\s:-]+", line)]
        rows = tuple(tuple(c.strip() for c in line.strip("|").split("|")) for line in lines)
        return [Block(kind="|", rows=rows)]
    if text.startswith("- "):
        items = re.split(r"^- ", text, flags=re.MULTILINE)[1:]
        return [Block(kind="-", text=" ".join(item.split())) for item in items]
    if text.startswith("## "):
        return [Block(kind="##", text=text[3:])]
    return [Block(kind="", text=" ".join(text.split()))]


def read_source(path: Path) -> Source:
    """Read a source file: YAML between two ``---`` lines, then Markdown."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    parts = re.split(r"\n\s*\n", body.strip())
    blocks = tuple(block for part in parts for block in parse_blocks(part))
    return Source(**yaml.safe_load(head), blocks=blocks)


def read_breaks(path: Path) -> dict[str, str]:
    """Read word parts with hyphens where they may be broken, as part → part with soft hyphens."""
    parts = path.read_text(encoding="utf-8").split()
    return {part.replace("-", ""): part.replace("-", SOFT_HYPHEN) for part in parts}


def hyphenate(text: str, breaks: dict[str, str]) -> str:
    """Put soft hyphens where a word may be broken; keep a euro sign with its amount."""
    longest_first = "|".join(sorted(breaks, key=len, reverse=True))
    softened = re.sub(longest_first, lambda match: breaks[match[0]], text)
    return re.sub(rf"(?<!\w){SOFT_HYPHEN}", "", softened).replace("€ ", "€\u00a0")


class Report(FPDF):
    """An A4 report: title block on the first page, running header and page numbers."""

    def __init__(self, source: Source, breaks: dict[str, str]) -> None:
        super().__init__(format="A4")
        self.source, self.breaks = source, breaks
        self.set_margins(27, 30, 27)
        self.set_auto_page_break(auto=True, margin=28)
        self.head, self.body = self.load_fonts()
        self.set_creation_date(source.date)
        self.set_title(source.title)
        self.set_author(source.author)
        self.set_subject(NOTICE[source.lang])
        self.set_keywords(SHORT_NOTICE[source.lang].lower())
        self.set_lang(source.lang)
        self.set_producer("watwerkt")

    def load_fonts(self) -> tuple[str, str]:
        """Embed Liberation where it is installed; else the core fonts, which cover Dutch."""
        if not FONTS.is_dir():
            return "Helvetica", {"Serif": "Times", "Sans": "Helvetica"}[self.source.font]
        for name in ("Sans", "Serif"):
            self.add_font(name, "", FONTS / f"Liberation{name}-Regular.ttf")
        self.add_font("Sans", "B", FONTS / "LiberationSans-Bold.ttf")
        return "Sans", self.source.font

    def header(self) -> None:
        """Write the running header, from the second page on."""
        if self.page_no() == 1:
            return
        self.set_font(self.head, size=8.5)
        self.set_y(14)
        self.cell(0, 5, self.source.running)
        self.set_draw_color(150)
        self.line(self.l_margin, 20, self.w - self.r_margin, 20)
        self.set_y(self.t_margin)

    def footer(self) -> None:
        """Write the short notice and the page number."""
        self.set_font(self.head, size=8.5)
        self.set_y(-17)
        self.cell(0, 5, SHORT_NOTICE[self.source.lang])
        self.set_x(self.l_margin)
        self.cell(0, 5, PAGE_NUMBER[self.source.lang].format(self.page_no()), align="R")

    def put(self, text: str, size: float, *, style: str = "", fill: bool = False) -> None:
        """Write text over the full width, then a little space."""
        self.set_font(self.head, style, size)
        pad = 3 if fill else 0
        self.multi_cell(0, size * 0.5, text, align="L", fill=fill, padding=pad)
        self.set_xy(self.l_margin, self.y + 3)

    def write_block(self, region: TextColumns, block: Block) -> None:
        """Write a heading, paragraph or list item into the columns."""
        if block.kind == "##":
            self.set_font(self.head, "B", 13)
            with region.paragraph(Align.L, top_margin=3.5, bottom_margin=1.5) as part:
                part.write(block.text)
            return
        self.set_font(self.body, size=11.5 if self.source.columns == 1 else 10.5)
        indent, bullet, space = (5, "•", 1.0) if block.kind == "-" else (0, "", 2.8)
        with region.paragraph(indent=indent, bullet_string=bullet, bottom_margin=space) as part:
            part.write(hyphenate(block.text, self.breaks))

    def write_columns(self, columns: int, blocks: Iterable[Block]) -> None:
        """Write blocks other than tables into columns."""
        with self.text_columns(ncols=columns, gutter=7, line_height=1.4) as to:
            for block in blocks:
                self.write_block(to, block)

    def write_table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        """Write a small table over the full width, whole on one page."""
        self.set_font(self.head, size=9.5)
        if self.y + 9 * len(rows) > self.h - self.b_margin:
            self.add_page()
        lines, widths = TableBordersLayout.HORIZONTAL_LINES, (3, *(2 for _ in rows[0][1:]))
        with self.table(
            rows, borders_layout=lines, col_widths=widths, line_height=6, text_align="LEFT"
        ):
            pass  # the rows are all that is in it
        self.set_y(self.y + 4)

    def write_all(self) -> None:
        """Write the whole report; a heading never stands alone at the foot of a page."""
        self.add_page()
        self.set_text_color(20, 60, 90)
        self.put(self.source.title, 20, style="B")
        self.set_text_color(0)
        self.put(self.source.byline, 10.5)
        self.set_fill_color(238, 243, 238)
        self.put(NOTICE[self.source.lang], 9.5, fill=True)
        blocks, columns = self.source.blocks, self.source.columns
        for group in [blocks] if columns > 1 else [(block,) for block in blocks]:
            if group[0].kind == "##" and self.y > self.h - 90:
                self.add_page()
            if group[0].kind == "|":
                self.write_table(group[0].rows)
            else:
                self.write_columns(columns, group)


def make_pdf(source: Source, breaks: dict[str, str]) -> bytes:
    """Return the source as a PDF."""
    report = Report(source, breaks)
    report.write_all()
    return bytes(report.output())


def fill_word(word: WordDocument, source: Source) -> None:
    """Write title, notice and blocks into an empty Word document."""
    word.add_heading(source.title, level=0)
    word.add_paragraph(source.byline, style="Subtitle")
    word.add_paragraph(NOTICE[source.lang], style="Intense Quote")
    for block in source.blocks:
        if block.kind == "##":
            word.add_heading(block.text, level=1)
        elif block.kind == "|":
            table = word.add_table(0, len(block.rows[0]), style="Light Grid Accent 1")
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            word.add_paragraph(block.text, style="List Bullet" if block.kind == "-" else None)


def make_docx(source: Source) -> bytes:
    """Return the source as a Word file, with fixed times also inside the package."""
    word = docx.Document()
    fill_word(word, source)
    props = word.core_properties
    props.title, props.author, props.comments = source.title, source.author, NOTICE[source.lang]
    props.keywords, props.language = SHORT_NOTICE[source.lang].lower(), source.lang
    props.created = props.modified = source.date.replace(tzinfo=None)
    packed, result = BytesIO(), BytesIO()
    word.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


def main() -> None:
    """Make every file anew and name it."""
    breaks = read_breaks(SOURCES / "afbreken.txt")
    for path in sorted(SOURCES.glob("*.md")):
        target, source = HERE / "documents" / path.stem, read_source(path)
        made = make_pdf(source, breaks) if target.suffix == ".pdf" else make_docx(source)
        print(f"{target.name}: {target.write_bytes(made)} bytes")


if __name__ == "__main__":
    main()
