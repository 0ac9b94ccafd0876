"""What ``watwerkt gaps`` tells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import document, labels

from conftest import Watwerkt
from corpus.catalogue import open_catalogue
from corpus.gaps import Gaps, Question
from corpus.passage import Outcome, Passage, PassageRole


def record(data: Path, words: str, times: int, typed: str = "") -> None:
    data.mkdir(exist_ok=True)
    for _ in range(times):
        question = Question(unit="documents", words=words, filters=(("kind", "praktijk"),))
        Gaps(data / "gaps.db").record(question, "2026-11", typed=typed)


def test_questions_are_listed_with_count_and_month_and_words_when_known(
    watwerkt: Watwerkt, data: Path
) -> None:
    record(data, "zweefvliegen", 4)
    record(data, "onderwaterhockey", 2)
    record(data, "jan voorbeeld nl", 3, typed="jan@voorbeeld.nl")
    ran = watwerkt("gaps")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "4×  2026-11  zweefvliegen [kind praktijk]",
        "3×  2026-11  words kept private: they may point to a person",
        "2×  2026-11  words kept private until it was asked 3 times",
    ]
    assert "3 questions without results, asked 9 times" in ran.err


def test_questions_are_told_to_programs(watwerkt: Watwerkt, data: Path) -> None:
    record(data, "zweefvliegen", 3)
    (found,) = watwerkt("gaps", "--json").json
    assert found["question"]["words"] == "zweefvliegen"
    assert (found["count"], found["first"], found["private"]) == (3, "2026-11", False)


def test_an_empty_collection_has_no_questions(watwerkt: Watwerkt) -> None:
    ran = watwerkt("gaps")
    assert (ran.code, ran.out) == (0, "")


def test_clear_forgets_all_questions(watwerkt: Watwerkt, data: Path) -> None:
    record(data, "zweefvliegen", 3)
    assert "1 questions forgotten" in watwerkt("gaps", "--clear").err
    assert watwerkt("gaps").out == ""


def test_clear_goes_by_itself(watwerkt: Watwerkt) -> None:
    ran = watwerkt("gaps", "--clear", "--empty-cells")
    assert ran.code == 2
    assert "use --clear by itself" in ran.err


def test_no_documents_is_told_apart_from_documents_without_evidence(
    watwerkt: Watwerkt, data: Path
) -> None:
    words = "Zelfbeheer lukt als er vaste afspraken zijn."
    passage = Passage(
        page=1,
        start=0,
        end=len(words),
        text=words,
        role=PassageRole.RESULT,
        outcome=Outcome.CONDITIONAL,
        by="rules 1",
    )
    tip = replace(passage, role=PassageRole.TIP, outcome=None)
    data.mkdir()
    catalogue = open_catalogue(f"sqlite:///{data / 'catalogue.db'}")
    made = document("aa", words, tags=labels("zelfbeheer"), passages=(passage,))
    catalogue.add(made, "test")
    catalogue.add(document("bb", words, tags=labels("klushuizen"), passages=(tip,)), "test")
    catalogue.close()
    watwerkt("reindex")
    lines = {line.split()[0]: line for line in watwerkt("gaps", "--empty-cells").out.splitlines()}
    assert "1 documents" in lines["zelfbeheer"]
    assert "role tip" in lines["zelfbeheer"]
    assert "onder-voorwaarde" not in lines["zelfbeheer"]
    assert "role tip" not in lines["klushuizen"]
    assert lines["statushouders"].split(maxsplit=1)[1] == "no documents  not assessed"
    cells = watwerkt("gaps", "--empty-cells", "--json").json
    why = {(c["archetype"], c["value"]): c["why"] for c in cells}
    assert why["zelfbeheer", "tip"] == "documents but no evidence"
    assert why["statushouders", "tip"] == "no documents"
    assert ("zelfbeheer", "onder-voorwaarde") not in why


def test_that_counting_is_off_is_told(watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATWERKT_GAPS", "off")
    assert "the setting gaps is off" in watwerkt("gaps").err
