"""The indexes of an engine that a build is made of: one per audience and unit.

What is counted in one of them is of one audience: nothing that an engine does mixes two.
"""

from __future__ import annotations

from typing import NamedTuple

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, Access, Document
from index.api import Unit
from index.prepare import Prepared, prepare, prepare_passages


class Part(NamedTuple):
    """One of the indexes.

    Attributes:
        access: of the documents that are in it.
        unit: whether they are in it as such, or as their passages.
    """

    access: Access
    unit: Unit

    @property
    def name(self) -> str:
        """What it is called by."""
        return self.unit if self.access is Access.PUBLIC else f"{self.access}-{self.unit}"

    @property
    def needed(self) -> bool:
        """Whether it is there without any document; one that never had any costs nothing."""
        return self.access is Access.PUBLIC


PARTS = tuple(Part(access, unit) for access in AUDIENCES for unit in Unit)


def parts_of(document: Document, taxonomy: Taxonomy) -> dict[Part, tuple[Prepared, ...]]:
    """What a document is in each part that can hold it.

    Raises:
        ValueError: when it is hidden.
    """
    if document.access not in AUDIENCES:
        raise ValueError(f"{document.id} is {document.access}; nobody may find it.")
    return {
        Part(document.access, Unit.DOCUMENTS): (prepare(document, taxonomy),),
        Part(document.access, Unit.PASSAGES): prepare_passages(document, taxonomy),
    }


class PartsBatch:
    """Changes by id of the document; of two to one document the later counts."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self.changes: dict[Part, dict[str, tuple[Prepared, ...]]] = {part: {} for part in PARTS}

    def put(self, document: Document) -> None:
        """Add a document or replace the one with the same id, whoever could see that."""
        prepared = parts_of(document, self._taxonomy)
        for part, changes in self.changes.items():
            changes[document.id] = prepared.get(part, ())

    def delete(self, document_id: str) -> None:
        """Forget a document; an unknown id is no error."""
        for changes in self.changes.values():
            changes[document_id] = ()
