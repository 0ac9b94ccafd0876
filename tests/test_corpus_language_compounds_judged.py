"""Compounds judged by somebody who did not see the rules.

``tests/eval/compounds.tsv`` says what is right; ``benchmarks/bench_compounds.py --misses`` compares
with other methods and tells every word that is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_compounds import Judged, koehn_knight, ours, score, truths
from benchmarks.judged_tables import HELD, TUNED

RIGHT_AT_LEAST = 0.95  # of the compounds are cut into exactly the judged parts
WRONG_AT_MOST = 0.02  # of the other words are cut at all


def test_the_judged_words_are_many_and_each_stands_once() -> None:
    rows = truths()
    assert sum(1 for row in rows if row.parts) >= 200
    assert sum(1 for row in rows if not row.parts) >= 60
    assert len({row.word for row in rows}) == len(rows)
    assert sorted(map(len, map(truths, (TUNED, HELD)))) > [len(rows) // 3] * 2


@pytest.mark.parametrize("half", [None, HELD])
def test_compounds_are_cut_right_also_those_no_rule_was_tuned_on(half: str | None) -> None:
    found = score(truths(half), ours)
    assert found.right >= RIGHT_AT_LEAST, found.misses
    assert found.wrong <= WRONG_AT_MOST, found.misses


def test_the_counts_alone_do_worse() -> None:
    alone, with_rules = score(truths(), koehn_knight(1)), score(truths(), ours)
    assert alone.right < with_rules.right
    assert alone.wrong > WRONG_AT_MOST


def test_a_score_counts_exact_parts_and_words_cut_for_nothing(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("# word, parts\nbuurthuis\tbuurt+huis\nhuisbezoek\thuis+bezoek\noverlast\t-\n")
    rows = truths(path=table)
    assert rows[0] == Judged("buurthuis", ("buurt", "huis"))
    parts = {"buurthuis": ["buurts", "huizen"], "huisbezoek": ["huis", "be", "zoek"]}
    found = score(rows, lambda key: parts.get(key, ["over", "last"]))
    assert (found.right, found.wrong) == (0.5, 1.0)
    assert [miss[0] for miss in found.misses] == ["huisbezoek", "overlast"]
