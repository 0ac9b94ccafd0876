"""Passages on the page and in the API: found, counted, each with a quote that can be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from search_app_collection import Collection, document, make_collection

from corpus.document import Document, Page
from corpus.passage import Outcome, Passage, PassageRole, Standing, locate, quote_mark
from search_app.addresses import quote_address

TEXT = (
    "Zelfbeheer van de binnentuin begon klein. Een vaste contactpersoon is nodig.\f"
    "De tuin werd er niet schoner van. Begin met een kleine groep.\f"
)


def passage(document: Document, words: str, role: PassageRole, **values: Any) -> Passage:
    place = locate(document.pages, words)
    assert place is not None
    page, start, end = place
    text = next(p.text for p in document.pages if p.number == page)[start:end]
    return Passage(page=page, start=start, end=end, text=text, role=role, by="rules 1", **values)


def with_passages(number: int, *archetypes: str) -> Document:
    plain = document(number, f"Zelfbeheer {number}", TEXT, *archetypes)
    contact = "Een vaste contactpersoon is nodig"
    return replace(
        plain,
        passages=(
            passage(plain, contact, PassageRole.CONDITION, cue="is nodig"),
            passage(
                plain,
                "De tuin werd er niet schoner van",
                PassageRole.RESULT,
                outcome=Outcome.FAILS,
                standing=Standing.PINNED,
            ),
            passage(
                plain,
                "Begin met een kleine groep",
                PassageRole.TIP,
                standing=Standing.HIDDEN if number == 2 else Standing.FOUND,
            ),
        ),
    )


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    older = with_passages(4)
    newer = replace(
        document(5, "Nieuwe druk", "Een vaste contactpersoon is nodig."), published="2019"
    )
    return make_collection(
        tmp_path_factory.mktemp("passages"),
        [
            with_passages(1, "zelfbeheer"),
            with_passages(2),
            document(3, "Zonder", "Niets te zeggen over contactpersonen."),
            replace(older, replaced_by="doc05"),
            newer,
        ],
    )


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page_of(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.text, "lxml")


def ask(client: FlaskClient, parameters: str) -> Any:
    return client.get(f"/api/v1/passages?{parameters}").json


def test_a_passage_is_found_by_its_words_with_its_role_and_exact_words(client: FlaskClient) -> None:
    answer = ask(client, "q=contactpersoon&archetype=zelfbeheer")
    (hit,) = answer["hits"]
    assert (hit["document"], hit["page"], hit["role"]) == ("doc01", 1, "randvoorwaarde")
    assert hit["quote"] == "Een vaste contactpersoon is nodig"
    assert hit["id"].startswith("doc01.")
    assert {"text": "contactpersoon", "hit": True} in hit["passages"][0]["spans"]


def test_hidden_passages_are_nowhere(client: FlaskClient) -> None:
    assert {hit["document"] for hit in ask(client, "role=tip")["hits"]} == {"doc01", "doc04"}


def test_without_words_pinned_passages_come_first(client: FlaskClient) -> None:
    standings = [hit["standing"] for hit in ask(client, "")["hits"]]
    assert standings[:3] == ["pinned"] * 3
    assert "pinned" not in standings[3:]


@pytest.mark.parametrize("facet", ["role", "outcome", "archetype", "kind"])
def test_the_number_beside_a_value_is_the_number_of_passages_behind_it(
    client: FlaskClient, facet: str
) -> None:
    for count in ask(client, "")["facets"][facet]:
        assert ask(client, f"{facet}={count['value']}")["total"] == count["count"]


def test_documents_are_found_by_what_their_passages_say(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?role=tip").json
    assert found is not None
    assert {hit["id"] for hit in found["hits"]} == {"doc01", "doc04"}


def test_the_tabs_keep_the_question_and_tell_how_many_there_are(client: FlaskClient) -> None:
    soup = page_of(client, "/?q=contactpersoon&archetype=zelfbeheer")
    tabs = soup.select(".tabs a")
    assert [tab["href"] for tab in tabs] == [
        "/?q=contactpersoon&archetype=zelfbeheer",
        "/passages?q=contactpersoon&archetype=zelfbeheer",
    ]
    assert [tab.get_text(" ", strip=True) for tab in tabs] == ["Documenten 1", "Passages 1"]
    passages = page_of(client, str(tabs[1]["href"]))
    assert len(passages.select("article.passage")) == 1
    (present,) = passages.select(".tabs a[aria-current]")
    assert present.get_text(strip=True).startswith("Passages")


def test_filters_and_search_box_of_passages_stay_with_passages(client: FlaskClient) -> None:
    soup = page_of(client, "/passages?q=tuin")
    assert [form["action"] for form in soup.select("form#search")] == ["/passages"]
    assert soup.select("input[name=role]")


def test_what_passages_say_is_the_first_thing_to_choose(client: FlaskClient) -> None:
    facets = page_of(client, "/passages?q=tuin").select("details.facet > summary")
    assert [facet.get_text(strip=True) for facet in facets][:2] == ["Zegt iets over", "Uitkomst"]


def test_a_passage_shows_role_outcome_source_page_and_what_it_was_recognised_by(
    client: FlaskClient,
) -> None:
    text = page_of(client, "/passages?archetype=zelfbeheer").get_text(" ", strip=True)
    for words in ("Randvoorwaarde", "Resultaat", "Werkt niet", "p. 1", "Zelfbeheer 1", "is nodig"):
        assert words in text


def test_no_passage_leads_on_as_no_document_does(client: FlaskClient) -> None:
    soup = page_of(client, "/passages?q=contactpersoon&kind=beleid&role=tip")
    assert "Er is geen passage die aan uw hele vraag voldoet." in soup.get_text()
    assert soup.select('#ways-out ~ ul a[href^="/passages"]')


def test_a_passage_leads_to_pages_that_know_the_question_and_the_way_back(
    client: FlaskClient,
) -> None:
    asked = "/passages?q=contactpersoon&archetype=zelfbeheer"
    (source,) = page_of(client, asked).select("article.passage .source")
    page, document = (str(link["href"]) for link in source.select("a"))
    about = page_of(client, document)
    assert [link["href"] for link in about.select(".back a")] == [asked]
    assert about.select_one("#question")
    assert about.select_one('.inside-box input[name=unit][value="passages"]')
    quoted = page_of(client, page)
    assert quoted.select("#quote mark")
    back = page_of(client, str(quoted.select(".back a")[0]["href"]))
    assert [link["href"] for link in back.select(".back a")] == [asked]


# Quotes


def test_the_link_of_a_quote_marks_exactly_its_words(client: FlaskClient) -> None:
    (hit,) = ask(client, "q=contactpersoon&archetype=zelfbeheer")["hits"]
    soup = page_of(client, hit["url"])
    assert [mark.get_text() for mark in soup.select(".page-text mark")] == [hit["quote"]]
    assert soup.select_one("#quote mark")
    assert "Het citaat staat op deze bladzijde" in soup.get_text()


def test_a_quote_that_moved_is_followed_to_its_page(client: FlaskClient) -> None:
    soup = page_of(client, "/document/doc01/page/1?quote=Begin+met+een+kleine+groep")
    link = soup.select_one('a[href*="/document/doc01/page/2?quote="]')
    assert link
    assert page_of(client, str(link["href"])).select("#quote mark")


def test_a_quote_that_is_gone_is_told(client: FlaskClient) -> None:
    soup = page_of(client, "/document/doc01/page/1?quote=Dit+stond+er+ooit")
    assert "Deze woorden staan niet (meer) in dit document" in soup.get_text()
    assert not soup.select("mark")


def test_a_quote_is_named_without_its_words(client: FlaskClient) -> None:
    words = "Begin met een kleine groep"
    address = quote_address("doc01", 1, words)
    assert not any(word in address for word in words.casefold().split())
    link = page_of(client, address).select_one('a[href*="/document/doc01/page/2?quote="]')
    assert link
    soup = page_of(client, str(link["href"]))
    assert [mark.get_text() for mark in soup.select("#quote mark")] == [words]


def test_a_quote_that_is_gone_is_told_without_its_words(client: FlaskClient) -> None:
    soup = page_of(client, quote_address("doc01", 1, "Dit stond er ooit"))
    assert "Het citaat staat niet (meer) in dit document." in soup.get_text()
    assert not soup.select("mark")


@pytest.mark.parametrize("named", [str, quote_mark])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Een vaste contactpersoon is nodig", "Daarin staat het citaat op bladzijde 1"),
        ("Begin met een kleine groep", "Daarin staat het citaat niet meer"),
    ],
)
def test_a_quote_of_an_older_edition_tells_what_the_newer_one_says(
    client: FlaskClient, words: str, told: str, named: Callable[[str], str]
) -> None:
    text = page_of(client, f"/document/doc04/page/1?quote={named(words)}").get_text(" ", strip=True)
    assert told in text


@pytest.mark.parametrize(
    "quote", ["%00", "%20", "…", "%3Cscript%3E", "a" * 5000, "aaaaaaaaaaaa.999"]
)
def test_any_quote_gives_a_page(client: FlaskClient, quote: str) -> None:
    soup = page_of(client, f"/document/doc01/page/1?quote={quote}")
    assert soup.select_one(".page-text")


def test_a_page_without_text_says_that_the_quote_is_not_there(collection: Collection) -> None:
    bare = replace(with_passages(1), pages=(Page(number=1, text=""),))
    assert locate(bare.pages, "Een vaste contactpersoon") is None
    client = collection.app.test_client()
    soup = page_of(client, "/document/doc01/page/3?quote=Een+vaste+contactpersoon+is+nodig")
    assert soup.select_one('a[href*="/document/doc01/page/1?quote="]')
