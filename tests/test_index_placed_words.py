"""Lines told from the places that an index keeps are those of reading the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import document, taxonomy
from test_index_page_words import LANGUAGES, texts, trees

from corpus.document import Document, Page
from corpus.language.analysis import analyze
from index.embedded.word_starts import decode, encode
from index.page_words import Spots
from index.passages import best_passages
from index.placed_words import PlacedWords, TextChanged
from index.places import names
from index.prepare import Prepared, prepare
from index.tree import Node


@dataclass
class Kept:
    """Where the words of a document stand, as it was prepared for an engine."""

    prepared: Prepared

    def starts(self, number: int) -> tuple[int, memoryview] | None:
        words = len(self.prepared.terms["body_exact"].terms)
        data = memoryview(encode(self.prepared))
        return decode(data, words, self.prepared.page_starts, number)

    def __call__(self, page: Page, language: str | None) -> Spots | None:
        kept = self.starts(page.number)
        if kept is None:
            return None
        first, starts = kept

        def numbers(form: str, terms: tuple[str, ...]) -> Sequence[int]:
            several = [self.prepared.terms[name] for name in names(("body",), form)]
            found = {
                at - first
                for one in several
                for term, at in zip(one.terms, one.positions, strict=True)
                if term in terms and first <= at < first + len(starts)
            }
            return sorted(found)

        return PlacedWords(page.text, language, starts, numbers)


def prepared(*pages: str, language: str | None = "nl") -> tuple[Document, Kept]:
    of = document("een", *pages, language=language)
    return of, Kept(prepare(of, taxonomy()))


@given(trees(), st.lists(texts(most=30), min_size=1, max_size=5), LANGUAGES)
@settings(max_examples=100, deadline=None)
def test_the_best_lines_are_those_of_reading_the_pages(
    tree: Node, pages: list[str], language: str | None
) -> None:
    of, kept = prepared(*pages, language=language)
    found = best_passages(tree, of.pages, language, kept)
    assert found == best_passages(tree, of.pages, language)


@given(trees(), st.lists(texts(most=20), min_size=1, max_size=3), st.data())
@settings(max_examples=50, deadline=None)
def test_a_page_that_has_changed_since_is_read(
    tree: Node, pages: list[str], data: st.DataObject
) -> None:
    of, kept = prepared(*pages)
    changed = [Page(number=page.number, text=data.draw(texts(most=20))) for page in of.pages]
    lines = best_passages(tree, changed, "nl", kept)
    text = {page.number: " ".join(page.text.split()) for page in changed}
    for line in lines:  # whatever is quoted stands there
        quoted = "".join(span.text for span in line.spans if span.hit)
        assert set(quoted) <= set(text[line.page])


def test_words_that_do_not_stand_where_they_should_are_told() -> None:
    _, kept = prepared("Een tuin voor de buurt.")
    places = kept(Page(number=1, text="De oude tuin is weg."), "nl")
    assert places is not None
    with pytest.raises(TextChanged):
        places("exact", ["tuin"])


@pytest.mark.parametrize(
    "pages",
    [
        ("Een tuin.", "Nog een, en nog een."),
        ("", "woord", "", "", "twee woorden", ""),
        (" " * 300 + "ver weg", "dichtbij"),
        ("begin" + " " * 70_000 + "einde", "x"),
        ("",),
        ("... !", "?"),
    ],
)
def test_where_the_words_of_each_page_start_comes_back(pages: tuple[str, ...]) -> None:
    _, kept = prepared(*pages)
    for (number, first), text in zip(kept.prepared.page_starts, pages, strict=True):
        starts = [word.start for word in analyze(text, "nl")]
        found = kept.starts(number)
        if not any(list(analyze(page, "nl")) for page in pages):
            assert found is None
        else:
            assert found is not None
            assert (found[0], found[1].tolist()) == (first, starts)
    assert kept.starts(len(pages) + 1) is None


def test_where_words_start_takes_a_byte_each_in_plain_text() -> None:
    _, kept = prepared("Een gewone tekst met gewone woorden. " * 50)
    assert len(encode(kept.prepared)) == 300
