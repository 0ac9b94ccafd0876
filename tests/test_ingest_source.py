"""Which files are found, and what they are taken for."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadFailed, UsageError
from ingest.source import (
    DOC,
    DOCX,
    EMAIL,
    EPUB,
    HTML,
    MARKDOWN,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    TEXT,
    Unreadable,
    discover,
    is_plain_zip,
    recognise,
    sha256,
)

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"
_PML = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_SML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def _zip(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _ooxml(path: Path, content_type: str) -> Path:
    listed = f'<Types><Override PartName="/main.xml" ContentType="{content_type}"/></Types>'
    return _zip(path, **{"[Content_Types].xml": listed, "main.xml": "<x/>"})


def _found(*paths: Path) -> list[Path]:
    found = list(discover(paths))
    assert all(isinstance(item, Path) for item in found), found
    return [item for item in found if isinstance(item, Path)]


@contextmanager
def _unprivileged() -> Iterator[Path]:
    """A folder of which the rights count, also when the tests run as root."""
    root = os.getuid() == 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        if root:
            os.setresuid(65534, 65534, 0)
        try:
            yield folder
        finally:
            if root:
                os.setresuid(0, 0, 0)
            for item in folder.iterdir():
                item.chmod(0o700)


def test_files_of_a_folder_come_sorted_and_at_any_depth(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "c.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("tekst")
    assert [str(path.relative_to(tmp_path)) for path in _found(tmp_path)] == [
        "a/b/c.txt", "a/z.txt", "b.txt", "c.pdf",
    ]  # fmt: skip


def test_a_missing_path_is_named_before_anything_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("tekst")
    with pytest.raises(UsageError, match=r"weg\.pdf does not exist"):
        next(discover([tmp_path, tmp_path / "weg.pdf"]))


@pytest.mark.parametrize("name", [
    ".verborgen.pdf", ".map/a.pdf", "~$rapport.docx", "metadata.csv", "Thumbs.db", "desktop.ini",
    "rapport.pdf.yaml", "rapport.pdf.yml", "rapport.pdf.json",
])  # fmt: skip
def test_what_goes_with_documents_is_no_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "rapport.pdf").write_text("tekst")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("tekst")
    assert [path.name for path in _found(tmp_path)] == ["rapport.pdf"]


@pytest.mark.parametrize("name", ["README.md", "los.yaml", "metadata.txt"])
def test_names_that_only_look_special_are_documents(tmp_path: Path, name: str) -> None:
    (tmp_path / "rapport.pdf").write_text("tekst")
    (tmp_path / name).write_text("tekst")
    assert {path.name for path in _found(tmp_path)} == {"rapport.pdf", name}


@pytest.mark.parametrize("name", ["rapport.yaml", "rapport.yml", "rapport.JSON"])
def test_metadata_with_half_a_name_is_told_how_it_must_be_called(tmp_path: Path, name: str) -> None:
    (tmp_path / "rapport.pdf").write_text("tekst")
    (tmp_path / name).write_text("title: Rapport")
    reasons = {i.path.name: i.reason for i in discover([tmp_path]) if isinstance(i, Unreadable)}
    right = f"rapport.pdf{Path(name).suffix}"
    assert reasons == {name: f"This looks like metadata; name it {right}."}


def test_a_hidden_file_is_taken_when_it_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / ".verborgen.txt").write_text("tekst")
    assert _found(tmp_path / ".verborgen.txt") == [tmp_path / ".verborgen.txt"]


def test_a_sidecar_is_left_out_also_when_it_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("tekst")
    (tmp_path / "a.txt.yaml").write_text("title: A")
    assert _found(tmp_path / "a.txt", tmp_path / "a.txt.yaml") == [tmp_path / "a.txt"]


def test_a_loop_of_folders_ends(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "a.txt").write_text("tekst")
    (tmp_path / "map" / "terug").symlink_to(tmp_path)
    (tmp_path / "zelf").symlink_to(tmp_path / "zelf")
    found = list(discover([tmp_path]))
    assert [item.name for item in found if isinstance(item, Path)] == ["a.txt"]
    assert [item.path.name for item in found if isinstance(item, Unreadable)] == ["zelf"]


def test_a_file_comes_once_however_many_ways_lead_to_it(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "uit"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("tekst")
    (inside / "b.txt").hardlink_to(outside / "a.txt")
    (inside / "c.txt").symlink_to(outside / "a.txt")
    (inside / "map").symlink_to(outside)
    (inside / "nogmaals").symlink_to(outside)
    assert _found(inside, outside, outside / "a.txt") == [inside / "b.txt"]


def test_a_link_out_of_the_folder_is_left_out_unless_its_place_is_named_too(
    tmp_path: Path,
) -> None:
    inside, outside = tmp_path / "in", tmp_path / "uit"
    inside.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("tekst")
    (inside / "b.txt").symlink_to("../uit/a.txt")
    (inside / "map").symlink_to(outside)
    (tmp_path / "naar-in").symlink_to(inside)
    for found in (discover([inside]), discover([tmp_path / "naar-in"])):
        link, folder = (item for item in found if isinstance(item, Unreadable))
        assert (link.path.name, folder.path.name) == ("b.txt", "map")
        assert link.reason.startswith("This is a link to a place outside the folder, so it was")
    assert _found(inside, outside) == [inside / "b.txt"]


def test_a_broken_link_and_a_pipe_are_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nergens")
    os.mkfifo(tmp_path / "b")
    (tmp_path / "c.txt").write_text("tekst")
    broken, pipe, text = discover([tmp_path])
    assert isinstance(broken, Unreadable)
    assert broken.reason == "The link leads nowhere; restore it or leave it out."
    assert isinstance(pipe, Unreadable)
    assert text == tmp_path / "c.txt"


def test_what_may_not_be_read_is_reported_once_and_the_rest_goes_on() -> None:
    with _unprivileged() as folder:
        for name in ("a.txt", "b", "c.txt"):
            (folder / name).mkdir() if name == "b" else (folder / name).write_text("tekst")
        (folder / "a.txt").chmod(0)
        (folder / "b").chmod(0)
        file, subfolder, text = discover([folder])
        assert isinstance(file, Unreadable)
        assert file.reason == "You have no permission to read this file; ask its owner for " \
                              "read access."  # fmt: skip
        assert isinstance(subfolder, Unreadable)
        assert "this folder" in subfolder.reason
        assert text == folder / "c.txt"
        for read in (recognise, sha256):
            with pytest.raises(ReadFailed, match="no permission"):
                read(folder / "a.txt")


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    content = bytes(range(256)) * 5000
    (tmp_path / "a").write_bytes(content)
    assert sha256(tmp_path / "a") == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("read", [recognise, sha256])
def test_a_file_that_went_away_is_told_plainly(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(ReadFailed, match="This file is gone"):
        read(tmp_path / "weg.pdf")


_PAGE = "<html><body><p>Wijk</p></body></html>"


@pytest.mark.parametrize(("name", "content", "media_type"), [
    ("a.pdf", b"%PDF-1.7\n...", PDF),
    ("a.txt", b"%PDF-1.7\n...", PDF),
    ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 900 + b"%PDF-1.4", PDF),
    ("a.pdf", _PAGE.encode(), HTML),
    ("a.html", b"\xef\xbb\xbf\n <!-- hoi --> <!DOCTYPE html>" + _PAGE.encode(), HTML),
    ("a.xhtml", b"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'/>", HTML),
    ("a.html", "<p>Buurtcaf\xe9</p>".encode("windows-1252"), HTML),
    ("a.html", _PAGE.encode("utf-16"), HTML),
    ("a.txt", b"<div class='x'>fragment</div>", HTML),
    ("a.html", b"<wijk-kaart>\n<p>een</p><p>twee</p></wijk-kaart>", HTML),
    ("a.html", b"gewone tekst", TEXT),
    ("a.md", b"<p align='center'>Logo</p>\n\n# Wijk\n\nTekst", MARKDOWN),
    ("a.md", _PAGE.encode(), HTML),
    ("a.md", b"gewone tekst", MARKDOWN),
    ("a.txt", b"---\ntitle: Wijk\n---\ntekst", MARKDOWN),
    ("a.txt", b"---\ngeen veld\n---\ntekst", TEXT),
    ("a", b"# Wijk\n\n## Doel\n\nZie [hier](https://example.org).", MARKDOWN),
    ("a.txt", b"# een enkel hekje", TEXT),
    ("a.txt", "Caf\xe9".encode("windows-1252"), TEXT),
    ("a.txt", "Café".encode("utf-16"), TEXT),
    ("a.txt", b"BMW en II staan hier, en <3 ook", TEXT),
    ("a.txt", b"Programma\x1a van " + b"de partij " * 50, TEXT),
    ("a.doc", b"{\\rtf1\\ansi tekst}", RTF),
    ("a.rtf", b"\r\n {\\rtf1 tekst}", RTF),
    ("a.txt", b"Received: from x\n\tby y; z\nFrom: a@example.org\n\nDag", EMAIL),
    ("a", b"MIME-Version: 1.0\r\nSubject: Tuin\r\n\r\nDag", EMAIL),
    ("a.eml", b"From: An\nSubject: Tuin\n\nDag", EMAIL),
    ("a.txt", b"From: An\nTo: Jan\nSubject: Tuin\n\nDag", TEXT),
    ("a.txt", b"Message-ID: 1\nSubject: Tuin\ngewone tekst", TEXT),
    ("a.eml", b"Subject\n\ngewone tekst", TEXT),
    ("a.eml", b" From: An\nSubject: Tuin\n", TEXT),
])  # fmt: skip
def test_content_decides_the_media_type(
    tmp_path: Path, name: str, content: bytes, media_type: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert recognise(tmp_path / name) == media_type


def test_a_real_pdf_is_a_pdf(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.output(str(tmp_path / "a"))
    assert recognise(tmp_path / "a") == PDF


def test_a_long_text_without_line_breaks_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("woord " * 1_700_000)
    assert recognise(tmp_path / "a.txt") == TEXT


@pytest.mark.parametrize(("content_type", "media_type"), [
    (_WML.format("document"), DOCX),
    (_PML, PPTX),
])  # fmt: skip
def test_office_files_are_known_by_their_list_of_parts(
    tmp_path: Path, content_type: str, media_type: str
) -> None:
    assert recognise(_ooxml(tmp_path / "a.zip", content_type)) == media_type


def test_an_open_document_is_known_by_its_mimetype(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a", mimetype=ODT, **{"content.xml": "<x/>"})
    assert recognise(path) == ODT


@pytest.mark.parametrize("members", [
    {"mimetype": "application/epub+zip\n"},
    {"META-INF/container.xml": "<container/>"},
])  # fmt: skip
def test_a_book_is_known_by_its_mimetype_or_its_container(
    tmp_path: Path, members: dict[str, str]
) -> None:
    assert recognise(_zip(tmp_path / "a.zip", **members)) == EPUB


def test_only_a_zip_file_that_is_no_document_is_plain(tmp_path: Path) -> None:
    assert is_plain_zip(_zip(tmp_path / "a.docx", **{"map/rapport.pdf": "x"}))
    assert not is_plain_zip(_zip(tmp_path / "b.zip", mimetype=ODT))
    assert not is_plain_zip(_zip(tmp_path / "c.zip", mimetype="application/epub+zip"))
    assert not is_plain_zip(_ooxml(tmp_path / "d.zip", _SML))
    assert not is_plain_zip(_zip(tmp_path / "f.pages", **{"Index/Document.iwa": "x"}))
    (tmp_path / "e.zip").write_bytes(b"PK\x03\x04 afgebroken")
    assert not is_plain_zip(tmp_path / "e.zip")
    assert not is_plain_zip(tmp_path / "weg.zip")


@pytest.mark.parametrize(("content_type", "words"), [
    (_SML, "Excel file (.xlsx)"),
    ("application/vnd.ms-word.document.macroEnabled.main+xml", "Office file with macros"),
    (_WML.format("template"), "Office template"),
])  # fmt: skip
def test_other_office_files_are_told_by_name(tmp_path: Path, content_type: str, words: str) -> None:
    with pytest.raises(ReadFailed) as raised:
        recognise(_ooxml(tmp_path / "a.docx", content_type))
    assert words in str(raised.value)


@pytest.mark.parametrize(("mimetype", "words"), [
    ("application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet"),
    ("application/vnd.oasis.opendocument.graphics", "OpenDocument file of another kind"),
    ("iets/anders", "This is a ZIP file; unpack it"),
])  # fmt: skip
def test_other_zip_files_are_told_by_name(tmp_path: Path, mimetype: str, words: str) -> None:
    with pytest.raises(ReadFailed) as raised:
        recognise(_zip(tmp_path / "a.odt", mimetype=mimetype))
    assert words in str(raised.value)


def test_a_file_of_apple_pages_is_told_and_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match=r"Apple office file \(\.pages"):
        recognise(_zip(tmp_path / "a.pages", **{"Index/Document.iwa": "x", "preview.jpg": "x"}))


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _ole(stream: str, sector: int) -> bytes:
    """A compound file of which the directory, in this sector, names one stream."""
    header = bytearray(512)
    header[:8] = _OLE
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = sector.to_bytes(4, "little")
    return bytes(header) + bytes(512 * sector) + stream.encode("utf-16-le").ljust(512, b"\0")


@pytest.mark.parametrize(("streams", "sector", "media_type"), [
    ("WordDocument", 900, DOC),
    ("PowerPoint Document", 3, PPT),
    ("WorkbookWordDocument", 0, DOC),  # a text with a spreadsheet in it
])  # fmt: skip
def test_old_office_files_are_known_by_their_streams(
    tmp_path: Path, streams: str, sector: int, media_type: str
) -> None:
    (tmp_path / "a").write_bytes(_ole(streams, sector))
    assert recognise(tmp_path / "a") == media_type


@pytest.mark.parametrize(("content", "words"), [
    (b"", "This file is empty"),
    (b" \n\t\n", "only blank space"),
    (_ole("Workbook", 0), "This is an Excel 97 file (.xls); save it as PDF and ingest it again."),
    (_ole("__properties_version1.0", 2), "Outlook message (.msg); save it as .eml or PDF"),
    (_ole("EncryptedPackage", 1), "protected by a password"),
    (_OLE, "old Office program"),
    (b"\x89PNG\r\n\x1a\n" + bytes(50), "This is an image"),
    (b"\xff\xd8\xff\xe0" + bytes(50), "This is an image"),
    (b"<?xml version='1.0'?>\n<!-- x -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", "an image"),
    (b"%!PS-Adobe-3.0", "PostScript"),
    (b"\0\0\0\x20ftypmp42" + bytes(50), "sound or video"),
    (b"\x1f\x8b\x08" + bytes(50), "packed file"),
    (b"<?xml version='1.0'?><wet><artikel>1</artikel></wet>", "XML file"),
    (bytes(range(256)) * 20, "no text that can be read"),
    (b"tekst\x01\x02\x03\x04\x05\x06", "no text that can be read"),
    (b"PK\x03\x04 afgebroken", "damaged ZIP or Office file"),
])  # fmt: skip
def test_what_is_no_document_is_told_with_what_to_do(
    tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(ReadFailed) as raised:
        recognise(tmp_path / "a.pdf")
    assert words in str(raised.value)
    assert str(raised.value).endswith(".")


def test_a_bomb_is_not_unpacked_to_recognise_it(tmp_path: Path) -> None:
    listed = f'<Types><Override ContentType="{_PML}"/></Types>' + " " * 300_000_000
    path = _zip(tmp_path / "a.pptx", **{"[Content_Types].xml": listed})
    del listed
    assert path.stat().st_size < 1_000_000
    assert recognise(path) == PPTX


@given(st.binary(max_size=3000))
def test_any_bytes_are_recognised_or_refused_with_a_sentence(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        try:
            outcome = recognise(Path(file.name))
        except ReadFailed as error:
            outcome = str(error)
    assert outcome.endswith(".") or outcome in {PDF, HTML, MARKDOWN, TEXT, RTF, EMAIL}
