"""Answers one audience from the last committed state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from corpus.document import Access
from corpus.thesaurus import load_thesaurus
from index.api import Query, Results
from index.names import FacetNames
from index.opensearch.answer import Answer
from index.opensearch.current import Current
from index.opensearch.snapshot import Snapshot
from index.resolve import Meanings

Told = TypeVar("Told")


class AudienceSearcher:
    """A :class:`~index.protocols.Searcher` of what its audience may see, and of nothing else."""

    def __init__(self, current: Current, audience: Access, names: FacetNames) -> None:
        self._current = current
        self._audience = audience
        self._names = names

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        return self._answer(query, lambda answer: answer.results(self._current.store))

    def count(self, query: Query) -> int:
        """How many documents or passages answer the question."""
        return self._answer(query, lambda answer: answer.total)

    def _answer(self, query: Query, tell: Callable[[Answer], Told]) -> Told:
        thesaurus = load_thesaurus(self._current.taxonomy)
        meanings = Meanings(self._names.find, thesaurus, query.without)

        def ask(snapshot: Snapshot) -> Told:
            return tell(Answer(snapshot, query, meanings))

        return self._current.asked(self._audience, query.unit, ask)
