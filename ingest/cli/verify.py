"""Do originals, catalogue and index agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.collection import Collection
from corpus.document import Document
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, ReadFailed
from index import SearchIndex, rebuild
from ingest.source import sha256
from ingest.unpack import file_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not agree, and what mends it."""

    document_id: str
    message: str


def problems(collection: Collection, index: SearchIndex) -> Iterator[Problem]:
    """Everything that does not agree.

    Raises:
        IndexMissing, IndexOutdated, IndexDamaged: after all else, when the index cannot be asked.
    """
    summaries = list(collection.catalogue.summaries())
    yield from _in_originals(collection, summaries)
    yield from _in_index(index, {d.id for d in summaries if d.searchable})


def repaired(collection: Collection, index: SearchIndex) -> Iterator[str]:
    """Mend what can be mended; one sentence for each thing that was."""
    for document in collection.catalogue.summaries():
        source, kept = Path(document.source), collection.originals.path(document.sha256)
        if _is_whole(kept, document.sha256):
            continue
        if source.is_absolute() and _is_whole(source, document.sha256):
            if kept.exists():
                kept.replace(kept.with_name(f".damaged-{kept.name}"))
            collection.originals.keep(source, document.sha256)
            yield f"{document.id}: its original was fetched again from {source}"
    try:
        wanted = {d.id for d in collection.catalogue.summaries() if d.searchable}
        agrees = not any(_in_index(index, wanted))
    except (IndexMissing, IndexOutdated, IndexDamaged):
        agrees = False
    if not agrees:
        yield f"the index was made anew: {rebuild(index, collection.catalogue)} documents"


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and sha256(path) == digest
    except (ReadFailed, OSError):
        return False


def _in_originals(collection: Collection, documents: list[Document]) -> Iterator[Problem]:
    for document in documents:
        path = collection.originals.path(document.sha256)
        if not path.exists():
            source = file_of(Path(document.source))
            yield _problem(document.id, f"its original is gone; ingest {source} again")
            continue
        try:
            if sha256(path) != document.sha256:
                yield _problem(document.id, f"its original has changed; restore it to {path}")
        except ReadFailed as error:
            yield _problem(document.id, f"its original {path}: {error}")


def _in_index(index: SearchIndex, wanted: set[str]) -> Iterator[Problem]:
    found = index.ids()
    for document_id in sorted(wanted - found):
        yield _problem(document_id, "cannot be found; run ‘watwerkt reindex’")
    for document_id in sorted(found - wanted):
        yield _problem(document_id, "is found but should not be; run ‘watwerkt reindex’")


def _problem(document_id: str, message: str) -> Problem:
    return Problem(document_id=document_id, message=message)
