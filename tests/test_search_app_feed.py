"""The feed of a question: what is new in the collection, valid by RFC 4287, told once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from search_app_collection import Collection, invented, make_collection

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "/feed.atom",
    "/feed.atom?q=zelfbeheer",
    "/feed.atom?q=zelfbeheer&kind=praktijk&year_from=2011&lang=en",
    "/feed.atom?q=nergens-te-vinden",
    "/feed.atom?q=<script> %26 enterprises",
]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w!$&'()*+,;=:@/?%.~-]*")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    old = invented()
    new = [
        replace(
            old[0],
            id=f"new{number:02}",
            title=f"Nieuw {number}",
            published="1999",
            ingested=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number),
        )
        for number in range(60)
    ]
    return make_collection(tmp_path_factory.mktemp("feeds"), [*new, *old])


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def parsed(client: FlaskClient, address: str) -> Any:
    found = feedparser.parse(client.get(address).data)
    assert not found.bozo
    assert found.version == "atom10"
    return found


def one(parent: Any, name: str) -> Any:
    (found,) = parent.findall(ATOM + name)
    return found


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_has_what_the_standard_demands(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.content_type == "application/atom+xml; charset=utf-8"
    top = etree.fromstring(response.data)
    assert top.tag == ATOM + "feed"
    ids = [one(item, "id").text for item in (top, *top.findall(ATOM + "entry"))]
    assert len(set(ids)) == len(ids)
    assert all(TAG_URI.fullmatch(name) for name in ids), ids
    assert {link.get("rel") for link in top.findall(ATOM + "link")} == {"self", "alternate"}
    assert one(one(top, "author"), "name").text == "watwerkt"
    for item in (top, *top.findall(ATOM + "entry")):
        assert one(item, "title").text
        assert MOMENT.fullmatch(one(item, "updated").text)
        assert all(
            link.get("href", "").startswith("http://") for link in item.findall(ATOM + "link")
        )
    for entry in top.findall(ATOM + "entry"):
        assert MOMENT.fullmatch(one(entry, "published").text)
        assert one(entry, "summary").text
        assert [link.get("rel") for link in entry.findall(ATOM + "link")] == ["alternate"]
    moments = [one(item, "updated").text for item in top.findall(ATOM + "entry")]
    assert one(top, "updated").text == max(moments, default="1970-01-01T00:00:00Z")


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_reader_reads_it(client: FlaskClient, address: str) -> None:
    found = parsed(client, address)
    assert found.feed.title
    assert found.feed.links[0].rel == "self"


def test_what_came_in_last_comes_first_whenever_it_was_published(client: FlaskClient) -> None:
    found = parsed(client, "/feed.atom?q=zelfbeheer&sort=oldest&size=10&page=3")
    assert [entry.title for entry in found.entries] == [f"Nieuw {n}" for n in range(59, 9, -1)]
    assert found.feed.updated == found.entries[0].published == "2026-03-03T11:00:00Z"


@pytest.mark.parametrize("asked", ["language=en", "q=wijkbudget&theme=wonen", "kind=beleid"])
def test_a_feed_has_what_its_search_finds(client: FlaskClient, asked: str) -> None:
    answer: Any = client.get(f"/api/v1/search?{asked}&size=100").json
    expected = {f"http://localhost{hit['url']}" for hit in answer["hits"]}
    linked = {entry.link for entry in parsed(client, f"/feed.atom?{asked}").entries}
    assert linked == expected or (len(linked) == 50 and linked < expected)


def test_an_entry_says_what_it_is_about(client: FlaskClient) -> None:
    (entry,) = parsed(client, "/feed.atom?language=en&lang=en").entries
    assert entry.title == "Community enterprises <b>in</b> “practice”"
    assert entry.title_detail.type == "text/plain"
    assert entry.authors[0].name == "J. Example"
    assert entry.rights == "CC BY 4.0"
    assert "Research · 2014 · " in entry.summary
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("bewonersbedrijven", "Community enterprises")
    ]


def test_what_is_not_public_is_in_no_feed(client: FlaskClient) -> None:
    text = client.get("/feed.atom?q=zelfbeheer").text + client.get("/feed.atom").text
    assert not [words for words in ("Geheim", "Partnerstuk", "Ingetrokken") if words in text]


def test_ids_stay_whatever_is_asked_and_on_whichever_port(client: FlaskClient) -> None:
    first = {e.link.split("/")[-1]: e.id for e in parsed(client, "/feed.atom?q=nieuw").entries}
    response = client.get("/feed.atom?kind=wetenschap", base_url="https://localhost:8443")
    others = {e.link.split("/")[-1]: e.id for e in feedparser.parse(response.data).entries}
    assert others.items() & first.items()
    assert all(first[name] == others[name] for name in first.keys() & others.keys())


def test_addresses_are_those_of_the_host_that_was_asked(client: FlaskClient) -> None:
    response = client.get("/feed.atom?language=en", base_url="https://wijk.example.org")
    found = feedparser.parse(response.data)
    assert found.feed.links[0].href == "https://wijk.example.org/feed.atom?language=en"
    assert found.entries[0].link == "https://wijk.example.org/document/doc40"
    assert found.entries[0].id == "tag:wijk.example.org,2026:document/doc40"


def test_a_dossier_is_not_carried_into_a_feed(client: FlaskClient) -> None:
    assert b"dossier" not in client.get("/feed.atom?language=en&dossier=doc01").data


def test_who_has_it_already_is_told_so(client: FlaskClient) -> None:
    first = client.get("/feed.atom?q=zelfbeheer")
    etag = first.headers["ETag"]
    again = client.get("/feed.atom?q=zelfbeheer", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Last-Modified" not in first.headers  # a date that can go back
    other = client.get("/feed.atom?language=en", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_what_is_new_is_sent(tmp_path_factory: pytest.TempPathFactory) -> None:
    first, second = invented()[:2]
    made = make_collection(tmp_path_factory.mktemp("grows"), [first])
    client = made.app.test_client()
    before = client.get("/feed.atom")
    made.catalogue.add(replace(second, ingested=datetime(2026, 5, 1, tzinfo=UTC)), "test")
    with made.index.batch(made.catalogue.revision) as batch:
        batch.put(made.catalogue.get(second.id))
    after = client.get("/feed.atom", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert [e.title for e in feedparser.parse(after.data).entries] == [second.title, first.title]


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feed.atom"),
        ("/?q=tuin&kind=praktijk&page=2&sort=title", "/feed.atom?q=tuin&kind=praktijk"),
        ("/passages?q=tuin", "/feed.atom?q=tuin"),
    ],
)
def test_a_page_of_results_tells_where_its_feed_is(
    client: FlaskClient, address: str, feed: str
) -> None:
    tree = BeautifulSoup(client.get(address).text, "lxml")
    (link,) = tree.select('link[rel="alternate"][type="application/atom+xml"]')
    assert link["href"] == feed
    assert link["title"]
