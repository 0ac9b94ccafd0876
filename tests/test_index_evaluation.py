"""Measuring answers: what is read, what is asked, what is counted, what is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ir_measures
import pytest

from corpus.errors import UsageError
from index.api import Hit, Query, Results
from index.evaluation import (
    Question,
    Ranking,
    ask,
    measured,
    read_judgements,
    read_questions,
    trec_lines,
)


@dataclass
class Shelf:
    """A searcher that always finds the same documents; ``also`` stand behind those of page 1."""

    found: Sequence[str]
    also: Sequence[str] = ()
    asked: list[Query] = field(default_factory=list)

    def search(self, query: Query) -> Results:
        self.asked.append(query)
        start = (query.page - 1) * query.size
        return Results(
            documents=0,
            total=len(self.found),
            hits=_hits(self.found[start : start + query.size]),
            also=_hits(self.also),
            facets={},
            expansions=(),
            ignored=(),
            notes=(),
            reading=query.text,
            suggestion=None,
            took_ms=0.0,
        )


def _hits(ids: Sequence[str]) -> tuple[Hit, ...]:
    return tuple(
        Hit(id=i, document=i, title=i, score=1.0, passages=(), pages_matched=(), facets={})
        for i in ids
    )


def ranking(question: str, *documents: str) -> Ranking:
    return Ranking(question=question, documents=documents)


def written(folder: Path, text: str) -> Path:
    path = folder / "file.tsv"
    path.write_text(text, encoding="utf-8")
    return path


# --- reading -----------------------------------------------------------------------------------


def test_questions_are_read_with_and_without_a_language(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff# what is asked\na\twat werkt?\n\nb\twhat works?\ten\n")
    assert read_questions(path) == (Question("a", "wat werkt?"), Question("b", "what works?", "en"))


@pytest.mark.parametrize("line", ["a wat werkt", "a\t", "\twat", "a\tb\tc\td", "x\teens\nx\tnog"])
def test_a_line_that_is_no_question_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, f"{line}\n")
    with pytest.raises(UsageError, match=r"file\.tsv:\d is no"):
        read_questions(path)


def test_judgements_are_read_as_trec_writes_them(tmp_path: Path) -> None:
    path = written(tmp_path, "a 0 d1 2\na\t0\td2\t-1\nb Q0 md/nl/x.md 1\n")
    assert read_judgements(path) == {"a": {"d1": 2, "d2": -1}, "b": {"md/nl/x.md": 1}}


@pytest.mark.parametrize("line", ["a 0 d1", "a 0 d1 goed", "a 0 d1 1 0"])
def test_a_line_that_is_no_judgement_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    with pytest.raises(UsageError, match=r"file\.tsv:1 is no"):
        read_judgements(written(tmp_path, line))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_questions(tmp_path / "absent.tsv")
    (tmp_path / "latin.tsv").write_bytes(b"a\tgr\xfcn\n")
    with pytest.raises(UsageError, match="UTF-8"):
        read_questions(tmp_path / "latin.tsv")


# --- asking ------------------------------------------------------------------------------------


def test_an_answer_is_read_from_top_to_bottom_over_its_pages() -> None:
    shelf = Shelf([str(n) for n in range(250)])
    assert ask(shelf, Question("a", "x"), 230).documents == tuple(map(str, range(230)))
    assert [query.page for query in shelf.asked] == [1, 2, 3]
    assert ask(shelf, Question("a", "x"), 3).documents == ("0", "1", "2")


def test_no_page_is_asked_behind_the_last() -> None:
    shelf = Shelf(["a", "b"])
    assert ask(shelf, Question("a", "x"), 1000).documents == ("a", "b")
    assert len(shelf.asked) == 1


def test_documents_with_some_of_the_words_count_behind_the_hits_and_once() -> None:
    assert ask(Shelf(["a", "b"], also=["b", "c"]), Question("q", "x")).documents == ("a", "b", "c")


# --- measuring ---------------------------------------------------------------------------------


def test_measures_are_what_one_works_out_by_hand() -> None:
    judged = {"a": {"d1": 2, "d2": 1}, "b": {"d3": 2}}
    rankings = [ranking("a", "x", "d2", "d1"), ranking("b", "d3")]
    found = measured(rankings, judged, ("RR", "R@2", "Success@1", "nDCG@10", "AP"))
    gain = 1 / math.log2(3) + 2 / math.log2(4)
    assert found == pytest.approx(
        {
            "RR": (1 / 2 + 1) / 2,
            "R@2": (1 / 2 + 1) / 2,
            "Success@1": 1 / 2,
            "nDCG@10": (gain / (2 + 1 / math.log2(3)) + 1) / 2,
            "AP": ((1 / 2 + 2 / 3) / 2 + 1) / 2,
        }
    )


def test_a_question_without_a_hit_counts_as_nothing_found() -> None:
    judged = {"a": {"d1": 1}, "b": {"d2": 1}}
    assert measured([ranking("a", "d1"), ranking("b")], judged, ("RR", "nDCG@10")) == {
        "RR": 0.5,
        "nDCG@10": 0.5,
    }


def test_questions_that_were_not_asked_or_not_judged_do_not_count() -> None:
    judged = {"a": {"d1": 1}, "not asked": {"d2": 1}}
    assert measured([ranking("a", "d1"), ranking("not judged", "d2")], judged, ("RR",)) == {"RR": 1}


def test_nothing_to_measure_and_unknown_measures_are_told() -> None:
    with pytest.raises(UsageError, match="judged"):
        measured([ranking("a", "d1")], {"b": {"d1": 1}})
    with pytest.raises(UsageError, match="no such measure"):
        measured([ranking("a", "d1")], {"a": {"d1": 1}}, ("Beauty@3",))


@pytest.mark.parametrize(
    ("documents", "rank"),
    [(("d1",), 1), (("x", "d0", "d1"), 3), (("x",), None), ((), None), (("d0",), None)],
)
def test_the_rank_is_that_of_the_first_document_of_use(
    documents: tuple[str, ...], rank: int | None
) -> None:
    assert ranking("a", *documents).rank({"d1": 1, "d0": 0}) == rank


# --- writing -----------------------------------------------------------------------------------


def test_a_run_says_to_other_tools_what_it_says_to_us() -> None:
    judged = {"a": {"d1": 2, "d2": 1}, "b": {"d3": 1}}
    rankings = [ranking("a", "x", "d2", "d1", "y"), ranking("b", "y", "x", "d3")]
    lines = list(trec_lines(rankings, "ours"))
    assert lines[:2] == ["a Q0 x 1 4 ours", "a Q0 d2 2 3 ours"]
    run = ir_measures.read_trec_run("\n".join(lines))
    qrels = ir_measures.read_trec_qrels("a 0 d1 2\na 0 d2 1\nb 0 d3 1\n")
    names = ("nDCG@10", "RR", "AP")
    theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(n) for n in names], qrels, run)
    assert {str(m): v for m, v in theirs.items()} == measured(rankings, judged, names)
