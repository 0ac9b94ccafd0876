"""Evaluate a tree of terms on the postings of a Whoosh index.

Which documents match follows from the tree; a document's score is the sum of the scores of the
asked leaves it has, wherever they stand in the tree. So two trees that mean the same give the same
hits and the same scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain

from index.fields import FORMS, TEXT_FIELDS
from index.places import Positions, fields_of, forms_of, standing, where
from index.tree import (
    And,
    Choice,
    Everything,
    FacetIs,
    Forms,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Terms,
    wanted,
)
from index.whoosh_postings import Postings, Scores
from index.whoosh_snapshot import bitmap

_BOOSTS = {
    f"{field.name}_{form}": field.boost * weight
    for field in TEXT_FIELDS
    for form, weight in FORMS.items()
}


class Evaluation:
    """The answer of one snapshot to one tree."""

    def __init__(self, postings: Postings, tree: Node) -> None:
        self._postings = postings
        self._snapshot = postings.snapshot
        self._tree = tree
        self._scores: dict[Node, Scores] = {}
        self.documents = self._matching(tree)
        """Bitmap of the live documents that match."""

    def score(self, number: int) -> float:
        """Score of a matching document; 0.0 when only properties were asked for."""
        return sum((scores.get(number, 0.0) for scores in self._asked), 0.0)

    @cached_property
    def _asked(self) -> list[Scores]:
        leaves = dict.fromkeys(wanted(self._tree))
        return [self._scores[leaf] for leaf in leaves if leaf in self._scores]

    def _matching(self, node: Node) -> int:
        live = self._snapshot.live
        match node:
            case And(parts):
                bits = live
                for part in parts:
                    bits &= self._matching(part)
                return bits
            case Or(parts) | Forms(parts):
                bits = 0
                for part in parts:
                    bits |= self._matching(part)
                return bits
            case Not(part):
                return live & ~self._matching(part)
            case _:
                return live & self._leaf(node)

    def _leaf(self, leaf: Leaf) -> int:
        match leaf:
            case Everything():
                return self._snapshot.live
            case FacetIs(facet, values):
                return union(self._snapshot.facets[facet], values)
            case Terms() | Phrase() | Near():
                if leaf not in self._scores:
                    self._scores[leaf] = self._scored(leaf)
                return bitmap(self._scores[leaf], self._snapshot.size)
            case _:
                return 0

    def _scored(self, leaf: Choice) -> Scores:
        scores: dict[int, float] = {}
        for field in fields_of(leaf):
            for number, score in self.in_field(leaf, field).items():
                scores[number] = scores.get(number, 0) + score
        return dict.fromkeys(scores, 1.0) if isinstance(leaf, Terms) and leaf.constant else scores

    def in_field(self, leaf: Choice, field: str) -> Scores:
        """Scores by what stands in one field."""
        weight = 1.0 if isinstance(leaf, Phrase) else leaf.weight
        names = [f"{field}_{form}" for form in forms_of(leaf)]
        words = [self._together(group, names, weight) for group in leaf.groups]
        if isinstance(leaf, Terms):
            return words[0]
        return {
            number: sum(word[number] for word in words)
            for number, positions in self._positions(leaf, names, words)
            if standing(leaf, where(leaf, field, positions))
        }

    def _together(self, terms: Iterable[str], names: Iterable[str], weight: float) -> Scores:
        """Documents that have any of the terms in any of the forms of a field."""
        scores: dict[int, float] = {}
        for name in names:
            boost = _BOOSTS[name] * weight
            for term in terms:
                for number, score in self._postings.scores(name, term).items():
                    scores[number] = scores.get(number, 0) + boost * score
        return scores

    def _positions(
        self, leaf: Choice, names: Sequence[str], words: Sequence[Scores]
    ) -> Iterator[tuple[int, Positions]]:
        """Documents that have all ``words`` of a leaf, with where its terms stand."""
        candidates = sorted(set.intersection(*map(set, words)))
        terms = dict.fromkeys(chain.from_iterable(leaf.groups))
        found = {
            (name, term): self._postings.positions_in(candidates, name, term)
            for name in names
            for term in terms
        }

        def in_one(number: int, name: str, term: str) -> Sequence[int]:
            return found[name, term].get(number, ())

        return ((number, partial(in_one, number)) for number in candidates)


def union(values: Mapping[str, int], chosen: Iterable[str]) -> int:
    """Documents with any of the ``chosen`` values of one facet."""
    bits = 0
    for value in chosen:
        bits |= values.get(value, 0)
    return bits
