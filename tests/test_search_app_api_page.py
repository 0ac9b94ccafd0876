"""The page on which people read the API and try it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, invented, make_collection

from search_app.api import OPERATIONS


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("api_page"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page(client: FlaskClient, address: str = "/api") -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def one(found: Tag, path: str) -> Tag:
    element = found.select_one(path)
    assert element is not None
    return element


def test_every_operation_has_a_form_with_all_its_parameters(client: FlaskClient) -> None:
    sections = page(client).select(".api-operation")
    assert [one(section, "h2")["id"] for section in sections] == [
        operation.name for operation in OPERATIONS
    ]
    for section, operation in zip(sections, OPERATIONS, strict=True):
        names = [field["name"] for field in section.select("input, select")]
        assert names == [parameter.name for parameter in operation.parameters]
        assert f"GET {operation.path}" in section.text


def test_every_form_opens_json_as_it_stands(client: FlaskClient) -> None:
    for form in page(client).select(".api-operation form"):
        filled = {field["name"]: field.get("value", "") for field in form.select("input, select")}
        response = client.get(form["action"], query_string=filled, follow_redirects=True)
        assert (response.status_code, response.mimetype) == (200, "application/json")


def test_every_field_has_a_label_and_what_it_does(client: FlaskClient) -> None:
    found = page(client)
    fields = found.select(".api-operation input, .api-operation select")
    assert len({field["id"] for field in fields}) == len(fields)
    for field in fields:
        assert one(found, f'label[for="{field["id"]}"]').text.strip()
        assert one(found, f"#{field['aria-describedby']}").text.strip()


def test_what_is_folded_and_every_button_say_of_which_operation_they_are(
    client: FlaskClient,
) -> None:
    found = page(client)
    for tag in ("button", "summary"):
        names = [element.text for element in found.select(f".api-operation {tag}")]
        assert len(set(names)) == len(names)


def test_values_there_are_can_be_chosen_by_their_name(client: FlaskClient) -> None:
    kinds = [option.text for option in page(client).select("#search-kind option")]
    assert "praktijk – Praktijk" in kinds


def test_the_page_is_there_in_english(client: FlaskClient) -> None:
    found = page(client, "/api?lang=en")
    assert one(found, "h1").text == "For programs"
    assert "Search documents" in [heading.text for heading in found.select("h2")]


def test_no_document_filled_in_leads_back(client: FlaskClient) -> None:
    response = client.get("/api/document?document_id=")
    assert response.status_code == 303
    assert response.location == "/api"


def test_an_id_is_no_way_out_of_the_api(client: FlaskClient) -> None:
    response = client.get("/api/document", query_string={"document_id": "//evil.example/x?y#z"})
    assert response.location == "/api/v1/documents/%2F%2Fevil.example%2Fx%3Fy%23z"


def test_every_page_leads_there(client: FlaskClient) -> None:
    assert one(page(client, "/"), 'footer a[href="/api"]').text == "Voor programma’s"
