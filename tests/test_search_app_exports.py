"""Whole answers as files: what the pages have, in their order, read by programs of others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from passages_collection import telling_documents
from search_app_collection import Collection, invented, make_collection

from corpus.decisions import Decision
from corpus.document import Access, Document
from index.api import Sort
from search_app import making
from search_app.export import blocks

Ids = Callable[[str], list[str]]
NOTHING_OF = ("Geheim", "Partnerstuk", "Ingetrokken")


def many() -> Iterator[Document]:
    """More than fit on a page of results, and more than are read at once."""
    yield from invented()
    plain = invented()[0]
    for number in range(250):
        archetype = plain if number % 2 else replace(plain, tags=(), published=None)
        yield replace(archetype, id=f"many{number:03}", title=f"Verslag {number * 37 % 250}")


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("exports"), many())


@pytest.fixture(scope="module")
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client(use_cookies=False)  # no language stays


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("telling")
    return make_collection(folder, telling_documents()).app.test_client()


def rows(text: str, comma: str = ",") -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=comma))


def entries(text: str) -> list[str]:
    library = parse_string(text)
    assert not library.failed_blocks
    return [entry.key for entry in library.entries]


READ: dict[str, Ids] = {
    "csv": lambda text: [row["id"] for row in rows(text)],
    "ris": lambda text: [record["id"] for record in rispy.loads(text)],
    "bib": entries,
    "json": lambda text: [record["id"] for record in json.loads(text)["documents"]],
}


def paged(client: FlaskClient, path: str, asked: str) -> tuple[int, list[str]]:
    """Total and ids of all pages of an answer."""
    total, ids, page = 0, list[str](), 1
    while page == 1 or len(ids) < total:
        answer = client.get(f"{path}?{asked}&size=100&page={page}").json
        assert answer is not None
        total, page = answer["total"], page + 1
        ids += [hit["id"] for hit in answer["hits"]]
    return total, ids


QUESTIONS = [
    "",
    "q=zelfbeheer",
    "q=zelfbeheer&sort=title",
    "q=zelfbeheer&sort=oldest&archetype=zelfbeheer&archetype=tijdelijk-beheer",
    "q=verslag",
    "q=zelfbeheerr",
    "q=binnentuin&kind=wetenschap&year_from=2011&year_to=2016",
    "municipality=Haarlem&sort=newest",
    "q=nergens-te-vinden-woord",
    "q=zelfbeheer&page=7&size=25",
    "q=zelfbeheer&without=family&lang=en",
]


@pytest.mark.parametrize("asked", QUESTIONS)
def test_every_file_has_what_the_pages_have_in_their_order(client: FlaskClient, asked: str) -> None:
    plain = "&".join(one for one in asked.split("&") if not one.startswith(("page=", "size=")))
    total, ids = paged(client, "/api/v1/search", plain)
    assert len(ids) == total
    for ending, read in READ.items():
        response = client.get(f"/export.{ending}?{asked}")
        assert response.status_code == 200
        assert read(response.text) == ids, ending


@settings(max_examples=25)
@given(
    words=st.sampled_from(["", "zelfbeheer", "bewoners", '"de binnentuin"', "wijk*", "-verslag"]),
    chosen=st.lists(
        st.sampled_from([("kind", "praktijk"), ("theme", "wonen"), ("municipality", "Utrecht")]),
        unique=True,
    ),
    sort=st.sampled_from(list(Sort)),
    ending=st.sampled_from(list(READ)),
)
def test_any_question_gives_as_many_rows_as_it_counts(
    client: FlaskClient, words: str, chosen: list[tuple[str, str]], sort: Sort, ending: str
) -> None:
    asked = urlencode([("q", words), ("sort", sort), *chosen])
    answer = client.get(f"/api/v1/search?{asked}").json
    assert answer is not None
    assert len(READ[ending](client.get(f"/export.{ending}?{asked}").text)) == answer["total"]


@pytest.mark.parametrize(
    "asked", ["", "q=klein", "q=vertrouwen&role=valkuil", "outcome=werkt", "sort=title", "q=niets"]
)
def test_a_file_of_passages_has_what_the_pages_have(telling: FlaskClient, asked: str) -> None:
    total, ids = paged(telling, "/api/v1/passages", asked)
    table = rows(telling.get(f"/passages/export.csv?{asked}").text)
    records = json.loads(telling.get(f"/passages/export.json?{asked}").text)
    assert [row["id"] for row in table] == [one["id"] for one in records["passages"]] == ids
    assert len(ids) == total == records["total"]


def test_a_passage_says_where_its_words_can_be_checked(telling: FlaskClient) -> None:
    (row,) = rows(telling.get("/passages/export.csv?q=portiek").text)
    (hit,) = telling.get("/api/v1/passages?q=portiek").json["hits"]  # type: ignore[index]
    assert row["quote"] == hit["quote"] == "Begin klein met één portiek."
    assert row["url"] == f"http://localhost{hit['url']}"
    assert (row["role"], row["ingredients"]) == ("tip", "klein-beginnen")


def test_passages_are_not_cited(telling: FlaskClient) -> None:
    assert telling.get("/passages/export.ris").status_code == 404
    assert telling.get("/passages/export.bib").status_code == 404


@pytest.mark.parametrize("ending", READ)
def test_what_is_not_public_is_in_no_file(client: FlaskClient, ending: str) -> None:
    text = client.get(f"/export.{ending}?q=zelfbeheer").text
    assert not [words for words in NOTHING_OF if words in text]
    assert "/home/anna" not in text
    assert "javascript:" not in text


def test_what_was_hidden_since_the_index_was_made_is_left_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = make_collection(tmp_path_factory.mktemp("hidden"), invented())
    hidden = Decision(
        document_id="doc01",
        field="access",
        value=Access.HIDDEN.value,
        who="Anna",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    made.catalogue.decide([hidden])
    answer = made.app.test_client().get("/export.csv?q=zelfbeheer")
    assert "doc01" not in {row["id"] for row in rows(answer.text)}


def test_a_table_opens_in_a_dutch_excel_when_that_is_asked(client: FlaskClient) -> None:
    plain = rows(client.get("/export.csv?q=zelfbeheer").text)
    dutch = rows(client.get("/export.csv?q=zelfbeheer&separator=semicolon").text, ";")
    assert dutch == plain
    assert plain[0]["url"].startswith("http://localhost/document/")


def test_no_cell_is_taken_for_a_formula(tmp_path_factory: pytest.TempPathFactory) -> None:
    evil = replace(invented()[0], title='=HYPERLINK("http://evil.example")', organisation="+1;2")
    client = make_collection(tmp_path_factory.mktemp("evil"), [evil]).app.test_client()
    for separator, comma in (("", ","), ("semicolon", ";")):
        (row,) = rows(client.get(f"/export.csv?separator={separator}").text, comma)
        assert row["title"] == "'" + evil.title
        assert row["organisation"] == "'+1;2"


def test_a_document_that_stands_nowhere_else_is_cited_from_here(client: FlaskClient) -> None:
    found = {one["id"]: one for one in rispy.loads(client.get("/export.ris").text)}
    assert found["doc01"]["urls"] == ["http://localhost/document/doc01"]
    assert found["doc40"]["urls"] == ["https://example.org/report"]
    assert found["doc41"]["urls"] == ["http://localhost/document/doc41"]


def test_a_record_has_whole_addresses_and_no_pages(client: FlaskClient) -> None:
    answer = json.loads(client.get("/export.json?language=en&dossier=doc01").text)
    (record,) = answer["documents"]
    assert record["url"] == "http://localhost/document/doc40"
    assert record["file_url"] == "http://localhost/document/doc40/file"
    assert not {"pages", "passages", "source"} & set(record)
    assert answer["total"] == 1


def test_a_file_is_sent_in_pieces(client: FlaskClient) -> None:
    response = client.get("/export.json", buffered=False)
    pieces = list(response.iter_encoded())
    assert len(pieces) > 3
    assert "Content-Length" not in response.headers


def test_pieces_together_are_the_text() -> None:
    lines = [f"regel {number} " * 50 for number in range(500)]
    assert "".join(blocks(lines)) == "".join(lines)
    assert max(map(len, blocks(lines))) < 20_000
    assert list(blocks([])) == [""]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("q=Wat werkt? Één!", "watwerkt-wat_werkt_een"),
        ("", "watwerkt"),
        ("q=../../x%0d%0aX: y", "watwerkt-x_x_y"),
        ("q=" + "x" * 300, "watwerkt-" + "x" * 60),
    ],
)
def test_a_file_is_named_after_the_question(client: FlaskClient, asked: str, name: str) -> None:
    header = client.get(f"/export.ris?{asked}").headers["Content-Disposition"]
    assert header == f"attachment; filename={name}.ris"


def test_without_an_index_a_page_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = make_collection(tmp_path_factory.mktemp("broken"), invented()[:1])
    (made.folder / "index" / "current.json").unlink()
    assert made.app.test_client().get("/export.csv").status_code == 503


# On the page


def taken(client: FlaskClient, address: str) -> dict[str, str]:
    """Text and address of each link of the part about taking away."""
    tree = BeautifulSoup(client.get(address).text, "lxml")
    (part,) = tree.select("details.take-away")
    return {link.get_text(strip=True): str(link["href"]) for link in part.select("a")}


def test_the_page_offers_each_file_with_the_number_of_rows(client: FlaskClient) -> None:
    address = "/?q=zelfbeheer&kind=wetenschap&page=2"
    links = taken(client, address)
    total = paged(client, "/api/v1/search", "q=zelfbeheer&kind=wetenschap")[0]
    assert f"van alle {total} documenten" in client.get(address).text
    for text, ending in (("CSV", "csv"), ("BibTeX", "bib"), ("JSON", "json")):
        assert links[text] == f"/export.{ending}?q=zelfbeheer&kind=wetenschap"
        assert len(READ[ending](client.get(links[text]).text)) == total
    dutch = client.get(links["CSV voor Nederlandse Excel"]).text
    assert len(rows(dutch, ";")) == total


def test_the_page_of_passages_offers_their_files(telling: FlaskClient) -> None:
    links = taken(telling, "/passages?role=tip&dossier=doc01")
    assert links["CSV"] == "/passages/export.csv?role=tip"
    assert "BibTeX" not in links
    assert links["Feed met nieuwe documenten"] == "/feed.atom?role=tip"


def test_a_lasting_link_is_whole_and_holds_the_question_alone(client: FlaskClient) -> None:
    links = taken(client, "/?q=tuin&page=1&explain=1&dossier=doc01")
    assert links["http://localhost/?q=tuin"] == "http://localhost/?q=tuin"


def test_where_nothing_is_found_there_is_still_something_to_follow(client: FlaskClient) -> None:
    links = taken(client, "/?q=xyzzyq")
    assert "CSV" not in links
    assert links["Feed met nieuwe documenten"] == "/feed.atom?q=xyzzyq"


def test_the_start_page_offers_the_whole_collection(client: FlaskClient) -> None:
    links: dict[str, Any] = taken(client, "/")
    assert links["CSV"] == "/export.csv"
    assert links["Feed met nieuwe documenten"] == "/feed.atom"


def test_a_file_is_named_in_no_time_after_a_long_question(client: FlaskClient) -> None:
    text = "a" + "\u0300\u0323" * 5000  # to sort these takes the square of their number
    begun = perf_counter()
    response = client.get("/export.csv", query_string={"q": text})
    assert response.headers["Content-Disposition"] == "attachment; filename=watwerkt-a.csv"
    assert perf_counter() - begun < 2
    response.close()


@pytest.mark.parametrize(("most", "status"), [(0, 503), (1, 200)])
def test_only_so_many_files_are_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, status: int
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", most)
    client = make_collection(tmp_path, invented()[:1]).app.test_client()
    client.get("/export.csv").close()  # left before its end
    for _ in range(2):
        response = client.get("/export.csv")
        assert ("te veel bestanden" in response.text) == (status == 503)
        assert response.status_code == status
        assert response.headers.get("Retry-After") == ("30" if status == 503 else None)
