"""Answers one audience from the last committed state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from corpus.document import Access, Document
from corpus.thesaurus import load_thesaurus
from index.api import (
    Cell,
    Completion,
    FoundPage,
    Listed,
    Query,
    Results,
    Similar,
    Unit,
)
from index.embedded.answer import Answer
from index.embedded.current import Current
from index.embedded.ranking import Place
from index.names import FacetNames
from index.quoting import listed
from index.resolve import Meanings

_TOGETHER = 500  # hits that are listed before others may ask


class AudienceSearcher:
    """A :class:`~index.protocols.Searcher` of what its audience may see, and of nothing else."""

    def __init__(self, current: Current, audience: Access, names: FacetNames) -> None:
        self._current = current
        self._audience = audience
        self._names = names

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        with self._answer(query) as answer:
            return answer.results(self._current.store)

    def count(self, query: Query) -> int:
        """How many documents or passages answer the question."""
        with self._answer(query) as answer:
            return answer.total

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

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """How many documents or passages have each pair of values of two facets."""
        with self._answer(query) as answer:
            return answer.cross(rows, columns)

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become."""
        with self._current.seen_by(self._audience, Unit.DOCUMENTS) as snapshot:
            return self._current.completer(snapshot).complete(text, size)

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that is asked."""
        with self._answer(replace(query, unit=Unit.DOCUMENTS, filters={})) as answer:
            return answer.inside(document_id, self._current.store, best)

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        with self._answer(replace(query, unit=Unit.DOCUMENTS, text="")) as answer:
            return answer.similar(document, by)

    @contextmanager
    def _answer(self, query: Query) -> Iterator[Answer]:
        with self._current.seen_by(self._audience, query.unit) as snapshot:
            thesaurus = load_thesaurus(self._current.taxonomy)
            yield Answer(snapshot, query, Meanings(self._names.find, thesaurus, query.without))
