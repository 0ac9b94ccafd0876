"""What every engine must do alike with headings, summaries and pages in another language.

The rest of the contract is in ``test_index_contract.py``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import Library, document, taxonomy

from corpus.document import Document, Role, Stretch
from corpus.thesaurus import load_thesaurus
from index import PagePlaces, Query, Snippet, Span, mark

FILLER = "Het gaat hier om iets anders, en dat is nog wel even zo."


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    return Library(engine, tmp_path)


def spoken(found: Document, *languages: str | None) -> Document:
    """The document with these languages of its pages."""
    pages = zip(found.pages, languages, strict=True)
    return replace(found, pages=tuple(replace(page, language=own) for page, own in pages))


# Headings and summaries

STRETCHES = {
    "a-kort": f"Samenvatting\n\n{FILLER} Overlast in portieken.\n\nBesluit\n\n{FILLER}",
    "b-kop": f"Overlast in portieken\n\n{FILLER}\n\nBesluit\n\n{FILLER}",
    "c-tekst": f"Verslag\n\n{FILLER} Overlast in portieken.\n\nBesluit\n\n{FILLER}",
}


@pytest.mark.parametrize(
    "query", ["overlast", "portiek", '"overlast in portieken"', "portie*", "overlats~"]
)
def test_a_summary_weighs_more_than_a_heading_and_that_more_than_other_text(
    library: Library, query: str
) -> None:
    library.put(*(document(name, text) for name, text in reversed(STRETCHES.items())))
    library.put(*(document(f"vul{n}", FILLER) for n in range(9)))
    answer = library.search(query)
    assert [hit.id for hit in answer.hits] == list(STRETCHES)
    assert all(
        [found.page for found in hit.pages_matched] == [1] and hit.passages[0].page == 1
        for hit in answer.hits
    )


def test_a_title_weighs_more_than_a_heading(library: Library) -> None:
    library.put(
        document("kop", f"Overlast\n\n{FILLER}"),
        document("titel", f"Verslag\n\n{FILLER}", title="Overlast"),
        *(document(f"vul{n}", f"Verslag\n\n{FILLER}", title="Iets anders") for n in range(9)),
    )
    assert library.found("overlast") == ["titel", "kop"]
    assert library.found("titel:overlast") == ["titel"]


def test_a_heading_counts_once_however_often_it_is_repeated(library: Library) -> None:
    chapter = f"Dit doen wij\n\n{FILLER}\n\n"
    library.put(document("a", chapter * 3), document("b", f"Wat doen wij\n\n{FILLER}"))
    (hit,) = library.search('"dit doen wij"').hits
    assert hit.pages_matched == (PagePlaces(1, 3),)
    assert library.found('"wij dit doen"') == []


def test_no_phrase_runs_from_one_heading_into_the_next(library: Library) -> None:
    library.put(document("a", f"Overlast\n\n{FILLER}\n\nPortieken\n\n{FILLER}"))
    assert library.found("overlast portieken") == ["a"]
    assert library.found('"overlast portieken"') == []
    assert library.found('"overlast portieken"~10') == []


def test_a_list_of_contents_makes_no_headings(library: Library) -> None:
    text = f"Inhoud\n\nOverlast in portieken\n\n{FILLER}"
    apart = (Stretch(start=0, end=text.index(f"\n\n{FILLER}"), role=Role.CONTENTS),)
    listed = document("a-lijst", text)
    pages = (replace(listed.pages[0], apart=apart),)
    library.put(replace(listed, pages=pages), document("b-kop", text))
    library.put(*(document(f"vul{n}", FILLER) for n in range(9)))
    assert library.found("overlast") == ["b-kop", "a-lijst"]


# Pages in another language than the document

DUTCH = "De bewoners onderhouden hun tuinen en delen kramen op de markt."
ENGLISH = "The residents were gardening and organised weekly activities."
# Stems that only the right language finds: "kramen" is no English plural, "activities" no Dutch.
ASKED = (
    ("kraam", "nl", "kramen"),
    ("tuin", "nl", "tuinen"),
    ("activity", "en", "activities"),
    ("gardened", "en", "gardening"),
)


def twins() -> tuple[Document, Document]:
    """A Dutch document with an English page, and an English one with a Dutch page."""
    return (
        spoken(document("nl", DUTCH, ENGLISH, title="A"), None, "en"),
        spoken(document("en", ENGLISH, DUTCH, title="B", language="en"), None, "nl"),
    )


@pytest.mark.parametrize(("query", "language", "word"), ASKED)
def test_a_page_is_found_and_marked_by_the_stems_of_its_own_language(
    library: Library, query: str, language: str, word: str
) -> None:
    library.put(*twins())
    answer = library.search(query)
    assert sorted(hit.id for hit in answer.hits) == ["en", "nl"]
    for hit in answer.hits:
        (passage,) = hit.passages
        assert passage.page == (1 if hit.id == language else 2)
        assert hit.pages_matched == (PagePlaces(passage.page, 1),)
        assert [span.text for span in passage.spans if span.hit] == [word]
        assert passage.language == (None if hit.id == language else language)


@pytest.mark.parametrize(("query", "language", "word"), ASKED)
def test_a_whole_page_is_marked_by_the_stems_of_its_own_language(
    query: str, language: str, word: str
) -> None:
    asked, thesaurus = Query(text=query), load_thesaurus(taxonomy())
    text, other = (DUTCH, "en") if language == "nl" else (ENGLISH, "nl")
    assert [span.text for span in mark(text, asked, language, thesaurus) if span.hit] == [word]
    assert not any(span.hit for span in mark(text, asked, other, thesaurus))


def test_without_a_language_of_its_own_a_page_is_read_as_its_document(library: Library) -> None:
    library.put(document("nl", DUTCH, ENGLISH))
    assert library.found("activity") == []
    assert library.found("kraam") == ["nl"]


def test_headings_and_summary_are_read_in_the_language_of_their_page(library: Library) -> None:
    plain = f"{ENGLISH} Other activities. {FILLER}"
    parted = f"Summary\n\n{ENGLISH}\n\nOther activities\n\n{FILLER}"
    library.put(
        spoken(document("kop", FILLER, parted), None, "en"),
        spoken(document("tekst", FILLER, plain), None, "en"),
        *(document(f"vul{n}", FILLER) for n in range(9)),
    )
    assert library.found("activity") == ["kop", "tekst"]
    assert library.found("gardened") == ["kop", "tekst"]


def test_the_first_lines_say_which_language_they_are_in(library: Library) -> None:
    library.put(spoken(document("a", "", ENGLISH, title="Tuin"), None, "en"))
    (hit,) = library.search("tuin").hits
    assert hit.passages == (Snippet(page=2, spans=(Span(ENGLISH),), language="en"),)
