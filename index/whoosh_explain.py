"""How the score of a hit came about: which words, where, how much."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from index.api import Reason
from index.places import near_places, phrase_places
from index.tree import Choice, Near, Node, Phrase, Terms, wanted
from index.whoosh_evaluate import LOOKED_UP, Evaluation, fields_of, positions
from index.whoosh_snapshot import Snapshot


def reasons(
    evaluation: Evaluation, snapshot: Snapshot, tree: Node, number: int
) -> tuple[Reason, ...]:
    """What the score of a document is the sum of, the largest share first.

    The same words in one field are told once: a word counts as it was typed and in all its forms.
    """
    leaves = (leaf for leaf in dict.fromkeys(wanted(tree)) if isinstance(leaf, Choice))
    found: dict[tuple[tuple[str, ...], str], Reason] = {}
    for leaf in leaves:
        for one in _shares(evaluation, snapshot, leaf, number):
            key = (one.words, one.field)
            found[key] = _together(found[key], one) if key in found else one
    return tuple(sorted(found.values(), key=lambda one: (-one.share, one.field, one.words)))


def _together(one: Reason, other: Reason) -> Reason:
    return replace(one, places=max(one.places, other.places), share=one.share + other.share)


def _shares(
    evaluation: Evaluation, snapshot: Snapshot, leaf: Choice, number: int
) -> Iterator[Reason]:
    constant = isinstance(leaf, Terms) and leaf.constant
    for field in fields_of(leaf):
        share = evaluation.in_field(leaf, field).get(number)
        if share is not None:
            places = _places(snapshot, leaf, field, number)
            yield Reason(_words(leaf), field, places, 1.0 if constant else share)
            if constant:  # wherever it stands, it counts once
                return


def _places(snapshot: Snapshot, leaf: Choice, field: str, number: int) -> int:
    """In how many places of a field of one document a leaf stands."""
    groups, forms = _looked_up(leaf)
    where = [
        sorted(
            {
                position
                for form in forms
                for term in group
                for position in positions(snapshot, number, f"{field}_{form}", term)
            }
        )
        for group in groups
    ]
    match leaf:
        case Phrase(_, slop):
            return len(phrase_places(where, slop))
        case Near(_, within):
            return len(near_places(where, within))
        case _:
            return len(where[0])


def _looked_up(leaf: Choice) -> tuple[Sequence[Collection[str]], Sequence[str]]:
    match leaf:
        case Terms(terms, form):
            return (terms,), LOOKED_UP[form]
        case Phrase(keys):
            return [(key,) for key in keys], LOOKED_UP["exact"]
        case Near(groups):
            return groups, LOOKED_UP["stem"]


def _words(leaf: Choice) -> tuple[str, ...]:
    match leaf:
        case Terms(terms):
            return terms
        case Phrase(keys):
            return keys
        case Near(groups):
            return tuple(group[0] for group in groups)
