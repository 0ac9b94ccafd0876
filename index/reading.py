"""Say a query tree in the language it was typed in, so that the reader sees how it was read."""

from __future__ import annotations

from index.tree import (
    And,
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

_SPOKEN = {"kind": "soort", "municipality": "gemeente", "organisation": "organisatie"} | {
    "theme": "thema", "target_group": "doelgroep", "evidence": "bewijs", "language": "taal",
}  # fmt: skip


def reading(node: Node) -> str:
    """The tree as text that, typed again, gives the same tree."""
    match node:
        case And(parts):
            return " ".join(
                _group(part) if isinstance(part, Or) else reading(part) for part in parts
            )
        case Or(parts):
            return " OF ".join(reading(part) for part in parts)
        case Not(part):
            return "-" + (_group(part) if isinstance(part, And | Or) else reading(part))
        case Word() | Phrase() | Prefix() | Fuzzy():
            return ("titel:" if node.in_title else "") + _words(node)
        case _:
            return _property(node)


def _group(node: Node) -> str:
    return f"({reading(node)})"


def _words(node: Word | Prefix | Fuzzy | Phrase) -> str:
    match node:
        case Phrase(keys, slop):
            return f'"{" ".join(keys)}"' + (f"~{slop}" if slop else "")
        case Prefix(key):
            return f"{key}*"
        case Fuzzy(key):
            return f"{key}~"
        case Word(key, parts):
            return "-".join(parts) if parts else key


def _property(node: Node) -> str:
    match node:
        case Filter(facet, value):
            return f'{_SPOKEN.get(facet, facet)}:"{value}"'
        case Years(first, last) if first == last:
            return f"jaar:{_year(first)}"
        case Years(first, last):
            return f"jaar:{_year(first)}..{_year(last)}"
        case _:
            return "*"


def _year(year: int | None) -> str:
    return "" if year is None else f"{year:04}"
