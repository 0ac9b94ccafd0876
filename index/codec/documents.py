"""What there is by document, read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

from index.codec.columns import column_reader
from index.codec.matcher import PostingMatcher
from index.codec.opened import OpenSegment, rounded
from index.codec.stored import from_json
from index.codec.write import Documents

Array = NDArray[Any]


class DocumentReader(base.PerDocumentReader):
    """Lengths, columns, vectors and stored fields of one segment, and which were deleted."""

    def __init__(self, opened: OpenSegment, segment: Any) -> None:
        self._opened = opened
        self._segment = segment

    def close(self) -> None:
        """Let go of the file; nothing can be asked any more."""
        del self._opened

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return self._opened.size - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return self._opened.size

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether one is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """Which are deleted."""
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """Columns are kept."""
        return True

    def list_columns(self) -> tuple[str, ...]:
        """The fields that have one."""
        return self._opened.file.byte_sections

    def has_column(self, fieldname: str) -> bool:
        """Whether any document has a value in this column."""
        return fieldname in self._opened.file.byte_sections

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Whoosh's reader of a column.

        Raises:
            KeyError: when there is no such column.
        """
        return column_reader(column, self._opened.file.byte_section(fieldname), self._opened.size)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """About how many terms stand in a field of a document; ``default`` when none does."""
        return int(self._opened.lengths(fieldname)[docnum]) or default

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        """The same for one field after another document."""
        lengths = self._opened.lengths(fieldname).data
        return lambda docnum: lengths[docnum] or default

    def field_length(self, fieldname: str) -> int:
        """How many terms stand in a field of all documents together, deleted ones as well."""
        return int(self._opened.file.lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """The length of the shortest field."""
        return int(self._opened.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        """The length of the longest field."""
        return int(self._opened.lengths(fieldname).max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Whether a document has a vector of a field."""
        vectors = self._opened.file.vectors(fieldname)
        return vectors is not None and docnum in vectors

    def vector(self, docnum: int, fieldname: str, format_: Any) -> PostingMatcher:
        """A walk along the terms of a document.

        Raises:
            KeyError: when it has no vector of this field.
        """
        return PostingMatcher(self._opened.vector(fieldname, docnum, format_))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """What is stored of a document."""
        stored: dict[str, Any] = from_json(bytes(self._opened.file.records.of(docnum)))
        return stored


class LengthsInMemory(base.PerDocumentReader):
    """The lengths of documents that are not written yet, for a writer that asks."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._lengths = lru_cache(maxsize=None)(self._read_lengths)

    def _read_lengths(self, field: str) -> Array:
        if field not in self._documents.lengths:
            return np.zeros(self._documents.size, np.int64)
        return rounded(self._documents.lengths_of(field))

    def doc_count(self) -> int:
        """How many documents there are."""
        return self._documents.size

    def doc_count_all(self) -> int:
        """The same: none is deleted."""
        return self._documents.size

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """About how many terms stand in a field of a document; ``default`` when none does."""
        return int(self._lengths(fieldname)[docnum]) or default
