"""How an editor works: check a taxonomy, try it, put it in force, rename an archetype."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from small_taxonomy import ADDED, RENAMED, SMALL, TEXT, written

from conftest import PROJECT, Watwerkt
from corpus.archetypes import load_taxonomy
from corpus.thesaurus import load_thesaurus
from search_app.wsgi import make_app


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small taxonomy, in force."""
    path = written(tmp_path, SMALL)
    monkeypatch.setenv("WATWERKT_TAXONOMY", str(path))
    return path


@pytest.fixture
def document(small: Path, tmp_path: Path, watwerkt: Watwerkt) -> str:
    assert small.is_file()
    report = tmp_path / "reports" / "a.txt"
    report.parent.mkdir()
    report.write_text(TEXT, "utf-8")
    return str(watwerkt("ingest", report, "--json").json[0]["id"])


def _page(data: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A page on the collection that the settings name."""
    monkeypatch.setenv("WATWERKT_DATA", str(data))
    return make_app().test_client()


def _ticked(html: str) -> list[str]:
    """Values of the checkboxes for archetypes that are ticked."""
    boxes = re.findall(r'<input[^>]*name="archetype"[^>]*>', html)
    return [re.findall(r'value="([^"]*)"', box)[0] for box in boxes if "checked" in box]


# check


def test_the_taxonomy_in_force_is_checked_without_a_collection(
    small: Path, data: Path, watwerkt: Watwerkt
) -> None:
    ran = watwerkt("taxonomy", "check")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"{small}: version 1, 2 archetypes, no mistakes, nothing to warn of\n"
    assert not data.exists()


def test_a_warning_has_a_line_and_is_no_failure(tmp_path: Path, watwerkt: Watwerkt) -> None:
    path = written(tmp_path, SMALL.replace("[tuin, portiek]", "[tuin, portiek, tuin]"))
    ran = watwerkt("taxonomy", "check", path)
    assert ran.code == 0
    assert ran.out == f"{path}:6: groups.plek[2]: ‘tuin’ stands in the group twice [repeated]\n"
    assert "1 warnings (1 repeated)" in ran.err
    (told,) = watwerkt("taxonomy", "check", path, "--json").json
    assert told["line"] == 6
    assert told["kind"] == "repeated"


def test_a_mistake_has_a_line_and_an_exit_code_of_its_own(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    path = written(tmp_path, SMALL.replace("w: -3", "w: 3").replace("@plek", "@plekken"))
    ran = watwerkt("taxonomy", "check", path)
    assert (ran.code, ran.out) == (5, "")
    assert f"{path}:22: archetypes[0].terms.excluding[0].w: ‘zelfmanagement’" in ran.err
    ran = watwerkt("taxonomy", "check", path, "--json")
    assert ran.code == 5
    assert [(told["kind"], told["line"]) for told in ran.json] == [("mistake", 22)]


def test_a_cue_that_no_document_has_is_told_by_archetype_and_listed_on_demand(
    document: str, small: Path, watwerkt: Watwerkt
) -> None:
    assert document
    ran = watwerkt("taxonomy", "check", "--collection")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "zelfbeheer: 3 cues stand in no document of the collection: lines 18, 20, 22 [unseen]",
        "klushuizen: 1 cues stand in no document of the collection: lines 32 [unseen]",
    ]
    listed = watwerkt("taxonomy", "check", "--collection", "--all").out.splitlines()
    assert len(listed) == 4
    assert listed[0].startswith(f"{small}:18: archetypes[0].terms.strong[1]: ")
    told = watwerkt("taxonomy", "check", "--collection", "--json").json
    assert [one["line"] for one in told] == [18, 20, 22, 32]


def test_a_label_of_an_archetype_that_left_is_kept_and_told(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("tag", document, "--add", "klushuizen")
    gone = written(tmp_path, SMALL[: SMALL.index("  - id: klushuizen")], "gone.yaml")
    told = watwerkt("--taxonomy", gone, "taxonomy", "check", "--collection").out
    assert "‘klushuizen’ is no archetype of this taxonomy: 1 documents have it" in told
    assert "(1 by decision)" in told
    (shown,) = watwerkt("--taxonomy", gone, "show", document, "--json").json
    assert "klushuizen" in {tag["archetype"] for tag in shown["tags"]}
    watwerkt("--taxonomy", gone, "retag")
    assert watwerkt("--taxonomy", gone, "tag", document, "--clear", "klushuizen").code == 0


# export and try


def test_the_taxonomy_in_force_is_exported_as_it_is(watwerkt: Watwerkt) -> None:
    shipped = (PROJECT / "corpus" / "archetypes.yaml").read_text("utf-8")
    assert watwerkt("taxonomy", "export").out == shipped


def test_what_a_taxonomy_would_change_is_told_and_nothing_is_changed(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    before = watwerkt("show", document, "--json").out, watwerkt("history", document).out
    other = SMALL.replace("zelfbeheer*", "eigenbeheer*") + ADDED
    path = written(tmp_path, other, "mine.yaml")
    ran = watwerkt("taxonomy", "try", path)
    assert ran.code == 0
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == f"{document} Moestuin in zelfbeheer"
    assert lines[1].startswith("+ added buurtmoestuinen - → assigned 0.")
    assert lines[1].endswith("“Moestuin” title")
    assert lines[2].startswith("- removed zelfbeheer assigned 0.")
    assert lines[3:] == [
        "archetype before after change",
        "zelfbeheer 1 0 -1",
        "klushuizen 0 0 =",
        "buurtmoestuinen 0 1 +1",
    ]
    assert "1 of 1 documents would get other labels" in ran.err
    assert (watwerkt("show", document, "--json").out, watwerkt("history", document).out) == before
    assert watwerkt("search", "zelfbeheer").code == 0


def test_what_a_taxonomy_would_change_is_told_to_programs(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    path = written(tmp_path, SMALL + ADDED, "mine.yaml")
    added, *totals = watwerkt("taxonomy", "try", path, "--json").json
    assert (added["id"], added["what"], added["archetype"]) == (
        document,
        "added",
        "buurtmoestuinen",
    )
    assert totals == [
        {"archetype": "zelfbeheer", "before": 1, "after": 1},
        {"archetype": "klushuizen", "before": 0, "after": 0},
        {"archetype": "buurtmoestuinen", "before": 0, "after": 1},
    ]


def test_a_suggestion_has_a_sign_of_its_own(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    assert document
    path = written(tmp_path, SMALL + ADDED.replace("w: 8", "w: 4"), "mine.yaml")
    assert "  ? added    buurtmoestuinen  - → suggested" in watwerkt("taxonomy", "try", path).out


def test_another_score_alone_is_told_on_demand(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    path = written(tmp_path, SMALL.replace("zelfbeheer*, w: 8", "zelfbeheer*, w: 9"), "mine.yaml")
    assert document not in watwerkt("taxonomy", "try", path).out
    assert "  ~ rescored zelfbeheer" in watwerkt("taxonomy", "try", path, "--scores").out


def test_a_decision_stands_above_a_taxonomy_that_is_tried(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("tag", document, "--add", "zelfbeheer")
    path = written(tmp_path, SMALL.replace("zelfbeheer*", "eigenbeheer*"), "mine.yaml")
    ran = watwerkt("taxonomy", "try", path)
    assert "  = kept     zelfbeheer  assigned by test; by the rules assigned" in ran.out
    assert "zelfbeheer       1       1       =" in ran.out
    assert "0 of 1 documents would get other labels" in ran.err


def test_a_rename_alone_is_no_change(document: str, tmp_path: Path, watwerkt: Watwerkt) -> None:
    path = written(tmp_path, RENAMED, "mine.yaml")
    ran = watwerkt("taxonomy", "try", path)
    assert document not in ran.out
    assert "bewonersbeheer       1       1       =" in ran.out


def test_a_taxonomy_with_a_mistake_cannot_be_tried(
    document: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    assert document
    path = written(tmp_path, SMALL.replace("w: -3", "w: 3"), "mine.yaml")
    ran = watwerkt("taxonomy", "try", path)
    assert ran.code == 5
    assert f"{path}:22: " in ran.err


def test_a_dry_run_of_retag_leaves_the_index_alone(
    document: str, data: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    assert document
    state = (data / "index" / "current.json").read_bytes()
    path = written(tmp_path, SMALL + ADDED, "mine.yaml")
    assert watwerkt("--taxonomy", path, "retag", "--dry-run").code == 0
    assert (data / "index" / "current.json").read_bytes() == state


# a new archetype, and one with another id


def test_a_new_archetype_needs_no_release(
    document: str, small: Path, data: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write_text(SMALL.replace("version: 1", "version: 2") + ADDED, "utf-8")
    outdated = watwerkt("search", "moestuin")
    assert outdated.code == 3
    assert "run ‘watwerkt reindex’" in outdated.err
    assert watwerkt("retag").code == 0
    found = watwerkt("search", "archetype:buurtmoestuinen", "--json").json[0]
    assert [hit["id"] for hit in found["hits"]] == [document]
    with _page(data, monkeypatch) as page:
        told = page.get("/archetype/buurtmoestuinen").text
        assert "Buren kweken samen groente." in told
        assert f"/document/{document}" in told
        assert "Buurtmoestuinen" in page.get("/archetype").text
        assert "Community gardens" in page.get("/?q=moestuin&lang=en").text
        answer = page.get("/api/v1/search?archetype=buurtmoestuinen").json
        assert answer is not None
        assert answer["total"] == 1
        listed = page.get("/api/v1/archetypes").json
        assert listed is not None
        assert {one["id"]: one["count"] for one in listed["archetypes"]}["buurtmoestuinen"] == 1
    watwerkt("tag", document, "--never", "buurtmoestuinen")
    assert watwerkt("list", "--archetype", "buurtmoestuinen").out == ""


@pytest.fixture
def renamed(document: str, small: Path, watwerkt: Watwerkt) -> str:
    """A document that was decided upon before its archetype got another id."""
    watwerkt("tag", document, "--add", "zelfbeheer", "--reason", "gelezen")
    small.write_text(RENAMED, "utf-8")
    assert watwerkt("reindex").code == 0
    return document


def test_a_decision_outlives_a_rename(renamed: str, watwerkt: Watwerkt) -> None:
    (shown,) = watwerkt("show", renamed, "--json").json
    (tag,) = shown["tags"]
    assert (tag["archetype"], tag["by"]) == ("bewonersbeheer", "test")
    assert watwerkt("retag").code == 0
    assert watwerkt("explain", renamed, "zelfbeheer").out.startswith("assigned by test (gelezen)")
    assert renamed in watwerkt("list", "--archetype", "zelfbeheer").out


def test_a_former_id_can_be_written_wherever_an_id_can(
    renamed: str, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    assert watwerkt("search", "archetype:zelfbeheer", "--json").json[0]["total"] == 1
    assert watwerkt("search", "--archetype", "zelfbeheer", "--json").json[0]["total"] == 1
    assert renamed in watwerkt("export", "--format", "csv", "--archetype", "zelfbeheer").out
    assert "bewonersbeheer" not in watwerkt("tag", renamed, "--never", "zelfbeheer").out
    assert "bewonersbeheer" in watwerkt("tag", renamed, "--clear", "zelfbeheer").out
    both = watwerkt("tag", renamed, "--add", "zelfbeheer", "--never", "bewonersbeheer")
    assert both.code == 2
    other = tmp_path / "reports" / "b.txt"
    other.write_text("Een tuin. " * 20, "utf-8")
    other.with_name("b.txt.yaml").write_text("archetypes: [zelfbeheer]\n", "utf-8")
    ran = watwerkt("ingest", other)
    assert "bewonersbeheer" in ran.out
    assert "unchanged" in watwerkt("ingest", other).out


def test_the_page_leads_from_a_former_id_to_the_present_one(
    renamed: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _page(data, monkeypatch) as page:
        moved = page.get("/archetype/zelfbeheer?lang=en")
        assert moved.status_code == 301
        assert moved.headers["Location"] == "/archetype/bewonersbeheer?lang=en"
        assert f"/document/{renamed}" in page.get(moved.headers["Location"]).text
        assert page.get("/archetype/nergens").status_code == 404
        for query in ("archetype=zelfbeheer", "q=archetype:zelfbeheer"):
            answer = page.get(f"/api/v1/search?{query}").json
            assert answer is not None
            assert answer["total"] == 1
        for address in ("/?archetype=zelfbeheer", "/uitgebreid?archetype=zelfbeheer"):
            assert _ticked(page.get(address).text) == ["bewonersbeheer"]
        listed = page.get("/api/v1/archetypes").json
        assert listed is not None
        assert listed["archetypes"][0]["former"] == ["zelfbeheer"]


def test_who_types_the_former_name_is_led_to_the_present_one(small: Path) -> None:
    small.write_text(RENAMED, "utf-8")
    found = load_thesaurus(load_taxonomy(small)).expansions(["zelfbeheer"])
    assert ("bewonersbeheer",) in [expansion.words for expansion in found]


def test_what_was_exported_under_a_former_id_comes_in_under_the_present_one(
    document: str, small: Path, data: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("tag", document, "--never", "zelfbeheer")
    lines = tmp_path / "collection.jsonl"
    watwerkt("export", "--format", "jsonl", "--output", lines)
    small.write_text(RENAMED, "utf-8")
    assert [told["status"] for told in watwerkt("import", lines, "--json").json] == ["unchanged"]
    other = data.with_name("other")
    for status in ("added", "unchanged"):
        ran = watwerkt("--data", other, "import", lines, "--json")
        assert [told["status"] for told in ran.json] == [status]
    (shown,) = watwerkt("--data", other, "show", document, "--json").json
    (tag,) = shown["tags"]
    assert (tag["archetype"], tag["verdict"]) == ("bewonersbeheer", "rejected")
