"""Narrowing an answer without a script: long facets, years, page size, and what is not searched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, document, invented, make_collection

from corpus.decisions import Decision
from corpus.document import Access, Page
from corpus.gaps import Gaps
from search_app import create_app
from search_app.unsearched import Unsearched

PLACES = 60


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    places = tuple(f"Plaats {n:02}" for n in range(PLACES))
    wide = replace(document(60, "Overal zelfbeheer", "zelfbeheer"), municipality=places)
    scan = replace(wide, id="scan", title="Een scan", pages=(Page(number=1, text="", quality=0.0),))
    secret = replace(scan, id="secret", title="Geheime scan", access=Access.HIDDEN)
    return make_collection(tmp_path_factory.mktemp("refining"), [*invented(), wide, scan, secret])


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page(client: FlaskClient, address: str) -> Tag:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.text, "lxml")


def values(tree: Tag, path: str) -> list[str]:
    return [str(box.get("value")) for box in tree.select(path)]


# Facets


def test_a_long_facet_leads_to_all_of_its_values_with_the_question(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&kind=praktijk&page=2")
    here = values(tree, "input[name=municipality]")
    assert 8 < len(here) < PLACES
    (every,) = tree.select("[data-keep=facet-municipality] .every a")
    assert every["href"] == "/facet/municipality?q=zelfbeheer&kind=praktijk"
    tree = page(client, str(every["href"]))
    assert len(values(tree, "input[name=municipality]")) >= PLACES
    assert values(tree, "form input[name=q]") == ["zelfbeheer"]
    assert values(tree, "form input[name=kind]") == ["praktijk"]


def test_values_are_found_by_letters_of_their_name_and_ticked_ones_stay(
    client: FlaskClient,
) -> None:
    tree = page(client, "/facet/municipality?q=zelfbeheer&municipality=Haarlem&find=PLAATS+5")
    found = values(tree, "#facet-values input")
    assert found[0] == "Haarlem"
    assert sorted(found[1:]) == [f"Plaats 5{n}" for n in range(10)]
    assert values(tree, "#facet-values input[checked]") == ["Haarlem"]
    assert "10 van de" in tree.select("[data-announce]")[0].get_text()


def test_the_form_of_a_facet_asks_the_same_question_with_what_is_ticked(
    client: FlaskClient,
) -> None:
    asked = "q=zelfbeheer&kind=praktijk&municipality=Haarlem&year_from=2005&sort=title&size=25"
    tree = page(client, f"/facet/municipality?{asked}&unit=passages&dossier=doc01")
    (form,) = tree.select("form")
    assert form["action"] == "/passages"
    sent = [(str(i["name"]), str(i["value"])) for i in form.select("input[type=hidden]")]
    sent += [("municipality", value) for value in values(tree, "input[checked]")]
    assert sorted(urlencode(sent).split("&")) == sorted([*asked.split("&"), "dossier=doc01"])


def test_a_column_gets_some_of_the_values_that_fit(client: FlaskClient) -> None:
    tree = page(client, "/facet/municipality?brief=1&q=zelfbeheer&find=plaats")
    assert len(values(tree, "#facet-values input")) == 30
    assert tree.select("#facet-values .every a")


def test_a_facet_that_is_none_is_not_there(client: FlaskClient) -> None:
    assert client.get("/facet/kleur").status_code == 404
    assert client.get("/facet/<script>").status_code == 404


def test_a_page_stays_small_with_long_facets(client: FlaskClient) -> None:
    assert len(client.get("/?q=zelfbeheer").data) < 100_000


# Years


def test_the_number_at_a_bar_is_that_of_the_search_it_opens(client: FlaskClient) -> None:
    for address in ("/?q=zelfbeheer", "/?q=zelfbeheer&year_from=2013", "/?q=zelfbeheer&year=2013"):
        entries = page(client, address).select(".year-list li")
        assert len(entries) > 1
        for entry in entries:
            (link,) = entry.select("a")
            if link.get("aria-current"):
                continue
            opened = page(client, str(link["href"]))
            (number,) = entry.select(".number")
            assert opened.select("#count")[0].get_text().split()[0] == number.get_text()


def test_years_of_an_old_address_are_a_chip_and_stand_in_the_fields(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&year=2011&year=2013")
    assert [chip.get_text(" ", strip=True) for chip in tree.select(".chip")] == [
        "Jaar 2011 ×",
        "Jaar 2013 ×",
    ]
    assert values(tree, "#year_from, #year_to") == ["2011", "2013"]
    assert not tree.select("input[name=year]")  # beside other years they would find nothing
    assert not tree.select("input[type=checkbox][name=year]")


# Size, chips, the address for a script


@pytest.mark.parametrize("path", ["/", "/passages"])
def test_a_chosen_size_stays_in_the_form_once(client: FlaskClient, path: str) -> None:
    tree = page(client, f"{path}?q=zelfbeheer&size=25")
    assert [option["value"] for option in tree.select("#size option[selected]")] == ["25"]
    assert not tree.select("input[name=size]")
    assert values(page(client, "/document/doc01?q=x&size=25"), "#search [name=size]") == ["25"]


def test_a_chosen_order_stays_while_there_is_nothing_to_order(client: FlaskClient) -> None:
    nothing = page(client, "/?q=zelfbeheer&sort=title&kind=praktijk&municipality=Nergens")
    assert values(nothing, "input[name=sort][form=search]") == ["title"]
    some = page(client, "/?q=zelfbeheer&sort=title")
    assert not some.select("input[name=sort]")


def test_only_the_newest_are_called_so(client: FlaskClient) -> None:
    assert page(client, "/").select("#count")[0].get_text() == "Nieuwste documenten"
    assert page(client, "/?sort=oldest").select("#count")[0].get_text() == "Alle documenten"


def test_years_have_four_digits_in_field_and_chip(client: FlaskClient) -> None:
    tree = page(client, "/?q=zelfbeheer&year_from=0999")
    assert values(tree, "#year_from") == ["0999"]
    assert tree.select(".chip")[0].get_text(" ", strip=True) == "Jaar vanaf 0999 ×"


def test_every_address_of_the_frame_carries_the_dossier(client: FlaskClient) -> None:
    links = [str(link["href"]) for link in page(client, "/?dossier=doc01").select(".colophon a")]
    assert "/api?dossier=doc01" in links


def test_chips_among_passages_lead_to_passages(client: FlaskClient) -> None:
    tree = page(client, "/passages?q=zelfbeheer&kind=beleid&year_to=2016")
    assert [chip["href"] for chip in tree.select(".chip, .clear")] == [
        "/passages?q=zelfbeheer&year_to=2016",
        "/passages?q=zelfbeheer&kind=beleid",
        "/passages?q=zelfbeheer",
    ]


def test_a_script_is_told_the_shortest_address(client: FlaskClient) -> None:
    asked = "/?kind=beleid&q=zelfbeheer&page=1&sort=&year_from="
    told = client.get(asked, headers={"HX-Request": "true"}).headers["HX-Push-Url"]
    assert told == "/?q=zelfbeheer&kind=beleid"
    assert "HX-Push-Url" not in client.get(asked).headers


# What is not searched


def test_pages_without_text_are_told_with_the_documents_they_stand_in(
    client: FlaskClient,
) -> None:
    tree = page(client, "/niet-doorzocht")
    told = tree.select("main p")[-1].get_text()
    assert told.startswith("2 bladzijden in 2 documenten hebben geen leesbare tekst")
    listed = [entry.get_text() for entry in tree.select(".notes li")]
    assert listed == [
        "Een scan: geen enkele bladzijde heeft leesbare tekst",
        "Zelfbeheer van de binnentuin, p. 3",
    ]
    assert "Geheime" not in tree.get_text()
    lines = page(client, "/?q=zelfbeheer").select(".unsearched p")
    assert [line.get_text(" ", strip=True) for line in lines] == [
        "2 bladzijden in 2 documenten hebben geen leesbare tekst en worden niet gevonden. "
        "Welke dat zijn",
        "1 document is er alleen voor partners.",
    ]


def test_what_is_not_searched_is_told_by_the_hundred_also_without_a_page(tmp_path: Path) -> None:
    bare = [replace(document(n, f"Scan {n}", ""), pages=()) for n in range(100, 201)]
    client = make_collection(tmp_path, [*invented()[:1], *bare]).app.test_client()
    first = page(client, "/niet-doorzocht")
    assert "1 bladzijde in 1 document heeft geen leesbare tekst" in first.get_text()
    assert "101 documenten hebben geen leesbare tekst" in first.get_text()
    assert len(first.select(".notes li")) == 100
    (following,) = first.select("nav.steps a")
    assert len(page(client, str(following["href"])).select(".notes li")) == 2
    assert len(page(client, "/niet-doorzocht?page=99").select(".notes li")) == 2


def test_what_is_not_searched_follows_the_catalogue(tmp_path: Path) -> None:
    made = make_collection(tmp_path, invented()[:2])
    unsearched = Unsearched(made.catalogue)
    assert [(one.id, one.pages) for one in unsearched.now().documents] == [("doc01", (3,))]
    assert unsearched.now() is unsearched.now()
    for access, partners in (("partner", 1), ("hidden", 0)):
        made.catalogue.decide([_decision("access", access)])
        assert (unsearched.now().documents, unsearched.now().partners) == ((), partners)
    made.catalogue.decide([_decision("access", "public"), _decision("title", "Anders")])
    assert [one.title for one in unsearched.now().documents] == ["Anders"]


def _decision(field: str, value: str) -> Decision:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Decision(document_id="doc01", field=field, value=value, who="anna", at=at)


def test_a_search_does_not_wait_for_what_is_not_searched(collection: Collection) -> None:
    assert Unsearched(collection.catalogue).known() is None


# Nothing found


def test_who_finds_nothing_is_told_of_archetypes_and_what_is_kept(
    collection: Collection, tmp_path: Path
) -> None:
    made = collection
    counting = create_app(
        made.index, made.catalogue, made.taxonomy, made.originals, Gaps(tmp_path / "gaps.db")
    )
    asked = "/?q=qqqq+buurtruzie+buren"
    told = page(counting.test_client(), asked)
    related = [link["href"] for link in told.select("[aria-labelledby=related] a")]
    assert "/archetype/buurtbemiddeling" in related
    assert "zonder antwoord" in told.select(".nothing")[0].get_text()
    assert "zonder antwoord" not in page(made.app.test_client(), asked).get_text()
    again = page(counting.test_client(), asked + "&page=2")
    assert "zonder antwoord" not in again.get_text()
