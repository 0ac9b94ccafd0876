"""Sorted strings of bytes against lists of Python."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.segment.container import Container, ContainerWriter
from index.segment.lists import starts_of
from index.segment.strings import Strings, packed

# Few different bytes, so that much begins alike; 0xFF has no next byte.
texts = st.lists(st.sampled_from((0, 97, 98, 254, 255)), max_size=4).map(bytes) | st.binary(
    max_size=6
)
sets = st.sets(texts, max_size=12).map(sorted)


@contextmanager
def kept(strings: Iterable[bytes]) -> Iterator[Strings]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with ContainerWriter(path) as writer:
            data, starts = packed(strings)
            writer.add("s.bytes", data)
            writer.add("s.starts", starts)
            writer.finish({})
        yield Strings(Container(path), "s")


@settings(max_examples=50)
@given(sets)
@example([])
@example([b""])
def test_they_are_a_sequence_in_the_order_of_their_bytes(strings: list[bytes]) -> None:
    with kept(strings) as found:
        assert len(found) == len(strings)
        assert list(found) == strings
        assert [found[at] for at in range(len(strings))] == strings
        assert found[1:4] == strings[1:4]
        for first in range(len(strings) + 1):
            for last in range(first, len(strings) + 1):
                assert list(found.between(first, last)) == strings[first:last]


@settings(max_examples=100)
@given(sets, texts)
@example([b"", b"\xff"], b"")
def test_a_string_is_found_where_it_stands(strings: list[bytes], text: bytes) -> None:
    with kept(strings) as found:
        assert found.at_least(text) == sum(one < text for one in strings)
        assert found.find(text) == (strings.index(text) if text in strings else None)
        for at, one in enumerate(strings):
            assert found.find(one) == at


@settings(max_examples=100)
@given(sets, texts)
@example([b"a", b"\xff", b"\xff\xff", b"\xff\xffa"], b"\xff")
@example([b"a", b"a\xff", b"a\xff\xff", b"b"], b"a\xff")
@example([b"\xffa", b"\xffb", b"\xffb\xff", b"\xffc"], b"\xffb")
def test_those_that_begin_alike_stand_behind_each_other(
    strings: list[bytes], prefix: bytes
) -> None:
    with kept(strings) as found:
        expected = [at for at, one in enumerate(strings) if one.startswith(prefix)]
        assert list(found.beginning(prefix)) == expected


@given(st.lists(st.integers(0, 9), max_size=9))
def test_runs_start_where_those_before_end(counts: list[int]) -> None:
    expected = [sum(counts[:at]) for at in range(len(counts) + 1)]
    assert starts_of(np.array(counts, np.uint8)).tolist() == expected
