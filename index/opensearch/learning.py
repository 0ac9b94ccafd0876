"""Put the words of documents into the dictionary of their build."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from index.opensearch import dictionary
from index.opensearch.bulk import Change, write
from index.opensearch.client import Cluster
from index.opensearch.mapping import DICTIONARY, WORD
from index.opensearch.state import State
from index.opensearch.vocabulary import learned_from
from index.prepare import Prepared

_TOGETHER = 5000  # words that are written at once
_REMEMBERED = 1 << 20  # words that need not be asked for again


class Learner:
    """Adds words to the dictionary of a build, each once."""

    def __init__(self, cluster: Cluster, state: State, *, empty: bool = False) -> None:
        """Learn for ``state``; where its dictionary is still ``empty`` nothing need be asked."""
        self._cluster = cluster
        self._index = state.indices[DICTIONARY]
        self._empty = empty
        self._remembered: set[str] = set()
        self._waiting: set[str] = set()

    def add(self, prepared: Prepared) -> None:
        """Learn the words of a document, now or with those of the following ones."""
        self._waiting |= learned_from(prepared) - self._remembered
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        new = self._waiting if self._empty else self._unknown(self._waiting)
        write(self._cluster, (Change(self._index, w, w, {WORD: w}) for w in new))
        if len(self._remembered) > _REMEMBERED:
            self._remembered.clear()
        self._remembered |= self._waiting
        self._waiting = set()

    def _unknown(self, words: Iterable[str]) -> Collection[str]:
        unknown = set(words)
        for some in dictionary.chunks(sorted(unknown), dictionary.MOST_ASKED):
            answer = self._cluster.search([self._index], dictionary.known_among(some))
            unknown.difference_update(dictionary.found(answer))
        return unknown
