"""How well the main text of real web pages is found, with floors that are not to be lowered.

``tests/eval/html.tsv`` says what is true; ``benchmarks/bench_html.py --misses`` compares with other
readers. The pages of the Debian package ``libreoffice-help-nl`` count where it is installed.
"""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.bench_html import Score, for_tuning, located, ours, score, truths

SHARED = Path(__file__).parents[2] / "shared" / "documents"
HELP = Path("/usr/share/libreoffice/help/nl")

# F1 of words, F1 of pairs of neighbouring words: the mean and the worst page.
MEAN = (0.99, 0.98)
WORST = (0.96, 0.94)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real documents are not at {SHARED}"),
]


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    truth = truths()
    return {file: score(path, ours, truth[file]) for file, path in located([SHARED, HELP], truth)}


def test_every_real_page_is_judged(scores: dict[str, Score]) -> None:
    assert {f"html/{path.name}" for path in SHARED.glob("html/*")} <= set(scores)


@pytest.mark.parametrize("tuned", [True, False], ids=["tuning", "held back"])
def test_the_main_text_is_found_on_the_pages_it_was_tuned_on_and_on_others(
    scores: dict[str, Score], tuned: bool
) -> None:
    found = [score for file, score in scores.items() if for_tuning(file) is tuned]
    assert fmean(score.f1 for score in found) >= MEAN[0]
    assert fmean(score.pairs for score in found) >= MEAN[1]


def test_there_is_no_page_that_is_read_badly(scores: dict[str, Score]) -> None:
    bad = {f for f, score in scores.items() if score.f1 < WORST[0] or score.pairs < WORST[1]}
    assert not bad


def test_no_word_of_the_main_text_is_lost(scores: dict[str, Score]) -> None:
    assert min(score.recall for score in scores.values()) >= 0.995
