"""Files made to do harm do none: they are read as far as they are documents, or refused."""

from __future__ import annotations

import io
import resource
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fpdf import FPDF
from ingest_outcomes import BROKE, EXPECTED, READ, REFUSED, outcome_of
from ingest_pdf_samples import by_hand
from ingest_seeds import made
from pypdf import PdfWriter
from pypdf.actions import JavaScript

from corpus.errors import ReadFailed
from ingest import extract, source
from ingest.extract import Extractor, Limits

_SEEDS = {seed.name: seed for seed in made()}
_DEPTH = 30
_LAUGHS = '<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, _DEPTH)
)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(Limits(seconds=5, memory_mb=600)) as extractor:
        yield extractor


@pytest.fixture(autouse=True)
def _we_stay_small_ourselves() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # KB


def _with(name: str, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """A sample archive with one member changed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_SEEDS[name].data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, change(content) if each == member else content)
    return packed.getvalue()


def _declaring(content: bytes, entities: str) -> tuple[bytes, bytes]:
    """The start of an XML file with these entities, and its root element."""
    root = content[content.index(b"<", content.find(b"?>") + 1) :]
    name = root[1:].split(b">")[0].split()[0]
    return b'<?xml version="1.0"?><!DOCTYPE %s [%s]>' % (name, entities.encode()), root


def _laughing(content: bytes) -> bytes:
    """XML with ten entities of ten entities … in its first and in its last element."""
    start, root = _declaring(content, _LAUGHS)
    laugh = b"&l%d;" % (_DEPTH - 1)
    first = root.index(b">") + 1
    last = root.rindex(b"</")
    return start + root[:first] + laugh + root[first:last] + laugh + root[last:]


# --- XML -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "member"), [
    ("rijk.docx", "word/document.xml"), ("rijk.docx", "word/styles.xml"),
    ("rijk.docx", "docProps/core.xml"), ("rijk.docx", "[Content_Types].xml"),
    ("rijk.pptx", "ppt/slides/slide1.xml"), ("rijk.pptx", "ppt/presentation.xml"),
    ("rijk.odt", "content.xml"), ("rijk.odt", "styles.xml"), ("rijk.odt", "meta.xml"),
    ("rijk.odt", "META-INF/manifest.xml"),
])  # fmt: skip
def test_a_billion_laughs_in_an_office_file_are_not_laughed(
    extractor: Extractor, tmp_path: Path, name: str, member: str
) -> None:
    (tmp_path / name).write_bytes(_with(name, member, _laughing))
    done = outcome_of(extractor, tmp_path / name, _SEEDS[name].media_type)
    assert done.result in {READ, REFUSED}
    assert "haha" not in done.text


@pytest.mark.parametrize("name", ["a.html", "a.xhtml"])
def test_a_billion_laughs_in_a_web_page_are_not_laughed(
    extractor: Extractor, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(
        f'<?xml version="1.0"?><!DOCTYPE html [{_LAUGHS}]>'
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Wijk &l{_DEPTH - 1};</p></body>"
    )
    done = outcome_of(extractor, tmp_path / name, source.HTML)
    assert "Wijk" in done.text
    assert len(done.text) < 10_000


@pytest.mark.parametrize(("name", "member"), [
    ("rijk.docx", "word/document.xml"), ("rijk.pptx", "ppt/slides/slide1.xml"),
    ("rijk.odt", "content.xml"),
])  # fmt: skip
def test_an_entity_of_a_file_outside_is_not_fetched(
    extractor: Extractor, tmp_path: Path, name: str, member: str
) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("sleutel")

    def pointing(content: bytes) -> bytes:
        assert b"De buurttuin" in content
        start, root = _declaring(content, f'<!ENTITY e SYSTEM "{secret.as_uri()}">')
        return start + root.replace(b"De buurttuin", b"De &e; buurttuin")

    (tmp_path / name).write_bytes(_with(name, member, pointing))
    done = outcome_of(extractor, tmp_path / name, _SEEDS[name].media_type)
    assert done.result in {READ, REFUSED}
    assert "sleutel" not in repr(done)


def test_what_a_word_document_points_to_outside_is_left_there(
    extractor: Extractor, tmp_path: Path
) -> None:
    template = (
        b'<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/%s" Target="http://127.0.0.1:9/a" TargetMode="External"/>'
    )
    outside = b"".join(
        template % (kind, kind) for kind in (b"attachedTemplate", b"image", b"footnotes")
    )
    file = tmp_path / "a.docx"
    file.write_bytes(
        _with(
            "rijk.docx",
            "word/_rels/document.xml.rels",
            lambda content: content.replace(b"</Relationships>", outside + b"</Relationships>"),
        )
    )
    assert "De buurttuin" in outcome_of(extractor, file, source.DOCX).text


# --- PDF -----------------------------------------------------------------------------------------


def test_scripts_actions_and_files_inside_a_pdf_do_nothing(
    extractor: Extractor, tmp_path: Path
) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    text = "De bewoners beheren samen de buurttuin achter de flat."
    pdf.cell(text=text, link="http://127.0.0.1:9/")
    pdf.embed_file(basename="bijlage.exe", bytes=b"MZ geheim")
    writer = PdfWriter(clone_from=io.BytesIO(bytes(pdf.output())))
    writer.add_open_action(JavaScript("app.launchURL('http://127.0.0.1:9/')"))
    writer.write(tmp_path / "a.pdf")
    assert outcome_of(extractor, tmp_path / "a.pdf", source.PDF).text == text
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed by zlib: the same block over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + bytes(4)


def _packed_page(content: bytes, filters: bytes) -> bytes:
    """A PDF whose one page has this packed content."""
    told = b"<</Length %d>>" % len(content)
    plain = by_hand(b"@" * len(content)).replace(told, told[:-2] + b"/Filter" + filters + b">>")
    return plain.replace(b"@" * len(content), content)


@pytest.mark.parametrize("filters", [b"/FlateDecode", b"[/FlateDecode/FlateDecode]"])
def test_a_page_that_unpacks_to_gigabytes_is_stopped_at_a_limit(
    extractor: Extractor, tmp_path: Path, filters: bytes
) -> None:
    twice = filters.startswith(b"[")
    content = zlib.compress(_zeros(2048), 9) if twice else _zeros(2048)
    (tmp_path / "a.pdf").write_bytes(_packed_page(content, filters))
    assert (tmp_path / "a.pdf").stat().st_size < 3_000_000
    done = outcome_of(extractor, tmp_path / "a.pdf", source.PDF)
    assert done.result in {*EXPECTED, BROKE}  # PDFium ends its process when memory runs out
    assert not done.text


@pytest.mark.parametrize("kids", [b"2 0 R", b"2 0 R 2 0 R 10 0 R", b"10 0 R 10 0 R 2 0 R"])
def test_a_page_tree_that_is_a_loop_ends(extractor: Extractor, tmp_path: Path, kids: bytes) -> None:
    data = by_hand(b"BT /F1 12 Tf 72 720 Td (Wijk) Tj ET")
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/Kids[10 0 R]", b"/Kids[" + kids + b"]"))
    assert outcome_of(extractor, tmp_path / "a.pdf", source.PDF).result in {READ, REFUSED}


@pytest.mark.parametrize("kids", [1, 100_000])
def test_a_pdf_of_more_pages_than_any_document_is_refused(tmp_path: Path, kids: int) -> None:
    data = by_hand(b"BT /F1 12 Tf 72 720 Td (Wijk) Tj ET")
    tree = b"/Count 100000/Kids[%s]" % (b"10 0 R " * kids)
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/Count 1/Kids[10 0 R]", tree))
    with (
        Extractor(Limits(seconds=60, memory_mb=600)) as extractor,
        pytest.raises(ReadFailed, match="has 100000 pages, more than any document; if it is"),
    ):
        extractor.extract(tmp_path / "a.pdf", source.PDF)


def test_a_text_of_more_pages_than_any_document_is_refused(
    extractor: Extractor, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("a\f" * 30_000)
    with pytest.raises(ReadFailed, match="has 30000 pages, more than any document"):
        extractor.extract(tmp_path / "a.txt", source.TEXT)


def test_letters_far_off_the_paper_do_not_hang_the_second_engine(
    extractor: Extractor, tmp_path: Path
) -> None:
    odd = b"(DeBewonersVan DeWijkBeheren) Tj 0 -40 Td " * 10  # which the first reads badly
    content = b"BT /F1 9 Tf 72 700 Td " + odd + b" 2000000000 0 Td (ver) Tj ET"
    (tmp_path / "a.pdf").write_bytes(by_hand(content))
    assert "DeWijkBeheren" in outcome_of(extractor, tmp_path / "a.pdf", source.PDF).text


def _picture(side: int) -> bytes:
    """A page of nothing but a picture of so many dots high and wide, packed to little."""
    dots = _zeros(side * side >> 20)
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (side, side, len(dots), dots)
    )
    data = by_hand(b"595 0 0 842 0 0 cm /I Do")
    data = data.replace(b"/Font<</F1 3 0 R>>", b"/XObject<</I 20 0 R>>")
    return data.replace(b"xref\n", b"20 0 obj\n" + picture + b"\nendobj\nxref\n", 1)


def test_a_picture_of_milliards_of_dots_is_an_empty_page(
    extractor: Extractor, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(_picture(60_000))
    reading = outcome_of(extractor, tmp_path / "a.pdf", source.PDF).reading
    assert reading is not None
    assert [(page.text, page.quality) for page in reading.pages] == [("", 0)]


@pytest.mark.skipif(not extract.can_recognise(), reason="install tesseract-ocr to test scans")
def test_the_scanned_pages_of_a_file_have_a_limit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = b"/Count 3000/Kids[10 0 R " + b"null " * 2999 + b"]"
    data = by_hand(b"BT /F1 12 Tf 72 720 Td (Wijk) Tj ET")
    (tmp_path / "a.pdf").write_bytes(data.replace(b"/Count 1/Kids[10 0 R]", tree))
    monkeypatch.setattr(extract, "_TIMES_FOR_SCANS", 0.05)  # a quarter of a second
    with Extractor(Limits(seconds=5)) as extractor:
        reading = extractor.extract(tmp_path / "a.pdf", source.PDF)
    assert len(reading.pages) == 3000
