"""The embedded engine: a Whoosh index in a folder.

    folder/current.json        which build is in use (:mod:`index.whoosh_state`)
    folder/build-<random>/     two Whoosh indexes: of documents, and of their passages
    folder/writing.lock        held by the one who changes the index

A build that was interrupted is a folder that nobody looks at; the next build sweeps it away.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import filelock
import whoosh.index
from whoosh.writing import SegmentWriter

from corpus.archetypes import Taxonomy
from corpus.document import Document
from corpus.errors import DiskFull, IndexDamaged, IndexOutdated, Locked, SettingsWrong
from corpus.files import INCOMING, is_full
from corpus.thesaurus import load_thesaurus
from index.api import Cell, Completion, DocumentStore, Query, Results, Unit
from index.fingerprint import fingerprint
from index.names import FacetNames
from index.prepare import Prepared, prepare, prepare_passages
from index.resolve import Meanings
from index.whoosh_completion import Completer
from index.whoosh_schema import schema
from index.whoosh_search import Answer
from index.whoosh_snapshot import Snapshot
from index.whoosh_state import State, checksums, damaged, read_state, stamp, unchanged, write_state

_WRITER_MEMORY = 256  # megabytes per writer before Whoosh spills a run to disk
_PATIENCE = 10.0  # seconds to wait until another has finished writing


class WhooshIndex:
    """A :class:`~index.api.SearchIndex` on Whoosh. Safe to share between threads."""

    def __init__(self, folder: Path, store: DocumentStore, taxonomy: Taxonomy) -> None:
        self._folder = folder
        self._store = store
        self._taxonomy = taxonomy
        self._names = FacetNames(taxonomy)
        self._lock = threading.RLock()
        self._snapshots: dict[Unit, Snapshot] = {}
        self._completer: Completer | None = None
        self._seen: tuple[int, int] | None = None  # stamp of the state in the snapshots
        self._sound: set[tuple[str, str]] = set()  # build and name of the files found unchanged

    # Searching

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        with self._lock:
            return self._answer(query).results(self._store)

    def count(self, query: Query) -> int:
        """How many documents answer the question."""
        with self._lock:
            return self._answer(query).total

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """How many documents or passages have each pair of values of two facets."""
        with self._lock:
            return self._answer(query).cross(rows, columns)

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become."""
        with self._lock:
            snapshot = self._current()[Unit.DOCUMENTS]
            gone = self._store.taken_away_since(snapshot.revision)
            if self._completer is None or not self._completer.shows(snapshot, gone):
                self._completer = Completer(snapshot, self._taxonomy, gone)
            return self._completer.complete(text, size)

    def ids(self) -> frozenset[str]:
        """Ids of all documents in the index."""
        with self._lock:
            snapshot = self._current()[Unit.DOCUMENTS]
            reader = snapshot.searcher.reader()
            return frozenset(snapshot.facts[n]["id"] for n in reader.all_doc_ids())

    @property
    def revision(self) -> int:
        """Revision of the catalogue this index has caught up with."""
        return self._state().revision

    def _answer(self, query: Query) -> Answer:
        snapshot = self._current()[query.unit]
        gone = self._store.taken_away_since(snapshot.revision)
        meanings = Meanings(self._names.find, load_thesaurus(self._taxonomy), query.without)
        return Answer(snapshot, query, meanings, gone)

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[_Batch]:
        """Collect changes; visible together when the block ends, dropped when it raises.

        Args:
            revision: revision of the catalogue that the index has reached afterwards.

        Raises:
            Locked: when another process is writing.
            IndexMissing, IndexOutdated, IndexDamaged: when there is nothing to continue on.
            DiskFull, SettingsWrong: when the folder cannot be written.
        """
        with self._writing():
            state = self._state()
            batch = _Batch(self._taxonomy)
            yield batch
            with self._written():
                for unit, index in self._open(state).items():
                    _change(index, batch.changes[unit])
            self._switch(state.build, revision, state)

    def rebuild(self, documents: Iterable[Document], revision: int) -> int:
        """Make the whole index anew beside the old one and switch at once.

        Raises:
            Locked: when another process is writing.
            DiskFull, SettingsWrong: when the folder cannot be written.
        """
        with self._written():
            self._folder.mkdir(parents=True, exist_ok=True)
        with self._writing():
            build = self._folder / f"build-{secrets.token_hex(6)}"
            try:
                with self._written():
                    count = self._fill(build, documents)
                self._switch(build.name, revision, None)
            except BaseException:
                shutil.rmtree(build, ignore_errors=True)
                raise
            self._sweep(build.name)
        return count

    def _fill(self, build: Path, documents: Iterable[Document]) -> int:
        build.mkdir()
        count = 0
        new = (whoosh.index.create_in(str(build), schema(), unit.value) for unit in Unit)
        with ExitStack() as stack:
            writers = dict(zip(Unit, [stack.enter_context(_writer(i)) for i in new], strict=True))
            for document in documents:
                for unit, prepared in _units(document, self._taxonomy).items():
                    for one in prepared:
                        _add(writers[unit], one)
                count += 1
        return count

    def _sweep(self, build: str) -> None:
        """Remove all builds but this one, and what interrupted ones have left."""
        for old in self._folder.glob("build-*"):
            if old.name != build:
                shutil.rmtree(old, ignore_errors=True)
        for unused in self._folder.glob(f"{INCOMING}*"):
            unused.unlink(missing_ok=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only one who changes the index until the block ends.

        The operating system releases the lock when the process dies, however it dies.
        """
        if not self._folder.exists():
            self._state()  # says that there is no index, instead of making a folder for the lock
        lock = filelock.FileLock(self._folder / "writing.lock", timeout=_PATIENCE)
        try:
            with self._written():
                lock.acquire()
        except filelock.Timeout:
            raise _locked() from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _written(self) -> Iterator[None]:
        """Tell in our own words that the folder cannot be written."""
        try:
            yield
        except filelock.Timeout:  # is an OSError too
            raise
        except OSError as error:
            if is_full(error):
                raise DiskFull(
                    f"The disk is full: the index at {self._folder} cannot grow and stays as it "
                    "was; make room and run the same command again."
                ) from error
            raise SettingsWrong(
                f"The index at {self._folder} cannot be written: {error.strerror or error}; "
                "give this user the right to write there, or set another "
                "WATWERKT_INDEX."
            ) from error

    # State

    def _state(self) -> State:
        state = read_state(self._folder)
        if state.fingerprint != fingerprint(self._taxonomy):
            raise IndexOutdated(
                "The index was made with other fields, language rules or archetypes; "
                "run ‘watwerkt reindex’."
            )
        if state.catalogue != self._store.identity or state.revision > self._store.revision:
            raise IndexOutdated(
                "The index was made from another catalogue, or from a later state of this one; "
                "run ‘watwerkt reindex’."
            )
        return state

    def _switch(self, build: str, revision: int, before: State | None) -> None:
        known = before.files if before and before.build == build else {}
        with self._written():
            state = State(
                build=build,
                fingerprint=fingerprint(self._taxonomy),
                catalogue=self._store.identity,
                revision=revision,
                files=checksums(self._folder / build, known),
            )
            write_state(self._folder, state)

    def _open(self, state: State) -> dict[Unit, Any]:
        """The Whoosh indexes of a state, after a look at the files not seen before."""
        build = self._folder / state.build
        new = {n: crc for n, crc in state.files.items() if (state.build, n) not in self._sound}
        try:
            sound = unchanged(build, new)
            indexes = (
                {unit: whoosh.index.open_dir(str(build), unit.value) for unit in Unit}
                if sound
                else {}
            )
        except Exception as error:  # Whoosh raises whatever its bytes lead to
            raise damaged(self._folder) from error
        if not sound:
            raise damaged(self._folder)
        self._sound = {(state.build, name) for name in state.files}
        return indexes

    def _current(self) -> Mapping[Unit, Snapshot]:
        """Snapshots of the last committed state; read anew only when there is a newer one."""
        seen = stamp(self._folder)
        if not self._snapshots or seen is None or seen != self._seen:
            self._seen = None  # what cannot be read now must not pass for read the next time
            before = self._snapshots
            self._snapshots = self._read(before)
            self._seen = seen
            for snapshot in before.values():
                snapshot.close()
        return self._snapshots

    def _read(self, before: Mapping[Unit, Snapshot]) -> dict[Unit, Snapshot]:
        state = self._state()
        while True:
            try:
                return self._snapshots_of(state, before)
            except IndexDamaged:
                newer = self._state()
                if newer == state:
                    raise
                state = newer  # the other was replaced and removed while it was opened

    def _snapshots_of(self, state: State, before: Mapping[Unit, Snapshot]) -> dict[Unit, Snapshot]:
        known = {unit: snapshot.segments for unit, snapshot in before.items()}
        indexes = self._open(state)
        try:
            return {
                unit: Snapshot(index.reader(), known.get(unit, {}), state.revision)
                for unit, index in indexes.items()
            }
        except Exception as error:  # the same
            raise damaged(self._folder) from error


def _units(document: Document, taxonomy: Taxonomy) -> dict[Unit, tuple[Prepared, ...]]:
    """What a document is in the index of documents, and in that of passages."""
    return {
        Unit.DOCUMENTS: (prepare(document, taxonomy),),
        Unit.PASSAGES: prepare_passages(document, taxonomy),
    }


class _Batch:
    """Changes by id of the document; of two to one document the later counts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.changes: dict[Unit, dict[str, tuple[Prepared, ...]]] = {unit: {} for unit in Unit}

    def put(self, document: Document) -> None:
        """Add a document or replace the one with the same id."""
        for unit, prepared in _units(document, self._taxonomy).items():
            self.changes[unit][document.id] = prepared

    def delete(self, document_id: str) -> None:
        """Forget a document; an unknown id is no error."""
        for changes in self.changes.values():
            changes[document_id] = ()


def _change(index: Any, changes: Mapping[str, tuple[Prepared, ...]]) -> None:
    """Put what documents are now in place of what they were; an index without them is left."""
    with index.reader() as reader:
        known = {one for one in changes if ("document", one) in reader}
    if not known and not any(changes.values()):
        return
    with _writer(index) as writer:
        for document_id, prepared in changes.items():
            if document_id in known:
                writer.delete_by_term("document", document_id)
            for one in prepared:
                _add(writer, one)


@contextmanager
def _writer(index: Any) -> Iterator[SegmentWriter]:
    """A writer that commits when the block ends and leaves nothing when it raises."""
    try:
        writer = index.writer(limitmb=_WRITER_MEMORY)
    except whoosh.index.LockError:
        raise _locked() from None
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: SegmentWriter, prepared: Prepared) -> None:
    facts = {
        "id": prepared.id,
        "document": prepared.document,
        "title": prepared.title,
        "title_key": prepared.title_key,
        "published": prepared.published,
        "language": prepared.language,
        "facets": prepared.facets,
        "page_starts": prepared.page_starts,
        "pairs": prepared.pairs,
        "passage": prepared.passage,
        "strength": prepared.strength,
        "title_words": " ".join(term for term, _ in prepared.terms["title_exact"]),
    }
    writer.add_document(document=prepared.document, facts=facts, **prepared.terms)


def _locked() -> Locked:
    return Locked("Another command is writing to the index; try again when it is done.")
