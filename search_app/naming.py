"""What facets and their values are called on the page, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.archetypes import Taxonomy
from corpus.vocabulary import Vocabulary
from index.fields import FACETS

LANGUAGES = ("nl", "en")

_FACETS = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of everything, in one language.

    Attributes:
        language: ``nl`` or ``en``.
    """

    taxonomy: Taxonomy
    vocabulary: Vocabulary
    language: str

    def facet(self, name: str) -> str:
        """How a facet is called."""
        return _FACETS[name].label.text(self.language)

    def value(self, facet: str, value: str) -> str:
        """How a value is called; the value itself where it has no other name."""
        if facet == "archetype" and value in self.taxonomy.archetypes:
            return self.taxonomy.archetypes[value].label.text(self.language)
        if facet == "ingredient" and value in self.taxonomy.ingredients:
            return self.taxonomy.ingredients[value].label.text(self.language)
        return self.vocabulary.label(facet, value, self.language)

    def family(self, archetype: str) -> str | None:
        """Id of the family of an archetype; None for one the taxonomy does not know."""
        found = self.taxonomy.archetypes.get(archetype)
        return found.family if found else None

    def families(self) -> Mapping[str, str]:
        """Family ids with their names, in the order of the taxonomy."""
        families = self.taxonomy.families
        return {name: family.label.text(self.language) for name, family in families.items()}

    def listed(self, facet: str) -> Sequence[str]:
        """The values of a facet in the order they are offered; empty where any may occur."""
        if facet == "archetype":
            return tuple(self.taxonomy.archetypes)
        return tuple(self.vocabulary.labels.get(facet, ()))
