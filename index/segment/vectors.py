"""Term vectors: which terms a document has in a field, by document.

A vector is a list as in :mod:`index.segment.lists`, in which the numbers of terms stand where a
posting list has documents. The terms are those of the dictionary of the segment.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import narrow
from index.segment.container import Container, ContainerWriter
from index.segment.lists import ALIGNED, Lists, encode, read

Array = NDArray[Any]

VECTORS = "vectors."
"""How the sections of vectors begin."""


class Vectors:
    """The vectors of one field."""

    def __init__(self, container: Container, field: str) -> None:
        name = f"{VECTORS}{field}"
        self._container = container
        self._data = f"{name}.data"
        self._owners = container.array(f"{name}.owners")
        self._terms = container.array(f"{name}.terms")
        self._occurrences = container.array(f"{name}.occurrences")
        self._widths = container.array(f"{name}.widths")
        self._starts = container.array(f"{name}.starts")

    @staticmethod
    def are_in(container: Container, field: str) -> bool:
        """Whether any document has a vector of this field."""
        return f"{VECTORS}{field}.data" in container

    def _find(self, document: int) -> int | None:
        at = int(np.searchsorted(self._owners, document))
        return at if at < len(self._owners) and self._owners[at] == document else None

    def __contains__(self, document: int) -> bool:
        return self._find(document) is not None

    def read(self, document: int) -> dict[str, Array]:
        """The parts of one vector; ``documents`` are the numbers of its terms, ascending.

        Raises:
            KeyError: when the document has none.
        """
        at = self._find(document)
        if at is None:
            raise KeyError(document)
        first, last = (int(self._starts[n]) * ALIGNED for n in (at, at + 1))
        data = self._container.piece(self._data, first, last)
        return read(data, int(self._widths[at]), int(self._terms[at]), int(self._occurrences[at]))


def write_vectors(writer: ContainerWriter, field: str, owners: Array, lists: Lists) -> None:
    """Write the vectors of a field.

    Args:
        owners: the documents that have one, ascending.
        lists: one for each, never empty; its ``documents`` are the numbers of its terms.
    """
    encoded = encode(lists)
    name = f"{VECTORS}{field}"
    writer.add(f"{name}.data", encoded.data)
    writer.add(f"{name}.owners", narrow(owners))
    writer.add(f"{name}.terms", narrow(lists.documents))
    writer.add(f"{name}.occurrences", narrow(lists.occurrences))
    writer.add(f"{name}.widths", encoded.widths)
    writer.add(f"{name}.starts", narrow(encoded.starts // ALIGNED))
