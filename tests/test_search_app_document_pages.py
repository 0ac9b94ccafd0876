"""The pages about a document, on a real index."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import PDF, Collection, document, invented, make_collection

from corpus.decisions import Decision
from corpus.document import Access, Document, Kind, Page
from corpus.passage import Outcome, Passage, PassageRole, quote_mark

GARDEN = "Bewoners onderhouden samen de binnentuin, het gereedschap en de moestuin."
STAIRS = "De huismeester veegt het portiek en de trappen van de galerijflat."
PLACES = ("Tuin", "Straat", "Plein", "Park", "Portiek", "Galerij", "Schuur", "Kelder")
TASKS = ("vegen", "snoeien", "wieden", "verven", "sjouwen", "praten", "tellen", "rusten")
LONG = "\f".join(
    f"{n}. {PLACES[n % 8]} en {TASKS[n // 8]}\n\n"
    "Hier staat een hele zin over wonen en leven in de wijk.\n\n"
    + ("De vlinder vliegt. Nog een vlinder." if n % 3 == 0 else "Niets bijzonders.")
    for n in range(1, 61)
)


def passages(found: Document) -> Document:
    text = found.pages[0].text
    result = Passage(
        page=1,
        start=0,
        end=len(text),
        text=text,
        role=PassageRole.RESULT,
        outcome=Outcome.WORKS,
        by="rules 1",
    )
    words = "het gereedschap"
    tip = Passage(
        page=1,
        start=text.index(words),
        end=text.index(words) + len(words),
        text=words,
        role=PassageRole.TIP,
        by="Anna",
    )
    return replace(found, passages=(tip, result))


def texts_of(number: int) -> str:
    return f"{GARDEN}\fDe moestuin nummer {number} is groot. Elke moestuin telt."


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    garden = passages(document(60, "De moestuin", texts_of(1), "zelfbeheer"))
    research = replace(document(61, "Tuinen geteld", texts_of(2)), kind=Kind.WETENSCHAP)
    practice = replace(
        document(62, "Samen tuinieren", texts_of(3), "zelfbeheer"), kind=Kind.PRAKTIJK
    )
    partner = replace(document(63, "Tuin van partners", texts_of(4)), access=Access.PARTNER)
    long = replace(document(64, "Een lang rapport", LONG), media_type=PDF)
    english = replace(
        document(65, "Gardens", "A garden is a lovesome thing.", "zelfbeheer"), language="en"
    )
    stairs = [document(n, f"Trappen {n}", STAIRS) for n in range(70, 76)]
    documents = [*invented(), garden, research, practice, partner, long, english, *stairs]
    return make_collection(tmp_path_factory.mktemp("document"), documents)


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> Tag:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.text, "lxml")


def texts(tree: Tag, path: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in tree.select(path)]


def links(tree: Tag, path: str) -> list[str]:
    return [str(element.get("href", "")) for element in tree.select(path)]


def part(tree: Tag, title: str) -> Tag:
    (found,) = tree.select(f"section[aria-labelledby={title}]")
    return found


# The head


def test_the_head_says_what_it_is_and_what_may_be_done(client: FlaskClient) -> None:
    tree = page(client, "/document/doc40")
    head = tree.select_one(".document-head")
    assert head is not None
    assert "Wetenschap" in head.get_text()
    assert "12 mei 2014" in head.get_text()
    assert links(head, ".licence a") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert texts(head, ".labels li") == ["Bewonersbedrijven"]


def test_the_original_opens_at_the_page_that_was_found(client: FlaskClient) -> None:
    tree = page(client, "/document/doc64?q=vlinder")
    assert links(tree, ".actions .button") == ["/document/doc64/file#page=3"]
    assert links(page(client, "/document/doc64"), ".actions .button") == ["/document/doc64/file"]
    assert links(page(client, "/document/doc40?q=trust&lang=nl"), ".actions .button") == [
        "/document/doc40/file"
    ]


# Where the question stands


def test_the_question_is_told_with_passages_and_pages(client: FlaskClient) -> None:
    found = part(page(client, "/document/doc60?q=moestuin"), "question")
    assert texts(found, ".quiet")[0] == "moestuin: 3 vindplaatsen op 2 bladzijden"
    assert set(texts(found, "mark")) == {"moestuin"}
    assert links(found, ".found-page a:not(.original)") == [
        "/document/doc60/page/1?q=moestuin#hit-1",
        "/document/doc60/page/2?q=moestuin#hit-2",
    ]
    assert links(found, ".original") == [
        "/document/doc60/file#page=1",
        "/document/doc60/file#page=2",
    ]


def test_all_pages_with_the_words_are_told(client: FlaskClient) -> None:
    found = part(page(client, "/document/doc64?q=vlinder"), "question")
    assert len(texts(found, ".found > li")) == 3
    assert [link.split("/page/")[1].split("?")[0] for link in links(found, ".page-links a")] == [
        str(n) for n in range(3, 61, 3)
    ]
    assert "40 vindplaatsen op 20 bladzijden" in texts(found, ".quiet")[0]


def test_without_a_question_nothing_is_said_of_one(client: FlaskClient) -> None:
    assert not page(client, "/document/doc60").select("#question")


def test_a_document_that_has_none_of_the_words_says_so(client: FlaskClient) -> None:
    found = part(page(client, "/document/doc60?q=huismeester"), "question")
    assert "staan niet in de tekst" in found.get_text()


# Inside


def test_the_document_is_searched_inside_while_the_question_stays(client: FlaskClient) -> None:
    tree = page(client, "/document/doc64?q=wijk&kind=beleid&in=vlinders")
    inside = tree.select_one("#inside")
    assert inside is not None
    assert texts(inside, "[role=status]")[0].startswith("vlinders: 40 vindplaatsen op 20")
    assert set(texts(inside, "mark")) == {"vlinder"}
    assert links(tree, ".back a") == ["/?q=wijk&kind=beleid"]
    first = links(inside, ".found-page a")[0]
    assert first == "/document/doc64/page/3?q=wijk&kind=beleid&in=vlinders#hit-1"
    hidden = {(i["name"], i["value"]) for i in inside.select("input[type=hidden]")}
    assert hidden == {("q", "wijk"), ("kind", "beleid")}


def test_what_was_found_inside_is_told_page_by_page(client: FlaskClient) -> None:
    first = page(client, "/document/doc64?in=vlinder")
    second = page(client, links(first, "#inside a[rel=next]")[0])
    assert len(texts(second, "#inside .found > li")) == 10
    assert not second.select("#inside a[rel=next]")
    assert links(second, "#inside a[rel=prev]") == ["/document/doc64?in=vlinder#inside"]
    beyond = page(client, "/document/doc64?in=vlinder&in_page=999")
    assert texts(beyond, "#inside .found > li") == texts(second, "#inside .found > li")


@pytest.mark.parametrize("strange", ["onzinwoord", '"', "((", "<b>", "-", "%s {n}", "a\0b"])
def test_what_does_not_stand_in_it_is_told_and_never_fails(
    client: FlaskClient, strange: str
) -> None:
    response = client.get("/document/doc60", query_string={"in": strange, "in_page": strange})
    assert response.status_code == 200
    assert "<b>" not in response.text.partition("<main")[2].replace("wat<b>werkt</b>", "")


def test_what_is_missing_can_be_sought_in_all_documents(client: FlaskClient) -> None:
    inside = page(client, "/document/doc60?in=riool").select_one("#inside")
    assert inside is not None
    assert "‘riool’ staat niet in dit document" in inside.get_text()
    assert "/?q=riool" in links(inside, "[role=status] a")


# From place to place


def test_places_can_be_walked_through_without_script(client: FlaskClient) -> None:
    address, seen = "/document/doc64/page/3?q=vlinder#hit-1", []
    for _ in range(30):
        tree = page(client, address)
        seen += [str(mark["id"]) for mark in tree.select("mark[id]")]
        following = links(tree, ".hits a[rel=next]")
        if not following:
            break
        address = following[0]
        assert address.partition("#")[2] not in seen
    assert seen == [f"hit-{n}" for n in range(1, 41)]
    assert "Vindplaats 39 tot en met 40 van 40" in texts(tree, ".hits")[0]
    assert links(tree, ".hits a[rel=prev]") == ["/document/doc64/page/57?q=vlinder#hit-38"]


def test_what_is_asked_inside_is_marked_in_place_of_the_question(client: FlaskClient) -> None:
    tree = page(client, "/document/doc64/page/3?q=wijk&in=vlinder")
    assert set(texts(tree, "mark")) == {"vlinder"}
    assert links(tree, ".back a") == ["/document/doc64?q=wijk&in=vlinder"]
    assert links(tree, ".steps a[rel=next]")[0] == "/document/doc64/page/4?q=wijk&in=vlinder"


def test_a_page_without_a_question_has_no_places(client: FlaskClient) -> None:
    assert not page(client, "/document/doc64/page/3").select(".hits")


# Contents, roles, pages


def test_headings_lead_to_the_text_and_to_the_original(client: FlaskClient) -> None:
    contents = part(page(client, "/document/doc64?q=wijk"), "contents")
    assert links(contents, ".contents a")[:2] == [
        "/document/doc64/page/1?q=wijk",
        "/document/doc64/file#page=1",
    ]
    assert texts(contents, "details > summary") == ["Nog 48 kopjes"]


def test_pages_of_a_long_document_are_folded(client: FlaskClient) -> None:
    pages = part(page(client, "/document/doc64?q=vlinder"), "pages")
    assert texts(pages, "summary") == [
        "Bladzijde 1 tot en met 50",
        "Bladzijde 51 tot en met 60",
    ]
    assert texts(pages, "li")[2] == "p. 3 2×"


def test_passages_stand_by_role_with_outcome_and_page(client: FlaskClient) -> None:
    roles = part(page(client, "/document/doc60"), "roles")
    assert texts(roles, "h3") == ["Resultaat 1", "Tip 1"]
    assert texts(roles, ".outcome") == ["Werkt"]
    assert texts(roles, "blockquote")[1] == "het gereedschap"
    address = f"/document/doc60/page/1?quote={quote_mark('het gereedschap')}#quote"
    assert address in links(roles, ".quiet a")
    assert set(texts(page(client, address), "mark")) == {"het gereedschap"}


# Editions


def test_editions_lead_to_each_other(tmp_path: Path) -> None:
    old, new = document(1, "Oud", "Een tuin."), document(2, "Nieuw", "Een tuin.")
    secret = replace(document(3, "Geheim", "Een tuin."), access=Access.HIDDEN)
    found = make_collection(tmp_path, [old, new, secret])
    for former in (old.id, secret.id):
        found.catalogue.decide([decision(former, "replaced_by", new.id)])
    client = found.app.test_client()
    head = page(client, f"/document/{old.id}").select_one(".document-head .warning")
    assert head is not None
    assert links(head, "a") == [f"/document/{new.id}"]
    editions = part(page(client, f"/document/{new.id}"), "editions")
    assert links(editions, "a") == [f"/document/{old.id}"]
    found.catalogue.decide([decision(old.id, "status", "withdrawn")])
    editions = part(page(client, f"/document/{new.id}"), "editions")
    assert "ingetrokken" in editions.get_text()
    gone = page(client, links(editions, "a")[0], 410)
    assert f"/document/{new.id}" in links(gone, "main a")


def decision(document_id: str, field: str, value: str) -> Decision:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Decision(document_id=document_id, field=field, value=value, who="test", at=at)


# Similar ones


def test_similar_documents_stand_by_kind_with_the_reason(client: FlaskClient) -> None:
    similar = page(client, "/document/doc60").select_one(".document-similar")
    assert similar is not None
    assert {"Vergelijkbare praktijk", "Onderzoek hierover"} <= set(texts(similar, "h3"))
    assert {"/document/doc61", "/document/doc62"} <= set(links(similar, "li > a"))
    assert "/document/doc60" not in links(similar, "a")
    (practice,) = [text for text in texts(similar, "li") if text.startswith("Samen tuinieren")]
    assert "Zelfde archetype: Zelfbeheer. Zelfde woorden: " in practice
    assert "Tuin van partners" not in similar.get_text()


def test_a_title_in_another_language_says_so(client: FlaskClient) -> None:
    similar = page(client, "/document/doc60").select_one(".document-similar")
    assert similar is not None
    assert [link.get("lang") for link in similar.select('a[href="/document/doc65"]')] == ["en"]


# Citation


def test_a_citation_can_be_copied_and_taken_away(client: FlaskClient) -> None:
    citation = part(page(client, "/document/doc40"), "citation")
    assert texts(citation, ".cited dd")[:2] == [
        "Example, J. (2014). Community enterprises <b>in</b> “practice”. Woongoed Vechtstreek. "
        "https://example.org/report",
        "(Example, 2014)",
    ]
    assert texts(citation, "details .cited dd")[1] == "(Example, 2014)"
    assert [title.get("lang") for title in citation.select("i")] == ["en", "en"]
    assert links(citation, "a[download]") == [
        "/document/doc40/citation.ris",
        "/document/doc40/citation.bib",
    ]


def test_the_text_of_a_page_is_cited_with_its_number(client: FlaskClient) -> None:
    tree = page(client, "/document/doc40/page/2?lang=nl")
    assert texts(tree, ".cited dd")[1] == "(Example, 2014, p. 2)"


@pytest.mark.parametrize(
    ("ending", "media_type", "begins"),
    [
        ("ris", "application/x-research-info-systems", "TY  - "),
        ("bib", "application/x-bibtex", "@"),
    ],
)
def test_a_citation_is_a_file_for_reference_managers(
    client: FlaskClient, ending: str, media_type: str, begins: str
) -> None:
    response = client.get(f"/document/doc40/citation.{ending}")
    assert response.mimetype == media_type
    assert response.text.startswith(begins)
    assert "Community enterprises" in response.text
    assert f"doc40.{ending}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(("name", "status"), [("doc42", 404), ("doc63", 404), ("doc44", 410)])
def test_what_a_reader_may_not_see_is_not_cited(
    client: FlaskClient, name: str, status: int
) -> None:
    for ending in ("ris", "bib"):
        assert client.get(f"/document/{name}/citation.{ending}").status_code == status


# When something is wrong


def test_a_document_is_read_while_the_index_cannot_be_asked(tmp_path: Path) -> None:
    found = make_collection(tmp_path, [document(1, "Tuin", GARDEN)])
    (tmp_path / "index" / "current.json").unlink()
    client = found.app.test_client()
    assert texts(page(client, "/document/doc01?q=tuin&in=tuin"), "h1") == ["Tuin"]
    assert set(texts(page(client, "/document/doc01/page/1?q=tuin"), "mark")) == {"tuin"}


def test_a_changed_document_is_shown_as_it_is_now(tmp_path: Path) -> None:
    found = make_collection(tmp_path, [document(1, "Tuin", GARDEN)])
    client = found.app.test_client()
    assert texts(page(client, "/document/doc01"), "h1") == ["Tuin"]
    found.catalogue.decide([decision("doc01", "title", "Moestuin")])
    assert texts(page(client, "/document/doc01"), "h1") == ["Moestuin"]
    found.catalogue.decide([decision("doc01", "access", "hidden")])
    page(client, "/document/doc01", 404)


def test_a_document_without_pages_has_a_page(tmp_path: Path) -> None:
    empty = replace(document(1, "Leeg", "x"), pages=())
    blank = replace(document(2, "Blanco", "x"), pages=(Page(number=1, text=""),))
    client = make_collection(tmp_path, [empty, blank]).app.test_client()
    for name in ("doc01", "doc02"):
        page(client, f"/document/{name}?q=tuin&in=tuin")
