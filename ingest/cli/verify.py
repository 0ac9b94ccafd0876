"""Do originals, catalogue and index agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.collection import Collection
from corpus.document import Document
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, ReadFailed
from index import SearchIndex
from ingest.source import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not agree, and what mends it."""

    document_id: str
    message: str


def problems(collection: Collection, index: SearchIndex) -> list[Problem]:
    """Everything that does not agree; empty when all is well."""
    summaries = list(collection.catalogue.summaries())
    return [
        *_in_originals(collection, summaries),
        *_in_index(index, {d.id for d in summaries if d.searchable}),
    ]


def _in_originals(collection: Collection, documents: list[Document]) -> Iterator[Problem]:
    for document in documents:
        path = collection.originals.path(document.sha256)
        try:
            damaged = sha256(path) != document.sha256
        except ReadFailed:
            yield _problem(document.id, f"its original is gone; ingest {document.source} again")
            continue
        if damaged:
            yield _problem(document.id, f"its original has changed; restore it to {path}")


def _in_index(index: SearchIndex, wanted: set[str]) -> Iterator[Problem]:
    try:
        found = index.ids()
    except (IndexMissing, IndexOutdated, IndexDamaged) as error:
        yield _problem("index", str(error))
        return
    for document_id in sorted(wanted - found):
        yield _problem(document_id, "cannot be found; run ‘watwerkt reindex’")
    for document_id in sorted(found - wanted):
        yield _problem(document_id, "is found but should not be; run ‘watwerkt reindex’")


def _problem(document_id: str, message: str) -> Problem:
    return Problem(document_id=document_id, message=message)
