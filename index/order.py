"""The order of hits: always total, so that pages of results never overlap."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from index.api import Sort

Facts = Mapping[str, Any]

OTHER_LANGUAGE = 0.8  # what a document counts that is not in the language of the reader
_DIGITS = 5  # of a score; what lies behind them is chance


def language_share(document: str | None, reader: str | None) -> float:
    """What the score of a document is multiplied by for its language (ISO 639-1)."""
    return 1.0 if document is None or reader is None or document == reader else OTHER_LANGUAGE


def ordered(
    sort: Sort,
    documents: Iterable[int],
    facts: Callable[[int], Facts],
    score: Callable[[int], float],
    last: int,
) -> list[int]:
    """The first ``last`` of ``documents``.

    Relevance: by score, and of equals the newest. Newest, oldest: by date of publication. Title:
    by its sort key. Documents without a date come last; what is equal is ordered by id.

    Args:
        documents: numbers an engine gives to documents.
        facts: number -> ``id``, ``published`` and ``title_key``.
        score: number -> score.
        last: how many are needed.
    """
    if sort is Sort.TITLE:
        keys = ((facts(n)["title_key"], facts(n)["id"], n) for n in documents)
        return [n for _, _, n in heapq.nsmallest(last, keys)]
    by_date = _by_date(documents, facts, newest_first=sort is not Sort.OLDEST)
    if sort is Sort.RELEVANCE:
        return heapq.nsmallest(last, by_date, key=lambda n: -round(score(n), _DIGITS))
    return by_date[:last]


def _by_date(
    documents: Iterable[int], facts: Callable[[int], Facts], *, newest_first: bool
) -> list[int]:
    by_id = sorted(documents, key=lambda n: facts(n)["id"])
    dated = [n for n in by_id if facts(n)["published"]]
    undated = [n for n in by_id if not facts(n)["published"]]
    dated.sort(key=lambda n: facts(n)["published"], reverse=newest_first)
    return dated + undated
