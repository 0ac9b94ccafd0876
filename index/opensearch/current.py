"""What was committed last, as each audience sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from corpus.archetypes import Taxonomy
from corpus.document import Access
from corpus.errors import Overloaded
from index.api import Unit
from index.opensearch.client import Cluster, Vanished
from index.opensearch.snapshot import Snapshot
from index.opensearch.state import State, read_state, rules, usable
from index.opensearch.view import View
from index.protocols import DocumentStore

_KEPT = 8  # snapshots: two audiences, two units, and others are asked while one changes
_TRIES = 4  # builds that may be replaced while they are asked

Answered = TypeVar("Answered")


class Current:
    """The last committed state of an index on a cluster. Safe to share between threads."""

    def __init__(
        self, cluster: Cluster, name: str, store: DocumentStore, taxonomy: Taxonomy
    ) -> None:
        self.store = store
        self.taxonomy = taxonomy
        self._cluster = cluster
        self._name = name
        self._lock = threading.Lock()
        self._snapshots: dict[object, Snapshot] = {}

    @property
    def rules(self) -> str:
        """The rules that an index is made by now."""
        return rules(self.taxonomy)

    def state(self) -> State:
        """What was committed last, when it belongs to this catalogue and these rules.

        Raises:
            IndexMissing, IndexOutdated, IndexDamaged: when there is nothing to continue on.
        """
        return usable(read_state(self._cluster, self._name), self.rules, self.store)

    def asked(self, audience: Access, unit: Unit, ask: Callable[[Snapshot], Answered]) -> Answered:
        """What an audience is answered now, all of it from one build."""
        for _ in range(_TRIES):
            try:
                return ask(self._snapshot(audience, unit))
            except Vanished:
                continue  # replaced and removed while it was asked
        raise Overloaded(
            "The index is made anew again and again while it is asked; try again in a minute."
        )

    def _snapshot(self, audience: Access, unit: Unit) -> Snapshot:
        state = self.state()
        gone = self.store.taken_away_since(state.revision, audience)
        view = View(state=state, audience=audience, unit=unit, gone=gone)
        with self._lock:
            found = self._snapshots.pop(view.key, None) or Snapshot(
                self._cluster, view, self.taxonomy
            )
            self._snapshots[view.key] = found  # the one that was asked last comes last
            for key in list(self._snapshots)[:-_KEPT]:
                del self._snapshots[key]
        return found
