"""A document becomes what its page shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_app_collection import invented

from corpus.archetypes import load_taxonomy
from corpus.document import Document, Page, Source, Tag, Verdict
from corpus.vocabulary import load_vocabulary
from index.api import Query, Sort
from search_app.document_view import DocumentView, document_view, spoken_date
from search_app.naming import Names
from search_app.opened import SummaryParagraph, look_into

DUTCH = Names(taxonomy=load_taxonomy(), vocabulary=load_vocabulary(), language="nl")
DOCUMENTS = {document.id: document for document in invented()}
START = Query(sort=Sort.NEWEST)


def shown(document: Document, query: Query = START) -> DocumentView:
    return document_view(look_into(document), query, DUTCH)


@pytest.mark.parametrize(
    ("published", "dutch", "english"),
    [
        ("2014", "2014", "2014"),
        ("2014-05", "mei 2014", "May 2014"),
        ("2014-05-12", "12 mei 2014", "12 May 2014"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published: str, dutch: str, english: str) -> None:
    assert spoken_date(published, "nl") == dutch
    assert spoken_date(published, "en") == english


def test_each_fact_knows_where_it_comes_from() -> None:
    facts = {fact.field: fact for fact in shown(DOCUMENTS["doc40"]).facts}
    published = facts["published"].origin
    assert published is not None
    assert (published.source, published.confirmed) == (Source.FILE, False)
    assert facts["published"].values[0].label == "12 mei 2014"
    assert facts["published"].values[0].address == "/?year_from=2014&year_to=2014"
    assert facts["authors"].values[0].address is None
    assert "organisation" in facts
    assert facts["organisation"].origin is None


def test_evidence_says_who_assigned_it() -> None:
    facts = {fact.field: fact for fact in shown(DOCUMENTS["doc01"]).facts}
    assert facts["evidence"].by == "Anna"
    assert facts["evidence"].values[0].label == "Theoretisch onderbouwd"


def test_what_is_not_known_is_not_shown() -> None:
    bare = replace(DOCUMENTS["doc01"], published=None, organisation=None, municipality=())
    fields = {fact.field for fact in shown(bare).facts}
    assert fields.isdisjoint({"published", "organisation", "municipality", "publisher"})


def test_a_label_of_the_rules_gives_its_reasons() -> None:
    (label,) = shown(DOCUMENTS["doc01"], Query(text="tuin")).labels
    assert (label.name.label, label.strength, label.rules, label.person) == (
        "Zelfbeheer", 83, "1", None,
    )  # fmt: skip
    assert [(r.page, r.address) for r in label.reasons] == [
        (1, "/document/doc01/page/1?q=tuin"),
        (None, None),
    ]


def test_a_quote_is_in_the_language_of_its_page() -> None:
    document = DOCUMENTS["doc01"]
    pages = (replace(document.pages[0], language="en"), *document.pages[1:])
    (label,) = shown(replace(document, pages=pages)).labels
    assert [(reason.page, reason.language) for reason in label.reasons] == [(1, "en"), (None, "nl")]


def test_labels_that_count_come_first_and_rejected_ones_are_left_out() -> None:
    tags = (
        Tag(archetype="klushuizen", score=0.9, by="rules 1", verdict=Verdict.REJECTED),
        Tag(archetype="gemengd-wonen", score=0.8, by="rules 1", verdict=Verdict.SUGGESTED),
        Tag(archetype="zelfbeheer", score=1.0, by="Anna", verdict=Verdict.ASSIGNED),
        Tag(archetype="vervallen", score=0.1, by="Anna", verdict=Verdict.ASSIGNED),
    )
    labels = shown(replace(DOCUMENTS["doc01"], tags=tags)).labels
    assert [(label.name.label, label.suggested, label.person) for label in labels] == [
        ("Zelfbeheer", False, "Anna"),
        ("vervallen", False, "Anna"),
        ("Gemengd wonen (Magic Mix)", True, None),
    ]
    assert labels[1].name.address is None


def test_the_way_back_is_there_only_after_a_question() -> None:
    assert shown(DOCUMENTS["doc01"]).back is None
    assert shown(DOCUMENTS["doc01"], Query(text="tuin", page=2)).back == "/?q=tuin&page=2"


def test_the_head_tells_who_where_when_and_how_sure() -> None:
    head = [fact.field for fact in shown(DOCUMENTS["doc01"]).head]
    assert head == ["organisation", "municipality", "published", "evidence"]


BELL = "Wie meer wil weten over de tuin belt de beheerder op 06-12345678."
SUMMARY = "Samenvatting\n\n{}\n\nAanleiding\n\n{}\n\nHoofdstuk 1\n\nEen lang verhaal volgt hier."


def summarised(first: str, second: str) -> DocumentView:
    text = SUMMARY.format(first, second)
    return shown(replace(DOCUMENTS["doc01"], pages=(Page(number=1, text=text),)))


def test_a_document_without_a_summary_shows_none() -> None:
    assert shown(DOCUMENTS["doc01"]).summary == ((), ())


def test_a_summary_is_what_the_document_says_of_itself() -> None:
    first, _ = summarised("Bewoners beheren hun tuin samen.", "Het was er vies.").summary
    assert first[0].text == "Bewoners beheren hun tuin samen."
    assert (first[0].page, first[0].language) == (1, "nl")


def test_the_telephone_number_in_a_summary_is_masked() -> None:
    first, _ = summarised(BELL, "Het was er vies.").summary
    assert "12345678" not in first[0].text


@given(
    st.lists(
        st.builds(SummaryParagraph, st.text(max_size=900), st.just(1), st.none(), st.booleans()),
        max_size=6,
    )
)
def test_a_folded_summary_loses_nothing_and_shows_no_heading_alone(
    paragraphs: list[SummaryParagraph],
) -> None:
    found = replace(look_into(DOCUMENTS["doc01"]), summary=tuple(paragraphs))
    first, more = document_view(found, START, DUTCH).summary
    assert [*first, *more] == paragraphs
    assert not first or not first[-1].heading
    assert bool(first) is any(not one.heading for one in paragraphs)
