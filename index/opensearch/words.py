"""What a state can be asked about its words, asked one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from index.embedded.scoring import idf
from index.fields import FACET_NAMES, TEXT_FIELDS
from index.lexicon import ListedWords
from index.opensearch.client import Cluster
from index.opensearch.statistics import Statistics
from index.opensearch.view import View
from index.speller import Speller

_STEMMED = [f"{text.name}_{form}" for form in ("stem", "part") for text in TEXT_FIELDS]
_AT_ONCE = 10_000


class AskedWords(ListedWords):
    """A :class:`~index.lexicon.SpellingLexicon` of one view."""

    def __init__(self, cluster: Cluster, view: View, statistics: Statistics) -> None:
        self._cluster = cluster
        self._view = view
        self._statistics = statistics

    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        return self._most(stem) > 0

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        return idf(self._statistics.live, max(map(self._most, stems), default=0))

    def _most(self, stem: str) -> int:
        self._statistics.learn((name, stem) for name in _STEMMED)
        return max(self._statistics.having(name, stem) for name in _STEMMED)

    def words(self) -> Sequence[str]:
        """Exact words of titles and texts."""
        return list(self._words)

    @cached_property
    def _words(self) -> dict[str, int]:
        sources = [{"word": {"terms": {"field": "words"}}}]
        composite: dict[str, Any] = {"size": _AT_ONCE, "sources": sources}
        words: dict[str, int] = {}
        while True:
            body = {
                "size": 0,
                "query": self._view.within(),
                "aggs": {"words": {"composite": composite}},
            }
            found = self._cluster.search(self._view.indices, body)["aggregations"]["words"]
            words |= {one["key"]["word"]: one["doc_count"] for one in found["buckets"]}
            if "after_key" not in found:
                return words
            composite["after"] = found["after_key"]

    def frequency(self, word: str) -> int:
        """Number of documents that have this exact word in their title or text."""
        return self._words.get(word, 0)

    @property
    def speller(self) -> Speller:
        """Spells with the words of this state."""
        return Speller(self.near, self.frequency)

    def values(self, facet: str) -> Collection[str]:
        """The values of a facet."""
        return self._values[facet]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        size = 1 << 14
        body = {
            "size": 0,
            "query": self._view.within(),
            "aggs": {
                name: {"terms": {"field": f"facets.{name}", "size": size}} for name in FACET_NAMES
            },
        }
        found = self._cluster.search(self._view.indices, body)["aggregations"]
        return {name: [one["key"] for one in found[name]["buckets"]] for name in FACET_NAMES}
