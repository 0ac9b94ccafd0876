"""A taxonomy held against a collection: what it never finds, and what it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, partial

from corpus.archetypes import Taxonomy
from corpus.catalogue import Catalogue
from corpus.checked_yaml import Places, field_name
from corpus.decisions import LABEL
from corpus.document import Document
from ingest.tag import made_finder, texts_of
from ingest.taxonomy_check import Kind, Remark, placed_cues


def unseen(taxonomy: Taxonomy, places: Places, documents: Iterable[Document]) -> list[Remark]:
    """The cues that stand in no document, in the order of the taxonomy."""
    cues = list(placed_cues(taxonomy))
    finder = cache(partial(made_finder, tuple(taxonomy.sides(cue.term) for cue in cues)))
    left = set(range(len(cues)))
    for document in documents:
        for _, text, language in texts_of(document):
            left.difference_update(found.cue for found in finder(language).find(text))
    return [
        Remark(
            kind=Kind.UNSEEN,
            line=places.line(*cues[number].place),
            field=field_name(cues[number].place),
            message="no document of the collection has this cue",
            archetype=cues[number].archetype,
        )
        for number in sorted(left)
    ]


def unknown(taxonomy: Taxonomy, catalogue: Catalogue) -> list[Remark]:
    """Labels and decisions that the collection keeps of archetypes that the taxonomy lacks."""
    labelled = Counter(
        taxonomy.present(tag.archetype)
        for document in catalogue.summaries()
        for tag in document.tags
    )
    decided = Counter(
        taxonomy.present(field.removeprefix(LABEL))
        for fields in catalogue.standing(LABEL).values()
        for field in fields
    )
    return [
        Remark(
            kind=Kind.UNKNOWN,
            line=None,
            field="",
            message=(
                f"‘{name}’ is no archetype of this taxonomy: {count} documents have it as a label "
                f"({decided[name]} by decision); make it a former id of what it has become"
            ),
        )
        for name, count in sorted(labelled.items())
        if name not in taxonomy.archetypes
    ]
