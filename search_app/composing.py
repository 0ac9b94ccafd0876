"""The text fields of "uitgebreid zoeken" ⇄ a query in our grammar. Pure, and never fails.

| field    | typed         | becomes                       |
|----------|---------------|-------------------------------|
| `all`    | `a b`         | `a b`                         |
| `phrase` | `a b`         | `"a b"`                       |
| `any`    | `a b`         | `(a OF b)`                    |
| `near`   | `a b`         | `"a b"~5`                     |
| `title`  | `a b`         | `titel:(a b)`                 |
| `none`   | `a b`         | `-a -b`                       |
| any      | `(a OF "b)`   | the words `a`, `of` and `b`   |
| any      | `wijk* tuin~` | the same, outside quotes      |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language.tokens import tokenize
from index.api import NoteKind
from index.reading import reading
from index.syntax import OPERATORS, Parsed, parse
from index.tree import (
    And,
    Everything,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Years,
)
from search_app.params import written_year

FIELDS = ("all", "phrase", "any", "near", "title", "none")

FindValues = Callable[[str, str], frozenset[str]]
"""``(facet, typed)`` -> the values meant, none for an unknown one."""

_WIDENED = re.compile(r"[*~](?!\w)")
_SIGNS = {Prefix: "*", Fuzzy: "~"}


def words(text: str) -> list[str]:
    """The words of a field, each a query by itself in which nothing works but its own * or ~."""
    found = []
    for token in tokenize(text):
        word = text[token.start : token.end]
        widened = _WIDENED.match(text, token.end)
        found.append(
            (word.lower() if word in OPERATORS else word) + (widened[0] if widened else "")
        )
    return found


def compose(fields: Mapping[str, str], distance: int, typed: str = "") -> str:
    """The query that the fields ask for; empty when they hold no word.

    Args:
        fields: what was typed, by name of the field (:data:`FIELDS`).
        distance: most words between two neighbours of the field ``near``.
        typed: a query in our grammar that is asked as well.
    """
    asked = {name: words(fields.get(name, "")) for name in FIELDS}
    parts = [
        *asked["all"],
        *_quoted(fields.get("phrase", ""), 0),
        *_grouped(asked["any"], " OF "),
        *_quoted(fields.get("near", ""), distance),
        *(f"titel:{group}" for group in _grouped(asked["title"], " ")),
        *(f"-{word}" for word in asked["none"]),
    ]
    if typed:
        return " ".join([_isolated(typed), *parts]) if parts else typed
    alone = parts == _grouped(asked["any"], " OF ")
    return " OF ".join(asked["any"]) if alone else " ".join(parts)


def _quoted(text: str, distance: int) -> list[str]:
    """The words of ``text`` as a phrase; none without words."""
    phrase = " ".join(text[token.start : token.end] for token in tokenize(text))
    return [f'"{phrase}"' + (f"~{distance}" if distance else "")] if phrase else []


def _grouped(asked: list[str], between: str) -> list[str]:
    """The words as one operand; none without words."""
    return [f"({between.join(asked)})"] if len(asked) > 1 else asked


def _isolated(typed: str) -> str:
    """A query that means the same with anything before or behind it."""
    grouped, tree = f"({typed})", parse(typed).tree
    # Without a note every quote and bracket has its fellow.
    return grouped if parse(grouped) == Parsed(tree, ()) else f"({reading(tree)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A query taken apart over the form.

    Attributes:
        fields: texts by name of the field (:data:`FIELDS`).
        distance: most words between two neighbours of the field ``near``; None without these.
        filters: facet name -> the value or values that the query asks for.
        years: first and last year as typed into a field, empty where it is open.
    """

    fields: Mapping[str, str]
    distance: int | None
    filters: Mapping[str, frozenset[str]]
    years: tuple[str, str]


def take_apart(text: str, find_values: FindValues) -> Filled | None:
    """The fields that ask the same as a query; None when they cannot."""
    parsed = parse(text)
    if any(note.kind in (NoteKind.TOO_LONG, NoteKind.TOO_MANY) for note in parsed.notes):
        return None
    tree = parsed.tree
    filling = _Filling(text, find_values)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return filling.filled() if all(map(filling.take, parts)) else None


class _Filling:
    """Fields that are being filled with the parts of a query."""

    def __init__(self, text: str, find_values: FindValues) -> None:
        # Trees hold folded words; the reader is shown his own.
        self._written = {token.key: text[token.start : token.end] for token in tokenize(text)}
        self._find_values = find_values
        self._fields: dict[str, list[str]] = {name: [] for name in FIELDS}
        self._distance: int | None = None
        self._filters: dict[str, frozenset[str]] = {}
        self._years: Years | None = None

    def filled(self) -> Filled:
        """What was taken so far."""
        years = self._years or Years(None, None)
        return Filled(
            fields={name: " ".join(found) for name, found in self._fields.items() if found},
            distance=self._distance,
            filters=self._filters,
            years=(written_year(years.first), written_year(years.last)),
        )

    def take(self, part: Node) -> bool:
        """Put one part into its field; False when there is none for it, or no room."""
        match part:
            case Word() | Prefix() | Fuzzy():
                return self._add("title" if part.in_title else "all", [part])
            case Not(Word(in_title=False) | Prefix(in_title=False) | Fuzzy(in_title=False) as word):
                return self._add("none", [word])
            case Or(parts) if not self._fields["any"]:
                return self._add("any", parts)
            case Phrase(in_title=False):
                return self._phrase(part)
            case Filter() | Years():
                return self._property(part)
        return isinstance(part, Everything)

    def _add(self, name: str, leaves: Sequence[Node]) -> bool:
        for leaf in leaves:
            if not isinstance(leaf, Word | Prefix | Fuzzy) or leaf.in_title is not (
                name == "title"
            ):
                return False
            self._fields[name].append(self._said(replace(leaf, in_title=False)))
        return True

    def _said(self, leaf: Word | Prefix | Fuzzy) -> str:
        """A word as it was written, where that is read as the same."""
        written = self._written.get(leaf.key, "") + _SIGNS.get(type(leaf), "")
        return written if parse(written).tree == leaf else reading(leaf)

    def _phrase(self, phrase: Phrase) -> bool:
        name = "near" if phrase.slop else "phrase"
        if self._fields[name] or (phrase.slop and len(phrase.keys) < 2):
            return False
        written = " ".join(self._written.get(key, key) for key in phrase.keys)
        same = parse(f'"{written}"').tree == Phrase(phrase.keys)
        self._fields[name] = [written if same else " ".join(phrase.keys)]
        self._distance = phrase.slop or self._distance
        return True

    def _property(self, asked: Filter | Years) -> bool:
        if isinstance(asked, Years):
            if self._years:
                return False
            self._years = asked
            return True
        values = self._find_values(asked.facet, asked.value)
        if not values or asked.facet in self._filters:
            return False
        self._filters[asked.facet] = values
        return True
