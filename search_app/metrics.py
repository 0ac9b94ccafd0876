"""What is measured of a web process, in the way that Prometheus reads.

A process measures itself alone: where there are several, each is read at its own port, and whoever
reads them adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

# Seconds: a page takes some tens of milliseconds, one with many facets of a big collection more.
_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})  # a reader may send any word as one
NO_ROUTE = "-"
"""What stands for the route of a request that asked for no page there is."""


class Metrics:
    """The measurements of one process. Safe to share between threads."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "watwerkt_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "watwerkt_request_seconds",
            "Seconds from the first line of a request until its answer was handed over.",
            ("route",),
            buckets=_STEPS,
            registry=self._registry,
        )
        self._search_seconds = Histogram(
            "watwerkt_search_seconds",
            "Seconds that the index took, by what was asked of it.",
            ("asked",),
            buckets=_STEPS,
            registry=self._registry,
        )
        self._search_failures = Counter(
            "watwerkt_search_failures",
            "Questions that the index did not answer, by what was asked of it.",
            ("asked",),
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            route: the rule of its address, or :data:`NO_ROUTE`; never the address itself.
        """
        method = method if method in _METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    @contextmanager
    def searching(self, asked: str) -> Iterator[None]:
        """Measure what the index does until the block ends."""
        begun = perf_counter()
        try:
            yield
        except Exception:
            self._search_failures.labels(asked).inc()
            raise
        self._search_seconds.labels(asked).observe(perf_counter() - begun)

    def watch(self, name: str, says: str, value: Callable[[], float]) -> None:
        """Tell ``value`` whenever the measurements are read."""
        Gauge(name, says, registry=self._registry).set_function(value)

    def collect_from(self, collector: Collector) -> None:
        """Ask ``collector`` as well whenever the measurements are read."""
        self._registry.register(collector)

    def told(self, accept: str) -> tuple[bytes, str]:
        """All of it as text, and the media type of that.

        Args:
            accept: which media types the one who asks takes, as in the header of that name.
        """
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type
