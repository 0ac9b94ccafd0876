"""Files that are ingested again: what changed beside them counts, what was decided stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Watwerkt


def _labels(watwerkt: Watwerkt, document_id: str) -> dict[str, tuple[str, str]]:
    (shown,) = watwerkt("show", document_id, "--json").json
    return {tag["archetype"]: (tag["verdict"], tag["by"]) for tag in shown["tags"]}


@pytest.mark.parametrize("option", ["--never", "--clear"])
def test_a_label_beside_a_file_never_overturns_what_the_librarian_decided(
    option: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("archetypes: [zelfbeheer]\n", "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert _labels(watwerkt, outcome["id"]) == {"zelfbeheer": ("assigned", "sidecar")}
    watwerkt("tag", outcome["id"], "--never", "zelfbeheer")
    watwerkt("tag", outcome["id"], option, "zelfbeheer")
    decided = _labels(watwerkt, outcome["id"])
    (again,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert again["status"] == "unchanged"
    assert _labels(watwerkt, outcome["id"]) == decided


def test_what_is_taken_out_of_a_sidecar_gives_way_to_the_guess(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("De tuin van de buurt\n\nEen verslag over de tuin.", "utf-8")
    sidecar = tmp_path / "a.txt.yaml"
    sidecar.write_text("title: Anders\nyear: 2014\narchetypes: [zelfbeheer, vve]\n", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    watwerkt("edit", outcome["id"], "--set", "organisation=De Linde")
    sidecar.write_text("year: 2015\narchetypes: [zelfbeheer]\n", "utf-8")
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "updated"
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["title"], shown["published"]) == ("De tuin van de buurt", "2015")
    assert [tag["archetype"] for tag in shown["tags"]] == ["zelfbeheer"]
    sidecar.unlink()
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "updated"
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["published"], shown["tags"]) == (None, [])
    assert shown["organisation"] == "De Linde"
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "unchanged"


def test_metadata_beside_a_copy_is_told_and_not_used(tmp_path: Path, watwerkt: Watwerkt) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Een verslag over de tuin van de buurt.", "utf-8")
        (folder / f"{name}.yaml").write_text(f"title: Titel van {name}\n", "utf-8")
    (first, second) = watwerkt("ingest", folder, "--json").json
    assert (second["status"], second["id"]) == ("unchanged", first["id"])
    assert second["warnings"] == [
        f"the metadata beside this copy is not used; write it beside {folder / 'a.txt'}"
    ]
    again = watwerkt("ingest", folder, "--json").json
    assert [outcome["status"] for outcome in again] == ["unchanged", "unchanged"]
    assert watwerkt("list", "--json").json[0]["title"] == "Titel van a.txt"


def test_a_file_that_was_moved_keeps_what_is_known_and_may_be_described_anew(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    before, after = tmp_path / "a.txt", tmp_path / "b.txt"
    before.write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("title: De tuin\n", "utf-8")
    (outcome,) = watwerkt("ingest", before, "--json").json
    before.rename(after)
    assert watwerkt("ingest", after, "--json").json[0]["status"] == "unchanged"
    assert watwerkt("list", "--json").json[0]["title"] == "De tuin"
    (tmp_path / "b.txt.yaml").write_text("title: De tuin van nu\n", "utf-8")
    assert watwerkt("ingest", after, "--json").json[0]["status"] == "updated"
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["title"], shown["source"]) == ("De tuin van nu", str(after))


def test_labels_follow_a_title_that_a_sidecar_changes(tmp_path: Path, watwerkt: Watwerkt) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    assert outcome["archetypes"] == []
    (tmp_path / "a.txt.yaml").write_text("title: Zelfbeheer van de tuin\n", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    assert outcome["archetypes"] == ["zelfbeheer"]
    assert watwerkt("retag", "--dry-run").out == ""


def test_a_dry_run_counts_equal_files_once(tmp_path: Path, watwerkt: Watwerkt) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Een verslag over de tuin van de buurt.", "utf-8")
    dry = watwerkt("ingest", folder, "--dry-run", "--json").json
    wet = watwerkt("ingest", folder, "--json").json
    assert [outcome["status"] for outcome in dry] == ["added", "unchanged"]
    assert dry == wet


def test_the_longest_file_name_there_can_be_is_taken_in(tmp_path: Path, watwerkt: Watwerkt) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / ("a" * 251 + ".txt")).write_text("Een verslag over de tuin.", "utf-8")
    (folder / "b.txt").write_text("Een verslag over de buurt.", "utf-8")
    ran = watwerkt("ingest", folder, "--json")
    assert [outcome["status"] for outcome in ran.json] == ["added", "added"]


def test_a_folder_without_documents_is_told(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "metadata.csv").write_text("file,title\n", "utf-8")
    ran = watwerkt("ingest", tmp_path / "reports")
    assert ran.code == 0
    assert "No documents were found there" in ran.err
