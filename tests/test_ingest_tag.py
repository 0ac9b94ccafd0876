"""Labels: what a heading adds, and in which language a page is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from index_collection import document, taxonomy

from corpus.document import Document, Tag, Verdict
from ingest.tag import Tagger

TEXT = "De wijk telt duizend woningen en een park."
TAGGER = Tagger(taxonomy())


def label(found: Document, archetype: str) -> Tag | None:
    return next((tag for tag in TAGGER.tag(found) if tag.archetype == archetype), None)


def weights(text: str) -> list[float]:
    found = label(document("a", text), "bewonersbudgetten")
    return [quote.weight for quote in found.evidence] if found else []


def test_a_term_in_a_heading_counts_twice() -> None:
    assert weights(f"{TEXT} Een wijkbudget. Nog een wijkbudget.") == [4.0]
    assert weights(f"{TEXT}\n\nHet wijkbudget\n\n{TEXT}") == [8.0]


ROWS = ("Afschaffen wijkbudget 12 12 14", "Figuur 3 Het wijkbudget", "www.wijkbudget.nl")


@pytest.mark.parametrize("row", ROWS)
def test_a_term_in_a_row_of_numbers_a_caption_or_an_address_is_only_mentioned(row: str) -> None:
    assert weights(f"{TEXT}\n\n{row}\n\n{TEXT}") == []  # too little for a label


def test_a_page_is_read_in_its_own_language() -> None:
    english = "Neighbour mediations work. In neighbour mediations volunteers listen."
    found = document("a", TEXT, english)
    assert label(found, "buurtbemiddeling") is None
    pages = (found.pages[0], replace(found.pages[1], language="en"))
    tag = label(replace(found, pages=pages), "buurtbemiddeling")
    assert tag is not None
    assert tag.verdict is Verdict.ASSIGNED
    assert {quote.page for quote in tag.evidence} == {2}
