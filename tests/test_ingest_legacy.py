"""Reading files of Word and PowerPoint 97.

With LibreOffice the real conversion is tested; what must hold without it or when it hangs is tested
everywhere, with a program of that name that does so.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import docx
import pptx
import pytest

from corpus.errors import ReadFailed
from ingest.extract import Extractor, Limits
from ingest.legacy import PROGRAMS, office
from ingest.reading import Reading
from ingest.source import DOC, PPT, recognise

_WITHOUT = (
    "LibreOffice is not installed: install libreoffice-writer-nogui and libreoffice-impress-nogui"
    " to test .doc and .ppt"
)
with_office = pytest.mark.skipif(office() is None, reason=_WITHOUT)


def extract(path: Path, media_type: str, seconds: float = 120) -> Reading:
    """Read a file in a worker, as it is done for real."""
    with Extractor(Limits(seconds=seconds)) as extractor:
        return extractor.extract(path, media_type)


def old(path: Path, ending: str) -> Path:
    """The file in the format of 1997."""
    program = office()
    assert program is not None
    profile = (path.parent / "profiel").as_uri()
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={profile}", "--convert-to", ending,
         "--outdir", str(path.parent), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return path.with_suffix(f".{ending}")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files of workers are."""
    folder = tmp_path / "tijdelijk"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_where_everything_must_be_tested_libreoffice_is_installed() -> None:
    if os.environ.get("CI"):
        assert office(), _WITHOUT


@with_office
def test_a_word_97_file_is_read_with_its_headings_and_properties(
    tmp_path: Path, temporary: Path
) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Wijkplan", "An Bos"
    document.core_properties.modified = datetime(2014, 5, 12)
    document.add_heading("Zelfbeheer", 0)
    document.add_heading("Aanpak", 1)
    for _ in range(40):
        document.add_paragraph("De bewoners beheren de tuin. " * 20)
    document.save(str(tmp_path / "plan.docx"))
    path = old(tmp_path / "plan.docx", "doc")
    assert recognise(path) == DOC
    reading = extract(path, DOC)
    (page,) = reading.pages
    assert page.text.startswith("Zelfbeheer\n\nAanpak\n\nDe bewoners beheren")
    assert (reading.title, reading.authors, reading.dated) == (
        "Wijkplan",
        ("An Bos",),
        "2014-05-12",
    )
    assert (reading.heading, reading.headings) == ("Zelfbeheer", ("Aanpak",))
    assert not list(temporary.iterdir())


@with_office
def test_a_powerpoint_97_file_has_a_page_for_each_slide(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    for title in ("Zelfbeheer", "Cijfers"):
        slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = title
    slides.save(str(tmp_path / "praatje.pptx"))
    path = old(tmp_path / "praatje.pptx", "ppt")
    assert recognise(path) == PPT
    assert [page.text for page in extract(path, PPT).pages] == ["Zelfbeheer", "Cijfers"]


@with_office
def test_a_file_that_libreoffice_cannot_read_is_refused_with_a_sentence(
    tmp_path: Path, temporary: Path
) -> None:
    (tmp_path / "kapot.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))
    with pytest.raises(ReadFailed, match=r"^kapot\.doc is damaged or protected by a password; .*"):
        extract(tmp_path / "kapot.doc", DOC)
    assert not list(temporary.iterdir())


def _program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Make a script the only LibreOffice there is."""
    folder = tmp_path / "programma"
    folder.mkdir()
    if script:
        (folder / PROGRAMS[0]).write_text(f"#!/bin/sh\n{script}\n")
        (folder / PROGRAMS[0]).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin" if script else str(folder))


@pytest.mark.parametrize(("media_type", "sentence"), [
    (DOC, "This is a Word 97 file (.doc); save it as .docx and ingest it again, or install "
          "LibreOffice."),
    (PPT, "This is a PowerPoint 97 file (.ppt); save it as .pptx and ingest it again, or install "
          "LibreOffice."),
])  # fmt: skip
def test_without_libreoffice_it_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media_type: str, sentence: str
) -> None:
    _program(tmp_path, monkeypatch, "")
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(ReadFailed) as raised:
        extract(tmp_path / "a", media_type)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(("status", "words"), [
    (0, "a.doc is damaged or protected by a password"),
    (134, "LibreOffice broke off at a.doc; give it more --memory"),
])  # fmt: skip
def test_a_file_that_cannot_be_opened_and_a_program_that_breaks_off_are_told_apart(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, status: int, words: str
) -> None:
    _program(tmp_path, monkeypatch, f"exit {status}")
    (tmp_path / "a.doc").write_bytes(b"x")
    with pytest.raises(ReadFailed, match=words):
        extract(tmp_path / "a.doc", DOC)
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("stop", ["limit", "close"])
def test_a_conversion_that_hangs_ends_with_its_worker_and_leaves_nothing(
    tmp_path: Path,
    temporary: Path,
    monkeypatch: pytest.MonkeyPatch,
    wait_for: Callable[[Callable[[], bool]], None],
    stop: str,
) -> None:
    # The program goes on in a process of its own, as LibreOffice does.
    begun = tmp_path / "begonnen"
    _program(tmp_path, monkeypatch, f"sleep 600 & echo $! > {begun}; wait")
    (tmp_path / "a.doc").write_bytes(b"x")
    if stop == "limit":
        with pytest.raises(ReadFailed, match="stopped at the limit of 2 seconds"):
            extract(tmp_path / "a.doc", DOC, seconds=2)
    else:
        _close_while_reading(tmp_path / "a.doc", begun, wait_for)
    process = Path("/proc") / begun.read_text().strip()
    wait_for(lambda: not process.exists() and not list(temporary.iterdir()))


def _close_while_reading(
    path: Path, begun: Path, wait_for: Callable[[Callable[[], bool]], None]
) -> None:
    with ThreadPoolExecutor(1) as pool, Extractor(Limits()) as extractor:
        reading = pool.submit(extractor.extract, path, DOC)
        wait_for(lambda: begun.is_file() and bool(begun.read_text().strip()))
        extractor.close()
        assert isinstance(reading.exception(timeout=120), ReadFailed)


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 120
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    return wait
