"""One state as an audience sees it, with all that was learned of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index.opensearch.client import Body, Cluster
from index.opensearch.statistics import Statistics
from index.opensearch.view import View
from index.opensearch.words import AskedWords


class Snapshot:
    """Asks one view."""

    def __init__(self, cluster: Cluster, view: View) -> None:
        self.view = view
        self.statistics = Statistics(cluster, view)
        self.lexicon = AskedWords(cluster, view, self.statistics)
        self._cluster = cluster

    def search(self, body: Body) -> Any:
        """The answer to one search."""
        return self._cluster.search(self.view.indices, body)

    def searches(self, bodies: Sequence[Body]) -> list[Any]:
        """The answers to several searches, asked at once."""
        return self._cluster.searches([(self.view.indices, body) for body in bodies])
