"""Evaluate a tree of terms on the postings of a Whoosh index.

Which documents match follows from the tree; a document's score is the sum of the scores of the
asked leaves it has, wherever they stand in the tree. So two trees that mean the same give the same
hits and the same scores.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from whoosh.reading import TermNotFound

from index.fields import FORMS, TEXT_FIELDS
from index.places import near_places, phrase_places
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
from index.whoosh_snapshot import Snapshot, bitmap

_BOOSTS = {
    f"{field.name}_{form}": field.boost * weight
    for field in TEXT_FIELDS
    for form, weight in FORMS.items()
}
_FIELDS = {
    False: tuple(field.name for field in TEXT_FIELDS),
    True: ("title",),
}
LOOKED_UP = {"stem": ("stem", "part"), "whole": ("stem",), "exact": ("exact",)}

Scores = Mapping[int, float]
"""Document number -> score."""


class Evaluation:
    """The answer of one snapshot to one tree."""

    def __init__(self, snapshot: Snapshot, tree: Node) -> None:
        self._snapshot = snapshot
        self._tree = tree
        self._scores: dict[Node, Scores] = {}
        self._read: dict[tuple[str, str], Scores] = {}
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
        match leaf:
            case Terms(terms, form):
                return self._together(terms, field, LOOKED_UP[form], leaf.weight)
            case Phrase(keys, slop):
                words = [self._together((key,), field, ("exact",), 1.0) for key in keys]
                return {
                    number: sum(word[number] for word in words)
                    for number, where in self._where([(key,) for key in keys], field, ("exact",))
                    if phrase_places(where, slop)
                }
            case Near(groups, within):
                words = [
                    self._together(group, field, LOOKED_UP["stem"], leaf.weight) for group in groups
                ]
                return {
                    number: sum(word[number] for word in words)
                    for number, where in self._where(groups, field, LOOKED_UP["stem"])
                    if near_places(where, within)
                }

    def _together(
        self, terms: Iterable[str], field: str, forms: Iterable[str], weight: float
    ) -> Scores:
        """Documents that have any of the terms in one field."""
        scores: dict[int, float] = {}
        for form in forms:
            name = f"{field}_{form}"
            boost = _BOOSTS[name] * weight
            for term in terms:
                for number, score in self._postings(name, term).items():
                    scores[number] = scores.get(number, 0) + boost * score
        return scores

    def _postings(self, name: str, term: str) -> Scores:
        """Document numbers with the score of the term in one form of a field."""
        known = self._read.get((name, term))
        if known is None:
            known = self._read[name, term] = dict(self._read_postings(name, term))
        return known

    def _read_postings(self, name: str, term: str) -> Iterator[tuple[int, float]]:
        try:
            matcher = self._snapshot.searcher.postings(name, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.score()
            matcher.next()

    def _where(
        self, groups: Sequence[Collection[str]], field: str, forms: Sequence[str]
    ) -> Iterator[tuple[int, list[list[int]]]]:
        """Documents that have a term of each group in one field, with the positions of each."""
        having = [
            {n for form in forms for term in group for n in self._postings(f"{field}_{form}", term)}
            for group in groups
        ]
        candidates = sorted(set.intersection(*having))
        terms = dict.fromkeys((f"{field}_{form}", t) for form in forms for g in groups for t in g)
        found = {at: self._positions(*at, candidates) for at in terms}
        for number in candidates:
            yield (
                number,
                [
                    sorted(
                        position
                        for form in forms
                        for term in dict.fromkeys(group)
                        for position in found[f"{field}_{form}", term].get(number, ())
                    )
                    for group in groups
                ],
            )

    def _positions(
        self, name: str, term: str, documents: Sequence[int]
    ) -> Mapping[int, Sequence[int]]:
        """Positions of a term in those of ``documents``, which are ascending, that have it."""
        having = self._postings(name, term)
        asked = [number for number in documents if number in having]
        if not asked:
            return {}
        matcher = self._snapshot.searcher.reader().postings(name, term)
        found: dict[int, Sequence[int]] = {}
        for number in asked:
            if matcher.id() < number:
                matcher.skip_to(number)
            found[number] = matcher.value_as("positions")
        return found


def fields_of(leaf: Choice) -> tuple[str, ...]:
    """The fields in which a leaf is looked for."""
    return _FIELDS[not isinstance(leaf, Near) and leaf.in_title]


def positions(snapshot: Snapshot, number: int, field: str, term: str) -> Sequence[int]:
    """Positions of a term in one document; empty when it is not there."""
    try:
        matcher = snapshot.searcher.reader().postings(field, term)
    except TermNotFound:
        return ()
    if matcher.is_active() and matcher.id() < number:
        matcher.skip_to(number)
    if not matcher.is_active() or matcher.id() != number:
        return ()
    found: list[int] = matcher.value_as("positions")
    return found


def union(values: Mapping[str, int], chosen: Iterable[str]) -> int:
    """Documents with any of the ``chosen`` values of one facet."""
    bits = 0
    for value in chosen:
        bits |= values.get(value, 0)
    return bits
