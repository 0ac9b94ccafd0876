"""All archetypes → those a reader looks for, by family, with how much there is of each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.archetypes import Archetype
from corpus.document import Kind
from corpus.language.tokens import tokenize
from index.api import Query
from search_app.addresses import archetype_address, search_address
from search_app.archetype_view import BESIDE
from search_app.naming import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many documents of one kind there are, and the search for them."""

    kind: str
    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One archetype in the list; ``total`` counts documents of all kinds."""

    label: str
    definition: str
    address: str
    kinds: tuple[KindCount, ...]
    total: int
    search: str


def listed(
    names: Names, documents: Mapping[str, Mapping[Kind, int]], typed: str = ""
) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """Families with those of their archetypes that have every word typed, in order; not empty."""
    families = (
        (
            label,
            tuple(
                _listed(archetype, names, documents.get(archetype.id, {}))
                for archetype in names.taxonomy.archetypes.values()
                if archetype.family == family and _meant(archetype, typed)
            ),
        )
        for family, label in names.families().items()
    )
    return tuple((label, found) for label, found in families if found)


def _meant(archetype: Archetype, typed: str) -> bool:
    """Whether each word typed stands in a word of its names or its definition."""
    said = " ".join(
        (
            archetype.id,
            *(archetype.label_nl, archetype.label_en),
            *(archetype.definition_nl, archetype.definition_en),
            *archetype.variants,
        )
    )
    words = {part for token in tokenize(said) for part in (token.key, *token.parts)}
    return all(any(token.key in word for word in words) for token in tokenize(typed))


def _listed(archetype: Archetype, names: Names, counts: Mapping[Kind, int]) -> Listed:
    mine = {"archetype": frozenset({archetype.id})}
    return Listed(
        label=archetype.label.text(names.language),
        definition=archetype.definition.text(names.language),
        address=archetype_address(archetype.id),
        kinds=tuple(
            KindCount(
                kind=kind.value,
                label=names.value("kind", kind.value),
                count=counts.get(kind, 0),
                address=search_address(Query(filters={**mine, "kind": frozenset({kind.value})})),
            )
            for kind in BESIDE
        ),
        total=sum(counts.values()),
        search=search_address(Query(filters=mine)),
    )
