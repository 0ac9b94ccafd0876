"""``watwerkt evaluate search`` on a collection of one's own and on the bundled one."""

from __future__ import annotations

import csv
from pathlib import Path

import ir_measures
import pytest

from conftest import SAMPLES, Watwerkt
from index.evaluation import read_judgements, read_questions

BUNDLED = SAMPLES.parent
QUESTIONS = "q1\tzelfbeheer\nq2\tbestaatnietwoord\n"


@pytest.fixture
def own(watwerkt: Watwerkt, tmp_path: Path) -> tuple[Path, Path]:
    """Questions and judgements on a collection of two documents."""
    for name, text in (
        ("tuin.txt", "Zelfbeheer van de tuin door bewoners."),
        ("huis.txt", "Een klushuis in de wijk, opgeknapt door de koper."),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = watwerkt("ingest", tmp_path / "tuin.txt", tmp_path / "huis.txt", "--json").json
    ids = {Path(outcome["source"]).name: outcome["id"] for outcome in done}
    queries, qrels = tmp_path / "queries.tsv", tmp_path / "qrels.txt"
    queries.write_text(QUESTIONS, encoding="utf-8")
    qrels.write_text(f"q1 0 {ids['tuin.txt']} 2\nq2 0 {ids['huis.txt']} 1\n", encoding="utf-8")
    return queries, qrels


def test_the_answers_to_ones_own_questions_are_measured(
    watwerkt: Watwerkt, own: tuple[Path, Path]
) -> None:
    queries, qrels = own
    ran = watwerkt("evaluate", "search", "--queries", queries, "--qrels", qrels, "--json")
    (figures,) = ran.json
    assert ran.code == 0
    assert figures["questions"] == 2
    assert figures["measures"]["RR"] == figures["measures"]["nDCG@10"] == 0.5


def test_a_person_reads_which_questions_are_not_answered(
    watwerkt: Watwerkt, own: tuple[Path, Path]
) -> None:
    queries, qrels = own
    ran = watwerkt("evaluate", "search", "--queries", queries, "--qrels", qrels, "--measure", "P@1")
    assert ran.out.splitlines()[0].split() == ["P@1", "0.500"]
    assert "no answer: bestaatnietwoord  [q2]" in ran.out
    assert "[q1]" not in ran.out


def test_the_run_is_one_that_other_tools_of_trec_read(
    watwerkt: Watwerkt, own: tuple[Path, Path], tmp_path: Path
) -> None:
    queries, qrels = own
    run = tmp_path / "run"
    watwerkt("evaluate", "search", "--queries", queries, "--qrels", qrels, "--run", run)
    found = list(ir_measures.read_trec_run(str(run)))
    judged = read_judgements(qrels)
    assert [(line.query_id, line.doc_id) for line in found] == [("q1", *judged["q1"])]


def test_what_does_not_fit_together_is_told(
    watwerkt: Watwerkt, own: tuple[Path, Path], tmp_path: Path
) -> None:
    _, qrels = own
    more = tmp_path / "more.tsv"
    more.write_text(f"{QUESTIONS}q3\tklushuis\n", encoding="utf-8")
    with qrels.open("a", encoding="utf-8") as file:
        file.write("q1 0 elsewhere 1\n")
    ran = watwerkt("evaluate", "search", "--queries", more, "--qrels", qrels)
    assert ran.code == 0
    assert "1 judged documents are not in the collection, such as elsewhere" in ran.err
    assert "1 questions are not judged and were not asked, such as q3" in ran.err


@pytest.mark.parametrize("option", ["--queries", "--qrels"])
def test_one_file_without_the_other_is_refused(
    watwerkt: Watwerkt, own: tuple[Path, Path], option: str
) -> None:
    ran = watwerkt("evaluate", "search", option, own[0])
    assert ran.code == 2
    assert "both --queries and --qrels" in ran.err


def test_without_files_and_bundled_documents_it_says_what_it_needs(
    watwerkt: Watwerkt, own: tuple[Path, Path]
) -> None:
    assert own
    ran = watwerkt("evaluate", "search")
    assert ran.code == 2
    assert "Give --queries FILE" in ran.err


def test_the_bundled_questions_are_asked_of_the_bundled_documents(
    samples: Path, watwerkt: Watwerkt
) -> None:
    assert samples
    (figures,) = watwerkt("evaluate", "search", "--json").json
    assert figures["questions"] == len(read_questions(BUNDLED / "questions.tsv"))
    assert figures["measures"]["nDCG@10"] > 0.7


def test_every_bundled_question_is_judged_on_documents_that_are_bundled(
    samples: Path, watwerkt: Watwerkt
) -> None:
    assert samples
    known = {
        row["id"] for row in csv.DictReader(watwerkt("export", "--format", "csv").out.splitlines())
    }
    judged = read_judgements(BUNDLED / "judgements.txt")
    assert judged.keys() == {question.id for question in read_questions(BUNDLED / "questions.tsv")}
    assert {document for of in judged.values() for document in of} <= known
    assert {grade for of in judged.values() for grade in of.values()} == {1, 2}
    assert all(2 in of.values() for of in judged.values())
