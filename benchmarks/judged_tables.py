"""Tables that were judged by hand, and their two halves: rules may be tuned on one of them only."""

from __future__ import annotations

import hashlib
from pathlib import Path

TUNED, HELD = "tuned", "held"


def read_rows(path: Path) -> list[list[str]]:
    """The columns of each row; empty lines and those with ``#`` in front do not count."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def half_of(written: str) -> str:
    """The half on which a row stands: by the SHA-256 of what it is about, as it is written."""
    return HELD if hashlib.sha256(written.encode()).digest()[-1] % 2 else TUNED
