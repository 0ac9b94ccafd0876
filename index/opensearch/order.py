"""By what hits are sorted; the order is always total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.api import Sort

_BY_ID: list[dict[str, Any]] = [{"id": "asc"}]
NEWEST: list[dict[str, Any]] = [{"published": {"order": "desc", "missing": "_last"}}, *_BY_ID]
ORDERS: Mapping[Sort, list[dict[str, Any]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, *NEWEST],
    Sort.NEWEST: NEWEST,
    Sort.OLDEST: [{"published": {"order": "asc", "missing": "_last"}}, *_BY_ID],
    Sort.TITLE: [{"title_key": "asc"}, *_BY_ID],
}
