"""The text of a page in paragraphs, and the way from place to place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.api import FoundPage, Span
from search_app.text_view import Hits, Piece, hits_view, paragraphs, places_of

SPANS = st.lists(st.builds(Span, st.text(alphabet="ab \n", max_size=12), st.booleans()))
FOUND = [FoundPage(page=n, words=1, places=places) for n, places in ((2, 3), (5, 1), (9, 2))]


def hits(number: int, marks: dict[int, int]) -> Hits:
    def spans(page: int) -> list[Span]:
        one = [Span("tuin", hit=True), Span(" en een heel eind verder de ")]
        return one * marks.get(page, 0)

    return hits_view(FOUND, number, spans, lambda page, hit: f"{page}#{hit}")


def test_an_empty_line_divides_paragraphs_also_within_a_hit() -> None:
    spans = (Span("een "), Span("twee\n\ndrie", hit=True), Span(" vier\n \n\nvijf\nzes"))
    assert paragraphs(spans) == (
        (Piece("een "), Piece("twee", hit=True)),
        (Piece("drie", hit=True), Piece(" vier")),
        (Piece("vijf\nzes"),),
    )


@given(SPANS)
def test_paragraphs_lose_no_letter(spans: list[Span]) -> None:
    kept = "".join(piece.text for paragraph in paragraphs(spans) for piece in paragraph)
    assert "".join(kept.split()) == "".join("".join(span.text for span in spans).split())


def test_places_are_numbered_through_the_document() -> None:
    view = hits(5, {2: 3, 5: 1, 9: 2})
    assert (view.first, view.last, view.total) == (4, 4, 6)
    assert (view.previous, view.following) == ("2#3", "9#5")


def test_before_the_first_and_behind_the_last_there_is_nothing() -> None:
    assert hits(2, {2: 3}).previous is None
    assert hits(9, {9: 2, 5: 1}).following is None


def test_a_page_without_places_leads_to_those_around_it() -> None:
    view = hits(7, {5: 1})
    assert (view.here, view.previous, view.following) == (0, "5#4", "9#5")


def test_places_that_are_not_marked_are_not_told_to_be_elsewhere() -> None:
    view = hits(2, {5: 1})
    assert (view.here, view.own, view.elsewhere) == (0, 3, 3)


def test_the_way_back_leads_to_a_mark_that_is_there() -> None:
    assert hits(5, {2: 2, 5: 1}).previous == "2#2"
    assert hits(5, {2: 5, 5: 1}).previous == "2#3"


def test_marks_that_stand_close_are_one_place_when_the_index_counts_one() -> None:
    spans = [
        Span("tuin", hit=True),
        Span(" van iedereen; "),
        Span("beheer", hit=True),
        Span("groep "),
        Span("zelf", hit=True),
    ]
    assert places_of(spans, 2) == [0, 1, 1]
    assert places_of(spans, 3) == [0, 1, 2]
    assert places_of(spans, 5) == [0, 1, 2]
    assert places_of(spans, 0) == []


def test_each_place_has_its_number_once() -> None:
    spans = [Span("zelf", hit=True), Span(" "), Span("beheer", hit=True), Span(" in de tuin")]
    view = Hits(first=7, own=1, here=1, total=9, links=(7,), previous=None, following=None)
    (pieces,) = paragraphs(spans, view)
    assert [(piece.text, piece.number) for piece in pieces if piece.hit] == [
        ("zelf", 7),
        ("beheer", None),
    ]


@given(SPANS, st.integers(0, 6))
def test_numbers_follow_each_other_and_are_no_more_than_the_places(
    spans: list[Span], places: int
) -> None:
    marks = sum(span.hit for span in spans)
    found = places_of(spans, places)
    assert sorted(set(found)) == list(range(min(marks, places)))
    assert found == sorted(found)
    assert len(found) == (marks if places else 0)
