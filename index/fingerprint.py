"""Under which rules an index was made; other rules mean it must be rebuilt, never guessed at."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from corpus.language.analysis import analysis_fingerprint

_HERE = Path(__file__).parent
# What decides which terms, values and facts of a document end up in the index.
_DECIDING = ("fields.py", "prepare.py", "whoosh_schema.py")


def fingerprint(taxonomy_version: str) -> str:
    """Changes whenever the same documents could give another index."""
    digest = hashlib.sha256(analysis_fingerprint().encode())
    for name in _DECIDING:
        digest.update((_HERE / name).read_bytes())
    digest.update(f"whoosh3 {version('whoosh3')} taxonomy {taxonomy_version}".encode())
    return digest.hexdigest()[:16]
