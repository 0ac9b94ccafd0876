"""Whoosh on our segment files: ``index.writer(codec=SegmentCodec())``, for any schema.

A segment is one file, ``<segment>.wws``, in the format of :mod:`index.segment`. Which documents
are deleted is no part of it: that stands in the table of contents that Whoosh keeps, as bits.

Of Whoosh everything works as with its own files, but for what would need a pickle: a format of
somebody's own, and stored values that :mod:`index.codec.stored` does not know. These are refused
with a ValueError when a document is added. A writer of which a document failed when Whoosh had
taken some of its terms must be cancelled, since Whoosh would give these to the next.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.codec import base

from index.codec.documents import DocumentReader, LengthsInMemory
from index.codec.opened import OpenSegment
from index.codec.terms import TermsReader
from index.codec.write import Documents, DocumentWriter, FieldWriter


class CodecSegment(base.Segment):
    """What the table of contents knows of a segment: its name, its size and what is deleted."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._size = 0
        self._deleted = bytearray()  # a bit for each document, the lowest first
        self._forget()

    def _forget(self) -> None:
        self.told: Documents | None = None
        """What there is by document, where the segment was made."""
        self._opened: weakref.ref[OpenSegment] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "size": self._size,
            "deleted": bytes(self._deleted),
        }

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        super().__init__(state["indexname"])
        self.segid = state["segid"]
        self._size = state["size"]
        self._deleted = bytearray(state["deleted"])
        self._forget()

    def codec(self) -> SegmentCodec:
        """What reads it."""
        return SegmentCodec()

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Say how many documents there are."""
        self._size = doccount

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return self._size

    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return int.from_bytes(self._deleted, "little").bit_count()

    def deleted_docs(self) -> list[int]:
        """Which of them are deleted, ascending."""
        bits = np.unpackbits(np.frombuffer(self._deleted, np.uint8), bitorder="little")
        numbers: list[int] = np.flatnonzero(bits).tolist()
        return numbers

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, or take that back.

        Raises:
            IndexError: when there is no such document.
        """
        if not 0 <= docnum < self._size:
            raise IndexError(f"There is no document {docnum} among {self._size}.")
        if not self._deleted:
            self._deleted = bytearray(-(-self._size // 8))
        bit = 1 << docnum % 8
        if delete:
            self._deleted[docnum // 8] |= bit
        else:
            self._deleted[docnum // 8] &= ~bit

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted; one that there is not, is not."""
        return 0 <= docnum // 8 < len(self._deleted) and bool(
            self._deleted[docnum // 8] >> docnum % 8 & 1
        )

    def open(self, storage: Any) -> OpenSegment:
        """Its file, which all who read it at the same time share."""
        opened = self._opened() if self._opened else None
        if opened is None:
            opened = OpenSegment(storage, self.make_filename(SegmentCodec.EXTENSION), self._size)
            self._opened = weakref.ref(opened)
        return opened


class SegmentCodec(base.Codec):
    """Writes and reads segments as one file of flat arrays each."""

    EXTENSION = ".wws"
    length_stats = False  # lengths are looked up by list, not told with each posting

    def new_segment(self, storage: Any, indexname: str) -> CodecSegment:  # noqa: ARG002
        """A segment without documents."""
        return CodecSegment(indexname)

    def per_document_writer(self, storage: Any, segment: CodecSegment) -> DocumentWriter:  # noqa: ARG002
        """What takes the documents of a new segment."""
        segment.told = Documents()
        return DocumentWriter(segment.told)

    def field_writer(self, storage: Any, segment: CodecSegment) -> FieldWriter:
        """What takes its posting lists; it writes the file when it is closed."""
        documents = segment.told or Documents()
        return FieldWriter(storage, segment.make_filename(SegmentCodec.EXTENSION), documents)

    def per_document_reader(
        self, storage: Any, segment: CodecSegment
    ) -> DocumentReader | LengthsInMemory:
        """What there is by document; of a segment that is not written yet the lengths alone."""
        told = segment.told
        if told is not None and not told.are_written:
            return LengthsInMemory(told)
        return DocumentReader(segment.open(storage), segment)

    def terms_reader(self, storage: Any, segment: CodecSegment) -> TermsReader:
        """Its terms and posting lists."""
        return TermsReader(segment.open(storage))
