"""Files that are ingested again: what changed beside them counts, what was decided stays."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from conftest import Watwerkt
from corpus.archetypes import DEFAULT_TAXONOMY


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
    sidecar.write_text("title: Anders\nyear: 2014\narchetypes: [zelfbeheer, klushuizen]\n", "utf-8")
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


# A slip of the pen takes nothing back

_TABLE = "file,title,access,municipality\na.txt,De tuin,hidden,Haarlem\n"
_WRONG = "access: hiden\ntitle: De tuin\nmunicipality: Haarlm\narchetypes: [vvve]\n"
_OWN = (
    "title: De tuin\naccess: hidden\nmunicipality: [Haarlem, Utrecht]\narchetypes: [klushuizen]\n"
)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("a.txt.yaml", _OWN, _OWN.replace("De tuin", '"De tuin')),
        ("a.txt.yaml", _OWN, _WRONG),
        ("a.txt.yaml", _OWN, "title: De tuin\naccess:\n  - deep: hidden\n"),
        ("a.txt.yaml", _OWN, "title: De t\u00fcin\naccess: hidden\n"),
        ("metadata.csv", _TABLE, _TABLE.replace("file", "bestand")),
        ("metadata.csv", _TABLE, _TABLE.replace("a.txt,", 'a.txt,"')),
        ("metadata.csv", _TABLE, _TABLE.replace("tuin", "t\u00fcin")),
        ("metadata.csv", _TABLE, None),
    ],
    ids=[
        "quote that stays open", "values that cannot be", "deeper than a value", "Latin-1",
        "column without its name", "cell that stays open", "table in Latin-1", "link to nowhere",
    ],
)  # fmt: skip
def test_metadata_that_cannot_be_understood_any_more_changes_nothing(
    name: str, right: str, wrong: str | None, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
    (folder / name).write_text(right, "utf-8")
    (outcome,) = watwerkt("ingest", folder, "--json").json
    before = watwerkt("show", outcome["id"], "--json").out
    (folder / name).unlink()
    if wrong is None:
        (folder / name).symlink_to(folder / "weg")
    else:
        (folder / name).write_bytes(wrong.encode("latin-1"))
    (anew,) = watwerkt("ingest", folder, "--reread", "--json").json
    assert anew["status"] == "unchanged"
    (again,) = watwerkt("ingest", folder, "--json").json
    assert again["warnings"][-1] == "what stood there before stays until that is mended"
    assert watwerkt("show", outcome["id"], "--json").out == before
    (folder / name).unlink()
    (folder / name).write_text(right, "utf-8")
    assert watwerkt("ingest", folder, "--json").json[0]["status"] == "unchanged"


def test_a_name_that_is_written_wrong_takes_nothing_back(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text(_OWN, "utf-8")
    watwerkt("ingest", tmp_path / "a.txt")
    (before,) = watwerkt("list", "--json").json
    slips = "titel: Een tuin\nacces: public\nmunicipalty: Zwolle\narchetype: sociaal-beheer\n"
    (tmp_path / "a.txt.yaml").write_text(slips, "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert outcome["warnings"][-1] == "what stood there before stays until that is mended"
    assert watwerkt("list", "--json").json == [before]
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["extra"][0] == ["titel", "Een tuin"]


@pytest.mark.parametrize("wrong", ["access: hiden\n", "acces: hidden\n", 'title: "Zonder einde\n'])
def test_a_new_document_is_hidden_until_it_is_clear_who_may_see_it(
    wrong: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de moestuin.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text(wrong, "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert "hidden until that is mended" in outcome["warnings"][-1]
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 0
    (tmp_path / "a.txt.yaml").write_text("title: De moestuin\n", "utf-8")
    watwerkt("ingest", tmp_path / "a.txt")
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1


_HIDDEN = "file,title,access\na.txt,Een tuin,hidden\n"


@pytest.mark.parametrize(
    "wrong",
    [
        _HIDDEN.replace("a.txt", "a1.txt"),
        _HIDDEN.replace("access", "zichtbaarheid"),
        "file,title\na.txt,Een tuin\n",
        None,
    ],
)
@pytest.mark.parametrize("reread", [(), ("--reread",)])
def test_no_line_that_went_missing_makes_a_document_public(
    wrong: str | None, reread: tuple[str, ...], tmp_path: Path, watwerkt: Watwerkt
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Een verslag over de moestuin.", "utf-8")
    table = folder / "metadata.csv"
    table.write_text(_HIDDEN, "utf-8")
    watwerkt("ingest", folder)
    assert watwerkt("review", "--concern", "access", "--json").json == []
    table.unlink()
    if wrong is not None:
        table.write_text(wrong, "utf-8")
    for _ in range(2):
        (outcome,) = watwerkt("ingest", folder, *reread, "--json").json
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["access"] == "hidden"
    if wrong is None or "a1.txt" not in wrong:
        assert any("it stays hidden" in warning for warning in outcome["warnings"])
        (asked,) = watwerkt("review", "--concern", "access", "--json").json
        assert asked["commands"][0] == f"watwerkt edit {outcome['id']} --set access=public"
    table.write_text(_HIDDEN.replace("hidden", "public"), "utf-8")
    watwerkt("ingest", folder)
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1


@pytest.mark.parametrize(
    ("row", "access"),
    [
        ("file,access\na1.txt,hidden\n", "hidden"),
        ("file,access\na1.txt,hiden\n", "hidden"),
        ("file,acces\na1.txt,nee\n", "hidden"),
        ("file,access\na1.txt,public\n", "public"),
        ("file,title\na1.txt,Een tuin\n", "public"),
        ("file,access,title\na1.txt,hidden,\na.txt,,Tuin\n", "public"),
    ],
)
def test_a_row_that_names_no_file_may_be_meant_for_a_new_one_without_a_row(
    row: str, access: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Een verslag over de moestuin.", "utf-8")
    (folder / "metadata.csv").write_text(row, "utf-8")
    (outcome,) = watwerkt("ingest", folder, "--json").json
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["access"] == access
    assert ("hidden until that is mended" in " ".join(outcome["warnings"])) == (access == "hidden")
    (folder / "metadata.csv").write_text("file,title\na.txt,De tuin\n", "utf-8")
    watwerkt("ingest", folder)
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1


def test_of_several_values_a_wrong_one_is_refused_alone(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
    wrong = "archetypes: [klushuizen, klushuisen]\nmunicipality: [Haarlem, Haarlm]\n"
    (tmp_path / "a.txt.yaml").write_text(wrong, "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert [warning.split(":")[1] for warning in outcome["warnings"]] == ["1", "2"]
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["municipality"] == ["Haarlem"]
    assert [tag["archetype"] for tag in shown["tags"]] == ["klushuizen"]


# Which file a document is


def test_a_file_is_the_same_from_whichever_folder_it_is_named(
    tmp_path: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
        (tmp_path / name / "a.txt.yaml").write_text(f"title: Van {name}\n", "utf-8")
    monkeypatch.chdir(tmp_path / "x")
    (outcome,) = watwerkt("ingest", "a.txt", "--json").json
    assert outcome["source"] == "a.txt"
    monkeypatch.chdir(tmp_path / "y")
    (copy,) = watwerkt("ingest", "a.txt", "--json").json
    assert (copy["status"], "copy is not used" in copy["warnings"][0]) == ("unchanged", True)
    (tmp_path / "x" / "a.txt.yaml").write_text("title: Van nu\n", "utf-8")
    assert watwerkt("ingest", "../x/a.txt", "--json").json[0]["status"] == "updated"
    assert watwerkt("list", "--json").json[0]["title"] == "Van nu"


def test_an_old_edition_is_described_where_it_went_when_a_new_one_took_its_name(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report, old = tmp_path / "rapport.txt", tmp_path / "oud"
    old.mkdir()
    report.write_text("De eerste editie over de buurt.", "utf-8")
    (tmp_path / "rapport.txt.yaml").write_text("title: Editie 1\n", "utf-8")
    (first,) = watwerkt("ingest", report, "--json").json
    report.rename(old / "rapport.txt")
    (tmp_path / "rapport.txt.yaml").rename(old / "rapport.txt.yaml")
    report.write_text("De tweede editie over de buurt.", "utf-8")
    watwerkt("ingest", tmp_path)
    (old / "rapport.txt.yaml").write_text("title: Editie 1, herzien\n", "utf-8")
    watwerkt("ingest", tmp_path)
    (shown,) = watwerkt("show", first["id"], "--json").json
    assert (shown["title"], shown["source"]) == ("Editie 1, herzien", str(old / "rapport.txt"))


def test_what_is_taken_out_beside_a_file_that_was_moved_is_taken_back(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    before, after = tmp_path / "a.txt", tmp_path / "b.txt"
    before.write_text("De tuin van de buurt\n\nEen verslag over de tuin.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("title: Anders\n", "utf-8")
    watwerkt("ingest", before)
    before.rename(after)
    (tmp_path / "a.txt.yaml").rename(tmp_path / "b.txt.yaml")
    watwerkt("ingest", after)
    (tmp_path / "b.txt.yaml").unlink()
    watwerkt("ingest", after)
    assert watwerkt("list", "--json").json[0]["title"] == "De tuin van de buurt"


def test_a_hard_link_is_a_copy(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
    os.link(tmp_path / "a.txt", tmp_path / "b.txt")
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt.yaml").write_text(f"title: Van {name}\n", "utf-8")
        watwerkt("ingest", tmp_path / f"{name}.txt")
    assert watwerkt("list", "--json").json[0]["title"] == "Van a"


def test_a_label_beside_a_file_goes_with_its_archetype_and_returns_with_it(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("archetypes: [klushuizen]\n", "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    smaller = tmp_path / "archetypes.yaml"
    smaller.write_text(_without("klushuizen"), "utf-8")
    watwerkt("--taxonomy", smaller, "retag")
    assert _labels(watwerkt, outcome["id"]) == {}
    watwerkt("ingest", tmp_path / "a.txt")
    assert _labels(watwerkt, outcome["id"]) == {"klushuizen": ("assigned", "sidecar")}


def _without(archetype: str) -> str:
    """The taxonomy that comes with the program, less one."""
    whole = yaml.safe_load(DEFAULT_TAXONOMY.read_text("utf-8"))
    whole.pop("distinctions")
    for each in whole["archetypes"]:
        for reference in ("confusable", "related"):
            each.pop(reference, None)
    whole["archetypes"] = [a for a in whole["archetypes"] if a["id"] != archetype]
    return str(yaml.safe_dump(whole, allow_unicode=True))


def test_a_file_that_is_read_anew_keeps_what_was_decided(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("De tuin van de buurt\n\nEen verslag over de tuin.", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    watwerkt("edit", outcome["id"], "--set", "organisation=De Linde")
    with closing(sqlite3.connect(data / "catalogue.db")) as connection:  # read by an older version
        connection.execute("UPDATE pages SET text = 'De tu1n'")
        connection.commit()
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "unchanged"
    assert watwerkt("ingest", report, "--reread", "--json").json[0]["status"] == "updated"
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert "Een verslag over de tuin." in shown["pages"][0]["text"]
    assert shown["organisation"] == "De Linde"
