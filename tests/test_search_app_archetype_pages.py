"""The list of archetypes, and what the page of one says works."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from passages_collection import asked, page, telling_documents
from search_app_collection import Collection, document, make_collection

from corpus.archetypes import load_taxonomy
from corpus.vocabulary import load_vocabulary
from search_app.archetype_list import listed
from search_app.archetype_view import Agreement, Law, agreement, ingredients, laws, neighbours
from search_app.naming import Names
from search_app.years_view import years_of

TAXONOMY = load_taxonomy()
DUTCH = Names(taxonomy=TAXONOMY, vocabulary=load_vocabulary(), language="nl")
ENGLISH = replace(DUTCH, language="en")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    undated = replace(document(20, "Zonder jaar", "zelfbeheer", "zelfbeheer"), published=None)
    found = [*telling_documents(), undated]
    return make_collection(tmp_path_factory.mktemp("archetypes"), found)


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def words(element: Tag) -> str:
    return " ".join(element.get_text().split())


def told(tree: BeautifulSoup, part: str, kind: str) -> Tag:
    (found,) = tree.select(f'[aria-labelledby="{part}-{kind}"]')
    return found


def numbers(text: str) -> list[int]:
    return [int(word) for word in re.findall(r"\d+", text)]


# One archetype


def test_each_part_has_practice_beside_research(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    assert [words(h) for h in tree.select(".part > h2")] == [
        "Werkzame bestanddelen",
        "Randvoorwaarden",
        "Tips",
        "Wat levert het op?",
        "Wat werkte niet?",
        "Valkuilen",
        "Inspiratievoorbeelden",
        "Verwante archetypen",
        "Wetten en regels",
        "Documenten",
    ]
    for part in tree.select(".beside"):
        sides = [side.get("class") for side in part.select(":scope > section")]
        assert sides == [["side", "side-praktijk"], ["side", "side-wetenschap"]]


def test_every_number_above_quotes_is_what_its_search_finds(client: FlaskClient) -> None:
    links = page(client, "/archetype/zelfbeheer").select(".extent a, .elsewhere a")
    assert links
    for link in links:
        answer = asked(client, str(link["href"]))
        assert numbers(words(link)) == [answer["total"], answer["documents"]]


def test_pinned_passages_come_first_then_the_surest(client: FlaskClient) -> None:
    tips = told(page(client, "/archetype/zelfbeheer"), "tips", "praktijk")
    assert [words(quote) for quote in tips.select("blockquote")][:2] == [
        "Vraag om hulp bij het snoeien.",
        "Begin klein met één portiek.",
    ]


def test_a_part_shows_three_and_leads_to_all(client: FlaskClient) -> None:
    tips = told(page(client, "/archetype/zelfbeheer"), "tips", "praktijk")
    assert len(tips.select(".passage")) == 3
    (more,) = tips.select(".more-quotes a")
    assert words(more).startswith("Alle 4 bekijken")
    assert asked(client, str(more["href"]))["total"] == 4


def test_each_quote_has_its_source_page_and_year(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    (source,) = told(tree, "voorbeelden", "praktijk").select(".source")
    assert words(source).startswith("p. 1 in Verslag 2, 2012")
    quoted = page(client, str(source.select("a")[0]["href"]))
    assert words(quoted.select("#quote mark")[0]).startswith("In Haarlem")


def test_nothing_found_is_told_from_nothing_to_read(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    none = words(told(tree, "voorbeelden", "wetenschap"))
    assert "Nog geen bewijs gevonden." in none
    assert "Het ene document van deze soort zegt hier niets over." in none
    unread = words(told(page(client, "/archetype/skaeve-huse"), "tips", "wetenschap"))
    assert "Niet beoordeeld." in unread
    assert "nog geen document van deze soort" in unread


def test_what_other_kinds_say_is_linked_and_not_mixed_in(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    (part,) = tree.select('.part[aria-labelledby="bestanddelen"]')
    assert "Waardering is een bestanddeel." not in words(part)
    assert [a["href"] for a in part.select(".elsewhere a")] == [
        "/passages?archetype=zelfbeheer&kind=archetype&role=bestanddeel"
    ]


def test_the_ids_of_a_page_are_unique_and_its_headings_in_order(client: FlaskClient) -> None:
    for archetype in ("zelfbeheer", "skaeve-huse", "buurtbemiddeling"):
        tree = page(client, f"/archetype/{archetype}")
        ids = [element["id"] for element in tree.select("[id]")]
        assert len(ids) == len(set(ids))
        levels = [int(h.name[1]) for h in tree.select("main h1, main h2, main h3, main h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


# Ingredients


def ingredient_rows(tree: BeautifulSoup) -> dict[str, Tag]:
    return {words(r.select("th")[0]): r for r in tree.select(".ingredients tbody tr")}


def test_an_ingredient_counts_documents_and_opens_its_passages(client: FlaskClient) -> None:
    rows = ingredient_rows(page(client, "/archetype/zelfbeheer"))
    for row in rows.values():
        for link in row.select("td a"):
            answer = asked(client, str(link["href"]))
            documents, *passages = numbers(words(link))
            assert documents == answer["documents"]
            assert passages in ([answer["total"]], [])
    first = rows["Klein beginnen"].select("td a")
    assert [numbers(words(link))[0] for link in first] == [2, 0, 1, 0]


def test_practice_and_research_that_say_the_same_are_told(client: FlaskClient) -> None:
    rows = ingredient_rows(page(client, "/archetype/zelfbeheer"))
    told_together = {name: words(row.select("td")[-1]) for name, row in rows.items()}
    assert told_together == {
        "Klein beginnen": "beide",
        "Vertrouwen": "tegenspraak",
        "Een kleine kerngroep van trekkers": "alleen praktijk",
    }


def test_ingredients_of_which_nobody_speaks_are_named(client: FlaskClient) -> None:
    untold = words(page(client, "/archetype/zelfbeheer").select(".untold")[0])
    assert "nog geen bewijs gevonden" in untold
    assert "Lange adem" in untold  # spoken of, but nobody says whether it works
    assert "Klein beginnen" not in untold


def test_an_ingredient_has_its_name_where_passages_are_filtered(client: FlaskClient) -> None:
    chips = page(client, "/passages?ingredient=klein-beginnen&stance=voor").select(".chip")
    assert ["Klein beginnen" in words(chips[0]), "Spreekt ervoor" in words(chips[1])] == [True] * 2


def test_an_ingredient_can_be_typed_by_its_name(client: FlaskClient) -> None:
    answer = asked(client, '/passages?q=bestanddeel:"klein beginnen"')
    assert answer["total"] == 4


def test_an_ingredient_of_other_archetypes_is_left_out(collection: Collection) -> None:
    elsewhere = TAXONOMY.ingredients["klein-beginnen"].model_copy(
        update={"archetypes": ("klushuizen",)}
    )
    names = replace(DUTCH, taxonomy=load_taxonomy())
    changed = {**TAXONOMY.ingredients, "klein-beginnen": elsewhere}
    vars(names.taxonomy)["ingredients"] = changed
    found = ingredients(collection.index, "zelfbeheer", names)
    assert "klein-beginnen" not in [row.id for row in found.rows]
    assert "Klein beginnen" not in found.untold


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({("praktijk", "voor")}, Agreement.PRACTICE),
        ({("wetenschap", "voor")}, Agreement.RESEARCH),
        ({("praktijk", "voor"), ("wetenschap", "voor")}, Agreement.BOTH),
        ({("praktijk", "voor"), ("wetenschap", "tegen")}, Agreement.CONTRADICTED),
        ({("praktijk", "voor"), ("praktijk", "tegen")}, Agreement.CONTRADICTED),
        ({("wetenschap", "tegen")}, Agreement.CONTRADICTED),
    ],
)
def test_one_word_against_is_a_contradiction(
    told: set[tuple[str, str]], expected: Agreement
) -> None:
    assert agreement(told) is expected


# Neighbours and laws


def test_a_neighbour_is_told_apart_in_the_language_of_the_reader() -> None:
    zelfbeheer = TAXONOMY.archetypes["zelfbeheer"]
    for names in (DUTCH, ENGLISH):
        found = {one.label: one for one in neighbours(zelfbeheer, names)}
        assert len(found) == 5
        assert all(one.tell and one.language is None for one in found.values())
    assert "onderneming" in neighbours(zelfbeheer, DUTCH)[0].tell


def test_without_a_sentence_for_readers_what_labellers_are_told_is_shown_as_english() -> None:
    alone = TAXONOMY.archetypes["zelfbeheer"].model_copy(update={"id": "een-ander", "related": ()})
    (first, *_) = neighbours(alone, DUTCH)
    assert first.language == "en"
    assert first.tell == alone.confusable[0].tell


def test_laws_are_shown_without_the_marks_of_the_taxonomy() -> None:
    archetype = TAXONOMY.archetypes["zelfbeheer"].model_copy(
        update={"laws": ("Leegstandwet art. 15 [V]", "Wmo 2015 [G]", "Gemeentewet")}
    )
    assert laws(archetype) == (
        Law(name="Leegstandwet art. 15", seen=True),
        Law(name="Wmo 2015", seen=False),
        Law(name="Gemeentewet", seen=False),
    )


# Years


def test_each_number_of_a_year_is_what_its_search_finds(client: FlaskClient) -> None:
    links = page(client, "/archetype/zelfbeheer").select(".years-table td a")
    assert links
    for link in links:
        assert asked(client, str(link["href"]))["total"] == int(words(link))


def test_years_without_documents_are_gaps_and_undated_ones_are_told(
    collection: Collection, client: FlaskClient
) -> None:
    years = years_of(collection.index, "zelfbeheer", DUTCH)
    assert [year.year for year in years.years] == ["2011", "2012", "2013", "2014"]
    assert years.undated == 1
    assert "Van 1 document is geen jaar bekend." in words(page(client, "/archetype/zelfbeheer"))


def test_the_bars_of_the_chart_stay_inside_it(collection: Collection) -> None:
    years = years_of(collection.index, "zelfbeheer", DUTCH)
    for bar in (bar for year in years.years for bar in year.bars):
        assert 0 <= bar.x <= bar.x + bar.width <= years.width
        assert 0 < bar.y < bar.y + bar.height <= years.height


def test_the_chart_has_a_name_and_a_table_beside_it(client: FlaskClient) -> None:
    tree = page(client, "/archetype/zelfbeheer")
    (chart,) = tree.select('svg[role="img"]')
    assert words(tree.select(f"#{chart['aria-labelledby']}")[0]).startswith("Documenten door de")
    assert tree.select(".years-table th[scope=row]")


# All archetypes


def test_each_archetype_has_counts_of_practice_and_research(client: FlaskClient) -> None:
    tree = page(client, "/archetype")
    links = tree.select(".kind-counts a")
    assert len(links) == 3 * len(TAXONOMY.archetypes)
    for link in links:
        (shown,) = link.select("b")
        assert asked(client, str(link["href"]))["total"] == int(words(shown))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zelfbeheer", ["Zelfbeheer"]),
        ("ZÉLFbehéér", ["Zelfbeheer"]),
        ("skaeve", ["Skaeve Huse"]),
        ("antikraak", ["Tijdelijk beheer"]),
        ("xyzzy", []),
    ],
)
def test_an_archetype_is_found_by_its_names_and_what_it_is(typed: str, found: list[str]) -> None:
    shown = [one.label for _, archetypes in listed(DUTCH, {}, typed) for one in archetypes]
    assert [label for label in shown if label.startswith(tuple(found))] == shown
    assert bool(shown) is bool(found)


def test_who_finds_no_archetype_is_sent_to_the_documents(client: FlaskClient) -> None:
    tree = page(client, "/archetype?name=xyzzy")
    assert "Geen archetype heeft ‘xyzzy’" in words(tree)
    assert "/?q=xyzzy" in [a["href"] for a in tree.select("main a")]


def test_all_archetypes_are_there_without_a_name_typed(client: FlaskClient) -> None:
    assert len(page(client, "/archetype?name=++").select(".archetypes h3")) == 14
