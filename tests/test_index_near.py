"""The words at a small distance are all found, and none beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from index.near import NearWords

# Few letters, so that much is near; digits and letters beyond a-z, which share bins with others.
keys = st.text(alphabet="aabtkn19ëßд", max_size=9)


@given(st.lists(keys.filter(bool), max_size=60, unique=True), keys, st.integers(0, 3))
def test_the_words_within_a_distance_are_those_that_a_loop_finds(
    words: list[str], key: str, most: int
) -> None:
    expected = {(word, OSA.distance(key, word)) for word in words if key}
    found = NearWords(words).within(key, most)
    assert sorted(found) == sorted(near for near in expected if near[1] <= most)


NEAR = {
    "overlats": [("overlast", 1)],
    "overlast": [("overlast", 0)],
    "ovrlats": [("overlast", 2)],
    "overlasten": [("overlast", 2)],
    "zzz": [],
}


@pytest.mark.parametrize(("key", "found"), NEAR.items())
def test_two_letters_swapped_are_one_edit(key: str, found: list[tuple[str, int]]) -> None:
    assert NearWords(["overlast", "portiek", "tuin"]).within(key, 2) == found


def test_a_run_too_long_for_a_word_is_near_nothing() -> None:
    words = NearWords(["a" * 70, "a" * 63])
    assert words.within("a" * 69, 2) == []
    assert words.within("a" * 64, 2) == [("a" * 63, 1)]
