"""What Whoosh tells while it writes → one segment file.

Whoosh tells first what there is by document and then the posting lists, field by field. In the
file a term stands once for all fields, so everything is kept in memory until the last list has
come, and is sorted then.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from index.codec.collect import ListsBuilder
from index.codec.columns import ColumnInMemory, kept_as
from index.codec.forms import form_of, taken_apart
from index.codec.stored import to_json
from index.segment.columns import narrow
from index.segment.container import ContainerWriter
from index.segment.postings import Chunk, write_postings
from index.segment.records import STORED, write_records
from index.segment.segment import BYTES
from index.segment.vectors import write_vectors

Array = NDArray[Any]

_FAILED = "A document failed when some of its terms were taken already; cancel this writer."


class VectorsInMemory:
    """The vectors of one field in the making."""

    def __init__(self) -> None:
        self.owners = array("I")
        self.terms: list[str] = []
        self.lists = ListsBuilder()


class Documents:
    """What there is by document."""

    def __init__(self) -> None:
        self.size = 0
        self.stored: list[bytes] = []
        self.lengths: dict[str, tuple[array[int], array[int]]] = {}  # documents, lengths
        self.columns: dict[str, ColumnInMemory] = {}
        self.vectors: dict[str, VectorsInMemory] = {}
        self.in_making = False
        """Whether one more was begun and is not finished."""
        self.are_written = False
        """Whether they stand in the file."""

    def lengths_of(self, field: str) -> Array:
        """Per document how many terms stand in a field."""
        told = np.zeros(self.size, np.int64)
        documents, lengths = self.lengths[field]
        told[np.frombuffer(documents, "u4")] = np.frombuffer(lengths, "u4")
        return told


class DocumentWriter(base.PerDocumentWriter):
    """Takes what there is by document; a document counts once it was finished."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._has_terms = False
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """The next document.

        Raises:
            ValueError: when the one before failed after Whoosh had taken some of its terms, which
                it would give to this one.
        """
        if self._documents.in_making or self._has_terms:
            raise ValueError(_FAILED)
        if docnum != self._documents.size:
            raise ValueError(f"Document {docnum} came where {self._documents.size} was expected.")
        self._documents.in_making = True
        self._stored: dict[str, Any] = {}
        self._lengths: dict[str, int] = {}
        self._columns: dict[str, tuple[Any, Any]] = {}
        self._vectors: dict[str, tuple[Any, list[Any]]] = {}

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int | None) -> None:
        """What is stored of a field (None: nothing) and how many terms stand in it.

        Raises:
            ValueError: when the value or the format of the field cannot be kept.
        """
        self._has_terms |= bool(fieldobj.indexed)
        if fieldobj.format is not None:
            form_of(fieldobj.format)
        if value is not None:
            if type(value) is not str:
                to_json(value)
            self._stored[fieldname] = value
        if length:
            self._lengths[fieldname] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """The value of a column.

        Raises:
            ValueError: when the column would be pickled.
        """
        self._columns[fieldname] = (kept_as(columnobj), value)

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Iterable[Any]) -> None:
        """The terms of a vector in their order, each with its weight and value."""
        form_of(fieldobj.vector)
        told = list(items)
        if told:
            self._vectors[fieldname] = (fieldobj.vector, told)

    def finish_doc(self) -> None:
        """The document is whole."""
        documents = self._documents
        number = documents.size
        stored = to_json(self._stored)
        for field, (column, value) in self._columns.items():
            if field not in documents.columns:
                documents.columns[field] = ColumnInMemory(column)
            documents.columns[field].add(number, value)
        for field, (format_, items) in self._vectors.items():
            vectors = documents.vectors.setdefault(field, VectorsInMemory())
            _add_vector(vectors, number, format_, items)
        for field, length in self._lengths.items():
            owners, lengths = documents.lengths.setdefault(field, (array("I"), array("I")))
            owners.append(number)
            lengths.append(length)
        documents.stored.append(stored)
        documents.size += 1
        documents.in_making = self._has_terms = False

    def cancel_doc(self) -> None:
        """Forget the document."""
        self._documents.in_making = False

    def close(self) -> None:
        """All documents were told."""
        self.is_closed = True


def _add_vector(vectors: VectorsInMemory, document: int, format_: Any, items: list[Any]) -> None:
    form = form_of(format_)
    vectors.owners.append(document)
    vectors.lists.start(form.parts)
    for text, weight, value in items:
        frequency, numbers = taken_apart(form, format_, value)
        number = len(vectors.terms)
        vectors.lists.add(number, frequency, weight, list(zip(form.parts, numbers, strict=True)))
        vectors.terms.append(text)


class FieldWriter(base.FieldWriter):
    """Takes the posting lists; with the last of them the file is written."""

    def __init__(self, storage: Any, name: str, documents: Documents) -> None:
        """Write to the file ``name`` of a storage, with what there is by document."""
        self._storage = storage
        self._name = name
        self._documents = documents
        self._lists = ListsBuilder()
        self._terms: list[bytes] = []  # per list
        self._fields: list[str] = []  # per list
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Any]) -> None:
        """Take all lists, without what Whoosh took of a last document that failed.

        Raises:
            ValueError: when that one was not cancelled.
        """
        if self._documents.in_making:
            raise ValueError(_FAILED)
        size = self._documents.size
        super().add_postings(schema, lengths, (item for item in items if item[2] < size))

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """The lists that follow are of this field."""
        self._field = fieldname
        self._format = fieldobj.format
        self._form = form_of(self._format)

    def start_term(self, text: bytes) -> None:
        """Begin the list of a term."""
        self._lists.start(self._form.parts)
        self._terms.append(text)
        self._fields.append(self._field)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:  # noqa: ARG002
        """One posting."""
        frequency, numbers = taken_apart(self._form, self._format, vbytes)
        parts = list(zip(self._form.parts, numbers, strict=True))
        try:
            self._lists.add(docnum, frequency, weight, parts)
        except ValueError as error:
            raise ValueError(f"Field ‘{self._field}’: {error}") from error

    def finish_term(self) -> None:
        """The list is whole."""

    def close(self) -> None:
        """Write the file; Whoosh removes it again if it does not come to use it."""
        self.is_closed = True
        with new_file(self._storage, self._name) as target, ContainerWriter(target) as writer:
            self._write(writer)
        self._documents.are_written = True

    def _write(self, writer: ContainerWriter) -> None:
        documents = self._documents
        fields = sorted(set(self._fields))
        terms = set(self._terms)
        for vectors in documents.vectors.values():
            terms.update(term.encode() for term in vectors.terms)
        numbers = {term: number for number, term in enumerate(sorted(terms))}
        write_postings(writer, [self._chunk(numbers, fields)])
        for field in documents.lengths:
            writer.add(f"lengths.{field}", narrow(documents.lengths_of(field)))
        for field, vectors in documents.vectors.items():
            _write_vectors(writer, field, vectors, numbers)
        for field, column in documents.columns.items():
            data = np.frombuffer(column.finish(documents.size), np.uint8)
            writer.add(BYTES + field, data)
        write_records(writer, STORED, documents.stored)
        writer.finish({"documents": documents.size, "fields": fields})

    def _chunk(self, numbers: dict[bytes, int], fields: list[str]) -> Chunk:
        at = {field: number for number, field in enumerate(fields)}
        terms = np.array([numbers[term] for term in self._terms], np.int64)
        owners = np.array([at[field] for field in self._fields], np.int64)
        order = np.lexsort((owners, terms))
        return Chunk(
            terms=list(numbers),
            per_term=np.bincount(terms, minlength=len(numbers)),
            fields=owners[order],
            lists=self._lists.lists(order),
        )


def _write_vectors(
    writer: ContainerWriter, field: str, vectors: VectorsInMemory, numbers: dict[bytes, int]
) -> None:
    lists = vectors.lists.lists(np.arange(len(vectors.lists)))
    lists.parts["documents"][:] = [numbers[term.encode()] for term in vectors.terms]
    write_vectors(writer, field, np.frombuffer(vectors.owners, "u4"), lists)


@contextmanager
def new_file(storage: Any, name: str) -> Iterator[Path | BinaryIO]:
    """A new file of a storage, to be written from its beginning."""
    if isinstance(storage, FileStorage):
        yield Path(storage.folder) / name
        return
    kept = _KeptOpen()
    yield kept
    file = storage.create_file(name)
    file.write(kept.getvalue())
    file.close()


class _KeptOpen(BytesIO):
    """Bytes that can still be asked for after whoever wrote them has closed the file."""

    def close(self) -> None:
        pass
