"""Complete what is typed with what the documents of one snapshot have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
from index.embedded.kept import kept
from index.embedded.ranking import best
from index.embedded.snapshot import Snapshot
from index.segment.columns import mask_of

Array = NDArray[Any]
Masks = list[NDArray[np.bool_]]

_KEPT = 2048  # words of which the documents are kept: who types asks for the same ones again


class Completer:
    """Completes with the documents of a snapshot."""

    def __init__(self, snapshot: Snapshot, taxonomy: Taxonomy) -> None:
        """Collect what there is to complete to."""
        self._snapshot = snapshot
        self._live = [leaf.live for leaf in snapshot.leaves]
        self._documents = [live.nonzero()[0] for live in self._live]
        self._readable = self._in_our_languages()
        self._archetypes = ArchetypeList(self._present(taxonomy))
        self._titles = NameList(self._titled())
        self._pairs = PairList(self._pair_counts())

    def shows(self, snapshot: Snapshot) -> bool:
        """Whether it was made from this one."""
        return self._snapshot is snapshot

    def complete(self, text: str, size: int) -> tuple[Completion, ...]:
        """At most ``size`` completions; see :meth:`index.protocols.Searcher.suggest`."""
        typed = read_typed(text)
        if typed is None:
            return ()
        found = (
            self._archetypes.completing(typed.pattern),
            self._titles.completing(typed.pattern),
            self._words(typed),
        )
        return shared(found, size)

    def _in_our_languages(self) -> Masks:
        """Documents that are found by each of their words; those of other languages may not be."""
        readable = []
        for leaf in self._snapshot.leaves:
            names = leaf.segment.column_values("language")
            ours = np.array([*(name in LANGUAGES for name in names), True])  # the last: none told
            readable.append(leaf.live & ours[leaf.segment.ranks("language")])
        return readable

    def _present(self, taxonomy: Taxonomy) -> list[Archetype]:
        """The archetypes that documents are about, most documents first."""
        counts = self._snapshot.count("archetype", self._documents).tolist()
        names = self._snapshot.facet("archetype").values
        found = sorted((-count, n) for n, count in zip(names, counts, strict=True) if count)
        return [taxonomy.archetypes[name] for _, name in found if name in taxonomy.archetypes]

    def _titled(self) -> Iterator[tuple[str, Completion]]:
        """The titles, newest first."""
        total = sum(map(len, self._documents))
        for place in best(Sort.NEWEST, self._snapshot.found(self._documents), 0, total):
            segment = self._snapshot.leaves[place.at].segment
            title, name = segment.text("title", place.document), segment.text("id", place.document)
            completion = Completion(title, CompletionKind.TITLE, name)
            yield segment.text("title_words", place.document), completion

    def _pair_counts(self) -> Iterable[tuple[str, int]]:
        """Pairs of words with their number of documents, where that may be more than one."""
        counted: dict[str, int] = {}
        own = [
            (leaf.segment.column("pairs"), leaf.segment.column("pairs").count(documents))
            for leaf, documents in zip(self._snapshot.leaves, self._documents, strict=True)
            if "pairs" in leaf.segment.columns
        ]
        own.sort(key=lambda one: len(one[1]))
        for at, (column, counts) in enumerate(own):
            bigger = own[at + 1 :]
            fewest = 1 if bigger else 2
            for code in np.flatnonzero(counts >= fewest).tolist():
                value = column.values[code]
                others = ((c, column_.values.find(value)) for column_, c in bigger)
                total = int(counts[code]) + sum(int(c[n]) for c, n in others if n is not None)
                counted.setdefault(value.decode(), total)  # where it was seen first all were asked
        return counted.items()

    def _words(self, typed: Typed) -> Iterator[Completion]:
        """Pairs, and words that stand in one document with the words before them."""
        words = completing_words(typed, self._snapshot.words(), self._snapshot.weight)
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
                    having = [
                        h & (t | w) for h, (t, w) in zip(having, self._having(key), strict=True)
                    ]
            weight = sum(
                TITLE_WEIGHT * np.count_nonzero(h & titled) + np.count_nonzero(h & written)
                for h, (titled, written) in zip(having, self._having(word), strict=True)
            )
            if weight:
                yield float(weight), f"{head} {word}".lstrip()

    @kept(_KEPT)
    def _having(self, word: str) -> list[tuple[Array, Array]]:
        """Per segment, who has a word in the title, and who in the text."""
        found = zip(
            *(self._snapshot.documents_with(word, f) for f in ("title", "body")), strict=True
        )
        return [
            (mask_of(titled, len(live)), mask_of(written, len(live)))
            for live, (titled, written) in zip(self._live, found, strict=True)
        ]
