"""Posting lists as bytes: the same numbers come back, read one by one or all together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.segment.lists import ALIGNED, PARTS, Encoded, Lists, decode, encode, layout, read, spread

Array = NDArray[Any]
PerPosting = dict[str, list[float]]

OPTIONAL = ("positions", "starts", "ends", "boosts")
FLOATS = ("weights", "boosts")

# A list is as wide as its largest number, so that the numbers around each limit matter.
numbers = st.sampled_from((0, 1, 254, 255, 256, 65534, 65535, 65536, 2**31, 2**32 - 1)) | (
    st.integers(0, 300)
)
frequencies = st.integers(1, 3) | st.sampled_from((1, 1, 255, 256))
floats = st.sampled_from((0.0, 0.5, 1.0, 2.0, 1e9))


@dataclass(frozen=True)
class Told:
    """Lists as plain Python: per list the name of each part it has and its numbers."""

    lists: list[PerPosting]
    weighted: bool

    def as_lists(self) -> Lists:
        names = ["documents", "frequencies", *OPTIONAL] + ["weights"] * self.weighted
        parts = {name: self._all(name) for name in names}
        having = {name: np.array([name in one for one in self.lists], bool) for name in OPTIONAL}
        return Lists(
            documents=np.array([len(one["documents"]) for one in self.lists], np.int64),
            occurrences=np.array([sum(one["frequencies"]) for one in self.lists], np.int64),
            parts={name: array for name, array in parts.items() if len(array)},
            having={name: has for name, has in having.items() if len(parts[name])},
        )

    def _all(self, name: str) -> Array:
        dtype = np.float32 if name in FLOATS else np.uint32
        return np.array([n for one in self.lists for n in one.get(name, ())], dtype)


@st.composite
def one_list(draw: st.DrawFn, weighted: bool) -> PerPosting:
    documents = sorted(draw(st.lists(numbers, min_size=1, max_size=5, unique=True)))
    often = [draw(frequencies) for _ in documents] if draw(st.booleans()) else [1] * len(documents)
    told: PerPosting = {"documents": list(documents), "frequencies": list(often)}
    if weighted:
        other = draw(st.booleans())
        told["weights"] = [draw(floats) for _ in often] if other else [float(n) for n in often]
    for name in draw(st.sets(st.sampled_from(OPTIONAL))):
        some = draw(st.lists(floats if name in FLOATS else numbers, min_size=1, max_size=4))
        told[name] = [some[n % len(some)] for n in range(sum(often))]
    return told


@st.composite
def several(draw: st.DrawFn) -> Told:
    weighted = draw(st.booleans())
    return Told(draw(st.lists(one_list(weighted), max_size=6)), weighted)


def plain(array: Array) -> list[float]:
    return [float(number) for number in array.tolist()]


@settings(max_examples=100)
@given(several())
@example(Told([], weighted=False))
def test_lists_that_are_read_one_by_one_are_as_they_were_told(told: Told) -> None:
    lists = told.as_lists()
    encoded = encode(lists)
    for at, one in enumerate(told.lists):
        data = encoded.data.data[encoded.starts[at] : encoded.starts[at + 1]]
        found = read(
            data, int(encoded.widths[at]), int(lists.documents[at]), int(lists.occurrences[at])
        )
        known = {name: plain(array) for name, array in found.items()}
        known.setdefault("frequencies", [1.0] * len(one["documents"]))
        if told.weighted:
            known.setdefault("weights", known["frequencies"])
        assert known == {name: list(map(float, values)) for name, values in one.items()}


@settings(max_examples=100)
@given(several())
@example(Told([], weighted=True))
def test_lists_that_are_read_together_are_as_they_were_told(told: Told) -> None:
    lists = told.as_lists()
    found = decode(encode(lists), lists.documents, lists.occurrences)
    assert found.documents.tolist() == lists.documents.tolist()
    assert found.occurrences.tolist() == lists.occurrences.tolist()
    for part in PARTS:
        expected = lists.parts.get(part.name, np.empty(0))
        if part.name == "weights" and part.name not in found.parts:  # as often as they stand there
            assert plain(expected) in ([], plain(found.parts["frequencies"]))
            continue
        assert plain(found.parts.get(part.name, np.empty(0))) == plain(expected)
        assert found.counts(part).tolist() == lists.counts(part).tolist()


@settings(max_examples=30)
@given(several(), st.integers(0, 6), st.integers(0, 6))
def test_some_neighbouring_lists_can_be_read_without_the_others(
    told: Told, first: int, last: int
) -> None:
    lists = told.as_lists()
    encoded = encode(lists)
    inside = slice(min(first, last), max(first, last))
    starts = encoded.starts[inside.start : inside.stop + 1]
    if len(starts) < 2:
        return
    some = Encoded(
        data=encoded.data[starts[0] : starts[-1]], starts=starts, widths=encoded.widths[inside]
    )
    found = decode(some, lists.documents[inside], lists.occurrences[inside])
    expected = Told(told.lists[inside], told.weighted).as_lists()
    for name in ("documents", "frequencies", *OPTIONAL):
        nothing = np.empty(0)
        assert plain(found.parts.get(name, nothing)) == plain(expected.parts.get(name, nothing))


@settings(max_examples=50)
@given(several())
def test_every_part_lies_on_a_multiple_of_its_own_width(told: Told) -> None:
    lists = told.as_lists()
    encoded = encode(lists)
    assert not (encoded.starts % ALIGNED).any()
    for at, code in enumerate(encoded.widths.tolist()):
        place = int(encoded.starts[at])
        for part, width in layout(code):
            assert place % width == 0
            place += width * int(
                lists.documents[at] if part.per.value == "document" else lists.occurrences[at]
            )
        assert 0 <= encoded.starts[at + 1] - place < ALIGNED


@pytest.mark.parametrize(("largest", "width"), [(255, 1), (256, 2), (65535, 2), (65536, 4)])
def test_a_list_is_as_wide_as_its_largest_number(largest: int, width: int) -> None:
    told = Told([{"documents": [0, largest], "frequencies": [1, 1]}], weighted=False)
    assert [w for _, w in layout(int(encode(told.as_lists()).widths[0]))] == [width]


def test_what_says_nothing_is_left_out() -> None:
    once: PerPosting = {"documents": [3, 4], "frequencies": [1, 1], "weights": [1.0, 1.0]}
    often: PerPosting = {"documents": [3, 4], "frequencies": [1, 7], "weights": [1.0, 7.0]}
    weighed: PerPosting = {"documents": [3, 4], "frequencies": [1, 7], "weights": [1.0, 0.5]}
    encoded = encode(Told([once, often, weighed], weighted=True).as_lists())
    parts = [{part.name for part, _ in layout(code)} for code in encoded.widths.tolist()]
    assert parts == [
        {"documents"},
        {"documents", "frequencies"},
        {"documents", "frequencies", "weights"},
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=6))
def test_numbers_run_on_in_each_list_from_its_first(lists: list[tuple[int, int]]) -> None:
    firsts, counts = np.array(lists, np.int64).reshape(-1, 2).T
    expected = [first + at for first, count in lists for at in range(count)]
    assert spread(firsts, counts.astype(np.uint8)).tolist() == expected
