"""Lists in the making: told posting by posting, kept as flat arrays, laid out in any order."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec.forms import Numbers
from index.segment.lists import PARTS, Lists, Per, spread

Array = NDArray[Any]

_OF_OCCURRENCES = [part.name for part in PARTS if part.per is Per.OCCURRENCE]


class ListsBuilder:
    """Lists one after another; memory grows by the bytes that the numbers of a posting need."""

    def __init__(self) -> None:
        self._documents, self._occurrences = array("I"), array("I")
        self._having = {name: bytearray() for name in _OF_OCCURRENCES}
        self._numbers: dict[str, array[Any]] = {
            part.name: array("f" if part.is_float else "I") for part in PARTS
        }

    def __len__(self) -> int:
        return len(self._documents)

    def start(self, parts: Sequence[str]) -> None:
        """Begin the next list; its occurrences have ``parts``."""
        self._documents.append(0)
        self._occurrences.append(0)
        for name, told in self._having.items():
            told.append(name in parts)

    def add(
        self, document: int, frequency: int, weight: float, parts: Sequence[tuple[str, Numbers]]
    ) -> None:
        """One more posting of the list that was begun last.

        Raises:
            ValueError: when a number is negative, or no number.
        """
        numbers = self._numbers
        try:
            for name, values in parts:
                numbers[name].extend(array(numbers[name].typecode, values))
            numbers["documents"].append(document)
            numbers["frequencies"].append(frequency)
            numbers["weights"].append(weight)
            self._documents[-1] += 1
            self._occurrences[-1] += frequency
        except (OverflowError, TypeError) as error:
            told = ", ".join(f"{name} {list(values)}" for name, values in parts)
            raise ValueError(
                f"Places must be whole numbers from 0 to 4294967295, not {told}."
            ) from error

    def lists(self, order: Array) -> Lists:
        """The lists of these numbers, as they follow each other in ``order``."""
        documents = np.frombuffer(self._documents, "u4").astype(np.int64)
        occurrences = np.frombuffer(self._occurrences, "u4").astype(np.int64)
        having = {name: np.frombuffer(told, bool) for name, told in self._having.items()}
        parts = {}
        for part in PARTS:
            values = np.frombuffer(self._numbers[part.name], part.dtype(4))
            counts = documents if part.per is Per.DOCUMENT else occurrences * having[part.name]
            firsts = np.cumsum(counts) - counts
            chosen = counts[order]
            parts[part.name] = values[spread(firsts[order], chosen)]
        return Lists(
            documents=documents[order],
            occurrences=occurrences[order],
            parts=parts,
            having={name: told[order] for name, told in having.items()},
        )
