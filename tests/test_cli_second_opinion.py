"""A librarian is helped by a second opinion that learned from earlier decisions, and decides."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from corpus_documents import PLAIN, decision
from opinion_examples import text

from conftest import Watwerkt
from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Page, Tag, Verdict
from ingest import opinion_process
from ingest.cli import label_evaluation_command, opinions
from ingest.opinion_process import Question
from ingest.opinion_worker import answer
from ingest.opinions import LEAST, LEAST_AGAINST, Example, Opinion

DATED = replace(PLAIN, published="2014")


def ask_here(
    question: Question, known: Iterable[Example], asked: Iterable[Example] = ()
) -> list[Opinion]:
    """As the process does that is asked; without waiting for it to start."""
    lines = [json.dumps(asdict(question))]
    lines += [json.dumps(asdict(one)) for one in (*known, *asked)]
    return [*answer(iter(lines))]


@pytest.fixture(autouse=True)
def _no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a process gives the same answers is tested elsewhere, once."""
    for module in (opinions, label_evaluation_command):
        monkeypatch.setattr(module, "ask", ask_here)


def add(catalogue: Catalogue, name: str, seed: int, archetype: str = "", *, garden: bool) -> None:
    """A document, with a decision on it if an archetype is named."""
    page = Page(number=1, text=text(seed, garden=garden))
    decided = [replace(decision(f"archetype:{archetype}", "assigned"), document_id=name)]
    document = replace(DATED, id=name, title="Verslag", pages=(page,), sha256=f"{seed:064x}")
    catalogue.add(document, "test", decided if archetype else [])


@pytest.fixture
def decided(data: Path) -> str:
    """So many decisions that there is an opinion on zelfbeheer, and one document without."""
    data.mkdir()
    catalogue = open_catalogue(f"sqlite:///{data / 'catalogue.db'}")
    for n in range(LEAST):
        add(catalogue, f"tuin{n}", n, "zelfbeheer", garden=True)
    for n in range(LEAST_AGAINST):
        add(catalogue, f"loket{n}", 100 + n, "klushuizen", garden=False)
    add(catalogue, "nieuw", 900, garden=True)
    catalogue.close()
    return "nieuw"


def test_it_suggests_with_what_it_stands_on_and_its_reasons(
    watwerkt: Watwerkt, decided: str
) -> None:
    (item,) = watwerkt("review", "--json").json
    assert (item["document_id"], item["matter"], item["key"]) == (decided, "label", "zelfbeheer")
    assert item["probability"] > 0.5
    assert "second opinion, on 40 decisions, 8 of them for it, p=" in item["why"]
    printed = watwerkt("review", "--concern", "label").out
    assert "it may be about zelfbeheer: second opinion, on 40 decisions" in printed
    assert f"watwerkt tag {decided} --add zelfbeheer" in printed


def test_it_assigns_nothing(watwerkt: Watwerkt, decided: str) -> None:
    watwerkt("review")
    watwerkt("explain", decided, "zelfbeheer")
    watwerkt("retag")
    (shown,) = watwerkt("show", decided, "--json").json
    assert "assigned" not in {tag["verdict"] for tag in shown["tags"]}


@pytest.mark.parametrize("option", ["--add", "--never"])
def test_a_decision_ends_the_question(watwerkt: Watwerkt, decided: str, option: str) -> None:
    assert watwerkt("tag", decided, option, "zelfbeheer").code == 0
    assert watwerkt("review", "--json").json == []
    watwerkt("tag", decided, "--clear", "zelfbeheer")
    assert len(watwerkt("review", "--json").json) == 1


def test_a_suggestion_can_be_settled_and_opened_again(watwerkt: Watwerkt, decided: str) -> None:
    assert watwerkt("review", "--done", decided, "label").code == 0
    assert watwerkt("review", "--json").json == []
    assert watwerkt("review", "--reopen", decided, "label").code == 0
    assert len(watwerkt("review", "--json").json) == 1


def test_a_withdrawn_document_is_not_asked_about(watwerkt: Watwerkt, decided: str) -> None:
    watwerkt("withdraw", decided, "--reason", "oud")
    assert watwerkt("review", "--json").json == []


def test_one_decision_fewer_and_it_is_silent(watwerkt: Watwerkt, decided: str) -> None:
    watwerkt("tag", "tuin0", "--clear", "zelfbeheer")
    assert watwerkt("review", "--json").json == []
    said = watwerkt("explain", decided, "zelfbeheer").out
    assert "second opinion: none on 39 decisions, 7 of them for it; it needs 8 for" in said


def test_where_it_fails_the_rules_go_on_alone(
    watwerkt: Watwerkt, decided: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinion_process, "WORKER", "ingest.nothing")
    monkeypatch.setattr(opinions, "ask", opinion_process.ask)
    for command in (("review",), ("explain", decided, "zelfbeheer")):
        ran = watwerkt(*command)
        assert ran.code == 0
        assert "could not be formed" in ran.err
        assert "The rules speak alone." in ran.err


def test_explain_tells_the_opinion_and_leaves_out_the_decision_on_the_document_itself(
    watwerkt: Watwerkt, decided: str
) -> None:
    said = watwerkt("explain", decided, "zelfbeheer").out.splitlines()[-1]
    assert said.startswith("second opinion, on 40 decisions, 8 of them for it, p=")
    watwerkt("tag", decided, "--never", "zelfbeheer")
    assert watwerkt("explain", decided, "zelfbeheer").out.splitlines()[-1] == said
    (told,) = watwerkt("explain", decided, "zelfbeheer", "--json").json
    assert told["second_opinion"]["yes"] == 8
    assert told["second_opinion"]["probability"] > 0.5


def test_evaluate_puts_it_beside_the_rules_and_tells_where_they_disagree(
    watwerkt: Watwerkt, decided: str
) -> None:
    assert decided
    ran = watwerkt("evaluate", "labels")
    assert "second opinion: none, as it needs 8" in ran.out  # on the other archetypes
    assert "disagree on 8 labels: the rules are right on 0, the second opinion on 8" in ran.out
    assert "rules no  second opinion 0." in ran.out
    (told,) = watwerkt("evaluate", "labels", "--json").json
    second = told["second_opinion"]
    assert second["archetypes"]["zelfbeheer"] == {
        "yes": 8, "no": 32, "precision": 1.0, "recall": 1.0, "f1": 1.0,
    }  # fmt: skip
    assert "f1" not in second["archetypes"]["klushuizen"]
    assert second["brier"] < 0.1
    assert {one["document"] for one in told["disagreements"]} == {f"tuin{n}" for n in range(8)}
    assert told["archetypes"]["zelfbeheer"]["recall"] == 0


def test_a_label_of_the_rules_that_it_doubts_is_asked_about(
    watwerkt: Watwerkt, decided: str, data: Path
) -> None:
    assert decided
    catalogue = open_catalogue(f"sqlite:///{data / 'catalogue.db'}")
    add(catalogue, "balie", 901, garden=False)
    ruled = Tag(archetype="zelfbeheer", score=0.6, by="rules 1", verdict=Verdict.ASSIGNED)
    catalogue.set_tags("balie", [ruled], "test")
    catalogue.close()
    found = {item["document_id"]: item for item in watwerkt("review", "--json").json}
    assert found["balie"]["what"] == "the rules say it is about zelfbeheer, and it may not be"
    assert found["balie"]["probability"] <= 0.05


def test_the_command_line_does_not_load_what_it_learns_with() -> None:
    program = "import sys, ingest.cli; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]
