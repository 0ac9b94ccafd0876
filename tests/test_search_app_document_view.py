"""A document becomes what its page shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_app_collection import PDF, invented

from corpus.archetypes import load_taxonomy
from corpus.document import Document, Page, Source, Tag, Verdict
from corpus.vocabulary import load_vocabulary
from index.api import Query, Sort, Span
from search_app.document_view import DocumentView, document_view, paragraphs, spoken_date
from search_app.naming import Names

DUTCH = Names(taxonomy=load_taxonomy(), vocabulary=load_vocabulary(), language="nl")
DOCUMENTS = {document.id: document for document in invented()}
START = Query(sort=Sort.NEWEST)


def shown(document: Document, query: Query = START) -> DocumentView:
    return document_view(document, query, DUTCH)


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
    assert facts["published"].values[0].address == "/?year=2014"
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


def test_pages_without_readable_text_are_counted() -> None:
    pages = (
        Page(number=1, text="goed", quality=0.9),
        Page(number=2, text="¤¤ ¤", quality=0.2),
        Page(number=3, text="", quality=0.0),
        Page(number=4, text="", quality=1.0),
    )
    view = shown(replace(DOCUMENTS["doc01"], pages=pages))
    assert [row.readable for row in view.pages] == [True, False, False, True]
    assert view.unreadable == 2


def test_only_a_pdf_opens_at_a_page() -> None:
    document = DOCUMENTS["doc01"]
    assert shown(document).pages[1].original is None
    pdf = replace(document, media_type=PDF)
    assert shown(pdf).pages[1].original == "/document/doc01/file#page=2"


def test_the_way_back_is_there_only_after_a_question() -> None:
    assert shown(DOCUMENTS["doc01"]).back is None
    assert shown(DOCUMENTS["doc01"], Query(text="tuin", page=2)).back == "/?q=tuin&page=2"


def test_an_empty_line_divides_paragraphs_also_within_a_hit() -> None:
    spans = (Span("een "), Span("twee\n\ndrie", hit=True), Span(" vier\n \n\nvijf\nzes"))
    assert paragraphs(spans) == (
        (Span("een "), Span("twee", hit=True)),
        (Span("drie", hit=True), Span(" vier")),
        (Span("vijf\nzes"),),
    )


@given(st.lists(st.builds(Span, st.text(alphabet="ab \n", max_size=12), st.booleans())))
def test_paragraphs_lose_no_letter(spans: list[Span]) -> None:
    kept = "".join(span.text for paragraph in paragraphs(spans) for span in paragraph)
    assert "".join(kept.split()) == "".join("".join(span.text for span in spans).split())
