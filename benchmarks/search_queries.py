"""Queries of every class over a collection, always the same for the same documents and seed.

Each is drawn from one document, so that it has a hit, and is asked twice: as it is, and with two
facets chosen of which that document has a value (of the second facet another value as well).

word_frequent      one word that 30-100 % of the documents have
word_mid           1-5 %
word_rare          at least 2 documents, at most 0.1 %
and2 · and3 · or3  words that 1-30 % have, all of them or any
phrase2            two words side by side that 5-100 % have; both stand so in at least 0.1 %
near2              two such words with 1-5 words between
prefix             four letters that 10-200 words begin with
fuzzy              a word with others at distance 1; all of them have its first letter and none
                   swaps two, so that all engines mean the same ones
filter             the value of one facet
everything         all documents
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from benchmarks.peers.records import NEAR, Asked, Facets, Record

PER_CLASS = 5
SELECTED = "+2"
"""Behind the name of a class whose queries have two facets chosen."""

_TRIES = 2_000  # to draw the queries of one class
_PHRASE_SHARE = 0.001  # of the documents
_PREFIX, _FEWEST_WORDS, _MOST_WORDS = 4, 10, 200
_SHORTEST_FUZZY, _MOST_SPELLINGS = 5, 40

Drawn = tuple[str, tuple[str, ...], Facets]
"""Operator, words, condition."""
Draw = Callable[[Record], Drawn | None]


class Drawing:
    """Draws queries from the records of one collection."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._records = records
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._having: Counter[str] = Counter()
        for record in records:
            self._having.update({word for page in record.pages for word in page.split()})
        self._values = _values(records)

    def queries(self) -> list[Asked]:
        """All queries, numbered; a class that this collection has no query for is left out."""
        found: list[Asked] = []
        for kind, draw in self._draws().items():
            drawn = self._some(draw, 1 if kind == "everything" else PER_CLASS)
            plain: list[tuple[str, Drawn, Facets]] = [(kind, query, {}) for query, _ in drawn]
            chosen = [
                (kind + SELECTED, query, self._selected(record, query[2]))
                for query, record in (drawn * PER_CLASS if kind == "everything" else drawn)
            ]
            for name, (operator, words, condition), selected in (*plain, *chosen):
                found.append(
                    Asked(
                        number=len(found),
                        kind=name,
                        operator=operator,
                        words=words,
                        condition=condition,
                        selected=selected,
                    )
                )
        return found

    def _draws(self) -> Mapping[str, Draw]:
        return {
            "word_frequent": lambda record: self._words(record, "all", 1, 0.3, 1.0),
            "word_mid": lambda record: self._words(record, "all", 1, 0.01, 0.05),
            "word_rare": lambda record: self._words(record, "all", 1, 0, 0.001),
            "and2": lambda record: self._words(record, "all", 2, 0.01, 0.3),
            "and3": lambda record: self._words(record, "all", 3, 0.01, 0.3),
            "or3": lambda record: self._words(record, "any", 3, 0.01, 0.3),
            "phrase2": lambda record: self._pair(record, "phrase", 1),
            "near2": lambda record: self._pair(record, "near", self._random.randint(2, NEAR + 1)),
            "prefix": self._prefix,
            "fuzzy": self._fuzzy,
            "filter": self._filter,
            "everything": lambda _: ("everything", (), {}),
        }

    def _some(self, draw: Draw, many: int) -> list[tuple[Drawn, Record]]:
        found: list[tuple[Drawn, Record]] = []
        for _ in range(_TRIES):
            if len(found) == many:
                break
            record = self._random.choice(self._records)
            query = draw(record) if len(record.facets) >= 3 else None
            if query and all(query != other for other, _ in found):
                found.append((query, record))
        return found

    def _selected(self, record: Record, condition: Facets) -> Facets:
        free = sorted(set(record.facets) - set(condition))
        one, two = self._random.sample(free, 2)
        first = self._random.choice(record.facets[one])
        second = self._random.choice(record.facets[two])
        other = self._random.choice(self._values[two])
        return {one: (first,), two: tuple(dict.fromkeys((second, other)))}

    # Classes

    def _words(
        self, record: Record, operator: str, many: int, least: float, most: float
    ) -> Drawn | None:
        words = {word for page in record.pages for word in page.split()}
        band = sorted(word for word in words if self._within(word, least, most))
        if len(band) < many:
            return None
        return operator, tuple(self._random.sample(band, many)), {}

    def _pair(self, record: Record, operator: str, apart: int) -> Drawn | None:
        words = self._random.choice(record.pages).split()
        if len(words) <= apart:
            return None
        at = self._random.randrange(len(words) - apart)
        pair = words[at], words[at + apart]
        if pair[0] == pair[1] or not all(self._within(word, 0.05, 1.0) for word in pair):
            return None
        if operator == "phrase" and not self._stands(" ".join(pair)):
            return None
        return operator, pair, {}

    def _prefix(self, record: Record) -> Drawn | None:
        word = self._any_word(record)
        beginning = word[:_PREFIX]
        start = bisect_left(self._sorted, beginning)
        end = bisect_left(self._sorted, beginning + "\U0010ffff")
        fits = len(beginning) == _PREFIX and _FEWEST_WORDS <= end - start <= _MOST_WORDS
        return ("prefix", (beginning,), {}) if fits else None

    def _fuzzy(self, record: Record) -> Drawn | None:
        word = self._any_word(record)
        if len(word) < _SHORTEST_FUZZY or not word.isalpha() or self._having[word] < 3:
            return None
        near = {other for other in self._edited(word) if other in self._having}
        swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
        same = all(other[0] == word[0] for other in near)
        plain = not any(other in self._having for other in swapped - {word} - near)
        fits = 0 < len(near - {word}) <= _MOST_SPELLINGS and same and plain
        return ("fuzzy", (word,), {}) if fits else None

    def _filter(self, record: Record) -> Drawn | None:
        facet = self._random.choice(sorted(record.facets))
        return "everything", (), {facet: (self._random.choice(record.facets[facet]),)}

    # Words

    def _within(self, word: str, least: float, most: float) -> bool:
        size = len(self._records)
        return max(2, least * size) <= self._having[word] <= max(3, most * size)

    def _stands(self, phrase: str) -> bool:
        """Whether enough documents have a phrase."""
        having = (
            record
            for record in self._records
            if any(f" {phrase} " in page for page in record.pages)
        )
        enough = max(3, round(_PHRASE_SHARE * len(self._records)))
        return sum(1 for _ in islice(having, enough)) == enough

    def _any_word(self, record: Record) -> str:
        words = self._random.choice(record.pages).split()
        return self._random.choice(words) if words else ""

    def _edited(self, word: str) -> set[str]:
        cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
        return {
            *(left + right[1:] for left, right in cuts),
            *(left + letter + right[1:] for left, right in cuts for letter in self._letters),
            *(left + letter + right for left, right in cuts for letter in self._letters),
        } - {""}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._having)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset().union(*self._having)


def _values(records: Sequence[Record]) -> dict[str, list[str]]:
    values: dict[str, set[str]] = {}
    for record in records:
        for facet, mine in record.facets.items():
            values.setdefault(facet, set()).update(mine)
    return {facet: sorted(mine) for facet, mine in values.items()}
