"""What matches a question in all segments, and how it is counted by facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.api import Cell, FacetCounts
from index.embedded.evaluate import Evaluation
from index.embedded.snapshot import Snapshot
from index.tree import Leaf, Node, asked

Array = NDArray[Any]
Mask = NDArray[np.bool_]
Masks = Sequence[Mask]


_COUNT = 40  # bits that are enough for a count


class Selection:
    """What a reader has chosen: years and the values of facets."""

    def __init__(
        self,
        snapshot: Snapshot,
        chosen: Mapping[str, frozenset[str]],
        years: frozenset[str] | None,
    ) -> None:
        """Choose.

        Args:
            chosen: facet -> values, of which a document has one.
            years: one of these too; None for any or none.
        """
        self._snapshot = snapshot
        self.chosen = {facet: values for facet, values in chosen.items() if values}
        self._years = None if years is None else self._having("year", years)

    def _having(self, facet: str, values: frozenset[str]) -> Masks:
        return [leaf.segment.having(facet, values) for leaf in self._snapshot.leaves]

    @cached_property
    def _masks(self) -> dict[str, Masks]:
        return {facet: self._having(facet, values) for facet, values in self.chosen.items()}

    def inside(self, matching: Masks, aside: frozenset[str] = frozenset()) -> list[Array]:
        """Per segment what was chosen of ``matching``, the choice in some facets set aside."""
        masks = [matching]
        if self._years is not None:
            masks.append(self._years)
        masks += [mask for facet, mask in self._masks.items() if facet not in aside]
        return [reduce(np.logical_and, own).nonzero()[0] for own in zip(*masks, strict=True)]


class Matches:
    """What matches one tree inside a selection."""

    def __init__(self, snapshot: Snapshot, selection: Selection, tree: Node) -> None:
        self._snapshot = snapshot
        self._selection = selection
        self.tree = tree
        self.evaluations = [
            Evaluation(leaf, at, snapshot.terms, tree) for at, leaf in enumerate(snapshot.leaves)
        ]

    @cached_property
    def _matching(self) -> Masks:
        return [evaluation.matching for evaluation in self.evaluations]

    @cached_property
    def words(self) -> Sequence[tuple[Leaf, ...]]:
        """The different words that were asked, each with its forms."""
        return tuple(dict.fromkeys(asked(self.tree)))

    @cached_property
    def anywhere(self) -> bool:
        """Whether anything matches, whatever was chosen."""
        return any(one.any() for one in self._matching)

    @cached_property
    def documents(self) -> list[Array]:
        """Per segment the numbers of what matches and was chosen, ascending."""
        return self._selection.inside(self._matching)

    @property
    def total(self) -> int:
        """How many that are."""
        return sum(map(len, self.documents))

    def without(self, others: Matches) -> list[Array]:
        """Per segment what matches here and not in ``others``."""
        return [
            np.setdiff1d(own, other, assume_unique=True)
            for own, other in zip(self.documents, others.documents, strict=True)
        ]

    # Counting

    def counts(self, facets: tuple[str, ...]) -> dict[str, FacetCounts]:
        """Of each facet the totals after choosing each value, its own choice set aside.

        Values that no document has are left out, but for those that are chosen.
        """
        counts = self._snapshot.counts(facets, self.documents)
        for facet in self._selection.chosen.keys() & counts.keys():
            counts[facet] = self._snapshot.count(facet, self._aside(facet))
        values = self._snapshot.side_by_side(facets)
        together = np.concatenate([counts[facet] for facet in facets])
        some = together.nonzero()[0]
        keys = (values.facets[some] << _COUNT) - together[some]
        some = some[keys.argsort(kind="stable")]  # values are ascending already
        names, numbers = values.values[some].tolist(), together[some].tolist()
        bounds = np.searchsorted(values.facets[some], np.arange(len(facets) + 1)).tolist()
        return {
            facet: self._told(facet, names[start:end], numbers[start:end])
            for facet, (start, end) in zip(facets, pairwise(bounds), strict=True)
        }

    def _told(self, facet: str, names: list[str], numbers: list[int]) -> FacetCounts:
        selected = self._selection.chosen.get(facet, frozenset())
        missing = sorted(selected.difference(names)) if selected else []
        return FacetCounts(names + missing, numbers + [0] * len(missing), selected)

    def _aside(self, *facets: str) -> list[Array]:
        aside = frozenset(facets) & self._selection.chosen.keys()
        return self._selection.inside(self._matching, aside) if aside else self.documents

    def in_documents(self, inside: Sequence[Array]) -> int:
        """How many documents these are, or stand in.

        What belongs to one document is always in one segment, as it is replaced as a whole.
        """
        return sum(
            int(np.count_nonzero(leaf.segment.column("document").count(own)))
            for leaf, own in zip(self._snapshot.leaves, inside, strict=True)
            if len(own)
        )

    def cross(self, rows: str, columns: str) -> dict[tuple[str, str], Cell]:
        """What matches by the values of two facets, or by those that are chosen in them."""
        inside = self._aside(rows, columns)
        others = self._offered(columns)
        cells: dict[tuple[str, str], Cell] = {}
        for row in self._offered(rows):
            own = self._with(inside, rows, row)
            counts = self._snapshot.count(columns, own)
            for at in counts.nonzero()[0].tolist():
                column = self._snapshot.facet(columns).values[at]
                if column in others:
                    documents = self.in_documents(self._with(own, columns, column))
                    cells[row, column] = Cell(int(counts[at]), documents)
        return cells

    def _offered(self, facet: str) -> frozenset[str]:
        values = frozenset(self._snapshot.facet(facet).values)
        return self._selection.chosen.get(facet, values) & values

    def _with(self, inside: Sequence[Array], facet: str, value: str) -> list[Array]:
        return [
            own[leaf.segment.having(facet, frozenset({value}))[own]]
            for leaf, own in zip(self._snapshot.leaves, inside, strict=True)
        ]
