"""What the values say of themselves."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest
from corpus_documents import FULL, PLAIN

from corpus.document import Access, Document, Page, Status, Tag, Verdict, published


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2014", "2014"),
        (" 2014-05 ", "2014-05"),
        ("2014-05-12", "2014-05-12"),
        ("2016-02-29", "2016-02-29"),
        ("1500", "1500"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_a_year_a_month_or_a_day_is_a_date_of_publication(written: str, kept: str) -> None:
    assert published(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "14", "1499", "2101", "2014-13", "2014-00", "2015-02-29", "2014-5", "12-05-2014",
     "mei 2014", "2014-05-12T10:00", "2014-", "20145", "-2014",
     "٢٠١٤"],
)  # fmt: skip
def test_what_is_no_date_is_refused_and_shown(written: str) -> None:
    with pytest.raises(ValueError, match="write it as 2014, 2014-05 or 2014-05-12") as refused:
        published(written)
    assert f"‘{written}’" in str(refused.value)


@pytest.mark.parametrize(("date", "year"), [(None, None), ("2014", 2014), ("1999-05-12", 1999)])
def test_the_year_is_that_of_publication(date: str | None, year: int | None) -> None:
    assert replace(PLAIN, published=date).year == year


def test_only_assigned_labels_count_and_the_strongest_comes_first() -> None:
    def tag(archetype: str, score: float, verdict: Verdict) -> Tag:
        return Tag(archetype=archetype, score=score, by="rules 1", verdict=verdict)

    labelled = replace(
        PLAIN,
        tags=(
            tag("b", 0.5, Verdict.ASSIGNED),
            tag("x", 0.9, Verdict.SUGGESTED),
            tag("a", 0.5, Verdict.ASSIGNED),
            tag("y", 1.0, Verdict.REJECTED),
            tag("c", 0.8, Verdict.ASSIGNED),
        ),
    )
    assert labelled.archetypes == ("c", "a", "b")


@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("status", Status)
def test_documents_that_are_neither_withdrawn_nor_hidden_can_be_found_by_their_audience(
    access: Access, status: Status
) -> None:
    one = replace(PLAIN, access=access, status=status)
    withdrawn = status == "withdrawn"
    assert one.searchable is (access != "hidden" and not withdrawn)
    assert one.visible_to(Access.PUBLIC) is (access == "public" and not withdrawn)
    assert one.visible_to(Access.PARTNER) is one.searchable


def test_hidden_is_no_audience() -> None:
    with pytest.raises(ValueError, match="ask for public or partner"):
        PLAIN.visible_to(Access.HIDDEN)


def test_a_document_is_readable_when_one_page_has_text() -> None:
    assert FULL.readable
    assert not replace(PLAIN, pages=(Page(number=1, text="", quality=0.0),)).readable
    assert not replace(PLAIN, pages=()).readable


def test_values_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PLAIN.title = "anders"  # type: ignore[misc]


def test_the_full_document_of_these_tests_leaves_no_field_at_its_default() -> None:
    for field in fields(Document):
        assert getattr(FULL, field.name) != field.default, field.name
