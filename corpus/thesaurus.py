"""How else the words of a query may be said: synonyms, older words, abbreviations, translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpus.archetypes import Taxonomy
from corpus.language.stems import stem
from corpus.language.stopwords import meaningless
from corpus.synonyms import (
    SYNONYMS,
    Entry,
    Keys,
    Language,
    Link,
    Relation,
    archetype_links,
    load_synonyms,
)

MOST_PER_PLACE = 8
_MOST_BETWEEN = 3  # stop words of a query between two words of an entry: kleiner (gaan) wonen
_LANGUAGES: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Expansion:
    """``keys[start:end]`` of a query may also be said as ``words`` (folded, in this order).

    Attributes:
        text: ``words`` as they are written, to be shown.
    """

    start: int
    end: int
    words: Keys
    relation: Relation
    text: str


class _Meaning(NamedTuple):
    entry: Entry
    stems: Keys  # Dutch ones, to tell what says the same twice
    relation: Relation


class Thesaurus:
    """Finds what a query says in its entries.

    Attributes:
        weights: how much an expansion counts beside the words themselves (0-1), per relation.
    """

    def __init__(self, links: Iterable[Link], weights: Mapping[Relation, float]) -> None:
        self.weights = weights
        meanings: dict[tuple[Language, Keys], list[_Meaning]] = defaultdict(list)
        for said, meant, relation in links:
            meaning = _Meaning(meant, _stems(meant.keys, "nl"), relation)
            for form in _forms(said):
                meanings[said.language, form].append(meaning)
        self._meanings = dict(meanings)
        self._beginning: dict[tuple[Language, str], list[Keys]] = defaultdict(list)
        for language, form in self._meanings:
            self._beginning[language, form[0]].append(form)

    def expansions(self, keys: Sequence[str]) -> tuple[Expansion, ...]:
        """What can also be said for the folded words of a query, in their order.

        Stop words belong to ``keys``: some entries begin with one, and up to three of them may
        stand between the words of an entry. Longer places come first, then those further to the
        left; at most 8 expansions for a place, the relation that weighs most first.
        """
        stop = meaningless(keys)
        places: dict[tuple[int, int], list[_Meaning]] = defaultdict(list)
        for language in _LANGUAGES:
            for start, end, form in self._found(_stems(keys, language), language, stop):
                if not stop.issuperset(range(start, end)):  # elders is no form of elderly
                    places[start, end] += self._meanings[language, form]
        ordered = sorted(places, key=lambda place: (place[0] - place[1], place[0]))
        return tuple(
            Expansion(start, end, entry.keys, relation, entry.text)
            for start, end in ordered
            for entry, _, relation in self._best(places[start, end], keys[start:end])
        )

    def _found(
        self, stems: Keys, language: Language, stop: frozenset[int]
    ) -> Iterator[tuple[int, int, Keys]]:
        """Start, end and stems of the entries that ``stems`` says."""
        for start, first in enumerate(stems):
            for form in self._beginning.get((language, first), ()):
                end = _end(form, stems, start, stop)
                if end is not None:
                    yield start, end, form

    def _best(self, meanings: Iterable[_Meaning], said: Sequence[str]) -> list[_Meaning]:
        """The best that say something else; more words than were said would find nothing new."""
        stems = set(_stems(said, "nl"))
        best: dict[Keys, _Meaning] = {}
        for meaning in sorted(meanings, key=self._rank):
            if not stems.issubset(meaning.stems):
                best.setdefault(meaning.stems, meaning)
        return list(best.values())[:MOST_PER_PLACE]

    def _rank(self, meaning: _Meaning) -> float:
        return -self.weights[meaning.relation]


@cache
def load_thesaurus(taxonomy: Taxonomy, path: Path = SYNONYMS) -> Thesaurus:
    """The synonyms of ``path`` and the names and variants of the archetypes.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    file = load_synonyms(path)
    names = chain.from_iterable(map(archetype_links, taxonomy.archetypes.values()))
    return Thesaurus(chain(file.links(), names), file.weights)


def _forms(entry: Entry) -> Iterator[Keys]:
    """The stems to be met: of its words, and of its words written as one.

    Stop words inside it need not be there: hulp (bij) schulden.
    """
    inside = meaningless(entry.keys) - {0, len(entry.keys) - 1}
    kept = [key for at, key in enumerate(entry.keys) if at not in inside]
    yield _stems(kept, entry.language)
    if len(entry.keys) > 1:  # right-to-challenge is one key
        yield _stems(["".join(entry.keys)], entry.language)


def _stems(keys: Iterable[str], language: Language) -> Keys:
    return tuple(stem(key, language) for key in keys)


def _end(form: Keys, stems: Keys, start: int, stop: frozenset[int]) -> int | None:
    """Where ``form`` ends that begins at ``start``; None when it does not stand there."""
    at = start + 1
    for wanted in form[1:]:
        latest = at + _MOST_BETWEEN
        while at < len(stems) and stems[at] != wanted and at in stop and at < latest:
            at += 1
        if at >= len(stems) or stems[at] != wanted:
            return None
        at += 1
    return at
