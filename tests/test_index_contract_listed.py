"""All hits of a question, listed: what every engine must do alike, tested on each engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from index_collection import Library, document, labels

from corpus.document import Document, Kind, Status
from corpus.errors import UsageError
from corpus.passage import Passage, PassageRole, Standing
from index import Listed, Query, Sort, Unit

TEXTS = ("De tuin van de buurt.", "Een portiek zonder tuin.", "Tuin, tuin en nog een tuin.")


def telling(number: int) -> Document:
    """A document with a passage on each of its two pages, the second of every third hidden."""
    texts = (TEXTS[number % 3], f"Begin klein, zegt buur {number}.")
    standing = Standing.HIDDEN if number % 3 == 0 else Standing.FOUND
    roles = ((PassageRole.EXAMPLE, Standing.FOUND), (PassageRole.TIP, standing))
    return document(
        f"d{number:03}",
        *texts,
        title=f"Verslag {number * 7 % 10}",
        published=str(2010 + number % 5) if number % 4 else None,
        kind=list(Kind)[number % 3],
        language=("nl", "en")[number % 2],
        tags=labels("zelfbeheer") if number % 2 else (),
        passages=tuple(
            Passage(
                page=page,
                start=0,
                end=len(text) - 1,
                text=text[:-1],
                role=role,
                score=0.5 + number % 7 / 20,
                standing=standing,
                by="rules 1",
            )
            for page, (text, (role, standing)) in enumerate(zip(texts, roles, strict=True), start=1)
        ),
    )


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    """Twenty-three documents in two batches, so that there are several segments."""
    library = Library(engine, tmp_path)
    library.put(*map(telling, range(12)))
    library.put(*map(telling, range(12, 23)))
    return library


def paged(library: Library, query: Query) -> list[Listed]:
    """The hits of one page of results after the other."""
    pages = -(-library.index.count(query) // query.size)
    return [
        Listed(id=hit.id, document=hit.document, passage=hit.passage)
        for number in range(1, pages + 1)
        for hit in library.index.search(replace(query, page=number)).hits
    ]


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "tuin"},
        {"text": "tuin -portiek", "filters": {"kind": frozenset({"praktijk", "beleid"})}},
        {"text": "tuinn"},  # is answered in another spelling
        {"year_from": 2011, "year_to": 2012},
        {"text": "nergens"},
    ],
    ids=["everything", "word", "filtered", "misspelt", "years", "nothing"],
)
def test_what_is_listed_is_what_the_pages_show_in_their_order(
    library: Library, unit: Unit, sort: Sort, asked: dict[str, Any]
) -> None:
    query = Query(unit=unit, sort=sort, size=4, **asked)
    listed = list(library.index.listed(query))
    assert listed == paged(library, query)
    assert len(listed) == library.index.count(query)


@pytest.mark.parametrize("unit", Unit)
def test_page_and_size_do_not_count(library: Library, unit: Unit) -> None:
    query = Query(text="tuin", unit=unit)
    others = replace(query, page=3, size=2)
    assert list(library.index.listed(others)) == list(library.index.listed(query))


def test_a_passage_is_listed_with_its_words_and_its_document(library: Library) -> None:
    listed = list(library.index.listed(Query(text='"buur 4"', unit=Unit.PASSAGES)))
    (found,) = listed
    assert found.passage is not None
    assert (found.document, found.passage.text) == ("d004", "Begin klein, zegt buur 4")
    assert found.id == f"d004.{found.passage.key}"


def test_a_document_is_listed_without_a_passage(library: Library) -> None:
    (found,) = library.index.listed(Query(text='"buur 4"'))
    assert found == Listed(id="d004", document="d004")


def test_what_was_taken_away_is_not_listed(library: Library) -> None:
    shelf = library.shelf.documents
    shelf["d004"] = replace(shelf["d004"], status=Status.WITHDRAWN)
    for unit in Unit:
        assert "d004" not in {one.document for one in library.index.listed(Query(unit=unit))}


def test_a_list_is_of_the_moment_it_was_asked_for(library: Library) -> None:
    listed = library.index.listed(Query())
    library.put(document("later", "Een tuin."))
    library.delete("d001")
    assert len(list(listed)) == 23
    assert library.index.count(Query()) == 23


def test_an_unknown_facet_is_told_before_anything_is_listed(library: Library) -> None:
    with pytest.raises(UsageError):
        library.index.listed(Query(filters={"kleur": frozenset({"rood"})}))
