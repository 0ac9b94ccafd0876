"""One list: its numbers as Whoosh asks for them, and what is known of the whole and its blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexOutdated
from index.codec.forms import form_of, put_together
from index.segment.lists import starts_of

Array = NDArray[Any]

BLOCK = 128
"""Neighbouring postings of which is known how good they can be at best."""

_NO_LENGTH = 1 << 32  # longer than any


class PostingList:
    """The documents that have a term, or the terms that a document has.

    Attributes:
        ids: which they are, ascending.
        format: the format of Whoosh in which values are told.
    """

    def __init__(
        self,
        ids: Sequence[Any],
        parts: Mapping[str, Array],
        format_: Any,
        lengths: Callable[[], Array],
    ) -> None:
        """Take what was read.

        Args:
            parts: name -> numbers, see :mod:`index.segment.lists`.
            lengths: per id how long its field is; 0 where that is not known.
        """
        self.ids = ids
        self.format = format_
        self._form = form_of(format_)
        self._parts = parts
        self._ask_lengths = lengths
        missing = [name for name in self._form.parts if name not in parts]
        if missing:
            raise IndexOutdated(
                f"The index was made without {', '.join(missing)}; run ‘watwerkt reindex’."
            )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def frequencies(self) -> Sequence[int]:
        """Per id how often it is there."""
        told = self._parts.get("frequencies")
        return (1,) * len(self) if told is None else told.data

    @cached_property
    def _weights(self) -> Array:
        return weights_of(self._parts, len(self))

    @cached_property
    def _lengths(self) -> Array:
        return self._ask_lengths()

    @cached_property
    def weights(self) -> Sequence[float]:
        """Per id how much that weighs."""
        return self._weights.data

    @cached_property
    def _starts(self) -> Sequence[int]:
        return starts_of(np.asarray(self.frequencies)).data

    def occurrences(self, at: int) -> list[list[Any]]:
        """The parts of what is known of each occurrence of the id at a place."""
        inside = slice(self._starts[at], self._starts[at + 1])
        return [self._parts[name][inside].tolist() for name in self._form.parts]

    def value(self, at: int) -> bytes:
        """What Whoosh wrote for the id at a place."""
        occurrences = self.occurrences(at) if self._form.parts else []
        return put_together(self._form, self.format, self.frequencies[at], occurrences)

    def value_as(self, at: int, kind: str) -> Any:
        """The same as frequency, positions, characters or what else the format knows."""
        if kind == "positions" and self._form.parts:
            inside = slice(self._starts[at], self._starts[at + 1])
            return self._parts[kind][inside].tolist()
        if kind == self._form.name and len(self._form.parts) > 1:
            return list(zip(*self.occurrences(at), strict=True))
        return self.format.decode_as(kind, self.value(at))

    @cached_property
    def _blocks(self) -> Array:
        """Where the blocks start."""
        return np.arange(0, len(self), BLOCK)

    @cached_property
    def most_weights(self) -> Sequence[float]:
        """Per block the greatest weight."""
        most: Array = np.maximum.reduceat(self._weights, self._blocks)
        return most.data

    @cached_property
    def least_lengths(self) -> Sequence[int]:
        """Per block the length of the shortest field; 0 when none is known."""
        known = np.where(self._lengths, self._lengths, _NO_LENGTH)
        least = np.minimum.reduceat(known, self._blocks)
        return np.where(least == _NO_LENGTH, 0, least).data

    @cached_property
    def most_lengths(self) -> Sequence[int]:
        """Per block the length of the longest field."""
        most: Array = np.maximum.reduceat(self._lengths, self._blocks)
        return most.data


def weights_of(parts: Mapping[str, Array], size: int) -> Array:
    """The weights of a list of ``size``: its frequencies where nothing else was told."""
    told = parts.get("weights")
    if told is None:
        told = parts.get("frequencies", np.ones(size, np.float32)).astype(np.float32)
    return told


def term_info(parts: Mapping[str, Array], lengths: Array) -> Mapping[str, Any]:
    """What Whoosh wants to know of a term (:class:`whoosh.reading.TermInfo`)."""
    documents = parts["documents"]
    weights = weights_of(parts, len(documents))
    known = lengths[documents]
    known = known[known > 0]
    return {
        "weight": float(weights.sum(dtype=np.float64)),
        "df": len(documents),
        "minlength": int(known.min()) if len(known) else 0,
        "maxlength": int(known.max()) if len(known) else 0,
        "maxweight": float(weights.max()),
        "minid": int(documents[0]),
        "maxid": int(documents[-1]),
    }
