"""Reading electronic books."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from corpus.errors import ReadFailed
from ingest.epub import read

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/boek.opf"/></rootfiles></container>'
)
_ABOUT = (
    "<dc:title>Samen in de wijk</dc:title><dc:creator>Jan Vos</dc:creator>"
    "<dc:creator>An Bos</dc:creator><dc:date>2021-01-01</dc:date>"
    '<dc:date opf:event="publication">2019-03</dc:date><dc:language>nl-NL</dc:language>'
)
_CHAPTER = "<?xml version='1.0'?><html><head><title>x</title></head><body>{}</body></html>"


def book(
    tmp_path: Path,
    chapters: dict[str, str],
    *,
    about: str = _ABOUT,
    spine: Sequence[str] = (),
    items: str = "",
    first: str = "",
    members: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """A book; the chapters are members of the folder of the package document."""
    names = list(chapters)
    listed = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    order = "".join(f'<itemref idref="c{names.index(name)}"/>' for name in spine or names)
    path = tmp_path / "boek.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr(
            "OEBPS/boek.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{about}</metadata><manifest>{listed}{items}</manifest>"
            f"<spine>{first}{order}</spine></package>",
        )
        for name, body in chapters.items():
            archive.writestr(f"OEBPS/{name}", _CHAPTER.format(body))
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_chapters_come_in_the_order_of_the_spine_on_one_page(tmp_path: Path) -> None:
    chapters = {
        "b.xhtml": "<h1>De straat</h1><p>Samen in de wijk, deel twee.</p>",
        "a 1.xhtml": "<h1>De tuin</h1><p>Van bewoners.</p><aside>Een noot.</aside>",
        "los.xhtml": "<p>Staat niet in het boek.</p>",
    }
    reading = read(book(tmp_path, chapters, spine=["a 1.xhtml", "b.xhtml"]))
    (page,) = reading.pages
    assert page.text == (
        "De tuin\n\nVan bewoners.\n\nEen noot.\n\nDe straat\n\nSamen in de wijk, deel twee."
    )
    assert (reading.heading, reading.headings) == ("De tuin", ("De tuin", "De straat"))


def test_a_book_says_title_writers_date_and_language(tmp_path: Path) -> None:
    reading = read(book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"}))
    assert (reading.title, reading.authors) == ("Samen in de wijk", ("Jan Vos", "An Bos"))
    assert (reading.dated, reading.language) == ("2019-03", "nl")


def test_a_title_that_is_only_on_the_cover_stands_before_the_text(tmp_path: Path) -> None:
    reading = read(book(tmp_path, {"a.xhtml": "<h1>De tuin</h1>"}))
    assert reading.pages[0].text == "Samen in de wijk\n\nDe tuin"
    assert (reading.heading, reading.headings) == ("Samen in de wijk", ("De tuin",))


def test_a_book_that_says_nothing_of_itself_is_read(tmp_path: Path) -> None:
    reading = read(book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"}, about=""))
    assert (reading.title, reading.authors, reading.dated, reading.language) == (
        None,
        (),
        None,
        None,
    )
    assert reading.pages[0].text == "Tekst."


def test_the_list_of_contents_is_no_text(tmp_path: Path) -> None:
    item = '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    contents = {"OEBPS/n.xhtml": "<body><nav><ol><li>De tuin</li></ol></nav></body>"}
    path = book(
        tmp_path, {"a.xhtml": "<p>Tekst.</p>"}, items=item, first='<itemref idref="n"/>', about="",
        members=contents,
    )  # fmt: skip
    assert read(path).pages[0].text == "Tekst."


def _encryption(name: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:CipherReference URI="{name}"/></encryption>'
    }


def test_a_book_that_is_protected_against_copying_says_so(tmp_path: Path) -> None:
    path = book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"}, members=_encryption("OEBPS/a.xhtml"))
    with pytest.raises(ReadFailed, match=r"boek\.epub is protected against copying; ask .*\.$"):
        read(path)


def test_a_book_with_protected_fonts_is_read(tmp_path: Path) -> None:
    path = book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"}, members=_encryption("OEBPS/letter.otf"))
    assert "Tekst." in read(path).pages[0].text


@pytest.mark.parametrize("href", [
    "../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "weg",
])  # fmt: skip
def test_a_chapter_outside_the_book_is_never_read(tmp_path: Path, href: str) -> None:
    item = f'<item id="x" href="{href}" media-type="application/xhtml+xml"/>'
    path = book(
        tmp_path, {"a.xhtml": "<p>Tekst.</p>"}, items=item, first='<itemref idref="x"/>', about=""
    )
    assert read(path).pages[0].text == "Tekst."


_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "' + "ha" * 50 + '">'
    + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)  # fmt: skip


def laughing(tmp_path: Path, member: str, entity: str) -> Path:
    """A book of which one member has entities, and uses one of them."""
    path = book(tmp_path, {"a.xhtml": "<p>Tekst HIER.</p>"}, about="<dc:title>HIER</dc:title>")
    copy = tmp_path / "bom.epub"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == member:
                content = content.removeprefix("<?xml version='1.0'?>")
                content = _LAUGHS + content.replace("HIER", f"&{entity};")
            new.writestr(name, content)
    return copy


@pytest.mark.parametrize(("member", "entity"), [
    ("OEBPS/a.xhtml", "x9"), ("OEBPS/a.xhtml", "file"), ("OEBPS/boek.opf", "file"),
])  # fmt: skip
def test_entities_in_a_book_neither_go_off_nor_fetch_anything(
    tmp_path: Path, member: str, entity: str
) -> None:
    reading = read(laughing(tmp_path, member, entity))
    assert "Tekst" in reading.pages[0].text
    assert "haha" not in f"{reading}"
    assert "root:" not in f"{reading}"


def test_an_entity_bomb_in_the_package_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="is damaged"):
        read(laughing(tmp_path, "OEBPS/boek.opf", "x9"))


@pytest.mark.parametrize("broken", ["", "<a><b></a>", "\x00\x01", "geen xml"])
@pytest.mark.parametrize("member", ["META-INF/container.xml", "OEBPS/boek.opf"])
def test_a_broken_book_is_refused_with_a_sentence(tmp_path: Path, member: str, broken: str) -> None:
    path = book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"})
    copy = tmp_path / "kapot.epub"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, broken if name == member else old.read(name))
    with pytest.raises(ReadFailed, match=r"^kapot\.epub is damaged .*\.$"):
        read(copy)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_book_that_is_cut_off_is_refused_with_a_sentence(tmp_path: Path, share: float) -> None:
    path = book(tmp_path, {"a.xhtml": "<p>Tekst.</p>"})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ReadFailed, match=r"^boek\.epub is damaged .*\.$"):
        read(path)


def test_a_bomb_is_refused_before_a_chapter_is_read(tmp_path: Path) -> None:
    path = book(tmp_path, {"a.xhtml": "<p>" + "\n" * 60_000_000})
    with pytest.raises(ReadFailed, match="unpacks to far more"):
        read(path)
