"""How right the guesses are for real documents, with floors that are not to be lowered.

``tests/eval/metadata.tsv`` says what is true; ``benchmarks/bench_metadata.py`` with ``--misses
--half tuned`` shows what is guessed wrong in the half that rules may be tuned on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.bench_metadata import (
    HELD,
    RIGHT,
    SILENT,
    TODAY,
    TUNED,
    WRONG,
    Judgement,
    by_field,
    half_of,
    judged,
    precision,
    read,
    recall,
    truths,
)
from corpus.document import Kind
from corpus.gazetteer import load_gazetteer
from corpus.vocabulary import load_vocabulary
from ingest.metadata import Guessed, guess

SHARED = Path(__file__).parents[2] / "shared" / "documents"

# field: precision, recall. Some points below what was measured, for readers that change. Titles
# were lowered once, when a title made of the name of the file was no longer counted as right. No
# document has an ISBN: there the floor is that none is invented.
FLOORS = {
    "title": (0.84, 0.84),
    "subtitle": (0.75, 0.40),
    "year": (0.95, 0.95),
    "kind": (0.95, 0.95),
    "document_type": (0.95, 0.85),
    "municipality": (0.99, 0.90),
    "authors": (0.90, 0.70),
    "organisation": (0.99, 0.40),
    "doi": (0.99, 0.99),
    "licence": (0.99, 0.99),
    "publisher": (0.95, 0.40),
    "isbn": (0.99, 0.99),
    "themes": (0.95, 0.10),
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
    themes = load_vocabulary().labels["theme"].keys()
    for file, truth in truths().items():
        assert set(truth["kind"].split("|")) <= {kind.value for kind in Kind}, file
        assert set(truth.get("document_type", "-").split("|")) <= {*types, "-"}, file
        assert set(truth["municipality"].split("|")) <= {*names, "-"}, file
        assert set(truth["themes"].replace("; ", "|").split("|")) <= {*themes, "-"}, file


def test_a_document_stays_in_its_half_whatever_its_format() -> None:
    halves = Counter(map(half_of, truths()))
    assert halves == {TUNED: 33, HELD: 48}
    assert half_of("pdf/verslag.pdf") == half_of("docx/verslag.docx") == half_of("verslag")


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
    figures = "\n".join(figures_of(half, found) for half in (TUNED, HELD))
    assert precision(found) >= least_precision, figures
    assert recall(found) >= least_recall, figures


def figures_of(half: str, found: Sequence[Judgement]) -> str:
    """Precision and recall of a half; what is wrong only in the one that may be looked at."""
    here = [judgement for judgement in found if half_of(judgement.file) == half]
    misses = [
        f"\n  {judgement.file}: {judgement.guessed or 'nothing'} is {judgement.wanted}"
        for judgement in here
        if half == TUNED and judgement.result not in (RIGHT, SILENT)
    ]
    return f"{half}: precision {precision(here):.2f}, recall {recall(here):.2f}{''.join(misses)}"


def judgement(file: str, result: str) -> Judgement:
    return Judgement(
        file=file, field="title", result=result, guessed="a", wanted="b", confidence=0.9
    )


def test_both_halves_are_reported_and_the_misses_of_one() -> None:
    tuned, held = (next(file for file in truths() if half_of(file) == h) for h in (TUNED, HELD))
    found = [judgement(tuned, WRONG), judgement(held, WRONG), judgement(held, RIGHT)]
    assert figures_of(TUNED, found) == f"tuned: precision 0.00, recall 0.00\n  {tuned}: a is b"
    assert figures_of(HELD, found) == "held: precision 0.50, recall 0.50"


@pytest.mark.parametrize(
    ("guessed", "cell", "result"),
    [
        (("wonen",), "wonen; leefbaarheid", "right"),
        (("leefbaarheid", "wonen"), "wonen; leefbaarheid", "right"),
        (("wonen", "veiligheid"), "wonen; leefbaarheid", "wrong"),
        (("wonen",), "-", "invented"),
        (("wonen",), "-|wonen", "right"),
        ((), "wonen", "unknown"),
        ((), "-|wonen", "silent"),
    ],
)
def test_a_theme_is_right_when_it_is_among_those_that_fit(
    guessed: tuple[str, ...], cell: str, result: str
) -> None:
    made = Guessed(title="Wonen", kind=Kind.PRAKTIJK, themes=guessed)
    assert [one.result for one in judged("a.pdf", made, {"themes": cell})] == [result]


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
