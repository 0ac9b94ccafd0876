"""The form "uitgebreid zoeken": from a question to the form, and from the form to a question."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_strategies import queries

from index.api import FacetCount, Query, Sort
from index.fields import FACET_NAMES
from index.syntax import parse
from index.tree import And, Everything, Filter, Node, Years
from search_app.addresses import advanced_address, search_address
from search_app.advanced import (
    SUBMITTED,
    Form,
    Problem,
    ProblemKind,
    asked,
    facet_counts,
    filled,
    is_submitted,
    problems,
    read,
)
from search_app.composing import FIELDS
from search_app.params import to_params, to_query
from search_app.wording import PROBLEMS, WORDS

CHOSEN = frozenset({"beleid"})


def find_values(facet: str, typed: str) -> frozenset[str]:
    """A collection whose values are called as they are typed, in small letters."""
    return frozenset({typed.lower()} if facet != "language" else ())


def sent(**values: str) -> list[tuple[str, str]]:
    """The parameters of a form as a browser sends it: empty fields too."""
    empty = dict.fromkeys((*FIELDS, "year_from", "year_to", "sort"), "") | {"distance": "5"}
    return [(SUBMITTED, "1"), *(empty | values).items()]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"all": "a b"}, Query(text="a b")),
        ({"phrase": "a b", "none": "c"}, Query(text='"a b" -c')),
        ({"near": "a b", "distance": "12"}, Query(text='"a b"~12')),
        ({"near": "a b", "distance": ""}, Query(text='"a b"~5')),
        ({"near": "a b", "distance": "0"}, Query(text='"a b"')),
        ({"title": "a"}, Query(text="titel:a")),
        ({"q": "a OF b", "all": "c"}, Query(text="(a OF b) c")),
        ({"kind": "beleid"}, Query(filters={"kind": CHOSEN}, sort=Sort.NEWEST)),
        (
            {"all": "a", "kind": "beleid", "sort": "title"},
            Query(text="a", filters={"kind": CHOSEN}, sort=Sort.TITLE),
        ),
        (
            {"all": "a", "year_from": "2016", "year_to": "2012"},
            Query(text="a", year_from=2012, year_to=2016),
        ),
        ({"all": "a", "size": "20", "page": "3", "sort": "onzin"}, Query(text="a", size=20)),
    ],
)
def test_a_form_asks_a_question(values: dict[str, str], expected: Query) -> None:
    form = read(sent(**values))
    assert problems(form) == ()
    assert asked(form) == expected


@pytest.mark.parametrize(
    ("values", "field", "kind", "detail"),
    [
        ({}, "all", ProblemKind.NOTHING, ""),
        ({"all": "  "}, "all", ProblemKind.NOTHING, ""),
        ({"distance": "7"}, "all", ProblemKind.NOTHING, ""),
        ({"all": "a", "any": "?!"}, "any", ProblemKind.NO_WORD, "?!"),
        ({"near": "alleen"}, "near", ProblemKind.ONE_WORD, ""),
        ({"near": "a b", "distance": "101"}, "distance", ProblemKind.DISTANCE, "101"),
        ({"near": "a b", "distance": "²"}, "distance", ProblemKind.DISTANCE, "²"),
        ({"near": "a b", "distance": "-1"}, "distance", ProblemKind.DISTANCE, "-1"),
        ({"all": "a", "year_from": "ooit"}, "year_from", ProblemKind.YEAR, "ooit"),
        ({"year_to": "14"}, "year_to", ProblemKind.YEAR, "14"),
    ],
)
def test_what_cannot_be_asked_is_named_with_its_field(
    values: dict[str, str], field: str, kind: ProblemKind, detail: str
) -> None:
    assert problems(read(sent(**values))) == (Problem(field=field, kind=kind, detail=detail),)


def test_a_distance_without_words_does_not_matter() -> None:
    assert problems(read(sent(all="a", distance="veel"))) == ()


def test_only_a_form_that_was_sent_is_submitted() -> None:
    assert is_submitted(sent(all="a"))
    assert not is_submitted(to_params(Query(text="a")))


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (Query(sort=Sort.NEWEST), Form()),
        (Query(text="a b"), Form(fields={"all": "a b"})),
        (Query(text="a OF (b c)", page=3), Form(typed="a OF (b c)")),
        (
            Query(text='"a b"~7', sort=Sort.OLDEST, size=20),
            Form(fields={"near": "a b"}, distance="7", sort="oldest", size=20),
        ),
        (
            Query(text="soort:Beleid jaar:2012.. a"),
            Form(fields={"all": "a"}, filters={"kind": CHOSEN}, years=("2012", "")),
        ),
        (
            Query(filters={"kind": CHOSEN}, year_to=16),
            Form(filters={"kind": CHOSEN}, years=("", "0016")),
        ),
        # asked twice: in the words and beside them
        (
            Query(text="soort:beleid", filters={"kind": CHOSEN}),
            Form(typed="soort:beleid", filters={"kind": CHOSEN}),
        ),
        (Query(text="jaar:2014", year_from=2012), Form(typed="jaar:2014", years=("2012", ""))),
        (Query(text="taal:klingon"), Form(typed="taal:klingon")),
    ],
)
def test_a_question_fills_the_form(query: Query, form: Form) -> None:
    assert filled(query, find_values) == form


@settings(max_examples=400, deadline=None)
@given(queries)
def test_a_form_filled_with_a_question_asks_the_same(query: Query) -> None:
    query = to_query(to_params(query))  # as it comes from an address
    form = filled(query, find_values)
    again = asked(form)
    assert (again.size, again.page) == (query.size, 1)
    assert again.sort is query.sort or not (again.text and query.text)
    assert meaning(again) == meaning(query)
    told = [problem.kind for problem in problems(form)]
    assert told == ([] if meaning(query) else [ProblemKind.NOTHING])


def meaning(query: Query) -> set[object]:
    """All that must hold for a document, whether it was asked in words or beside them."""
    tree = parse(query.text).tree
    parts = tree.parts if isinstance(tree, And) else (tree,)
    found: set[object] = {_plain(part) for part in parts if not isinstance(part, Everything)}
    found |= {(facet, values) for facet, values in query.filters.items()}
    if query.year_from is not None or query.year_to is not None:
        found.add(Years(query.year_from, query.year_to))
    return found


def _plain(part: Node) -> object:
    if isinstance(part, Filter) and (values := find_values(part.facet, part.value)):
        return (part.facet, values)
    return part


ANYTHING = st.lists(
    st.tuples(
        st.sampled_from(("q", SUBMITTED, "distance", "year_from", "sort", *FIELDS, *FACET_NAMES)),
        st.text(max_size=12),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(ANYTHING)
def test_any_parameters_make_a_form_that_asks_or_says_why_not(
    params: list[tuple[str, str]],
) -> None:
    form = read(params)
    query = asked(form)
    assert to_query(parse_qsl(urlsplit(search_address(query)).query)) == query
    told = problems(form)
    assert told or query != Query(sort=Sort.NEWEST)
    assert len({problem.field for problem in told}) == len(told)


def test_values_of_the_collection_are_ticked_as_the_form_has_them() -> None:
    present = {
        "kind": (FacetCount(value="praktijk", count=3), FacetCount(value="beleid", count=1)),
        "year": (FacetCount(value="2014", count=2),),
    }
    ticked = facet_counts(present, Form(filters={"kind": CHOSEN, "theme": frozenset({"weg"})}))
    assert [(c.value, c.count, c.selected) for c in ticked["kind"]] == [
        ("praktijk", 3, False),
        ("beleid", 1, True),
    ]
    assert ticked["theme"] == (FacetCount(value="weg", count=0, selected=True),)
    assert "year" not in ticked
    assert "year" in facet_counts(present, Form(filters={"year": frozenset({"2014"})}))


def test_every_field_and_every_problem_has_words() -> None:
    assert tuple(WORDS) == FIELDS
    assert set(PROBLEMS) == set(ProblemKind)


def test_the_address_of_the_form_holds_the_question_from_its_first_page() -> None:
    assert advanced_address(Query(text="a b", page=4)) == "/uitgebreid?q=a+b"
    assert advanced_address() == "/uitgebreid"
