"""Answers one audience from the last committed state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from corpus.document import Access
from corpus.thesaurus import load_thesaurus
from index.api import Completion, Listed, Query, Unit
from index.asking import Answered, Asking, Told
from index.embedded.answer import Answer
from index.embedded.current import Current
from index.embedded.ranking import Place
from index.names import FacetNames
from index.quoting import listed
from index.resolve import Meanings

_TOGETHER = 500  # hits that are listed before others may ask


class AudienceSearcher(Asking):
    """A :class:`~index.protocols.Searcher` of what its audience may see, and of nothing else."""

    def __init__(self, current: Current, audience: Access, names: FacetNames) -> None:
        super().__init__(current.store)
        self._current = current
        self._audience = audience
        self._names = names

    def listed(self, query: Query) -> Iterator[Listed]:
        """All hits in their order, of the state there is now."""
        with self._answer(query) as answer:
            places = answer.places()
        starts = range(0, len(places), _TOGETHER)
        several = (places[start : start + _TOGETHER] for start in starts)
        return chain.from_iterable(self._listed(answer, some) for some in several)

    def _listed(self, answer: Answer, places: Sequence[Place]) -> list[Listed]:
        with self._current.alone():
            facts = answer.facts(places)
        return list(listed(facts, self._current.store))  # which takes longer, and no snapshot

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become."""
        with self._current.seen_by(self._audience, Unit.DOCUMENTS) as snapshot:
            return self._current.completer(snapshot).complete(text, size)

    def _asked(self, query: Query, tell: Callable[[Answered], Told]) -> Told:
        with self._answer(query) as answer:
            return tell(answer)

    @contextmanager
    def _answer(self, query: Query) -> Iterator[Answer]:
        with self._current.seen_by(self._audience, query.unit) as snapshot:
            thesaurus = load_thesaurus(self._current.taxonomy)
            yield Answer(snapshot, query, Meanings(self._names.find, thesaurus, query.without))
