"""A changed byte, a cut or lost file is told; it never becomes a wrong answer or a crash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from codec_oracle import SCHEMA
from whoosh import query
from whoosh.index import create_in, open_dir

from corpus.errors import IndexDamaged, IndexOutdated
from index.segment import container
from index.whoosh_codec import SegmentCodec

STEP = 3
"""Every so many bytes one is changed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with create_in(tmp_path, SCHEMA).writer(codec=SegmentCodec()) as writer:
        writer.add_document(
            id="a", body="wijk tuin wijk", chars="de tuin", number=3, tags="x, y", places="tuin^2"
        )
        writer.add_document(id="b", kind="child", body="tuin", stems="running", title="Een tuin")
        writer.add_document(id="c", note={"of": (1, b"\0")}, spots="wijk^3", ratio=0.5)
    return tmp_path


def segment_of(folder: Path) -> Path:
    (path,) = folder.glob("*.wws")
    return path


def answers(folder: Path) -> Any:
    """What an index answers, whatever part of the file it stands in."""
    index = open_dir(folder)
    asked = [
        query.Term("body", "wijk"),
        query.Phrase("body", ["wijk", "tuin"]),
        query.Prefix("stems", "ru"),
        query.NumericRange("number", 1, 5),
        query.Every("spots"),
    ]
    with index.searcher() as searcher:
        found = [[(hit.docnum, hit.score) for hit in searcher.search(q)] for q in asked]
        by_number = [hit["id"] for hit in searcher.search(query.Every(), sortedby="number")]
        reader = searcher.reader()
        stored = list(reader.all_stored_fields())
        vectors = list(reader.vector_as("weight", 0, "chars"))
        columns = [list(reader.column_reader(name)) for name in ("tags", "title")]
        return found, by_number, stored, vectors, columns, list(reader.iter_postings())


def places(data: bytes) -> Iterator[int]:
    """Every few bytes, and each of the header and the footer."""
    yield from range(0, len(data), STEP)
    yield from range(16)
    yield from range(len(data) - 32, len(data))


def test_a_changed_byte_is_told_or_was_never_needed(folder: Path) -> None:
    path = segment_of(folder)
    data = path.read_bytes()
    right = answers(folder)
    told = 0
    for at in places(data):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1 :])
        try:
            assert answers(folder) == right, at
        except IndexDamaged:
            told += 1
        except IndexOutdated:  # the bytes that say which version it is
            assert 8 <= at < 12
            told += 1
    assert told > len(set(places(data))) - 8


def test_of_a_large_file_the_damaged_part_is_told_when_it_is_needed(tmp_path: Path) -> None:
    with create_in(tmp_path, SCHEMA).writer(codec=SegmentCodec()) as writer:
        for number in range(2000):
            words = " ".join(f"woord{number * factor % 997}" for factor in range(1, 30))
            writer.add_document(id=str(number), body=words, number=number)
    path = segment_of(tmp_path)
    data = path.read_bytes()
    assert len(data) > 4 * container.BLOCK

    def found() -> Any:
        with open_dir(tmp_path).searcher() as searcher:
            hits = searcher.search(query.Term("body", "woord500"), limit=None)
            return [(hit.docnum, hit.score, hit["id"]) for hit in hits]

    right, told = found(), set()
    for at in range(1000, len(data), len(data) // 50):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        try:
            assert found() == right, at
            told.add(False)
        except IndexDamaged:
            told.add(True)
    assert told == {False, True}


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_told(folder: Path, part: float) -> None:
    path = segment_of(folder)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(IndexDamaged, match="reindex"):
        answers(folder)


def test_a_file_with_more_behind_it_is_told(folder: Path) -> None:
    path = segment_of(folder)
    path.write_bytes(path.read_bytes() + bytes(8))
    with pytest.raises(IndexDamaged, match="reindex"):
        answers(folder)


def test_a_file_that_is_gone_is_told(folder: Path) -> None:
    segment_of(folder).unlink()
    with pytest.raises(IndexDamaged, match=re.escape("is missing; run ‘watwerkt reindex’")):
        answers(folder)


def test_the_file_of_another_segment_is_told(folder: Path) -> None:
    path = segment_of(folder)
    with open_dir(folder).writer(codec=SegmentCodec()) as writer:
        writer.add_document(id="d")
        writer.merge = False
    other = next(found for found in folder.glob("*.wws") if found != path)
    path.write_bytes(other.read_bytes())
    with pytest.raises(IndexDamaged, match="reindex"):
        answers(folder)


def test_a_file_of_another_version_is_outdated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = create_in(tmp_path, SCHEMA)
    monkeypatch.setattr(container, "VERSION", container.VERSION + 1)
    with index.writer(codec=SegmentCodec()) as writer:
        writer.add_document(id="a")
    monkeypatch.undo()
    with pytest.raises(IndexOutdated, match="reindex"):
        index.reader()


def test_a_list_without_what_the_schema_now_wants_is_outdated(folder: Path) -> None:
    writer = open_dir(folder).writer(codec=SegmentCodec())
    writer.schema["title"].format = writer.schema["body"].format
    writer.commit()
    with (
        open_dir(folder).searcher() as searcher,
        pytest.raises(IndexOutdated, match="without positions"),
    ):
        searcher.search(query.Phrase("title", ["een", "tuin"]))


def test_no_pickle_is_in_the_file(folder: Path) -> None:
    data = segment_of(folder).read_bytes()
    assert b"\x80\x02" not in data
    assert b"\x80\x04\x95" not in data
