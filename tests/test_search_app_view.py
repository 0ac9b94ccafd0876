"""An answer becomes what the page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from corpus.archetypes import load_taxonomy
from corpus.vocabulary import load_vocabulary
from index.api import FacetCount, Hit, PagePlaces, Query, Results, Snippet, Sort, Span, Unit
from search_app.addresses import toggled_address
from search_app.card_view import OtherPages
from search_app.facet_view import MOST, SHOWN, facet_values, facet_views, refining
from search_app.naming import Names
from search_app.view import SearchView, literally, paging, search_view, sort_choices

DUTCH = Names(taxonomy=load_taxonomy(), vocabulary=load_vocabulary(), language="nl")
ENGLISH = replace(DUTCH, language="en")

HIT = Hit(
    id="doc01",
    document="doc01",
    title="Zelfbeheer",
    score=2.5,
    passages=(Snippet(page=4, spans=(Span("in "), Span("zelfbeheer", hit=True))),),
    pages_matched=(PagePlaces(2, 1), PagePlaces(4, 3), PagePlaces(9, 2)),
    facets={
        "kind": ("praktijk",),
        "year": ("2014",),
        "organisation": ("De Linde",),
        "municipality": ("Haarlem", "Utrecht"),
        "archetype": ("zelfbeheer", "onbekend"),
        "language": ("nl",),
    },
)


def results(
    *hits: Hit,
    total: int | None = None,
    facets: Mapping[str, tuple[FacetCount, ...]] | None = None,
    reading: str = "",
    suggestion: str | None = None,
) -> Results:
    return Results(
        documents=0,
        total=len(hits) if total is None else total,
        hits=hits,
        facets=facets or {},
        expansions=(),
        ignored=(),
        notes=(),
        reading=reading,
        suggestion=suggestion,
        took_ms=1.0,
    )


def shown(query: Query, answer: Results, media_type: str = "text/html") -> SearchView:
    return search_view(answer, query, DUTCH, {"doc01": media_type})


def test_a_card_says_what_the_document_is() -> None:
    (card,) = shown(Query(text="zelfbeheer"), results(HIT)).cards
    assert (card.kind_label, card.year) == ("Praktijk", "2014")
    assert card.facts == ("De Linde", "Haarlem", "Utrecht")
    assert card.archetypes == (
        ("Zelfbeheer", "/archetype/zelfbeheer"),
        ("onbekend", "/archetype/onbekend"),
    )


def test_a_card_names_the_pages_that_are_not_quoted_with_their_address() -> None:
    (card,) = shown(Query(text="zelfbeheer"), results(HIT), "application/pdf").cards
    assert card.elsewhere == OtherPages(
        places=3,
        pages=((2, "/document/doc01/file#page=2"), (9, "/document/doc01/file#page=9")),
        left=0,
    )
    many = replace(HIT, pages_matched=tuple(PagePlaces(n, 1) for n in range(1, 21)))
    (card,) = shown(Query(text="zelfbeheer"), results(many)).cards
    assert card.elsewhere is not None
    assert (card.elsewhere.places, len(card.elsewhere.pages), card.elsewhere.left) == (19, 6, 13)


@pytest.mark.parametrize(("letters", "shown_of_four"), [(80, 3), (300, 2)])
def test_a_card_quotes_three_passages_and_two_when_they_are_long(
    letters: int, shown_of_four: int
) -> None:
    passages = tuple(Snippet(page=n, spans=(Span("x" * letters),)) for n in range(1, 5))
    pages = tuple(PagePlaces(n, 1) for n in range(1, 5))
    (card,) = shown(
        Query(text="x"), results(replace(HIT, passages=passages, pages_matched=pages))
    ).cards
    assert len(card.excerpts) == shown_of_four
    assert card.elsewhere is not None
    assert card.elsewhere.places == 4 - shown_of_four


def test_a_card_remembers_the_question() -> None:
    query = Query(text="zelfbeheer", filters={"kind": frozenset({"praktijk"})}, page=2)
    (card,) = shown(query, results(HIT)).cards
    assert card.address == "/document/doc01?q=zelfbeheer&kind=praktijk&page=2"


@pytest.mark.parametrize(
    ("media_type", "address"),
    [
        ("application/pdf", "/document/doc01/file#page=4"),
        ("text/html", "/document/doc01/page/4?q=zelfbeheer"),
    ],
)
def test_a_passage_leads_to_its_page(media_type: str, address: str) -> None:
    (card,) = shown(Query(text="zelfbeheer"), results(HIT), media_type).cards
    assert card.excerpts[0].address == address


def test_a_document_without_title_or_facts_is_still_shown() -> None:
    bare = replace(HIT, title="", facets={}, passages=(), pages_matched=())
    (card,) = shown(Query(), results(bare)).cards
    assert card.title == "doc01"
    assert (card.year, card.evidence, card.facts, card.archetypes) == (None, None, (), ())


def test_values_of_a_vocabulary_keep_its_order_and_years_run_back() -> None:
    kinds = (FacetCount(value="beleid", count=9), FacetCount(value="praktijk", count=1))
    years = (FacetCount(value="2012", count=9), FacetCount(value="2016", count=1))
    assert [v.label for v in facet_values("kind", kinds, DUTCH)] == ["Praktijk", "Beleid"]
    assert [v.label for v in facet_values("kind", kinds, ENGLISH)] == ["Practice", "Policy"]
    assert [v.value for v in facet_values("year", years, DUTCH)] == ["2016", "2012"]


def test_the_address_of_a_value_ticks_or_unticks_it() -> None:
    query = Query(text="x", filters={"kind": frozenset({"beleid"})})
    addresses = [toggled_address(query, "kind", value) for value in ("beleid", "praktijk")]
    assert addresses == ["/?q=x", "/?q=x&kind=beleid&kind=praktijk"]


def test_archetypes_to_begin_with_are_laid_out_for_who_asked_nothing() -> None:
    facets = {"archetype": (FacetCount(value="zelfbeheer", count=1),)}
    assert shown(Query(), results(facets=facets)).archetypes
    assert not shown(Query(text="x"), results(facets=facets)).archetypes


@pytest.mark.parametrize(("values", "at_once", "on_demand"), [(10, 10, 0), (11, 8, 3)])
def test_a_long_facet_shows_its_rest_on_demand(values: int, at_once: int, on_demand: int) -> None:
    counts = tuple(FacetCount(value=f"Plaats {n}", count=99 - n) for n in range(values))
    (facet,) = facet_views({"municipality": counts}, Query(text="x"), DUTCH)
    assert len(facet.groups[0].values) == at_once
    assert len(facet.more) == on_demand


def test_the_rest_of_a_facet_is_open_when_it_holds_a_chosen_value() -> None:
    counts = tuple(FacetCount(value=f"P{n}", count=9, selected=n == 11) for n in range(12))
    (facet,) = facet_views({"municipality": counts}, Query(text="x"), DUTCH)
    assert facet.more_open
    assert facet.chosen == 1


def places(number: int, *ticked: int) -> dict[str, tuple[FacetCount, ...]]:
    counts = (FacetCount(f"P{n}", 999 - n, n in ticked) for n in range(number))
    return {"municipality": tuple(counts)}


@pytest.mark.parametrize(("values", "here", "has_page"), [(15, 15, False), (40, 40, True)])
def test_a_facet_of_forty_values_stands_on_the_page_and_can_be_searched(
    values: int, here: int, has_page: bool
) -> None:
    (facet,) = refining(places(values), Query(text="x"), DUTCH)
    assert len(facet.groups[0].values) + len(facet.more) == here
    assert (facet.every is not None) is has_page


def test_a_facet_of_hundreds_stands_on_a_page_of_its_own_but_for_the_first_and_the_ticked() -> None:
    query = Query(text="x", filters={"municipality": frozenset({"P300"})}, page=3)
    (facet,) = refining(places(342, 300), query, DUTCH)
    shown_here = [value.value for value in (*facet.groups[0].values, *facet.more)]
    assert len(facet.groups[0].values) == SHOWN
    assert len(shown_here) < MOST
    assert "P300" in shown_here
    assert facet.total == 342
    assert facet.every == "/facet/municipality?q=x&municipality=P300"


def test_what_passages_say_is_apart_among_documents_and_first_among_passages() -> None:
    facets = {"kind": (FacetCount("beleid", 1),), "role": (FacetCount("tip", 1),)}
    documents = shown(Query(text="x"), results(facets=facets))
    assert [f.name for f in documents.facets] == ["kind"]
    assert [f.name for f in documents.passage_facets] == ["role"]
    passages = shown(Query(text="x", unit=Unit.PASSAGES), results(facets=facets))
    assert [f.name for f in passages.facets] == ["role", "kind"]
    assert passages.passage_facets == ()


@pytest.mark.parametrize(
    ("size", "total", "sizes"),
    [
        (10, 10, []),
        (10, 11, [("", True), ("25", False), ("50", False), ("100", False)]),
        (25, 3, [("", False), ("25", True), ("50", False), ("100", False)]),
        (7, 3, [("7", True), ("", False), ("25", False), ("50", False), ("100", False)]),
    ],
)
def test_the_number_of_results_on_a_page_can_be_chosen_where_it_matters(
    size: int, total: int, sizes: list[tuple[str, bool]]
) -> None:
    view = shown(Query(text="x", size=size), results(total=total))
    assert [(one.value, one.selected) for one in view.sizes] == sizes


def test_archetypes_stand_under_their_family_and_unknown_ones_last() -> None:
    counts = tuple(
        FacetCount(value=value, count=1) for value in ("onbekend", "klushuizen", "zelfbeheer")
    )
    (facet,) = facet_views({"archetype": counts}, Query(text="x"), DUTCH)
    assert [(g.label, [v.value for v in g.values]) for g in facet.groups] == [
        ("Bewoners aan zet", ["zelfbeheer"]),
        ("Woning en vastgoed", ["klushuizen"]),
        (None, ["onbekend"]),
    ]


def test_each_chip_leads_to_the_question_without_it() -> None:
    query = Query(text="x", filters={"kind": frozenset({"beleid"})}, year_from=2012, page=3)
    view = shown(query, results())
    assert [(c.facet, c.label, c.years, c.address) for c in view.chips] == [
        ("Soort", "Beleid", None, "/?q=x&year_from=2012"),
        ("Jaar", "", (2012, None), "/?q=x&kind=beleid"),
    ]
    assert view.clear == "/?q=x"


def test_the_reading_is_shown_only_where_it_differs() -> None:
    assert shown(Query(text="Twee  woorden"), results(reading="twee woorden")).reading is None
    assert shown(Query(text='"half'), results(reading="half")).reading == "half"
    assert shown(Query(), results(reading="*")).reading is None


def test_a_correction_keeps_the_filters_and_leads_to_what_was_typed() -> None:
    query = Query(text="statushouwders", filters={"kind": frozenset({"beleid"})}, page=2)
    answer = replace(results(HIT, suggestion="statushouders"), corrected=True, also=(HIT,))
    view = shown(query, answer)
    assert view.corrected is not None
    assert view.corrected.address == "/?q=statushouders&kind=beleid"
    assert view.corrected.literal == "/?q=%22statushouwders%22&kind=beleid"
    asked = "/document/doc01?q=statushouders&kind=beleid&page=2"
    assert [card.address for card in (*view.cards, *view.also)] == [asked, asked]


@pytest.mark.parametrize(
    ("text", "meant", "literal"),
    [
        ("statushouwders", "statushouders", '"statushouwders"'),
        ("Overlast in poortieken", "overlast in portieken", 'Overlast in "poortieken"'),
        ("titel:poortiek", "titel:portiek", '"titel:poortiek"'),
        ('poortiek "in de"', 'portiek "in de"', '"poortiek in de"'),
    ],
)
def test_what_was_typed_can_be_asked_literally(text: str, meant: str, literal: str) -> None:
    assert literally(text, meant) == literal


def test_only_what_is_ranked_can_be_explained() -> None:
    assert shown(Query(text="x"), results(HIT)).explain == "/?q=x&explain=1"
    assert shown(Query(text="x", explain=True), results(HIT)).explain == "/?q=x"
    assert shown(Query(text="x", sort=Sort.TITLE), results(HIT)).explain is None
    assert shown(Query(), results(HIT)).explain is None


def test_relevance_is_offered_only_with_words() -> None:
    assert [c.sort for c in sort_choices(Query(text="x"))] == list(Sort)
    assert [c.sort for c in sort_choices(Query(sort=Sort.NEWEST))] == [
        Sort.NEWEST,
        Sort.OLDEST,
        Sort.TITLE,
    ]


def test_the_usual_order_has_an_empty_value_so_that_it_follows_the_words() -> None:
    assert sort_choices(Query(sort=Sort.NEWEST))[0].value == ""
    assert [c.sort for c in sort_choices(Query(text="x", sort=Sort.OLDEST)) if c.selected] == [
        Sort.OLDEST
    ]


@pytest.mark.parametrize(
    ("page", "total", "numbers"),
    [
        (1, 0, []),
        (1, 10, []),
        (1, 11, [1, 2]),
        (1, 200, [1, 2, 3, None, 20]),
        (10, 200, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (20, 200, [1, None, 18, 19, 20]),
    ],
)
def test_pages_are_numbered_with_gaps(page: int, total: int, numbers: list[int | None]) -> None:
    assert [link.number for link in paging(Query(text="x", page=page), total).links] == numbers


def test_a_page_after_the_last_leads_back_to_the_last() -> None:
    here = paging(Query(text="x", page=9), 25)
    assert here.beyond
    assert (here.previous, here.following) == ("/?q=x&page=3", None)


def test_a_page_knows_its_places() -> None:
    here = paging(Query(text="x", page=3), 25)
    assert (here.first, here.last, here.pages) == (21, 25, 3)
