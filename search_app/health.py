"""Whether the page works, for machines: is the process there, can it answer, what does it do?

``/healthz`` says that the process lives and asks nothing of anything else: whoever starts it again
because the cluster behind it is away makes matters worse. ``/readyz`` says whether readers can be
sent to it. ``/metrics`` is for who may see it alone, and for nobody who comes through the proxy.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, request
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from werkzeug.exceptions import NotFound

from corpus.errors import WatwerktError
from corpus.sessions import Sessions
from index.api import Query
from search_app.metrics import Metrics
from search_app.site import Site

METRICS_READERS = "METRICS_READERS"
"""Name of the networks in the configuration that may read the measurements; see settings."""
ENDING = "ENDING"
"""Name of what is true in the configuration when the process is about to end."""
MOST_BEHIND = 10_000
"""Changes that the index may lack. Answers stay right; what is new is not found yet."""

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Via")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that is needed to answer.

    Attributes:
        why: name of what is wrong; empty when it is ready.
        known: figures about it.
    """

    why: str = ""
    known: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether readers can be answered, as far as it goes."""
        return not self.why

    def record(self) -> dict[str, Any]:
        """As JSON values."""
        return {"ready": self.is_ready, **self.known} | ({"why": self.why} if self.why else {})


def parts_of(site: Site) -> dict[str, Part]:
    """What is needed to answer, asked now; by name."""
    catalogue = _catalogue(site)
    return {"catalogue": catalogue, "index": _index(site, catalogue.known.get("revision"))}


def _catalogue(site: Site) -> Part:
    try:
        return Part(known={"revision": site.catalogue.revision})
    except WatwerktError as error:
        return _not_ready("catalogue", error)


def _index(site: Site, reached: int | None) -> Part:
    try:
        known = {"documents": site.engine.count(Query()), "revision": site.engine.revision}
    except WatwerktError as error:
        return _not_ready("index", error)
    if reached is None:
        return Part(known=known)
    known["behind"] = max(reached - known["revision"], 0)
    return Part(known=known, why="TooFarBehind" if known["behind"] > MOST_BEHIND else "")


def _not_ready(name: str, error: WatwerktError) -> Part:
    _log.warning("The %s cannot be used: %s", name, error)  # it may name folders and machines
    return Part(why=type(error).__name__)


class State(Collector):
    """The collection behind the page, measured when somebody reads the measurements."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        """What is known now; what cannot be found out is left out."""
        parts = parts_of(self._site)
        ready = GaugeMetricFamily("watwerkt_ready", "Whether a part can be used.", labels=["part"])
        for name, part in parts.items():
            ready.add_metric([name], float(part.is_ready))
        yield ready
        revisions = GaugeMetricFamily(
            "watwerkt_revision", "Number of the last change that a part knows.", labels=["part"]
        )
        for name, part in parts.items():
            if "revision" in part.known:
                revisions.add_metric([name], part.known["revision"])
        yield revisions
        yield from _known(parts["index"])
        yield from self._sessions()

    def _sessions(self) -> Iterator[Metric]:
        accounts = self._site.accounts
        if accounts is None:
            return
        try:
            live = Sessions(accounts).count()
        except WatwerktError as error:
            _log.warning("The sessions cannot be counted: %s", error)
            return
        yield GaugeMetricFamily("watwerkt_sessions", "Sessions of who is logged in.", live)


def _known(index: Part) -> Iterator[Metric]:
    for name, says in (
        ("documents", "Documents in the index that the public may find."),
        ("behind", "Changes of the catalogue that the index lacks."),
    ):
        if name in index.known:
            yield GaugeMetricFamily(f"watwerkt_index_{name}", says, index.known[name])


def health(site: Site, metrics: Metrics) -> Blueprint:
    """The routes of this module on one collection."""
    metrics.collect_from(State(site))
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return jsonify({"ok": True})

    @blueprint.get("/readyz")
    def readyz() -> Response:
        parts = parts_of(site)
        ends = bool(current_app.config.get(ENDING))
        ready = all(part.is_ready for part in parts.values()) and not ends
        told: dict[str, Any] = {"ready": ready} | ({"why": "Ending"} if ends else {})
        told["parts"] = {name: part.record() for name, part in parts.items()}
        response = jsonify(told)
        response.status_code = 200 if ready else 503
        return response

    @blueprint.get("/metrics")
    def measured() -> Response:
        if not _may_read_metrics(str(current_app.config.get(METRICS_READERS, "127.0.0.1 ::1"))):
            raise NotFound
        text, media_type = metrics.told(request.headers.get("Accept", ""))
        return make_response(text, {"Content-Type": media_type})

    return blueprint


def _may_read_metrics(readers: str) -> bool:
    """Whether they are for who asks: from these networks, directly and by no public name."""
    if readers == "off" or any(name in request.headers for name in _FORWARDED):
        return False
    asking = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - of nobody
    if not any(asking in ipaddress.ip_network(one) for one in readers.split()):
        return False
    return _is_inside(request.host)


def _is_inside(host: str) -> bool:
    """Whether that is an address or a name of one word, as machines beside each other have."""
    name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return "." not in name
    return True
