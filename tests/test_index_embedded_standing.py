"""Where the words of a phrase stand, by arrays and by plain loops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.embedded.standing import Places, documents_with, places_of
from index.places import near_places, phrase_places
from index.tree import Near, Phrase

Word = dict[int, list[int]]
"""Document -> ascending positions of a word in it."""

positions = st.integers(0, 12) | st.sampled_from((255, 256, 65535, 65536, 2**31 - 1, 2**31))
in_document = st.sets(positions, min_size=1, max_size=8).map(sorted)
words = st.dictionaries(st.integers(0, 4), in_document, max_size=5)
several = st.lists(words, min_size=1, max_size=4)
# One is much longer than the other, which is looked through in another way.
uneven = st.tuples(
    st.dictionaries(st.integers(0, 40), st.sets(st.integers(0, 40), min_size=1).map(sorted)),
    st.dictionaries(st.integers(0, 40), in_document, min_size=1, max_size=1),
).flatmap(st.permutations)


def places(word: Word) -> Places:
    documents = sorted(word)
    return places_of(
        np.array(documents, np.uint16),
        np.array([len(word[d]) for d in documents], np.uint8),
        np.array([at for d in documents for at in word[d]], np.uint32),
    )


def documents_of(told: Sequence[Word]) -> list[int]:
    return sorted(set[int]().union(*told))


def in_each(told: Sequence[Word], document: int) -> list[list[int]]:
    return [word.get(document, []) for word in told]


def assert_phrase(told: Sequence[Word], slop: int) -> None:
    found = documents_with(Phrase(("a",) * len(told), slop), [places(word) for word in told])
    expected = [d for d in documents_of(told) if phrase_places(in_each(told, d), slop)]
    assert found.tolist() == expected


def assert_near(told: Sequence[Word], within: int) -> None:
    leaf = Near((("a",),) * len(told), within)
    found = documents_with(leaf, [places(word) for word in told])
    expected = [d for d in documents_of(told) if near_places(in_each(told, d), within)]
    assert found.tolist() == expected


@settings(max_examples=300)
@given(several, st.integers(0, 4))
@example([{0: [2**31]}, {1: [0]}], 4)  # behind the end of one document begins another
@example([{0: [0, 1, 3]}, {0: [1, 2]}, {0: [3]}], 1)
@example([{}], 0)
def test_words_behind_each_other_stand_in_the_same_documents(told: list[Word], slop: int) -> None:
    assert_phrase(told, slop)


@settings(max_examples=200)
@given(words, st.integers(2, 4), st.integers(0, 4))
def test_a_word_that_is_asked_again_stands_somewhere_else(
    word: Word, times: int, slop: int
) -> None:
    assert_phrase([word] * times, slop)


@settings(max_examples=300)
@given(several, st.integers(0, 6))
@example([{0: [2**31]}, {1: [0]}], 6)
@example([{0: [5]}, {0: [4, 6]}], 1)
def test_words_near_each_other_stand_in_the_same_documents(told: list[Word], within: int) -> None:
    assert_near(told, within)


@settings(max_examples=60)
@given(uneven, st.integers(0, 4))
def test_a_rare_word_beside_a_frequent_one_is_found_as_well(told: list[Word], space: int) -> None:
    assert_phrase(told, space)
    assert_near(told, space)


def test_many_documents_are_told_once_and_in_order() -> None:
    chance = np.random.default_rng(4)
    told: list[Word] = [
        {d: np.flatnonzero(chance.random(60) < 0.2).tolist() for d in range(3000)} for _ in range(3)
    ]
    told = [{d: found for d, found in word.items() if found} for word in told]
    for space in (0, 1, 3):
        assert_phrase(told, space)
        assert_near(told, space)


def test_a_place_holds_a_document_and_a_position() -> None:
    found = places_of(np.array([0, 70_000]), np.array([1, 2]), np.array([2**31, 0, 7], np.uint32))
    assert found.tolist() == [2**31, 70_000 << 32, (70_000 << 32) + 7]
