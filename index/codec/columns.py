"""The columns of Whoosh as they are kept in a segment file: by their own writers, never pickled."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from whoosh import columns
from whoosh.filedb.structfile import BufferFile, StructFile

from index.codec.stored import from_json, to_json


class JsonColumn(columns.WrappedColumn):
    """What :class:`whoosh.columns.PickleColumn` keeps, as JSON."""

    class Writer(columns.WrappedColumnWriter):
        """Writes any value that can be a stored field."""

        def add(self, document: int, value: Any) -> None:
            """The value of the next document that has one."""
            self._child.add(document, b"" if value is None else to_json(value))

    class Reader(columns.WrappedColumnReader):
        """Reads them; None where a document has no value."""

        def __getitem__(self, document: int) -> Any:
            kept = self._child[document]
            return from_json(kept) if kept else None

        def __iter__(self) -> Iterator[Any]:
            return (from_json(kept) if kept else None for kept in self._child)


def kept_as(column: Any) -> Any:
    """The column that is written and read in place of ``column``.

    Raises:
        ValueError: when it would write pickles.
    """
    if isinstance(column, columns.PickleColumn):
        return JsonColumn(kept_as(column._child))
    if isinstance(column, columns.CompressedBlockColumn):
        raise ValueError(  # noqa: TRY004 - what makes Whoosh's writer drop the document
            "A CompressedBlockColumn writes pickles and cannot be kept; "
            "choose a CompressedBytesColumn."
        )
    if isinstance(column, columns.WrappedColumn):
        kept_as(column._child)
    return column


class ColumnInMemory:
    """A column in the making."""

    def __init__(self, column: Any) -> None:
        self._bytes = BytesIO()
        self._writer = column.writer(StructFile(self._bytes))

    def add(self, document: int, value: Any) -> None:
        """The value of the next document that has one."""
        self._writer.add(document, value)

    def finish(self, size: int) -> bytes:
        """The column of ``size`` documents."""
        self._writer.finish(size)
        return self._bytes.getvalue()


def column_reader(column: Any, data: bytes, size: int) -> Any:
    """Whoosh's own reader of what was kept for ``size`` documents."""
    return kept_as(column).reader(BufferFile(data), 0, len(data), size)
