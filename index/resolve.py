"""From what was typed to terms that an engine can look up.

Words become stems, stop words go, ``begin*`` and ``woord~`` become the words of the collection that
they stand for, two words that the collection writes as one are also looked for as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.language.stems import query_stems
from corpus.language.stopwords import meaningless
from index.api import Note, NoteKind
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
_LINKS = ("", "s", "en", "e")  # letters between the parts of a Dutch compound


class Lexicon(Protocol):
    """What occurs in a collection."""

    def has_stem(self, stem: str) -> bool:
        """Whether a text has a word with this stem."""
        ...

    def words(self) -> Mapping[str, int]:
        """Exact words of titles and texts -> number of documents, sorted by code point."""
        ...

    def values(self, facet: str) -> Collection[str]:
        """The values of a facet."""
        ...


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tree of terms, and how it came about."""

    tree: Node
    expansions: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    notes: tuple[Note, ...]


def resolve(tree: Node, lexicon: Lexicon, find_values: FindValues) -> Resolved:
    """Look up everything in ``tree`` that depends on the collection."""
    resolver = _Resolver(lexicon, find_values)
    resolved = resolver.node(tree)
    return Resolved(
        resolved,
        resolver.expansions,
        tuple(dict.fromkeys(resolver.ignored)),
        tuple(dict.fromkeys(resolver.notes)),
    )


def respell(tree: Node, lexicon: Lexicon) -> Node | None:
    """``tree`` with each word that does not occur replaced by the nearest that does.

    None when every word occurs or one of the others has no neighbour.
    """
    unknown = {
        leaf.key
        for leaf in wanted(tree)
        if isinstance(leaf, Word)
        and not leaf.parts
        and not any(lexicon.has_stem(stem) for stem in query_stems(leaf.key))
    }
    nearest = {key: near[0] for key in unknown if (near := _similar(key, lexicon.words()))}
    if not unknown or unknown != nearest.keys():
        return None
    return _replaced(tree, nearest)


def _replaced(node: Node, nearest: Mapping[str, str]) -> Node:
    match node:
        case And(parts):
            return And(tuple(_replaced(part, nearest) for part in parts))
        case Or(parts):
            return Or(tuple(_replaced(part, nearest) for part in parts))
        case Word(key, _, in_title) if key in nearest:
            return Word(nearest[key], (), in_title)
        case _:
            return node


def _similar(key: str, words: Mapping[str, int]) -> list[str]:
    """Words within 1 edit (up to 5 letters) or 2, nearest first, then the most frequent.

    Distance: optimal string alignment, in which swapping two neighbours is one edit. The first
    letter must agree, unless the word is long: people rarely mistype it.
    """
    if len(key) < 3:
        return [key] if key in words else []
    most = 1 if len(key) <= 5 else 2
    found = process.extract(key, words.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [(d, word) for word, d, _ in found if word[0] == key[0] or (len(key) > 6 and d < 2)]
    return [word for _, word in sorted(near, key=lambda n: (n[0], -words[n[1]], n[1]))]


class _Resolver:
    def __init__(self, lexicon: Lexicon, find_values: FindValues) -> None:
        self.expansions: dict[str, tuple[str, ...]] = {}
        self.ignored: list[str] = []
        self.notes: list[Note] = []
        self._lexicon = lexicon
        self._find_values = find_values

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
                return _word(node)
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
        whole = conjunction([self.node(part) for part in parts])
        choices = [whole]
        for at, joined in self._written_as_one(parts):
            rest = [self.node(part) for part in (*parts[:at], *parts[at + 2 :])]
            choices.append(conjunction([*rest[:at], joined, *rest[at:]]))
        return disjunction(choices)

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

    def _widened(self, node: Prefix | Fuzzy) -> Terms:
        if isinstance(node, Prefix):
            typed, words = f"{node.key}*", _beginning(node.key, self._lexicon.words())
        else:
            typed, words = f"{node.key}~", _similar(node.key, self._lexicon.words())
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


def _word(word: Word) -> Node:
    stems = Terms(query_stems(word.key), "stem", word.in_title)
    if len(word.parts) < 2:
        return stems
    return Or((stems, Phrase(word.parts, 0, word.in_title)))


def _beginning(key: str, words: Mapping[str, int]) -> list[str]:
    """Words that begin with ``key``, the most frequent first."""
    ordered = list(words)
    start = bisect_left(ordered, key)
    found = []
    for word in ordered[start:]:
        if not word.startswith(key):
            break
        found.append(word)
    return sorted(found, key=lambda word: (-words[word], word))
