"""Read a file with the reader for its media type, within limits.

No file can take the program down with it: each is read in a worker process of its own that the
system stops at a limit of time and memory (see :mod:`ingest.worker`). The libraries that read files
are never imported here.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Self

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest import source
from ingest.quality import readability
from ingest.reading import Reading
from ingest.worker import STATUS, Answer, Job, cleaned, decode_answer, encode

log = logging.getLogger(__name__)

READERS: Mapping[str, str] = {
    source.PDF: "ingest.pdf:read",
    source.HTML: "ingest.html:read",
    source.DOCX: "ingest.office:read_docx",
    source.PPTX: "ingest.office:read_pptx",
    source.ODT: "ingest.office:read_odt",
    source.DOC: "ingest.legacy:read_doc",
    source.PPT: "ingest.legacy:read_ppt",
    source.RTF: "ingest.rtf:read",
    source.EPUB: "ingest.epub:read",
    source.EMAIL: "ingest.mail:read",
    source.MARKDOWN: "ingest.text:read_markdown",
    source.TEXT: "ingest.text:read_text",
}
"""Media type -> ``module:function`` that reads it; looked up in the worker."""

_RECOGNISER = "ingest.ocr:read"
# A page of a scan may have a stamp or a page number as text.
_TEXT_OF_A_SCAN = 50  # characters
# What is recognised on a page with a longer stamp is so many times as long.
_MORE = 1.5

# The scanned pages of one file may together take so many times the limit of one of them: no file
# keeps the program busy for days. With the limit as it is set that is some 2,000 pages.
_TIMES_FOR_SCANS = 24

# More text than any book; only a file made to do harm gives more.
_MOST_BYTES = 64 * 2**20
# A worker that has not ended so many seconds after its limit hangs in the system itself.
_GRACE = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may take.

    Attributes:
        seconds: time on the clock; also the limit of processor time.
        memory_mb: address space of the worker in units of 2**20 bytes, about 100 of which are the
            program itself.
    """

    seconds: float = 300
    memory_mb: int = 2048


class Extractor:
    """Reads files until it is closed; may be used from several threads at once.

    As a context manager it is closed at the end of the block.
    """

    def __init__(self, limits: Limits, readers: Mapping[str, str] = READERS, jobs: int = 1) -> None:
        """Read with workers, of which no more than ``jobs`` recognise scans at a time."""
        self._limits = limits
        self._readers = readers
        self._workers = _Workers()
        self._scans = ThreadPoolExecutor(jobs, thread_name_prefix="scan")

    def extract(self, path: Path, media_type: str) -> Reading:
        """Read and clean one file; pages of a PDF that hold no text are recognised.

        Raises:
            ReadFailed: when the file cannot be read, or not within the limits, or not any more.
        """
        if media_type not in self._readers:
            raise ReadFailed(
                f"There is no reader for {media_type}; save the file as PDF and try again."
            )
        reading = self._run(path, self._readers[media_type])
        if media_type == source.PDF and can_recognise():
            return self._with_scans(path, reading)
        return reading

    def _with_scans(self, path: Path, reading: Reading) -> Reading:
        """The reading with the text of its scanned pages, where that could be recognised."""
        bare = [p.number for p in reading.pages if _may_be_a_scan(p)]
        if not bare:
            return reading
        spent: list[float] = []
        waiting = [self._scans.submit(self._recognised, path, number, spent) for number in bare]
        found: dict[int, Page] = {}
        for future in waiting:
            with suppress(ReadFailed):  # a page that cannot be recognised stays as it was
                found |= {page.number: page for page in future.result().pages if page.text}
        pages = tuple(_better(page, found.get(page.number)) for page in reading.pages)
        return cleaned(replace(reading, pages=pages)) if pages != reading.pages else reading

    def _recognised(self, path: Path, number: int, spent: list[float]) -> Reading:
        """One scanned page, unless those before it took all the time: ``spent``, in seconds."""
        if sum(spent) > _TIMES_FOR_SCANS * self._limits.seconds:
            raise ReadFailed(_too_slow(self._limits))
        started = time.monotonic()
        try:
            return self._run(path, _RECOGNISER, (number,))
        finally:
            spent.append(time.monotonic() - started)

    def _run(self, path: Path, reader: str, pages: Sequence[int] = ()) -> Reading:
        """What a reader makes of a file in a worker."""
        limits = self._limits
        job = Job(
            path=str(source.absolute(path)),
            reader=reader,
            seconds=limits.seconds,
            memory_mb=limits.memory_mb,
            pages=pages,
        )
        with self._workers.start(job) as connection:
            data = _receive(connection, limits)
        status = STATUS.unpack(data[-STATUS.size :])[0] if len(data) >= STATUS.size else -1
        if status:
            raise ReadFailed(_why_ended(status, limits))
        return _reading(data[: -STATUS.size], limits)

    def close(self) -> None:
        """End whatever is being read, at once; nothing can be read afterwards."""
        self._scans.shutdown(wait=False, cancel_futures=True)
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _may_be_a_scan(page: Page) -> bool:
    """Whether a page shows something, and has hardly any text or none that can be relied on."""
    blank = not page.text and page.quality == 1
    return (len(page.text) < _TEXT_OF_A_SCAN or page.quality == 0) and not blank


def _better(page: Page, recognised: Page | None) -> Page:
    """Of a page that may be a scan its own text, or what was recognised when that says more."""
    if not page.text or not _may_be_a_scan(page):
        return recognised or page
    own = readability(page.text)
    if recognised and (len(recognised.text) > _MORE * len(page.text) or recognised.quality > own):
        return recognised
    return replace(page, quality=own)


@cache
def can_recognise() -> bool:
    """Whether this computer can read scans: whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


def _receive(connection: socket.socket, limits: Limits) -> bytes:
    """All that comes over a connection until it ends."""
    deadline = time.monotonic() + limits.seconds + _GRACE
    data = bytearray()
    while len(data) <= _MOST_BYTES:
        connection.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            piece = connection.recv(2**20)
        except TimeoutError as error:
            raise ReadFailed(_too_slow(limits)) from error
        if not piece:
            return bytes(data)
        data += piece
    raise ReadFailed("This file holds more text than any document does; it was left out.")


def _reading(data: bytes, limits: Limits) -> Reading:
    try:
        answer = decode_answer(data)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        answer = Answer(trace="the worker gave no whole answer")
    if answer.failed:
        raise ReadFailed(answer.failed)
    if answer.out_of_memory:
        raise ReadFailed(_too_big(limits))
    if answer.reading is None:
        log.debug("A reader failed:\n%s", answer.trace)
        raise ReadFailed(_BROKE_OFF)
    return answer.reading


_BROKE_OFF = (
    "Reading this file broke off; save it anew from the program it was made with and ingest that."
)


def _too_slow(limits: Limits) -> str:
    return (
        f"Reading this file was stopped at the limit of {limits.seconds:g} seconds; "
        "split it or save it anew, and ingest that."
    )


def _too_big(limits: Limits) -> str:
    return (
        f"Reading this file takes more than the limit of {limits.memory_mb} MB of memory; "
        "split it or save it anew, and ingest that."
    )


def _why_ended(status: int, limits: Limits) -> str:
    """What to tell about a worker that the system stopped; -1 when nobody knows how."""
    cause = os.WTERMSIG(status) if status > 0 and os.WIFSIGNALED(status) else 0
    if cause in {signal.SIGALRM, signal.SIGXCPU}:
        return _too_slow(limits)
    if cause == signal.SIGKILL:
        return "Reading this file was stopped by the system, which ran out of memory; try again."
    return _BROKE_OFF


class _Workers:
    """The process that starts the workers; it begins with the first file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def start(self, job: Job) -> socket.socket:
        """Start a worker.

        Returns:
            The connection over which its answer comes.

        Raises:
            ReadFailed: when no worker can be started.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            ours.sendall(encode(job))
            ours.shutdown(socket.SHUT_WR)
            try:
                self._hand_over(theirs)
            except ReadFailed:
                ours.close()
                raise
            except OSError as error:
                ours.close()
                raise ReadFailed(
                    "No process could be started to read this file; close other programs."
                ) from error
        return ours

    def _hand_over(self, connection: socket.socket) -> None:
        with self._lock:
            if self._closed:  # a thread that comes late must not begin anew
                raise ReadFailed("Reading was stopped before this file; ingest it again.")
            if self._process is None or self._process.poll() is not None:
                self._channel = self._begin()
            assert self._channel is not None  # noqa: S101 (set together with the process)
            socket.send_fds(self._channel, [b"+"], [connection.fileno()])

    def _begin(self) -> socket.socket:
        if self._channel is not None:
            self._channel.close()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-P", "-W", "ignore", "-m", "ingest.worker", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(import_path())},
                start_new_session=True,  # Ctrl-C is for us; the workers end with us
            )
        return ours

    def close(self) -> None:
        """End the process and the workers that are still running."""
        with self._lock:
            self._closed = True
            if self._channel is not None:
                self._channel.close()
            if self._process is not None:
                self._process.wait()
            self._process = self._channel = None


def import_path() -> list[str]:
    """Where this process finds its modules; the working folder is written out."""
    return [entry or str(Path.cwd()) for entry in sys.path]
