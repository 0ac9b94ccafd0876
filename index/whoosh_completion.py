"""Complete what is typed with what the documents of one snapshot have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.archetypes import Archetype, Taxonomy
from corpus.language.stems import LANGUAGES
from corpus.language.stopwords import meaningless
from index.api import Completion, CompletionKind, Sort
from index.completion import (
    TITLE_WEIGHT,
    ArchetypeList,
    NameList,
    PairList,
    Typed,
    completing_words,
    heaviest_first,
    name_key,
    read_typed,
    shared,
)
from index.order import ordered
from index.whoosh_snapshot import Snapshot, bitmap, numbers

_KEPT = 2048  # words of which the documents are kept: who types asks for the same ones again


class Completer:
    """Completes with the documents of a snapshot that have not been taken away since."""

    def __init__(self, snapshot: Snapshot, taxonomy: Taxonomy, gone: frozenset[str]) -> None:
        """Collect what there is to complete to; ``gone`` are ids of documents taken away."""
        self._snapshot = snapshot
        self._gone = gone
        self._documents = snapshot.live & ~snapshot.of_documents(gone)
        self._readable = bitmap(self._in_our_languages(), snapshot.size)
        self._having = lru_cache(maxsize=_KEPT)(self._documents_having)
        self._archetypes = ArchetypeList(self._present(taxonomy))
        self._titles = NameList(self._titled())
        self._pairs = PairList(self._pair_counts().items())

    def shows(self, snapshot: Snapshot, gone: frozenset[str]) -> bool:
        """Whether it was made from these."""
        return self._snapshot is snapshot and self._gone == gone

    def complete(self, text: str, size: int) -> tuple[Completion, ...]:
        """At most ``size`` completions of ``text``; see :meth:`index.api.Searcher.suggest`."""
        typed = read_typed(text)
        if typed is None:
            return ()
        found = (
            self._archetypes.completing(typed.pattern),
            self._titles.completing(typed.pattern),
            self._words(typed),
        )
        return shared(found, size)

    def _in_our_languages(self) -> Iterator[int]:
        """Documents that are found by each of their words; those of other languages may not be."""
        for number in numbers(self._documents):
            if self._snapshot.facts[number]["language"] in (*LANGUAGES, None):
                yield number

    def _present(self, taxonomy: Taxonomy) -> list[Archetype]:
        """The archetypes that documents are about, most documents first."""
        members = self._snapshot.facets["archetype"]
        counts = {
            name: (bits & self._documents).bit_count()
            for name, bits in members.items()
            if name in taxonomy.archetypes
        }
        found = sorted((-count, name) for name, count in counts.items() if count)
        return [taxonomy.archetypes[name] for _, name in found]

    def _titled(self) -> Iterator[tuple[str, Completion]]:
        """The titles, newest first."""
        facts = self._snapshot.facts
        documents = numbers(self._documents)
        for number in ordered(
            Sort.NEWEST, documents, facts.__getitem__, lambda _: 0.0, self._snapshot.size
        ):
            fact = facts[number]
            completion = Completion(fact["title"], CompletionKind.TITLE, fact["id"])
            yield fact["title_words"], completion

    def _pair_counts(self) -> Counter[str]:
        facts = self._snapshot.facts
        return Counter(pair for n in numbers(self._documents) for pair in facts[n]["pairs"])

    def _words(self, typed: Typed) -> Iterator[Completion]:
        """Pairs, and words that stand in one document with the words before them."""
        weights = self._snapshot.word_weights
        words = completing_words(typed, self._snapshot.words(), lambda word: weights.get(word, 0))
        pairs = self._pairs.completing(typed.pattern)
        yield from heaviest_first([*pairs, *self._together(typed.head or "", words)])

    def _together(self, head: str, words: Sequence[str]) -> Iterator[tuple[float, str]]:
        """``head`` with each word, by the documents that have them all."""
        keys = name_key(head).split()
        for word in words:
            passed_over = meaningless([*keys, word])
            having = self._readable
            for at, key in enumerate(keys):
                if at not in passed_over:
                    titled, written = self._having(key)
                    having &= titled | written
            titled, written = self._having(word)
            weight = TITLE_WEIGHT * (having & titled).bit_count() + (having & written).bit_count()
            if weight:
                yield weight, f"{head} {word}".lstrip()

    def _documents_having(self, word: str) -> tuple[int, int]:
        """The documents that have a word in their title, and those that have it in their text."""
        found = (self._snapshot.documents_with(word, name) for name in ("title", "body"))
        titled, written = (bitmap(documents, self._snapshot.size) for documents in found)
        return titled, written
