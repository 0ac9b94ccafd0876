"""A store that speaks S3 over HTTP, as a process of its own, and a wire to it that can be cut."""

from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from free_ports import answers, free_port

KEYS = {
    "AWS_ACCESS_KEY_ID": "sleutel",
    "AWS_SECRET_ACCESS_KEY": "heel-geheim",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Settings of AWS programs with which the store is used; it takes any key."""

_PIECE = 1 << 16


@dataclass(frozen=True)
class S3Server:
    """A running store."""

    endpoint: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return urlsplit(self.endpoint).port or 80

    def bucket(self) -> str:
        """The address of a place for originals in a new bucket."""
        name = f"boeken-{next(self._numbers)}"
        client = boto3.client("s3", endpoint_url=self.endpoint)
        client.create_bucket(Bucket=name)
        client.close()
        return self.address(name)

    def address(self, bucket: str, endpoint: str | None = None) -> str:
        """As the setting has it."""
        return f"s3://{bucket}/ww?endpoint={endpoint or self.endpoint}"


@contextmanager
def s3_running(folder: Path) -> Iterator[S3Server]:
    """A store that ends with the block; its log is in ``folder``."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    log = folder / "s3.log"
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told)
    try:
        until = time.monotonic() + 120
        while not answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text()[-2000:])
            time.sleep(0.05)
        yield S3Server(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=30)


class Wire:
    """Carries connections to a port, and cuts those that bring much."""

    def __init__(self, port: int) -> None:
        """Carry to ``port`` of this computer."""
        self._to = port
        self.cuts = 0
        """How often it is still cut."""
        self.after = 0
        """Bytes of an answer after which it is."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Where to ask."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def close(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                for one, other, back in ((near, far, False), (far, near, True)):
                    threading.Thread(
                        target=self._carry, args=[one, other, back], daemon=True
                    ).start()

    def _carry(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        carried = 0
        with suppress(OSError), one, other:
            while piece := one.recv(_PIECE):
                carried += len(piece)
                if back and self.cuts and carried > self.after:
                    self.cuts -= 1
                    break
                other.sendall(piece)
            for end in (one, other):
                end.shutdown(socket.SHUT_RDWR)
