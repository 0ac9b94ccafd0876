"""What the oracle needs to know of one document: whether a tree matches it, and where.

Worked out from the texts and the lists of terms alone, by trying everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.language.analysis import Word, analyze
from index.prepare import Prepared
from index.tree import (
    And,
    Choice,
    Everything,
    FacetIs,
    Forms,
    Leaf,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Terms,
    asked,
)

BOOSTS = {"title": 4.0, "headings": 0.1, "summary": 0.5, "labels": 2.0, "body": 1.0}


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it came in and as it is searched."""

    document: Document
    prepared: Prepared

    def has(self, field_form: str, term: str) -> int:
        """How often a term stands in one form of a field."""
        return self.prepared.terms[field_form].terms.count(term)

    def words(self, field_form: str) -> list[tuple[str, int]]:
        """Terms with their positions in one form of a field."""
        return list(zip(*self.prepared.terms[field_form], strict=True))


def exact_words(kept: Kept) -> set[str]:
    return {word for name in ("title_exact", "body_exact") for word, _ in kept.words(name)}


def matches(node: Node, kept: Kept) -> bool:  # noqa: PLR0911 - one line for each kind of node
    match node:
        case And(parts):
            return all(matches(part, kept) for part in parts)
        case Or(parts) | Forms(parts):
            return any(matches(part, kept) for part in parts)
        case Not(part):
            return not matches(part, kept)
        case Everything() | Nothing():
            return isinstance(node, Everything)
        case FacetIs(facet, values):
            return any(value in values for value in kept.prepared.facets[facet])
        case Terms(terms):
            return any(kept.has(field, term) for field, _ in searched(node) for term in terms)
        case Phrase(keys, slop):
            return any(_phrases(kept.words(field), keys, slop) for field, _ in searched(node))
        case Near(groups, within):
            return any(_near(_stems(kept, name), groups, within) for name in BOOSTS)
    raise AssertionError(node)


def searched(leaf: Choice) -> list[tuple[str, float]]:
    """Forms of fields in which a leaf is looked up, with what a match there weighs."""
    if isinstance(leaf, Near) or (isinstance(leaf, Terms) and leaf.form == "stem"):
        forms = {"stem": 1.0, "part": 0.25}
    else:
        forms = {"stem" if isinstance(leaf, Terms) and leaf.form == "whole" else "exact": 1.0}
    in_title = not isinstance(leaf, Near) and leaf.in_title
    fields = {"title": BOOSTS["title"]} if in_title else BOOSTS
    return [(f"{f}_{form}", b * w) for f, b in fields.items() for form, w in forms.items()]


def _stems(kept: Kept, field: str) -> list[tuple[str, int]]:
    return kept.words(f"{field}_stem") + kept.words(f"{field}_part")


def _near(
    words: Sequence[tuple[str, int]], groups: Sequence[Sequence[str]], within: int
) -> set[int]:
    """Positions of the first group that have each other group at most ``within`` words away."""
    where = [{at for word, at in words if word in group} for group in groups]
    return {
        at
        for at in where[0]
        if all(any(abs(other - at) <= within for other in others) for others in where[1:])
    }


def _phrases(words: Sequence[tuple[str, int]], keys: Sequence[str], slop: int) -> set[int]:
    """Where the words stand behind each other, by trying every way."""

    def follows(position: int, left: Sequence[str]) -> bool:
        if not left:
            return True
        return any(
            word == left[0] and 1 <= at - position <= slop + 1 and follows(at, left[1:])
            for word, at in words
        )

    return {at for word, at in words if word == keys[0] and follows(at, keys[1:])}


def places(tree: Node, document: Document) -> list[tuple[int, int, int]]:
    """(page, how many asked words stand on it, in how many places), where there is one."""
    groups = list(dict.fromkeys(asked(tree)))
    places = []
    for page in document.pages:
        words = list(analyze(page.text, page.language or document.language))
        found = [{at for leaf in choices for at in _leaf_places(leaf, words)} for choices in groups]
        if any(found):
            places.append((page.number, sum(1 for at in found if at), len(set.union(*found))))
    return places


def _leaf_places(leaf: Leaf, words: Sequence[Word]) -> set[int]:
    """Numbers of the words at which a leaf begins to match."""
    exact = [(word.exact, at) for at, word in enumerate(words)]
    stems = [(word.stem, at) for at, word in enumerate(words)]
    stems += [(part.stem, at) for at, word in enumerate(words) for part in word.parts]
    match leaf:
        case Terms(terms, "stem", False):
            return {at for stem, at in stems if stem in terms}
        case Terms(terms, "whole", False):
            return {at for at, word in enumerate(words) if word.stem in terms}
        case Terms(terms, _, False):
            return {at for word, at in exact if word in terms}
        case Phrase(keys, slop, False):
            return _phrases(exact, keys, slop)
        case Near(groups, within):
            return _near(stems, groups, within)
    return set()
