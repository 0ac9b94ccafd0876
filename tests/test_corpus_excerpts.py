"""Passages of documents with only the pages they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from corpus_documents import MOMENT, PLAIN

from corpus.catalogue import Catalogue, open_catalogue
from corpus.decisions import PASSAGE, Decision, OnPassage
from corpus.document import Document, Page
from corpus.passage import Passage, PassageRole, Standing, passage_key

WORKS = "Een vaste contactpersoon werkt."
TIP = "Tip: begin klein."
CHOSEN = "De sleutel ligt bij de buren."
TEXTS = ("Inleiding.", WORKS, f"Meer. {TIP}", f"Nog meer. {CHOSEN}", "Slot.")


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    opened = open_catalogue(catalogue_url)
    yield opened
    opened.close()


def found(page: int, words: str) -> Passage:
    start = TEXTS[page - 1].index(words)
    return Passage(
        page=page,
        start=start,
        end=start + len(words),
        text=words,
        role=PassageRole.TIP,
        by="rules 1",
    )


def made(name: str, texts: tuple[str, ...] = TEXTS) -> Document:
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, start=1))
    return replace(PLAIN, id=name, pages=pages, passages=(found(2, WORKS), found(3, TIP)))


def said(
    name: str,
    words: str,
    page: int,
    standing: Standing = Standing.CONFIRMED,
    *,
    clear: bool = False,
) -> Decision:
    on = OnPassage(text=words, page=page, role=PassageRole.CONDITION, standing=standing)
    return Decision(
        document_id=name,
        field=PASSAGE + passage_key(words),
        value=None if clear else on.value,
        who="Anna",
        at=MOMENT,
    )


def excerpt(catalogue: Catalogue, name: str, *words: str) -> Document:
    summaries = list(catalogue.summaries([name]))
    (document,) = catalogue.excerpts.of(summaries, {name: [passage_key(one) for one in words]})
    return document


def numbers(document: Document) -> list[int]:
    return [page.number for page in document.pages]


def test_a_passage_comes_with_the_page_it_stands_on_and_no_other(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    document = excerpt(catalogue, "a", TIP)
    assert [one.text for one in document.passages] == [TIP]
    assert numbers(document) == [3]


def test_it_is_the_passage_of_the_whole_document(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    catalogue.decide([said("a", TIP, 3, Standing.HIDDEN), said("a", CHOSEN, 4, Standing.PINNED)])
    document = excerpt(catalogue, "a", WORKS, TIP, CHOSEN)
    whole = catalogue.get("a")
    assert document.passages == whole.passages
    assert document == replace(whole, pages=whole.pages[1:4])


def test_what_a_person_chose_is_found_where_it_stands_now(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    catalogue.decide([said("a", CHOSEN, 4)])
    catalogue.replace(made("a", (*TEXTS[:3], "Weg.", "Nieuw.", CHOSEN)), "test", "update")
    document = excerpt(catalogue, "a", CHOSEN)
    assert [one.page for one in document.passages] == [6]
    assert document.passages == catalogue.get("a").passages[2:]


def test_what_stands_nowhere_any_more_is_left_out(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    catalogue.decide([said("a", CHOSEN, 4)])
    catalogue.replace(made("a", TEXTS[:3]), "test", "update")
    assert excerpt(catalogue, "a", CHOSEN).passages == ()


def test_a_choice_that_was_taken_back_is_no_passage(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    catalogue.decide([said("a", CHOSEN, 4)])
    catalogue.decide([said("a", CHOSEN, 4, clear=True)])
    assert excerpt(catalogue, "a", CHOSEN).passages == ()


def test_a_document_without_asked_passages_comes_without_pages(catalogue: Catalogue) -> None:
    catalogue.add(made("a"), "test")
    assert excerpt(catalogue, "a") == next(catalogue.summaries(["a"]))


def test_the_passage_of_one_document_is_not_that_of_another(catalogue: Catalogue) -> None:
    names = [f"d{number:03}" for number in range(120)]
    for name in names:
        catalogue.add(made(name), "test")
    keys = {name: [passage_key(WORKS if name < "d060" else TIP)] for name in names}
    documents = list(catalogue.excerpts.of(list(catalogue.summaries()), keys))
    assert [one.id for one in documents] == names
    assert [numbers(one) for one in documents] == [[2]] * 60 + [[3]] * 60
