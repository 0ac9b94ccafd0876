"""Under which rules an index was made; other rules mean it must be rebuilt, never guessed at."""

from __future__ import annotations

import hashlib
import inspect
from functools import cache
from importlib.metadata import version
from pathlib import Path

from corpus import headings, paragraph_looks, paragraphs, summaries
from corpus.archetypes import Taxonomy
from corpus.gazetteer import MUNICIPALITIES
from corpus.language.analysis import analysis_fingerprint

_HERE = Path(__file__).parent
# What decides which terms, values and facts of a document end up in the index.
_DECIDING = (
    *(
        _HERE / name
        for name in (
            "fields.py",
            "pairs.py",
            "prepare.py",
            "parts.py",
            "embedded/word_starts.py",
            "embedded/writer.py",
            "segment/container.py",
        )
    ),
    *(Path(inspect.getfile(part)) for part in (headings, paragraph_looks, paragraphs, summaries)),
    summaries.NAMES,
    MUNICIPALITIES,
)


@cache
def fingerprint(taxonomy: Taxonomy) -> str:
    """Changes whenever the same documents could give another index."""
    digest = hashlib.sha256(analysis_fingerprint().encode())
    for path in _DECIDING:
        digest.update(path.read_bytes())
    digest.update(f"whoosh3 {version('whoosh3')}".encode())
    for archetype in taxonomy.archetypes.values():
        digest.update(f"{archetype.id}\t{archetype.label}\n".encode())
    for former, present in taxonomy.former.items():
        digest.update(f"{former}\t{present}\n".encode())
    return digest.hexdigest()[:16]
