"""Passages: their names, where their words stand, and what persons decide about them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from corpus_documents import PLAIN, decision

from corpus.decisions import PASSAGE, OnPassage, apply, check
from corpus.document import Document, Page
from corpus.errors import UsageError
from corpus.passage import (
    Outcome,
    Passage,
    PassageRole,
    Place,
    Standing,
    is_mark,
    locate,
    locate_marked,
    passage_key,
    quote_mark,
)

TEXT = "De bewoners zijn trots.\n\nEr is een vaste\ncontactpersoon nodig. De tuin ligt er goed bij."
WORDS = "Er is een vaste contactpersoon nodig"


def with_passages(*passages: Passage, text: str = TEXT) -> Document:
    return replace(PLAIN, pages=(Page(number=1, text=text),), passages=passages)


def found(words: str = WORDS, role: PassageRole = PassageRole.TIP) -> Passage:
    place = locate(with_passages().pages, words)
    assert place is not None
    _, start, end = place
    return Passage(page=1, start=start, end=end, text=TEXT[start:end], role=role, by="rules 1")


def said(words: str = WORDS, **values: Any) -> OnPassage:
    told: dict[str, Any] = {"role": PassageRole.CONDITION, "page": 1} | values
    return OnPassage(text=words, **told)


def decided(document: Document, one: OnPassage) -> Document:
    taken = decision(PASSAGE + passage_key(one.text), one.value)
    check(taken)
    return apply(document, [taken])


@pytest.mark.parametrize(
    "other",
    ["er is een vaste contactpersoon NODIG!", "Er is een\n  vaste contact\u00adpersoon – nodig"],
)
def test_a_passage_keeps_its_name_when_lines_signs_and_case_change(other: str) -> None:
    assert passage_key(other) == passage_key(WORDS)


def test_other_words_are_another_passage() -> None:
    assert passage_key(WORDS + " geweest") != passage_key(WORDS)


def test_words_are_found_across_lines_and_end_where_they_do() -> None:
    place = locate(with_passages().pages, WORDS)
    assert place is not None
    assert TEXT[place.start : place.end] == "Er is een vaste\ncontactpersoon nodig"


@pytest.mark.parametrize("words", [WORDS, "trots", "er is EEN vaste", TEXT])
def test_a_mark_finds_the_words_it_stands_for(words: str) -> None:
    pages = (Page(number=1, text="Leeg."), Page(number=2, text=TEXT))
    assert locate_marked(pages, quote_mark(words)) == locate(pages, words)


def test_a_mark_of_other_words_finds_nothing() -> None:
    assert locate_marked(with_passages().pages, quote_mark(f"{WORDS} geweest")) is None


def test_a_long_quote_is_found_by_its_beginning() -> None:
    text = " ".join(f"woord{number}" for number in range(1000))
    place = locate_marked([Page(number=1, text=text)], quote_mark(text))
    assert place is not None
    assert place.start == 0
    assert text[: place.end].endswith("woord399")


@pytest.mark.parametrize(
    "words", ["", "de tuin", "kantoorpand.12", "aaaaaaaaaaaa.0", "aaaaaaaaaaaa"]
)
def test_words_are_no_mark(words: str) -> None:
    assert not is_mark(words)
    assert locate_marked(with_passages().pages, words) is None


def test_words_that_begin_like_others_before_them_are_found() -> None:
    assert locate([Page(number=4, text="de de tuin")], "de tuin") == Place(4, 3, 10)


@pytest.mark.parametrize("words", ["", "…", "een vaste contactpersoon nodig De tuin staat"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert locate(with_passages().pages, words) is None


def test_what_a_person_says_of_a_passage_outranks_the_rules() -> None:
    one = said(role=PassageRole.RESULT, outcome=Outcome.WORKS, standing=Standing.PINNED)
    (passage,) = decided(with_passages(found()), one).passages
    assert (passage.role, passage.outcome) == (PassageRole.RESULT, Outcome.WORKS)
    assert (passage.standing, passage.by, passage.score) == (Standing.PINNED, "Anna", 1.0)


def test_a_passage_that_a_person_chose_is_there_though_no_rule_finds_it() -> None:
    (passage,) = decided(with_passages(), said()).passages
    assert passage.text == "Er is een vaste\ncontactpersoon nodig"
    assert passage.by == "Anna"


def test_a_chosen_passage_moves_along_when_the_text_does() -> None:
    moved = replace(PLAIN, pages=(Page(number=1, text=""), Page(number=2, text="Toen. " + WORDS)))
    (passage,) = decided(moved, said()).passages
    assert (passage.page, passage.start) == (2, 6)


def test_a_chosen_passage_whose_words_are_gone_is_not_shown() -> None:
    assert decided(with_passages(text="Iets anders."), said()).passages == ()


def test_a_hidden_passage_stays_known_and_is_not_shown() -> None:
    document = decided(with_passages(found()), said(standing=Standing.HIDDEN))
    assert [one.standing for one in document.passages] == [Standing.HIDDEN]
    assert document.shown_passages == ()


def test_a_cleared_decision_gives_the_passage_back_to_the_rules() -> None:
    field = PASSAGE + passage_key(WORDS)
    decisions = [decision(field, said().value), decision(field, None)]
    assert apply(with_passages(found()), decisions).passages == (found(),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (PASSAGE + passage_key("iets anders"), said().value),
        (PASSAGE + passage_key(WORDS), said().value | {"role": "mening"}),
        (PASSAGE + passage_key(WORDS), said().value | {"outcome": "werkt"}),
        (PASSAGE + passage_key(WORDS), said().value | {"role": "resultaat"}),
        (PASSAGE + passage_key(WORDS), "tip"),
    ],
    ids=["other words", "unknown role", "tip with outcome", "result without", "no record"],
)
def test_a_decision_that_could_not_be_carried_out_is_refused(field: str, value: Any) -> None:
    with pytest.raises(UsageError, match="nothing was kept"):
        check(decision(field, value))
