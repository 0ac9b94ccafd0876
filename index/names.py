"""The values a person may mean by ``gemeente:den-bosch`` or ``soort:beleid``."""

from __future__ import annotations

from collections.abc import Collection

from corpus.archetypes import Label, Taxonomy
from corpus.gazetteer import load_gazetteer
from corpus.language.fold import fold
from corpus.vocabulary import load_vocabulary


class FacetNames:
    """Finds facet values by id, by label in either language, or by another name.

    Other names are those of places, and the former ids of archetypes.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        labels: dict[str, dict[str, Label]] = {
            facet: dict(values) for facet, values in load_vocabulary().labels.items()
        }
        labels["archetype"] = {a.id: a.label for a in taxonomy.archetypes.values()}
        labels["ingredient"] = {one.id: one.label for one in taxonomy.ingredients.values()}
        self._names = {
            facet: {
                fold(name): value
                for value, label in values.items()
                for name in (value, label.nl, label.en)
            }
            for facet, values in labels.items()
        }
        former = {fold(name): present for name, present in taxonomy.former.items()}
        self._names["archetype"] = former | self._names["archetype"]
        self._gazetteer = load_gazetteer()

    def find(self, facet: str, typed: str, present: Collection[str]) -> frozenset[str]:
        """The values meant by ``typed``: known ones, and those ``present`` in the index.

        Empty when nothing has this name.
        """
        name = fold(typed.strip())
        found = {value for value in present if fold(value) == name}
        known = self._names.get(facet, {}).get(name)
        if facet == "municipality":
            known = self._gazetteer.find(typed)
        return frozenset(found | {known} if known else found)
