"""In which other words a text may say what was asked.

    bewonersbudget      budget van bewoners        the parts of a compound, near each other
    bewoners bedrijf    bewonersbedrijf            what the collection writes as one word
    toewijzen           toe te wijzen, wijst toe   a verb that comes apart
    huisvesten          huisvesting                words of one family
    vergunninghouder    statushouder               what the thesaurus knows

What was typed counts most. Another word counts less, and never more than what it stands for: a
rare synonym of a common word would otherwise outweigh it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from corpus.language.compounds import split
from corpus.language.families import relatives
from corpus.language.stems import query_stems, stem
from corpus.language.stopwords import meaningless
from corpus.language.verbs import separable
from corpus.thesaurus import Thesaurus
from index.api import Widening
from index.lexicon import Lexicon
from index.tree import Choice, Near, Phrase, Terms

PARTS_WITHIN = 8  # words from the first to the last part of a compound that a text takes apart
VERB_WITHIN = 3  # words between a verb and its particle: wijst een woning toe
_TYPED = 0.4  # what the very form that was typed adds to that of all its inflections
_JOINED, _PARTS, _VERB, _FAMILY = 0.9, 0.25, 0.5, 0.5
_LINKS = ("", "s", "en", "e")  # letters between the parts of a Dutch compound
_MOST_JOINED = 3  # words
_SHORTEST_JOINED = 3  # letters


@dataclass(frozen=True, slots=True)
class Other:
    """Another way to say the words ``start`` to ``end`` of the question.

    Attributes:
        words: as a reader is told.
        choice: what is looked up.
    """

    start: int
    end: int
    kind: Widening
    words: tuple[str, ...]
    choice: Choice


def typed(key: str, without: frozenset[Widening], *, in_title: bool) -> list[Choice]:
    """A word as it was typed, with its inflections unless those are not wanted."""
    exact = Terms((key,), "exact", in_title)
    if Widening.INFLECTION in without:
        return [exact]
    form = "whole" if Widening.COMPOUND in without else "stem"
    return [
        Terms(query_stems(key), form, in_title),
        Terms((key,), "exact", in_title, weight=_TYPED),
    ]


class Widener:
    """Finds other words for those of a question, as far as the collection has them."""

    def __init__(
        self, lexicon: Lexicon, thesaurus: Thesaurus, without: frozenset[Widening]
    ) -> None:
        self._lexicon = lexicon
        self._thesaurus = thesaurus
        self._without = without

    def others(self, keys: Sequence[str], left_out: frozenset[int]) -> Iterator[Other]:
        """Other words for ``keys``.

        Args:
            keys: the words of the question in their order; empty for what is no word.
            left_out: positions of those that are not searched for.
        """
        said: set[tuple[int, int, frozenset[str]]] = set()
        for other in self._ways(keys, left_out):
            meant = (other.start, other.end, _meant(other.choice))
            if other.kind not in self._without and meant not in said:
                said.add(meant)
                yield other

    def _ways(self, keys: Sequence[str], left_out: frozenset[int]) -> Iterator[Other]:
        yield from self._joined(keys, left_out)
        for at, key in enumerate(keys):
            if key and at not in left_out:
                for kind, words, choice in self._alone(key):
                    yield Other(at, at + 1, kind, words, choice)
        yield from self._synonyms(keys, left_out)

    def _joined(self, keys: Sequence[str], left_out: frozenset[int]) -> Iterator[Other]:
        """Neighbours that the collection also writes as one word."""
        for start, end, run in _runs(keys, left_out):
            found = self._written_as_one(run)
            if found:
                stems = tuple(dict.fromkeys(s for word in found for s in query_stems(word)))
                choice = Terms(stems, "stem", weight=_JOINED)
                yield Other(start, end, Widening.COMPOUND, tuple(found), choice)

    def _written_as_one(self, run: Sequence[str]) -> list[str]:
        if min(map(len, run)) < _SHORTEST_JOINED:
            return []
        firsts = [dict.fromkeys((key, stem(key, "nl"))) for key in run[:-1]]
        ways = product(*(product(forms, _LINKS) for forms in firsts))
        written = ("".join(map("".join, way)) + run[-1] for way in ways)
        wholes = dict.fromkeys(
            form for word in written for form in (word, *relatives(stem(word, "nl")))
        )
        return [word for word in wholes if self._occurs(word)]

    def _alone(self, key: str) -> Iterator[tuple[Widening, tuple[str, ...], Choice]]:
        """Other words for one word."""
        parts = self._parts(key)
        if any(map(self._occurs, parts)):
            yield Widening.COMPOUND, parts, Near(_groups(parts), PARTS_WITHIN, _PARTS)
        apart = separable(key)
        if apart and all(map(self._occurs, apart)):
            yield Widening.COMPOUND, apart, Near(_groups(apart), VERB_WITHIN, _VERB)
        stems = query_stems(key)
        for other in relatives(stems[0]):
            if other not in stems and self._occurs(other):
                weight = _FAMILY * self._share(stems, (other,))
                yield Widening.FAMILY, (other,), Terms((other,), "stem", weight=weight)

    def _parts(self, key: str) -> tuple[str, ...]:
        """The parts of a compound; of three or more the longest word that the collection has."""
        leaves = split(key)
        for size in range(len(leaves) - 1, 1, -1):
            for first in range(len(leaves) - size + 1):
                span = leaves[first : first + size]
                word = key[span[0].start : span[-1].start] + span[-1].key
                if self._occurs(word):
                    before, behind = leaves[:first], leaves[first + size :]
                    return (*(p.key for p in before), word, *(p.key for p in behind))
        return tuple(part.key for part in leaves)

    def _synonyms(self, keys: Sequence[str], left_out: frozenset[int]) -> Iterator[Other]:
        for found in self._thesaurus.expansions(keys):
            if not all(map(self._occurs, found.words)):
                continue
            said = [key for key in keys[found.start : found.end] if key]
            choice = self._said(found.words, self._thesaurus.weights[found.relation], said)
            if not set(range(found.start, found.end)) <= left_out:
                yield Other(found.start, found.end, Widening.SYNONYM, (found.text,), choice)

    def _said(self, words: Sequence[str], weight: float, instead_of: Sequence[str]) -> Choice:
        """Words of the thesaurus as they are looked up: one, or all of them near each other."""
        left_out = meaningless(words)
        kept = [key for at, key in enumerate(words) if at not in left_out] or list(words)
        groups = _groups(kept)
        if len(groups) > 1:
            return Near(groups, len(words) + 1, weight)
        main = tuple(s for key in instead_of for s in query_stems(key))
        return Terms(groups[0], "stem", weight=weight * self._share(main, groups[0]))

    def _share(self, main: Sequence[str], other: Sequence[str]) -> float:
        """What makes ``other`` weigh as much as ``main`` where it is rarer; at most 1."""
        most = self._lexicon.rarity(main)
        own = self._lexicon.rarity(other)
        return min(1.0, most / own) if own else 1.0

    def _occurs(self, key: str) -> bool:
        return any(map(self._lexicon.has_stem, query_stems(key)))


def _meant(choice: Choice) -> frozenset[str]:
    """The stems that are looked for, by which the same is not said twice."""
    match choice:
        case Near(groups):
            return frozenset(group[0] for group in groups)
        case Terms(terms) | Phrase(terms):
            return frozenset(terms[:1])


def _groups(keys: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(query_stems, keys))


def _runs(
    keys: Sequence[str], left_out: frozenset[int]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Two or three words behind each other, those aside that are left out."""
    kept = [at for at in range(len(keys)) if at not in left_out]
    for length in range(2, _MOST_JOINED + 1):
        for first in range(len(kept) - length + 1):
            places = kept[first : first + length]
            run = tuple(keys[at] for at in places)
            if all(run):
                yield places[0], places[-1] + 1, run
