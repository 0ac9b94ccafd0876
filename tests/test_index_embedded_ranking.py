"""The order of hits: that of all of them sorted by keys of Python, on any page."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.api import Sort
from index.embedded.leaf import SearchedSegment
from index.embedded.ranking import Found, best
from index.order import language_share
from index.segment.build import SegmentBuilder


class Told(NamedTuple):
    """A document: what it is ordered by, and whether it was found."""

    id: str
    published: str | None
    title_key: str
    score: float
    found: bool = True


def key(sort: Sort, one: Told) -> Any:
    """By what all are sorted; the newest first, and what has no date last."""
    digits = [-ord(digit) for digit in one.published or ""] + [1]  # a day is newer than its year
    newest = (one.published is None, digits, one.id)
    match sort:
        case Sort.TITLE:
            return one.title_key, one.id
        case Sort.NEWEST:
            return newest
        case Sort.OLDEST:
            return one.published is None, one.published, one.id
        case Sort.RELEVANCE:
            return -float(np.round(one.score, 5)), newest


def found_in(folder: Path, told: Sequence[Sequence[Told]], *, ranked: bool) -> list[Found]:
    found = []
    for at, several in enumerate(told):
        builder = SegmentBuilder()
        for one in several:
            published = [one.published] if one.published else []
            columns = {"id": [one.id], "published": published, "title_key": [one.title_key]}
            builder.add({}, columns, {})
        builder.write(folder / f"{at}")
        documents = np.array([n for n, one in enumerate(several) if one.found], np.int64)
        scores = np.array([one.score for one in several if one.found])
        segment = SearchedSegment(folder / f"{at}")
        found.append(Found(at, segment, documents, scores if ranked else None))
    return [one for one in found if len(one.documents)]


def answered(
    sort: Sort, told: Sequence[Sequence[Told]], first: int, last: int, *, ranked: bool = True
) -> list[Told]:
    with tempfile.TemporaryDirectory() as folder:
        places = best(sort, found_in(Path(folder), told, ranked=ranked), first, last)
    hits = [told[place.at][place.document] for place in places]
    if ranked:
        assert [place.score for place in places] == [one.score for one in hits]
    return hits


def expected(sort: Sort, told: Sequence[Sequence[Told]]) -> list[Told]:
    every = [one for several in told for one in several if one.found]
    return sorted(every, key=lambda one: key(sort, one))


# Much is equal, and some scores differ only behind the digits that count, or lie just between two.
dates = st.none() | st.sampled_from(("2014", "2014-05", "2014-05-12", "2014-06", "1999", "2020"))
scores = st.sampled_from((0.0, 0.5, 1.0, 1.000004, 1.00001, 7.25)) | st.integers(0, 9).map(
    lambda n: (n + 0.5) / 100_000
)
documents = st.builds(
    Told,
    id=st.uuids().map(str),
    published=dates,
    title_key=st.sampled_from(("", "a", "ab", "b", "é", "𝄞", "￿")),
    score=scores,
    found=st.sampled_from((True, True, False)),
)
segments = st.lists(documents, max_size=9)
collections = st.lists(segments, max_size=4)


@settings(max_examples=150)
@given(collections, st.sampled_from(Sort), st.integers(0, 12), st.integers(0, 12))
def test_any_page_is_that_page_of_all_hits_in_order(
    told: list[list[Told]], sort: Sort, first: int, size: int
) -> None:
    hits = answered(sort, told, first, first + size)
    assert hits == expected(sort, told)[first : first + size]


@settings(max_examples=60)
@given(collections, st.sampled_from((Sort.NEWEST, Sort.OLDEST, Sort.TITLE)))
def test_where_nothing_is_ranked_the_order_is_the_same(told: list[list[Told]], sort: Sort) -> None:
    assert answered(sort, told, 0, 99, ranked=False) == expected(sort, told)


@settings(max_examples=60)
@given(segments, st.sampled_from(Sort), st.integers(1, 4), st.integers(1, 4))
def test_pages_never_overlap_and_miss_nothing(
    told: list[Told], sort: Sort, several: int, size: int
) -> None:
    parts = [told[at::several] for at in range(several)]
    pages = [answered(sort, parts, first, first + size) for first in range(0, 12, size)]
    assert [one for page in pages for one in page] == expected(sort, [told])


@settings(max_examples=60)
@given(segments, st.integers(1, 4), st.sampled_from(Sort))
@example(
    [Told("b", "2014", "", 0.000005), Told("a", None, "", 0.0), Told("c", None, "", 0.00001)],
    3,
    Sort.RELEVANCE,
)
def test_the_order_does_not_depend_on_how_documents_came_into_segments(
    told: list[Told], several: int, sort: Sort
) -> None:
    parts = [told[at::several] for at in range(several)]
    assert answered(sort, parts, 0, 99) == answered(sort, [told], 0, 99)


EXAMPLE = [
    Told("d", "2014", "buren", 1.0),
    Told("c", None, "avond", 3.0),
    Told("b", "2014-05", "buren", 1.0),
    Told("a", "2014", "zorg", 0.5),
    Told("e", None, "", 1.0),
]
ORDERS = {
    Sort.RELEVANCE: "cbdea",
    Sort.NEWEST: "badce",
    Sort.OLDEST: "adbce",
    Sort.TITLE: "ecbda",
}


@pytest.mark.parametrize(("sort", "order"), ORDERS.items())
@pytest.mark.parametrize("last", range(7))
@pytest.mark.parametrize("several", [1, 2, 5])
def test_the_first_few_are_the_beginning_of_the_whole_order(
    sort: Sort, order: str, last: int, several: int
) -> None:
    parts = [EXAMPLE[at::several] for at in range(several)]
    assert "".join(one.id for one in answered(sort, parts, 0, last)) == order[:last]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("several", [1, 3])
def test_what_is_equal_is_ordered_by_id(sort: Sort, several: int) -> None:
    told = [Told(f"{n * 7 % 50:02}", None, "x", 1.0) for n in range(50)]
    hits = answered(sort, [told[at::several] for at in range(several)], 20, 30)
    assert [one.id for one in hits] == [f"{n}" for n in range(20, 30)]


@pytest.mark.parametrize(
    ("document", "reader", "share"),
    [("nl", "nl", 1.0), ("en", "nl", 0.8), (None, "nl", 1.0), ("en", None, 1.0)],
)
def test_what_is_in_another_language_counts_less(
    document: str | None, reader: str | None, share: float
) -> None:
    assert language_share(document, reader) == share
