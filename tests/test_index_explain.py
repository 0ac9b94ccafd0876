"""The shares of an explanation are those of which the score is the sum."""

from __future__ import annotations

import pytest
from index_collection import ENGINES, Library, chosen_engine, document

from index.order import OTHER_LANGUAGE

QUERIES = [
    "zelfbeheer",
    "bewoners bedrijf",
    '"samen beheren"',
    "portiekoverlast",
    "wijk* OF tuin~",
    "zelfbeheer -pensioen soort:praktijk",
    "titel:zelfbeheer tuin",
]


@pytest.fixture(scope="module", params=[one for one in ENGINES if one != "memory"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(chosen_engine(request), tmp_path_factory.mktemp("explain"))
    made.put(
        document(
            "tuin",
            "Bewoners willen samen beheren. De tuin is van bewoners.\fZelfbeheer van de tuinen.",
            title="Zelfbeheer van de tuin",
        ),
        document("bedrijf", "Het bewonersbedrijf is van bewoners; een bedrijf in de wijkaanpak."),
        document("portiek", "Er was overlast van buren in het portiek, en zelfbeheer in de wijk."),
        document("english", "Zelfbeheer in a tuin.", language="en"),
    )
    return made


@pytest.mark.parametrize("query", QUERIES)
def test_shares_add_up_to_the_score(query: str, library: Library) -> None:
    results = library.search(query, explain=True)
    assert results.hits
    for hit in (*results.hits, *results.also):
        counted = OTHER_LANGUAGE if hit.id == "english" else 1.0
        whole = sum(reason.share for reason in hit.reasons)
        assert counted * whole == pytest.approx(hit.score), hit.id
        assert [r.share for r in hit.reasons] == sorted(r.share for r in hit.reasons)[::-1]
        told = [(reason.words, reason.field) for reason in hit.reasons]
        assert len(set(told)) == len(told)


def test_places_are_counted_in_each_text(library: Library) -> None:
    hits = {hit.id: hit for hit in library.search("bewoners", explain=True).hits}
    places = {(reason.words[0], reason.field): reason.places for reason in hits["tuin"].reasons}
    assert places["bewoners", "body"] == 2
    assert ("bewoners", "title") not in places


def test_only_who_asks_gets_reasons(library: Library) -> None:
    assert all(hit.reasons == () for hit in library.search("zelfbeheer").hits)
