"""Evaluate a tree of terms on the arrays of one snapshot.

Which documents match follows from the tree; a document's score is the sum of the scores of the
asked leaves it has, wherever they stand in the tree. So two trees that mean the same give the same
hits and the same scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.leaf import Leaf as SegmentLeaf
from index.embedded.scoring import Share, summed
from index.embedded.standing import Places, documents_with
from index.embedded.terms import Posting, TermLists
from index.fields import FORMS, TEXT_FIELDS
from index.places import fields_of, names_of
from index.segment.columns import mask_of
from index.tree import (
    And,
    Choice,
    Everything,
    FacetIs,
    Forms,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Terms,
    wanted,
)

Array = NDArray[Any]
Mask = NDArray[np.bool_]

BOOSTS = {
    f"{field.name}_{form}": field.boost * weight
    for field in TEXT_FIELDS
    for form, weight in FORMS.items()
}

_MANY = 8  # lists that are put together at once
_FEW = 4  # a list so many times as long as what is asked is not scored as a whole


class Evaluation:
    """The answer of one segment to one tree."""

    def __init__(self, leaf: SegmentLeaf, at: int, terms: TermLists, tree: Node) -> None:
        """Find what matches.

        Args:
            at: the number of the segment in ``terms``.
        """
        self._leaf = leaf
        self._at = at
        self._terms = terms
        self._tree = tree
        self._possible = leaf.live
        self._standing: dict[tuple[Phrase | Near, str], Array] = {}
        self._constants: dict[Terms, Mask] = {}
        narrowed = self._narrowed(tree)
        self.matching = narrowed if leaf.whole else narrowed & leaf.live
        """Which live documents match."""

    # Matching

    def _narrowed(self, node: Node) -> Mask:
        """Documents that match the whole tree; what is quickly known narrows the rest."""
        if not isinstance(node, And):
            return self._mask(node)
        for part in sorted(node.parts, key=_has_places):
            self._possible = self._possible & self._mask(part)
        return self._possible

    def _mask(self, node: Node) -> Mask:
        match node:
            case And(parts):
                return reduce(np.logical_and, map(self._mask, parts))
            case Or(parts) | Forms(parts):
                return self._any(parts)
            case Not(part):
                return ~self._mask(part)
            case _:
                return self._of_leaf(node)

    def _of_leaf(self, node: Node) -> Mask:
        match node:
            case Everything():
                return self._leaf.live
            case FacetIs(facet, values):
                return self._leaf.segment.having(facet, values)
            case Terms(constant=True):
                return self._constant(node)
            case Terms() | Phrase() | Near():
                return self._any([node])
            case _:
                return self._none()

    def _any(self, parts: Iterable[Node]) -> Mask:
        found = self._none()
        listed: list[Array] = []
        for part in parts:
            if isinstance(part, Choice):
                listed += self._documents(part)
            else:
                found |= self._mask(part)
        for documents in [np.concatenate(listed)] if len(listed) > _MANY else listed:
            found[documents] = True
        return found

    def _constant(self, leaf: Terms) -> Mask:
        """Documents with any of many words, which is asked for more than once."""
        known = self._constants.get(leaf)
        if known is None:
            known = self._constants[leaf] = self._any([leaf])
        return known

    def _documents(self, leaf: Choice) -> Iterator[Array]:
        """Documents that have a leaf, several times perhaps."""
        if isinstance(leaf, Terms):
            names = names_of(leaf, fields_of(leaf))
            return (posting.documents for *_, posting in self._lists_in(names, leaf.terms))
        return (self._stands(leaf, field) for field in fields_of(leaf))

    def _lists_in(
        self, names: Iterable[str], terms: Iterable[str]
    ) -> Iterator[tuple[str, str, Posting]]:
        for term in terms:
            fields = self._terms.fields(term)
            for name in names:
                posting = fields[name][self._at] if name in fields else None
                if posting is not None:
                    yield name, term, posting

    def _stands(self, leaf: Phrase | Near, field: str) -> Array:
        """Documents in which the words stand as they should in one field."""
        known = self._standing.get((leaf, field))
        if known is None:
            known = self._standing[leaf, field] = self._found_standing(leaf, field)
        return known

    def _found_standing(self, leaf: Phrase | Near, field: str) -> Array:
        names = names_of(leaf, (field,))
        words = [[p for *_, p in self._lists_in(names, group)] for group in leaf.groups]
        possible = self._possible
        for word in words:
            if not word:
                return np.empty(0, np.int64)
            having_word = self._none()
            for posting in word:
                having_word[posting.documents] = True
            possible = possible & having_word
        if not possible.any():
            return np.empty(0, np.int64)
        return documents_with(leaf, [_together(word, possible) for word in words])

    def _none(self) -> Mask:
        return np.zeros(self._leaf.segment.size, bool)

    # Scoring

    def scores(self, documents: Array) -> Array:
        """Scores of matching documents; 0 when only properties were asked for."""
        asked = _Asked(documents, self._leaf.segment.size)
        shares: list[Share] = []
        constant = []
        for leaf in self._asked:
            if not isinstance(leaf, Terms):
                for field in fields_of(leaf):
                    standing = self._standing_in(leaf, field)
                    shares += self._shares(leaf, names_of(leaf, (field,)), standing)
            elif leaf.constant:
                constant.append(leaf)
            else:
                shares += self._shares(leaf, names_of(leaf, fields_of(leaf)), asked)
        sums = summed(shares, self._leaf.segment.size)
        for leaf in constant:
            sums[self._constant(leaf)] += 1
        return sums[documents]

    def share(self, leaf: Choice, field: str, document: int) -> float | None:
        """What a leaf adds to the score of a document by one field; None where it is not there."""
        names = names_of(leaf, (field,))
        if isinstance(leaf, Terms):
            lists = self._lists_in(names, leaf.terms)
            if not any(document in posting.documents for *_, posting in lists):
                return None
        elif document not in self._stands(leaf, field):
            return None
        size = self._leaf.segment.size
        shares = self._shares(leaf, names, _Asked(np.array([document]), size))
        return float(summed(list(shares), size)[document])

    @cached_property
    def _asked(self) -> list[Choice]:
        leaves = dict.fromkeys(wanted(self._tree))
        return [leaf for leaf in leaves if isinstance(leaf, Choice)]

    def _standing_in(self, leaf: Phrase | Near, field: str) -> _Asked:
        return _Asked(self._stands(leaf, field), self._leaf.segment.size, only=True)

    def _shares(self, leaf: Choice, names: Sequence[str], asked: _Asked) -> Iterator[Share]:
        """What a leaf adds under some names to the scores of ``asked``."""
        if not len(asked.documents):
            return
        weight = 1.0 if isinstance(leaf, Phrase) else leaf.weight
        for group in leaf.groups:
            for name, term, posting in self._lists_in(names, group):
                boost = BOOSTS[name] * weight * self._terms.idf(name, term)
                saturations = self._terms.saturations(name, self._at)
                yield posting.share(boost, saturations, asked.among(posting))


class _Asked:
    """Documents of which the scores are asked; others may be scored too unless these ``only``."""

    def __init__(self, documents: Array, size: int, *, only: bool = False) -> None:
        self.documents = documents
        self._size = size
        self._only = only

    def among(self, posting: Posting) -> Mask | None:
        """Which documents of a list are to be scored; None where all of them may be."""
        few = _FEW * len(self.documents) < len(posting.documents)
        return self._mask if few or self._only else None

    @cached_property
    def _mask(self) -> Mask:
        return mask_of(self.documents, self._size)


def _has_places(node: Node) -> bool:
    """Whether positions must be read to know where a part matches."""
    match node:
        case And(parts) | Or(parts) | Forms(parts):
            return any(map(_has_places, parts))
        case Not(part):
            return _has_places(part)
        case _:
            return isinstance(node, Phrase | Near)


def _together(word: Iterable[Posting], wanted_: Mask) -> Places:
    """Where any of several terms stands, ascending."""
    places = [posting.places(wanted_) for posting in word]
    return places[0] if len(places) == 1 else np.unique(np.concatenate(places))
