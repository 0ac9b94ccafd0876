"""Where the terms of a question stand in one snapshot; each list is looked up and read once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedded.kept import kept
from index.embedded.leaf import Leaf
from index.embedded.scoring import FieldSize, Floats, Share, saturation, term_idf
from index.embedded.standing import Places, places_of
from index.segment.lists import starts_of

Array = NDArray[Any]
Mask = NDArray[np.bool_]

_BLOCK = 6  # bits of the number of a document in a list that are counted through
_KEPT = 1 << 14  # terms of which is remembered where their lists are


class Posting:
    """The list of one term in one field of one segment."""

    def __init__(self, leaf: Leaf, number: int) -> None:
        self._leaf = leaf
        self._number = number

    @cached_property
    def _parts(self) -> dict[str, Array]:
        return self._leaf.segment.postings.read(self._number)

    @property
    def documents(self) -> Array:
        """The documents that have the term, ascending; deleted ones too."""
        return self._parts["documents"]

    @cached_property
    def live(self) -> int:
        """How many live documents have it."""
        if self._leaf.whole:
            return int(self._leaf.segment.postings.documents[self._number])
        return int(np.count_nonzero(self._leaf.live[self.documents]))

    def share(self, weight: float, saturations: Floats, wanted: Mask | None) -> Share:
        """What the term adds to the scores of its documents, or of those that are wanted."""
        documents, frequencies = self.documents, self._frequencies
        if wanted is not None:
            kept = wanted[documents]
            documents, frequencies = documents[kept], frequencies[kept]
        return Share(documents, frequencies, saturations[documents], weight)

    def places(self, wanted: Mask) -> Places:
        """Where the term stands in the wanted documents."""
        kept = wanted[self.documents]
        if kept.all():
            return places_of(self.documents, self._frequencies, self._parts["positions"])
        inside = np.repeat(kept, self._frequencies)
        return places_of(
            self.documents[kept], self._frequencies[kept], self._parts["positions"][inside]
        )

    def place(self, document: int) -> int | None:
        """Which of its documents, counted from 0, is this one; None when it is none of them."""
        own = self._view
        at = bisect_left(own, document)
        return at if at < len(own) and own[at] == document else None

    def positions(self, place: int) -> list[int]:
        """Where the term stands in one of its documents, ascending."""
        # For the few documents of a page plain Python is faster than arrays.
        views = self._views
        if views.frequencies is None:
            return views.positions[place : place + 1].tolist()
        block = place >> _BLOCK
        start = self._before[block] + sum(views.frequencies[block << _BLOCK : place])
        return views.positions[start : start + views.frequencies[place]].tolist()

    @property
    def _frequencies(self) -> Array:
        told = self._parts.get("frequencies")
        return np.ones(len(self.documents), np.uint8) if told is None else told

    @cached_property
    def _view(self) -> memoryview:
        return self.documents.data

    @cached_property
    def _views(self) -> _Views:
        frequencies = self._parts.get("frequencies")
        return _Views(
            None if frequencies is None else frequencies.data,
            self._parts["positions"].data,
        )

    @cached_property
    def _before(self) -> list[int]:
        """How often the term stands in the documents before each block of them."""
        firsts = np.arange(0, len(self.documents), 1 << _BLOCK)
        before: list[int] = starts_of(
            np.add.reduceat(self._frequencies, firsts, dtype=np.int64)
        ).tolist()
        return before


class _Views(NamedTuple):
    """Parts of a list of which single numbers are read."""

    frequencies: memoryview | None
    positions: memoryview


class TermLists:
    """Looks up terms in all segments of one snapshot; ``name`` is ``<field>_<form>``."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves

    def lists(self, name: str, term: str) -> Sequence[Posting | None]:
        """Per segment the list of a term in a field, None where no document has it."""
        return self.fields(term).get(name, self._nowhere)

    def having(self, name: str, term: str) -> int:
        """How many live documents have a term in a field."""
        return sum(one.live for one in self.lists(name, term) if one is not None)

    @kept(_KEPT)
    def idf(self, name: str, term: str) -> float:
        """What a term weighs in a field."""
        return term_idf(self, name, term)

    @cached_property
    def _nowhere(self) -> list[None]:
        return [None] * len(self._leaves)

    @kept(_KEPT)
    def fields(self, term: str) -> dict[str, list[Posting | None]]:
        """The same of all fields in which a term stands."""
        found: dict[str, list[Posting | None]] = {}
        key = term.encode()
        for at, leaf in enumerate(self._leaves):
            for name, number in leaf.segment.lists_of(key):
                found.setdefault(name, [None] * len(self._leaves))[at] = Posting(leaf, number)
        return found

    @kept()
    def size(self, name: str) -> FieldSize:
        """What live documents have in a field."""
        sizes = [leaf.size_of(name) for leaf in self._leaves]
        return FieldSize(sum(s.documents for s in sizes), sum(s.terms for s in sizes))

    @kept()
    def saturations(self, name: str, at: int) -> Floats:
        """Per document of segment number ``at``, what its length does to its scores."""
        size = self.size(name)
        kept = self._leaves[at].segment.kept_lengths(name)
        return saturation(kept, size.terms / max(1, size.documents))
