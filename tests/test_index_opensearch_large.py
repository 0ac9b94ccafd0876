"""Questions of more clauses than a cluster takes are taken apart without losing any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from index.opensearch.large import MOST, matched, portions, size_of

TAKEN = 1024


def word(number: int) -> dict[str, Any]:
    return {"terms": {"body_stem": [f"woord{number}", f"ander{number}"]}}


def scored(number: int) -> dict[str, Any]:
    found = {"term": {"body_stem": {"value": f"woord{number}", "boost": 0.1}}}
    return {"function_score": {"query": found, "weight": float(number % 7 + 1)}}


def pieces(clause: Any) -> Iterator[Any]:
    """The clauses that a cluster counts by themselves: the whole, and the hidden ones in it."""
    yield clause
    for hidden in hidden_in(clause):
        yield from pieces(hidden)


def hidden_in(clause: Any) -> Iterator[Any]:
    if isinstance(clause, dict):
        for name, inside in clause.items():
            if name == "functions":
                yield from (one["filter"] for one in inside)
            else:
                yield from hidden_in(inside)
    elif isinstance(clause, list):
        for inside in clause:
            yield from hidden_in(inside)


def words_in(clause: Any) -> list[str]:
    if isinstance(clause, str):
        return [clause] if clause.startswith("woord") else []
    if isinstance(clause, dict):
        clause = list(clause.values())
    return [word for one in clause for word in words_in(one)] if isinstance(clause, list) else []


def test_every_term_phrase_and_rule_of_an_interval_counts() -> None:
    rules = [{"match": {"query": "a"}}, {"match": {"query": "b"}}]
    near = {"intervals": {"body_stem": {"all_of": {"intervals": rules, "max_gaps": 3}}}}
    phrase = {"match_phrase": {"body_exact": {"query": "a b", "analyzer": "words"}}}
    assert size_of({"bool": {"filter": [word(1), near], "must_not": [phrase]}}) == 4


def test_a_small_question_stays_as_it_is() -> None:
    small = {"bool": {"filter": [word(n) for n in range(20)], "must_not": []}}
    assert matched(small) == small
    scores = [scored(n) for n in range(20)]
    assert list(portions(scores, 20)) == [scores]


@pytest.mark.parametrize("kind", ["filter", "should", "must_not"])
def test_no_piece_of_a_large_question_is_larger_than_a_cluster_takes(kind: str) -> None:
    several = [{"bool": {"should": [word(n * 100 + m) for m in range(70)]}} for n in range(40)]
    large = {"bool": {kind: several}}
    assert size_of(large) > TAKEN
    apart = matched(large)
    assert all(size_of(piece) < TAKEN for piece in pieces(apart))
    assert sorted(words_in(apart)) == sorted(words_in(large))
    assert apart["bool"].keys() == {kind}


def test_scores_come_in_portions_the_heaviest_words_first() -> None:
    scores = [scored(n) for n in range(2000)]
    found = list(portions(scores, 100))
    assert [size_of(some) for some in found] == [MOST - 100, MOST, 2000 - 2 * MOST + 100]
    weights = [one["function_score"]["weight"] for some in found for one in some]
    assert weights == sorted(weights, reverse=True)
    assert sorted(words_in(found)) == sorted(words_in(scores))
