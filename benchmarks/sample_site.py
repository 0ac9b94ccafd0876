"""The bundled samples in a folder of their own, served by a web process of its own."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.page_types import WITHDRAWN

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "samples" / "documents"
LIBRARIAN = "anna"
_TOLD = "watwerkt: "


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "WATWERKT" not in name}
    return kept | {"WATWERKT_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def command(data: Path, *arguments: str, typed: str = "") -> None:
    """Run one command of watwerkt on ``data``; ``typed`` is what it reads.

    Raises:
        subprocess.CalledProcessError: when it fails.
    """
    program = [sys.executable, "-m", "ingest.cli", *arguments]
    subprocess.run(
        program,
        env=_environment(data),
        cwd=ROOT,
        check=True,
        input=typed,
        text=True,
        stdout=subprocess.DEVNULL,
    )


def make_samples(data: Path) -> str:
    """Take the bundled samples in, and do what the pages of :mod:`benchmarks.page_types` need.

    Returns:
        the password of :data:`LIBRARIAN`.
    """
    command(data, "ingest", str(SAMPLES))
    return prepare(data)


def prepare(data: Path) -> str:
    """Withdraw the document that is named there, and let a librarian log in by the password."""
    command(data, "withdraw", WITHDRAWN, "--reason", "vervangen door het jaarverslag")
    add = ("account", "add", LIBRARIAN, "--role", "librarian", "--password-stdin")
    password = secrets.token_urlsafe()
    command(data, *add, typed=f"{password}\n")
    return password


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Serve the collection in ``data`` on a free port, and give the address.

    Raises:
        RuntimeError: when the server does not start; with what it says of that.
    """
    program = [sys.executable, "-m", "search_app.wsgi", "--port", "0"]
    with (
        tempfile.TemporaryFile("w+") as remarks,
        subprocess.Popen(
            program,
            env=_environment(data),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=remarks,
            text=True,
        ) as server,
    ):
        try:
            told = server.stdout.readline() if server.stdout else ""
            if not told.startswith(_TOLD):
                remarks.seek(0)
                raise RuntimeError(f"The web server did not start: {remarks.read()}")
            yield told.removeprefix(_TOLD).split("/ ")[0]
        finally:
            server.terminate()
