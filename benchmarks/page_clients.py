"""Readers who ask one question after the other, all at once; in a process of its own.

    python -m benchmarks.page_clients --clients 8 --seconds 10 http://127.0.0.1:8000 …

Each client keeps one connection and asks the questions of standard input (one address a line) in
turn; clients are divided over the servers that are named. Prints one JSON object. ``busy`` is the
share of the time in which this process itself was working: near 1 it is the clients that are
measured.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

WARM_UP = 1.0  # seconds that do not count


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Status, and bytes of the body, which must say how long it is."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(
        int(line.partition(":")[2])
        for line in head.split("\r\n")
        if line.startswith("content-length:")
    )
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1]), length


async def client(
    server: str, paths: Sequence[str], first: int, ends: float
) -> list[tuple[float, float, int, int]]:
    """Ask until ``ends``; when each answer was complete, how long it took, its status and size."""
    place = urlsplit(server)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    told = []
    at = first
    while time.perf_counter() < ends:
        asked = f"GET {paths[at % len(paths)]} HTTP/1.1\r\nHost: {place.netloc}\r\n"
        began = time.perf_counter()
        writer.write(f"{asked}Accept-Encoding: gzip\r\nAccept-Language: nl\r\n\r\n".encode())
        status, size = await read_answer(reader)
        done = time.perf_counter()
        told.append((done, done - began, status, size))
        at += 1
    writer.close()
    return told


async def run(
    servers: Sequence[str], paths: Sequence[str], clients: int, seconds: float
) -> dict[str, object]:
    """Let ``clients`` ask for ``seconds``; figures of what came after the warming up."""
    began, working = time.perf_counter(), time.process_time()
    counts_from, ends = began + WARM_UP, began + WARM_UP + seconds
    step = max(1, len(paths) // clients)
    found = await asyncio.gather(
        *(client(servers[n % len(servers)], paths, n * step, ends) for n in range(clients))
    )
    wall, worked = time.perf_counter() - began, time.process_time() - working
    counted = [one for told in found for one in told if one[0] >= counts_from]
    took = sorted(one[1] for one in counted)

    def percentile(share: float) -> float:
        return took[min(len(took) - 1, int(share * len(took)))] * 1000

    return {
        "requests": len(took),
        "per_second": len(took) / (wall - WARM_UP),
        "p50_ms": percentile(0.50),
        "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99),
        "statuses": Counter(one[2] for one in counted),
        "kilobytes": sum(one[3] for one in counted) / len(counted) / 1000,
        "busy": worked / wall,
    }


def main() -> None:
    """Read the addresses, ask, and print the figures."""
    parser = argparse.ArgumentParser(description="Readers who ask at once.")
    parser.add_argument("servers", nargs="+")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    paths = sys.stdin.read().split()
    figures = asyncio.run(run(arguments.servers, paths, arguments.clients, arguments.seconds))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
