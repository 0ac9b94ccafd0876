"""How the score of a hit came about: which words, where, how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from index.api import Reason
from index.places import fields_of, standing, where
from index.tree import Choice, Near, Node, Terms, wanted
from index.whoosh_evaluate import Evaluation
from index.whoosh_postings import Postings


def reasons(
    evaluation: Evaluation, postings: Postings, tree: Node, number: int
) -> tuple[Reason, ...]:
    """What the score of a document is the sum of, the largest share first.

    The same words in one field are told once: a word counts as it was typed and in all its forms.
    """
    leaves = (leaf for leaf in dict.fromkeys(wanted(tree)) if isinstance(leaf, Choice))
    found: dict[tuple[tuple[str, ...], str], Reason] = {}
    for leaf in leaves:
        for one in _shares(evaluation, postings, leaf, number):
            key = (one.words, one.field)
            found[key] = _together(found[key], one) if key in found else one
    return tuple(sorted(found.values(), key=lambda one: (-one.share, one.field, one.words)))


def _together(one: Reason, other: Reason) -> Reason:
    return replace(one, places=max(one.places, other.places), share=one.share + other.share)


def _shares(
    evaluation: Evaluation, postings: Postings, leaf: Choice, number: int
) -> Iterator[Reason]:
    constant = isinstance(leaf, Terms) and leaf.constant
    for field in fields_of(leaf):
        share = evaluation.in_field(leaf, field).get(number)
        if share is not None:
            places = standing(leaf, where(leaf, field, partial(postings.positions, number)))
            yield Reason(_words(leaf), field, len(places), 1.0 if constant else share)
            if constant:  # wherever it stands, it counts once
                return


def _words(leaf: Choice) -> tuple[str, ...]:
    """The words as a reader is told: any of several terms, or one for each word."""
    if isinstance(leaf, Near):
        return tuple(group[0] for group in leaf.groups)
    return leaf.terms if isinstance(leaf, Terms) else leaf.keys
