"""Answers one audience from the last committed state."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.document import Access
from corpus.thesaurus import load_thesaurus
from index.api import Completion, Listed, Query, Unit
from index.asking import Answered, Asking, Told
from index.names import FacetNames
from index.opensearch.answer import Answer
from index.opensearch.current import Current
from index.opensearch.snapshot import Snapshot
from index.resolve import Meanings


class AudienceSearcher(Asking):
    """A :class:`~index.protocols.Searcher` of what its audience may see, and of nothing else."""

    def __init__(self, current: Current, audience: Access, names: FacetNames) -> None:
        super().__init__(current.store)
        self._current = current
        self._audience = audience
        self._names = names

    def listed(self, query: Query) -> Iterator[Listed]:
        """All hits in their order, of the state there is now."""
        return self._answer(query, lambda answer: answer.listed(self._store))

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become."""

        def ask(snapshot: Snapshot) -> tuple[Completion, ...]:
            return snapshot.completer.complete(text, size)

        return self._current.asked(self._audience, Unit.DOCUMENTS, ask)

    def _asked(self, query: Query, tell: Callable[[Answered], Told]) -> Told:
        return self._answer(query, tell)

    def _answer(self, query: Query, tell: Callable[[Answer], Told]) -> Told:
        thesaurus = load_thesaurus(self._current.taxonomy)
        meanings = Meanings(self._names.find, thesaurus, query.without)

        def ask(snapshot: Snapshot) -> Told:
            return tell(Answer(snapshot, query, meanings))

        return self._current.asked(self._audience, query.unit, ask)
