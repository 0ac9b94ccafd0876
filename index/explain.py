"""How the score of a hit came about: which words, where, how much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from index.api import Reason
from index.places import Positions, fields_of, standing, where
from index.tree import Choice, Near, Node, Terms, wanted

Share = Callable[[Choice, str], float | None]
"""What a leaf adds to the score of a document by one field; None where it is not there."""


def reasons(share: Share, tree: Node, positions: Positions) -> tuple[Reason, ...]:
    """What the score of a document is the sum of, the largest share first.

    The same words in one field are told once: a word counts as it was typed and in all its forms.

    Args:
        share: of the document.
        positions: where terms stand in it.
    """
    leaves = (leaf for leaf in dict.fromkeys(wanted(tree)) if isinstance(leaf, Choice))
    found: dict[tuple[tuple[str, ...], str], Reason] = {}
    for leaf in leaves:
        for one in _shares(share, leaf, positions):
            key = (one.words, one.field)
            found[key] = _together(found[key], one) if key in found else one
    return tuple(sorted(found.values(), key=lambda one: (-one.share, one.field, one.words)))


def _together(one: Reason, other: Reason) -> Reason:
    return replace(one, places=max(one.places, other.places), share=one.share + other.share)


def _shares(share: Share, leaf: Choice, positions: Positions) -> Iterator[Reason]:
    constant = isinstance(leaf, Terms) and leaf.constant
    for field in fields_of(leaf):
        own = share(leaf, field)
        if own is not None:
            places = standing(leaf, where(leaf, field, positions))
            yield Reason(_words(leaf), field, len(places), 1.0 if constant else own)
            if constant:  # wherever it stands, it counts once
                return


def _words(leaf: Choice) -> tuple[str, ...]:
    """The words as a reader is told: any of several terms, or one for each word."""
    if isinstance(leaf, Near):
        return tuple(group[0] for group in leaf.groups)
    return leaf.terms if isinstance(leaf, Terms) else leaf.keys
