"""Word families judged by somebody who did not see the rules.

``tests/eval/word_families_judged.tsv`` says what is right; ``benchmarks/bench_stems.py --misses``
compares with other stemmers and tells every pair that is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_stems import APART, SAME, methods, ours, score, truths
from benchmarks.judged_tables import HELD

MISSED_AT_MOST = 0.05  # of the pairs of a word and one of its forms
MERGED_AT_MOST = 0.02  # of the pairs of different words


def test_the_judged_families_are_many_and_each_stands_once() -> None:
    rows = truths()
    assert sum(1 for row in rows if row.kind == SAME) >= 150
    assert sum(1 for row in rows if row.kind == APART) >= 100
    assert len({(row.kind, row.words) for row in rows}) == len(rows)
    assert len(truths(HELD)) > len(rows) // 3


@pytest.mark.parametrize("half", [None, HELD])
def test_forms_meet_and_words_stay_apart_also_where_no_rule_was_tuned(half: str | None) -> None:
    found = score(truths(half), ours)
    assert len(found.missed) <= MISSED_AT_MOST * found.pairs, found.missed
    assert len(found.merged) <= MERGED_AT_MOST * found.apart, found.merged


def test_no_other_stemmer_misses_fewer() -> None:
    rows = truths()
    missed = {name: len(score(rows, method).missed) for name, method in methods()}
    assert len(missed) == 4
    assert min(missed, key=lambda name: missed[name]) == "ours"


def test_a_score_counts_pairs_families_and_merged_words(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(
        "# kind, words\nsame\thuis huizen huisje\nsame\ttuin tuinen\napart\tbuur buurt\n"
    )
    found = score(truths(path=table), lambda word: word[:4])
    assert (found.pairs, found.missed) == (3, (("huis", "huizen"),))
    assert (found.families, found.whole) == (2, 1)
    assert (found.apart, found.merged) == (1, (("buur", "buurt"),))
