"""The pages a person reads, on a real index."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, invented, make_collection

from corpus.archetypes import load_taxonomy
from index.syntax import MAX_CHARACTERS

STRANGE = [
    '"',
    "((",
    "AND OR",
    "*",
    "-",
    "a\0b",
    "🏘️",
    "x' OR 1=1; DROP TABLE documents; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} %s %(n)s",
    "عربي \u202etxet",
    "gemeente:",
    "jaar:abc",
    "kleur:rood",
    "wijk* (zelfbeheer",
    "woord " * 2000,
]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("pages"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")


def page(client: FlaskClient, address: str, status: int = 200) -> Tag:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.text)


def texts(tree: Tag, path: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in tree.select(path)]


def links(tree: Tag, path: str) -> list[str]:
    return [str(element.get("href", "")) for element in tree.select(path)]


# The search page


def test_the_start_page_offers_archetypes_and_the_newest_documents(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert texts(tree, "h1") == ["Wat werkt in de wijk?"]
    assert "/?archetype=zelfbeheer" in links(tree, ".family a")
    years = [int(fact) for fact in texts(tree, ".card-meta .fact:nth-child(2)") if fact.isdigit()]
    assert years == sorted(years, reverse=True)


def test_hit_words_are_marked_and_lead_to_their_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=binnentuin")
    assert set(texts(tree, ".excerpts mark")) == {"binnentuin"}
    assert links(tree, ".page-ref")[0] == "/document/doc01/page/1?q=binnentuin"


def test_the_result_of_a_pdf_opens_the_original_at_the_page(client: FlaskClient) -> None:
    assert links(page(client, "/?q=statushouders"), ".page-ref")[0] == "/document/doc03/file#page=1"


def test_everything_works_from_one_form(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&archetype=zelfbeheer&year_from=2010&sort=title")
    (form,) = tree.select("form")
    assert (form.get("method"), form.get("action"), form.get("id")) == ("get", "/", "search")
    controls = [*tree.select("input:not([type=search])"), *tree.select("select")]
    assert controls
    assert {control.get("form") for control in controls} == {"search"}
    assert [b.get("value") for b in tree.select("input[checked]")] == ["zelfbeheer"]
    assert tree.select("#year_from")[0].get("value") == "2010"
    assert texts(tree, "option[selected]") == ["Titel (A–Z)"]
    assert "Toon resultaten" in texts(tree, "aside button[form=search]")


def test_every_facet_is_a_group_with_a_name(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer")
    for fieldset in tree.select("fieldset"):
        assert texts(fieldset, "legend")[0]


def test_a_chosen_value_stays_visible_with_nothing_left(client: FlaskClient) -> None:
    tree = page(client, "/?q=riool&archetype=zelfbeheer")
    (box,) = tree.select("input[value=zelfbeheer]")
    assert box.get("checked") is not None
    assert texts(tree, "label:has(input[value=zelfbeheer]) .number") == ["0"]


def test_chips_take_away_what_narrows(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&kind=beleid&municipality=Haarlem&year_to=2016")
    assert len(links(tree, ".chip")) == 3
    assert "/?q=zelfbeheer&kind=beleid&municipality=Haarlem" in links(tree, ".chip")
    assert links(tree, ".clear") == ["/?q=zelfbeheer"]


def test_pages_of_results_follow_each_other(client: FlaskClient) -> None:
    first = page(client, "/?q=zelfbeheer&size=2")
    assert links(first, "a[rel=next]") == ["/?q=zelfbeheer&page=2&size=2"]
    second = page(client, links(first, "a[rel=next]")[0])
    assert links(second, "a[rel=prev]") == ["/?q=zelfbeheer&size=2"]
    assert set(links(first, ".card-title a")).isdisjoint(links(second, ".card-title a"))
    assert second.select(".cards")[0].get("start") == "3"


def test_a_page_after_the_last_leads_back(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&page=99")
    assert "/?q=zelfbeheer" in links(tree, "#results a")


def test_nothing_found_shows_what_does_give_something(client: FlaskClient) -> None:
    tree = page(client, "/?q=binnentuin+riool&kind=wetenschap")
    assert links(tree, "[aria-labelledby=ways-out] a") == [
        "/?q=binnentuin&kind=wetenschap",
        "/?q=binnentuin+OF+riool&kind=wetenschap",
    ]
    assert texts(tree, "[aria-labelledby=ways-out] li") == [
        "zonder ‘riool’ 1 document",
        "met een van de woorden 1 document",
    ]
    tree = page(client, "/?q=binnentuin&municipality=Arnhem")
    assert texts(tree, "[aria-labelledby=ways-out] li") == ["zonder filters 1 document"]
    wider = page(client, links(tree, "[aria-labelledby=ways-out] a")[0])
    assert texts(wider, "#count") == ["1 document gevonden"]


def test_one_filter_less_is_named(client: FlaskClient) -> None:
    tree = page(client, "/?q=binnentuin&municipality=Arnhem&kind=wetenschap&lang=en")
    assert texts(tree, "[aria-labelledby=ways-out] li") == [
        "without the filter Municipality 1 document",
        "without filters 1 document",
    ]


def test_the_page_tells_how_the_question_was_read(client: FlaskClient) -> None:
    tree = page(client, "/?q=wijk*+(zelfbeheer+kleur:rood&year_from=ooit")
    told = " ".join(texts(tree, ".reading"))
    assert "‘ooit’ is geen jaartal" in told
    assert "kleur:" in told


@pytest.mark.parametrize("text", STRANGE)
def test_whatever_is_typed_is_answered_and_shown_again(client: FlaskClient, text: str) -> None:
    response = client.get("/", query_string={"q": text})
    assert response.status_code == 200
    tree = parsed(response.text)
    typed = tree.select("#q")[0].get("value")
    asked = text.replace("\0", " ").strip()
    assert typed == (asked if len(asked) <= MAX_CHARACTERS else f"{asked[:MAX_CHARACTERS]}…")
    assert texts(tree, "#count")
    assert not tree.select("main script")


@pytest.mark.parametrize("text", ['"', "((", "AND OR", "wijk* (zelfbeheer"])
def test_a_malformed_question_is_explained(client: FlaskClient, text: str) -> None:
    tree = parsed(client.get("/", query_string={"q": text}).text)
    assert texts(tree, ".reading")


@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=-1",
        "page=x&page=2",
        "size=0",
        "size=99999",
        "sort=x",
        "kind=%00",
        "kind=%FF",
        "year=abc",
        "year_from=20x4&year_to=%F0%9F",
        "lang=xx",
        "archetype=%3Cscript%3E",
        "&&==&q",
    ],
)
def test_no_parameter_can_break_the_page(client: FlaskClient, asked: str) -> None:
    assert texts(page(client, f"/?q=zelfbeheer&{asked}"), "#count")


def test_a_title_with_markup_stays_text(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&size=50")
    assert "<script>alert(1)</script>" in texts(tree, ".card-title")
    assert not tree.select("main script, main img[src=x], main b")


def test_english_titles_and_quotes_say_so(client: FlaskClient) -> None:
    tree = page(client, "/?q=evaluation")
    assert [a.get("lang") for a in tree.select(".card-title a")] == ["en"]
    assert [p.get("lang") for p in tree.select(".excerpts p")] == ["en"]
    tree = page(client, "/?q=zelfbeheer&lang=en&without=synonym")
    assert {a.get("lang") for a in tree.select(".card-title a")} == {"nl"}


def test_a_page_in_another_language_than_its_document_says_so_and_is_marked_as_such(
    client: FlaskClient,
) -> None:
    tree = page(client, "/?q=kraam&lang=en")
    assert [p.get("lang") for p in tree.select(".excerpts p")] == ["nl"]
    assert [a.get("lang") for a in tree.select(".card-title a")] == [None]
    tree = page(client, "/document/doc40/page/2?q=kraam&lang=en")
    assert [part.get("lang") for part in tree.select(".page-text")] == ["nl"]
    assert texts(tree, ".page-text mark") == ["Kramen"]
    assert page(client, "/document/doc40/page/1?lang=nl").select(".page-text")[0]["lang"] == "en"


# A document


def test_a_document_page_says_what_is_known_and_by_whom(client: FlaskClient) -> None:
    tree = page(client, "/document/doc40")
    told = " ".join(texts(tree, ".facts"))
    for piece in (
        "12 mei 2014 uit het bestand",
        "door de bibliothecaris",
        "J. Example afgeleid uit de tekst, bevestigd",
        "CC BY 4.0",
        "Vertaling volgt.",
    ):
        assert piece in told
    assert "https://example.org/report" in links(tree, ".actions a")
    assert tree.select("h1")[0].get("lang") == "en"


def test_a_label_is_explained_on_the_document_page(client: FlaskClient) -> None:
    told = " ".join(texts(page(client, "/document/doc01"), ".label"))
    for piece in ("sterkte 83 van 100", "zelfbeheer*", "gewicht +5", "in de titel", "gewicht -1"):
        assert piece in told


def test_pages_without_text_come_with_a_warning(client: FlaskClient) -> None:
    tree = page(client, "/document/doc01")
    assert "1 bladzijde heeft geen goed leesbare tekst" in texts(tree, ".warning")[0]
    assert "geen tekst" in texts(tree, ".pages td")


def test_the_way_back_keeps_the_question(client: FlaskClient) -> None:
    results = page(client, "/?q=binnentuin&archetype=zelfbeheer")
    found = page(client, links(results, ".card-title a")[0])
    assert links(found, ".back a") == ["/?q=binnentuin&archetype=zelfbeheer"]


def test_an_address_that_is_no_web_address_is_not_linked(client: FlaskClient) -> None:
    tree = page(client, "/document/doc41")
    assert not [href for href in links(tree, "a") if href.startswith("javascript")]


def test_where_a_document_came_from_on_our_own_computer_is_not_told(client: FlaskClient) -> None:
    for address in ("/document/doc01", "/api/v1/documents/doc01"):
        assert "/home/anna" not in client.get(address).text


def test_the_text_of_a_page_is_shown_with_hits_marked(client: FlaskClient) -> None:
    tree = page(client, "/document/doc01/page/1?q=zelfbeheer")
    assert {text.casefold() for text in texts(tree, ".page-text mark")} == {"zelfbeheer"}
    assert len(tree.select(".page-text p")) == 2
    assert links(tree, "a[rel=next]")[0] == "/document/doc01/page/2?q=zelfbeheer"
    assert not links(tree, "a[rel=prev]")


def test_a_page_without_text_says_so(client: FlaskClient) -> None:
    tree = page(client, "/document/doc01/page/3")
    assert texts(tree, ".page-text") == ["Deze bladzijde heeft geen leesbare tekst."]
    assert texts(tree, ".warning")


# Archetypes


def test_all_archetypes_are_listed_by_family(client: FlaskClient) -> None:
    found = links(page(client, "/archetype"), ".archetypes h3 a")
    assert len(found) == len(load_taxonomy().archetypes)


def test_an_archetype_shows_its_documents_by_kind(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    shown = set(links(tree, ".card-title a"))
    assert {"/document/doc01", "/document/doc07", "/document/doc11"} == shown
    assert "/archetype/bewonersbedrijven" in links(tree, ".labels a")
