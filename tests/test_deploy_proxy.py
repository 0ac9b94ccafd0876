"""The page behind the proxy of ``deploy/nginx``, over HTTPS."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from behind_proxy import HOST, PATIENCE, Browser, Proxy, nginx, proxied
from search_app_accounts import PASSWORD, quick_hashes
from search_app_collection import invented, make_collection

from conftest import PROJECT, skip_aloud
from corpus.accounts import Accounts, Role
from corpus.database import sqlite_url

SLOW_READERS = 24  # three times the threads of a web process
LONG = 8_000_000  # bytes: more than what waits in the sockets between us


@dataclass(frozen=True, kw_only=True)
class Site:
    """Two web processes and the proxy before them."""

    proxy: Proxy
    pages: tuple[tuple[int, subprocess.Popen[str]], ...]

    @property
    def ports(self) -> tuple[int, ...]:
        """Where the processes listen."""
        return tuple(port for port, _ in self.pages)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if nginx() is None:
        skip_aloud("nginx is missing; install nginx-light")
    folder = tmp_path_factory.mktemp("behind")
    made = make_collection(folder / "data", invented()[:4])
    long = made.originals.path(made.catalogue.get("doc02").sha256)
    long.write_bytes(b"lang stuk" * (LONG // 9))
    data = made.folder
    with quick_hashes():
        Accounts(sqlite_url(data / "accounts.db")).add("leo", Role.LIBRARIAN, PASSWORD)
    with ExitStack() as running:
        pages = tuple(running.enter_context(_process(data)) for _ in range(2))
        started = tuple((_port(page), page) for page in pages)
        for page in pages:
            running.callback(page.kill)
        proxy = running.enter_context(proxied(folder / "proxy", [port for port, _ in started]))
        yield Site(proxy=proxy, pages=started)


def _process(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "search_app.wsgi", "--port", "0"],
        env=os.environ
        | {
            "WATWERKT_DATA": str(data),
            "WATWERKT_PROXY": "127.0.0.1",
            "PYTHONPATH": str(PROJECT),
        },
        cwd=data,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _port(page: subprocess.Popen[str]) -> int:
    told = page.stdout.readline() if page.stdout else ""
    return int(told.split(":")[3].split("/")[0])


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.proxy.browser()


def measured(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def test_the_page_comes_over_https_and_says_to_stay_there(browser: Browser) -> None:
    answer = browser.ask("/?q=zelfbeheer")
    assert answer.status == 200
    assert "<mark>" in answer.text
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f"Sitemap: https://{HOST}/sitemap.xml" in browser.ask("/robots.txt").text


def test_who_comes_without_https_is_sent_to_it_with_his_question(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.proxy.http), PATIENCE) as plain:
        plain.sendall(f"GET /?q=tuin HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
        answer = b"".join(iter(lambda: plain.recv(4096), b"")).decode()
    assert answer.startswith("HTTP/1.1 301")
    assert f"Location: https://{HOST}/?q=tuin\r\n" in answer


def test_no_other_name_is_answered(site: Site, browser: Browser) -> None:
    with pytest.raises(ssl.SSLError):
        browser.reached("elders.example.org")
    with socket.create_connection(("127.0.0.1", site.proxy.http), PATIENCE) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\nHost: elders.example.org\r\n\r\n")
        assert plain.recv(4096) == b""


def test_a_librarian_logs_in_with_a_cookie_for_https_alone(browser: Browser) -> None:
    form = browser.ask("/aanmelden").text
    token = re.search(r'name="form_token" value="([^"]+)"', form)
    assert token
    fields = {"name": "leo", "password": PASSWORD, "form_token": token[1]}
    answer = browser.ask("/aanmelden", urlencode(fields))
    assert answer.status == 303
    assert browser.flags == {"__Host-watwerkt": True}
    page = browser.ask("/nazien")
    assert page.status == 200
    assert "leo" in page.text
    assert (
        "Content-Encoding"
        not in browser.ask("/nazien", headers={"Accept-Encoding": "gzip"}).headers
    )


def test_a_form_of_another_site_is_refused(browser: Browser) -> None:
    browser.ask("/aanmelden")
    form = urlencode({"name": "leo", "password": PASSWORD})
    assert browser.ask("/aanmelden", form, {"Sec-Fetch-Site": "cross-site"}).status == 400


def test_what_machines_ask_is_not_told_through_the_proxy(site: Site, browser: Browser) -> None:
    assert browser.ask("/healthz").status == 200
    for address in ("/metrics", "/readyz", "/metrics/", "//metrics", "/%6detrics", "/./metrics"):
        answer = browser.ask(address, headers={"X-Forwarded-For": "127.0.0.1"})
        assert answer.status in {301, 308, 404}, address
        assert "watwerkt_requests" not in answer.text
    assert "watwerkt_requests_total" in measured(site.ports[0])


def test_a_reader_does_not_choose_his_address(site: Site) -> None:
    """Who fails too often waits, also when he says that he is somebody else each time."""
    browser = site.proxy.browser()
    statuses = []
    for number in range(7):
        token = re.search(r'name="form_token" value="([^"]+)"', browser.ask("/aanmelden").text)
        assert token
        fields = {"name": "iemand", "password": "fout", "form_token": token[1]}
        elsewhere = {"X-Forwarded-For": f"192.0.2.{number}"}
        statuses.append(browser.ask("/aanmelden", urlencode(fields), elsewhere).status)
    assert 429 in statuses


def test_its_log_tells_nothing_about_who_reads_what(site: Site, browser: Browser) -> None:
    number = browser.ask("/document/doc01?q=geheime+ziekte").headers["X-Request-ID"]
    time.sleep(0.2)
    log = (site.proxy.folder / "watwerkt.log").read_text("utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["status"] for line in lines if line["request"] == number] == [200]
    assert not re.search(r"geheime|doc01|127\.0\.0\.1(?!:)", re.sub(r'"upstream":"[^"]*"', "", log))


def test_slow_readers_hold_no_thread_of_the_page(site: Site, browser: Browser) -> None:
    slow = []
    try:
        for _ in range(SLOW_READERS):
            reader = browser.reached()
            asked = f"GET /document/doc02/file HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
            reader.sendall(asked.encode())
            assert reader.recv(100).startswith(b"HTTP/1.1 200")
            slow.append(reader)
        begun = time.monotonic()
        assert browser.ask("/?q=zelfbeheer").status == 200
        took = time.monotonic() - begun
    finally:
        for reader in slow:
            reader.close()
    assert took < PATIENCE / 2
    for port in site.ports:
        assert "watwerkt_waiting_requests 0.0" in measured(port)


def test_readers_notice_nothing_of_a_process_that_ends(site: Site, browser: Browser) -> None:
    (_, first), _ = site.pages
    first.send_signal(signal.SIGTERM)
    statuses = [browser.ask("/?q=zelfbeheer").status for _ in range(12)]
    assert first.wait(PATIENCE) == 0
    assert statuses == [200] * 12
