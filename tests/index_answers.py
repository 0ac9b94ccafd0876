"""Whether two engines gave the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from index import Hit, Query, Results, Sort
from index.api import Similar

_CLOSE = 1e-5  # of a score; two hits that differ less may swap


def facts(hit: Hit) -> Hit:
    return replace(hit, score=0.0, reasons=())


def assert_close(ours: Sequence[Hit], oracle: Sequence[Hit], *, last: bool) -> None:
    """The same hits; in the same order, but for those that score the same.

    Args:
        last: whether there are no others behind these, of which one may score as the last of them.
    """
    scores = [hit.score for hit in oracle]
    assert [hit.score for hit in ours] == pytest.approx(scores, rel=_CLOSE, abs=_CLOSE)
    own = {hit.id: facts(hit) for hit in ours}
    least = scores[-1] if scores and not last else -1.0
    for at, hit in enumerate(oracle):
        if hit.score > least + _CLOSE * max(1, least):
            assert own[hit.id] == facts(hit)
        if hit.id != ours[at].id:
            assert ours[at].score == pytest.approx(hit.score, rel=_CLOSE, abs=_CLOSE)


def assert_same(ours: Results, oracle: Results, query: Query) -> None:
    assert (ours.total, ours.documents) == (oracle.total, oracle.documents), query
    assert ours.facets == oracle.facets
    assert (ours.expansions, ours.ignored) == (oracle.expansions, oracle.ignored)
    assert (ours.notes, ours.reading) == (oracle.notes, oracle.reading)
    assert (ours.suggestion, ours.corrected) == (oracle.suggestion, oracle.corrected)
    if query.sort is Sort.RELEVANCE:
        assert_close(ours.hits, oracle.hits, last=len(ours.hits) == ours.total)
    else:
        assert list(map(facts, ours.hits)) == list(map(facts, oracle.hits))
    assert_close(ours.also, oracle.also, last=len(ours.also) + ours.total < 10)


def assert_alike(ours: Sequence[Similar], oracle: Sequence[Similar]) -> None:
    """The same documents; those that score the same may have changed places."""
    scores = [one.score for one in oracle]
    assert [one.score for one in ours] == pytest.approx(scores, rel=_CLOSE, abs=_CLOSE)
    least = min(scores, default=0) + _CLOSE * 10
    own = {one.id: replace(one, score=0.0) for one in ours}
    for one in oracle:
        if one.score > least:
            assert own[one.id] == replace(one, score=0.0)
