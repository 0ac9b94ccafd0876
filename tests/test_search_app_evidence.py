"""The evidence map: every number is what its search finds, and a gap says what kind it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from flask.testing import FlaskClient
from passages_collection import asked, page, telling_documents
from search_app_collection import Collection, make_collection

from corpus.document import Kind
from search_app.evidence import COLUMNS, Sources, State, read_sources, state


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("evidence"), telling_documents())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def asked_data(client: FlaskClient, address: str) -> Any:
    return client.get(address).json


def number(element: Tag) -> int:
    """The figure that is seen; what only a screen reader says stands around it."""
    seen = " ".join(text for text in element.strings if not _is_unseen(text))
    return int(seen.split()[0].replace("–", "0"))


def _is_unseen(text: NavigableString) -> bool:
    return text.find_parent(class_="unseen") is not None


def row(tree: BeautifulSoup, archetype: str) -> Tag:
    (link,) = tree.select(f'.evidence-map th a[href="/archetype/{archetype}"]')
    found = link.find_parent("tr")
    assert isinstance(found, Tag)
    return found


def records(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


@pytest.mark.parametrize("sources", Sources)
def test_every_number_of_the_map_is_the_total_of_its_search(
    client: FlaskClient, sources: Sources
) -> None:
    tree = page(client, f"/bewijskaart?kind={sources}")
    cells = tree.select(".evidence-map td a")
    assert len(cells) == 14 * (len(COLUMNS) + 1)
    for cell in cells:
        assert asked(client, str(cell["href"]))["total"] == number(cell), cell["href"]


def test_the_number_of_documents_is_what_the_search_says(client: FlaskClient) -> None:
    found = records(client, "/bewijskaart.csv")
    for record in found:
        answer = asked(client, record["url"])
        assert (answer["total"], answer["documents"]) == (
            int(record["passages"]),
            int(record["documents"]),
        )
    assert {(r["passages"], r["documents"]) for r in found if r["value"] == "tip"} >= {("4", "2")}


def test_a_gap_says_whether_there_was_anything_to_read(client: FlaskClient) -> None:
    tree = page(client, "/bewijskaart")
    (empty,) = row(tree, "skaeve-huse").select(".cell:nth-of-type(2) a")
    (unread,) = row(tree, "buurtbemiddeling").select(".cell:nth-of-type(2) a")
    assert empty.get_text().endswith("nog geen bewijs gevonden")
    assert unread.get_text().endswith("niet beoordeeld")
    assert empty.get_text() != unread.get_text()


def test_a_kind_without_documents_is_not_assessed(client: FlaskClient) -> None:
    states = {
        (r["kinds"], r["archetype"]): r["state"]
        for address in ("/bewijskaart.csv?kind=praktijk", "/bewijskaart.csv?kind=wetenschap")
        for r in records(client, address)
        if r["value"] == "voorbeeld"
    }
    assert states["praktijk", "skaeve-huse"] == "no-evidence"
    assert states["wetenschap", "skaeve-huse"] == "not-assessed"
    assert states["praktijk", "zelfbeheer"] == "found"


def test_hidden_passages_are_in_no_number(client: FlaskClient) -> None:
    (cell,) = (
        r
        for r in records(client, "/bewijskaart.csv")
        if (r["archetype"], r["value"]) == ("klushuizen", "tip")
    )
    assert cell["passages"] == "1"


def test_the_map_tells_which_sources_count(client: FlaskClient) -> None:
    tree = page(client, "/bewijskaart?kind=wetenschap")
    assert [a.get_text() for a in tree.select(".sources [aria-current]")] == ["Alleen wetenschap"]
    assert tree.select("caption")[0].get_text().endswith("Alleen wetenschap")
    assert tree.select("a[download]")[0]["href"] == "/bewijskaart.csv?kind=wetenschap"


def test_the_table_is_csv_as_rfc_4180_has_it(client: FlaskClient) -> None:
    response = client.get("/bewijskaart.csv")
    lines = response.get_data().split(b"\r\n")
    assert response.mimetype == "text/csv"
    assert response.mimetype_params["charset"] == "utf-8"
    assert "bewijskaart-beide.csv" in response.headers["Content-Disposition"]
    assert len(lines) == 1 + 14 * len(COLUMNS) + 1
    assert lines[-1] == b""


def test_the_json_has_the_same_records_as_the_table(client: FlaskClient) -> None:
    for kind in Sources:
        cells = asked_data(client, f"/api/v1/evidence-map?kind={kind}")["cells"]
        written = [
            {k: "|".join(v) if isinstance(v, list) else str(v) for k, v in cell.items()}
            for cell in cells
        ]
        assert written == records(client, f"/bewijskaart.csv?kind={kind}")


def test_headings_of_rows_and_columns_have_their_scope(client: FlaskClient) -> None:
    tree = page(client, "/bewijskaart")
    assert all(cell.get("scope") for cell in tree.select(".evidence-map th"))
    assert [h.name for h in tree.select("main h1, main h2")] == ["h1"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Sources.BOTH),
        ("", Sources.BOTH),
        ("beleid", Sources.BOTH),
        ("praktijk", Sources.PRACTICE),
        ("alle", Sources.ALL),
    ],
)
def test_unknown_sources_are_practice_and_research(value: str | None, expected: Sources) -> None:
    assert read_sources(value) is expected


@pytest.mark.parametrize(
    ("found", "documents", "expected"),
    [
        (3, 2, State.FOUND),
        (0, 2, State.NO_EVIDENCE),
        (0, 0, State.NOT_ASSESSED),
    ],
)
def test_a_zero_is_of_two_kinds(found: int, documents: int, expected: State) -> None:
    assert state(found, documents) is expected


def test_archetypes_in_the_api_have_counts_of_each_kind(client: FlaskClient) -> None:
    found = {one["id"]: one for one in asked_data(client, "/api/v1/archetypes")["archetypes"]}
    assert found["zelfbeheer"]["kinds"] == {
        "praktijk": 2,
        "wetenschap": 1,
        "beleid": 0,
        "archetype": 1,
    }
    assert found["zelfbeheer"]["count"] == 4
    for name, one in found.items():
        for kind in Kind:
            answer = asked_data(client, f"/api/v1/search?archetype={name}&kind={kind}")
            assert answer["total"] == one["kinds"][kind.value]


def test_an_empty_collection_has_a_map_of_gaps(tmp_path: Path) -> None:
    client = make_collection(tmp_path, []).app.test_client()
    assert {r["state"] for r in records(client, "/bewijskaart.csv")} == {"not-assessed"}
