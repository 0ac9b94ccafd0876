"""One state as an audience sees it, with all that was learned of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from corpus.archetypes import Taxonomy
from index.opensearch.client import Body, Cluster
from index.opensearch.completion import Completer
from index.opensearch.lexicon import AskedLexicon, Source, settled
from index.opensearch.moment import all_hits
from index.opensearch.statistics import Statistics
from index.opensearch.view import View

Outcome = TypeVar("Outcome")


class Snapshot:
    """Asks one view."""

    def __init__(self, cluster: Cluster, view: View, taxonomy: Taxonomy) -> None:
        self.view = view
        self.statistics = Statistics(cluster, view)
        self._source = Source(cluster, view, self.statistics)
        self.completer = Completer(self._source, taxonomy)
        self._cluster = cluster

    def read(self, work: Callable[[AskedLexicon], Outcome]) -> Outcome:
        """What ``work`` makes of the words of this state; it is done several times."""
        return settled(AskedLexicon(self._source), work)

    def values(self, facet: str) -> list[str]:
        """The values of a facet."""
        return list(self._source.values[facet])

    def search(self, body: Body) -> Any:
        """The answer to one search."""
        return self._cluster.search(self.view.indices, body)

    def searches(self, bodies: Sequence[Body]) -> list[Any]:
        """The answers to several searches, asked at once."""
        return self._cluster.searches([(self.view.indices, body) for body in bodies])

    def all_hits(self, body: Body) -> list[Any]:
        """All hits of one search, which are those of one moment."""
        return list(all_hits(self._cluster, self.view.indices, body))
