"""What search engines may read: the sitemap, robots.txt, and pages that agree with both."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from search_app_collection import Collection, invented, make_collection

from corpus.document import Access
from index import Query, Sort, Widening
from index.fields import FACET_NAMES
from search_app import sitemap
from search_app.addresses import FOUND_AT
from search_app.params import to_params

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("sitemap"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def listed(client: FlaskClient, address: str) -> dict[str, str]:
    """Address -> when it last changed, empty for unknown."""
    response = client.get(address)
    assert response.mimetype == "application/xml"
    tree = etree.fromstring(response.data)
    return {
        entry.findtext("s:loc", default="", namespaces=SITEMAP): entry.findtext(
            "s:lastmod", default="", namespaces=SITEMAP
        )
        for entry in tree
    }


def test_the_sitemap_has_every_public_document_archetype_and_fixed_page(
    client: FlaskClient, collection: Collection
) -> None:
    found = listed(client, "/sitemap.xml")
    documents = {address for address in found if "/document/" in address}
    summaries = collection.catalogue.summaries()
    public = {one.id for one in summaries if one.visible_to(Access.PUBLIC)}
    assert documents == {f"http://localhost/document/{name}" for name in public}
    archetypes = {f"http://localhost/archetype/{name}" for name in collection.taxonomy.archetypes}
    fixed = {f"http://localhost{path}" for path in ("/", "/archetype", "/bewijskaart", "/zoekhulp")}
    assert set(found) == documents | archetypes | fixed


def test_every_page_of_the_sitemap_is_there_and_may_be_indexed(client: FlaskClient) -> None:
    for address in listed(client, "/sitemap.xml"):
        response = client.get(address.removeprefix("http://localhost"))
        assert response.status_code == 200
        tree = BeautifulSoup(response.text, "lxml")
        assert not tree.select('meta[name="robots"]'), address
        for link in tree.select('link[rel="canonical"]'):
            assert link["href"] == address


def test_a_document_says_when_it_last_changed(client: FlaskClient, collection: Collection) -> None:
    (entry,) = collection.catalogue.ledger("doc01")
    changed = listed(client, "/sitemap.xml")["http://localhost/document/doc01"]
    assert changed == entry.at.isoformat(timespec="seconds")


def test_very_many_pages_are_told_in_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(client, "/sitemap.xml")
    monkeypatch.setattr(sitemap, "PER_FILE", 7)
    parts = listed(client, "/sitemap.xml")
    assert len(parts) == -(-len(whole) // 7)
    told = [listed(client, part.removeprefix("http://localhost")) for part in parts]
    assert max(map(len, told)) == 7
    assert {address: at for part in told for address, at in part.items()} == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def rules(client: FlaskClient) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(client.get("/robots.txt").text.splitlines())
    return parser


def test_robots_may_read_what_the_sitemap_has(client: FlaskClient) -> None:
    found = rules(client)
    for address in listed(client, "/sitemap.xml"):
        assert found.can_fetch("*", address), address


@pytest.mark.parametrize(
    "path", ["/document/doc01/page/1", "/document/doc03/file", "/static/style.css?v=1", "/passages"]
)
def test_robots_may_read_what_a_plain_page_needs(client: FlaskClient, path: str) -> None:
    assert rules(client).can_fetch("*", f"http://localhost{path}")


@pytest.mark.parametrize(
    "path",
    [
        "/?q=zelfbeheer",
        "/?kind=praktijk&theme=wonen",
        "/passages?role=tip",
        "/?lang=en&q=zelfbeheer",
        "/export.csv",
        "/passages/export.json",
        "/feed.atom?q=x",
        "/api/v1/search?q=x",
        "/dossier?dossier=doc01",
        "/opensearch/suggestions?q=x",
    ],
)
def test_robots_stay_out_of_questions(client: FlaskClient, path: str) -> None:
    assert not rules(client).can_fetch("*", f"http://localhost{path}")


def test_a_question_begins_with_none_but_the_parameters_robots_are_told(
    client: FlaskClient,
) -> None:
    everything = Query(
        text="x",
        filters={facet: frozenset({"y"}) for facet in FACET_NAMES},
        year_from=2011,
        year_to=2012,
        sort=Sort.TITLE,
        page=2,
        size=20,
        without=frozenset(Widening),
        explain=True,
    )
    for name in {name for name, _ in to_params(everything)}:
        for path in FOUND_AT.values():
            assert not rules(client).can_fetch("*", f"http://localhost{path}?{name}=z"), name


def test_robots_that_know_signs_stay_out_of_all_that_has_parameters(client: FlaskClient) -> None:
    assert "Disallow: /*?" in client.get("/robots.txt").text.splitlines()


def test_robots_are_told_where_the_sitemap_is(client: FlaskClient) -> None:
    assert rules(client).site_maps() == ["http://localhost/sitemap.xml"]
    text = client.get("/robots.txt", base_url="https://wijk.example.org").text
    assert "Sitemap: https://wijk.example.org/sitemap.xml" in text.splitlines()


@pytest.mark.parametrize("address", ["/?q=tuin", "/?kind=praktijk", "/passages", "/uitgebreid"])
def test_a_page_that_robots_read_all_the_same_is_not_indexed(
    client: FlaskClient, address: str
) -> None:
    (robots,) = BeautifulSoup(client.get(address).text, "lxml").select('meta[name="robots"]')
    assert str(robots["content"]).startswith("noindex")
