"""The JSON that scripts rely on."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from search_app_collection import Collection, invented, make_collection

from index.fields import FACET_NAMES


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("api"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def ask(client: FlaskClient, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status
    assert response.mimetype == "application/json"
    return response.json


def test_an_answer_has_exactly_the_agreed_parts(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=binnentuin&kind=wetenschap")
    assert list(answer) == [
        "query", "total", "documents", "took_ms", "hits", "also", "facets", "suggestion",
        "corrected", "reading", "notes", "expansions", "ignored",
    ]  # fmt: skip
    assert answer["query"] == "binnentuin"
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert list(hit) == [
        "id", "title", "kind", "year", "archetypes", "score", "passages", "pages", "url",
    ]  # fmt: skip
    assert hit["id"] == "doc01"
    assert hit["kind"] == "wetenschap"
    assert hit["year"] == 2011
    assert hit["archetypes"] == ["zelfbeheer"]
    assert hit["score"] > 0
    assert hit["url"] == "/document/doc01"
    assert hit["passages"][0]["page"] == 1
    assert {"text": "binnentuin", "hit": True} in hit["passages"][0]["spans"]
    assert set(answer["facets"]) == set(FACET_NAMES)
    assert {"value": "wetenschap", "label": "Wetenschap", "count": 1, "selected": True} in answer[
        "facets"
    ]["kind"]


def test_labels_follow_the_language_and_values_do_not(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=binnentuin&lang=en")
    assert answer["facets"]["kind"][0]["value"] == "wetenschap"
    assert answer["facets"]["kind"][0]["label"] == "Research"


def test_json_and_page_take_the_same_parameters(client: FlaskClient) -> None:
    asked = "q=zelfbeheer&municipality=Haarlem&year_from=2011&year_to=2016&size=2&sort=title"
    answer = ask(client, f"/api/v1/search?{asked}")
    page = client.get(f"/?{asked}").text
    assert len(answer["hits"]) == min(2, answer["total"])
    for hit in answer["hits"]:
        assert f'href="{hit["url"]}?' in page


def test_what_was_misread_is_told(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/search?q=kleur:rood&year_from=ooit")
    assert {"kind": "bad_year", "detail": "ooit"} in answer["notes"]
    assert "unknown_field" in [note["kind"] for note in answer["notes"]]


def test_a_suggestion_and_expansions_are_told(client: FlaskClient) -> None:
    assert ask(client, "/api/v1/search?q=statushouwders")["suggestion"] == "statushouders"
    (expansion,) = ask(client, "/api/v1/search?q=wijk*")["expansions"]
    assert (expansion["word"], expansion["kind"]) == ("wijk*", "prefix")


def test_a_document_is_whole_but_for_our_own_paths(client: FlaskClient) -> None:
    record = ask(client, "/api/v1/documents/doc01")
    assert "source" not in record
    assert record["title"] == "Zelfbeheer van de binnentuin"
    assert [page["number"] for page in record["pages"]] == [1, 2, 3]
    assert record["pages"][1]["url"] == "/document/doc01/page/2"
    assert record["archetypes"] == ["zelfbeheer"]
    assert record["tags"][0]["evidence"][0]["term"] == "zelfbeheer*"


def test_what_is_being_typed_is_completed(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/suggest?q=zelf")
    assert list(answer) == ["query", "suggestions"]
    assert answer["query"] == "zelf"
    assert answer["suggestions"][0] == {
        "text": "Zelfbeheer", "kind": "archetype", "url": "/archetype/zelfbeheer",
    }  # fmt: skip
    assert {
        "text": "Zelfbeheer van de binnentuin", "kind": "title", "url": "/document/doc01",
    } in answer["suggestions"]  # fmt: skip
    assert len(answer["suggestions"]) <= 8
    assert all(list(found) == ["text", "kind", "url"] for found in answer["suggestions"])


def test_each_completion_leads_to_a_page(client: FlaskClient) -> None:
    found = ask(client, "/api/v1/suggest?q=overlast+in+por")["suggestions"]
    assert {
        "text": "overlast in portieken", "kind": "words", "url": "/?q=overlast+in+portieken",
    } in found  # fmt: skip
    for typed in ("be", "w", "overlast in por"):
        for completion in ask(client, f"/api/v1/suggest?q={typed}")["suggestions"]:
            assert client.get(completion["url"]).status_code == 200


def test_what_is_not_public_is_not_completed(client: FlaskClient) -> None:
    for typed in ("geheim", "partners", "ingetrokken"):
        assert ask(client, f"/api/v1/suggest?q={typed}")["suggestions"] == []


@pytest.mark.parametrize("asked", ["", "?q=", "?q=%00"])
def test_nothing_typed_has_no_completions(client: FlaskClient, asked: str) -> None:
    assert ask(client, f"/api/v1/suggest{asked}")["suggestions"] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/documents/onbekend", 404),
        ("/api/v1/documents/doc42", 404),
        ("/api/v1/documents/doc43", 404),
        ("/api/v1/nergens", 404),
    ],
)
def test_what_is_not_there_is_told_as_json(client: FlaskClient, address: str, status: int) -> None:
    assert list(ask(client, address, status)) == ["error"]


def test_a_withdrawn_document_tells_what_stays_of_it(client: FlaskClient) -> None:
    told = ask(client, "/api/v1/documents/doc44", 410)
    assert list(told) == ["error", "id", "title", "withdrawn", "reason", "replaced_by"]
    assert (told["id"], told["title"]) == ("doc44", "Ingetrokken zelfbeheer")


def test_archetypes_come_with_their_number_of_documents(client: FlaskClient) -> None:
    answer = ask(client, "/api/v1/archetypes")
    found = {archetype["id"]: archetype for archetype in answer["archetypes"]}
    for name in ("zelfbeheer", "klushuizen", "achter-de-voordeur"):
        total = ask(client, f"/api/v1/search?archetype={name}")["total"]
        assert found[name]["count"] == total
    assert found["zelfbeheer"]["family"] == {"id": "bewoners-aan-zet", "label": "Bewoners aan zet"}
