"""How a browser asks this site, and what it is suggested meanwhile."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from search_app_collection import invented, make_collection

NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_collection(tmp_path_factory.mktemp("opensearch"), invented()).app.test_client()


def templates(client: FlaskClient) -> dict[str, str]:
    tree = etree.fromstring(client.get("/opensearch.xml").data)
    return {url.get("type", ""): url.get("template", "") for url in tree.findall("o:Url", NAMES)}


def test_the_description_keeps_to_the_lengths_of_the_standard(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.mimetype == "application/opensearchdescription+xml"
    tree = etree.fromstring(response.data)
    assert tree.tag == f"{{{NAMES['o']}}}OpenSearchDescription"
    assert 0 < len(tree.findtext("o:ShortName", default="", namespaces=NAMES)) <= 16
    assert 0 < len(tree.findtext("o:Description", default="", namespaces=NAMES)) <= 1024
    icon = tree.findtext("o:Image", default="", namespaces=NAMES)
    assert client.get(icon.removeprefix("http://localhost"), buffered=True).status_code == 200


@pytest.mark.parametrize(
    "media_type",
    ["text/html", "application/x-suggestions+json", "application/atom+xml"],
)
def test_every_template_leads_to_an_answer_of_its_type(
    client: FlaskClient, media_type: str
) -> None:
    template = templates(client)[media_type]
    assert template.startswith("http://localhost/")
    asked = template.replace("{searchTerms}", "zelfbeheer").replace("{startPage?}", "1")
    response = client.get(asked.removeprefix("http://localhost"))
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "elfbeheer" in response.text


def test_the_description_says_where_it_is_itself(client: FlaskClient) -> None:
    own = templates(client)["application/opensearchdescription+xml"]
    assert own == "http://localhost/opensearch.xml"


def test_suggestions_come_as_browsers_expect_them(client: FlaskClient) -> None:
    response = client.get("/opensearch/suggestions?q=zelfb")
    typed, texts, explained, addresses = json.loads(response.text)
    own = client.get("/api/v1/suggest?q=zelfb").json
    assert own is not None
    assert typed == "zelfb"
    assert texts == [one["text"] for one in own["suggestions"]]
    assert addresses == [f"http://localhost{one['url']}" for one in own["suggestions"]]
    assert len(explained) == len(texts) > 0


def test_nothing_typed_is_nothing_suggested(client: FlaskClient) -> None:
    assert json.loads(client.get("/opensearch/suggestions").text) == ["", [], [], []]


@pytest.mark.parametrize("address", ["/", "/archetype", "/document/doc01", "/nergens"])
def test_every_page_tells_a_browser_where_the_description_is(
    client: FlaskClient, address: str
) -> None:
    tree = BeautifulSoup(client.get(address).text, "lxml")
    (link,) = tree.select('link[rel="search"]')
    assert link["href"] == "/opensearch.xml"
    assert link["type"] == "application/opensearchdescription+xml"
    assert link["title"] == "watwerkt"
