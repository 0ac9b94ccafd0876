"""A question of which not everything has to be there, for when few documents have it all."""

from __future__ import annotations

from index.tree import (
    And,
    Forms,
    Near,
    Node,
    Or,
    Phrase,
    Terms,
    conjunction,
    disjunction,
)

MOST_ALSO = 10  # documents with some of the words that are shown behind those with all


def loosened(tree: Node) -> Node | None:
    """Any of the words instead of all, and any part of a compound; the rest stays as it is.

    What is unwanted stays unwanted, and properties stay required. None where nothing can be left.
    """
    parts = tree.parts if isinstance(tree, And) else (tree,)
    words = [part for part in parts if isinstance(part, Forms | Terms | Phrase | Or)]
    others = [part for part in parts if part not in words]
    loose = [_loose(word) for word in words]
    if not words or (len(words) == 1 and loose == words):
        return None
    return conjunction([*others, disjunction(loose)])


def _loose(word: Node) -> Node:
    if not isinstance(word, Forms):
        return word
    near = [choice for choice in word.choices if isinstance(choice, Near)]
    if not near:
        return word
    pieces = dict.fromkeys(
        Terms(group, "stem", weight=choice.weight) for choice in near for group in choice.groups
    )
    kept = tuple(choice for choice in word.choices if not isinstance(choice, Near))
    return Forms((*kept, *pieces))
