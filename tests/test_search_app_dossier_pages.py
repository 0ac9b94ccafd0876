"""Collecting while searching, and the page of what was collected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, document, make_collection
from small_taxonomy import RENAMED

from corpus.archetypes import load_taxonomy
from corpus.document import Access, Document, Status
from corpus.passage import Outcome, Passage, PassageRole, Standing, passage_key

WORKS = "Een vaste contactpersoon houdt de groep in de tuin bij elkaar."
CONDITION = "Voorwaarde is dat de tuin van de corporatie blijft."
FAILS = "In de tuin zonder trekkers werkte zelfbeheer niet."
PITFALL = "Een valkuil is dat de tuin op een paar mensen rust."
PHONE = "Mail de trekker van de tuin op jan.jansen@voorbeeld.nl voor een sleutel."
HIDDEN = "Deze zin over de tuin is verborgen door de bibliothecaris."


def said(
    text: str,
    words: str,
    role: PassageRole,
    outcome: Outcome | None = None,
    standing: Standing = Standing.FOUND,
) -> Passage:
    start = text.index(words)
    return Passage(
        page=1,
        start=start,
        end=start + len(words),
        text=words,
        role=role,
        outcome=outcome,
        cue=words.split(maxsplit=1)[0],
        by="rules 1",
        standing=standing,
    )


def made() -> Iterator[Document]:
    text = " ".join((WORKS, CONDITION, PHONE, HIDDEN))
    first = document(1, "De tuin van De Linde", text, "zelfbeheer")
    yield replace(
        first,
        passages=(
            said(text, WORKS, PassageRole.INGREDIENT),
            said(text, CONDITION, PassageRole.CONDITION),
            said(text, PHONE, PassageRole.TIP),
            said(text, HIDDEN, PassageRole.TIP, standing=Standing.HIDDEN),
        ),
    )
    text = f"{FAILS} {PITFALL}"
    second = document(2, "Een tuin die stopte", text, "zelfbeheer")
    yield replace(
        second,
        source_url="https://example.org/tuin",
        doi="10.1234/tuin",
        passages=(
            said(text, FAILS, PassageRole.RESULT, Outcome.FAILS),
            said(text, PITFALL, PassageRole.PITFALL),
        ),
    )
    secret = document(3, "Geheime tuin", WORKS, "zelfbeheer")
    yield replace(
        secret, access=Access.HIDDEN, passages=(said(WORKS, WORKS, PassageRole.INGREDIENT),)
    )
    gone = document(4, "Ingetrokken tuin", WORKS, "zelfbeheer")
    yield replace(gone, status=Status.WITHDRAWN)
    yield document(5, "<script>alert(1)</script>", "Los stuk zonder archetype.")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("dossier"), made())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def item(number: int, words: str) -> str:
    return f"doc{number:02}.{passage_key(words)}"


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "lxml")


def texts(tree: Tag, path: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in tree.select(path)]


def links(tree: Tag, path: str) -> list[str]:
    return [str(element.get("href", "")) for element in tree.select(path)]


def opened(client: FlaskClient, *items: str, more: str = "") -> BeautifulSoup:
    return page(client, f"/dossier?dossier={'~'.join(items)}{more}")


# Collecting


@pytest.mark.parametrize(
    "address", ["/?q=tuin&page=1", "/passages?q=tuin", "/archetype/zelfbeheer"]
)
def test_each_result_can_be_collected_and_taken_out_again(
    client: FlaskClient, address: str
) -> None:
    (add, *_) = links(page(client, address), ".cards .collect a")
    tree = page(client, add)
    assert texts(tree, ".to-dossier") == ["Dossier (1)"]
    (remove,) = links(tree, ".cards .collected")
    assert urlsplit(add).fragment == urlsplit(remove).fragment
    assert tree.select(f"[id='{urlsplit(add).fragment}']")
    assert texts(page(client, remove), ".to-dossier") == ["Dossier"]


def test_a_document_can_be_collected_on_its_own_page(client: FlaskClient) -> None:
    (add,) = links(page(client, "/document/doc01"), ".collect a")
    assert add == "/document/doc01?dossier=doc01"
    assert texts(page(client, add), ".collected")[0].endswith(
        "In dossier (verwijder): De tuin van De Linde"
    )


def test_collecting_keeps_the_page_its_filters_and_its_question(client: FlaskClient) -> None:
    (add, *_) = links(page(client, "/passages?q=tuin&role=tip&lang=nl"), ".cards .collect a")
    asked = parse_qs(urlsplit(add).query)
    assert (asked["q"], asked["role"]) == (["tuin"], ["tip"])
    assert asked["dossier_search"] == ["/passages?q=tuin&role=tip"]


@pytest.mark.parametrize(
    "address", ["/", "/?q=tuin", "/passages?q=tuin", "/document/doc01", "/document/doc01/page/1",
                "/archetype", "/archetype/zelfbeheer", "/bewijskaart",
                "/zoekhulp", "/uitgebreid", "/dossier"],
)  # fmt: skip
def test_every_link_to_a_page_carries_the_dossier_along(client: FlaskClient, address: str) -> None:
    tree = page(client, f"{address}{'&' if '?' in address else '?'}dossier=doc02")
    for link in links(tree, "a:not(.collected)"):
        data = ("/file", "/api/", ".csv", "/citation.", "/export.", "/feed.atom")
        inside = link.startswith("/") and not any(one in link for one in data)
        emptied = link == address
        assert not inside or emptied or "dossier=doc02" in link, link
    for form in tree.select("form"):
        assert form.select("input[name=dossier][value=doc02]")


def test_the_form_for_advanced_search_takes_the_dossier_to_the_results(
    client: FlaskClient,
) -> None:
    response = client.get("/uitgebreid?submitted=1&all=tuin&dossier=doc02")
    assert response.headers["Location"] == "/?q=tuin&dossier=doc02"


def test_a_dossier_from_before_a_renaming_still_works(tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.yaml"
    path.write_text(RENAMED, "utf-8")
    made = make_collection(
        tmp_path / "data", [document(1, "Tuin", "De tuin.", "bewonersbeheer")], load_taxonomy(path)
    )
    client = made.app.test_client()
    moved = client.get("/archetype/zelfbeheer?dossier=doc01")
    assert moved.headers["Location"] == "/archetype/bewonersbeheer?dossier=doc01"
    more = "&archetype=zelfbeheer&dossier_search=/?q%3Dtuin%26archetype%3Dzelfbeheer"
    for told in texts(opened(client, "doc01", more=more), ".searched"):
        assert "Archetype Bewonersbeheer" in told
        assert "Gevonden 1 resultaat" in told


def test_one_request_does_not_carry_the_dossier_of_another(client: FlaskClient) -> None:
    client.get("/?q=tuin&dossier=doc02")
    assert "doc02" not in " ".join(links(page(client, "/?q=leeg"), "a"))


def test_data_for_programs_carries_no_dossier(client: FlaskClient) -> None:
    assert "dossier" not in client.get("/api/v1/search?q=tuin&dossier=doc02").text


def test_a_full_dossier_takes_no_more_and_says_so(client: FlaskClient) -> None:
    full = "~".join(f"d{number}" for number in range(200))
    tree = page(client, f"/?q=tuin&dossier={full}")
    assert "Het dossier is vol" in texts(tree, ".cards .collect")


def test_an_address_grows_no_longer_than_mail_and_servers_take(client: FlaskClient) -> None:
    long = "~".join(f"{'x' * 70}{number}" for number in range(111))
    tree = page(client, f"/?q=tuin&dossier={long}")
    assert "Het dossier is vol" in texts(tree, ".cards .collect")


# The page of the dossier


def test_an_empty_dossier_says_how_to_fill_it(client: FlaskClient) -> None:
    tree = page(client, "/dossier")
    assert texts(tree, ".dossier .lead") == ["Uw dossier is nog leeg."]


def test_quotes_stand_under_what_they_say_with_source_page_year_and_kind(
    client: FlaskClient,
) -> None:
    tree = opened(client, item(1, CONDITION), item(1, WORKS), item(2, FAILS), item(2, PITFALL))
    headings = [heading.rsplit(" ", 1)[0] for heading in texts(tree, ".says h2")]
    assert headings == ["Wat werkt", "Onder welke voorwaarden", "Wat spreekt dit tegen?"]
    assert texts(tree, ".says-works blockquote") == [WORKS]
    assert texts(tree, ".says-conditions blockquote") == [CONDITION]
    assert texts(tree, ".says-against .quotes blockquote") == [PITFALL, FAILS]
    assert texts(tree, ".says-works h3") == ["Zelfbeheer"]
    assert texts(tree, ".says-works .source") == [
        "p. 1 in De tuin van De Linde, 2011 Wetenschap bron 1"
    ]


def test_counter_evidence_has_its_section_also_when_none_was_collected(
    client: FlaskClient,
) -> None:
    tree = opened(client, item(1, WORKS))
    assert "nog niets verzameld dat tegenspreekt" in texts(tree, ".says-against > p")[0]


def test_what_speaks_against_and_was_not_collected_is_offered(client: FlaskClient) -> None:
    tree = opened(client, item(1, WORKS), item(2, FAILS))
    assert texts(tree, ".offered blockquote") == [PITFALL]
    assert texts(tree, ".others") == ["1 passage ‘Werkt niet’ 1 passage ‘Valkuil’"]


def test_each_number_is_the_total_of_the_search_behind_it(client: FlaskClient) -> None:
    tree = opened(client, item(1, WORKS))
    for link in tree.select(".others a"):
        found = page(client, str(link["href"]))
        assert texts(found, "#count")[0].split()[0] == link.get_text().split()[0]


def test_sources_are_listed_once_with_the_pages_that_are_quoted(client: FlaskClient) -> None:
    tree = opened(client, item(1, WORKS), item(1, CONDITION), "doc02")
    first, second = texts(tree, ".sources > li")
    assert "De tuin van De Linde" in first
    assert "Aangehaald: p. 1." in first
    assert "http://localhost/document/doc01" in first
    assert "Als geheel verzameld" in second
    assert "https://example.org/tuin doi:10.1234/tuin" in second


def test_personal_data_stays_masked(client: FlaskClient) -> None:
    for address in ("/dossier", "/dossier.html"):
        text = client.get(f"{address}?dossier={item(1, PHONE)}").text
        quotes = texts(BeautifulSoup(text, "lxml"), ".quoted blockquote")
        assert quotes == [PHONE.replace("jan.jansen@voorbeeld.nl", "j••.••••••@•••••••••.nl")]
        assert "jan.jansen" not in text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("weg", "weg staat niet (meer) in deze verzameling."),
        ("doc01.aaaaaaaaaaaa", "doc01.aaaaaaaaaaaa staat niet (meer) in deze verzameling."),
        (f"doc01.{passage_key(HIDDEN)}", "wordt niet meer getoond; een bibliothecaris"),
        ("doc03", "doc03 staat niet (meer) in deze verzameling."),
        (f"doc03.{passage_key(WORKS)}", "staat niet (meer) in deze verzameling."),
        ("doc04", "Ingetrokken tuin is ingetrokken"),
    ],
)
def test_what_cannot_be_shown_is_told_and_nothing_of_it_given_away(
    client: FlaskClient, name: str, told: str
) -> None:
    tree = opened(client, name, "doc02")
    assert told in texts(tree, "#missing li")[0]
    assert HIDDEN not in tree.get_text()
    assert "Geheime" not in tree.get_text()


def test_how_it_was_searched_is_told_for_each_search(client: FlaskClient) -> None:
    more = "&dossier_search=/passages?q%3Dvrijwilligers&q=tuin&kind=praktijk&year_from=2010"
    tree = opened(client, "doc01", more=more)
    first, second = texts(tree, ".searched")
    assert "Getypt vrijwilligers" in first
    assert "Gezocht naar Passages" in first
    assert "http://localhost/passages?q=vrijwilligers" in first
    assert "Soort Praktijk" in second
    assert "Verschenen vanaf 2010" in second
    assert "Gelezen als tuin" in second
    assert "Volgorde Meest relevant" in second
    assert "http://localhost/?q=tuin&kind=praktijk&year_from=2010" in second
    method = texts(tree, ".method > p")[0]
    assert "taxonomie versie " in method
    assert "uit een verzameling van 3 documenten" in method


def test_the_number_of_results_is_that_of_the_search(client: FlaskClient) -> None:
    tree = opened(client, "doc01", more="&q=tuin")
    (total,) = [t for t in texts(tree, ".searched dl > div") if t.startswith("Gevonden")]
    (address,) = links(tree, ".searched .plain-address")
    assert texts(page(client, address), "#count")[0].split()[0] == total.split()[1]


def test_the_address_on_the_page_opens_the_same_dossier(client: FlaskClient) -> None:
    tree = opened(
        client, item(1, WORKS), "doc02", more="&q=tuin&unit=passages&dossier_title=Tuinen"
    )
    address = links(tree, ".method > p .plain-address")[0].removeprefix("http://localhost")
    again = page(client, address)
    assert texts(again, "h1") == ["Tuinen"]
    assert texts(again, ".dossier > section") == texts(tree, ".dossier > section")


def test_a_title_is_asked_for_and_shown(client: FlaskClient) -> None:
    tree = opened(client, "doc01", more="&dossier_title=%3Cb%3EWat+helpt%3F&q=tuin")
    assert texts(tree, "h1") == ["<b>Wat helpt?"]
    (form,) = tree.select(".name-dossier")
    assert [(i["name"], i["value"]) for i in form.select("input[type=hidden]")] == [
        ("q", "tuin"), ("dossier", "doc01"),
    ]  # fmt: skip


def test_headings_go_down_one_step_at_a_time(client: FlaskClient) -> None:
    tree = opened(client, item(1, WORKS), item(2, FAILS), "doc05", "weg", more="&q=tuin")
    levels = [int(heading.name[1]) for heading in tree.select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_id_stands_twice_on_the_page(client: FlaskClient) -> None:
    tree = opened(client, item(1, WORKS), item(2, FAILS), "doc01", "doc02", more="&q=tuin")
    ids = [element["id"] for element in tree.select("[id]")]
    assert len(ids) == len(set(ids))


# The file


def test_the_file_needs_nothing_beside_it(client: FlaskClient) -> None:
    response = client.get(
        f"/dossier.html?dossier={item(1, WORKS)}~doc05&dossier_title=Één+tuin%3F&q=tuin"
    )
    assert response.headers["Content-Disposition"] == "attachment; filename=een-tuin.html"
    tree = BeautifulSoup(response.text, "lxml")
    assert not tree.select("link, script, img, form, input, button, .collect")
    assert "--paper" in tree.select("style")[0].get_text()
    for link in links(tree, "a"):
        assert link.startswith(("http://localhost/", "#")), link
    assert texts(tree, "blockquote") == [WORKS]
    assert "<script>alert" not in response.text


def test_links_in_the_file_carry_nothing_along_but_the_one_to_the_dossier(
    client: FlaskClient,
) -> None:
    tree = page(client, f"/dossier.html?dossier={item(1, WORKS)}&q=tuin")
    carrying = [link for link in links(tree, "a") if "dossier=" in link]
    assert len(carrying) == 1
    assert carrying[0].startswith("http://localhost/dossier?")


def test_a_dossier_without_a_title_has_a_name_as_file(client: FlaskClient) -> None:
    response = client.get("/dossier.html?dossier=doc01")
    assert response.headers["Content-Disposition"] == "attachment; filename=dossier.html"


def test_data_for_programs_has_no_personal_data_and_nothing_hidden(client: FlaskClient) -> None:
    answer = client.get("/api/v1/passages?q=sleutel").json
    assert answer is not None
    (hit,) = answer["hits"]
    exported = client.get("/passages/export.json?q=sleutel").json
    assert exported is not None
    (row,) = exported["passages"]
    for record in (hit, row):
        assert "•••" in record["quote"]
        assert len(record["quote"]) == len(PHONE)
        assert "jan.jansen" not in str(record)
        assert record["url"].endswith("/document/doc01/page/1")
    assert "jan.jansen" not in client.get("/passages/export.csv?q=sleutel").text
    document = client.get("/api/v1/documents/doc01").json
    assert document is not None
    assert [one["text"] for one in document["passages"]] == [WORKS, CONDITION, PHONE]
