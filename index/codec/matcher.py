"""A walk along one list, as Whoosh walks."""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Self

from whoosh.matching import LeafMatcher, ReadTooFar

from index.codec.posting_list import BLOCK, PostingList


class PostingMatcher(LeafMatcher):
    """Stands at one posting of a list, or behind the last."""

    def __init__(
        self, postings: PostingList, term: tuple[str, bytes] | None = None, scorer: Any = None
    ) -> None:
        self._postings = postings
        self._ids = postings.ids
        self._size = len(postings)
        self._at = 0
        self._term = term
        self.format = postings.format
        self.scorer = scorer

    def is_active(self) -> bool:
        """Whether it stands at a posting."""
        return self._at < self._size

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> Self:
        """Another one at the same posting."""
        return copy.copy(self)

    def id(self) -> Any:
        """The document; in a vector, the term.

        Behind the last it is the last: Whoosh asks what it has just skipped before it looks whether
        anything is left.
        """
        return self._ids[self._here()]

    def _here(self) -> int:
        return self._at if self._at < self._size else self._size - 1

    def all_ids(self) -> Iterator[Any]:
        """The documents from here on."""
        return iter(self._ids[self._at :])

    def all_items(self) -> Iterator[tuple[Any, bytes]]:
        """The documents and values from here on."""
        return ((self._ids[at], self._postings.value(at)) for at in range(self._at, self._size))

    def items_as(self, astype: str) -> Iterator[tuple[Any, Any]]:
        """The documents and what their values say, from here on."""
        value_as = self._postings.value_as
        return ((self._ids[at], value_as(at, astype)) for at in range(self._at, self._size))

    def next(self) -> bool:
        """Go to the next posting; tells whether that is in another block, or behind the last.

        Raises:
            ReadTooFar: when it stands behind the last already.
        """
        if self._at >= self._size:
            raise ReadTooFar
        self._at += 1
        return self._at % BLOCK == 0 or self._at == self._size

    def skip_to(self, id: Any) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first posting from here on that is not before ``id``.

        Raises:
            ReadTooFar: when it stands behind the last already.
        """
        if self._at >= self._size:
            raise ReadTooFar
        self._at = bisect_left(self._ids, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the first block from here on that may be better; tells how many were skipped."""
        skipped = 0
        while self._at < self._size and self.block_quality() <= minquality:
            self._at = min((self._at // BLOCK + 1) * BLOCK, self._size)
            skipped += 1
        return skipped

    def weight(self) -> float:
        """The weight of the posting."""
        return self._postings.weights[self._here()]

    def value(self) -> bytes:
        """What Whoosh wrote for it."""
        return self._postings.value(self._here())

    def value_as(self, astype: str) -> Any:
        """What that says."""
        return self._postings.value_as(self._here(), astype)

    def block_min_id(self) -> Any:
        """The first document of the block."""
        return self._ids[self._here() // BLOCK * BLOCK]

    def block_max_id(self) -> Any:
        """The last document of the block."""
        return self._ids[min((self._here() // BLOCK + 1) * BLOCK, self._size) - 1]

    def block_max_weight(self) -> float:
        """The greatest weight in the block."""
        return self._postings.most_weights[self._here() // BLOCK]

    def block_min_length(self) -> int:
        """The length of the shortest field in the block."""
        return self._postings.least_lengths[self._here() // BLOCK]

    def block_max_length(self) -> int:
        """The length of the longest field in the block."""
        return self._postings.most_lengths[self._here() // BLOCK]
