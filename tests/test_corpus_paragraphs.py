"""Paragraphs and their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Page, Role, Stretch
from corpus.paragraphs import paragraphs


def test_paragraphs_stand_between_empty_lines_and_keep_their_lines() -> None:
    page = Page(number=3, text="\n Een kop \n\nRegel een\nregel twee\n \n\n- punt\n")
    assert [one.text for one in paragraphs([page])] == [
        "Een kop",
        "Regel een\nregel twee",
        "- punt",
    ]
    assert {one.page.number for one in paragraphs([page])} == {3}


def test_what_stands_apart_is_left_out() -> None:
    text = "Inhoud\n\n1 Aanpak 3\n\nDe aanpak"
    apart = (Stretch(start=0, end=text.index("\n\nDe"), role=Role.CONTENTS),)
    page = Page(number=1, text=text, apart=apart)
    assert [one.text for one in paragraphs([page])] == ["De aanpak"]


@given(st.lists(st.text("a \n\t.", max_size=30), max_size=3))
def test_no_word_is_lost_or_told_twice(texts: list[str]) -> None:
    pages = [Page(number=n, text=text) for n, text in enumerate(texts, start=1)]
    found = list(paragraphs(pages))
    assert [w for one in found for w in one.text.split()] == [w for t in texts for w in t.split()]
    assert all(one.text == one.text.strip() != "" for one in found)
