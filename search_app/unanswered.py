"""A question that found nothing → one more in the count of such questions.

It is written after the reader has the answer, and when that fails nobody but the log hears of it.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from datetime import UTC, datetime

from flask import Response, after_this_request, request

from corpus.gaps import Gaps, Question
from corpus.language.fold import fold
from index.api import Query, Results
from index.fields import FACET_NAMES
from search_app.params import YEARS, is_filtered, written_year

_log = logging.getLogger(__name__)

# How programs that visit pages by themselves are used to call themselves.
_PROGRAM = re.compile(r"bot\b|bots\b|crawl|spider|slurp|preview|monitor", re.IGNORECASE)


def count_unanswered(gaps: Gaps | None, query: Query, results: Results) -> bool:
    """Count the question of this request, if it found nothing and a person asked it.

    Returns:
        Whether it is counted, of which its reader is to be told.
    """
    if gaps is None or results.total or not _is_first_look(query) or not _by_a_person():
        return False
    question, typed = understood(query, results), query.text

    def keep() -> None:
        try:
            gaps.record(question, f"{datetime.now(UTC):%Y-%m}", typed=typed)
        except (sqlite3.Error, OSError) as error:
            _log.warning("A question without results was not counted: %s", error)

    @after_this_request
    def afterwards(response: Response) -> Response:
        response.call_on_close(keep)
        return response

    return True


def understood(query: Query, results: Results) -> Question:
    """The question as it was read: its words folded and in their order, and what narrows it."""
    filters = [(name, value) for name in FACET_NAMES for value in query.filters.get(name, ())]
    years = zip(YEARS, (query.year_from, query.year_to), strict=True)
    filters += [(name, written_year(year)) for name, year in years if year is not None]
    return Question(
        unit=query.unit.value,
        words=fold(results.reading) if query.text else "",
        filters=tuple(sorted(filters)),
    )


def _is_first_look(query: Query) -> bool:
    return query.page == 1 and bool(query.text or is_filtered(query))


def _by_a_person() -> bool:
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return request.method == "GET" and not ahead and not _PROGRAM.search(request.user_agent.string)
