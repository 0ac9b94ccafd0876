"""The pages of archetypes on the bundled samples: each part has something to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from corpus.collection import open_collection
from corpus.settings import load_settings
from index import open_index
from search_app import create_app

TELLING = (
    "achter-de-voordeur",
    "bewonersbudgetten",
    "schuldhulp-vroegsignalering",
    "statushouders",
)
PARTS = ("bestanddelen", "randvoorwaarden", "tips", "werkt-niet", "valkuilen", "voorbeelden")


@pytest.fixture(scope="module")
def client(ingested_samples: Path) -> FlaskClient:
    settings = load_settings({}, ingested_samples, {"data": str(ingested_samples)})
    collection = open_collection(settings)
    index = open_index(settings.index, collection.catalogue, collection.taxonomy)
    app = create_app(index, collection.catalogue, collection.taxonomy, collection.originals)
    return app.test_client()


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "lxml")


def agreements(client: FlaskClient, archetype: str) -> dict[str, str]:
    rows = page(client, f"/archetype/{archetype}").select(".ingredients tbody tr")
    return {row.select("th")[0].get_text(): row.select(".agreement")[0].get_text() for row in rows}


@pytest.mark.parametrize("archetype", TELLING)
def test_practice_and_research_have_something_in_nearly_every_part(
    client: FlaskClient, archetype: str
) -> None:
    tree = page(client, f"/archetype/{archetype}")
    empty = [
        f"{part} {kind}"
        for part in PARTS
        for kind in ("praktijk", "wetenschap")
        if not tree.select(f'[aria-labelledby="{part}-{kind}"] .passage')
    ]
    assert len(empty) <= 2, empty  # which failures and examples are found may change with the cues


def test_practice_and_research_agree_on_something_and_contradict_each_other(
    client: FlaskClient,
) -> None:
    told = {archetype: set(agreements(client, archetype).values()) for archetype in TELLING}
    assert "beide" in told["schuldhulp-vroegsignalering"]
    assert "tegenspraak" in told["achter-de-voordeur"] | told["statushouders"]


def test_every_number_of_the_map_of_the_samples_is_the_total_of_its_search(
    client: FlaskClient,
) -> None:
    for cell in client.get("/api/v1/evidence-map?kind=alle").get_json()["cells"]:
        answer = client.get(f"/api/v1{cell['url']}").get_json()
        assert (answer["total"], answer["documents"]) == (cell["passages"], cell["documents"])


def test_the_samples_say_that_they_are_invented_where_they_are_read(client: FlaskClient) -> None:
    tree = page(client, "/archetype/statushouders")
    (link, *_) = tree.select(".passage .source a:nth-of-type(2)")
    assert "erzonnen voorbeeld" in client.get(str(link["href"])).text
