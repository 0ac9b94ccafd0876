"""Addresses become questions and back."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.api import NoteKind, Query, Sort
from index.fields import FACET_NAMES
from index.syntax import MAX_CHARACTERS, parse
from search_app.addresses import search_address
from search_app.params import (
    MAX_PAGE,
    bad_years,
    is_start,
    query_string,
    to_params,
    to_query,
    to_typed,
    toggled,
    unfiltered,
)

NAMES = ("q", "sort", "page", "size", "year_from", "year_to", "lang", "onbekend", *FACET_NAMES)
ANYTHING = st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=20)), max_size=12)

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=30).map(str.strip)
YEAR = st.none() | st.integers(0, 9999)


@st.composite
def questions(draw: st.DrawFn) -> Query:
    values = st.frozensets(WORDS.filter(bool), min_size=1, max_size=3)
    first, last = draw(YEAR), draw(YEAR)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    text = draw(WORDS)
    return Query(
        text=text,
        filters=draw(st.dictionaries(st.sampled_from(FACET_NAMES), values, max_size=3)),
        year_from=first,
        year_to=last,
        sort=draw(st.sampled_from(list(Sort) if text else list(Sort)[1:])),
        page=draw(st.integers(1, MAX_PAGE)),
        size=draw(st.integers(1, 100)),
    )


@given(questions())
def test_a_question_survives_its_own_address(query: Query) -> None:
    asked = urlsplit(search_address(query)).query
    assert to_query(parse_qsl(asked, keep_blank_values=True)) == query


@given(ANYTHING)
def test_any_parameters_make_a_question_that_keeps_its_meaning(
    params: list[tuple[str, str]],
) -> None:
    query = to_query(params)
    assert to_query(to_params(query)) == query
    assert 1 <= query.size <= 100
    assert query.page >= 1
    assert query.year_from is None or query.year_to is None or query.year_from <= query.year_to


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ([], Query(sort=Sort.NEWEST)),
        ([("q", " zelfbeheer ")], Query(text="zelfbeheer")),
        ([("q", ""), ("q", "tweede")], Query(text="tweede")),
        ([("q", "a\0b")], Query(text="a b")),
        ([("q", "x"), ("page", "0")], Query(text="x")),
        ([("q", "x"), ("page", "-3")], Query(text="x")),
        ([("q", "x"), ("page", "drie")], Query(text="x")),
        ([("q", "x"), ("page", "²")], Query(text="x")),
        ([("q", "x"), ("page", "9" * 50)], Query(text="x")),
        ([("q", "x"), ("size", "0")], Query(text="x")),
        ([("q", "x"), ("size", "1000")], Query(text="x", size=100)),
        ([("q", "x"), ("sort", "willekeurig")], Query(text="x")),
        ([("q", "x"), ("sort", "")], Query(text="x")),
        ([("q", "x"), ("sort", "title")], Query(text="x", sort=Sort.TITLE)),
        ([("q", "x"), ("year_from", "twee"), ("year_to", "")], Query(text="x")),
        (
            [("q", "x"), ("year_from", "2016"), ("year_to", "2012")],
            Query(text="x", year_from=2012, year_to=2016),
        ),
        (
            [("q", "x"), ("kind", "beleid"), ("kind", "praktijk"), ("kind", "")],
            Query(text="x", filters={"kind": frozenset({"beleid", "praktijk"})}),
        ),
        (
            [("q", "x"), ("kind", "bestaat-niet")],
            Query(text="x", filters={"kind": frozenset({"bestaat-niet"})}),
        ),
        ([("q", "x"), ("kleur", "rood")], Query(text="x")),
    ],
)
def test_what_cannot_be_used_falls_back(params: list[tuple[str, str]], expected: Query) -> None:
    assert to_query(params) == expected


def test_without_words_relevance_means_newest() -> None:
    assert to_query([("sort", "relevance")]).sort is Sort.NEWEST
    assert search_address(Query(filters={"year": frozenset({"2014"})})) == "/?year=2014"


def test_what_is_no_year_is_reported() -> None:
    params = [("year_from", "tweeduizend"), ("year_to", "2012"), ("q", "x")]
    assert bad_years(params) == ("tweeduizend",)
    assert bad_years([("year_from", ""), ("year_to", "1999")]) == ()


def test_an_address_is_as_short_as_it_can_be() -> None:
    assert query_string(Query(sort=Sort.NEWEST)) == ""
    assert query_string(Query(text="a b")) == "q=a+b"
    assert search_address(Query(sort=Sort.NEWEST)) == "/"


@given(questions(), st.sampled_from(FACET_NAMES), WORDS.filter(bool))
def test_ticking_twice_is_not_ticking(query: Query, facet: str, value: str) -> None:
    assert toggled(toggled(query, facet, value), facet, value) == replace(query, page=1)


def test_ticking_goes_back_to_the_first_page() -> None:
    assert toggled(Query(text="x", page=4), "kind", "beleid").page == 1


def test_without_filters_only_the_words_are_left() -> None:
    query = Query(text="x", filters={"kind": frozenset({"beleid"})}, year_from=2012, page=2)
    assert unfiltered(query) == Query(text="x")


def test_only_an_empty_question_is_the_start() -> None:
    assert is_start(Query(sort=Sort.NEWEST, page=2))
    assert not is_start(Query(text="x"))
    assert not is_start(Query(year_to=2012))
    assert not is_start(Query(filters={"kind": frozenset({"beleid"})}))


@pytest.mark.parametrize("text", ["a" * 300_000, "a" * 3999 + " " * 9 + "b", "a " * 9000])
def test_a_question_that_is_too_long_is_cut_and_still_told_to_be(text: str) -> None:
    query = to_query([("q", text)])
    assert len(query.text) == MAX_CHARACTERS + 1
    assert [note.kind for note in parse(query.text).notes].count(NoteKind.TOO_LONG) == 1
    assert to_query(to_params(query)) == query


def test_a_question_of_the_longest_length_stays_whole() -> None:
    text = "a" * MAX_CHARACTERS
    assert to_query([("q", text)]).text == text


def test_what_is_typed_is_cut_as_well() -> None:
    assert len(to_typed([("q", "a" * 300_000)])) == MAX_CHARACTERS + 1


def test_of_each_facet_only_the_first_values_count() -> None:
    many = [("theme", str(number % 1000)) for number in range(5000)]
    query = to_query([("theme", "999"), *many, ("kind", "praktijk")])
    assert query.filters["theme"] == {"999", *map(str, range(49))}
    assert query.filters["kind"] == {"praktijk"}


def test_of_all_facets_together_only_so_many_values_count() -> None:
    many = [(facet, str(number)) for facet in FACET_NAMES for number in range(60)]
    assert sum(map(len, to_query(many).filters.values())) == 100
