"""The order of hits: always total, so that pages of results never overlap."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from index.api import Sort

Facts = Mapping[str, Any]


def ordered(
    sort: Sort,
    documents: Iterable[int],
    facts: Callable[[int], Facts],
    score: Callable[[int], float],
    last: int,
) -> list[int]:
    """The first ``last`` of ``documents``.

    Relevance: by score. Newest, oldest: by date of publication. Title: by its sort key. Documents
    without a date come last; what is equal is ordered by id.

    Args:
        documents: numbers an engine gives to documents.
        facts: number -> ``id``, ``published`` and ``title_key``.
        score: number -> score.
        last: how many are needed.
    """
    if sort is Sort.RELEVANCE:
        return heapq.nsmallest(last, documents, key=lambda n: (-score(n), facts(n)["id"]))
    if sort is Sort.TITLE:
        keys = ((facts(n)["title_key"], facts(n)["id"], n) for n in documents)
        return [n for _, _, n in heapq.nsmallest(last, keys)]
    by_id = sorted(documents, key=lambda n: facts(n)["id"])
    dated = [n for n in by_id if facts(n)["published"]]
    undated = [n for n in by_id if not facts(n)["published"]]
    dated.sort(key=lambda n: facts(n)["published"], reverse=sort is Sort.NEWEST)
    return (dated + undated)[:last]
