"""The other side of :mod:`ingest.extract`: reads files, each in a process of its own.

``python -m ingest.worker DESCRIPTOR`` waits on a socket. For every connection that is handed over
it imports the reader, once, and forks; so a worker starts in milliseconds with the libraries in
place, and whatever a file does to it ends with it. A worker carries its own limits: the system
stops it even when nobody watches it any more. Neither it nor a program it starts has a network
(see :mod:`ingest.offline`).

On a connection come, in this order: the job as JSON (until the sender shuts its side), the answer
of the worker as JSON, and four bytes with the wait status of the worker.
"""

from __future__ import annotations

import importlib
import itertools
import json
import logging
import math
import os
import resource
import select
import signal
import socket
import struct
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from corpus.errors import ReadFailed
from corpus.record import as_page
from ingest.apart import mark_apart
from ingest.clean import clean, clean_line
from ingest.offline import go_offline
from ingest.reading import Reading, refuse_more_pages

STATUS = struct.Struct("!i")

# Bytes of a file that a worker or a program it starts may write: pictures of pages, conversions.
_LARGEST_FILE = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read.

    Attributes:
        path: absolute path of the file.
        reader: ``module:function``.
        seconds: most time on the clock.
        memory_mb: most memory, in units of 2**20 bytes of address space.
        pages: the pages to read, for a reader that reads some of them; all when empty.
    """

    path: str
    reader: str
    seconds: float
    memory_mb: int
    pages: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a job: a reading, a sentence for a person, or a trace for a programmer."""

    reading: Reading | None = None
    failed: str | None = None
    out_of_memory: bool = False
    trace: str | None = None


def encode(value: Job | Answer) -> bytes:
    """As JSON: a worker that was taken over by a file cannot make its parent run anything."""
    return json.dumps(asdict(value)).encode("ascii")


def decode_answer(data: bytes) -> Answer:
    """The opposite of :func:`encode`.

    Raises:
        ValueError, TypeError, KeyError, AttributeError, RecursionError: when it is no whole answer.
    """
    fields = json.loads(data)
    reading = fields.pop("reading")
    if not isinstance(fields.get("failed"), str | None):
        raise TypeError(fields)
    return Answer(reading=_decode_reading(reading) if reading else None, **fields)


def _decode_reading(fields: dict[str, object]) -> Reading:
    pages, wrapped = fields.pop("pages"), fields.pop("wrapped")
    if not isinstance(pages, list) or not isinstance(wrapped, bool):
        raise TypeError(pages)
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    texts = [*itertools.chain.from_iterable(lists.values())]
    texts += [value for name, value in fields.items() if name not in lists and value is not None]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    return Reading(pages=tuple(map(as_page, pages)), wrapped=wrapped, **{**fields, **lists})  # type: ignore[arg-type]


def serve(channel: socket.socket) -> None:
    """Fork a worker for each connection that comes over a channel, until the channel closes.

    Workers that are still running then are stopped: nobody waits for their answer.
    """
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    try:
        while True:
            ready, _, _ = select.select([channel, woken], [], [])
            if woken in ready:
                woken.recv(4096)
                _report_ended(running)
            if channel in ready:
                connection = _next_connection(channel)
                if connection is None:
                    return
                _start(connection, running, channel)
    finally:
        for worker in running:
            _end(os.killpg, worker)
            _end(os.kill, worker)  # it may have no group of its own yet


def _next_connection(channel: socket.socket) -> socket.socket | None:
    message, descriptors, _, _ = socket.recv_fds(channel, 1, 1)
    return socket.socket(fileno=descriptors[0]) if message and descriptors else None


def _report_ended(running: dict[int, socket.socket]) -> None:
    """Tell how each worker that has ended did so; what it started ends with it."""
    for worker in tuple(running):
        ended, status = os.waitpid(worker, os.WNOHANG)
        if ended:
            _end(os.killpg, worker)
            with running.pop(worker) as connection, suppress(OSError):
                connection.sendall(STATUS.pack(status))


def _end(kill: Callable[[int, int], None], worker: int) -> None:
    """End a worker, or with it the programs it started, if there are any left."""
    with suppress(ProcessLookupError, PermissionError):
        kill(worker, signal.SIGKILL)


def _start(
    connection: socket.socket, running: dict[int, socket.socket], channel: socket.socket
) -> None:
    data = _receive_all(connection)
    if not data:
        connection.close()
        return
    job = Job(**json.loads(data))
    with suppress(Exception):  # the worker meets the same error and reports it
        importlib.import_module(job.reader.partition(":")[0])
    worker = os.fork()
    if worker:
        running[worker] = connection
        return
    # As long as a worker held them, the connections of others would not end.
    for other in (channel, *running.values()):
        other.close()
    _work(job, connection)


def _receive_all(connection: socket.socket) -> bytes:
    pieces = []
    while piece := connection.recv(65_536):
        pieces.append(piece)
    return b"".join(pieces)


def _work(job: Job, connection: socket.socket) -> None:
    """Read a file and end this process."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setpgid(0, 0)
        _limit(job)
        connection.sendall(_answer(job))
    finally:
        os._exit(0)


def _limit(job: Job) -> None:
    """Let the system end this process at its limits, and keep libraries quiet.

    SIGALRM ends a process by default, also in the middle of C code; the limit on processor time
    stands behind it for a library that would set that aside.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, job.seconds)
    _lower(resource.RLIMIT_CPU, math.ceil(job.seconds) + 1)
    _lower(resource.RLIMIT_AS, job.memory_mb * 2**20)
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _lower(resource.RLIMIT_CORE, 0)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def _answer(job: Job) -> bytes:
    try:
        read = _reader(job.reader)
        some = (job.pages,) if job.pages else ()
        reading = read(Path(job.path), *some)
        refuse_more_pages(len(reading.pages))
        return encode(Answer(reading=cleaned(reading)))
    except ReadFailed as error:
        return encode(Answer(failed=str(error)))
    except MemoryError:
        return encode(Answer(out_of_memory=True))
    except Exception:  # a reader met a file nobody had thought of
        return encode(Answer(trace=traceback.format_exc()))


def _reader(name: str) -> Callable[..., Reading]:
    module, _, function = name.partition(":")
    reader: Callable[..., Reading] = getattr(importlib.import_module(module), function)
    return reader


def cleaned(reading: Reading) -> Reading:
    """A reading with clean texts, and with what stands apart in them."""
    headings: Iterable[str] = map(clean_line, reading.headings)
    authors = (clean_line(author) for author in reading.authors)
    headings = tuple(heading for heading in headings if heading)
    return replace(
        reading,
        pages=mark_apart(clean(reading.pages, wrapped=reading.wrapped), headings),
        title=clean_line(reading.title or "") or None,
        heading=clean_line(reading.heading or "") or None,
        headings=headings,
        authors=tuple(author for author in authors if author),
    )


if __name__ == "__main__":
    go_offline()
    serve(socket.socket(fileno=int(sys.argv[1])))
