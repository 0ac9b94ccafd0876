"""Complete what is typed with what the documents of one state have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from corpus.archetypes import Archetype, Taxonomy
from corpus.language.stems import LANGUAGES
from corpus.language.stopwords import meaningless
from index.api import Completion, CompletionKind
from index.completion import (
    CANDIDATES,
    PAIR_WEIGHT,
    TITLE_WEIGHT,
    ArchetypeList,
    Typed,
    completing_words,
    heaviest_first,
    name_key,
    read_typed,
    shared,
)
from index.embedded.kept import kept
from index.opensearch.lexicon import (
    Body,
    Search,
    Source,
    beginning_search,
    counts,
    told,
)
from index.opensearch.order import NEWEST
from index.opensearch.vocabulary import (
    PAIR_TAILS,
    TITLE_START,
    TITLE_TAILS,
    pair_of,
    pattern_of,
    words_field,
)

_KEPT = 2048  # texts of which the completions are kept: who types comes by the same ones again
_PAIRS = 5000  # pairs of words that are looked at, the most frequent
_PAIRS_OF_A_SHARD = 10_000


class Completer:
    """Completes with the documents of one state, in two round trips."""

    def __init__(self, source: Source, taxonomy: Taxonomy) -> None:
        self._source = source
        self._taxonomy = taxonomy

    def complete(self, text: str, size: int) -> tuple[Completion, ...]:
        """At most ``size`` completions; see :meth:`index.protocols.Searcher.suggest`."""
        typed = read_typed(text)
        return () if typed is None or size <= 0 else self._completed(typed, size)

    @kept(_KEPT)
    def _completed(self, typed: Typed, size: int) -> tuple[Completion, ...]:
        first, later = (self._titles(typed, size, begin=begin) for begin in (True, False))
        searches = [first, later, self._pairs(typed)]
        if typed.head is not None:
            searches.append(beginning_search(self._source, typed.last, 2 * CANDIDATES))
        answers = self._source.ask(searches)
        titles = [*_titled(answers[0]), *_titled(answers[1])]
        weighed = _weighed(answers[2])
        if typed.head is not None:
            found = counts(answers[3], "words")
            words = completing_words(typed, sorted(found), found.__getitem__)
            weighed += self._together(typed.head, words)
        groups = (self._archetypes.completing(typed.pattern), titles, heaviest_first(weighed))
        return shared(groups, size)

    @cached_property
    def _archetypes(self) -> ArchetypeList:
        """The archetypes that documents are about, most documents first."""
        found: list[Archetype] = [
            self._taxonomy.archetypes[name]
            for name in self._source.values["archetype"]
            if name in self._taxonomy.archetypes
        ]
        return ArchetypeList(found)

    def _titles(self, typed: Typed, size: int, *, begin: bool) -> Search:
        """The search for the newest titles that ``begin`` so, or else have a later word that does.

        Of the same title it tells one, and others may have been told of as an archetype or as
        words: of twice as many as are wanted there are always enough.
        """
        start = {"prefix": {TITLE_START: typed.pattern}}
        later = {"prefix": {TITLE_TAILS: typed.pattern}}
        query = self._source.view.within([start if begin else later], [] if begin else [start])
        body = {
            "size": 2 * size,
            "query": query,
            "sort": NEWEST,
            "collapse": {"field": TITLE_START},
            "_source": ["id", "title"],
            "track_total_hits": False,
        }
        return self._source.view.indices, body

    def _pairs(self, typed: Typed) -> Search:
        """The search for the pairs that several documents repeat, of which a word begins so."""
        pairs = {
            "field": PAIR_TAILS,
            "include": pattern_of(typed.pattern),
            "min_doc_count": 2,
            "size": _PAIRS,
            "shard_size": _PAIRS_OF_A_SHARD,
        }
        begins = {"prefix": {PAIR_TAILS: typed.pattern}}
        return self._source.count(begins, aggs={"pairs": {"terms": pairs}})

    def _together(self, head: str, words: Sequence[str]) -> list[tuple[float, str]]:
        """``head`` with each word, by the documents that have them all."""
        keys = name_key(head).split()
        by_needed: dict[tuple[str, ...], list[str]] = {}
        for word in words:
            passed_over = meaningless([*keys, word])
            needed = tuple(key for at, key in enumerate(keys) if at not in passed_over)
            by_needed.setdefault(needed, []).append(word)
        searches = [self._having_all(needed, some) for needed, some in by_needed.items()]
        answers = self._source.ask(searches) if searches else ()
        return [
            (weight, f"{head} {word}".lstrip())
            for some, answer in zip(by_needed.values(), answers, strict=True)
            for word, weight in zip(some, _weights(told(answer, "words")), strict=True)
            if weight
        ]

    def _having_all(self, needed: Iterable[str], words: Sequence[str]) -> Search:
        """The search for how many documents with ``needed`` have each word in title and text.

        Only for documents that are found by each of their words; those of other languages may not
        be.
        """
        ours: list[Body] = [
            {"terms": {"language": list(LANGUAGES)}},
            {"bool": {"must_not": {"exists": {"field": "language"}}}},
        ]
        any_word: list[Body] = [{"term": {words_field(word): word}} for word in words]
        filters: dict[str, Any] = {
            f"{field} {at}": {"term": {f"{field}_exact": word}}
            for at, word in enumerate(words)
            for field in ("title", "body")
        }
        return self._source.count(
            {"bool": {"should": ours}},
            *({"term": {words_field(key): key}} for key in needed),
            {"bool": {"should": any_word}},
            aggs={"words": {"filters": {"filters": filters}}},
        )


def _weights(having: dict[str, int]) -> Iterator[float]:
    for at in range(len(having) // 2):
        yield float(TITLE_WEIGHT * having[f"title {at}"] + having[f"body {at}"])


def _titled(answer: Body) -> Iterator[Completion]:
    for hit in answer["hits"]["hits"]:
        kept_ = hit["_source"]
        yield Completion(kept_["title"], CompletionKind.TITLE, kept_["id"])


def _weighed(answer: Body) -> list[tuple[float, str]]:
    """Pairs of words with their weight; one may be found by both of its words."""
    found = {pair_of(tail): count for tail, count in counts(answer, "pairs").items()}
    return [(PAIR_WEIGHT * count, pair) for pair, count in found.items()]
