"""Evaluate a tree of terms on the postings of a Whoosh index.

Which documents match follows from the tree; a document's score is the sum of the scores of the
asked leaves it has, wherever they stand in the tree. So two trees that mean the same give the same
hits and the same scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from whoosh.reading import TermNotFound

from index.fields import FORMS, TEXT_FIELDS
from index.places import phrase_places
from index.tree import And, Everything, FacetIs, Node, Not, Or, Phrase, Terms, wanted
from index.whoosh_snapshot import Snapshot, bitmap

_BOOSTS = {
    f"{field.name}_{form}": field.boost * weight
    for field in TEXT_FIELDS
    for form, weight in FORMS.items()
}
_SEARCHED = {
    (form, in_title): tuple(
        f"{field.name}_{kept}"
        for field in TEXT_FIELDS
        for kept in (("stem", "part") if form == "stem" else (form,))
        if field.name == "title" or not in_title
    )
    for form in ("stem", "exact")
    for in_title in (False, True)
}


class Evaluation:
    """The answer of one snapshot to one tree."""

    def __init__(self, snapshot: Snapshot, tree: Node) -> None:
        self._snapshot = snapshot
        self._tree = tree
        self._scores: dict[Node, Mapping[int, float]] = {}
        self.documents = self._matching(tree)
        """Bitmap of the live documents that match."""

    def score(self, number: int) -> float:
        """Score of a matching document; 0.0 when only properties were asked for."""
        return sum((scores.get(number, 0.0) for scores in self._asked), 0.0)

    @cached_property
    def _asked(self) -> list[Mapping[int, float]]:
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
            case Or(parts):
                bits = 0
                for part in parts:
                    bits |= self._matching(part)
                return bits
            case Not(part):
                return live & ~self._matching(part)
            case _:
                return live & self._leaf(node)

    def _leaf(self, leaf: Node) -> int:
        match leaf:
            case Everything():
                return self._snapshot.live
            case FacetIs(facet, values):
                return union(self._snapshot.facets[facet], values)
            case Terms() | Phrase():
                if leaf not in self._scores:
                    self._scores[leaf] = (
                        self._phrase(leaf) if isinstance(leaf, Phrase) else self._terms(leaf)
                    )
                return bitmap(self._scores[leaf], self._snapshot.size)
            case _:
                return 0

    def _terms(self, leaf: Terms) -> dict[int, float]:
        scores: dict[int, float] = {}
        for field in _SEARCHED[leaf.form, leaf.in_title]:
            boost = _BOOSTS[field]
            for term in leaf.terms:
                for number, score in self._postings(field, term):
                    scores[number] = 1.0 if leaf.constant else scores.get(number, 0) + boost * score
        return scores

    def _postings(self, field: str, term: str) -> Iterable[tuple[int, float]]:
        """Document numbers with the score of the term in the field."""
        try:
            matcher = self._snapshot.searcher.postings(field, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.score()
            matcher.next()

    def _phrase(self, leaf: Phrase) -> dict[int, float]:
        scores: dict[int, float] = {}
        for field in _SEARCHED["exact", leaf.in_title]:
            found = {key: dict(self._postings(field, key)) for key in leaf.keys}
            candidates = sorted(set.intersection(*(set(part) for part in found.values())))
            where = {key: self._positions(field, key, candidates) for key in found}
            for number in candidates:
                if phrase_places([where[key][number] for key in leaf.keys], leaf.slop):
                    score = _BOOSTS[field] * sum(found[key][number] for key in leaf.keys)
                    scores[number] = scores.get(number, 0) + score
        return scores

    def _positions(
        self, field: str, term: str, documents: Sequence[int]
    ) -> Mapping[int, Sequence[int]]:
        """Positions of a term in each of ``documents``, which have it and are ascending."""
        if not documents:
            return {}
        matcher = self._snapshot.searcher.reader().postings(field, term)
        found: dict[int, Sequence[int]] = {}
        for number in documents:
            if matcher.id() < number:
                matcher.skip_to(number)
            found[number] = matcher.value_as("positions")
        return found


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
