"""The words of one state of the index, asked for in rounds.

Who reads a question (:mod:`index.resolve`, :mod:`index.speller`) asks for one word after another.
Here such a one is told ‘no’ where the answer is not known yet, and what he asked is remembered;
:func:`settled` then fetches all of it at once and lets him begin again, until nothing new is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from index.embedded.scoring import idf
from index.fields import FACET_NAMES
from index.opensearch import dictionary
from index.opensearch.vocabulary import STEM_FIELDS, pattern_of, words_field
from index.speller import Speller

Body = dict[str, Any]
Search = tuple[str, Body]
"""Names of the engine's indices, with a comma between, and what they are asked."""

Outcome = TypeVar("Outcome")
Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")

MOST_VALUES = 50_000  # of a facet; the engine allows 65,535 buckets
_FEW = 12  # words that are counted without a look whether there are any
_KEPT = 1 << 16  # words of each kind that are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the words of a state are asked.

    Attributes:
        documents: names of the engine's indices that an audience sees, with a comma between.
        words: name of the dictionary.
        visible: what a document must be, as clauses of a filter; empty where all may be seen.
        ask: searches, each with the names it is for -> their answers, in one round trip.
    """

    documents: str
    words: str
    visible: Sequence[Body]
    ask: Callable[[Sequence[Search]], Sequence[Body]]

    def count(self, *filters: Body, **more: Any) -> Search:
        """The search for the number of documents that pass the filters."""
        query = {"bool": {"filter": [*self.visible, *filters]}}
        return self.documents, {"size": 0, "track_total_hits": True, "query": query, **more}


@dataclass(frozen=True, slots=True)
class Facts:
    """How many documents there are, and how many have each value of each facet."""

    documents: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class Known:
    """What was learned of one state, by what was asked.

    Attributes:
        stems: stem -> in how many documents it stands, in the field that most have it in.
        words: exact word -> in how many documents it stands.
        beginnings: prefix and number of words -> the words.
        near: word and number of edits -> words with their distance.
    """

    facts: Facts | None = None
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
    """A :class:`~index.lexicon.SpellingLexicon` for one question, on what is known of a state.

    What is not known yet has the answer of an empty collection; :meth:`learn` changes that.
    """

    def __init__(self, source: Source, known: Known) -> None:
        self._source = source
        self._known = known
        self._wanted = Known()

    # Asked

    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        return self._having(stem) > 0

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        having = max(map(self._having, stems), default=0)
        return idf(self._facts.documents, having)

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
        return self._facts.facets.get(facet, {}).keys()

    @property
    def speller(self) -> Speller:
        """Spells with the words of this state; a new one, as it remembers what it was told."""
        return Speller(self.near, self.frequency)

    def _having(self, stem: str) -> int:
        return _known_or(self._known.stems, self._wanted.stems, stem, 0)

    @property
    def _facts(self) -> Facts:
        if self._known.facts is None:
            self._wanted.facts = _NO_FACTS
            return _NO_FACTS
        return self._known.facts

    # Learned

    def learn(self) -> bool:
        """Fetch what was asked and not known, in at most two round trips; False for nothing."""
        wanted, self._wanted = self._wanted, Known()
        if wanted == Known():
            return False
        self._known.forget_some()
        self._learn_first(wanted)
        self._learn_counts(
            [stem for stem in wanted.stems if stem not in self._known.stems],
            [word for word in wanted.words if word not in self._known.words],
        )
        return True

    def _learn_first(self, wanted: Known) -> None:
        """Learn what needs no dictionary, and which words the dictionary does not have."""
        asked = [*self._about_state(wanted), *self._about_spellings(wanted)]
        terms = {*wanted.stems, *wanted.words}
        if len(terms) > _FEW:
            for some in dictionary.chunks(terms, dictionary.MOST_ASKED):
                search = self._source.words, dictionary.known_among(some)
                asked.append((search, partial(self._keep_absent, wanted, some)))
        if asked:
            answers = self._source.ask([search for search, _ in asked])
            for (_, keep), answer in zip(asked, answers, strict=True):
                keep(answer)

    def _about_state(self, wanted: Known) -> Iterator[_Asked]:
        if wanted.facts is not None:
            yield facts_search(self._source), self._keep_facts
        for prefix, most in wanted.beginnings:
            search = beginning_search(self._source, prefix, most)
            yield search, partial(self._keep_beginning, (prefix, most))

    def _about_spellings(self, wanted: Known) -> Iterator[_Asked]:
        for key, most in wanted.near:
            search = self._source.words, dictionary.spelled_like(key, most)
            yield search, partial(self._keep_near, (key, most))

    def _learn_counts(self, stems: Sequence[str], words: Sequence[str]) -> None:
        searches = [_stem_search(self._source, stem) for stem in stems]
        searches += [self._source.count({"term": {words_field(word): word}}) for word in words]
        if searches:
            answers = self._source.ask(searches)
            own, others = answers[: len(stems)], answers[len(stems) :]
            self._known.stems |= zip(stems, map(_most, own), strict=True)
            self._known.words |= zip(words, map(total, others), strict=True)

    def _keep_facts(self, answer: Body) -> None:
        self._known.facts = facts(answer)

    def _keep_beginning(self, asked: tuple[str, int], answer: Body) -> None:
        self._known.beginnings[asked] = list(counts(answer, "words"))

    def _keep_near(self, asked: tuple[str, int], answer: Body) -> None:
        self._known.near[asked] = dictionary.near(*asked, answer)

    def _keep_absent(self, wanted: Known, some: Sequence[str], answer: Body) -> None:
        absent = set(some).difference(dictionary.found(answer))
        self._known.stems |= dict.fromkeys(absent & wanted.stems.keys(), 0)
        self._known.words |= dict.fromkeys(absent & wanted.words.keys(), 0)


_NO_FACTS = Facts(0, {})


def settled(lexicon: AskedLexicon, work: Callable[[], Outcome]) -> Outcome:
    """What ``work`` comes to when all that it asks of the lexicon is known.

    Args:
        work: has no effects, as it is done several times.
    """
    outcome = work()
    while lexicon.learn():
        outcome = work()
    return outcome


def facts_search(source: Source) -> Search:
    """The search for :class:`Facts`."""
    values = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in FACET_NAMES}
    return source.count(aggs=values)


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


def total(answer: Body) -> int:
    """How many documents were found."""
    found: int = answer["hits"]["total"]["value"]
    return found


def facts(answer: Body) -> Facts:
    """What the answer to :func:`facts_search` says."""
    return Facts(total(answer), {name: counts(answer, name) for name in FACET_NAMES})


def _stem_search(source: Source, stem: str) -> Search:
    clauses = {name: {"term": {name: stem}} for name in STEM_FIELDS}
    anywhere = {"bool": {"should": list(clauses.values())}}
    return source.count(anywhere, aggs={"fields": {"filters": {"filters": clauses}}})


def _most(answer: Body) -> int:
    """In how many documents a stem stands in the field that most have it in."""
    return max(told(answer, "fields").values())


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
