"""Documents in, a segment out; and several segments made one, as if it had been written at once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.segment.build import SegmentBuilder
from index.segment.merge import Source, merge
from index.segment.postings import Chunk, Postings
from index.segment.segment import Segment

Terms = tuple[list[str], list[int] | None]


class Told(NamedTuple):
    """A document as a builder is told it."""

    fields: dict[str, Terms]
    columns: dict[str, list[str]]
    record: dict[str, Any]
    starts: bytes = b""


class Contents(NamedTuple):
    """All that a segment says, as plain Python; what only says nothing is left out."""

    lists: dict[tuple[bytes, str], dict[int, list[int] | int]]
    columns: dict[str, list[tuple[str, ...]]]
    records: list[Any]
    lengths: dict[str, list[int]]
    starts: list[bytes]


POSITIONAL = {"body": True, "title": True, "id": False}
terms = st.sampled_from(("wijk", "tuin", "café", "cafe", "é", "", "𝄞", "a", "ab", "b", "ÿ"))
places = st.integers(0, 9) | st.sampled_from((255, 256, 65535, 65536, 2**31))


@st.composite
def occurrences(draw: st.DrawFn, name: str) -> Terms:
    found = draw(st.lists(terms, max_size=8))
    if not POSITIONAL[name]:
        return found, None
    return found, sorted(draw(st.lists(places, min_size=len(found), max_size=len(found))))


documents = st.builds(
    Told,
    fields=st.fixed_dictionaries({}, optional={name: occurrences(name) for name in POSITIONAL}),
    columns=st.dictionaries(
        st.sampled_from(("kind", "year", "id")),
        st.lists(st.sampled_from(("", "x", "é", "2014", "y")), max_size=3, unique=True),
    ),
    record=st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), st.integers()),
    starts=st.binary(max_size=5),
)
segments = st.lists(documents, max_size=6)
memories = st.sampled_from((1, 64, 2_000, 10**8))


def built(path: Path, told: Sequence[Told]) -> Segment:
    builder = SegmentBuilder()
    for one in told:
        builder.add(*one)
    builder.write(path)
    return Segment(path)


def contents(segment: Segment) -> Contents:
    segment.check()
    lengths = {name: segment.lengths(name).tolist() for name in segment.fields}
    columns = {
        name: [segment.column(name).of(at) for at in range(segment.size)]
        for name in segment.columns
    }
    return Contents(
        dict(lists_in(segment)),
        {name: told for name, told in columns.items() if any(told)},
        [segment.stored(at) for at in range(segment.size)],
        {name: told for name, told in lengths.items() if any(told)},
        [bytes(segment.starts.of(at)) for at in range(segment.size)],
    )


def lists_in(segment: Segment) -> Iterator[tuple[tuple[bytes, str], dict[int, list[int] | int]]]:
    names = list(segment.fields)
    for at, term in enumerate(segment.postings.terms):
        for number in segment.postings.lists_of(at, at + 1):
            name = names[segment.postings.fields[number]]
            assert segment.postings.find(term, segment.fields[name]) == number
            yield (term, name), list_of(segment, number)


def list_of(segment: Segment, number: int) -> dict[int, list[int] | int]:
    """Per document where the term stands in it, or how often where that is not known."""
    parts = {name: array.tolist() for name, array in segment.postings.read(number).items()}
    owners = parts["documents"]
    often = parts.get("frequencies", [1] * len(owners))
    assert len(owners) == segment.postings.documents[number]
    assert sum(often) == segment.postings.occurrences[number]
    if "positions" not in parts:
        return dict(zip(owners, often, strict=True))
    where = iter(parts["positions"])
    return {d: [next(where) for _ in range(n)] for d, n in zip(owners, often, strict=True)}


def expected(told: Sequence[Told]) -> Contents:
    """The same by a look at every document."""
    lists: dict[tuple[bytes, str], dict[int, Any]] = {}
    for at, one in enumerate(told):
        for name, (found, positions) in one.fields.items():
            for place, term in zip(positions or found, found, strict=True):
                entry = lists.setdefault((term.encode(), name), {})
                if positions is None:
                    entry[at] = entry.get(at, 0) + 1
                else:
                    entry.setdefault(at, []).append(place)
    columns = {
        name: [tuple(one.columns.get(name, ())) for one in told] for name in ("kind", "year", "id")
    }
    lengths = {
        name: [len(one.fields[name][0]) if name in one.fields else 0 for one in told]
        for name in POSITIONAL
    }
    return Contents(
        lists,
        {name: values for name, values in columns.items() if any(values)},
        [one.record for one in told],
        {name: counts for name, counts in lengths.items() if any(counts)},
        [one.starts for one in told],
    )


# Building


@settings(max_examples=55)
@given(segments)
@example([])
@example([Told({}, {}, {})])
def test_a_segment_says_what_its_builder_was_told(told: list[Told]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        segment = built(Path(folder) / "one", told)
        assert segment.size == len(told)
        assert contents(segment) == expected(told)


@settings(max_examples=25)
@given(segments)
def test_the_terms_of_a_field_are_those_that_stand_in_it(told: list[Told]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        segment = built(Path(folder) / "one", told)
        lists = expected(told).lists
        for name in POSITIONAL:
            numbers, counts = segment.terms_in(name)
            found = {segment.postings.terms[n]: c for n, c in zip(numbers, counts, strict=True)}
            assert found == {
                term: len(docs) for (term, field), docs in lists.items() if field == name
            }


def test_what_a_segment_does_not_have_is_empty(tmp_path: Path) -> None:
    segment = built(tmp_path / "one", [Told({"body": (["wijk"], [0])}, {}, {})] * 2)
    assert segment.lengths("title").tolist() == [0, 0]
    assert [array.tolist() for array in segment.terms_in("title")] == [[], []]
    assert segment.columns == ()
    assert list(segment.lists_of(b"tuin")) == []


def test_the_lists_of_a_term_are_told_by_field(tmp_path: Path) -> None:
    told = Told({"body": (["wijk"], [0]), "title": (["wijk", "tuin"], [0, 1])}, {}, {})
    segment = built(tmp_path / "one", [told])
    found = dict(segment.lists_of(b"wijk"))
    assert set(found) == {"body", "title"}
    assert list_of(segment, found["title"]) == {0: [0]}


# Merging


@st.composite
def sources(draw: st.DrawFn) -> list[tuple[list[Told], list[bool]]]:
    """Segments, and which of their documents are still wanted: all, some or none."""
    kept = st.sampled_from((st.just(True), st.booleans(), st.just(False)))
    found = draw(st.lists(segments, min_size=1, max_size=4))
    return [
        (told, draw(st.lists(draw(kept), min_size=len(told), max_size=len(told)))) for told in found
    ]


def merged(
    folder: Path, told: Sequence[tuple[Sequence[Told], Sequence[bool]]], memory: int
) -> Segment:
    several = [
        Source(built(folder / str(at), one), np.array(live, bool))
        for at, (one, live) in enumerate(told)
    ]
    merge(folder / "merged", several, memory)
    return Segment(folder / "merged")


def left(told: Sequence[tuple[Sequence[Told], Sequence[bool]]]) -> list[Told]:
    return [one for several, live in told for one, kept in zip(several, live, strict=True) if kept]


WORDS = Told({"body": (["wijk", "tuin"], [3, 300])}, {"kind": ["x"]}, {"n": 1})
TITLED = Told({"title": (["wijk"], [0]), "id": (["a", "a"], None)}, {"year": ["y", ""]}, {})
BARE = Told({}, {}, {})


@settings(max_examples=40)
@given(sources(), memories)
@example([([WORDS], [True])], 1)  # one source
@example([([WORDS, TITLED], [False, False]), ([BARE], [False])], 1)  # nothing is left
@example([([BARE, BARE], [True, False]), ([BARE], [True])], 1)  # no terms
@example([([], []), ([WORDS], [True])], 1)  # an empty source
@example([([WORDS], [True]), ([TITLED], [True]), ([BARE, WORDS], [True, True])], 1)  # other fields
def test_merging_is_as_if_what_is_left_had_been_written_at_once(
    told: list[tuple[list[Told], list[bool]]], memory: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = merged(Path(folder), told, memory)
        assert found.size == len(left(told))
        assert contents(found) == expected(left(told))


@settings(max_examples=20)
@given(sources())
def test_how_much_memory_there_is_changes_no_byte(
    told: list[tuple[list[Told], list[bool]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sections = []
        for memory in (1, 64, 10**8):
            merged(Path(folder), told, memory)
            sections.append((Path(folder) / "merged").read_bytes())
        assert sections[0] == sections[1] == sections[2]


@settings(max_examples=20)
@given(sources(), segments)
def test_what_was_merged_can_be_merged_again(
    told: list[tuple[list[Told], list[bool]]], more: list[Told]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = merged(Path(folder), told, 64)
        other = built(Path(folder) / "more", more)
        both = [Source(one, one.all_live()) for one in (other, first)]
        merge(Path(folder) / "again", both, 64)
        assert contents(Segment(Path(folder) / "again")) == expected([*more, *left(told)])


def large(seed: int, documents: int) -> list[Told]:
    """Documents whose numbers, positions and terms need two and four bytes."""
    chance = np.random.default_rng(seed)
    told = []
    for at in range(documents):
        words = [f"w{n}" for n in (chance.zipf(1.3, 30) % 400).tolist()]
        positions = np.sort(chance.integers(0, 70_000, 30)).tolist()
        fields: dict[str, Terms] = {"body": (words, positions), "id": ([f"{seed}.{at}"], None)}
        told.append(Told(fields, {"id": [f"{seed}.{at}"], "kind": [words[0]]}, {"n": at}))
    return told


@pytest.mark.parametrize("memory", [1 << 12, 1 << 30])
def test_larger_segments_are_merged_alike(tmp_path: Path, memory: int) -> None:
    chance = np.random.default_rng(3)
    told = [
        (one, (chance.random(len(one)) < share).tolist())
        for one, share in zip(
            (large(1, 300), large(2, 700), large(3, 40)), (1.1, 0.8, 0.1), strict=True
        )
    ]
    assert contents(merged(tmp_path, told, memory)) == expected(left(told))


def test_sources_stay_as_they_were(tmp_path: Path) -> None:
    told: list[tuple[list[Told], list[bool]]] = [([WORDS, TITLED], [True, False])]
    before = contents(built(tmp_path / "0", told[0][0]))
    merged(tmp_path, told, 64)
    assert contents(Segment(tmp_path / "0")) == before


def test_memory_bounds_how_many_terms_are_merged_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    plain = Postings.chunk

    def counted(self: Postings, first: int, last: int) -> Chunk:
        ends = [0, *self.ends().tolist()]
        asked.append(ends[last] - ends[first] if last - first > 1 else 0)  # one is taken anyhow
        return plain(self, first, last)

    monkeypatch.setattr(Postings, "chunk", counted)
    merged(tmp_path, [(large(1, 300), [True] * 300)], 64 * 2_000)
    assert 1_000 < max(asked) <= 2_000
    assert len(asked) > 10
