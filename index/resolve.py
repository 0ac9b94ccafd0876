"""From what was typed to terms that an engine can look up.

Words become stems and get the other words for them (:mod:`index.widening`), stop words go,
``begin*`` and ``woord~`` become the words of the collection that they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.language.stopwords import meaningless
from corpus.thesaurus import Thesaurus
from index.api import Expansion, Note, NoteKind, Widening
from index.lexicon import Lexicon
from index.spelling import similar
from index.tree import (
    And,
    Choice,
    FacetIs,
    Filter,
    Forms,
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
from index.widening import Widener, typed

FindValues = Callable[[str, str, Collection[str]], frozenset[str]]
"""``(facet, typed, values present)`` -> the values meant (:meth:`index.names.FacetNames.find`)."""

MAX_EXPANSION = 200
_UNWANTED = frozenset({Widening.COMPOUND})  # without ‘tuin’ is not without ‘binnentuin’


@dataclass(frozen=True, slots=True)
class Meanings:
    """What is known of words beside the collection.

    Attributes:
        without: kinds of widening that the reader does not want.
    """

    find_values: FindValues
    thesaurus: Thesaurus
    without: frozenset[Widening] = frozenset()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tree of terms, and how it came about."""

    tree: Node
    expansions: tuple[Expansion, ...]
    ignored: tuple[str, ...]
    notes: tuple[Note, ...]


def resolve(tree: Node, lexicon: Lexicon, meanings: Meanings) -> Resolved:
    """Look up everything in ``tree`` that depends on the collection."""
    resolver = _Resolver(lexicon, meanings)
    resolved = resolver.node(tree, widen=True)
    return Resolved(
        resolved,
        tuple(dict.fromkeys(resolver.expansions)),
        tuple(dict.fromkeys(resolver.ignored)),
        tuple(dict.fromkeys(resolver.notes)),
    )


class _Resolver:
    """Walks the tree; what is unwanted (``-woord``) is not widened, lest too much would go."""

    def __init__(self, lexicon: Lexicon, meanings: Meanings) -> None:
        self.expansions: list[Expansion] = []
        self.ignored: list[str] = []
        self.notes: list[Note] = []
        self._lexicon = lexicon
        self._meanings = meanings
        self._widener = Widener(lexicon, meanings.thesaurus, meanings.without)

    def node(self, node: Node, *, widen: bool) -> Node:
        match node:
            case And(parts):
                return self._all(parts, widen=widen)
            case Or(parts):
                return disjunction([self.node(part, widen=widen) for part in parts])
            case Not(part):
                return Not(self.node(part, widen=False))
            case Word():
                return self._all((node,), widen=widen)
            case Prefix() | Fuzzy():
                return self._spelled(node)
            case _:
                return self._property(node)

    def _property(self, node: Node) -> Node:
        match node:
            case Filter(facet, value):
                found = self._meanings.find_values(facet, value, self._lexicon.values(facet))
                if not found:
                    self.notes.append(Note(NoteKind.UNKNOWN_VALUE, value))
                return FacetIs(facet, found)
            case Years(first, last):
                return years_between(first, last, self._lexicon.values("year"))
            case _:
                return node

    def _all(self, parts: Sequence[Node], *, widen: bool) -> Node:
        keys = [part.key if isinstance(part, Word) and not part.in_title else "" for part in parts]
        left_out = self._left_out(parts, keys)
        choices: dict[int, list[Choice]] = {
            at: self._typed(part, widen=widen)
            for at, part in enumerate(parts)
            if isinstance(part, Word) and at not in left_out
        }
        for other in self._widener.others(keys, left_out) if widen else ():
            said = " ".join(keys[at] for at in range(other.start, other.end) if keys[at])
            self.expansions.append(Expansion(said, other.kind, other.words))
            for at in range(other.start, other.end):  # stands for each of them
                if at in choices and other.choice not in choices[at]:
                    choices[at].append(other.choice)
        return conjunction(
            [
                Forms(tuple(choices[at])) if at in choices else self.node(part, widen=widen)
                for at, part in enumerate(parts)
                if at not in left_out
            ]
        )

    def _left_out(self, parts: Sequence[Node], keys: Sequence[str]) -> frozenset[int]:
        """Positions of the stop words; of none when nothing to look for would be left."""
        stop = meaningless(keys)
        kept = [part for at, part in enumerate(parts) if at not in stop]
        if not any(isinstance(leaf, Word | Phrase | Prefix | Fuzzy) for leaf in _leaves(kept)):
            return frozenset()
        self.ignored += [keys[at] for at in sorted(stop)]
        return stop

    def _typed(self, word: Word, *, widen: bool) -> list[Choice]:
        """A word as it was typed, and the pieces of a hyphenated one behind each other."""
        without = self._meanings.without if widen else self._meanings.without | _UNWANTED
        choices = typed(word.key, without, in_title=word.in_title)
        if len(word.parts) > 1:
            choices.append(Phrase(word.parts, 0, word.in_title))
        return choices

    def _spelled(self, node: Prefix | Fuzzy) -> Terms:
        """The words of the collection that ``begin*`` and ``woord~`` stand for."""
        if isinstance(node, Prefix):
            words = self._lexicon.beginning(node.key, MAX_EXPANSION + 1)
            kind, said = Widening.PREFIX, f"{node.key}*"
        else:
            kind, said, words = Widening.FUZZY, f"{node.key}~", similar(node.key, self._lexicon)
        if len(words) > MAX_EXPANSION:
            self.notes.append(Note(NoteKind.EXPANSION_CAPPED, said))
            words = words[:MAX_EXPANSION]
        self.expansions.append(Expansion(said, kind, tuple(words)))
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
