"""The log as JSON lines, for programs that gather logs; without anything about a reader.

    {"time": "2026-03-01T09:12:33.104+00:00", "level": "info", "event": "request",
     "request": "5f0c…", "method": "GET", "route": "/document/<document_id>", "status": 200,
     "ms": 31.4}

A line never holds an address of a reader, what he typed or which document he read. That is also
why a failure is told by its kind and the lines of code it came through: its message may repeat
what was asked.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from flask import g, has_request_context

FIELDS = "fields"
"""Name of what is handed over as ``extra`` to a record: more fields of its line."""

_MOST_PLACES = 12  # lines of code of a failure, the last ones


class JsonLines(logging.Formatter):
    """Each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break in it."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        if has_request_context() and "request_id" in g:
            line["request"] = g.request_id
        line |= getattr(record, FIELDS, {})
        if record.exc_info and record.exc_info[0]:
            line |= {
                "failure": record.exc_info[0].__name__,
                "where": _places(record.exc_info[2]),
            }
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Write the log of this process to standard error as JSON lines, from level ``info``."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


def _places(found: TracebackType | None) -> list[str]:
    places = traceback.extract_tb(found)[-_MOST_PLACES:]
    return [f"{place.filename}:{place.lineno} {place.name}" for place in places]
