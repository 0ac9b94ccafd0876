"""Each request gets a number, a line in the log and its place in the measurements."""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from flask import Flask, Response, g, request

from search_app.logs import FIELDS
from search_app.metrics import NO_ROUTE, Metrics

REQUEST_ID = "X-Request-ID"
"""Header with the number of a request; that of the proxy is taken over."""
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines ask all the time; the log has a line of it only when it fails."""

_FINE = re.compile(r"[\w.-]{8,64}", re.ASCII)
_log = logging.getLogger(__name__)


def watch(app: Flask, metrics: Metrics) -> None:
    """Watch the requests of ``app``; to be called before anything else hooks into them."""
    app.before_request(_begin)
    app.after_request(partial(_end, metrics))  # the first to be registered comes last


def _begin() -> None:
    g.begun = perf_counter()
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _FINE.fullmatch(given) else secrets.token_hex(16)


def _end(metrics: Metrics, response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    answered = _Answered(
        number=g.request_id,
        method=request.method,
        route=request.url_rule.rule if request.url_rule else NO_ROUTE,
        status=response.status_code,
        begun=g.begun,
    )
    if response.direct_passthrough:  # a file, that the server sends by itself
        answered.note(metrics)
    else:
        response.call_on_close(partial(answered.note, metrics))
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """A request of which the answer is known.

    Attributes:
        route: the rule of its address, without anything that a reader filled in.
        begun: when, on the clock that measures.
    """

    number: str
    method: str
    route: str
    status: int
    begun: float

    def note(self, metrics: Metrics) -> None:
        """Put it into the measurements and the log, when its answer has been handed over."""
        seconds = perf_counter() - self.begun
        metrics.answered(self.route, self.method, self.status, seconds)
        has_failed = self.status >= 500
        if not _log.isEnabledFor(logging.INFO) or (self.route in PROBES and not has_failed):
            return
        fields = {
            "request": self.number,
            "method": self.method,
            "route": self.route,
            "status": self.status,
            "ms": round(seconds * 1000, 1),
        }
        _log.log(logging.ERROR if has_failed else logging.INFO, "request", extra={FIELDS: fields})
