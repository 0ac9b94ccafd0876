"""The words of one state of the index, asked for in rounds.

Who reads a question (:mod:`index.resolve`, :mod:`index.speller`) asks for one word after another.
Here such a one is told ‘no’ where the answer is not known yet, and what he asked is remembered;
:func:`settled` then fetches all of it at once and lets him begin again, until nothing new is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, TypeVar

from index.embedded.scoring import idf
from index.fields import FACET_NAMES
from index.opensearch import dictionary
from index.opensearch.client import Cluster
from index.opensearch.facets import MOST_VALUES
from index.opensearch.mapping import DICTIONARY
from index.opensearch.statistics import Pair, Statistics
from index.opensearch.view import Clause, View
from index.opensearch.vocabulary import STEM_FIELDS, pattern_of, words_field
from index.speller import Speller

Body = dict[str, Any]
Search = tuple[Sequence[str], Body]
"""Engine indices, and what they are asked."""

Outcome = TypeVar("Outcome")
Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")

_FEW = 12  # words that are counted without a look whether there may be any
_FEW_NEAR = 100  # words near another that are all counted
_KEPT = 1 << 16  # words of each kind that are remembered


class Source:
    """Where the words of a view are asked, and what was learned of them."""

    def __init__(self, cluster: Cluster, view: View, statistics: Statistics) -> None:
        self.view = view
        self.statistics = statistics
        self.known = Answers()
        self._cluster = cluster

    def ask(self, searches: Sequence[Search]) -> list[Body]:
        """The answers to several searches, in one round trip."""
        return self._cluster.searches(searches)

    @property
    def dictionary(self) -> Sequence[str]:
        """The engine index of the dictionary."""
        return (self.view.state.indices[DICTIONARY],)

    def count(self, *filters: Clause, **more: Any) -> Search:
        """The search for the number of documents that pass some filters."""
        query = self.view.within(filters)
        return self.view.indices, {"size": 0, "track_total_hits": True, "query": query, **more}

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, int]]:
        """Per facet its values with their number of documents, most first, then by code point."""
        aggregations = {
            name: {
                "terms": {
                    "field": f"facets.{name}",
                    "size": MOST_VALUES,
                    "shard_size": MOST_VALUES,
                }
            }
            for name in FACET_NAMES
        }
        (answer,) = self.ask([self.count(aggs=aggregations)])
        return {name: counts(answer, name) for name in FACET_NAMES}


@dataclass(slots=True)
class Answers:
    """Answers by what was asked.

    Attributes:
        stems: stem -> in how many documents it stands, in the field that most have it in.
        words: exact word -> in how many documents it stands.
        beginnings: prefix and number of words -> the words.
        near: word and number of edits -> words with their distance.
    """

    stems: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    beginnings: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    near: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)

    def forget_some(self) -> None:
        """Keep memory bounded; what is forgotten is asked again."""
        for answers in (self.stems, self.words, self.beginnings, self.near):
            if len(answers) > _KEPT:
                answers.clear()


_Asked = tuple[Search, Callable[[Body], None]]
"""A search, and what is done with its answer."""


class AskedLexicon:
    """A :class:`~index.lexicon.SpellingLexicon` for one question, on what is known of a view.

    What is not known yet has the answer of an empty collection; :meth:`learn` changes that.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known = source.known
        self._wanted = Answers()

    # Asked

    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        return self._having(stem) > 0

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        having = max(map(self._having, stems), default=0)
        return idf(self._source.statistics.live, having)

    def frequency(self, word: str) -> int:
        """Number of documents that have this exact word in their title or text."""
        return _known_or(self._known.words, self._wanted.words, word, 0)

    def beginning(self, prefix: str, most: int) -> list[str]:
        """Exact words of titles and texts that begin so: the ``most`` most frequent of them."""
        return _known_or(self._known.beginnings, self._wanted.beginnings, (prefix, most), [])

    def near(self, key: str, most: int) -> list[tuple[str, int]]:
        """Exact words at a distance of at most ``most``, with it; some may be gone since."""
        if not dictionary.can_be_near(key):
            return []
        return _known_or(self._known.near, self._wanted.near, (key, most), [])

    def values(self, facet: str) -> Collection[str]:
        """The values of a facet."""
        return self._source.values[facet].keys()

    @property
    def speller(self) -> Speller:
        """Spells with the words of this state; a new one, as it remembers what it was told."""
        return Speller(self.near, self.frequency)

    def _having(self, stem: str) -> int:
        return _known_or(self._known.stems, self._wanted.stems, stem, 0)

    # Learned

    def learn(self) -> bool:
        """Fetch what was asked and not known, in two round trips; False where nothing was."""
        wanted, self._wanted = self._wanted, Answers()
        if wanted == Answers():
            return False
        self._known.forget_some()
        self._learn_first(wanted)
        self._learn_counts(
            [stem for stem in wanted.stems if stem not in self._known.stems],
            [w for w in {*wanted.words, *self._spelled(wanted)} if w not in self._known.words],
        )
        return True

    def _spelled(self, wanted: Answers) -> Iterator[str]:
        """Words that were found to be near others: how frequent they are is asked next."""
        for asked in wanted.near:
            if len(self._known.near[asked]) <= _FEW_NEAR:
                yield from (word for word, _ in self._known.near[asked])

    def _learn_first(self, wanted: Answers) -> None:
        """Learn what needs no dictionary, and which words the dictionary does not have."""
        asked = [*self._about_spellings(wanted)]
        terms = {*wanted.stems, *wanted.words}
        if len(terms) > _FEW:
            for some in dictionary.chunks(terms, dictionary.MOST_ASKED):
                search = self._source.dictionary, dictionary.known_among(some)
                asked.append((search, partial(self._keep_absent, wanted, some)))
        answers = self._source.ask([search for search, _ in asked])
        for (_, keep), answer in zip(asked, answers, strict=True):
            keep(answer)

    def _about_spellings(self, wanted: Answers) -> Iterator[_Asked]:
        for prefix, most in wanted.beginnings:
            search = beginning_search(self._source, prefix, most)
            yield search, partial(self._keep_beginning, (prefix, most))
        for key, most in wanted.near:
            search = self._source.dictionary, dictionary.spelled_like(key, most)
            yield search, partial(self._keep_near, (key, most))

    def _learn_counts(self, stems: Sequence[str], words: Sequence[str]) -> None:
        """Count documents, also for those who weigh the same words later."""
        statistics = self._source.statistics
        fields: dict[str, list[Pair]] = {
            stem: [(name, stem) for name in STEM_FIELDS] for stem in stems
        }
        own: dict[str, Pair] = {word: (words_field(word), word) for word in words}
        statistics.learn(chain(chain.from_iterable(fields.values()), own.values()))
        for stem, pairs in fields.items():
            self._known.stems[stem] = max(statistics.having(*pair) for pair in pairs)
        for word, pair in own.items():
            self._known.words[word] = statistics.having(*pair)

    def _keep_beginning(self, asked: tuple[str, int], answer: Body) -> None:
        self._known.beginnings[asked] = list(counts(answer, "words"))

    def _keep_near(self, asked: tuple[str, int], answer: Body) -> None:
        self._known.near[asked] = dictionary.near(*asked, answer)

    def _keep_absent(self, wanted: Answers, some: Sequence[str], answer: Body) -> None:
        absent = set(some).difference(dictionary.found(answer))
        self._known.stems |= dict.fromkeys(absent & wanted.stems.keys(), 0)
        self._known.words |= dict.fromkeys(absent & wanted.words.keys(), 0)


def settled(lexicon: AskedLexicon, work: Callable[[AskedLexicon], Outcome]) -> Outcome:
    """What ``work`` comes to when all that it asks of the lexicon is known.

    Args:
        work: has no effects, as it is done several times.
    """
    outcome = work(lexicon)
    while lexicon.learn():
        outcome = work(lexicon)
    return outcome


def beginning_search(source: Source, prefix: str, most: int) -> Search:
    """The search for the ``most`` most frequent words that begin so, and how frequent they are."""
    name = words_field(prefix)
    words = {
        "field": name,
        "include": pattern_of(prefix),
        "size": most,
        "shard_size": MOST_VALUES,  # each shard tells all it has, lest a sum lacks a part
    }
    return source.count({"prefix": {name: prefix}}, aggs={"words": {"terms": words}})


def counts(answer: Body, aggregation: str) -> dict[str, int]:
    """Values with the number of documents that have them, most first, then by code point."""
    buckets = answer["aggregations"][aggregation]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def told(answer: Body, aggregation: str) -> dict[str, int]:
    """Names of filters with the number of documents that pass each."""
    buckets = answer["aggregations"][aggregation]["buckets"]
    return {name: bucket["doc_count"] for name, bucket in buckets.items()}


def _known_or(
    known: dict[Asked, Answer], wanted: dict[Asked, Answer], asked: Asked, unknown: Answer
) -> Answer:
    """What is known; else ``unknown``, and that it is wanted."""
    answer = known.get(asked)
    if answer is None:
        wanted[asked] = unknown
        return unknown
    return answer
