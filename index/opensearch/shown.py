"""On which pages of the hits that are shown the asked words stand.

The engine gives the pages that have any of them, with their words; where these stand as they should
is found out here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from index.opensearch.mapping import BETWEEN_PARTS, NO_PARTS
from index.opensearch.view import Clause
from index.places import IN_TITLE, PageMatch, fields_of, forms_of, standing, together, where
from index.tree import Choice, Leaf

Words = Sequence[tuple[Leaf, ...]]
"""The different words that were asked, each with its forms (:func:`index.tree.asked`)."""
Wanted = Mapping[str, Collection[str]]
"""Form -> the terms in it of which the places are asked."""


def pages_clause(words: Words, pages: int) -> Clause | None:
    """What matches documents with any of the words on a page, and gives these pages.

    Args:
        pages: that a document has at most.
    """
    wanted = terms_of(_in_body(words))
    clauses = [{"terms": {f"pages.{form}": list(some)}} for form, some in wanted.items()]
    if not clauses:
        return None
    return {
        "nested": {
            "path": "pages",
            "query": {"bool": {"should": clauses, "minimum_should_match": 1}},
            "inner_hits": {
                "size": max(1, pages),
                "_source": ["pages.number", *(f"pages.{form}" for form in wanted)],
            },
        }
    }


def pages_of(hit: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The pages that came with a hit, with what was kept of them."""
    inside = hit.get("inner_hits", {}).get("pages", {}).get("hits", {}).get("hits", ())
    return [one["_source"] for one in inside]


def matches(pages: Iterable[Mapping[str, Any]], words: Words) -> list[PageMatch]:
    """The pages on which something stands that was asked, best first."""
    wanted = terms_of(_in_body(words))
    found = [PageWords(page, wanted).match(words) for page in pages]
    some = [match for match in found if match.distinct]
    return sorted(some, key=lambda match: (-match.distinct, -match.total, match.number))


def terms_of(leaves: Iterable[Choice]) -> Wanted:
    """All terms of some leaves, by the forms in which they are looked up."""
    wanted: dict[str, dict[str, None]] = {}
    for leaf in leaves:
        for form in forms_of(leaf):
            some = wanted.setdefault(form, {})
            some.update(dict.fromkeys(term for group in leaf.groups for term in group))
    return {form: some for form, some in wanted.items() if some}


class PageWords:
    """The words of one page, with the places of those that are ``wanted``."""

    def __init__(self, source: Mapping[str, Any], wanted: Wanted) -> None:
        self.number: int = source["number"]
        self._source = source
        self._wanted = wanted

    def match(self, words: Words) -> PageMatch:
        """How well the page answers."""
        several = [self._places(choices) for choices in words]
        some = [places for places in several if places]
        return PageMatch(self.number, len(some), len(set().union(*some)))

    def positions(self, name: str, terms: tuple[str, ...]) -> Sequence[int]:
        """Where any of some wanted terms stands on it, ascending, each place once."""
        placed = self._placed.get(name.rpartition("_")[2], {})
        return together(placed.get(term, ()) for term in terms)

    def times(self, form: str, term: str) -> int:
        """How often a term stands on it; a word may have the same part twice."""
        tokens = str(self._source.get(form, "")).split(" ")
        if form != "part":
            return tokens.count(term)
        return sum(token.split(BETWEEN_PARTS).count(term) for token in tokens)

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self._source.get("exact", "").split())

    def _places(self, choices: Sequence[Leaf]) -> set[int]:
        return {
            place[0]
            for leaf in _in_body([tuple(choices)])
            if not any(self._there.isdisjoint(group) for group in leaf.groups)
            for place in standing(leaf, where(leaf, "body", self.positions))
        }

    @cached_property
    def _there(self) -> frozenset[str]:
        return frozenset().union(*self._placed.values())

    @cached_property
    def _placed(self) -> dict[str, dict[str, list[int]]]:
        return {
            form: placed(self._source.get(form, ""), form, some)
            for form, some in self._wanted.items()
        }


def placed(text: str, form: str, wanted: Collection[str]) -> dict[str, list[int]]:
    """Those terms in a form of a text, as the engine keeps it, that are wanted, and their places.

    Most words are not wanted, so nothing is made of them: a long report has tens of thousands.
    """
    tokens = enumerate(text.split(" "))
    if form == "part":
        some = [
            (at, part)
            for at, token in tokens
            if token != NO_PARTS
            for part in dict.fromkeys(token.split(BETWEEN_PARTS))
            if part in wanted
        ]
    else:
        some = [(at, token) for at, token in tokens if token in wanted]
    found: dict[str, list[int]] = {}
    for at, term in some:
        found.setdefault(term, []).append(at)
    return found


def _in_body(words: Words) -> Iterator[Choice]:
    """The leaves that may stand in the text of a page."""
    for choices in words:
        for leaf in choices:
            if isinstance(leaf, Choice) and fields_of(leaf) != IN_TITLE:
                yield leaf
