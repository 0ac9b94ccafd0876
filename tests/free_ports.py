"""Ports of this machine, for the servers of the tests."""

from __future__ import annotations

import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_BLOCK = 10
_BLOCKS = range(9200, 9300, _BLOCK)  # what is asked for a port never gets one of these


class NoPortsFree(Exception):
    """All ports that tests may use are in use."""


@contextmanager
def reserved_ports(blocks: range = _BLOCKS) -> Iterator[range]:
    """Ten ports in a row on which nothing listens, this run's own until the block ends.

    Whoever uses a block holds the lock on a file; the system takes that away when he ends, however
    he ends.

    Raises:
        NoPortsFree: when none of ``blocks`` is to be had.
    """
    for first in blocks:
        ports = range(first, first + _BLOCK)
        lock = FileLock(Path(tempfile.gettempdir()) / f"watwerkt-ports-{first}.lock", timeout=0)
        with suppress(Timeout, PermissionError):
            lock.acquire()
        if not lock.is_locked:
            continue
        with lock:
            lock.release()  # `with` has locked it once more
            if all(is_free(port) for port in ports):
                yield ports
                return
    raise NoPortsFree(f"Nothing to be had of {blocks.start}-{blocks.stop - 1}; stop what listens.")


def is_free(port: int) -> bool:
    """Whether a program can begin to listen on ``port`` now."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return True
    return False


def free_port() -> int:
    """A port that nobody listens on now; another may take it before it is used."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on a port."""
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def wait_for(port: int, seconds: float) -> None:
    """Until somebody listens on a port.

    Raises:
        TimeoutError: when nobody does in time.
    """
    until = time.monotonic() + seconds
    while not answers(port):
        if time.monotonic() > until:
            raise TimeoutError(f"nobody listens on port {port}")
        time.sleep(0.05)
