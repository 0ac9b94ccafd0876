"""Questions of so many words that a cluster does not take them as one.

It takes 1,024 clauses, unless its settings say otherwise, and counts those inside of others too;
not those in the filter of a function, nor those by which hits are scored once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.opensearch.view import Clause

MOST = 900
"""Clauses of a question, beside those of filters."""

WINDOW = 1 << 17
"""Hits that are scored once more: those with the best scores by the words that weigh most."""

_FEW = MOST // 3
_COUNTED = ("term", "terms", "match_phrase", "match", "exists", "match_all")


def size_of(clause: Any) -> int:
    """How many clauses the cluster counts."""
    if isinstance(clause, dict):
        return sum(
            (name in _COUNTED) + size_of(inside)
            for name, inside in clause.items()
            if name != "functions"
        )
    return sum(map(size_of, clause)) if isinstance(clause, list) else 0


def matched(clause: Clause) -> Clause:
    """What matches the same, in pieces of which each counts by itself.

    A hidden piece is held against every document, which is slower than to look up its words.
    """
    if size_of(clause) <= _FEW:
        return clause
    if "bool" not in clause:
        return _hidden(clause)
    return {
        "bool": {
            kind: list(_packed(kind, inside)) if isinstance(inside, list) else inside
            for kind, inside in clause["bool"].items()
        }
    }


def _packed(kind: str, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses of one kind, as many in a hidden piece as fit."""
    together = "filter" if kind == "filter" else "should"  # what any of these matches is unwanted
    for some in _filled(map(matched, clauses), 0, _FEW):
        yield _hidden({"bool": {together: some}})


def _hidden(clause: Clause) -> Clause:
    return {
        "function_score": {
            "query": {"match_all": {}},
            "functions": [{"filter": clause, "weight": 2}],
            "boost_mode": "replace",
            "min_score": 1.5,  # what matches no function scores 1
        }
    }


def portions(scores: Sequence[Clause], first: int) -> Iterator[list[Clause]]:
    """Clauses that score, those that weigh most first, as many at a time as fit.

    Args:
        first: how many clauses stand beside the first of them.
    """
    if first + sum(map(size_of, scores)) <= MOST:
        yield list(scores)
        return
    yield from _filled(sorted(scores, key=_weight, reverse=True), first, MOST)


def _filled(clauses: Iterable[Clause], first: int, most: int) -> Iterator[list[Clause]]:
    some: list[Clause] = []
    size = first
    for clause in clauses:
        own = size_of(clause)
        if some and size + own > most:
            yield some
            some, size = [], 0
        some.append(clause)
        size += own
    if some:
        yield some


def _weight(clause: Clause) -> float:
    """What a term weighs; those that depend on others come before all."""
    told = clause.get("function_score", {}).get("weight")
    return float("inf") if told is None else float(told)
