"""The embedded engine: a Whoosh index in a folder.

    folder/current.json        which build is in use (:mod:`index.embedded.state`)
    folder/build-<random>/     Whoosh indexes of documents and of their passages, those of partners
                               apart (:mod:`index.parts`)
    folder/writing.lock        held by the one who changes the index

A build that was interrupted is a folder that nobody looks at; the next build sweeps it away.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import filelock

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, LIBRARIANS, Access, Document
from corpus.errors import DiskFull, Locked, SettingsWrong
from corpus.files import INCOMING, is_full
from index.embedded.current import Current
from index.embedded.filling import fill
from index.embedded.searcher import AudienceSearcher
from index.embedded.state import State, checksums, sweep, write_state
from index.embedded.writer import Generation, SegmentsWriter, create
from index.names import FacetNames
from index.parts import Part, PartsBatch
from index.prepare import Prepared
from index.protocols import DEFAULT_EFFORT, DocumentStore, Effort
from index.public import PublicAnswers

_PATIENCE = 10.0  # seconds to wait until another has finished writing


class WhooshIndex(PublicAnswers):
    """A :class:`~index.protocols.SearchIndex` on Whoosh. Safe to share between threads."""

    def __init__(self, folder: Path, store: DocumentStore, taxonomy: Taxonomy) -> None:
        self._folder = folder
        self._store = store
        self._taxonomy = taxonomy
        self._current = Current(folder, store, taxonomy)
        names = FacetNames(taxonomy)
        super().__init__({one: AudienceSearcher(self._current, one, names) for one in AUDIENCES})

    def ids(self, audience: Access = LIBRARIANS) -> frozenset[str]:
        """Ids of all documents in the index, or of those in it that an audience may see.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        return self._current.ids(audience.includes[-1])

    def check(self) -> None:
        """Compare every byte of the index with the checksums that were written with it."""
        self._current.check()

    @property
    def revision(self) -> int:
        """Revision of the catalogue this index has caught up with."""
        return self._current.state().revision

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[PartsBatch]:
        """Collect changes; visible together when the block ends, dropped when it raises.

        Args:
            revision: revision of the catalogue that the index has reached afterwards.

        Raises:
            Locked: when another process is writing.
            IndexMissing, IndexOutdated, IndexDamaged: when there is nothing to continue on.
            DiskFull, SettingsWrong: when the folder cannot be written.
        """
        with self._writing():
            state = self._current.state()
            batch = PartsBatch(self._taxonomy)
            yield batch
            with self._written():
                self._current.try_to_open(state)  # nothing is built on what is damaged
                build = self._folder / state.build
                sweep(build, state.files)  # what an interrupted change has left is in the way
                changed = {
                    part: _changed(build, part, state.generations.get(part.name), changes)
                    for part, changes in batch.changes.items()
                    if part.name in state.generations or any(changes.values())
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
            self._current.state()  # says that there is none, and makes no folder for the lock
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

    def _switch(
        self,
        build: Path,
        revision: int,
        generations: Mapping[Part, Generation],
        known: Mapping[str, int],
    ) -> None:
        """Make other files the ones in use; the checksums of some are ``known``."""
        names = [name for generation in generations.values() for name in generation.files]
        with self._written():
            state = State(
                build=build.name,
                fingerprint=self._current.fingerprint,
                catalogue=self._store.identity,
                revision=revision,
                generations={part.name: one.number for part, one in generations.items()},
                files=checksums(build, names, known),
            )
            write_state(self._folder, state)
        self._sweep(state)


def _changed(
    build: Path, part: Part, generation: int | None, changes: Mapping[str, tuple[Prepared, ...]]
) -> Generation:
    """Put what documents are now in place of what they were; of no generation in a new part."""
    if generation is None:
        create(build, part.name)
    writer = SegmentsWriter(build, part.name, DEFAULT_EFFORT.memory, generation or 0)
    writer.delete(changes)
    writer.adopt(writer.written(one for prepared in changes.values() for one in prepared))
    return writer.commit()


def _locked() -> Locked:
    return Locked("Another command is writing to the index; try again when it is done.")
