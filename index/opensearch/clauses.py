"""A tree of terms as clauses of OpenSearch: which documents match it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from index.opensearch.view import Clause, any_of
from index.opensearch.vocabulary import STEMS
from index.places import fields_of, names_of
from index.tree import (
    And,
    Choice,
    Everything,
    FacetIs,
    Forms,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Terms,
)

Certain = Mapping[tuple[Choice, str], Sequence[str]]
"""Leaf and field -> ids of documents where it stands, though its clause does not tell."""

ALL: Clause = {"match_all": {}}
NONE: Clause = {"match_none": {}}


class Clauses:
    """Makes clauses; they match and do not score.

    A cluster takes 1,024 of them in a search, unless its settings say otherwise.
    """

    def __init__(self, certain: Certain) -> None:
        self._certain = certain

    def of(self, node: Node) -> Clause:
        """The documents that match a tree."""
        match node:
            case And(parts):
                return self._all(parts)
            case Or(parts) | Forms(parts):
                return either(self.of(part) for part in parts)
            case Not(part):
                return {"bool": {"must_not": [self.of(part)]}}
            case FacetIs(facet, values):
                return having(facet, values)
            case Terms() | Phrase() | Near():
                return self._leaf(node)
            case _:
                return ALL if isinstance(node, Everything) else NONE

    def _all(self, parts: Sequence[Node]) -> Clause:
        unwanted = [part.part for part in parts if isinstance(part, Not)]
        wanted = [part for part in parts if not isinstance(part, Not)]
        return {
            "bool": {
                "filter": [self.of(part) for part in wanted],
                "must_not": [self.of(part) for part in unwanted],
            }
        }

    def _leaf(self, leaf: Choice) -> Clause:
        if isinstance(leaf, Terms) and leaf.form == "stem" and not leaf.in_title:
            return {"terms": {STEMS: list(leaf.terms)}}
        return either(self.stands(leaf, field) for field in fields_of(leaf))

    def stands(self, leaf: Choice, field: str) -> Clause:
        """The documents in which the words of a leaf stand as it asks in one field."""
        if isinstance(leaf, Terms):
            names = names_of(leaf, (field,))
            return either({"terms": {name: list(leaf.terms)}} for name in names)
        certain = self._certain.get((leaf, field), ())
        return either([surely(leaf, field), *any_of("id", frozenset(certain))])


def having(facet: str, values: Iterable[str]) -> Clause:
    """The documents with any of some values of a facet."""
    return either(any_of(f"facets.{facet}", frozenset(values)))


def either(clauses: Iterable[Clause]) -> Clause:
    """What any of several clauses matches."""
    several = [one for one in clauses if one != NONE]
    if len(several) < 2:
        return several[0] if several else NONE
    return {"bool": {"should": several, "minimum_should_match": 1}}


# Words that stand in an order, or near each other


def surely(leaf: Phrase | Near, field: str) -> Clause:
    """Documents of which the clause alone tells that a leaf stands in the field."""
    groups = _different(leaf)
    if len(groups) == 1:
        names = names_of(leaf, (field,))
        return either({"terms": {name: list(groups[0])}} for name in names)
    if isinstance(leaf, Phrase) and not leaf.slop:
        name = f"{field}_{leaf.form}"
        return {"match_phrase": {name: {"query": " ".join(leaf.keys), "analyzer": "words"}}}
    words = [_any_of(leaf, field, group) for group in groups]
    if isinstance(leaf, Phrase):
        found = words[0]
        for word in words[1:]:
            found = _in_order([found, word], leaf.slop)
    else:
        found = _together(words, leaf.within + 1 - len(words))
    return _intervals(leaf, field, found)


def perhaps(leaf: Phrase | Near, field: str) -> Clause | None:
    """Documents with a leaf in the field, and others; None where :func:`surely` tells all.

    An interval of the engine ends as soon as it can, so that of three words or more it does not
    see each way in which they may stand.
    """
    groups = _different(leaf)
    if len(groups) < 3 or (isinstance(leaf, Phrase) and not leaf.slop):
        return None
    words = [_any_of(leaf, field, group) for group in groups]
    if isinstance(leaf, Phrase):
        pairs = [_in_order(two, leaf.slop) for two in pairwise(words)]
    else:
        pairs = [_together([words[0], other], leaf.within - 1) for other in words[1:]]
    return {"bool": {"filter": [_intervals(leaf, field, pair) for pair in pairs]}}


def _different(leaf: Phrase | Near) -> list[tuple[str, ...]]:
    """The words of a leaf; one that has to be near itself is there once."""
    return list(dict.fromkeys(leaf.groups)) if isinstance(leaf, Near) else list(leaf.groups)


def _intervals(leaf: Phrase | Near, field: str, rule: Clause) -> Clause:
    return {"intervals": {f"{field}_{leaf.form}": rule}}


def _any_of(leaf: Phrase | Near, field: str, group: Sequence[str]) -> Clause:
    """Any term of a group, under any name."""
    rules: list[Clause] = [
        {"match": {"query": term, "analyzer": "words", "use_field": name}}
        for name in names_of(leaf, (field,))
        for term in group
    ]
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def _in_order(rules: Sequence[Clause], gaps: int) -> Clause:
    return {"all_of": {"intervals": list(rules), "mode": "ordered", "max_gaps": gaps}}


def _together(rules: Sequence[Clause], gaps: int) -> Clause:
    return {"all_of": {"intervals": list(rules), "mode": "unordered", "max_gaps": max(0, gaps)}}
