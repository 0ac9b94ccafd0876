"""The embedded engine: a Whoosh index in a folder.

    folder/current.json        which build is in use (:mod:`index.embedded.state`)
    folder/build-<random>/     two Whoosh indexes: of documents, and of their passages
    folder/writing.lock        held by the one who changes the index

A build that was interrupted is a folder that nobody looks at; the next build sweeps it away.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import filelock

from corpus.archetypes import Taxonomy
from corpus.document import Document
from corpus.errors import (
    DiskFull,
    IndexDamaged,
    IndexOutdated,
    Locked,
    SettingsWrong,
)
from corpus.files import INCOMING, is_full
from corpus.thesaurus import load_thesaurus
from index.api import (
    DEFAULT_EFFORT,
    Cell,
    Completion,
    DocumentStore,
    Effort,
    FoundPage,
    Query,
    Results,
    Similar,
    Unit,
)
from index.embedded.answer import Answer
from index.embedded.completion import Completer
from index.embedded.filling import fill, units
from index.embedded.opening import Opener
from index.embedded.snapshot import Snapshot
from index.embedded.state import (
    State,
    checksums,
    read_state,
    stamp,
    sweep,
    write_state,
)
from index.embedded.writer import Generation, SegmentsWriter
from index.fingerprint import fingerprint
from index.names import FacetNames
from index.prepare import Prepared
from index.resolve import Meanings

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
        self._opener = Opener(folder)

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

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that is asked."""
        with self._lock:
            answer = self._answer(replace(query, unit=Unit.DOCUMENTS, filters={}))
            return answer.inside(document_id, self._store, best)

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        with self._lock:
            return self._answer(replace(query, unit=Unit.DOCUMENTS, text="")).similar(document, by)

    def ids(self) -> frozenset[str]:
        """Ids of all documents in the index."""
        with self._lock:
            snapshot = self._current()[Unit.DOCUMENTS]
            return frozenset(snapshot.values("id"))

    def check(self) -> None:
        """Compare every byte of the index with the checksums that were written with it."""
        with self._lock:
            for snapshot in self._current().values():
                for leaf in snapshot.leaves:
                    leaf.segment.check()

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
                with self._lock:
                    self._opener.open(state)  # nothing is built on what is damaged
                build = self._folder / state.build
                sweep(build, state.files)  # what an interrupted change has left is in the way
                changed = {
                    unit: _changed(build, unit, state.generations[unit], changes)
                    for unit, changes in batch.changes.items()
                }
            self._switch(build, revision, changed, state.files)

    def rebuild(
        self, documents: Iterable[Document], revision: int, effort: Effort = DEFAULT_EFFORT
    ) -> int:
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
                    build.mkdir()
                    count, made = fill(build, documents, self._taxonomy, effort)
                self._switch(build, revision, made, {})
            except BaseException:
                shutil.rmtree(build, ignore_errors=True)
                raise
        return count

    def _sweep(self, state: State) -> None:
        """Remove all that this state does not speak of, and what interrupted ones have left."""
        for build in self._folder.glob("build-*"):
            if build.name == state.build:
                sweep(build, state.files)
            else:
                shutil.rmtree(build, ignore_errors=True)
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

    def _switch(
        self,
        build: Path,
        revision: int,
        generations: Mapping[Unit, Generation],
        known: Mapping[str, int],
    ) -> None:
        """Make other files the ones in use; the checksums of some are ``known``."""
        names = [name for generation in generations.values() for name in generation.files]
        with self._written():
            state = State(
                build=build.name,
                fingerprint=fingerprint(self._taxonomy),
                catalogue=self._store.identity,
                revision=revision,
                generations={unit.value: one.number for unit, one in generations.items()},
                files=checksums(build, names, known),
            )
            write_state(self._folder, state)
        self._sweep(state)

    def _current(self) -> Mapping[Unit, Snapshot]:
        """Snapshots of the last committed state; read anew only when there is a newer one."""
        seen = stamp(self._folder)
        if not self._snapshots or seen is None or seen != self._seen:
            self._seen = None  # what cannot be read now must not pass for read the next time
            self._snapshots = self._read()
            self._seen = seen
        return self._snapshots

    def _read(self) -> dict[Unit, Snapshot]:
        state = self._state()
        while True:
            try:
                opened = self._opener.open(state)
            except IndexDamaged:
                newer = self._state()
                if newer == state:
                    raise
                state = newer  # the other was replaced and removed while it was opened
            else:
                return {
                    unit: Snapshot([one.leaf for one in found], state.revision)
                    for unit, found in opened.items()
                }


def _changed(
    build: Path, unit: Unit, generation: int, changes: Mapping[str, tuple[Prepared, ...]]
) -> Generation:
    """Put what documents are now in place of what they were."""
    writer = SegmentsWriter(build, unit.value, DEFAULT_EFFORT.memory, generation)
    writer.delete(changes)
    writer.adopt(writer.written(one for prepared in changes.values() for one in prepared))
    return writer.commit()


class _Batch:
    """Changes by id of the document; of two to one document the later counts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.changes: dict[Unit, dict[str, tuple[Prepared, ...]]] = {unit: {} for unit in Unit}

    def put(self, document: Document) -> None:
        """Add a document or replace the one with the same id."""
        for unit, prepared in units(document, self._taxonomy).items():
            self.changes[unit][document.id] = prepared

    def delete(self, document_id: str) -> None:
        """Forget a document; an unknown id is no error."""
        for changes in self.changes.values():
            changes[document_id] = ()


def _locked() -> Locked:
    return Locked("Another command is writing to the index; try again when it is done.")
