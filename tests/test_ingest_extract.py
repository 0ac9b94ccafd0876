"""Every file is read in a process of its own, and nothing it does reaches us."""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.extract import READERS, Extractor, Limits
from ingest.reading import Reading
from ingest.source import HTML, PDF, TEXT
from ingest.worker import Answer, decode_answer, encode

_ROOT = Path(__file__).parents[1]


# Readers of our own, which the worker finds by name as it finds the real ones.


def read_hanging(path: Path) -> Reading:
    """Wait for ever, after writing down who waits."""
    path.with_suffix(".pid").write_text(str(os.getpid()))
    while True:
        time.sleep(60)


def read_descent(_: Path) -> Reading:
    """Tell which process was started, and from which."""
    return Reading(pages=(), title=f"{os.getppid()} {os.getpid()}")


def read_busy(_: Path) -> Reading:
    """Never end, in C code that does not look at signals."""
    return Reading(pages=(Page(number=1, text=str(pow(7, 10**9))),))


def read_greedy(_: Path) -> Reading:
    """Take ever more memory."""
    blocks = []
    while True:
        blocks.append(bytearray(10**7))


def read_crashing(_: Path) -> Reading:
    """Break as a faulty library in C does."""
    ctypes.string_at(0)
    raise AssertionError


def read_leaving(_: Path) -> Reading:
    """End the process."""
    sys.exit(0)


def read_stumbling(_: Path) -> Reading:
    """Raise what nobody expects."""
    raise ZeroDivisionError


def read_refusing(_: Path) -> Reading:
    """Refuse with a sentence."""
    raise ReadFailed("This file is blue; make it green.")


def read_noisy(_: Path) -> Reading:
    """Complain in every way there is."""
    print("noise")  # noqa: T201
    os.write(1, b"noise")
    os.write(2, b"noise")
    logging.getLogger("pdfminer").error("noise")
    warnings.warn("noise", stacklevel=1)
    return Reading(pages=(Page(number=1, text="stil"),))


def read_raw(path: Path) -> Reading:
    """Hand on text as a bad file holds it."""
    return Reading(
        pages=(Page(number=1, text=f"bewoners-\nbedrijf\nin {path.read_text()}", quality=0.5),),
        title="  De\u00a0wijk\n",
        heading="Bewoners-\nbedrijven",
        headings=("Een", "\u200b"),
        authors=("J.  Jansen",),
        dated="2014-05",
        language="nl",
    )


def _readers(*names: str) -> Mapping[str, str]:
    """Readers of this module under their own names, in place of media types."""
    return {name: f"{__name__}:read_{name}" for name in names}


def _read(path: Path, name: str, limits: Limits | None = None) -> Reading:
    with Extractor(limits or Limits(), _readers(name)) as extractor:
        return extractor.extract(path, name)


def _why(path: Path, name: str, limits: Limits | None = None) -> str:
    with pytest.raises(ReadFailed) as raised:
        _read(path, name, limits)
    return str(raised.value)


def extract(path: Path, media_type: str, limits: Limits | None = None) -> Reading:
    """Read one file with the real readers."""
    with Extractor(limits or Limits()) as extractor:
        return extractor.extract(path, media_type)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("de praktijk")
    return file


def test_a_reading_comes_back_cleaned_and_whole(path: Path) -> None:
    assert _read(path, "raw") == Reading(
        pages=(Page(number=1, text="bewonersbedrijf\nin de praktijk", quality=0.5),),
        title="De wijk",
        heading="Bewonersbedrijven",
        headings=("Een",),
        authors=("J. Jansen",),
        dated="2014-05",
        language="nl",
    )


def test_a_relative_path_is_that_of_the_caller(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert _read(Path("a.txt"), "raw").language == "nl"


@pytest.mark.parametrize("name", ["hanging", "busy"])
def test_a_worker_that_does_not_end_is_stopped_at_the_time_limit(path: Path, name: str) -> None:
    why = _why(path, name, Limits(seconds=1.5))
    assert why == (
        "Reading this file was stopped at the limit of 1.5 seconds; "
        "split it or save it anew, and ingest that."
    )


def test_a_worker_that_eats_memory_is_stopped_at_the_memory_limit(path: Path) -> None:
    assert _why(path, "greedy", Limits(memory_mb=400)) == (
        "Reading this file takes more than the limit of 400 MB of memory; "
        "split it or save it anew, and ingest that."
    )


@pytest.mark.parametrize("name", ["crashing", "leaving", "stumbling", "missing"])
def test_a_worker_that_breaks_gives_a_sentence(path: Path, name: str) -> None:
    assert _why(path, name).startswith("Reading this file broke off; save it anew")


def test_the_sentence_of_a_reader_comes_through(path: Path) -> None:
    assert _why(path, "refusing") == "This file is blue; make it green."


def test_a_media_type_without_a_reader_is_refused(path: Path) -> None:
    with pytest.raises(ReadFailed, match="no reader for image/png"):
        extract(path, "image/png")


def test_a_worker_makes_no_noise(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert _read(path, "noisy").pages[0].text == "stil"
    assert capfd.readouterr() == ("", "")


def test_several_files_are_read_at_once_and_one_failure_is_only_its_own(path: Path) -> None:
    names = ["raw", "hanging", "crashing", "raw", "noisy", "hanging", "refusing", "raw"] * 3
    extractor = Extractor(Limits(seconds=2), _readers(*names))

    def one(name: str) -> str:
        try:
            return extractor.extract(path, name).title or "-"
        except ReadFailed as error:
            return str(error).split(";")[0]

    with extractor, ThreadPoolExecutor(6) as threads:
        results = list(threads.map(one, names))
    slow = "Reading this file was stopped at the limit of 2 seconds"
    broken, refused = "Reading this file broke off", "This file is blue"
    expected = ["De wijk", slow, broken, "De wijk", "-", slow, refused, "De wijk"] * 3
    assert results == expected


def test_the_workers_of_one_extractor_start_from_one_process(path: Path) -> None:
    with Extractor(Limits(), _readers("descent")) as extractor:
        first, second = (extractor.extract(path, "descent").title for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.split()[0] == second.split()[0]
    assert first != second


def test_closing_ends_what_is_being_read_and_what_would_come_after(path: Path) -> None:
    extractor = Extractor(Limits(), _readers("hanging", "raw"))
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(extractor.extract, path, "hanging")
        written = path.with_suffix(".pid")
        assert _waits_for(lambda: written.exists() and written.read_text())
        extractor.close()
        with pytest.raises(ReadFailed):
            reading.result(timeout=15)
    with pytest.raises(ReadFailed, match="Reading was stopped before this file"):
        extractor.extract(path, "raw")


_KILLED = """
import sys
from pathlib import Path
from ingest.extract import Extractor, Limits
Extractor(Limits(), {"text/plain": sys.argv[2]}).extract(Path(sys.argv[1]), "text/plain")
"""


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "zombie" not in Path(f"/proc/{process}/status").read_text()


def _waits_for(condition: object, seconds: float = 15) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
def test_no_worker_outlives_a_parent_that_was_killed(path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT}{os.pathsep}{Path(__file__).parent}"}
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path), f"{__name__}:read_hanging"],
        env=environment,
        stdout=subprocess.DEVNULL,
    ) as parent:
        written = path.with_suffix(".pid")
        assert _waits_for(lambda: written.exists() and written.read_text())
        worker = int(written.read_text())
        assert _alive(worker)
        parent.send_signal(signal.SIGKILL)
    assert _waits_for(lambda: not _alive(worker))


_LOADED = """
import sys
from pathlib import Path
from ingest.extract import Extractor, Limits
with Extractor(Limits()) as extractor:
    extractor.extract(Path(sys.argv[1]), "text/plain")
print(sorted({"pdfminer", "bs4", "lxml", "docx", "pptx", "odfdo", "markdown_it"} & {*sys.modules}))
"""


def test_the_parent_never_loads_a_library_that_reads_files(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _LOADED, str(path)],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_web_page_named_pdf_is_refused_by_the_pdf_reader(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("<html><body>Niet gevonden</body></html>")
    with pytest.raises(ReadFailed, match="This PDF is damaged"):
        extract(tmp_path / "a.pdf", PDF)


def test_ten_megabytes_on_one_line_are_read_within_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("woord " * 1_700_000)
    reading = extract(tmp_path / "a.txt", TEXT, Limits(seconds=60))
    assert sum(len(page.text.split()) for page in reading.pages) == 1_700_000


def test_every_reader_can_be_found_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("<p>tekst</p>")
    for media_type in READERS:
        try:
            extract(tmp_path / "a", media_type)
        except ReadFailed as error:
            assert "broke off" not in str(error), media_type  # noqa: PT017
    assert extract(tmp_path / "a", HTML).pages[0].text == "tekst"


_STRING = st.text()


@given(
    st.builds(
        Reading,
        pages=st.lists(st.builds(Page, number=st.integers(1), text=_STRING)).map(tuple),
        title=st.none() | _STRING,
        headings=st.lists(_STRING).map(tuple),
        authors=st.lists(_STRING).map(tuple),
    )
)
def test_an_answer_comes_through_as_it_was(reading: Reading) -> None:
    answer = Answer(reading=reading)
    assert decode_answer(encode(answer)) == answer
    assert json.loads(encode(answer))["failed"] is None
