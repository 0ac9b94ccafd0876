"""Writing by our codec: commits, merges, deletions, columns, writers of every kind."""

from __future__ import annotations

import multiprocessing
import weakref
from pathlib import Path
from typing import Any

import pytest
from codec_index import SCHEMA, ids, new_index, write
from codec_oracle import HOW
from whoosh import fields
from whoosh.filedb.filestore import RamStorage, copy_to_ram
from whoosh.index import LockError, create_in, open_dir
from whoosh.multiproc import SerialMpWriter
from whoosh.query import Every, Term
from whoosh.reading import MultiReader
from whoosh.writing import AsyncWriter, BufferedWriter

from index.whoosh_codec import SegmentCodec


@pytest.fixture
def index(tmp_path: Path) -> Any:
    return new_index(tmp_path)


def test_a_segment_is_one_file(index: Any, tmp_path: Path) -> None:
    write(index, "abc")
    (segment,) = index._segments()
    assert [path.name for path in tmp_path.glob("MAIN_*.*")] == [f"{segment.segment_id()}.wws"]


def test_an_index_in_memory_works_as_one_in_a_folder() -> None:
    index = RamStorage().create_index(SCHEMA)
    write(index, "abc")
    assert ids(index) == ["a", "b", "c"]


@pytest.mark.parametrize("how", HOW)
def test_each_way_to_merge_keeps_what_whoosh_keeps(index: Any, how: str) -> None:
    for part in ("abc", "cd", "e"):
        write(index, part, merge=False)
    write(index, "af", **HOW[how])
    assert ids(index) == (["a", "f"] if how == "clear" else list("abcdef"))
    assert ids(index, Term("text", "xa")) == ["a"]


def test_optimising_leaves_one_segment_without_deletions(index: Any, tmp_path: Path) -> None:
    for part in ("abc", "cd", "a"):
        write(index, part, merge=False)
    assert index.doc_count_all() == 6
    write(index, "", optimize=True)
    assert index.doc_count_all() == index.doc_count() == 4
    assert len(list(tmp_path.glob("*.wws"))) == 1


def test_segments_of_whoosh_and_of_ours_are_read_and_merged_together(index: Any) -> None:
    with index.writer() as writer:
        writer.add_document(id="a", text="woord a", number=1)
    write(index, "b", merge=False)
    with index.reader() as reader:
        assert isinstance(reader, MultiReader)
        assert reader.doc_frequency("text", "woord") == 2
    assert ids(index, Term("text", "woord")) == ["a", "b"]
    write(index, "c", optimize=True)
    assert ids(index, Term("text", "woord")) == ["a", "b", "c"]
    writer = index.writer()
    writer.commit(optimize=True)
    assert ids(index, Term("text", "woord")) == ["a", "b", "c"]


def test_nothing_added_writes_no_segment(index: Any, tmp_path: Path) -> None:
    write(index, "")
    assert not list(tmp_path.glob("*.wws"))
    assert ids(index) == []


def test_a_document_without_terms_is_kept(tmp_path: Path) -> None:
    index = create_in(tmp_path, fields.Schema(note=fields.STORED()))
    with index.writer(codec=SegmentCodec()) as writer:
        writer.add_document(note={"a": 1})
        writer.add_document()
    with index.reader() as reader:
        assert list(reader.all_stored_fields()) == [{"note": {"a": 1}}, {}]


def test_what_was_cancelled_is_not_there(index: Any) -> None:
    write(index, "a")
    writer = index.writer(codec=SegmentCodec())
    writer.add_document(id="b")
    writer.delete_by_term("id", "a")
    writer.cancel()
    assert ids(index) == ["a"]
    write(index, "c")
    assert ids(index) == ["a", "c"]


def test_an_error_between_two_documents_changes_nothing(index: Any) -> None:
    def fails() -> None:
        with index.writer(codec=SegmentCodec()) as writer:
            writer.add_document(id="a")
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert ids(index) == []
    write(index, "b")


@pytest.mark.parametrize("value", [object(), [1, {2: print}]], ids=["object", "inside"])
def test_a_value_that_cannot_be_kept_leaves_its_document_out(tmp_path: Path, value: Any) -> None:
    schema = fields.Schema(id=fields.ID(stored=True), a=fields.STORED())
    index = create_in(tmp_path, schema)
    with index.writer(codec=SegmentCodec()) as writer:
        writer.add_document(id="a")
        with pytest.raises(ValueError, match="cannot be kept; store text"):
            writer.add_document(a=value)
        writer.add_document(id="b")
    assert ids(index) == ["a", "b"]


FAILURES = [({"number": object()}, TypeError), ({"text": "los", "_stored_text": print}, ValueError)]


@pytest.mark.parametrize(("document", "error"), FAILURES, ids=["type", "value"])
def test_no_document_gets_the_terms_of_one_that_failed(
    tmp_path: Path, document: Any, error: type[Exception]
) -> None:
    schema = fields.Schema(
        id=fields.ID(stored=True), number=fields.NUMERIC(), text=fields.TEXT(stored=True)
    )
    index = create_in(tmp_path, schema)
    writer = index.writer(codec=SegmentCodec())
    with pytest.raises(error):
        writer.add_document(id="a", **document)
    with pytest.raises(ValueError, match="cancel this writer"):
        writer.add_document(id="b")
    writer.cancel()
    assert index.doc_count() == 0


def test_the_terms_of_a_last_document_that_failed_are_left_out(tmp_path: Path) -> None:
    schema = fields.Schema(id=fields.ID(stored=True), text=fields.TEXT(stored=True))
    index = create_in(tmp_path, schema)
    with index.writer(codec=SegmentCodec()) as writer:
        writer.add_document(id="a", text="vast")
        with pytest.raises(ValueError, match="cannot be kept"):
            writer.add_document(id="b", text="los", _stored_text=print)
    assert ids(index) == ["a"]
    with index.reader() as reader:
        assert [text for _, text in reader.all_terms()] == [b"a", b"vast"]


def test_what_has_a_document_that_failed_is_not_committed(tmp_path: Path) -> None:
    schema = fields.Schema(id=fields.ID(stored=True), number=fields.NUMERIC())
    index = create_in(tmp_path, schema)
    writer = index.writer(codec=SegmentCodec())
    writer.add_document(id="a")
    with pytest.raises(TypeError):
        writer.add_document(number=object())
    with pytest.raises(ValueError, match="cancel this writer"):
        writer.commit()
    assert ids(index) == []


def test_one_writes_at_a_time(index: Any) -> None:
    writer = index.writer(codec=SegmentCodec())
    with pytest.raises(LockError):
        index.writer(codec=SegmentCodec())
    writer.commit()
    index.writer(codec=SegmentCodec()).cancel()


def test_a_reader_goes_on_with_the_state_it_opened(index: Any) -> None:
    write(index, "abc")
    with index.searcher() as searcher:
        write(index, "abcd", optimize=True)
        assert searcher.search(Term("text", "woord"), limit=None).scored_length() == 3
        assert len(list(searcher.reader().all_stored_fields())) == 3
    assert ids(index) == list("abcd")


def test_a_segment_that_was_merged_just_now_is_looked_for_in_its_new_state(
    index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(index, "a")
    old = index._read_toc()
    write(index, "b", optimize=True)
    states = [old, index._read_toc()]
    monkeypatch.setattr(index, "_read_toc", lambda: states.pop(0))
    with index.reader() as reader:
        assert reader.doc_count() == 2


def test_an_index_can_be_copied_into_memory(index: Any) -> None:
    write(index, "abc")
    copied = copy_to_ram(index.storage).open_index()
    assert ids(copied, Term("text", "woord")) == ["a", "b", "c"]


def test_a_reader_that_is_closed_lets_go_of_its_file(index: Any) -> None:
    write(index, "abc")
    reader = index.reader()
    assert reader.doc_frequency("text", "woord") == 3
    assert reader.field_length("text") == 6
    assert reader.column_reader("number")[0] == ord("a")
    opened = weakref.ref(reader.segment().open(reader.storage()).file)
    reader.close()
    assert opened() is None


def test_a_buffered_writer_finds_what_is_not_written_yet(index: Any) -> None:
    writer = BufferedWriter(index, period=None, limit=3, writerargs={"codec": SegmentCodec()})
    for name in "abcd":
        writer.update_document(id=name, text="woord", number=1)
    with writer.searcher() as searcher:
        assert len(searcher.search(Term("text", "woord"), limit=None)) == 4
    writer.close()
    assert ids(index, Term("text", "woord")) == list("abcd")


def test_an_async_writer_waits_for_its_turn(index: Any) -> None:
    other = index.writer(codec=SegmentCodec())
    writer = AsyncWriter(index, delay=0.01, writerargs={"codec": SegmentCodec()})
    writer.add_document(id="a")
    writer.commit()
    other.commit()
    writer.wait(timeout=20)
    assert ids(index) == ["a"]


@pytest.mark.parametrize("several", [False, True], ids=["one", "several"])
def test_several_processes_write_one_index(index: Any, several: bool) -> None:
    write(index, "z")
    names = [f"{letter}{n}" for letter in "abcdef" for n in range(5)]
    writer = index.writer(
        codec=SegmentCodec(), procs=2, batchsize=5, multisegment=several, start_method="spawn"
    )
    for name in names:
        writer.add_document(id=name, text=f"woord x{name}", number=ord(name[0]))
    writer.commit()
    assert ids(index, Term("text", "woord")) == [*names, "z"]
    assert ids(index, Term("number", ord("c"))) == [n for n in names if n[0] == "c"]
    with index.searcher() as searcher:
        (hit,) = searcher.search(Term("id", "d3"))
        vector = searcher.vector_as("frequency", hit.docnum, "text")
        assert list(vector) == [("woord", 1), ("xd3", 1)]


def test_parts_that_were_written_apart_become_one(index: Any) -> None:
    writer = SerialMpWriter(index, procs=3, codec=SegmentCodec())
    for name in "abcdefg":
        writer.add_document(id=name, text=f"woord x{name}", number=ord(name))
    writer.commit()
    assert ids(index, Term("text", "woord")) == list("abcdefg")
    with index.searcher() as searcher:
        hits = searcher.search(Every(), sortedby="number", reverse=True)
        assert [hit["id"] for hit in hits] == list("gfedcba")


def test_a_document_that_was_grouped_stays_with_its_group(index: Any) -> None:
    with index.writer(codec=SegmentCodec()) as writer:
        for group in ("abc", "de"):
            with writer.group():
                for name in group:
                    writer.add_document(id=name)
    with index.reader() as reader:
        assert [stored["id"] for stored in reader.all_stored_fields()] == list("abcde")


def read_until(folder: str, last: int, results: Any) -> None:
    """Look what is there until the last commit is seen; each state must be one that was."""
    index = open_dir(folder)
    seen = 0
    while seen < last:
        with index.searcher() as searcher:
            found = {hit["id"] for hit in searcher.search(Term("text", "woord"), limit=None)}
        if len(found) < seen or found != {f"x{n}" for n in range(len(found))}:
            results.put(f"{sorted(found)} after {seen}")
            return
        seen = len(found)
    results.put("")


def test_other_processes_read_while_one_writes(index: Any, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results, last = context.Queue(), 20
    readers = [
        context.Process(target=read_until, args=(str(tmp_path), last, results)) for _ in range(2)
    ]
    for reader in readers:
        reader.start()
    for n in range(last):
        write(index, [f"x{n}"], optimize=n % 3 == 0)
    told = [results.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join()
    assert told == ["", ""]
