"""The query as a tree: first as it was typed, then as terms an engine can look up.

Connectives are the same in both trees; only the leaves differ. All nodes are values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but the part."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


# Leaves as they were typed


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms. ``parts`` are the pieces of a hyphenated word."""

    key: str
    parts: tuple[str, ...] = ()
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin like this: ``wijk*``."""

    key: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """All words that are spelled nearly like this: ``portiek~``."""

    key: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """These exact words in this order with at most ``slop`` words between two neighbours."""

    keys: tuple[str, ...]
    slop: int = 0
    in_title: bool = False

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Per word the terms of which one has to stand there."""
        return tuple((key,) for key in self.keys)

    @property
    def form(self) -> str:
        """The form in which they are looked up."""
        return "exact"


@dataclass(frozen=True, slots=True)
class Filter:
    """A property, as typed: ``gemeente:haarlem``."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Years:
    """Years of publication, inclusive; None is open."""

    first: int | None
    last: int | None


# Leaves an engine looks up


@dataclass(frozen=True, slots=True)
class Terms:
    """Any of these terms in one form; ranked unless ``constant``.

    ``stem`` is the stem of a word or of a part of a compound, ``whole`` that of a word alone,
    ``exact`` the word as it stands there. What it says for a document counts ``weight`` times.
    """

    terms: tuple[str, ...]
    form: str
    in_title: bool = False
    constant: bool = False
    weight: float = 1.0

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Per word the terms of which one has to stand there."""
        return (self.terms,)


@dataclass(frozen=True, slots=True)
class Near:
    """One stem of each group, in any order and at most ``within`` places from first to last.

    The parts of one compound stand in one place. ``weight`` is as in :class:`Terms`.
    """

    groups: tuple[tuple[str, ...], ...]
    within: int
    weight: float = 1.0

    @property
    def form(self) -> str:
        """The form in which they are looked up."""
        return "stem"


@dataclass(frozen=True, slots=True)
class Forms:
    """One thing that was asked, as it was typed or in another form in which a text says it."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class FacetIs:
    """Documents that have any of these values."""

    facet: str
    values: frozenset[str]


Choice = Terms | Near | Phrase
Leaf = Word | Prefix | Fuzzy | Filter | Years | FacetIs | Everything | Nothing | Choice
Node = And | Or | Not | Forms | Leaf


def conjunction(parts: list[Node]) -> Node:
    """All of ``parts``, in the flattest tree; nothing asked means everything."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, And) else (part,))]
    if not flat:
        return Everything()
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(parts: list[Node]) -> Node:
    """Any of ``parts``, in the flattest tree; no choice means nothing."""
    flat = [piece for part in parts for piece in (part.parts if isinstance(part, Or) else (part,))]
    if not flat:
        return Nothing()
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(part: Node) -> Node:
    """Everything but ``part``; of two negations nothing is left."""
    return part.part if isinstance(part, Not) else Not(part)


def asked(node: Node) -> Iterator[tuple[Leaf, ...]]:
    """What a matching document was asked to have, each with its forms: not what is under `Not`."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from asked(part)
        case Forms(choices):
            yield choices
        case Not():
            pass
        case _:
            yield (node,)


def wanted(node: Node) -> Iterator[Leaf]:
    """The leaves of :func:`asked`."""
    for choices in asked(node):
        yield from choices
