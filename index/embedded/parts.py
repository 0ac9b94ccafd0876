"""The Whoosh indexes that a build is made of: one per audience and unit.

A segment holds documents of one audience, as it belongs to one of these: no merge mixes them.
"""

from __future__ import annotations

from typing import NamedTuple

from corpus.document import AUDIENCES, Access
from index.api import Unit


class Part(NamedTuple):
    """One of the Whoosh indexes.

    Attributes:
        access: of the documents that are in it.
        unit: whether they are in it as such, or as their passages.
    """

    access: Access
    unit: Unit

    @property
    def name(self) -> str:
        """What its files are called by."""
        return self.unit if self.access is Access.PUBLIC else f"{self.access}-{self.unit}"

    @property
    def needed(self) -> bool:
        """Whether it is there without any document; one that never had any costs nothing."""
        return self.access is Access.PUBLIC


PARTS = tuple(Part(access, unit) for access in AUDIENCES for unit in Unit)
