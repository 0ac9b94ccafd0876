"""Pages in another language than their document."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_texts import DUTCH

from conftest import Watwerkt
from corpus.catalogue import open_catalogue
from corpus.document import Page, Role, Stretch
from ingest.languages import in_their_languages, page_language

ENGLISH = (
    "The residents of the neighbourhood keep the garden together and the council helps them with"
    " advice, money and tools. It works because people know each other. "
)
GERMAN = "Die Bewohner des Viertels pflegen gemeinsam den Garten und die Stadt hilft ihnen. "
QUOTE = f"“{ENGLISH.strip()}”"


def paragraphs(*parts: str) -> Page:
    return Page(number=1, text="\n\n".join(parts))


PAGES = {
    "Dutch": (paragraphs(DUTCH, DUTCH), "nl"),
    "English": (paragraphs(ENGLISH, ENGLISH), "en"),
    "English under a Dutch heading": (paragraphs("Engelse samenvatting", ENGLISH, ENGLISH), "en"),
    "half and half": (paragraphs(DUTCH, ENGLISH), None),
    "Dutch with a quote": (paragraphs(*[DUTCH] * 5, QUOTE), "nl"),
    "too little": (paragraphs("The residents keep the garden together and share it."), None),
    "German": (paragraphs(GERMAN * 5, GERMAN * 5), None),
    "numbers": (paragraphs("12 34 56 78 " * 30), None),
    "empty": (paragraphs(), None),
}


@pytest.mark.parametrize(("page", "language"), PAGES.values(), ids=PAGES.keys())
def test_the_language_of_a_page_is_that_of_nearly_everything_on_it(
    page: Page, language: str | None
) -> None:
    assert page_language(page) == language


def test_a_list_of_references_does_not_say_which_language_a_page_is_in() -> None:
    text = f"{DUTCH}\n\n{DUTCH}\n\n{ENGLISH * 20}"
    apart = (Stretch(start=text.index(ENGLISH), end=len(text), role=Role.REFERENCES),)
    assert page_language(Page(number=1, text=text)) == "en"
    assert page_language(Page(number=1, text=text, apart=apart)) == "nl"


@pytest.mark.parametrize(
    ("document", "expected"),
    [("nl", [None, "en", None]), ("en", ["nl", None, None]), (None, ["nl", "en", None])],
)
def test_only_a_page_in_another_language_says_so(
    document: str | None, expected: list[str | None]
) -> None:
    pages = [paragraphs(DUTCH, DUTCH), paragraphs(ENGLISH, ENGLISH), paragraphs(DUTCH, ENGLISH)]
    found = in_their_languages(pages, document)
    assert [page.language for page in found] == expected
    assert in_their_languages(found, document) == found
    assert [page.text for page in found] == [page.text for page in pages]


def test_an_english_summary_is_kept_as_english(
    watwerkt: Watwerkt, data: Path, tmp_path: Path
) -> None:
    report = tmp_path / "rapport.txt"
    report.write_text("\f".join([DUTCH * 4, DUTCH * 4, f"Summary\n\n{ENGLISH * 4}"]))
    (outcome,) = watwerkt("ingest", str(report), "--json").json
    catalogue = open_catalogue(f"sqlite:///{data / 'catalogue.db'}")
    try:
        document = catalogue.get(outcome["id"])
    finally:
        catalogue.close()
    assert document.language == "nl"
    assert [page.language for page in document.pages] == [None, None, "en"]
