"""The thesaurus against pairs that were judged by somebody who had not seen it.

Of 122 pairs that should be found it found 97 when it was first measured (tuned half 47 of 61, held
half 50 of 61), and none of 40 that should not. What it was made better on is the tuned half alone.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.judged_tables import HELD, TUNED, half_of, read_rows
from corpus.archetypes import load_taxonomy
from corpus.language.stems import query_stems
from corpus.language.tokens import tokenize
from corpus.thesaurus import Thesaurus, load_thesaurus

_JUDGED = Path(__file__).parent / "eval" / "synonyms_judged.tsv"


class _Pair(NamedTuple):
    asked: str
    other: str
    judgement: str

    @property
    def half(self) -> str:
        return half_of(f"{self.asked}\t{self.other}")


@cache
def _pairs(judgement: str, half: str) -> list[_Pair]:
    pairs = [_Pair(*row) for row in read_rows(_JUDGED)]
    return [pair for pair in pairs if pair.judgement == judgement and half in ("", pair.half)]


@cache
def _thesaurus() -> Thesaurus:
    return load_thesaurus(load_taxonomy())


def _keys(text: str) -> list[str]:
    return [token.key for token in tokenize(text)]


def _same(some: list[str], others: list[str]) -> bool:
    """Whether they are the same words in any inflection."""
    return len(some) == len(others) and all(
        not set(query_stems(one)).isdisjoint(query_stems(other))
        for one, other in zip(some, others, strict=True)
    )


def _found(pair: _Pair) -> bool:
    """Whether one of the expansions makes the other words of those that were asked.

    Other words that hold all that were asked are found without one.
    """
    asked, other = _keys(pair.asked), _keys(pair.other)
    if all(any(_same([key], [word]) for word in other) for key in asked):
        return True
    return any(
        _same([*asked[: found.start], *found.words, *asked[found.end :]], other)
        for found in _thesaurus().expansions(asked)
    )


@pytest.mark.parametrize(("half", "floor"), [(TUNED, 0.95), (HELD, 0.85), ("", 0.92)])
def test_words_that_a_professional_expects_are_found(half: str, floor: float) -> None:
    pairs = _pairs("yes", half)
    missed = [pair for pair in pairs if not _found(pair)]
    assert len(pairs) >= 50
    assert len(missed) <= (1 - floor) * len(pairs), missed


@pytest.mark.parametrize("half", [TUNED, HELD])
def test_related_words_that_must_not_be_exchanged_are_not(half: str) -> None:
    pairs = _pairs("no", half)
    assert len(pairs) >= 10
    wrong = [pair for pair in pairs if _found(pair)]
    assert wrong == []
