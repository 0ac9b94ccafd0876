"""Personal data is told and hidden from snippets; a BSN keeps a report from the public."""

from __future__ import annotations

from pathlib import Path

from conftest import Watwerkt

_TEXT = "De moestuin\n\nVraag over de moestuin? Mail jan.jansen@wijk.nl of bel 06-12345678."
_BSN = f"{_TEXT} Het BSN van de beheerder is 111222333."


def test_personal_data_is_listed_with_page_and_mask(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text(_TEXT, "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert "1 e-mail address, 1 telephone number" in outcome["warnings"][-1]
    found = watwerkt("privacy", outcome["id"], "--json").json
    assert [(f["what"], f["page"], f["masked"]) for f in found] == [
        ("email", 1, "j••.••••••@••••.nl"),
        ("phone", 1, "••-••••••78"),
    ]
    assert "2 findings in 1 documents" in watwerkt("privacy").err


def test_a_snippet_never_shows_an_address_or_a_number(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text(_TEXT, "utf-8")
    watwerkt("ingest", tmp_path / "a.txt")
    (answer,) = watwerkt("search", "moestuin", "--json").json
    shown = "".join(s["text"] for p in answer["hits"][0]["passages"] for s in p["spans"])
    assert "Vraag over de moestuin? Mail j••.••••••@••••.nl of bel ••-••••••78." in shown


def test_a_report_with_a_bsn_is_hidden_until_a_person_decides(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text(_BSN, "utf-8")
    (tmp_path / "a.txt.yaml").write_text("access: public\n", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    assert "it holds a BSN and is hidden" in outcome["warnings"][-1]
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 0
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["access"], shown["status"]) == ("hidden", "review")
    (access,) = (origin for origin in shown["origins"] if origin["field"] == "access")
    assert access["cue"] == "BSN on page 1"
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "unchanged"
    watwerkt("edit", outcome["id"], "--set", "access=public", "--reason", "toestemming")
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1
    watwerkt("ingest", report, "--reread")
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1
