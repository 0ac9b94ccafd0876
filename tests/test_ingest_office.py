"""Reading Word, PowerPoint and OpenDocument files."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
import odfdo
import pptx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.office import read_docx, read_odt, read_pptx
from ingest.reading import Reading

SHARED = Path(__file__).parents[2] / "shared" / "documents"
READERS: dict[str, Callable[[Path], Reading]] = {
    "docx": read_docx,
    "pptx": read_pptx,
    "odt": read_odt,
}
ANY_FORMAT = pytest.mark.parametrize("ending", READERS)


def word(tmp_path: Path, document: WordDocument) -> Reading:
    path = tmp_path / "verslag.docx"
    document.save(str(path))
    return read_docx(path)


def example(tmp_path: Path, ending: str) -> Path:
    """A small real file of a format, with the word ``buurttuin`` in it."""
    path = tmp_path / f"voorbeeld.{ending}"
    if ending == "docx":
        document = docx.Document()
        document.add_paragraph("De buurttuin")
        document.save(str(path))
    elif ending == "pptx":
        slides = pptx.Presentation()
        slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "De buurttuin"
        slides.save(str(path))
    else:
        text = odfdo.Document("text")
        text.body.append(odfdo.Paragraph("De buurttuin"))
        text.save(path)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same archive with the content of its members changed; None leaves one out."""
    copy = path.with_name("veranderd-" + path.name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


def test_paragraphs_and_tables_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Vooraf")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Wijk", "Aantal", "Noord", "12"], strict=True):
        cell.text = text
    document.add_paragraph("Achteraf")
    document.add_paragraph("een", style="List Bullet")
    assert word(tmp_path, document).pages[0].text == (
        "Vooraf\n\nWijk | Aantal\nNoord | 12\n\nAchteraf\n\n- een"
    )


def test_headings_are_known_by_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Zelfbeheer", 0)
    document.add_heading("Aanpak", 1)
    dutch = document.styles.add_style("Kop 2", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Bewoners", style=dutch)
    resting = document.styles.add_style("Huisstijlkop", WD_STYLE_TYPE.PARAGRAPH)
    resting.base_style = document.styles["Heading 1"]
    document.add_paragraph("Uitkomst", style=resting)
    outlined = document.add_paragraph("Bijlage")
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    outlined._p.get_or_add_pPr().append(level)
    document.add_paragraph("Gewone tekst.").runs[0].bold = True
    reading = word(tmp_path, document)
    assert reading.heading == "Zelfbeheer"
    assert reading.headings == ("Aanpak", "Bewoners", "Uitkomst", "Bijlage")


def test_short_bold_lines_are_headings_only_where_no_style_is_used(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Aanleiding").bold = True
    document.add_paragraph("De tuin lag braak.")
    assert word(tmp_path, document).headings == ("Aanleiding",)
    document.add_heading("Echte kop", 1)
    assert word(tmp_path, document).headings == ("Echte kop",)


def test_headers_and_footers_are_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("De tekst")
    document.sections[0].header.paragraphs[0].text = "Gemeente Ergens"
    document.sections[0].footer.paragraphs[0].text = "Pagina 1"
    assert word(tmp_path, document).pages[0].text == "De tekst"


def test_links_and_insertions_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Zie ")
    for wrapper, inner in [
        ("w:hyperlink", "<w:t>de site</w:t>"),
        ("w:ins", "<w:t> nu</w:t>"),
        ("w:del", "<w:delText> weg</w:delText>"),
        ("w:moveFrom", "<w:t> oud</w:t>"),
    ]:
        run = f"<{wrapper} {nsdecls('w')}><w:r>{inner}</w:r></{wrapper}>"
        paragraph._p.append(parse_xml(run))
    assert word(tmp_path, document).pages[0].text == "Zie de site nu"


def test_an_empty_cell_keeps_what_is_below_each_other_together(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 4)
    texts = ["Wijk", "", "Huis", "Tuin", "Noord", "", "", "12", "Zuid", "", "3", ""]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    assert word(tmp_path, document).pages[0].text == "Wijk | Huis | Tuin\nNoord |  | 12\nZuid | 3"


def test_a_frame_around_paragraphs_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    (cell,) = document.add_table(1, 1)._cells
    cell.text = "Zelfbeheer"
    cell.add_paragraph("Een verkenning", style="Heading 1")
    cell.add_paragraph("Auteurs: Noor Jansen")
    reading = word(tmp_path, document)
    assert reading.pages[0].text == "Zelfbeheer\n\nEen verkenning\n\nAuteurs: Noor Jansen"
    assert reading.heading == "Een verkenning"


def test_hidden_text_and_what_should_be_filled_in_are_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Zie ")
    for run in (
        "<w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t>",
        '<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>hier</w:t>',
    ):
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))
    for shown, text in (("<w:showingPlcHdr/>", "Vul in"), ("", " en daar")):
        paragraph._p.append(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtPr>{shown}</w:sdtPr><w:sdtContent><w:r>"
                f"<w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
    assert word(tmp_path, document).pages[0].text == "Zie hier en daar"


def test_an_equation_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    document.add_paragraph("Dus ")._p.append(
        parse_xml(f"<m:oMath {space}><m:r><m:t>a=b</m:t></m:r></m:oMath>")
    )
    assert word(tmp_path, document).pages[0].text == "Dus a=b"


def test_text_boxes_follow_their_paragraph_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Naast het kader")
    space = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>In het kader</w:t></w:r></w:p></w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f"<w:r {space}><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert word(tmp_path, document).pages[0].text == "Naast het kader\n\nIn het kader"


def paged(tmp_path: Path, declared: int) -> Reading:
    """A document with one page end Word drew, one a person made, and a number of pages."""
    document = docx.Document()
    document.add_paragraph("Een").add_run()._r.append(OxmlElement("w:lastRenderedPageBreak"))
    document.add_paragraph("Twee").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Drie")
    path = tmp_path / "bladen.docx"
    document.save(str(path))
    pages = f"<Pages>{declared}</Pages>".encode()
    return read_docx(changed(path, lambda _, data: re.sub(rb"<Pages>\d+</Pages>", pages, data)))


def test_pages_are_known_when_marks_and_count_agree(tmp_path: Path) -> None:
    pages = paged(tmp_path, declared=3).pages
    assert [(page.number, page.text) for page in pages] == [(1, "Een"), (2, "Twee"), (3, "Drie")]


@pytest.mark.parametrize("declared", [1, 2, 4])
def test_pages_that_are_not_certain_are_one_page(tmp_path: Path, declared: int) -> None:
    (only,) = paged(tmp_path, declared).pages
    assert (only.number, only.text) == (1, "Een\n\nTwee\n\nDrie")


def test_core_properties_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.language = "Wijkplan", "An Bos; Jan Vos", "nl-NL"
    core.modified = datetime(2014, 5, 12)
    reading = word(tmp_path, document)
    assert (reading.title, reading.authors) == ("Wijkplan", ("An Bos", "Jan Vos"))
    assert (reading.dated, reading.language) == ("2014-05-12", "nl")


@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_a_file_without_properties_says_nothing_of_itself(tmp_path: Path, ending: str) -> None:
    def without(name: str, data: bytes) -> bytes | None:
        if name == "docProps/core.xml":
            return None
        return re.sub(rb"<(Relationship|Override) [^>]*core[^>]*/>", b"", data)

    reading = READERS[ending](changed(example(tmp_path, ending), without))
    assert (reading.title, reading.authors, reading.dated) == (None, (), None)


def test_a_slide_is_a_page_with_its_table_and_notes(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[1])
    first.shapes.title.text = "Zelfbeheer"
    first.placeholders[1].text = "Bewoners kiezen\nGemeente helpt"
    first.notes_slide.notes_text_frame.text = "Noem het voorbeeld."
    second = slides.slides.add_slide(slides.slide_layouts[5])
    second.shapes.title.text = "Cijfers"
    table = second.shapes.add_table(1, 2, 0, 0, 9999, 9999).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Noord", "12"
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "In een groep"
    slides.slides.add_slide(slides.slide_layouts[6])
    path = tmp_path / "praatje.pptx"
    slides.save(str(path))
    reading = read_pptx(path)
    assert [(page.number, page.text) for page in reading.pages] == [
        (1, "Zelfbeheer\n\n- Bewoners kiezen\n- Gemeente helpt\n\nNoem het voorbeeld."),
        (2, "Cijfers\n\nNoord | 12\n\nIn een groep"),
        (3, ""),
    ]
    assert reading.pages[2].quality == 0.0
    assert (reading.heading, reading.headings) == ("Zelfbeheer", ("Zelfbeheer", "Cijfers"))


def test_a_presentation_without_slides_has_one_empty_page(tmp_path: Path) -> None:
    path = tmp_path / "leeg.pptx"
    pptx.Presentation().save(str(path))
    assert [page.text for page in read_pptx(path).pages] == [""]


def odt(tmp_path: Path, body: str, pages: int | None = None) -> Reading:
    path = example(tmp_path, "odt")
    count = f'<meta:document-statistic meta:page-count="{pages}"/></office:meta>'

    def change(name: str, data: bytes) -> bytes:
        if name == "content.xml":
            inside = f"<office:text>{body}</office:text>"
            pattern = r"<office:text\b.*</office:text>|<office:text\b[^>]*/>"
            return re.sub(pattern, lambda _: inside, data.decode(), flags=re.DOTALL).encode()
        if name == "meta.xml" and pages:
            without = re.sub(rb"<meta:document-statistic[^>]*/>", b"", data)
            return without.replace(b"</office:meta>", count.encode())
        return data

    return read_odt(changed(path, change))


def test_the_parts_of_an_opendocument_text_come_in_order(tmp_path: Path) -> None:
    reading = odt(
        tmp_path,
        '<text:p text:style-name="Title">Zelfbeheer</text:p>'
        '<text:h text:outline-level="1">Aanpak</text:h>'
        '<text:p>Met<text:s text:c="99999999"/>de<text:line-break/>buurt'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Een noot.</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>een</text:p><text:list><text:list-item>"
        "<text:p>diep</text:p></text:list-item></text:list></text:list-item></text:list>"
        '<table:table><table:table-row table:number-rows-repeated="9999999"><table:table-cell>'
        "<text:p>Noord</text:p></table:table-cell><table:table-cell><text:p>12</text:p>"
        "</table:table-cell></table:table-row></table:table>",
    )
    assert reading.pages[0].text == (
        "Zelfbeheer\n\nAanpak\n\nMet de\nbuurt.\n\nEen noot.\n\n- een\n\n- diep\n\nNoord | 12"
    )
    assert (reading.heading, reading.headings) == ("Zelfbeheer", ("Aanpak",))


@pytest.mark.parametrize(
    ("declared", "texts"), [(2, ["Een half", "woord"]), (3, ["Een half\n\nwoord"])]
)
def test_pages_of_opendocument_are_known_when_marks_and_count_agree(
    tmp_path: Path, declared: int, texts: list[str]
) -> None:
    body = "<text:p>Een half <text:soft-page-break/>woord</text:p>"
    assert [page.text for page in odt(tmp_path, body, declared).pages] == texts


def test_hidden_text_of_opendocument_is_no_text(tmp_path: Path) -> None:
    style = (
        '<style:style style:name="weg" style:family="text"><style:text-properties '
        'text:display="none"/></style:style></office:automatic-styles>'
    )
    path = example(tmp_path, "odt")
    body = (
        '<office:text><text:p>blijft <text:span text:style-name="weg">verborgen</text:span>staan'
        '<text:hidden-text text:is-hidden="true">ook</text:hidden-text></text:p>'
        '<text:p text:style-name="weg">weg</text:p></office:text>'
    )

    def change(name: str, data: bytes) -> bytes:
        if name != "content.xml":
            return data
        text = re.sub(
            r"<office:automatic-styles\s*/>",
            "<office:automatic-styles></office:automatic-styles>",
            data.decode(),
        )
        text = text.replace("</office:automatic-styles>", style, 1)
        pattern = r"<office:text\b.*</office:text>|<office:text\b[^>]*/>"
        return re.sub(pattern, lambda _: body, text, flags=re.DOTALL).encode()

    assert read_odt(changed(path, change)).pages[0].text == "blijft staan"


def test_comments_and_removed_text_are_no_text(tmp_path: Path) -> None:
    reading = odt(
        tmp_path,
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>blijft<office:annotation><text:p>opmerking</text:p></office:annotation></text:p>",
    )
    assert reading.pages[0].text == "blijft"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real documents is not here")
@ANY_FORMAT
def test_every_real_office_file_gives_text(ending: str) -> None:
    paths = sorted(SHARED.glob(f"*/*.{ending}"))
    assert paths
    for path in paths:
        reading = READERS[ending](path)
        assert sum(len(page.text) for page in reading.pages) > 300, path.name
        assert [page.number for page in reading.pages] == [*range(1, len(reading.pages) + 1)]
