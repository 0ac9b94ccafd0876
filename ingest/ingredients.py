"""Of which working ingredients does a passage speak? By the cues of the taxonomy, as labels are.

Words alone decide: an ingredient that belongs to some archetypes is recognised in any document, as
what a document is about may change by a librarian's word. Their pages leave it out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from corpus.archetypes import Ingredient, Taxonomy
from corpus.document import Document
from corpus.passage import Passage
from ingest.cues import CueFinder
from ingest.passages import find_passages

ENOUGH = 3.0
"""What the cues of an ingredient must weigh together."""


class _Finder(NamedTuple):
    """Cues of all ingredients in one language: of cue *n* its ingredient and its weight."""

    cues: CueFinder
    weights: tuple[tuple[Ingredient, float], ...]


def with_ingredients(
    passages: Iterable[Passage], taxonomy: Taxonomy, language: str | None
) -> tuple[Passage, ...]:
    """The passages with the ids of the ingredients they speak of, in the order of the taxonomy.

    Args:
        language: of their page, ISO 639-1; None when unknown.
    """
    finder = _finder(taxonomy, language)
    return tuple(
        replace(passage, ingredients=_found(passage.text, finder, taxonomy)) for passage in passages
    )


def find_told(document: Document, taxonomy: Taxonomy) -> tuple[Passage, ...]:
    """The passages of a document by the rules, in reading order, with their ingredients."""
    languages = {page.number: page.language or document.language for page in document.pages}
    return tuple(
        one
        for passage in find_passages(document)
        for one in with_ingredients((passage,), taxonomy, languages[passage.page])
    )


@lru_cache(maxsize=4)
def _finder(taxonomy: Taxonomy, language: str | None) -> _Finder:
    cues = [(one, cue) for one in taxonomy.ingredients.values() for cue in one.cues]
    finder = CueFinder([cue.sides for _, cue in cues], language)
    return _Finder(finder, tuple((one, cue.w) for one, cue in cues))


def _found(text: str, finder: _Finder, taxonomy: Taxonomy) -> tuple[str, ...]:
    weights: defaultdict[str, float] = defaultdict(float)
    # The lines of a page break sentences nowhere.
    for number in {found.cue for found in finder.cues.find(" ".join(text.split()))}:
        ingredient, weight = finder.weights[number]
        weights[ingredient.id] += weight
    return tuple(name for name in taxonomy.ingredients if weights.get(name, 0.0) >= ENOUGH)
