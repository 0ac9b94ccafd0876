"""Starting the page as its own process."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from search_app_collection import invented, make_collection

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_collection(tmp_path_factory.mktemp("served"), invented()).folder


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "WATWERKT" not in name}
    return kept | {"WATWERKT_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "search_app.wsgi", *arguments]


@contextmanager
def serving(
    data: Path, program: str = "search_app.wsgi", **settings: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen(
        [sys.executable, "-m", *program.split(), "--port", "0"],
        env=environment(data) | settings,
        cwd=data,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield line.split()[1], process
        finally:
            process.kill()


def test_behind_a_proxy_whole_addresses_are_those_of_its_reader(data: Path) -> None:
    headers = {"Host": "wijk.example.org", "X-Forwarded-Proto": "https"}
    with serving(data, WATWERKT_PROXY="127.0.0.1") as (address, _):
        server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        server.request("GET", "/robots.txt", headers=headers)
        text = server.getresponse().read().decode()
        server.close()
    assert "Sitemap: https://wijk.example.org/sitemap.xml" in text


def failing(data: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        command(*arguments),
        env=environment(data),
        cwd=data if data.is_dir() else ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr.strip()


def test_it_says_where_it_is_and_answers_there(data: Path) -> None:
    with serving(data) as (address, process):
        with urllib.request.urlopen(f"{address}?q=zelfbeheer", timeout=PATIENCE) as answer:  # noqa: S310
            assert answer.status == 200
            assert b"<mark>" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("192.0.2.1", False)])
def test_only_the_proxy_that_is_named_says_that_it_was_https(
    data: Path, proxy: str, believed: bool
) -> None:
    with serving(data, WATWERKT_PROXY=proxy) as (address, _):
        asked = urllib.request.Request(  # noqa: S310 - our own
            f"{address}?lang=en", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "::1"}
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            assert ("Secure" in answer.headers["Set-Cookie"]) is believed


def test_asked_to_end_it_finishes_the_answer_that_it_is_at(data: Path) -> None:
    with serving(data) as (address, process):
        host, port = urlsplit(address).netloc.split(":")
        with socket.create_connection((host, int(port)), PATIENCE) as half:
            half.sendall(b"POST /aanmelden HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
            with socket.create_connection((host, int(port)), PATIENCE) as asking:
                asking.sendall(b"GET /export.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert asking.recv(12) == b"HTTP/1.1 200"
                process.send_signal(signal.SIGTERM)
                answer = b"".join(iter(lambda: asking.recv(65536), b""))
        assert process.wait(PATIENCE) == 0
    assert answer.rstrip().endswith((b"]", b"}", b"0"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), PATIENCE)


def test_its_log_can_be_lines_of_json(data: Path) -> None:
    with serving(data, WATWERKT_LOG="json") as (address, process):
        urllib.request.urlopen(f"{address}?q=geheim", timeout=PATIENCE).close()  # noqa: S310
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        lines = [json.loads(line) for line in process.stderr]
    assert [line["route"] for line in lines if line["event"] == "request"][-1] == "/"
    assert not [line for line in lines if "geheim" in json.dumps(line)]


def test_a_setting_in_a_file_is_handed_on_by_the_command(data: Path, tmp_path: Path) -> None:
    secret = tmp_path / "contact"
    secret.write_text("wijken@example.org\n", encoding="utf-8")
    with (
        serving(data, "ingest.cli serve", WATWERKT_CONTACT_FILE=str(secret)) as (address, _),
        urllib.request.urlopen(f"{address}toegankelijkheid", timeout=PATIENCE) as answer,  # noqa: S310
    ):
        assert b"wijken@example.org" in answer.read()


def test_through_a_proxy_that_nobody_named_the_measurements_are_not_told(data: Path) -> None:
    with serving(data) as (address, _):
        with urllib.request.urlopen(f"{address}metrics", timeout=PATIENCE) as answer:  # noqa: S310
            assert b"watwerkt_waiting_requests 0.0" in answer.read()
        asked = urllib.request.Request(  # noqa: S310 - our own
            f"{address}metrics", headers={"X-Forwarded-For": "127.0.0.1"}
        )
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(asked, timeout=PATIENCE)  # noqa: S310


def test_a_taken_port_is_one_sentence(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, told = failing(data, "--port", str(port))
    assert code == 2
    assert told == f"Port {port} is in use; stop the other program or choose another with --port."


def test_an_address_of_another_computer_is_one_sentence(data: Path) -> None:
    code, told = failing(data, "--host", "203.0.113.7", "--port", "0")
    assert code == 2
    assert told == "The address 203.0.113.7 cannot be used; try --host 127.0.0.1."


def test_a_missing_index_is_one_sentence_with_its_exit_code(tmp_path: Path) -> None:
    made = make_collection(tmp_path / "data", invented()[:1])
    (made.folder / "index" / "current.json").unlink()
    code, told = failing(made.folder)
    assert code == 3
    assert len(told.splitlines()) == 1


def test_wrong_settings_are_one_sentence_with_their_exit_code(tmp_path: Path) -> None:
    (tmp_path / "watwerkt.toml").write_text("kleur = 'rood'\n", encoding="utf-8")
    code, told = failing(tmp_path)
    assert code == 5
    assert "kleur" in told
    assert len(told.splitlines()) == 1
