"""BM25 on arrays, against Lucene's formula in plain loops over live documents."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_strategies import TERMS, trees

from index.embedded.evaluate import BOOSTS, Evaluation
from index.embedded.leaf import Leaf, SearchedSegment
from index.embedded.scoring import K1, B, idf, kept_lengths
from index.embedded.terms import TermLists
from index.places import fields_of, forms_of, standing, where
from index.segment.build import SegmentBuilder
from index.tree import And, Choice, Node, Not, Or, Phrase, Terms, wanted

# Lengths


def int4(number: int) -> int:
    """A number in Lucene's floats of four significant bits, the highest of which is not kept."""
    bits = number.bit_length()
    if bits < 4:
        return number
    return number >> bits - 4 & 7 | bits - 3 << 3


def from_int4(code: int) -> int:
    bits, shift = code & 7, (code >> 3) - 1
    return bits if shift < 0 else (bits | 8) << shift


FREE = 255 - int4(2**31 - 1)
"""Codes of a byte that are left over, so that small lengths are kept as they are."""


def byte4(length: int) -> int:
    return length if length < FREE else FREE + int4(length - FREE)


def from_byte4(code: int) -> int:
    return code if code < FREE else FREE + from_int4(code - FREE)


def plain_length(length: int) -> int:
    return from_byte4(byte4(length))


def test_lengths_are_kept_as_lucene_keeps_them() -> None:
    lengths = [*range(70_000), *(1 << n for n in range(17, 31)), 2**31 - 1, 2**31 - 2]
    expected = np.array([plain_length(length) for length in lengths], np.float32)
    assert kept_lengths(np.array(lengths, np.uint32)).tolist() == expected.tolist()


@pytest.mark.parametrize("kind", ["u1", "u2", "u4"])
def test_lengths_are_kept_alike_whatever_type_they_come_in(kind: str) -> None:
    most = min(int(np.iinfo(kind).max), 100_000)
    lengths = list(range(most + 1))
    found = kept_lengths(np.array(lengths, kind))
    assert found.tolist() == [float(plain_length(length)) for length in lengths]


def test_lengths_below_40_are_exact_and_larger_ones_never_grow() -> None:
    found = kept_lengths(np.arange(5000)).tolist()
    assert found[:40] == list(range(40))
    assert all(one <= other for one, other in pairwise(found))
    assert all(kept <= length for length, kept in enumerate(found))


# Scores

Body = dict[str, list[str]]
"""Field with its form -> the terms there, each at its own place."""

NAMES = ("title_stem", "title_exact", "body_stem", "body_exact", "body_part", "labels_stem")

forms = st.lists(st.sampled_from(TERMS), max_size=6) | (
    st.integers(30, 90).map(lambda many: ["c"] * many + ["a"])
)
documents = st.dictionaries(st.sampled_from(NAMES), forms)
collections = st.lists(st.lists(st.tuples(documents, st.booleans()), max_size=6), max_size=3)


class Plain:
    """A collection as a list of documents."""

    def __init__(self, told: Sequence[Body]) -> None:
        self._told = told

    def positions(self, document: int, name: str, terms: tuple[str, ...]) -> list[int]:
        return [at for at, one in enumerate(self._told[document].get(name, ())) if one in terms]

    def matches(self, node: Node, document: int) -> bool:
        match node:
            case And(parts):
                return all(self.matches(part, document) for part in parts)
            case Or(parts):
                return any(self.matches(part, document) for part in parts)
            case Not(part):
                return not self.matches(part, document)
        assert isinstance(node, Choice)
        return any(self._stands(node, field, document) for field in fields_of(node))

    def score(self, tree: Node, document: int) -> float:
        found = dict.fromkeys(leaf for leaf in wanted(tree) if isinstance(leaf, Choice))
        return sum(self._of_leaf(leaf, document) for leaf in found)

    def _of_leaf(self, leaf: Choice, document: int) -> float:
        if isinstance(leaf, Terms) and leaf.constant:
            return float(self.matches(leaf, document))
        weight = 1.0 if isinstance(leaf, Phrase) else leaf.weight
        return sum(
            weight * BOOSTS[f"{field}_{form}"] * self._bm25(f"{field}_{form}", term, document)
            for field in fields_of(leaf)
            if self._stands(leaf, field, document)
            for form in forms_of(leaf)
            for group in leaf.groups
            for term in group
        )

    def _stands(self, leaf: Choice, field: str, document: int) -> bool:
        words = where(leaf, field, partial(self.positions, document))
        return all(words) and bool(standing(leaf, words))

    def _bm25(self, name: str, term: str, document: int) -> float:
        often = len(self.positions(document, name, (term,)))
        lengths = [len(one.get(name, ())) for one in self._told]
        average = sum(lengths) / max(1, sum(length > 0 for length in lengths))
        if not often:
            return 0.0
        share = 1 - B + B * plain_length(lengths[document]) / average
        return self._idf(name, term) * often / (often + K1 * share)

    def _idf(self, name: str, term: str) -> float:
        having = self._having(name, term)
        field, _, form = name.rpartition("_")
        if form == "part":  # as rare as the word is by itself and as a part
            name = f"{field}_stem"
            having += self._having(name, term)
        every = sum(bool(one.get(name)) for one in self._told)
        having = min(having, every) if form == "part" else having
        return math.log(1 + (every - having + 0.5) / (having + 0.5))

    def _having(self, name: str, term: str) -> int:
        return sum(term in one.get(name, ()) for one in self._told)


def leaves_of(folder: Path, told: Sequence[Sequence[tuple[Body, bool]]]) -> list[Leaf]:
    found = []
    for at, segment in enumerate(told):
        builder = SegmentBuilder()
        for one, _ in segment:
            fields = {name: (terms, list(range(len(terms)))) for name, terms in one.items()}
            builder.add(fields, {}, {})
        builder.write(folder / f"{at}")
        live = np.array([kept for _, kept in segment], bool)
        found.append(Leaf(SearchedSegment(folder / f"{at}"), live))
    return found


def answered(
    folder: Path, told: Sequence[Sequence[tuple[Body, bool]]], tree: Node
) -> list[float | None]:
    """Per live document its score, None where it does not match."""
    found = leaves_of(folder, told)
    terms = TermLists(found)
    scores: list[float | None] = []
    for at, leaf in enumerate(found):
        evaluation = Evaluation(leaf, at, terms, tree)
        documents = np.flatnonzero(evaluation.matching)
        own: list[float | None] = [None] * leaf.segment.size
        for document, score in zip(documents, evaluation.scores(documents).tolist(), strict=True):
            own[document] = score
        scores += [one for one, kept in zip(own, leaf.live, strict=True) if kept]
    return scores


def live_in(told: Sequence[Sequence[tuple[Body, bool]]]) -> list[Body]:
    return [one for segment in told for one, kept in segment if kept]


@settings(max_examples=110)
@given(collections, trees)
def test_what_matches_and_its_scores_are_as_the_formula_says(
    told: list[list[tuple[Body, bool]]], tree: Node
) -> None:
    plain = Plain(live_in(told))
    with tempfile.TemporaryDirectory() as folder:
        scores = answered(Path(folder), told, tree)
    for document, score in enumerate(scores):
        assert (score is not None) == plain.matches(tree, document)
        if score is not None:
            assert score == pytest.approx(plain.score(tree, document), rel=1e-5, abs=1e-6)


@settings(max_examples=55)
@given(collections, trees)
def test_deleted_documents_and_the_number_of_segments_leave_no_trace_in_scores(
    told: list[list[tuple[Body, bool]]], tree: Node
) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        scores = answered(Path(folder), told, tree)
        fresh = answered(Path(other), [[(one, True) for one in live_in(told)]], tree)
    assert scores == fresh


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_what_is_rarer_weighs_more_and_nothing_weighs_less_than_nothing(n: int, more: int) -> None:
    assert idf(n + more, n) >= idf(n + more, n + more) > 0
