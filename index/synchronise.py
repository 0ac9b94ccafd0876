"""Bring an index up to what the catalogue says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.catalogue import Catalogue
from corpus.document import Document
from index.protocols import DEFAULT_EFFORT, Effort, SearchIndex

_BATCH = 64  # documents that become visible together


def synchronise(index: SearchIndex, catalogue: Catalogue) -> int:
    """Apply every change since the revision the index has reached.

    Whatever interrupts it, doing it again ends in the same index.

    Returns:
        The number of documents that were changed in the index.

    Raises:
        IndexMissing, IndexOutdated: when there is nothing to continue on; rebuild instead.
    """
    reached, known = index.revision, catalogue.revision
    changed = catalogue.changed_since(reached)
    for ids in _batches(changed):
        # Ids come in the order of their last change, so this is how far the batch leads; unless
        # the last one has changed again meanwhile, and others with it that are not among the ids.
        last = catalogue.revision_of(ids[-1])
        reached = last if last <= known else reached
        with index.batch(revision=reached) as batch:
            for document_id in ids:
                document = catalogue.get(document_id)
                if document.searchable:
                    batch.put(document)
                else:
                    batch.delete(document_id)
    return len(changed)


def rebuild(index: SearchIndex, catalogue: Catalogue, effort: Effort = DEFAULT_EFFORT) -> int:
    """Make the index anew from the catalogue; returns the number of documents in it."""
    revision = catalogue.revision
    return index.rebuild(_searchable(catalogue.documents()), revision, effort)


def _searchable(documents: Iterable[Document]) -> Iterator[Document]:
    return (document for document in documents if document.searchable)


def _batches(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
