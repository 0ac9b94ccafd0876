"""Which words tell what a document is about, and the question by which others like it are found.

A word is telling when the document says it often and few others do (tf-idf). Of a long document an
even share of the pages is read: what it is about it says all along.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from corpus.document import Document, Page
from corpus.language.analysis import analyze
from corpus.language.stopwords import meaningless
from index.lexicon import Lexicon
from index.tree import FacetIs, Node, Terms, disjunction

MOST_WORDS = 25
"""Of one document; more of them add time and hardly an answer."""

LEAST_SHARED = 3
"""Telling words that two documents share at least, unless they are about the same archetype."""

_LEAST_VALUE = 0.25  # of that of all words; fewer are words that anything may have
_READ = 40_000  # characters
_LOOKED_UP = 150  # of the words that are said most
_SHORTEST = 4  # letters
_TITLE_COUNTS = 3  # times as much as the text
_LEAST_RARITY = 0.4  # nats: said by two in three documents
_ARCHETYPE = 0.25  # of the most that all words together can add
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Telling:
    """A telling word.

    Attributes:
        word: as the document writes it.
        weight: 0-1, by how often the document says it.
        value: the same times its rarity in the collection, in nats.
    """

    word: str
    stem: str
    weight: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """By what others are like a document.

    Attributes:
        words: the most telling first.
        archetypes: ids.
        bonus: what is added to the score of a document about one of them.
    """

    words: tuple[Telling, ...]
    archetypes: frozenset[str]
    bonus: float

    @property
    def tree(self) -> Node:
        """Any of the words, or one of the archetypes."""
        words = (Terms((one.stem,), "stem", weight=one.weight) for one in self.words)
        about = (FacetIs("archetype", self.archetypes),) if self.archetypes else ()
        return disjunction([*words, *about])

    def enough(self, shared: Collection[str], archetypes: Collection[str]) -> bool:
        """Whether a document that has these words and archetypes of it is like this one."""
        if archetypes:
            return True
        value = sum(one.value for one in self.words if one.word in shared)
        least = _LEAST_VALUE * sum(one.value for one in self.words)
        return len(shared) >= min(LEAST_SHARED, max(1, len(self.words))) and value >= least


def likeness(document: Document, lexicon: Lexicon) -> Likeness:
    """By what others in the collection that ``lexicon`` knows are like ``document``."""
    counts = _stems(document)
    most = max((one.times for one in counts.values()), default=1)
    found = []
    for stem, said in counts.items():
        if lexicon.frequency(said.exact) < 2:  # no other document says it
            continue
        rarity = lexicon.rarity([stem])
        if rarity >= _LEAST_RARITY:
            weight = (1 + math.log(said.times)) / (1 + math.log(most))
            found.append(Telling(said.word, stem, weight, weight * rarity))
    best = sorted(found, key=lambda one: (-one.value, one.stem))[:MOST_WORDS]
    return Likeness(
        words=tuple(best),
        archetypes=frozenset(document.archetypes),
        bonus=_ARCHETYPE * sum(one.value for one in best) or 1.0,
    )


class _Said(NamedTuple):
    """The word that is said most of those with one stem, and how often any of them is."""

    word: str
    exact: str
    times: int


def _stems(document: Document) -> dict[str, _Said]:
    """The stems of the words that are said most."""
    counts = Counter(_WORD.findall(document.title.casefold()) * _TITLE_COUNTS)
    for page in _read(document.pages):
        counts.update(_WORD.findall(page.text.casefold()))
    stems: dict[str, _Said] = {}
    for word in islice(filter(_tells, sorted(counts, key=lambda w: (-counts[w], w))), _LOOKED_UP):
        for spoken in analyze(word, document.language):
            known = stems.get(spoken.stem, _Said(word, spoken.exact, 0))
            stems[spoken.stem] = known._replace(times=known.times + counts[word])
    return stems


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and not meaningless((word,))


def _read(pages: Sequence[Page]) -> Iterable[Page]:
    """All pages, or every second or third … of a long document."""
    length = sum(len(page.text) for page in pages)
    return pages[:: max(1, -(-length // _READ))]
