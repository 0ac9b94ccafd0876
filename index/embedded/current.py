"""What was committed last, as each audience sees it; read anew only when there is a newer state."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, LIBRARIANS, Access
from corpus.errors import IndexDamaged, IndexOutdated
from index.api import Unit
from index.embedded.completion import Completer
from index.embedded.leaf import Leaf
from index.embedded.opening import Opener
from index.embedded.snapshot import Snapshot
from index.embedded.state import State, read_state, stamp
from index.fingerprint import fingerprint
from index.parts import Part
from index.protocols import DocumentStore

Snapshots = Mapping[tuple[Access, Unit], Snapshot]


class Current:
    """The last committed state of an index in a folder. Safe to share between threads."""

    def __init__(self, folder: Path, store: DocumentStore, taxonomy: Taxonomy) -> None:
        self.store = store
        self.taxonomy = taxonomy
        self._folder = folder
        self._lock = threading.RLock()
        self._opener = Opener(folder)
        self._snapshots: Snapshots = {}
        self._completers: list[Completer] = []
        self._seen: tuple[int, int] | None = None  # stamp of the state in the snapshots

    @property
    def fingerprint(self) -> str:
        """The rules that an index is made by now."""
        return fingerprint(self.taxonomy)

    def state(self) -> State:
        """What was committed last, when it belongs to this catalogue and these rules.

        Raises:
            IndexMissing, IndexOutdated, IndexDamaged: when there is nothing to continue on.
        """
        state = read_state(self._folder)
        if state.fingerprint != self.fingerprint:
            raise IndexOutdated(
                "The index was made with other fields, language rules or archetypes; "
                "run ‘watwerkt reindex’."
            )
        if state.catalogue != self.store.identity or state.revision > self.store.revision:
            raise IndexOutdated(
                "The index was made from another catalogue, or from a later state of this one; "
                "run ‘watwerkt reindex’."
            )
        return state

    @contextmanager
    def seen_by(self, audience: Access, unit: Unit) -> Iterator[Snapshot]:
        """What an audience may see now; nobody else works with it until the block ends."""
        with self._lock:
            snapshot = self._read()[audience, unit]
            yield snapshot.without(self.store.taken_away_since(snapshot.revision, audience))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else works with any snapshot, also an older one, until the block ends."""
        with self._lock:
            yield

    def completer(self, snapshot: Snapshot) -> Completer:
        """Completes with what an audience may see; call it inside of :meth:`seen_by`."""
        for known in self._completers:
            if known.shows(snapshot):
                return known
        completer = Completer(snapshot, self.taxonomy)
        self._completers = [completer, *self._completers][: len(AUDIENCES)]
        return completer

    def ids(self, audience: Access) -> frozenset[str]:
        """Ids of the documents in the index that an audience may see."""
        with self._lock:
            return frozenset(self._read()[audience, Unit.DOCUMENTS].values("id"))

    def check(self) -> None:
        """Compare every byte with the checksums that were written with it.

        Raises:
            IndexDamaged: when something is not what was written.
        """
        with self._lock:
            snapshots = self._read()
            for leaf in chain.from_iterable(snapshots[LIBRARIANS, unit].leaves for unit in Unit):
                leaf.segment.check()

    def try_to_open(self, state: State) -> None:
        """Look whether the files of a state are whole.

        Raises:
            IndexDamaged, IndexOutdated: when they are not, or are those of another version.
        """
        with self._lock:
            self._opener.open(state)

    def _read(self) -> Snapshots:
        seen = stamp(self._folder)
        if not self._snapshots or seen is None or seen != self._seen:
            self._seen = None  # what cannot be read now must not pass for read the next time
            self._snapshots = self._opened()
            self._completers = []
            self._seen = seen
        return self._snapshots

    def _opened(self) -> Snapshots:
        state = self.state()
        while True:
            try:
                opened = self._opener.open(state)
            except IndexDamaged:
                newer = self.state()
                if newer == state:
                    raise
                state = newer  # the other was replaced and removed while it was opened
            else:
                return _snapshots(opened, state.revision)


def _snapshots(opened: Mapping[Part, list[Leaf]], revision: int) -> Snapshots:
    """What each audience sees; who sees the same shares it, and all that is worked out of it."""
    snapshots: dict[tuple[Access, Unit], Snapshot] = {}
    for unit in Unit:
        snapshot = Snapshot([], revision)
        for audience in AUDIENCES:
            if own := opened[Part(audience, unit)]:
                snapshot = Snapshot([*snapshot.leaves, *own], revision)
            snapshots[audience, unit] = snapshot
    return snapshots
