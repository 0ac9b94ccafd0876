"""What a search box offers while somebody types, alike on every engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import Library, Shelf, document, labels, open_engine

from corpus.document import Status
from corpus.errors import IndexMissing
from index import Completion, CompletionKind, Query

ARCHETYPE, TITLE, WORDS = CompletionKind.ARCHETYPE, CompletionKind.TITLE, CompletionKind.WORDS


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    library = Library(engine, tmp_path)
    library.put(
        document(
            "a",
            "Overlast in het portiek. De coöperatieve vereniging en nog eens de coöperatieve "
            "vereniging en de portefeuille.",
            title="Zelfbeheer in portieken",
            tags=labels("zelfbeheer"),
            published="2014",
        ),
        document(
            "b",
            "Een Coöperatieve\nvereniging is geen vereniging. Coöperatieve vereniging zus en zo.",
            title="De huismeester en zelfbeheer",
            tags=labels("sociaal-beheer", "zelfbeheer"),
            published="2016",
        ),
        document("c", "portefeuille porto", title="Zelfbeheer van een tuin", published="2012"),
        document("d", "Porto: nachbarschaften", title="Zelfbeheer van een tuin", language="de"),
    )
    return library


def offered(library: Library, text: str, kind: CompletionKind, size: int = 20) -> list[str]:
    return [found.text for found in library.index.suggest(text, size) if found.kind is kind]


ARCHETYPES = {
    "zelfb": ["Zelfbeheer"],
    "ZELF": ["Zelfbeheer"],
    "so": ["Sociaal beheer en huismeesters"],
    "huisme": ["Sociaal beheer en huismeesters"],  # a later word of the label
    "sociaal beh": ["Sociaal beheer en huismeesters"],
    "resid": ["Resident self-management"],
    "hm": [],
    "eheer": [],
    "klus": [],  # no document is about it
    "zelfbeheer ": ["Zelfbeheer"],
    "zelf ": ["Zelfbeheer"],  # one of its other names begins with this word
    "huismee ": [],
}


@pytest.mark.parametrize(("text", "expected"), ARCHETYPES.items())
def test_an_archetype_is_offered_by_the_beginning_of_any_word(
    library: Library, text: str, expected: list[str]
) -> None:
    assert offered(library, text, ARCHETYPE) == expected


def test_an_archetype_is_offered_by_another_name_and_once(library: Library) -> None:
    assert Completion("Zelfbeheer", ARCHETYPE, "zelfbeheer") in library.index.suggest("bewonersz")
    assert len(offered(library, "beheer", ARCHETYPE)) == len(
        set(offered(library, "beheer", ARCHETYPE))
    )


def test_titles_that_begin_so_come_first_and_then_the_newest(library: Library) -> None:
    found = [c for c in library.index.suggest("zelf", 20) if c.kind is TITLE]
    assert found == [
        Completion("Zelfbeheer in portieken", TITLE, "a"),
        Completion("Zelfbeheer van een tuin", TITLE, "c"),
        Completion("De huismeester en zelfbeheer", TITLE, "b"),
    ]


WORD_COMPLETIONS = {
    "porti": ["portieken", "portiek"],  # one stands in a title
    "portef": ["portefeuille"],
    "por": ["portieken", "portefeuille", "portiek", "porto"],
    "p": [],
    "portefeuille": [],
    "overlast in het portie": ["overlast in het portieken", "overlast in het portiek"],
    "overlast porto": [],
    "overlast por": ["overlast portieken", "overlast portefeuille", "overlast portiek"],
    "wat werkt bij portef": ["wat werkt bij portefeuille"],
    "nachb": [],  # a word of a language that is not stemmed
    "he": [],  # only stop words
    "ge": ["geen"],  # no stop word: it says something
    "-por": [],
    '"overlast por': [],
    "tuin OF por": [],
    "titel:por": [],
}


@pytest.mark.parametrize(("text", "expected"), WORD_COMPLETIONS.items())
def test_words_are_offered_that_stand_with_those_before_them(
    library: Library, text: str, expected: list[str]
) -> None:
    assert offered(library, text, WORDS) == expected


@pytest.mark.parametrize("text", ["coop", "coöp", "Coöperatieve ver"])
def test_a_pair_of_words_is_offered_that_two_documents_repeat(library: Library, text: str) -> None:
    assert "coöperatieve vereniging" in offered(library, text, WORDS)


def test_the_second_word_of_a_pair_will_do(library: Library) -> None:
    assert offered(library, "veren", WORDS) == ["coöperatieve vereniging", "vereniging"]


@pytest.mark.parametrize("size", range(8))
def test_the_room_is_shared_and_archetypes_come_first(library: Library, size: int) -> None:
    found = library.index.suggest("zelf", size)
    assert len(found) == min(size, 4)
    assert [c.kind for c in found] == [ARCHETYPE, TITLE, TITLE, TITLE][:size]


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "zelf" * 100, "\x00"])
def test_nothing_is_offered_where_nothing_is_typed(library: Library, text: str) -> None:
    assert library.index.suggest(text) == ()


def test_what_is_gone_is_not_offered(library: Library) -> None:
    library.delete("b")
    assert offered(library, "huism", ARCHETYPE) == []
    assert offered(library, "huism", TITLE) == []
    assert offered(library, "coop", WORDS) == ["cooperatieve"]


def test_what_was_taken_away_is_not_offered_before_the_index_knows(library: Library) -> None:
    assert offered(library, "huism", TITLE)
    taken = library.shelf.documents["b"]
    library.shelf.documents["b"] = replace(taken, status=Status.WITHDRAWN)
    assert offered(library, "huism", ARCHETYPE) == []
    assert offered(library, "huism", TITLE) == []
    assert offered(library, "huism", WORDS) == []
    assert offered(library, "coop", WORDS) == ["cooperatieve"]


def test_all_that_is_offered_has_hits(library: Library) -> None:
    for text in ("z", "ze", "so", "por", "veren", "de", "tuin", "overlast por"):
        for found in library.index.suggest(text, 50):
            if found.kind is ARCHETYPE:
                filters = {"archetype": frozenset({str(found.id)})}
                assert library.index.count(Query(filters=filters))
            elif found.kind is WORDS:
                assert library.index.count(Query(text=found.text))
            else:
                assert found.id in library.index.ids()


def test_without_an_index_that_is_said(engine: str, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_engine(engine, tmp_path, Shelf()).suggest("zelf")
