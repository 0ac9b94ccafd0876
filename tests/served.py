"""An application on a port of its own, for whoever asks it from outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import waitress
from flask import Flask

_PATIENCE = 5  # seconds in which a server that was closed ends


@contextmanager
def served(app: Flask, threads: int = 4) -> Iterator[str]:
    """Its address, without a slash at the end, until the block ends."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=_run, args=[server], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=_PATIENCE)


def _run(server: Any) -> None:
    with suppress(OSError):  # who closes it takes the socket from under the loop that waits for it
        server.run()
