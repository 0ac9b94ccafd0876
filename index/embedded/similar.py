"""Which documents are like one, by its telling words and its archetypes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from index.api import Query, Similar, Sort
from index.embedded.matches import Matches, Selection
from index.embedded.ranking import Place, best
from index.embedded.snapshot import Snapshot
from index.embedded.terms import Posting
from index.fields import FACET_NAMES
from index.likeness import Likeness, Telling, likeness
from index.order import language_share
from index.places import ANYWHERE, names_of
from index.tree import Terms

Array = NDArray[Any]


class Alike:
    """What is like one document in a selection."""

    def __init__(
        self, snapshot: Snapshot, selection: Selection, document: Document, query: Query
    ) -> None:
        self._snapshot = snapshot
        self._query = query
        self._document = document
        self._like: Likeness = likeness(document, snapshot)
        self._matches = Matches(snapshot, selection, self._like.tree)

    def apart(self, by: str) -> dict[str, tuple[Similar, ...]]:
        """The best for each value of a facet."""
        return {value: self._best(by, value) for value in self._snapshot.values(by)}

    def _best(self, by: str, value: str) -> tuple[Similar, ...]:
        having = [
            own[leaf.segment.having(by, frozenset({value}))[own]]
            for own, leaf in zip(self._others, self._snapshot.leaves, strict=True)
        ]
        found = self._snapshot.found(having, lambda at, own: self._scores[at][own])
        # Some of the best may have too little of it; those that follow never have more.
        told = map(self._similar, best(Sort.RELEVANCE, found, 0, 2 * self._query.size))
        like = (one for one in told if self._like.enough(one.words, one.archetypes))
        return tuple(islice(like, self._query.size))

    @cached_property
    def _others(self) -> list[Array]:
        """Per segment what matches, without the document itself."""
        itself = frozenset({self._document.id})
        return [
            own[~leaf.segment.having("document", itself)[own]]
            for own, leaf in zip(self._matches.documents, self._snapshot.leaves, strict=True)
        ]

    @cached_property
    def _scores(self) -> list[Array]:
        """Per segment the score of each document that matches."""
        return list(self._scored())

    def _scored(self) -> Iterator[Array]:
        for leaf, evaluation, others in zip(
            self._snapshot.leaves, self._matches.evaluations, self._others, strict=True
        ):
            segment = leaf.segment
            scores = np.zeros(segment.size)
            about = segment.having("archetype", self._like.archetypes)
            names = [*segment.column_values("language"), None]  # the last: none told
            shares = np.array([language_share(name, self._query.language) for name in names])
            scores[others] = evaluation.scores(others) + self._like.bonus * about[others]
            yield scores * shares[segment.ranks("language")]

    def _similar(self, place: Place) -> Similar:
        segment = self._snapshot.leaves[place.at].segment
        archetypes = segment.values("archetype", place.document)
        return Similar(
            id=segment.text("id", place.document),
            title=segment.text("title", place.document),
            score=place.score,
            words=tuple(one.word for one in self._like.words if self._says(place, one)),
            archetypes=tuple(name for name in archetypes if name in self._like.archetypes),
            facets={name: segment.values(name, place.document) for name in FACET_NAMES},
        )

    def _says(self, place: Place, word: Telling) -> bool:
        return any(one.place(place.document) is not None for one in self._lists[word][place.at])

    @cached_property
    def _lists(self) -> dict[Telling, list[list[Posting]]]:
        """Per telling word and segment the lists of its documents."""
        names = names_of(Terms((), "stem"), ANYWHERE)
        return {word: self._lists_of(word.stem, names) for word in self._like.words}

    def _lists_of(self, stem: str, names: Sequence[str]) -> list[list[Posting]]:
        fields = self._snapshot.terms.fields(stem)
        having = [fields[name] for name in names if name in fields]
        return [
            [one for one in (lists[at] for lists in having) if one is not None]
            for at in range(len(self._snapshot.leaves))
        ]
