"""On which pages the words stand, and where the words of a phrase follow each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.places import PageMatch, leaf_positions, matching_pages, phrase_places, together
from index.tree import And, Everything, FacetIs, Node, Not, Or, Phrase, Terms, asked

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


BODY = {
    ("body_stem", "tuin"): [0, 1, 130],
    ("body_stem", "portiek"): [2, 260],
    ("body_part", "tuin"): [261],
    ("body_exact", "tuin"): [0, 1, 130],
    ("body_exact", "portiek"): [2, 260],
    ("title_stem", "dak"): [0],
}
STARTS = ((1, 0), (2, 130), (4, 260))
TUIN, PORTIEK = Terms(("tuin",), "stem"), Terms(("portiek",), "stem")

LATER = [PageMatch(2, 1, 1), PageMatch(4, 1, 1)]

PAGES: list[tuple[Node, list[PageMatch]]] = [
    (TUIN, [PageMatch(1, 1, 2), *LATER]),
    (And((TUIN, PORTIEK)), [PageMatch(1, 2, 3), PageMatch(4, 2, 2), PageMatch(2, 1, 1)]),
    (Or((TUIN, TUIN)), [PageMatch(1, 1, 2), *LATER]),
    (And((TUIN, Not(PORTIEK))), [PageMatch(1, 1, 2), *LATER]),
    (Phrase(("tuin", "portiek")), [PageMatch(1, 1, 1)]),
    (Phrase(("tuin", "portiek"), 100), [PageMatch(1, 1, 2)]),  # never from one page to the next
    (Terms(("dak",), "stem"), []),
    (Terms(("tuin",), "stem", in_title=True), []),
    (
        Terms(("portiek", "tuin"), "exact"),
        [PageMatch(1, 1, 3), PageMatch(2, 1, 1), PageMatch(4, 1, 1)],
    ),
    (Everything(), []),
    (FacetIs("kind", frozenset({"beleid"})), []),
]


def in_body(field: str, terms: tuple[str, ...]) -> list[int]:
    return together(BODY.get((field, term), []) for term in terms)


@pytest.mark.parametrize(("tree", "expected"), PAGES)
def test_the_page_with_most_of_the_asked_words_comes_first(
    tree: Node, expected: list[PageMatch]
) -> None:
    assert matching_pages(dict.fromkeys(asked(tree)), STARTS, in_body) == expected


def test_a_stem_stands_where_it_is_part_of_a_hyphenated_word_too() -> None:
    assert leaf_positions(TUIN, in_body) == [0, 1, 130, 261]
