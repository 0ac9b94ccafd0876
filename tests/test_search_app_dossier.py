"""A dossier in an address: what is read, written, added and taken out."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passage import quote_mark
from index.api import Query, Sort, Unit
from search_app.addresses import (
    archetype_address,
    carrying,
    document_address,
    document_data_address,
    file_address,
    help_address,
    quote_address,
    search_address,
    search_data_address,
)
from search_app.dossier import (
    MOST,
    MOST_SEARCHES,
    NAMES,
    Dossier,
    document_of,
    is_passage,
    read,
    written,
)
from search_app.params import query_string, to_params, to_query

ID = st.from_regex(r"[a-z2-7]{10}(\.[a-z2-7]{12})?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Z")), max_size=30)
SEARCH = st.builds(
    Query,
    text=WORDS.filter(bool),
    unit=st.sampled_from(Unit),
    filters=st.sampled_from([{}, {"kind": frozenset({"praktijk", "beleid"})}]),
    sort=st.sampled_from([Sort.RELEVANCE, Sort.NEWEST]),
)
ANYTHING = st.lists(st.tuples(st.sampled_from([*NAMES, "q"]), st.text(max_size=40)), max_size=8)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    return Dossier(
        items=tuple(draw(st.lists(ID, max_size=8, unique=True))),
        searches=tuple(draw(st.lists(SEARCH, max_size=3, unique_by=search_address))),
        title=draw(WORDS),
    )


@given(dossiers())
def test_a_dossier_survives_its_own_address(dossier: Dossier) -> None:
    asked = urlencode(written(dossier))
    assert read(parse_qsl(asked, keep_blank_values=True)) == dossier


@given(ANYTHING)
def test_any_parameters_make_a_dossier_that_keeps_its_meaning(
    params: list[tuple[str, str]],
) -> None:
    dossier = read(params)
    assert read(written(dossier)) == dossier


@given(dossiers(), SEARCH)
def test_the_dossier_is_no_part_of_the_question(dossier: Dossier, query: Query) -> None:
    params = [*to_params(query), *written(dossier)]
    assert to_query(params, query.unit) == query
    assert read(params) == dossier
    assert query_string(to_query(params, query.unit)) == query_string(query)


@given(dossiers(), ID)
def test_adding_and_taking_out_gives_the_same_items(dossier: Dossier, item: str) -> None:
    twice = dossier.toggled(item).toggled(item)
    assert set(twice.items) == set(dossier.items)
    assert (item in dossier.toggled(item).items) != (item in dossier.items)


def test_ids_may_be_repeated_and_listed_and_count_once() -> None:
    assert read([("dossier", "a~b.k"), ("dossier", "a~ c ~~")]).items == ("a", "b.k", "c")


def test_an_id_says_of_which_document_it_is() -> None:
    assert (document_of("abc.key"), is_passage("abc.key")) == ("abc", True)
    assert (document_of("abc"), is_passage("abc")) == ("abc", False)


def test_what_does_not_fit_is_counted() -> None:
    dossier = read([("dossier", "~".join(f"d{n}" for n in range(MOST + 3)))])
    assert (len(dossier.items), dossier.beyond) == (MOST, 3)


def test_the_search_that_led_to_an_item_is_kept_once() -> None:
    query = Query(text="tuin", page=3, size=50)
    dossier = Dossier().toggled("a", query).toggled("b", Query(text="tuin"))
    assert dossier.searches == (Query(text="tuin"),)


def test_no_question_is_no_search() -> None:
    assert Dossier().toggled("a", Query()).searches == ()


def test_only_so_many_searches_are_kept() -> None:
    dossier = Dossier()
    for number in range(MOST_SEARCHES + 5):
        dossier = dossier.toggled(f"d{number}", Query(text=f"vraag {number}"))
    assert len(dossier.searches) == MOST_SEARCHES


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/?q=x",
        "//example.org/?q=x",
        "/document/a?q=x",
        "/",
        "javascript:x",
        "[x",
    ],
)
def test_an_address_that_is_no_search_of_ours_is_left_out(address: str) -> None:
    assert read([("dossier_search", address)]).searches == ()


def test_addresses_of_pages_carry_the_dossier_along_and_those_of_files_do_not() -> None:
    query = Query(text="tuin")
    with carrying([("dossier", "a~b.k")]):
        assert search_address(query) == "/?q=tuin&dossier=a~b.k"
        assert search_address(Query()) == "/?dossier=a~b.k"
        assert archetype_address("zelfbeheer") == "/archetype/zelfbeheer?dossier=a~b.k"
        assert document_address("x", query) == "/document/x?q=tuin&dossier=a~b.k"
        assert (
            quote_address("x", 2, "de tuin")
            == f"/document/x/page/2?quote={quote_mark('de tuin')}&dossier=a~b.k#quote"
        )
        assert help_address() == "/zoekhulp?dossier=a~b.k"
        for plain in (file_address("x"), document_data_address("x"), search_data_address(query)):
            assert "dossier" not in plain
    assert search_address(query) == "/?q=tuin"
