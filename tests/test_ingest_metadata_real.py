"""How right the guesses are for real documents, with floors that are not to be lowered.

``tests/eval/metadata.tsv`` says what is true; ``benchmarks/bench_metadata.py --misses`` shows what
is guessed wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_metadata import (
    TODAY,
    Judgement,
    by_field,
    judged,
    precision,
    read,
    recall,
    truths,
)
from corpus.document import Kind
from corpus.gazetteer import load_gazetteer
from corpus.vocabulary import load_vocabulary
from ingest.metadata import guess

SHARED = Path(__file__).parents[2] / "shared" / "documents"

# field: precision, recall. Some points below what was measured, for readers that change.
FLOORS = {
    "title": (0.85, 0.85),  # names of files do not count as titles any more
    "subtitle": (0.75, 0.40),
    "year": (0.95, 0.95),
    "kind": (0.95, 0.95),
    "document_type": (0.95, 0.85),
    "municipality": (0.99, 0.90),
    "authors": (0.90, 0.70),
    "organisation": (0.99, 0.40),
    "doi": (0.99, 0.99),
    "licence": (0.99, 0.99),
}


@pytest.fixture(scope="module")
def judgements() -> list[Judgement]:
    return [
        judgement
        for file, truth in truths().items()
        for judgement in judged(file, guess(read(SHARED / file), Path(file).name, TODAY), truth)
    ]


def test_the_table_of_what_is_true_speaks_the_language_of_the_vocabularies() -> None:
    names = load_gazetteer().municipalities.keys()
    types = load_vocabulary().labels["document_type"].keys()
    for file, truth in truths().items():
        assert set(truth["kind"].split("|")) <= {kind.value for kind in Kind}, file
        assert set(truth.get("document_type", "-").split("|")) <= {*types, "-"}, file
        assert set(truth["municipality"].split("|")) <= {*names, "-"}, file


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real documents are not there: {SHARED}")
def test_every_real_document_is_judged() -> None:
    files = {f"{path.parent.name}/{path.name}" for path in SHARED.glob("*/*")}
    assert truths().keys() == files


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real documents are not there: {SHARED}")
@pytest.mark.parametrize("field", FLOORS)
def test_guesses_about_real_documents_are_as_right_as_they_were(
    field: str, judgements: list[Judgement]
) -> None:
    found = by_field(judgements)[field]
    least_precision, least_recall = FLOORS[field]
    misses = [f"{j.file}: {j.guessed} is {j.wanted}" for j in found if j.result != "right"]
    assert precision(found) >= least_precision, misses
    assert recall(found) >= least_recall, misses


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real documents are not there: {SHARED}")
def test_a_guess_is_right_about_as_often_as_its_confidence_says(
    judgements: list[Judgement],
) -> None:
    made = [judgement for judgement in judgements if judgement.guessed]
    doubtful = [judgement for judgement in made if judgement.confidence < 0.5]
    sure = [judgement for judgement in made if judgement.confidence >= 0.9]
    assert precision(sure) >= 0.95
    assert precision(doubtful) < precision(sure) - 0.2
