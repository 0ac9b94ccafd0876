"""Real documents that nobody here wrote, and the questions professionals would type.

They lie beside the project, in ``../shared``, and are never copied into it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from conftest import PROJECT, SAMPLES, Ran
from corpus.collection import Collection, open_collection
from corpus.settings import load_settings
from index import Query, SearchIndex, open_index
from ingest.cli import main

SHARED = PROJECT.parent / "shared"
DOCUMENTS = SHARED / "documents"
QUERIES = SHARED / "domain" / "queries.tsv"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DOCUMENTS.is_dir(), reason=f"the real documents are not there: {DOCUMENTS}"
    ),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


def ingest(data: Path, capsys: pytest.CaptureFixture[str], *paths: Path) -> Ran:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(data), "--by", "test", "ingest", *map(str, paths), "--json"])
    printed = capsys.readouterr()
    return Ran(int(ended.value.code or 0), printed.out, printed.err)


@pytest.fixture(scope="module")
def opened(data: Path) -> tuple[Collection, SearchIndex]:
    collection = open_collection(load_settings({}, data, {"data": str(data)}))
    index = open_index(collection.settings.index, collection.catalogue, collection.taxonomy)
    return collection, index


def test_every_real_document_goes_in_and_a_second_run_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [path for path in DOCUMENTS.rglob("*") if path.is_file()]
    first = ingest(data, capsys, SAMPLES, DOCUMENTS)
    assert first.code == 0, first.err
    assert {outcome["status"] for outcome in first.json} == {"added"}
    assert len(first.json) == len(files) + 37
    told = {warning for outcome in first.json for warning in outcome["warnings"]}
    known = (" recognised in a scan", " without readable text: ", "personal data: ", "the same")
    assert not [warning for warning in told if not any(words in warning for words in known)]
    second = ingest(data, capsys, SAMPLES, DOCUMENTS)
    assert {outcome["status"] for outcome in second.json} == {"unchanged"}


def test_only_pages_that_are_in_another_language_than_their_document_say_so(
    opened: tuple[Collection, SearchIndex],
) -> None:
    found = {
        (Path(document.source).name, page.number, page.language)
        for document in opened[0].catalogue.documents()
        for page in document.pages
        if page.language
    }
    assert found == {("amsterdam2026-cda.pdf", number, "en") for number in (53, 54, 55)}


def questions() -> list[dict[str, str]]:
    if not QUERIES.exists():
        return []
    with QUERIES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("question", questions(), ids=lambda question: question["id"])
def test_a_professional_gets_an_answer(
    question: dict[str, str], opened: tuple[Collection, SearchIndex]
) -> None:
    _, index = opened
    results = index.search(Query(text=question["query"], size=5))
    assert results.reading
    if question["kind"] in ("keyword", "compound"):
        expected = set(question["expected_archetypes"].split(";"))
        shown = (*results.hits, *results.also)[:5]
        labels = [set(hit.facets["archetype"]) for hit in shown]
        assert any(found & expected for found in labels), [hit.title for hit in shown]
    if question["kind"] == "typo":
        assert results.total or results.suggestion


def test_haarlem_is_not_haarlemmermeer(opened: tuple[Collection, SearchIndex]) -> None:
    _, index = opened
    results = index.search(Query(text="gemeente:Haarlem", size=100))
    assert results.total
    assert all("Haarlem" in hit.facets["municipality"] for hit in results.hits)


def test_a_document_is_found_by_another_name_of_its_municipality(
    opened: tuple[Collection, SearchIndex],
) -> None:
    _, index = opened
    (hit,) = index.search(Query(text="buurtbemiddeling Den Bosch")).hits
    assert hit.facets["municipality"] == ("'s-Hertogenbosch",)
