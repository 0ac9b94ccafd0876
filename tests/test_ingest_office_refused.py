"""Office files that are damaged, locked, or made to do harm."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from test_ingest_office import ANY_FORMAT, READERS, changed, example

from corpus.errors import ReadFailed
from ingest import archive
from ingest.archive import check_archive
from ingest.office import read_docx, read_odt


@ANY_FORMAT
def test_a_sound_example_is_read(tmp_path: Path, ending: str) -> None:
    assert READERS[ending](example(tmp_path, ending)).pages[0].text == "De buurttuin"


@ANY_FORMAT
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_file_that_is_cut_off_is_refused_with_a_sentence(
    tmp_path: Path, ending: str, share: float
) -> None:
    path = example(tmp_path, ending)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ReadFailed, match=rf"^voorbeeld\.{ending} is damaged .*\.$"):
        READERS[ending](path)


@ANY_FORMAT
@pytest.mark.parametrize("broken", [b"<a><b></a>", b"", b"\x00\x01", b"<?xml version='1.0'?>"])
def test_broken_xml_is_refused_with_a_sentence(tmp_path: Path, ending: str, broken: bytes) -> None:
    main = ("word/document.xml", "ppt/presentation.xml", "content.xml")
    path = changed(example(tmp_path, ending), lambda name, data: broken if name in main else data)
    with pytest.raises(ReadFailed, match="is damaged"):
        READERS[ending](path)


@ANY_FORMAT
def test_a_zip_of_something_else_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"iets.{ending}"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("iets.txt", "iets")
    with pytest.raises(ReadFailed, match="is damaged or not of the format"):
        READERS[ending](path)


@ANY_FORMAT
def test_a_file_of_another_format_is_refused(tmp_path: Path, ending: str) -> None:
    other = "odt" if ending != "odt" else "docx"
    path = tmp_path / f"anders.{ending}"
    shutil.copy(example(tmp_path, other), path)
    with pytest.raises(ReadFailed, match="is damaged or not of the format"):
        READERS[ending](path)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "' + b"ha" * 50 + b'">'
    + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)  # fmt: skip


@ANY_FORMAT
def test_an_entity_bomb_does_not_go_off(tmp_path: Path, ending: str) -> None:
    def bomb(name: str, data: bytes) -> bytes:
        if name not in {"word/document.xml", "ppt/slides/slide1.xml", "content.xml"}:
            return data
        return ENTITIES + re.sub(rb"^<\?xml.*?\?>", b"", data).replace(b"buurttuin", b"&x9;")

    path = changed(example(tmp_path, ending), bomb)
    with pytest.raises(ReadFailed, match="is damaged"):
        READERS[ending](path)


@ANY_FORMAT
def test_a_bomb_is_refused_before_a_library_opens_it(tmp_path: Path, ending: str) -> None:
    path = example(tmp_path, ending)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as document:
        document.writestr("media/beeld.png", b"\0" * 80_000_000)
    with pytest.raises(ReadFailed, match="unpacks to far more"):
        READERS[ending](path)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = example(tmp_path, "docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as document:
        document.writestr("media/beeld.png", b"\0" * 80_000_000)
    honest = (80_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(honest, (100).to_bytes(4, "little")))
    with pytest.raises(ReadFailed):
        check_archive(path)


def test_a_total_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 1000)
    with pytest.raises(ReadFailed, match="unpacks to far more"):
        check_archive(example(tmp_path, "docx"))


def test_large_pictures_that_do_not_compress_are_no_bomb(tmp_path: Path) -> None:
    path = example(tmp_path, "docx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as document:
        document.writestr("media/beeld.png", b"\0" * 30_000_000)
    assert read_docx(path).pages[0].text == "De buurttuin"


def test_a_file_that_is_locked_by_a_password_says_so(tmp_path: Path) -> None:
    def locked(name: str, data: bytes) -> bytes:
        if name == "META-INF/manifest.xml":
            return data.replace(
                b"</manifest:manifest>", b"<!-- encryption-data --></manifest:manifest>"
            )
        return data

    with pytest.raises(ReadFailed, match="protected by a password"):
        read_odt(changed(example(tmp_path, "odt"), locked))


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="cannot be read"):
        read_docx(tmp_path / "weg.docx")
