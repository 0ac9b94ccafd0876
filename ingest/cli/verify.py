"""Do originals, catalogue and index agree?"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.collection import Collection
from corpus.document import AUDIENCES, LIBRARIANS, Document
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, ReadFailed
from corpus.originals import Originals, is_whole
from index import SearchIndex, rebuild, synchronise
from ingest.source import sha256
from ingest.unpack import file_of

ASIDE = "without-document"
"""Folder in the data folder for what ``--repair`` finds among the originals of no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that does not agree, and what mends it; without an id it is about no document."""

    document_id: str
    message: str

    def __str__(self) -> str:
        """As a line for a person."""
        return f"{self.document_id}: {self.message}" if self.document_id else self.message


def problems(collection: Collection, index: SearchIndex) -> Iterator[Problem]:
    """Everything that does not agree.

    Raises:
        IndexMissing, IndexOutdated, IndexDamaged: after all else, when the index cannot be asked.
    """
    summaries = list(collection.catalogue.summaries())
    yield from _in_originals(collection, summaries)
    yield from in_index(index, summaries)


def strays(collection: Collection) -> Iterator[Problem]:
    """Files among the originals that belong to no document, while nobody changes the collection."""
    for name in _strays(collection):
        place = f"{collection.originals.address}/{name}"
        message = f"{place} belongs to no document; ‘watwerkt verify --repair’ sets it aside"
        yield Problem(document_id="", message=message)


def repaired(collection: Collection, index: SearchIndex) -> Iterator[str]:
    """Mend what can be mended; one sentence for each thing that was."""
    originals = collection.originals
    for document in collection.catalogue.summaries():
        source, digest = Path(document.source), document.sha256
        if _is_stored(originals, digest):
            continue
        if source.is_absolute() and _is_whole(source, digest):
            if originals.size(digest) is not None:
                originals.set_aside(digest)
            originals.keep(source, digest)
            yield f"{document.id}: its original was fetched again from {source}"
    yield from _cleared(collection)
    yield from _caught_up(collection, index)


def _caught_up(collection: Collection, index: SearchIndex) -> Iterator[str]:
    """What an interrupted command left undone is done; an index that is wrong is made anew."""
    try:
        if behind := synchronise(index, collection.catalogue):
            yield f"the index was brought up to date: {behind} documents"
        agrees = not any(in_index(index, list(collection.catalogue.summaries())))
    except (IndexMissing, IndexOutdated, IndexDamaged):
        agrees = False
    if not agrees:
        yield f"the index was made anew: {rebuild(index, collection.catalogue)} documents"


def _cleared(collection: Collection) -> Iterator[str]:
    """Half copies go; any other file may be somebody's only one, and is set aside."""
    if halves := collection.originals.sweep():
        yield f"{halves} half copies that an interrupted ingest left were removed"
    aside = collection.settings.data / ASIDE
    yield from _taken_in(collection, aside)
    for name in _strays(collection):
        aside.mkdir(exist_ok=True)
        target = aside / Path(name).name
        if os.path.lexists(target):
            target = aside / f"{target.name}-{uuid.uuid4().hex[:8]}"
        collection.originals.release(name, target)
        place = f"{collection.originals.address}/{name}"
        yield f"{place} belonged to no document and lies in {target}; ingest it or delete it"


def _taken_in(collection: Collection, aside: Path) -> Iterator[str]:
    """What was set aside goes when a document came in with the same bytes after all."""
    ours = _digests(collection)
    for path in sorted(aside.glob("*")):
        digest = path.name[:64]
        if digest in ours and _is_whole(path, digest) and _is_stored(collection.originals, digest):
            path.unlink()
            yield f"{path} was removed: it is the original of a document by now"
    with suppress(OSError):  # it is not there, or something else lies in it
        aside.rmdir()


def _strays(collection: Collection) -> list[str]:
    return collection.originals.strays(_digests(collection))


def _digests(collection: Collection) -> frozenset[str]:
    return frozenset(document.sha256 for document in collection.catalogue.summaries())


def _is_whole(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and sha256(path) == digest
    except (ReadFailed, OSError):
        return False


def _is_stored(originals: Originals, digest: str) -> bool:
    try:
        return is_whole(originals, digest)
    except ReadFailed:
        return False


def _in_originals(collection: Collection, documents: list[Document]) -> Iterator[Problem]:
    originals = collection.originals
    for document in documents:
        place = originals.place(document.sha256)
        if originals.size(document.sha256) is None:
            source = file_of(Path(document.source))
            yield _problem(document.id, f"its original is gone; ingest {source} again")
            continue
        try:
            if not is_whole(originals, document.sha256):
                yield _problem(document.id, f"its original has changed; restore it to {place}")
        except ReadFailed as error:
            yield _problem(document.id, f"its original {place}: {error}")


def in_index(index: SearchIndex, documents: list[Document]) -> Iterator[Problem]:
    """What some readers do not find, or find though they should not, each document once."""
    index.check()
    told: set[str] = set()
    for audience in reversed(AUDIENCES):
        by = "" if audience is LIBRARIANS else f" by the {audience}"
        wanted = {document.id for document in documents if document.visible_to(audience)}
        found = index.ids(audience)
        for document_id in sorted(wanted - found - told):
            yield _problem(document_id, f"cannot be found{by}; run ‘watwerkt reindex’")
        for document_id in sorted(found - wanted - told):
            yield _problem(document_id, f"is found{by} but should not be; run ‘watwerkt reindex’")
        told |= wanted ^ found


def _problem(document_id: str, message: str) -> Problem:
    return Problem(document_id=document_id, message=message)
