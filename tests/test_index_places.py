"""Where the words of a phrase follow each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.places import phrase_places

PLACES: list[tuple[list[list[int]], int, list[tuple[int, ...]]]] = [
    ([[3]], 0, [(3,)]),
    ([[1, 5, 9], [2, 6]], 0, [(1, 2), (5, 6)]),
    ([[1], [3]], 0, []),
    ([[1], [3]], 1, [(1, 3)]),
    ([[3], [1]], 5, []),
    ([[1], []], 5, []),
    ([[1, 2], [1, 2]], 0, [(1, 2)]),  # the same word twice
    ([[0], [1, 3], [6]], 2, [(0, 3, 6)]),  # the nearest second word would lead nowhere
    ([[0], [1, 2], [3]], 1, [(0, 1, 3)]),  # of two that lead on, the nearest
    ([[0], [101]], 100, [(0, 101)]),
    ([[0], [102]], 100, []),
]


@pytest.mark.parametrize(("words", "slop", "expected"), PLACES)
def test_words_of_a_phrase_follow_each_other_within_the_slop(
    words: list[list[int]], slop: int, expected: list[tuple[int, ...]]
) -> None:
    assert phrase_places(words, slop) == expected


def chains(words: list[list[int]], slop: int) -> set[int]:
    """First positions of all ways to walk through the words, one by one."""

    def follows(at: int, left: list[list[int]]) -> bool:
        return not left or any(
            1 <= following - at <= slop + 1 and follows(following, left[1:])
            for following in left[0]
        )

    return {first for first in words[0] if follows(first, words[1:])}


positions = st.sets(st.integers(0, 30)).map(sorted)


@given(st.lists(positions, min_size=1, max_size=4), st.integers(0, 6))
def test_a_phrase_stands_where_trying_every_way_finds_it(words: list[list[int]], slop: int) -> None:
    places = phrase_places(words, slop)
    assert [place[0] for place in places] == sorted(chains(words, slop))
    for place in places:
        assert all(at in word for at, word in zip(place, words, strict=True))
        steps = [b - a for a, b in pairwise(place)]
        assert all(1 <= step <= slop + 1 for step in steps)


def test_a_phrase_of_frequent_words_in_a_long_text_is_found() -> None:
    often = list(range(0, 100_000, 2))
    assert phrase_places([often] * 8, 0) == []
    assert len(phrase_places([often] * 8, 1)) == len(often) - 7
