"""Where the terms of a question stand in one snapshot; each list is looked up and read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.leaf import FieldSize, Leaf, mask_of
from index.embedded.scoring import Floats, idf, saturation, scored
from index.embedded.standing import Places, places_of
from index.places import together
from index.segment.lists import spread, starts_of

Array = NDArray[Any]
Mask = NDArray[np.bool_]

_MANY = 8  # lists that are not looked into one by one
_BLOCK = 128  # documents of a list of which is remembered how often the term stands before them
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

    def scores(
        self, weight: float, saturations: Floats, wanted: Mask | None
    ) -> tuple[Array, Floats]:
        """The documents, or those of them that are wanted, with their scores."""
        documents, frequencies = self.documents, self._parts.get("frequencies")
        if wanted is not None:
            kept = wanted[documents]
            documents = documents[kept]
            frequencies = None if frequencies is None else frequencies[kept]
        return documents, scored(weight, frequencies, saturations[documents])

    def places(self, wanted: Mask) -> Places:
        """Where the term stands in the wanted documents."""
        kept = wanted[self.documents]
        if kept.all():
            return places_of(self.documents, self._frequencies, self._parts["positions"])
        inside = np.repeat(kept, self._frequencies)
        return places_of(
            self.documents[kept], self._frequencies[kept], self._parts["positions"][inside]
        )

    def positions(self, documents: Array) -> dict[int, list[int]]:
        """Where the term stands in those of some documents that have it, ascending."""
        own = self.documents
        at = np.minimum(np.searchsorted(own, documents), len(own) - 1)
        at = at[own[at] == documents]
        starts = self._before(at)
        ends = starts + self._frequencies[at]
        positions = self._parts["positions"]
        return {
            document: positions[start:end].tolist()
            for document, start, end in zip(
                own[at].tolist(), starts.tolist(), ends.tolist(), strict=True
            )
        }

    @property
    def _frequencies(self) -> Array:
        told = self._parts.get("frequencies")
        return np.ones(len(self.documents), np.uint8) if told is None else told

    def _before(self, at: Array) -> Array:
        """How often the term stands in the documents before each of some places in the list."""
        if "frequencies" not in self._parts:
            return at
        blocks, inside = np.divmod(at, _BLOCK)
        told = self._frequencies[spread(blocks * _BLOCK, inside)]
        return self._before_blocks[blocks] + np.diff(starts_of(told)[starts_of(inside)])

    @cached_property
    def _before_blocks(self) -> Array:
        """The same of each block; all places would take more memory than the list itself."""
        firsts = np.arange(0, len(self.documents), _BLOCK)
        return starts_of(np.add.reduceat(self._frequencies, firsts, dtype=np.int64))


class TermLists:
    """Looks up terms in all segments of one snapshot; ``name`` is ``<field>_<form>``."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._found = lru_cache(maxsize=_KEPT)(self._find)
        self.size = lru_cache(maxsize=None)(self._size)
        self.saturations = lru_cache(maxsize=None)(self._saturations)

    def lists(self, name: str, term: str) -> Sequence[Posting | None]:
        """Per segment the list of a term in a field, None where no document has it."""
        return self._found(term).get(name, self._nowhere)

    def fields(self, term: str) -> dict[str, list[Posting | None]]:
        """The same of all fields in which a term stands."""
        return self._found(term)

    def having(self, name: str, term: str) -> int:
        """How many live documents have a term in a field."""
        return sum(one.live for one in self.lists(name, term) if one is not None)

    def idf(self, name: str, term: str) -> float:
        """What a term weighs in a field.

        The part of a compound is as rare as the word is by itself and as a part; else parts would
        outweigh whole words.
        """
        field, _, form = name.rpartition("_")
        if form != "part":
            return idf(self.size(name).documents, self.having(name, term))
        whole = f"{field}_stem"
        documents = self.size(whole).documents
        both = self.having(name, term) + self.having(whole, term)
        return idf(documents, min(both, documents))

    @cached_property
    def _nowhere(self) -> list[None]:
        return [None] * len(self._leaves)

    def _find(self, term: str) -> dict[str, list[Posting | None]]:
        found: dict[str, list[Posting | None]] = {}
        key = term.encode()
        for at, leaf in enumerate(self._leaves):
            for name, number in leaf.segment.lists_of(key):
                found.setdefault(name, [None] * len(self._leaves))[at] = Posting(leaf, number)
        return found

    def _size(self, name: str) -> FieldSize:
        sizes = [leaf.size_of(name) for leaf in self._leaves]
        return FieldSize(sum(s.documents for s in sizes), sum(s.terms for s in sizes))

    def _saturations(self, name: str, at: int) -> Floats:
        """Per document of segment number ``at``, what its length does to its scores."""
        size = self.size(name)
        kept = self._leaves[at].segment.kept_lengths(name)
        return saturation(kept, size.terms / max(1, size.documents))


class Standing:
    """Where terms stand in the documents of one segment that are shown."""

    def __init__(self, terms: TermLists, at: int, size: int, documents: Iterable[int]) -> None:
        """Look at ``documents`` of segment number ``at``, which has ``size``."""
        self._terms = terms
        self._at = at
        self._documents = np.unique(list(documents))
        self._size = size
        self._found: dict[tuple[str, tuple[str, ...]], dict[int, list[int]]] = {}

    def positions(self, document: int, name: str, terms: tuple[str, ...]) -> Sequence[int]:
        """Where any of some terms stands in one of them, ascending."""
        found = self._found.get((name, terms))
        if found is None:
            found = self._found[name, terms] = self._look_up(name, terms)
        return found.get(document, ())

    def _look_up(self, name: str, terms: tuple[str, ...]) -> dict[int, list[int]]:
        lists = (self._terms.lists(name, term)[self._at] for term in terms)
        postings = [posting for posting in lists if posting is not None]
        if len(postings) > _MANY:
            postings = self._in_documents(postings)
        found: dict[int, list[list[int]]] = {}
        for posting in postings:
            for document, positions in posting.positions(self._documents).items():
                found.setdefault(document, []).append(positions)
        return {document: together(several) for document, several in found.items()}

    def _in_documents(self, postings: Sequence[Posting]) -> list[Posting]:
        """Those of many lists that have any of the documents."""
        shown = mask_of(self._documents, self._size)
        starts = starts_of(np.array([len(posting.documents) for posting in postings]))
        inside = shown[np.concatenate([posting.documents for posting in postings])]
        which = np.searchsorted(starts, np.flatnonzero(inside), "right") - 1
        return [postings[at] for at in np.unique(which).tolist()]
