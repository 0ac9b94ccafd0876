"""What a reader who found nothing is offered instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from index.api import Query
from search_app.ways_out import MOST_OF_A_KIND, any_word, ways_out

POLICY = {"kind": frozenset({"beleid"})}


def counting(counts: Mapping[tuple[str, bool], int]) -> Callable[[Query], int]:
    """The count of a question by its text and by whether a facet narrows it; else 0."""
    return lambda query: counts.get((query.text, bool(query.filters)), 0)


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        ("huurders zelfbeheer", "huurders OF zelfbeheer"),
        ('"a b" AND (c)', '"a b" OF c'),
        ("a -b c", "-b (a OF c)"),
        ("gemeente:Haarlem a b", 'gemeente:"Haarlem" (a OF b)'),
        ("a (b OF c)", "a OF b OF c"),
        ("zelfbeheer", None),
        ("zelfbeheer zelfbeheer", None),
        ("gemeente:Haarlem zelfbeheer", None),
        ("a OF b", None),
        ("", None),
    ],
)
def test_all_words_become_any_word(text: str, wider: str | None) -> None:
    assert any_word(text) == wider


def test_words_that_are_not_searched_for_are_not_offered() -> None:
    assert any_word("wat werkt bij overlast portiek", ("wat", "werkt", "bij")) == (
        "overlast OF portiek"
    )
    assert any_word("wat werkt bij overlast", ("wat", "werkt", "bij")) is None
    query = Query(text="wat werkt qqqq")
    assert not list(ways_out(query, lambda _: 5, None, ("wat", "werkt")))


def test_each_way_out_says_how_much_it_gives_and_leads_there() -> None:
    query = Query(text="a b", filters=POLICY, page=2)
    (way,) = ways_out(query, counting({("a OF b", True): 3}))
    assert (way.any_word, way.without_filters, way.count) == (True, False, 3)
    assert way.address == "/?q=a+OF+b&kind=beleid"


def test_spelling_comes_first_then_fewer_words_then_any_word_then_fewer_filters() -> None:
    query = Query(text="a b", filters=POLICY)
    counts = {("c b", True): 1, ("a", True): 2, ("b", True): 3, ("a OF b", True): 4}
    found = list(ways_out(query, counting({**counts, ("a b", False): 5}), "c b"))
    assert [way.count for way in found] == [1, 3, 2, 4, 5]
    assert found[0].respelled
    assert [way.left_out for way in found] == ["", "a", "b", "", ""]
    assert found[3].any_word
    assert found[4].without_filters


def test_at_most_four_words_are_offered_to_be_left_out_the_best_first() -> None:
    query = Query(text="a b c d e f")
    counts = {
        "b c d e f": 1, "a c d e f": 2, "a b d e f": 3, "a b c e f": 4, "a b c d f": 5,
    }  # fmt: skip
    found = list(ways_out(query, lambda asked: counts.get(asked.text, 0)))
    assert [(way.left_out, way.count) for way in found] == [("e", 5), ("d", 4), ("c", 3), ("b", 2)]
    assert len(found) == MOST_OF_A_KIND


def test_one_filter_less_is_offered_where_there_are_more() -> None:
    query = Query(text="a", filters=POLICY, year_from=2012)
    found = list(ways_out(query, lambda asked: 1 + (not asked.filters) if asked != query else 0))
    assert [(way.facet, way.without_filters) for way in found] == [
        ("kind", False),
        ("year", False),
        ("", True),
    ]
    assert found[0].address == "/?q=a&year_from=2012"
    (only,) = ways_out(Query(text="a", year_from=2012), lambda _: 1)
    assert only.without_filters


def test_the_widest_way_out_is_tried_last() -> None:
    query = Query(text="a b", filters=POLICY)
    (way,) = ways_out(query, counting({("a OF b", False): 7}))
    assert (way.count, way.without_filters, way.any_word) == (7, True, True)
    assert not list(ways_out(query, lambda _: 0))
