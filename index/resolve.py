"""From what was typed to terms that an engine can look up.

Words become stems, stop words go, ``begin*`` and ``woord~`` become the words of the collection that
they stand for, two words that the collection writes as one are also looked for as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from corpus.language.stems import query_stems
from corpus.language.stopwords import meaningless
from index.api import Note, NoteKind
from index.lexicon import Lexicon, occurs
from index.spelling import similar
from index.tree import (
    And,
    FacetIs,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Terms,
    Word,
    Years,
    conjunction,
    disjunction,
    wanted,
)

FindValues = Callable[[str, str, Collection[str]], frozenset[str]]
"""``(facet, typed, values present)`` -> the values meant (:meth:`index.names.FacetNames.find`)."""

MAX_EXPANSION = 200
_SHORTEST_PART = 4  # letters of a part of a compound that does not occur itself
_LINKS = ("", "s", "en", "e")  # letters between the parts of a Dutch compound


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tree of terms, and how it came about."""

    tree: Node
    expansions: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    notes: tuple[Note, ...]


def resolve(
    tree: Node, lexicon: Lexicon, find_values: FindValues, *, split_unknown: bool = True
) -> Resolved:
    """Look up everything in ``tree`` that depends on the collection.

    Args:
        split_unknown: whether a compound that does not occur is looked for by its parts.
    """
    resolver = _Resolver(lexicon, find_values, split_unknown=split_unknown)
    resolved = resolver.node(tree)
    return Resolved(
        resolved,
        resolver.expansions,
        tuple(dict.fromkeys(resolver.ignored)),
        tuple(dict.fromkeys(resolver.notes)),
    )


class _Resolver:
    def __init__(self, lexicon: Lexicon, find_values: FindValues, *, split_unknown: bool) -> None:
        self.expansions: dict[str, tuple[str, ...]] = {}
        self.ignored: list[str] = []
        self.notes: list[Note] = []
        self._lexicon = lexicon
        self._find_values = find_values
        self._split_unknown = split_unknown

    def node(self, node: Node) -> Node:
        match node:
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return disjunction([self.node(part) for part in parts])
            case Not(part):
                return Not(self.node(part))
            case Prefix() | Fuzzy():
                return self._widened(node)
            case _:
                return self._single(node)

    def _single(self, node: Node) -> Node:
        match node:
            case Word():
                return self._word(node)
            case Filter(facet, value):
                found = self._find_values(facet, value, self._lexicon.values(facet))
                if not found:
                    self.notes.append(Note(NoteKind.UNKNOWN_VALUE, value))
                return FacetIs(facet, found)
            case Years(first, last):
                return years_between(first, last, self._lexicon.values("year"))
            case _:
                return node

    def _all(self, parts: Sequence[Node]) -> Node:
        parts = self._meaningful(parts)
        choices = [[self.node(part)] for part in parts]
        for at, joined in self._written_as_one(parts):  # stands for the one and for the other
            choices[at].append(joined)
            choices[at + 1].append(joined)
        return conjunction([disjunction(choice) for choice in choices])

    def _meaningful(self, parts: Sequence[Node]) -> Sequence[Node]:
        """``parts`` without stop words, unless nothing to look for would be left."""
        keys = [part.key if isinstance(part, Word) and not part.in_title else "" for part in parts]
        stop = meaningless(keys)
        kept = [part for at, part in enumerate(parts) if at not in stop]
        if not any(isinstance(leaf, Word | Phrase | Prefix | Fuzzy) for leaf in _leaves(kept)):
            return parts
        self.ignored += [keys[at] for at in sorted(stop)]
        return kept

    def _written_as_one(self, parts: Sequence[Node]) -> Iterable[tuple[int, Terms]]:
        """Neighbours that the collection also writes as one word: bewoners bedrijf."""
        for at in range(len(parts) - 1):
            first, second = parts[at], parts[at + 1]
            if not (isinstance(first, Word) and isinstance(second, Word)):
                continue
            found = self._joined(first.key, second.key)
            if found:
                self.expansions[f"{first.key} {second.key}"] = tuple(found)
                stems = dict.fromkeys(s for word in found for s in query_stems(word))
                yield at, Terms(tuple(stems), "stem", first.in_title or second.in_title)

    def _joined(self, first: str, second: str) -> list[str]:
        if len(first) < 3 or len(second) < 3:
            return []
        written = (first + link + second for link in _LINKS)
        return [word for word in written if any(map(self._lexicon.has_stem, query_stems(word)))]

    def _word(self, word: Word) -> Node:
        choices: list[Node] = [Terms(query_stems(word.key), "stem", word.in_title)]
        if len(word.parts) > 1:
            choices.append(Phrase(word.parts, 0, word.in_title))
        elif self._split_unknown and (parts := self._parts(word.key)):
            self.expansions[word.key] = parts
            stems = (Terms(query_stems(part), "stem", word.in_title) for part in parts)
            choices.append(conjunction(list(stems)))
        return disjunction(choices)

    def _parts(self, key: str) -> tuple[str, ...]:
        """The two known words that a compound is made of which itself does not occur.

        Of several ways to cut it the most even: portiek|overlast, huurders|zelfbeheer.
        """
        if occurs(key, self._lexicon):
            return ()
        ways = [
            (first, key[at:])
            for at in range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1)
            if occurs(key[at:], self._lexicon)
            for first in (key[:at], key[:at].removesuffix("s"))
            if len(first) >= _SHORTEST_PART and occurs(first, self._lexicon)
        ]
        return max(ways, key=lambda way: min(map(len, way)), default=())

    def _widened(self, node: Prefix | Fuzzy) -> Terms:
        if isinstance(node, Prefix):
            typed, words = f"{node.key}*", _beginning(node.key, self._lexicon)
        else:
            typed, words = f"{node.key}~", similar(node.key, self._lexicon)
        if len(words) > MAX_EXPANSION:
            self.notes.append(Note(NoteKind.EXPANSION_CAPPED, typed))
            words = words[:MAX_EXPANSION]
        self.expansions[typed] = tuple(words)
        return Terms(tuple(words), "exact", node.in_title, constant=True)


def years_between(first: int | None, last: int | None, present: Iterable[str]) -> FacetIs:
    """The years of the collection from ``first`` to ``last``, both inclusive, None open."""
    inside = (
        year
        for year in present
        if (first is None or int(year) >= first) and (last is None or int(year) <= last)
    )
    return FacetIs("year", frozenset(inside))


def _leaves(parts: Iterable[Node]) -> Iterable[Node]:
    for part in parts:
        yield from wanted(part)


def _beginning(key: str, lexicon: Lexicon) -> list[str]:
    """Words that begin with ``key``, the most frequent first."""
    words = lexicon.words()
    found = takewhile(
        lambda word: word.startswith(key), islice(words, bisect_left(words, key), None)
    )
    frequent = [(-frequency, word) for word in found if (frequency := lexicon.frequency(word))]
    return [word for _, word in sorted(frequent)]
