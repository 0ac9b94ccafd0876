"""How the score of a hit came about, worked out from what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from index.api import Reason
from index.embedded.scoring import K1, B, kept_lengths
from index.explain import reasons
from index.fields import FORMS, PAGE_GAP, TEXT_FIELDS
from index.opensearch.scoring import Scoring, asked_leaves, weighed
from index.opensearch.shown import PageWords, Wanted, terms_of
from index.opensearch.standing import pieces
from index.places import standing, where
from index.tree import Choice, Node

EXPLAINED = [
    *("id", "lengths", "pages"),
    *(f"{field.name}_{form}" for field in TEXT_FIELDS for form in FORMS if field.name != "body"),
]
"""What must be kept of a hit that is explained."""


def explained(scoring: Scoring, tree: Node, source: Mapping[str, Any]) -> tuple[Reason, ...]:
    """What the score of a hit is the sum of, the largest share first."""
    terms = terms_of(asked_leaves(tree))
    hit = _Hit(scoring, source, terms)
    return reasons(hit.share, tree, hit.positions)


class _Hit:
    def __init__(self, scoring: Scoring, source: Mapping[str, Any], terms: Wanted) -> None:
        self._scoring = scoring
        self._terms = terms
        self._lengths: Mapping[str, int] = source.get("lengths", {})
        self._source = source

    @cached_property
    def _pieces(self) -> dict[str, list[PageWords]]:
        return {
            field.name: list(pieces(self._source, field.name, self._terms)) for field in TEXT_FIELDS
        }

    def positions(self, name: str, terms: tuple[str, ...]) -> Sequence[int]:
        """Where any of some terms stands in a field, ascending, each place once."""
        found: list[int] = []
        start = 0
        for piece in self._pieces[name.rpartition("_")[0]]:
            found += (start + at for at in piece.positions(name, terms))
            start += piece.length + PAGE_GAP
        return found

    def share(self, leaf: Choice, field: str) -> float | None:
        """What a leaf adds to the score by one field; None where it is not there."""
        if not standing(leaf, where(leaf, field, self.positions)):
            return None
        return sum(self._term(leaf, name, term) for name, term in weighed(leaf, (field,)))

    def _term(self, leaf: Choice, name: str, term: str) -> float:
        field, _, form = name.rpartition("_")
        times = sum(piece.times(form, term) for piece in self._pieces[field])
        if not times:
            return 0.0
        length = float(kept_lengths(np.array([self._lengths[name]]))[0])
        saturation = K1 * (1 - B) + self._scoring.slope(name) * length
        return self._scoring.weight(leaf, name, term) * times / (times + saturation)
