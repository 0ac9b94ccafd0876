"""What becomes of deletions, lengths, fields and columns in segments by our codec."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from codec_index import ids, new_index, write
from hypothesis import given
from hypothesis import strategies as st
from whoosh import columns, fields
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import create_in
from whoosh.query import Term

from index.whoosh_codec import CodecSegment, SegmentCodec


@pytest.fixture
def index(tmp_path: Path) -> Any:
    return new_index(tmp_path)


@given(st.integers(1, 70), st.data())
def test_deletions_outlive_being_pickled(size: int, data: st.DataObject) -> None:
    segment = CodecSegment("MAIN")
    segment.set_doc_count(size)
    chosen = data.draw(st.sets(st.integers(0, size - 1)))
    back = data.draw(st.sets(st.integers(0, size - 1)))
    for document in chosen:
        segment.delete_document(document)
    for document in back:
        segment.delete_document(document, delete=False)
    again = pickle.loads(pickle.dumps(segment))  # noqa: S301 - as Whoosh's table of contents does
    assert list(again.deleted_docs()) == sorted(chosen - back)
    assert again.deleted_count() == len(chosen - back)
    assert again.has_deletions() == bool(chosen - back)
    assert [d for d in range(-1, size + 9) if again.is_deleted(d)] == sorted(chosen - back)
    assert again == segment
    assert again.doc_count_all() == size


def test_a_million_deletions_are_small() -> None:
    segment = CodecSegment("MAIN")
    segment.set_doc_count(1_000_000)
    for document in range(0, 1_000_000, 2):
        segment.delete_document(document)
    assert len(pickle.dumps(segment)) < 126_000


@pytest.mark.parametrize("document", [-1, 3])
def test_a_document_that_there_is_not_cannot_be_deleted(document: int) -> None:
    segment = CodecSegment("MAIN")
    segment.set_doc_count(3)
    with pytest.raises(IndexError, match="There is no document"):
        segment.delete_document(document)


def test_deleted_documents_are_found_no_more(index: Any) -> None:
    write(index, "abc")
    writer = index.writer(codec=SegmentCodec())
    assert writer.delete_by_query(Term("text", "xb")) == 1
    writer.commit(merge=False)
    assert ids(index) == ids(index, Term("text", "woord")) == ["a", "c"]
    assert index.doc_count() == 2
    assert index.doc_count_all() == 3


def test_lengths_are_exact_in_the_file_and_rounded_for_whoosh(index: Any, tmp_path: Path) -> None:
    for codec in (SegmentCodec(), None):
        writer = index.writer(codec=codec)
        for size in (1, 50, 1001, 0):
            writer.add_document(text=" ".join(["woord"] * size))
        writer.commit(merge=False)
    with index.reader() as reader:
        (ours, _), (theirs, _) = reader.leaf_readers()
        for document in range(3):
            length = ours.doc_field_length(document, "text")
            assert length == theirs.doc_field_length(document, "text")
        assert ours.doc_field_length(3, "text", 7) == 7
        assert ours.field_length("text") == theirs.field_length("text") == 1052
        assert ours.max_field_length("text") == theirs.max_field_length("text")
        opened = ours.segment().open(FileStorage(str(tmp_path)))
        assert np.array_equal(opened.file.lengths("text"), [1, 50, 1001, 0])


def test_fields_come_and_go(index: Any) -> None:
    write(index, "a")
    writer = index.writer(codec=SegmentCodec())
    writer.add_field("more", fields.KEYWORD(stored=True, sortable=True))
    writer.add_document(id="b", more="x y")
    writer.commit(merge=False)
    index.refresh()
    assert ids(index, Term("more", "x")) == ["b"]
    writer = index.writer(codec=SegmentCodec())
    writer.remove_field("more")
    writer.commit(optimize=True)
    with index.reader() as reader:
        assert "more" not in set(reader.indexed_field_names())
        assert [set(stored) for stored in reader.all_stored_fields()] == [{"id", "number"}, {"id"}]


COLUMNS = [
    (columns.VarBytesColumn(), [b"", b"abc"]),
    (columns.FixedBytesColumn(3), [b"abc", b"\0\0\0"]),
    (columns.RefBytesColumn(), [b"a", b"b"]),
    (columns.NumericColumn("i"), [-7, 0]),
    (columns.BitColumn(), [True, False]),
    (columns.CompressedBytesColumn(), [b"x" * 99, b"y"]),
    (columns.StructColumn("ifH", (0, 0.0, 0)), [(100, 0.5, 12), (0, 0.0, 0)]),
    (columns.PickleColumn(columns.CompressedBytesColumn()), [{"a": (1, b"")}, None]),
    (columns.PickleColumn(columns.VarBytesColumn()), [[1.5], "woord"]),
    (columns.VarBytesListColumn(), [[b"a", b"bc"], []]),
    (columns.FixedBytesListColumn(2), [[b"ab", b"cd"], []]),
]


@pytest.mark.parametrize(("column", "values"), COLUMNS, ids=lambda c: type(c).__name__)
def test_each_column_keeps_its_values_through_a_merge(column: Any, values: Sequence[Any]) -> None:
    index = RamStorage().create_index(fields.Schema(c=fields.COLUMN(column), i=fields.STORED()))

    def kept() -> list[Any]:
        with index.reader() as reader:
            column_reader = reader.column_reader("c")
            return [column_reader[document] for document in range(reader.doc_count_all())]

    with index.writer(codec=SegmentCodec()) as writer:
        for value in values:
            writer.add_document(c=value)
        writer.add_document(i=1)
    before = kept()
    assert before[: len(values)] == values
    writer = index.writer(codec=SegmentCodec())
    writer.add_document(c=values[0])
    writer.commit(optimize=True)
    assert kept() == [values[0], *before]


def test_a_column_that_writes_pickles_is_refused(tmp_path: Path) -> None:
    column = columns.CompressedBlockColumn()
    index = create_in(tmp_path, fields.Schema(c=fields.COLUMN(column)))
    writer = index.writer(codec=SegmentCodec())
    with pytest.raises(ValueError, match="choose a CompressedBytesColumn"):
        writer.add_document(c=b"a")
    writer.cancel()
