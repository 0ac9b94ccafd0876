"""How fast a page is seen, and how many readers can search at once.

    python -m benchmarks.bench_page [--data FOLDER] [--times 5] [--seconds 10] [--only pages|load]

Pages: each kind of page (``page_types.py``) in Chromium on this machine with an empty cache: the
time to the first byte, to the largest thing in the window (LCP), what moved meanwhile (CLS) and the
bytes that were sent; the median of a number of times. The network is this machine's own, so these
are the costs of server and browser alone.

Load: the search page, asked by 1, 8 and 32 clients at once, of one web process and of two on ports
of their own, over which the clients are divided as a proxy would do. Clients are one Python process
(``page_clients.py``) beside the server, on the same processors: with as many servers as processors,
or where it says that the clients were busy most of the time, it is they who limit.

Without ``--data`` the bundled samples are taken in first, which are few: measure with the
collection you have.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

from selenium import webdriver

from benchmarks.chromium import WIDE, network_events, set_size, started, what_was_seen
from benchmarks.page_types import PAGE_TYPES
from benchmarks.sample_site import ROOT, make_samples, served

CLIENTS = (1, 8, 32)
WORKERS = (1, 2)
QUESTIONS = ROOT / "corpus" / "samples" / "questions.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a page: milliseconds, the score of what moved, and bytes that were sent."""

    first_byte: float
    lcp: float
    cls: float
    sent: int


def look(browser: webdriver.Chrome, address: str) -> Look:
    """Open a page with an empty cache."""
    network_events(browser)
    browser.get(address)
    seen = what_was_seen(browser)
    sent = sum(
        int(event["params"]["encodedDataLength"])
        for event in network_events(browser)
        if event["method"] == "Network.loadingFinished"
    )
    return Look(sent=sent, first_byte=seen["first_byte"], lcp=seen["lcp"], cls=seen["cls"])


def measure_pages(address: str, times: int) -> None:
    """A line for each kind of page."""
    print(f"{'page':<18}{'first byte':>11}{'LCP':>9}{'CLS':>8}{'sent':>10}   (median of {times})")
    with tempfile.TemporaryDirectory() as profile, started(Path(profile)) as browser:
        set_size(browser, WIDE)
        browser.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        look(browser, address)  # what a browser does only once
        for page in PAGE_TYPES:
            looks = [look(browser, address + page.path) for _ in range(times)]
            print(
                f"{page.name:<18}"
                f"{median(one.first_byte for one in looks):>8.0f} ms"
                f"{median(one.lcp for one in looks):>6.0f} ms"
                f"{median(one.cls for one in looks):>8.3f}"
                f"{median(one.sent for one in looks) / 1000:>7.1f} kB"
            )


def questions() -> list[str]:
    """Addresses of the search page, one for each question of the samples."""
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader((line for line in lines if line[0] != "#"), delimiter="\t")
        return [f"/?q={quote_plus(question)}" for _, question, *_ in rows]


@contextmanager
def workers(data: Path, count: int) -> Iterator[list[str]]:
    """Web processes on one collection, each on a port of its own."""
    with ExitStack() as running:
        yield [running.enter_context(served(data)) for _ in range(count)]


def ask(servers: Sequence[str], clients: int, seconds: float) -> dict[str, float]:
    """Let clients in another process ask; see :mod:`benchmarks.page_clients`."""
    program = [sys.executable, "-m", "benchmarks.page_clients", *servers]
    limits = ["--clients", str(clients), "--seconds", str(seconds)]
    done = subprocess.run(
        [*program, *limits],
        input="\n".join(questions()),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure_load(data: Path, seconds: float) -> None:
    """A line for each number of processes and clients."""
    heads = ("processes", "clients", "a second", "p50", "p95", "p99", "busy")
    print("".join(f"{head:>10}" for head in heads) + "   (busy: the clients)")
    for count in WORKERS:
        with workers(data, count) as servers:
            for clients in CLIENTS:
                figures = ask(servers, clients, seconds)
                print(
                    f"{count:>10}{clients:>10}{figures['per_second']:>10.1f}"
                    f"{figures['p50_ms']:>7.0f} ms{figures['p95_ms']:>7.0f} ms"
                    f"{figures['p99_ms']:>7.0f} ms{figures['busy']:>10.0%}"
                    f"   {figures['statuses']}"
                )


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, help="data folder of a collection; default: samples")
    parser.add_argument("--times", type=int, default=5, help="looks at each page")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each number of clients")
    parser.add_argument("--only", choices=("pages", "load"), help="one of the two")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        if arguments.data is None:
            make_samples(data)
        if arguments.only != "load":
            with served(data) as address:
                measure_pages(address, arguments.times)
        if arguments.only != "pages":
            measure_load(data, arguments.seconds)


if __name__ == "__main__":
    main()
