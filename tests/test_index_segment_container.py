"""A file of named arrays: what was written comes back, or it is told that it cannot."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexOutdated
from index.segment.container import BLOCK, Container, ContainerWriter

Array = NDArray[Any]

DTYPES = ("|b1", "|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8", ">u4", ">f8")
FACTS = {"documents": 7, "fields": ["een", "twéé"]}


def written(path: Path, sections: Mapping[str, Array]) -> Path:
    with ContainerWriter(path) as writer:
        for name, array in sections.items():
            writer.add(name, array)
        writer.finish(FACTS)
    return path


# What was written comes back


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.text(max_size=5),
        st.tuples(st.sampled_from(DTYPES), st.lists(st.integers(0, 100), max_size=9)),
        max_size=5,
    )
)
def test_every_section_comes_back_with_its_numbers_and_their_type(
    told: dict[str, tuple[str, list[int]]],
) -> None:
    sections = {name: np.array(numbers, dtype) for name, (dtype, numbers) in told.items()}
    with tempfile.TemporaryDirectory() as folder:
        container = Container(written(Path(folder) / "file", sections))
        assert container.facts == FACTS
        assert container.sections == {name: array.nbytes for name, array in sections.items()}
        for name, array in sections.items():
            found = container.array(name)
            assert found.dtype == array.dtype.newbyteorder("<")
            assert found.tolist() == array.tolist()


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 2 * BLOCK // 4 + 9), max_size=5),
    st.integers(1, 1 << 16),
)
def test_a_section_may_come_in_pieces_of_any_size(lengths: list[int], step: int) -> None:
    pieces = [np.arange(length, dtype=np.int64) * step % (1 << 32) for length in lengths]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with ContainerWriter(path) as writer:
            writer.add("before", np.zeros(3, "u1"))
            writer.stream("numbers", "u4", iter(pieces))
            writer.add("after", np.arange(5))
            writer.finish({})
        container = Container(path)
        container.check()
        assert container.array("numbers").tolist() == [n for piece in pieces for n in piece]
        assert container.array("after").tolist() == [0, 1, 2, 3, 4]


def test_a_piece_is_the_bytes_that_were_asked_for(tmp_path: Path) -> None:
    data = np.arange(3 * BLOCK, dtype=np.int64).astype("u1")
    container = Container(written(tmp_path / "file", {"a": data[:5], "b": data}))
    for first, last in [(0, 0), (3, 9), (BLOCK - 24, BLOCK + 1), (7, 3 * BLOCK)]:
        assert bytes(container.piece("b", first, last)) == bytes(data[first:last])


def test_a_name_is_given_once(tmp_path: Path) -> None:
    with ContainerWriter(tmp_path / "file") as writer:
        writer.add("a", np.zeros(1))
        with pytest.raises(ValueError, match="‘a’"):
            writer.add("a", np.zeros(1))


# Damage

SECTIONS = {
    "bytes": np.frombuffer(b"wijk tuin portiek", "u1"),
    "empty": np.empty(0, "<u4"),
    "numbers": np.arange(BLOCK // 4 + 99, dtype="<u4"),
    "floats": np.linspace(0, 1, 9, dtype="<f4"),
}


@cache
def sound() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return written(Path(folder) / "file", SECTIONS).read_bytes()


def assert_right_or_damaged(content: bytes, *, outdated: bool = False) -> None:
    """Every section is what was written, or it is told that it is not; nothing else happens."""
    told = (IndexDamaged, IndexOutdated) if outdated else IndexDamaged
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            container = Container(path)
        except told:
            return
        assert container.facts == FACTS
        assert set(container.sections) == set(SECTIONS)
        for name, array in SECTIONS.items():
            try:
                found = container.array(name)
            except IndexDamaged:
                continue
            assert found.dtype == array.dtype
            assert np.array_equal(found, array)


def changed(at: int, bit: int) -> bytes:
    content = bytearray(sound())
    content[at] ^= 1 << bit
    return bytes(content)


@settings(max_examples=300)
@given(st.integers(0, len(sound()) - 1), st.integers(0, 7))
@example(0, 0)
def test_a_changed_byte_is_never_taken_for_what_was_written(at: int, bit: int) -> None:
    assert_right_or_damaged(changed(at, bit), outdated=8 <= at < 12)


TABLE_AND_FOOTER = 400
"""Bytes at the end of the file; the table and the footer are not more."""


@pytest.mark.parametrize("bit", range(8))
def test_no_bit_of_header_table_and_footer_misleads(bit: int) -> None:
    size = len(sound())
    for at in (*range(16), *range(size - TABLE_AND_FOOTER, size)):
        assert_right_or_damaged(changed(at, bit), outdated=8 <= at < 12)


@settings(max_examples=150)
@given(st.integers(0, len(sound()) - 1))
def test_a_file_that_was_cut_off_is_damaged(length: int) -> None:
    assert_cut(sound()[:length])


def test_a_file_that_misses_its_last_bytes_is_damaged() -> None:
    for length in range(len(sound()) - TABLE_AND_FOOTER, len(sound())):
        assert_cut(sound()[:length])


def assert_cut(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        with pytest.raises(IndexDamaged, match="reindex"):
            Container(path)


def test_a_changed_byte_anywhere_in_the_sections_is_found_when_all_is_checked() -> None:
    for at in (16, 40, BLOCK - 1, BLOCK, BLOCK + 70):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            path.write_bytes(changed(at, 3))
            container = Container(path)
            with pytest.raises(IndexDamaged):
                container.check()


def test_what_another_version_wrote_is_outdated(tmp_path: Path) -> None:
    content = bytearray(sound())
    content[8] += 1
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(IndexOutdated, match="reindex"):
        Container(tmp_path / "file")


def test_a_file_that_was_not_finished_is_damaged(tmp_path: Path) -> None:
    with ContainerWriter(tmp_path / "file") as writer:
        for name, array in SECTIONS.items():
            writer.add(name, array)
    with pytest.raises(IndexDamaged):
        Container(tmp_path / "file")


def test_what_is_not_asked_for_is_not_read(tmp_path: Path) -> None:
    big = np.zeros(4 * BLOCK, "u1")
    path = written(tmp_path / "file", {"first": big, "second": big, "third": big})
    content = bytearray(path.read_bytes())
    content[6 * BLOCK] ^= 1  # in the middle of the second
    path.write_bytes(content)
    container = Container(path)
    assert np.array_equal(container.array("first"), big)
    assert np.array_equal(container.array("third"), big)
    assert not any(container.piece("second", 0, BLOCK))
    for _ in range(2):  # and is not taken for sound the second time
        with pytest.raises(IndexDamaged):
            container.array("second")


def test_the_checksum_is_that_of_what_was_written(tmp_path: Path) -> None:
    one, same = (Container(written(tmp_path / name, SECTIONS)) for name in "ab")
    assert one.checksum == same.checksum
    other = {**SECTIONS, "bytes": np.frombuffer(b"wijk tuin portier", "u1")}
    assert Container(written(tmp_path / "c", other)).checksum != one.checksum
