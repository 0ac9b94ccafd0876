"""What was kept under the former id of an archetype, under the one of today.

Nothing is rewritten when an archetype gets another id: the catalogue keeps what was found and
decided as it was written then, and hands it out by these names. So no decision is lost, and a name
that was recorded too late still reaches what was kept under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.decisions import LABEL, SETTLED, Decision
from corpus.document import Document, Tag

# Fields of decisions that end in the id of an archetype: its label, and that a label was looked at.
_ON_LABELS = (LABEL, f"{SETTLED}label:")


@dataclass(frozen=True, slots=True)
class Renames:
    """Former ids of archetypes -> present ones (:attr:`corpus.archetypes.Taxonomy.former`)."""

    former: Mapping[str, str] = field(default_factory=dict)

    def document(self, document: Document) -> Document:
        """The document with its labels under their present names.

        Of two that became one the stronger stays.
        """
        if not any(tag.archetype in self.former for tag in document.tags):
            return document
        tags: dict[str, Tag] = {}
        for tag in document.tags:
            name = self.former.get(tag.archetype, tag.archetype)
            tags.setdefault(name, replace(tag, archetype=name))
        ordered = sorted(tags.values(), key=lambda tag: (-tag.score, tag.archetype))
        return replace(document, tags=tuple(ordered))

    def decision(self, decision: Decision) -> Decision:
        """The decision on the label under its present name; any other as it is."""
        for beginning in _ON_LABELS:
            name = decision.field.removeprefix(beginning)
            if name != decision.field and name in self.former:
                return replace(decision, field=beginning + self.former[name])
        return decision
