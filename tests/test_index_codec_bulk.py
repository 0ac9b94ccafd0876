"""Whoosh's own API on a segment that was made in bulk, without Whoosh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, create_in, open_dir
from whoosh.query import Phrase, Prefix, Term

from index.segment.build import SegmentBuilder
from index.segment.merge import Source, merge
from index.segment.segment import Segment
from index.whoosh_codec import SegmentCodec

SCHEMA = fields.Schema(name=fields.STORED(), text=fields.TEXT(), kind=fields.ID())


@pytest.fixture
def index(tmp_path: Path) -> Any:
    builder = SegmentBuilder()
    for name, words in (("a", ["wijk", "tuin"]), ("b", ["tuin", "wijk", "wijk"]), ("c", [])):
        text = (words, range(len(words)))
        builder.add({"text": text, "kind": (["rapport"], None)}, {}, {"name": name})
    storage = FileStorage(str(tmp_path))
    segment = SegmentCodec().new_segment(storage, "MAIN")
    segment.set_doc_count(builder.size)
    builder.write(tmp_path / segment.make_filename(SegmentCodec.EXTENSION))
    TOC(SCHEMA, [segment], 0).write(storage, "MAIN")
    return open_dir(tmp_path)


def found(index: Any, asked: Any) -> list[str]:
    with index.searcher() as searcher:
        return [hit["name"] for hit in searcher.search(asked)]


def test_it_is_searched(index: Any) -> None:
    assert found(index, Term("text", "wijk")) == ["b", "a"]
    assert found(index, Phrase("text", ["wijk", "tuin"])) == ["a"]
    assert found(index, Prefix("text", "tu")) == ["a", "b"]
    assert found(index, Term("kind", "rapport")) == ["a", "b", "c"]


def test_its_lengths_are_known(index: Any) -> None:
    with index.reader() as reader:
        assert [reader.doc_field_length(n, "text") for n in range(3)] == [2, 3, 0]
        assert reader.field_length("text") == 5


def test_it_is_changed_and_merged(index: Any) -> None:
    writer = index.writer(codec=SegmentCodec())
    writer.delete_by_term("text", "tuin")
    writer.add_document(name="d", text="tuin", kind="rapport")
    writer.commit(optimize=True)
    assert found(index, Term("kind", "rapport")) == ["d", "c"]
    assert index.doc_count_all() == 2


def test_what_only_whoosh_can_merge_is_not_merged_in_bulk(tmp_path: Path) -> None:
    schema = fields.Schema(text=fields.TEXT(vector=True))
    index = create_in(tmp_path, schema)
    with index.writer(codec=SegmentCodec()) as writer:
        writer.add_document(text="wijk")
    segment = Segment(next(tmp_path.glob("*.wws")))
    with pytest.raises(ValueError, match="let Whoosh merge it"):
        merge(tmp_path / "merged.wws", [Source(segment, segment.all_live())], 1 << 20)
