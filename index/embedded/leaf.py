"""One segment as a searcher sees it: what is worked out of it once, and what is live in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.api import Sort
from index.completion import TITLE_WEIGHT
from index.embedded.kept import kept
from index.embedded.scoring import FieldSize, Floats, kept_lengths
from index.near import NearWords
from index.segment.columns import Table
from index.segment.segment import Segment

Array = NDArray[Any]
Mask = NDArray[np.bool_]

EXACT = ("title_exact", "body_exact")
"""The fields of which the exact words are the words of the collection."""

_RECORDS_KEPT = 1 << 7  # what is shown of documents; who narrows an answer sees the same again
_TABLES_KEPT = 4  # of facets that are counted together; those of the product are always the same
_FILTERS_KEPT = 64  # of which the documents are kept: who narrows an answer chooses them again


class SearchedSegment(Segment):
    """A segment that remembers what was worked out of it, for as long as it is searched."""

    @kept(_RECORDS_KEPT)
    def stored(self, document: int) -> Any:
        """What is shown of a document; not to be changed, as others are given it too."""
        return super().stored(document)

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Exact words of titles and texts, ascending, by how many titles and texts have them."""
        weights = np.zeros(len(self.postings.terms), np.int64)
        for name, weight in zip(EXACT, (TITLE_WEIGHT, 1), strict=True):
            numbers, documents = self.terms_in(name)
            weights[numbers] += weight * documents
        found = weights.nonzero()[0]
        terms = self.postings.terms
        return {
            terms[n].decode(): w
            for n, w in zip(found.tolist(), weights[found].tolist(), strict=True)
        }

    def exact_beginning(self, prefix: bytes) -> dict[str, list[int]]:
        """Exact words that begin so, by how many documents have them in each field that has any."""
        numbers = self.postings.terms.beginning(prefix)
        lists = self.postings.lists_of(numbers.start, numbers.stop)
        fields = [self.fields[name] for name in EXACT if name in self.fields]
        exact = np.flatnonzero(np.isin(self.postings.fields[lists.start : lists.stop], fields))
        exact += lists.start
        words = list(self.postings.terms.between(numbers.start, numbers.stop))
        having: dict[str, list[int]] = {}
        terms = (self.postings.terms_of(exact) - numbers.start).tolist()
        for term, documents in zip(terms, self.postings.documents[exact].tolist(), strict=True):
            having.setdefault(words[term].decode(), []).append(documents)
        return having

    @cached_property
    def near(self) -> NearWords:
        """Exact words of titles and texts, to look for those that are spelled nearly like one."""
        return NearWords(self.words)

    def column_values(self, name: str) -> list[str]:
        """The different values in a column, ascending."""
        if name not in self.columns:
            return []
        return [value.decode() for value in self.column(name).values]

    @kept()
    def numbers(self, name: str) -> Array:
        """Per document the number that its value in a column is; 0 where it has none."""
        values = [*map(float, self.column_values(name)), 0.0]
        return np.array(values)[self.ranks(name)]

    def values(self, name: str, document: int) -> tuple[str, ...]:
        """What a document has in a column, in the order in which it was given."""
        return self.column(name).of(document) if name in self.columns else ()

    def text(self, name: str, document: int) -> str:
        """The only value of a document in a column; empty where it has none."""
        return self.column(name).first_of(document) if name in self.columns else ""

    @kept()
    def kept_lengths(self, field: str) -> Floats:
        """Per document the length of a field as it is compared, see :mod:`.scoring`."""
        return kept_lengths(self.lengths(field))

    @kept()
    def ranks(self, name: str) -> Array:
        """Per document where its value of a column stands in the order of them all, -1 for none."""
        if name not in self.columns:
            return np.full(self.size, -1)
        return self.column(name).first()

    @kept()
    def order(self, sort: Sort) -> Array:
        """A number per document by which those that score the same are ordered."""
        ids = self.ranks("id")
        if sort is Sort.TITLE:
            major = self.ranks("title_key")
        else:
            dates = self.ranks("published")
            told = dates if sort is Sort.OLDEST else self.size - 1 - dates
            major = np.where(dates < 0, self.size, told)
        order: Array = major * self.size + ids
        return order

    @kept(_FILTERS_KEPT)
    def having(self, name: str, values: frozenset[str]) -> Mask:
        """Which documents have any of these values in a column."""
        if name not in self.columns:
            return np.zeros(self.size, bool)
        column = self.column(name)
        found = (column.values.find(value.encode()) for value in values)
        return column.having([code for code in found if code is not None])

    @kept(_TABLES_KEPT)
    def table(self, names: tuple[str, ...]) -> Table:
        """Those of some columns that it has, side by side."""
        return Table([self.column(name) for name in names if name in self.columns], self.size)

    @kept()
    def field_size(self, field: str) -> FieldSize:
        """Of all documents, deleted ones too."""
        return counted(self.lengths(field))


@dataclass(frozen=True)
class Leaf:
    """A segment in one state of the index.

    Attributes:
        live: per document whether it has not been deleted.
    """

    segment: SearchedSegment
    live: Mask

    @cached_property
    def whole(self) -> bool:
        """Whether none was deleted."""
        return bool(self.live.all())

    def without(self, documents: frozenset[str]) -> Leaf:
        """The same segment with what belongs to documents with these ids deleted too."""
        away = self.segment.having("document", documents) & self.live
        return Leaf(self.segment, self.live & ~away) if away.any() else self

    def size_of(self, field: str) -> FieldSize:
        """What live documents have in a field."""
        if self.whole:
            return self.segment.field_size(field)
        return counted(self.segment.lengths(field)[self.live])


def counted(lengths: Array) -> FieldSize:
    """The size of a field in documents of these lengths."""
    return FieldSize(int(np.count_nonzero(lengths)), int(lengths.sum(dtype=np.int64)))
