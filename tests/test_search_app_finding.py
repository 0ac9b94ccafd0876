"""What the search page tells of words that were widened, corrected or only partly found."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, document, invented, make_collection

from corpus.document import Page


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    garden = document(60, "De moestuin", "")
    pages = [Page(number=number, text="Moestuin. " * number, quality=1.0) for number in range(1, 9)]
    return make_collection(
        tmp_path_factory.mktemp("finding"), [*invented(), replace(garden, pages=tuple(pages))]
    )


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page(client: FlaskClient, address: str) -> Tag:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


def texts(tree: Tag, path: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in tree.select(path)]


def links(tree: Tag, path: str) -> list[str]:
    return [str(element.get("href", "")) for element in tree.select(path)]


def asked(address: str) -> str:
    return parse_qs(urlsplit(address).query)["q"][0]


# Correcting


def test_a_misspelled_word_is_corrected_and_can_be_asked_literally(client: FlaskClient) -> None:
    tree = page(client, "/?q=statushouwders")
    assert texts(tree, ".suggestion") == [
        "Niets gevonden voor ‘statushouwders’. Dit zijn de resultaten voor statushouders. "
        "Zoek toch precies wat u typte"
    ]
    assert links(tree, ".suggestion a") == ["/?q=statushouders", "/?q=%22statushouwders%22"]
    literal = page(client, "/?q=%22statushouwders%22")
    assert texts(literal, "#count") == ["0 documenten gevonden"]
    assert not literal.select(".suggestion")


def test_a_corrected_question_is_carried_along(client: FlaskClient) -> None:
    tree = page(client, "/?q=statushouwders")
    assert {asked(address) for address in links(tree, ".card-title a")} == {"statushouders"}
    (hit, *_) = links(tree, ".card-title a")
    assert links(page(client, hit), ".back a") == ["/?q=statushouders"]
    text = page(client, hit.replace("?", "/page/1?"))
    assert texts(text, ".page-text mark")


def test_filters_of_a_corrected_question_give_a_way_out_in_its_spelling(
    client: FlaskClient,
) -> None:
    tree = page(client, "/?q=statushouwders&year_to=1990")
    assert links(tree, ".nothing li a") == ["/?q=statushouders"]


# Widening


def test_widening_is_one_folded_line(client: FlaskClient) -> None:
    tree = page(client, "/?q=bewoners+bedrijf")
    (folded,) = tree.select(".reading > details")
    assert folded.get("open") is None
    assert texts(folded, "summary")[0].startswith("Ook gezocht op: bewonersbedrijf")
    assert not tree.select(".reading > ul")
    assert "unseen" in str(tree.select(".reading > h3")[0].get("class"))


def test_a_word_without_other_words_says_nothing_of_reading(client: FlaskClient) -> None:
    assert not page(client, "/?q=riolering").select(".reading")


def test_each_way_of_widening_has_its_switch_and_can_be_had_again(client: FlaskClient) -> None:
    tree = page(client, "/?q=bewoners+bedrijf")
    ways = {texts(way, "dt")[0]: links(way, ".switch a") for way in tree.select(".switches > div")}
    assert ways["Aan elkaar of los geschreven"] == ["/?q=bewoners+bedrijf&without=compound"]
    assert ways["Verbuigingen"] == ["/?q=bewoners+bedrijf&without=inflection"]
    off = page(client, "/?q=bewoners+bedrijf&without=compound")
    assert links(off, ".reading > ul a") == ["/?q=bewoners+bedrijf"]
    assert "Zonder delen van woorden gezocht." in texts(off, ".reading > ul > li")[0]
    assert "Aan elkaar of los geschreven" not in texts(off, ".switches dt")


def test_what_is_switched_goes_along_with_the_form(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&without=synonym&without=family&explain=1")
    hidden = [(str(i["name"]), str(i["value"])) for i in tree.select("#search [type=hidden]")]
    assert hidden == [("without", "family"), ("without", "synonym"), ("explain", "1")]
    assert not page(client, "/?q=zelfbeheer").select("#search [type=hidden]")


def test_parts_that_may_stand_apart_are_shown_with_a_gap(client: FlaskClient) -> None:
    tree = page(client, "/?q=portiekoverlast")
    assert texts(tree, ".widened summary i") == ["portiek … overlast"]
    assert (
        "Words with … between them"
        in texts(page(client, "/?q=portiekoverlast&lang=en"), ".widened")[0]
    )


# Some of the words


def test_where_few_have_all_words_those_with_some_come_behind(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer+gereedschap")
    assert texts(tree, "#count") == ["1 document gevonden"]
    (also,) = tree.select(".also")
    assert texts(also, "#also") == ["Met een deel van uw woorden"]
    assert len(also.select("article h4.card-title")) > 1
    every = links(tree, ".card-title a")
    assert len(set(every)) == len(every)


def test_nothing_has_part_of_a_word_that_is_nowhere(client: FlaskClient) -> None:
    tree = page(client, "/?q=qqqq")
    assert texts(tree, ".nothing li") == []
    assert not tree.select(".also")
    assert links(tree, ".nothing a") == ["/archetype"]


def test_places_on_pages_that_are_not_quoted_are_counted(client: FlaskClient) -> None:
    tree = page(client, "/?q=moestuin")
    (told,) = texts(tree, ".elsewhere")
    assert re.fullmatch(r"Nog \d+ vindplaats(en)? op p\. [\d, ]+", told)
    quoted = links(tree, ".card:has(.elsewhere) .page-ref")
    named = links(tree, ".elsewhere a")
    assert named
    assert not set(named) & set(quoted)
    for address in named:
        assert client.get(address, buffered=True).status_code == 200


# Explaining


def test_the_place_of_a_hit_is_explained_on_demand(client: FlaskClient) -> None:
    plain = page(client, "/?q=binnentuin")
    assert not plain.select(".why")
    (address,) = links(plain, ".explain a")
    assert address == "/?q=binnentuin&explain=1"
    tree = page(client, address)
    table = tree.select(".why table")[0]
    assert texts(table, "thead th[scope=col]") == ["Woorden", "Waar", "Hoe vaak", "Aandeel"]
    rows = [texts(row, "th, td") for row in table.select("tbody tr")]
    assert rows[0][:3] == ["binnentuin", "titel", "1"]
    whole = sum(float(row[3].rstrip("%").replace(",", ".")) for row in rows)
    assert whole == pytest.approx(100, abs=0.5)
    assert links(tree, ".explain a") == ["/?q=binnentuin"]


def test_what_is_not_ranked_is_not_explained(client: FlaskClient) -> None:
    assert not page(client, "/?q=binnentuin&sort=title").select(".explain")
    assert not page(client, "/").select(".explain")
