"""What a document scores, as clauses of OpenSearch: those of the embedded engine, added up.

The similarity of our fields (:mod:`index.opensearch.mapping`) gives the part of BM25 that rests on
a document: ``f / (f + k1 * (1 - b) + slope * length)``. The slope comes as the boost of a term,
what a term weighs as the weight around it; both are of :mod:`index.opensearch.statistics`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.embedded.evaluate import BOOSTS
from index.opensearch.clauses import Clauses
from index.opensearch.large import WINDOW, portions, size_of
from index.opensearch.statistics import Pair, Statistics
from index.opensearch.view import Clause
from index.order import OTHER_LANGUAGE
from index.places import fields_of, names_of
from index.tree import Choice, Node, Terms, wanted


def asked_leaves(tree: Node) -> list[Choice]:
    """The different leaves of a tree that are words and are wanted."""
    return [leaf for leaf in dict.fromkeys(wanted(tree)) if isinstance(leaf, Choice)]


def weighed(leaf: Choice, fields: Sequence[str]) -> Iterator[Pair]:
    """Names and terms by which a leaf scores; a term of two words twice."""
    if isinstance(leaf, Terms) and leaf.constant:
        return
    for group in leaf.groups:
        for term in group:
            yield from ((name, term) for name in names_of(leaf, tuple(fields)))


class Scoring:
    """Makes clauses that score."""

    def __init__(self, statistics: Statistics, clauses: Clauses) -> None:
        self._statistics = statistics
        self._clauses = clauses

    def of(self, tree: Node) -> list[Clause]:
        """Clauses of which a matching document gets the sum; none where nothing is ranked."""
        leaves = asked_leaves(tree)
        statistics = self._statistics
        statistics.learn(pair for leaf in leaves for pair in weighed(leaf, fields_of(leaf)))
        terms = [leaf for leaf in leaves if isinstance(leaf, Terms) and not leaf.constant]
        others = [leaf for leaf in leaves if leaf not in terms]
        scores = self._terms((leaf, fields_of(leaf)) for leaf in terms)
        scores += [clause for leaf in others for clause in self._whole(leaf)]
        return scores

    def _whole(self, leaf: Choice) -> Iterator[Clause]:
        """What a leaf scores where all of it stands as it asks."""
        if isinstance(leaf, Terms):
            yield {"constant_score": {"filter": self._clauses.of(leaf)}}
            return
        for field in fields_of(leaf):
            terms = self._terms([(leaf, (field,))])
            if terms:
                yield {"bool": {"filter": [self._clauses.stands(leaf, field)], "should": terms}}

    def _terms(self, leaves: Iterable[tuple[Choice, Sequence[str]]]) -> list[Clause]:
        """What the terms of some leaves score in some fields, each term told once.

        The engine would make one clause of two for the same term, and add up their boosts.
        """
        weights: dict[Pair, float] = {}
        for leaf, fields in leaves:
            for name, term in weighed(leaf, fields):
                if self._statistics.having(name, term):
                    weight = self.weight(leaf, name, term)
                    weights[name, term] = weights.get((name, term), 0.0) + weight
        return [self._term(name, term, weight) for (name, term), weight in weights.items()]

    def weight(self, leaf: Choice, name: str, term: str) -> float:
        """What a term weighs in a leaf."""
        own = getattr(leaf, "weight", 1.0)
        return float(BOOSTS[name] * own * self._statistics.idf(name, term))

    def slope(self, name: str) -> float:
        """What each term of a document's field adds to the saturation of its scores."""
        return self._statistics.slope(name)

    def _term(self, name: str, term: str, weight: float) -> Clause:
        slope = self.slope(name)
        found = {"term": {name: {"value": term, "boost": slope}}}
        return {"function_score": {"query": found, "weight": weight, "boost_mode": "multiply"}}


def ranked(matching: Clause, scores: Sequence[Clause], language: str | None) -> Clause:
    """What matches, with scores; documents in another language than the reader's count less."""
    return shared({"bool": {"filter": [matching], "should": list(scores)}}, language)


def ranked_search(
    matching: Clause, scores: Sequence[Clause], language: str | None
) -> dict[str, Any]:
    """The query of a search for the same, and perhaps what its hits are scored by once more."""
    first, *more = portions(scores, size_of(matching))
    query = ranked(matching, first, language)
    again = [shared({"bool": {"should": some}}, language) for some in more]
    rescore = [{"window_size": WINDOW, "query": {"rescore_query": one}} for one in again]
    return {"query": query} | ({"rescore": rescore} if rescore else {})


def by_strength(matching: Clause, language: str | None) -> Clause:
    """What matches, scored by how sure it is."""
    strength = {"field": "strength", "missing": 0}
    scored = {
        "query": {"bool": {"filter": [matching]}},
        "field_value_factor": strength,
        "boost_mode": "replace",
    }
    return shared({"function_score": scored}, language)


def shared(clause: Clause, language: str | None) -> Clause:
    """The same, of which what is in another language scores less."""
    if language is None:
        return clause
    told: Clause = {"exists": {"field": "language"}}
    own: Clause = {"term": {"language": language}}
    foreign = {"bool": {"filter": [told], "must_not": [own]}}
    return {"boosting": {"positive": clause, "negative": foreign, "negative_boost": OTHER_LANGUAGE}}
