"""Why a label, why not, and how often the rules are right by what librarians decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Watwerkt

TEXT = (
    "Zelfbeheer in de Lindenhof\n\nDe bewoners namen het zelfbeheer van de binnentuin over van de "
    "corporatie. De beheergroep tekende een beheerovereenkomst. Het zelfbeheer gaat goed."
)


@pytest.fixture
def document(tmp_path: Path, watwerkt: Watwerkt) -> str:
    path = tmp_path / "reports" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return str(watwerkt("ingest", path, "--json").json[0]["id"])


def test_a_label_tells_its_score_its_cues_and_where_they_stand(
    watwerkt: Watwerkt, document: str
) -> None:
    ran = watwerkt("explain", document, "zelfbeheer")
    assert ran.code == 0
    assert ran.out.startswith("assigned: score ")
    assert "zelfbeheer" in ran.out
    (told,) = watwerkt("explain", document, "zelfbeheer", "--json").json
    assert told["verdict"] == "assigned"
    assert told["score"] >= told["needed"]
    assert {"page", "text", "term", "weight"} <= told["evidence"][0].keys()


def test_what_is_no_label_tells_what_it_lacks(watwerkt: Watwerkt, document: str) -> None:
    ran = watwerkt("explain", document, "skaeve-huse")
    assert ran.code == 0
    assert ran.out.startswith("no label: ")


def test_a_decision_is_told_before_what_the_rules_say(watwerkt: Watwerkt, document: str) -> None:
    watwerkt("tag", document, "--never", "zelfbeheer", "--reason", "gaat over iets anders")
    ran = watwerkt("explain", document, "zelfbeheer")
    assert ran.out.startswith("rejected by test (gaat over iets anders)")


@pytest.mark.parametrize("arguments", [("zelfbeheer",), ("geenarchetype",)])
def test_what_does_not_exist_gets_one_message(
    watwerkt: Watwerkt, document: str, arguments: tuple[str, ...]
) -> None:
    one = "nergens" if arguments == ("zelfbeheer",) else document
    ran = watwerkt("explain", one, *arguments)
    assert ran.code != 0
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") <= 2


def test_labels_are_compared_with_decisions(watwerkt: Watwerkt, document: str) -> None:
    assert watwerkt("evaluate", "labels").code == 2  # nothing was decided yet
    watwerkt("tag", document, "--add", "zelfbeheer", "--never", "klushuizen")
    (told,) = watwerkt("evaluate", "labels", "--json").json
    assert told["documents"] == 1
    assert told["archetypes"]["zelfbeheer"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert told["confusions"] == []
    watwerkt("tag", document, "--never", "zelfbeheer", "--add", "klushuizen")
    assert "1  klushuizen → zelfbeheer" in watwerkt("evaluate", "labels").out


def test_labels_are_compared_with_judged_texts(watwerkt: Watwerkt, tmp_path: Path) -> None:
    rows = (
        f"- {{id: a, kind: clear, labels: [zelfbeheer], text: {TEXT!r}}}\n"
        f"- {{id: b, kind: trap, labels: [], text: {TEXT!r}}}\n"
    )
    (tmp_path / "texts.yaml").write_text(rows, "utf-8")
    ran = watwerkt("evaluate", "labels", "--texts", tmp_path)
    assert "1 of 1 traps were labelled wrongly" in ran.out
    assert "- → zelfbeheer  b" in ran.out
    (tmp_path / "texts.yaml").write_text(rows.replace("[zelfbeheer]", "[anders]"), "utf-8")
    ran = watwerkt("evaluate", "labels", "--texts", tmp_path)
    assert ran.code == 2
    assert "anders" in ran.err
