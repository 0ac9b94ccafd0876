"""Whatever a file asks for, nothing goes out: the programs that read files have no network."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PROJECT
from corpus.document import Page
from ingest.extract import Extractor, Limits
from ingest.reading import Reading

_FILTERED = sys.platform == "linux" and platform.machine() in {"x86_64", "aarch64", "riscv64"}
needs_filter = pytest.mark.skipif(
    not _FILTERED, reason="there is a filter for Linux on x86_64, aarch64 and riscv64 only"
)

_CONNECT = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"
_SEND = (
    "import socket, sys; "
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', int(sys.argv[1])))"
)


def _said(text: object) -> Reading:
    return Reading(pages=(Page(number=1, text=str(text)),))


def _port(path: Path) -> int:
    return int(path.read_text())


# Readers that the worker finds by name; each tries in its own way to reach the server of the test.


def read_connecting(path: Path) -> Reading:
    """By Python's own sockets."""
    try:
        socket.create_connection(("127.0.0.1", _port(path)), 5)
    except OSError as error:
        return _said(type(error).__name__)
    return _said("connected")


def read_fetching(path: Path) -> Reading:
    """By a library, which turns every error into its own."""
    try:
        urllib.request.urlopen(f"http://localhost:{_port(path)}/", timeout=5)
    except OSError as error:
        return _said(type(error).__name__)
    return _said("fetched")


def read_in_c(_: Path) -> Reading:
    """By the system call, as a library in C does: sockets of IPv4, IPv6 and netlink."""
    system = ctypes.CDLL(None, use_errno=True)
    families, kinds = (2, 10, 16), (1, 2)
    return _said(max(system.socket(family, kind, 0) for family in families for kind in kinds))


def read_by_ring(_: Path) -> Reading:
    """By the newer way to ask the system for a socket."""
    system = ctypes.CDLL(None, use_errno=True)
    parameters = ctypes.create_string_buffer(120)
    return _said(system.syscall(425, 1, parameters))


def read_by_child(path: Path) -> Reading:
    """By another program."""
    done = [
        subprocess.run(
            [sys.executable, "-c", program, str(_port(path))], capture_output=True, check=False
        ).stderr
        for program in (_CONNECT, _SEND)
    ]
    return _said(all(b"PermissionError" in error for error in done))


def read_talking(_: Path) -> Reading:
    """Between two programs of this computer, as LibreOffice does with itself."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"hoi")
        return _said(theirs.recv(9).decode())


class Server:
    """A server on this computer that remembers whether anybody came."""

    def __init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(type=socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.tcp.settimeout(0.3)
        self.udp.settimeout(0.3)

    def visited(self) -> bool:
        """Whether a connection or a message waits."""
        for take in (self.tcp.accept, lambda: self.udp.recvfrom(9)):
            try:
                found = take()[0]
            except TimeoutError:
                continue
            if isinstance(found, socket.socket):
                found.close()
            return True
        return False


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    with server.tcp, server.udp:
        yield server


@pytest.fixture
def path(tmp_path: Path, server: Server) -> Path:
    file = tmp_path / "port.txt"
    file.write_text(str(server.port))
    return file


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    names = ("connecting", "fetching", "in_c", "by_ring", "by_child", "talking")
    with Extractor(Limits(seconds=60), {n: f"{__name__}:read_{n}" for n in names}) as extractor:
        yield extractor


@pytest.mark.parametrize("program", [_CONNECT, _SEND])
def test_the_server_of_these_tests_sees_who_comes(server: Server, program: str) -> None:
    subprocess.run([sys.executable, "-c", program, str(server.port)], check=True)
    assert server.visited()


@pytest.mark.parametrize(("name", "why"), [
    ("connecting", "PermissionError"), ("fetching", "URLError"),
])  # fmt: skip
def test_a_worker_reaches_nobody(
    extractor: Extractor, path: Path, server: Server, name: str, why: str
) -> None:
    assert extractor.extract(path, name).pages[0].text == why
    assert not server.visited()


@needs_filter
@pytest.mark.parametrize(("name", "said"), [
    ("in_c", "-1"), ("by_ring", "-1"), ("by_child", "True"),
])  # fmt: skip
def test_neither_c_code_nor_another_program_reaches_anybody(
    extractor: Extractor, path: Path, server: Server, name: str, said: str
) -> None:
    assert extractor.extract(path, name).pages[0].text == said
    assert not server.visited()


def test_programs_of_this_computer_still_talk_to_each_other(
    extractor: Extractor, path: Path
) -> None:
    assert extractor.extract(path, "talking").pages[0].text == "hoi"


@pytest.mark.parametrize("program", [_CONNECT, _SEND])
def test_where_the_system_has_no_filter_python_itself_refuses(server: Server, program: str) -> None:
    hook = "import sys; from ingest.offline import _refuse; sys.addaudithook(_refuse); "
    done = subprocess.run(
        [sys.executable, "-c", hook + program, str(server.port)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "A reader has no network" in done.stderr
    assert not server.visited()


@needs_filter
def test_on_linux_the_system_itself_sees_to_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from ingest.offline import go_offline; print(go_offline())"],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "True\n"
