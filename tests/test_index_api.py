"""Counts of a facet as a sequence."""

from __future__ import annotations

import pytest

from index.api import FacetCount, FacetCounts

COUNTS = FacetCounts(["Ede", "Lisse", "Weert"], [3, 2, 0], frozenset({"Weert"}))
TOLD = (FacetCount("Ede", 3), FacetCount("Lisse", 2), FacetCount("Weert", 0, selected=True))


def test_counts_of_a_facet_are_a_sequence_of_its_values() -> None:
    assert (len(COUNTS), COUNTS[1], COUNTS[-1]) == (3, TOLD[1], TOLD[2])
    assert tuple(COUNTS) == TOLD
    assert tuple(COUNTS[1:]) == TOLD[1:]
    assert TOLD[0] in COUNTS
    with pytest.raises(IndexError):
        COUNTS[3]


def test_counts_are_equal_to_any_sequence_of_the_same() -> None:
    assert COUNTS == TOLD
    assert list(TOLD) == COUNTS
    assert COUNTS[:2] != TOLD
    assert COUNTS != 3
    assert repr(COUNTS[:1]) == "FacetCounts(FacetCount(value='Ede', count=3, selected=False),)"
    with pytest.raises(TypeError):
        hash(COUNTS)
