"""The embedded engine: a Whoosh index in a folder.

    folder/current.json        which build is in use, its fingerprint, the revision it has reached
    folder/build-<random>/     a Whoosh index

``current.json`` is replaced at once, so that a reader sees the old state or the new one, and a
build that was interrupted is a folder that nobody looks at; the next build sweeps it away.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import whoosh.index
from whoosh.scoring import BM25F
from whoosh.writing import SegmentWriter

from corpus.archetypes import Taxonomy
from corpus.document import Document
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, Locked
from index.api import PageSource, Query, Results
from index.fingerprint import fingerprint
from index.names import FacetNames
from index.prepare import Prepared, prepare
from index.whoosh_schema import schema
from index.whoosh_search import Answer
from index.whoosh_snapshot import Snapshot

_WRITER_MEMORY = 256  # megabytes per writer before Whoosh spills a run to disk


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    folder: str
    fingerprint: str
    revision: int


class WhooshIndex:
    """A :class:`~index.api.SearchIndex` on Whoosh. Safe to share between threads."""

    def __init__(self, folder: Path, pages: PageSource, taxonomy: Taxonomy) -> None:
        self._folder = folder
        self._pages = pages
        self._taxonomy = taxonomy
        self._names = FacetNames(taxonomy)
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._seen: tuple[int, int] | None = None

    # Searching

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        with self._lock:
            return self._answer(query).results(self._pages)

    def count(self, query: Query) -> int:
        """How many documents answer the question."""
        with self._lock:
            return self._answer(query).total

    def ids(self) -> frozenset[str]:
        """Ids of all documents in the index."""
        with self._lock:
            snapshot = self._current()
            reader = snapshot.searcher.reader()
            return frozenset(snapshot.facts[n]["id"] for n in reader.all_doc_ids())

    @property
    def revision(self) -> int:
        """Revision of the catalogue this index has caught up with."""
        return self._state().revision

    def _answer(self, query: Query) -> Answer:
        return Answer(self._current(), query, self._names.find)

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[_Batch]:
        """Collect changes; visible together when the block ends, dropped when it raises.

        Args:
            revision: revision of the catalogue that the index has reached afterwards.

        Raises:
            Locked: when another process is writing.
        """
        state = self._state()
        batch = _Batch(self._taxonomy)
        yield batch
        with _writer(self._open(state)) as writer:
            for document_id, prepared in batch.changes.items():
                writer.delete_by_term("id", document_id)
                if prepared is not None:
                    _add(writer, prepared)
        self._switch(_State(folder=state.folder, fingerprint=state.fingerprint, revision=revision))

    def rebuild(self, documents: Iterable[Document], revision: int) -> int:
        """Make the whole index anew beside the old one and switch at once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        build = self._folder / f"build-{secrets.token_hex(6)}"
        build.mkdir()
        count = 0
        try:
            with _writer(whoosh.index.create_in(str(build), schema())) as writer:
                for document in documents:
                    _add(writer, prepare(document, self._taxonomy))
                    count += 1
        except BaseException:
            shutil.rmtree(build, ignore_errors=True)
            raise
        self._switch(_State(folder=build.name, fingerprint=self._fingerprint(), revision=revision))
        for old in self._folder.glob("build-*"):
            if old.name != build.name:
                shutil.rmtree(old, ignore_errors=True)
        return count

    # State

    def _fingerprint(self) -> str:
        return fingerprint(self._taxonomy.version)

    @property
    def _state_file(self) -> Path:
        return self._folder / "current.json"

    def _state(self) -> _State:
        try:
            state = _State(**json.loads(self._state_file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise IndexMissing(
                f"There is no index at {self._folder} yet; run ‘watwerkt reindex’."
            ) from None
        except (OSError, ValueError, TypeError) as error:
            raise _damaged(self._folder) from error
        if state.fingerprint != self._fingerprint():
            raise IndexOutdated(
                "The index was made with other fields, language rules or archetypes; "
                "run ‘watwerkt reindex’."
            )
        return state

    def _switch(self, state: _State) -> None:
        incoming = self._folder / f"current-{secrets.token_hex(6)}.json"
        with incoming.open("w", encoding="utf-8") as file:
            json.dump(asdict(state), file)
            file.flush()
            os.fsync(file.fileno())
        incoming.replace(self._state_file)

    def _open(self, state: _State) -> Any:
        try:
            return whoosh.index.open_dir(str(self._folder / state.folder))
        except Exception as error:  # Whoosh raises whatever its bytes lead to
            raise _damaged(self._folder) from error

    def _current(self) -> Snapshot:
        """The snapshot of the last committed state; read anew only when there is a newer one."""
        with suppress(OSError):
            stat = self._state_file.stat()
            if self._snapshot is not None and self._seen == (stat.st_mtime_ns, stat.st_ino):
                return self._snapshot
            self._seen = (stat.st_mtime_ns, stat.st_ino)
        known = self._snapshot.segments if self._snapshot else {}
        index = self._open(self._state())
        try:
            self._snapshot = Snapshot(index.searcher(weighting=BM25F()), known)
        except Exception as error:  # the same
            raise _damaged(self._folder) from error
        return self._snapshot


class _Batch:
    """Changes by id; of two to one document the later counts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.changes: dict[str, Prepared | None] = {}

    def put(self, document: Document) -> None:
        """Add a document or replace the one with the same id."""
        self.changes[document.id] = prepare(document, self._taxonomy)

    def delete(self, document_id: str) -> None:
        """Forget a document; an unknown id is no error."""
        self.changes[document_id] = None


@contextmanager
def _writer(index: Any) -> Iterator[SegmentWriter]:
    """A writer that commits when the block ends and leaves nothing when it raises."""
    try:
        writer = index.writer(limitmb=_WRITER_MEMORY, timeout=10)
    except whoosh.index.LockError:
        raise Locked(
            "Another command is writing to the index; try again when it is done."
        ) from None
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: SegmentWriter, prepared: Prepared) -> None:
    facts = {
        "id": prepared.id,
        "title": prepared.title,
        "title_key": prepared.title_key,
        "published": prepared.published,
        "language": prepared.language,
        "facets": prepared.facets,
        "page_starts": prepared.page_starts,
    }
    writer.add_document(id=prepared.id, facts=facts, **prepared.terms)


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(f"The index at {folder} cannot be read; run ‘watwerkt reindex’.")
