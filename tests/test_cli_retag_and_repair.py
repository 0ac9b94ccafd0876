"""What a changed taxonomy changes is told first; what is damaged is mended where it can be."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from conftest import PROJECT, Watwerkt
from corpus.originals import FolderOriginals

_TEXT = (
    "Moestuin in zelfbeheer\n\nZelfbeheer van de moestuin. De bewoners kozen voor zelfbeheer. Er "
    "is een groep voor zelfbeheer."
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "a.txt"
    path.parent.mkdir()
    path.write_text(_TEXT, "utf-8")
    return path


@pytest.fixture
def document(report: Path, watwerkt: Watwerkt) -> str:
    return str(watwerkt("ingest", report, "--json").json[0]["id"])


@pytest.fixture
def renamed(tmp_path: Path) -> Path:
    """The taxonomy, where gardens make a document one about housing and no word means itself."""
    shipped = (PROJECT / "corpus" / "archetypes.yaml").read_text("utf-8")
    lines = (
        line.replace("zelfbeheer", "zelfgekozen") if "{t:" in line else line
        for line in shipped.splitlines(keepends=True)
    )
    changed = "".join(lines).replace("version: 2", "version: 3")
    changed = changed.replace("{t: klushui*, w: 5}", "{t: moestuin, w: 12}")
    assert "moestuin, w: 12" in changed
    taxonomy = tmp_path / "archetypes.yaml"
    taxonomy.write_text(changed, "utf-8")
    return taxonomy


def test_a_dry_run_of_retag_is_a_diff_and_changes_nothing(
    document: str, renamed: Path, watwerkt: Watwerkt
) -> None:
    before = watwerkt("show", document, "--json").out
    changes = watwerkt("--taxonomy", renamed, "retag", "--dry-run", "--json").json
    told = {change["archetype"]: change["what"] for change in changes}
    assert told["klushuizen"] == "added"
    assert told["zelfbeheer"] == "removed"
    text = watwerkt("--taxonomy", renamed, "retag", "--dry-run").out
    assert text.startswith(f"{document}  ")
    assert "  + added    klushuizen  - → assigned" in text
    assert "  - removed  zelfbeheer  assigned" in text
    assert watwerkt("show", document, "--json").out == before


def test_passages_are_found_at_ingest_and_by_retag(tmp_path: Path, watwerkt: Watwerkt) -> None:
    path = tmp_path / "b.txt"
    path.write_text("Het project staat of valt met de inzet van de buren in de straat.", "utf-8")
    found = str(watwerkt("ingest", path, "--json").json[0]["id"])
    (document,) = watwerkt("export", "--format", "jsonl").json
    assert document["id"] == found
    assert [one["role"] for one in document["passages"]] == ["randvoorwaarde"]
    assert "0 have other passages" in watwerkt("retag").err


def test_a_diff_tells_where_a_decision_keeps_a_label(
    document: str, renamed: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("tag", document, "--never", "klushuizen", "--add", "zelfbeheer")
    ran = watwerkt("--taxonomy", renamed, "retag")
    assert "  = kept     klushuizen  rejected by test; by the rules - → assigned" in ran.out
    assert "  = kept     zelfbeheer  assigned by test; by the rules assigned" in ran.out
    (shown,) = watwerkt("show", document, "--json").json
    verdicts = {tag["archetype"]: tag["verdict"] for tag in shown["tags"]}
    assert verdicts["klushuizen"] == "rejected"
    assert verdicts["zelfbeheer"] == "assigned"


def test_the_ledger_names_the_taxonomy_in_force(
    document: str, renamed: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("--taxonomy", renamed, "retag")
    versions = [e["details"]["taxonomy"] for e in watwerkt("history", document, "--json").json]
    assert versions == ["2", "3"]


@pytest.mark.usefixtures("document")
def test_repair_fetches_originals_again_and_makes_the_index_anew(
    data: Path, report: Path, watwerkt: Watwerkt
) -> None:
    (original,) = (path for path in (data / "originals").rglob("*") if path.is_file())
    for damage in (b"something else", b""):
        original.write_bytes(damage)
        (data / "index" / "current.json").unlink()
        assert watwerkt("verify").code != 0
        mended = watwerkt("verify", "--repair")
        assert mended.code == 0
        assert f"fetched again from {report}" in mended.err
        assert "the index was made anew: 1 documents" in mended.err
        assert original.read_text("utf-8") == _TEXT
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1
    assert "anew" not in watwerkt("verify", "--repair").err


def test_repair_tells_what_it_cannot_mend(
    document: str, data: Path, report: Path, watwerkt: Watwerkt
) -> None:
    (original,) = (path for path in (data / "originals").rglob("*") if path.is_file())
    original.unlink()
    report.write_text("Een andere tekst.", "utf-8")
    ran = watwerkt("verify", "--repair", "--json")
    assert ran.code == 1
    assert [problem["document_id"] for problem in ran.json] == [document]
    assert not original.exists()


def _half_copy(data: Path) -> Path:
    half = data / "originals" / "ab" / f".incoming-{'0' * 32}"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"%PDF-1.7 half of")
    return half


@pytest.mark.usefixtures("document")
def test_an_original_of_no_document_is_told_and_set_aside(
    data: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    other = tmp_path / "b.txt"
    other.write_text("Verslag B\n\nDe bewoners van de straat openen een buurthuis.", "utf-8")
    digest = hashlib.sha256(other.read_bytes()).hexdigest()
    FolderOriginals(data / "originals").keep(other, digest)  # the ingest was killed just here
    told = watwerkt("verify", "--json")
    assert told.code == 1
    assert [problem["document_id"] for problem in told.json] == [""]
    assert digest in told.json[0]["message"]
    assert "verify --repair" in told.json[0]["message"]
    assert watwerkt("verify", "--repair").code == 0
    aside = data / "without-document" / digest
    assert aside.read_bytes() == other.read_bytes()
    assert not FolderOriginals(data / "originals").path(digest).exists()
    assert watwerkt("ingest", aside).code == 0
    assert watwerkt("search", "buurthuis", "--json").json[0]["total"] == 1
    assert watwerkt("verify", "--repair").code == 0
    assert not aside.parent.exists()  # the same bytes are an original by now


@pytest.mark.usefixtures("document")
def test_a_file_that_somebody_put_among_the_originals_is_never_lost(
    data: Path, watwerkt: Watwerkt
) -> None:
    for text in ("van mij", "ook van mij"):
        (data / "originals" / "mijn.txt").write_text(text, "utf-8")
        assert "mijn.txt belongs to no document" in watwerkt("verify").out
        assert watwerkt("verify", "--repair").code == 0
    kept = {path.read_text("utf-8") for path in (data / "without-document").iterdir()}
    assert kept == {"van mij", "ook van mij"}


def test_half_copies_go_with_the_next_change_or_repair(
    document: str, data: Path, watwerkt: Watwerkt
) -> None:
    half = _half_copy(data)
    assert "1 half copies that an interrupted ingest left" in watwerkt("verify", "--repair").err
    assert not half.exists()
    half = _half_copy(data)
    looks_like_one = half.with_name(".incoming-van-mij")
    looks_like_one.write_bytes(b"van mij")
    assert watwerkt("edit", document, "--set", "year=2014").code == 0
    assert not half.exists()
    assert looks_like_one.exists()


def test_what_the_public_finds_and_should_not_is_told_and_mended(
    document: str, data: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    before = shutil.copytree(data / "index", tmp_path / "index")
    assert watwerkt("edit", document, "--set", "access=partner").code == 0
    shutil.rmtree(data / "index")
    before.rename(data / "index")  # as after a kill before the index had followed
    (problem,) = watwerkt("verify", "--json").json
    assert problem["document_id"] == document
    assert "is found by the public but should not be" in problem["message"]
    assert watwerkt("verify", "--repair").code == 0
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1
    assert watwerkt("search", "moestuin", "--audience", "public", "--json").json[0]["total"] == 0


@pytest.mark.usefixtures("document")
def test_repair_lets_an_index_that_is_behind_catch_up(
    data: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    before = shutil.copytree(data / "index", tmp_path / "index")
    other = tmp_path / "b.txt"
    other.write_text("Verslag B\n\nDe bewoners van de straat openen een buurthuis.", "utf-8")
    assert watwerkt("ingest", other).code == 0
    shutil.rmtree(data / "index")
    before.rename(data / "index")  # as after a kill before the index had followed
    assert "cannot be found" in watwerkt("verify").out
    mended = watwerkt("verify", "--repair")
    assert mended.code == 0
    assert "the index was brought up to date: 1 documents" in mended.err
    assert "anew" not in mended.err
    assert watwerkt("search", "buurthuis", "--json").json[0]["total"] == 1
