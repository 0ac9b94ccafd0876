"""Other search engines are compared on the same documents and really answer the same questions."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers.fts5 import Fts5
from benchmarks.peers.processes import started
from benchmarks.peers.protocol import Engine, measured
from benchmarks.peers.records import (
    NEAR,
    Asked,
    Facets,
    Facts,
    Record,
    read_facts,
    read_queries,
    read_records,
    write_queries,
    write_records,
)
from benchmarks.peers.registry import ENGINES
from benchmarks.peers.whoosh_stock import Whoosh
from benchmarks.search_documents import FACETS, PAGE, paged, synthetic
from benchmarks.search_figures import Built, Cell, Measured
from benchmarks.search_peers import Setting, measure
from benchmarks.search_queries import SELECTED, Drawing
from benchmarks.search_report import common, differences, last_line, report

DOCUMENTS = 200
_BEGINNINGS = "buur wijk tuin huis stra plei spee bewo werk zorg groe jong".split()  # noqa: SIM905
_ENDINGS = ("", "e", "en", "er", "s", "t", "je", "st", "ing", "loos", "baar", "heid", "kant")
# From words that every document has to words that hardly any has.
WORDS = {
    beginning + ending: 0.94**rank
    for rank, (ending, beginning) in enumerate((e, b) for e in _ENDINGS for b in _BEGINNINGS)
}


def made(seed: int = 1) -> list[Record]:
    return list(synthetic(WORDS, DOCUMENTS, seed))


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return made()


@pytest.fixture(scope="module")
def queries(records: Sequence[Record]) -> list[Asked]:
    return Drawing(records, seed=1).queries()


Expected = tuple[int, set[str], dict[str, dict[str, int]]]
"""Number of hits, their ids, and the counts of each facet without its own selection."""


@pytest.fixture(scope="module")
def answers(records: Sequence[Record], queries: Sequence[Asked]) -> list[Expected]:
    return [expected(records, asked) for asked in queries]


# --- documents ---------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_documents(records: Sequence[Record]) -> None:
    assert made() == records


def test_another_seed_makes_others(records: Sequence[Record]) -> None:
    assert made(seed=2) != records


def test_a_document_has_as_many_values_of_a_facet_as_it_may(records: Sequence[Record]) -> None:
    for facet in FACETS:
        many = Counter(len(record.facets.get(facet.name, ())) for record in records)
        assert set(many) <= set(range(facet.fewest, facet.most + 1))
        assert max(many) == facet.most


def test_words_are_cut_into_pages() -> None:
    assert [len(page.split()) for page in paged(["woord"] * (2 * PAGE + 1))] == [PAGE, PAGE, 1]


def test_a_document_without_words_has_one_empty_page() -> None:
    assert paged([]) == ("",)


def test_documents_are_read_as_they_were_written(records: Sequence[Record], tmp_path: Path) -> None:
    path = tmp_path / "documents.tsv"
    facts = write_records("made", records, path)
    assert list(read_records(path)) == records
    assert read_facts(path) == facts
    assert facts.words == sum(len(page.split()) for record in records for page in record.pages)


# --- queries -----------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_queries(
    records: Sequence[Record], queries: Sequence[Asked]
) -> None:
    assert Drawing(records, seed=1).queries() == queries


def test_every_query_has_a_hit(records: Sequence[Record], queries: Sequence[Asked]) -> None:
    for asked in queries:
        assert any(has(record, asked.selected) and says(record, asked) for record in records), asked


def test_two_facets_are_chosen_and_never_that_of_the_condition(queries: Sequence[Asked]) -> None:
    chosen = [asked for asked in queries if asked.kind.endswith(SELECTED)]
    assert chosen
    for asked in chosen:
        assert len(asked.selected) == 2
        assert not set(asked.selected) & set(asked.condition)


def test_queries_are_read_as_they_were_written(queries: Sequence[Asked], tmp_path: Path) -> None:
    write_queries(queries, tmp_path / "queries.tsv")
    assert read_queries(tmp_path / "queries.tsv") == queries


# --- engines -----------------------------------------------------------------------------------


def near_alike(one: str, other: str) -> bool:
    """Whether a letter at most is changed, added or left out."""
    if len(one) > len(other):
        one, other = other, one
    at = next((n for n, letter in enumerate(one) if other[n] != letter), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]


def pairs(words: Sequence[str], most_between: int) -> Iterator[tuple[str, str]]:
    for at, word in enumerate(words):
        for other in words[at + 1 : at + 2 + most_between]:
            yield word, other


def says(record: Record, asked: Asked) -> bool:
    pages = [page.split() for page in record.pages]
    there = {word for page in pages for word in page}
    match asked.operator:
        case "everything":
            return True
        case "any":
            return not there.isdisjoint(asked.words)
        case "phrase" | "near":
            between = NEAR if asked.operator == "near" else 0
            return any(pair == asked.words for page in pages for pair in pairs(page, between))
        case "prefix":
            return any(word.startswith(asked.words[0]) for word in there)
        case "fuzzy":
            meant = asked.words[0]
            return any(word[0] == meant[0] and near_alike(word, meant) for word in there)
        case _:
            return there.issuperset(asked.words)


def has(record: Record, chosen: Facets) -> bool:
    return all(
        not set(values).isdisjoint(record.facets.get(facet, ())) for facet, values in chosen.items()
    )


def expected(records: Sequence[Record], asked: Asked) -> Expected:
    """What comes of looking at every document."""
    saying = [r for r in records if has(r, asked.condition) and says(r, asked)]
    found = {record.id for record in saying if has(record, asked.selected)}
    counts = {}
    for facet in FACETS:
        others = {name: values for name, values in asked.selected.items() if name != facet.name}
        counted = (r.facets.get(facet.name, ()) for r in saying if has(r, others))
        counts[facet.name] = dict(Counter(value for values in counted for value in values))
    return len(found), found, counts


def told(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {
        facet.name: {v: count for v, count in counts.get(facet.name, {}).items() if count}
        for facet in FACETS
    }


@pytest.fixture(scope="module", params=[Fts5, Whoosh], ids=["fts5", "whoosh"])
def engine(
    request: pytest.FixtureRequest,
    records: Sequence[Record],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine:
    folder = tmp_path_factory.mktemp("engine")
    path = folder / "documents.tsv"
    facts = write_records("made", records, path)
    (folder / "index").mkdir()
    request.param.build(read_records(path), facts, folder / "index")
    opened: Engine = request.param(folder / "index", facts)
    return opened


def test_an_engine_counts_as_looking_at_every_document_does(
    engine: Engine, queries: Sequence[Asked], answers: Sequence[Expected]
) -> None:
    for asked, (total, ids, counts) in zip(queries, answers, strict=True):
        if not engine.can("faceted_page", asked) or asked.operator in engine.unlike:
            continue
        found, hits, raw = engine.faceted_page(asked)
        assert (found, told(engine.counts(raw))) == (total, counts), asked
        assert len(hits) == min(10, total)
        assert {document for document, _ in hits} <= ids
        assert engine.count(asked) == total
        assert len(engine.top10(asked)) == min(10, total)


@pytest.mark.parametrize("name", ["tantivy", "lucene", "xapian"])
def test_a_peer_in_its_own_process_counts_the_same(
    name: str,
    records: Sequence[Record],
    queries: Sequence[Asked],
    answers: Sequence[Expected],
    tmp_path: Path,
) -> None:
    if missing := ENGINES[name].missing():
        pytest.skip(f"{name} is not installed: {missing}")
    documents, index, file = (tmp_path / part for part in ("documents.tsv", "index", "queries.tsv"))
    facts = write_records("made", records, documents)
    write_queries(queries, file)
    index.mkdir()
    command = ENGINES[name].command(facts, tmp_path)
    with started(name, command) as process:
        process.ask("build", documents, index)
    with started(name, command) as process:
        unlike = process.ask("open", documents, index, file)["unlike"]
        for asked, (total, ids, counts) in zip(queries, answers, strict=True):
            page = process.ask("answers", "faceted_page", asked.number)["answers"]
            if page is None or asked.operator in unlike:
                continue
            (found,) = page
            assert (found["total"], told(found["facets"])) == (total, counts), asked
            assert {document for document, _ in found["hits"]} <= ids
            count = process.ask("answers", "count", asked.number)
            assert count["answers"] == [{"total": total}]
            assert len(process.ask("measure", "count", 3, asked.number)["ms"][0]) == 3


# --- measuring and telling ---------------------------------------------------------------------


def test_queries_are_asked_in_turn_until_they_were_asked_often_enough(
    queries: Sequence[Asked],
) -> None:
    asked: list[int] = []
    times = measured(lambda query: asked.append(query.number), queries[:3], 7)
    assert asked == [0, 1, 2] * 4  # the first time to warm up
    assert [len(mine) for mine in times] == [3, 3, 3]


def test_slow_queries_are_asked_less_often(
    queries: Sequence[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 10**12, 40_000_000))  # each look at it is 40 ms later
    monkeypatch.setattr("time.perf_counter_ns", lambda: next(clock))
    assert len(measured(lambda _: None, queries[:1], 5)[0]) == 5
    for ms in (125, 500):  # of the slowest even the first time counts
        clock = iter(range(0, 10**12, ms * 1_000_000))
        assert measured(lambda _: None, queries[:1], 5) == [[ms]]


def cell(total: int, *ms: float) -> Cell:
    return Cell(ms=ms, answers={0: {"total": total}}, like=True)


def engine_with(name: str, cells: Mapping[tuple[str, str], Cell]) -> Measured:
    built = Built(seconds=2.0, peak_mb=1.0, size_mb=3.0, kept=False)
    return Measured(
        name=name,
        version=name,
        settings="none",
        built=built,
        first_page_ms=5.0,
        peak_mb=1.0,
        cells=cells,
    )


QUERY = Asked(number=0, kind="and2", operator="all", words=("a", "b"), condition={}, selected={})
FACTS = Facts(name="made", documents=10, words=20, characters=40, most={})


def test_the_p95_is_a_time_that_was_measured() -> None:
    assert cell(1, *map(float, range(1, 101))).p95 == 95.0
    assert cell(1, 4.0).p95 == 4.0


def test_engines_that_differ_are_told_of() -> None:
    one, other = (
        engine_with(n, {("count", "and2"): cell(t, 1.0)}) for n, t in (("a", 3), ("b", 4))
    )
    told_of = [line for line in differences([one, other], [QUERY]) if line]
    assert told_of == ["DIFFERENT count and2 all 'a b': a: 3 · b: 4"]


def test_engines_that_were_asked_something_else_are_not_compared() -> None:
    one = engine_with("a", {("count", "and2"): cell(3, 1.0)})
    other = engine_with("b", {("count", "and2"): replace(cell(4, 1.0), like=False)})
    assert differences([one, other], [QUERY])[1] == "There was nothing to compare."


def test_engines_that_answer_the_same_agree() -> None:
    both = [engine_with(name, {("count", "and2"): cell(3, 1.0)}) for name in "ab"]
    assert "All engines agree: 1 comparison" in differences(both, [QUERY])[1]


def test_what_an_engine_cannot_do_is_a_dash() -> None:
    cells = {("count", "and2"): cell(3, 1.0), ("count", "fuzzy"): cell(3, 2.0)}
    both = [engine_with("a", cells), engine_with("b", {("count", "and2"): cell(3, 4.0)})]
    row = next(line for line in report(both, FACTS, memory=False) if line.startswith("fuzzy"))
    assert row.split() == ["fuzzy", "(1)2.000/2.000", "-"]


def test_medians_are_over_the_classes_that_all_with_facets_can_do() -> None:
    def pages(**kinds: float) -> dict[tuple[str, str], Cell]:
        return {("faceted_page", kind): cell(1, ms) for kind, ms in kinds.items()}

    both = [engine_with("a", pages(and2=1.0, fuzzy=9.0)), engine_with("b", pages(and2=2.0))]
    line: dict[str, Any] = last_line(both, FACTS)
    assert common(both) == {"and2"}
    assert line["faceted_page_ms"] == {"a": 1.0, "b": 2.0}
    assert line["slowest_class_ms"] == {"a": 1.0, "b": 2.0}
    assert line["indexing_docs_per_s"] == {"a": 5.0, "b": 5.0}


DYING = """
import os
from benchmarks.peers.protocol import serve
from benchmarks.peers.watwerkt import Watwerkt

class Dying(Watwerkt):
    asked = 0

    def count(self, asked):
        Dying.asked += 1
        if Dying.asked > 30:
            os._exit(1)
        return super().count(asked)

serve(Dying)
"""


def test_an_engine_that_dies_while_it_is_timed_leaves_the_figures_of_the_others(
    records: Sequence[Record],
    queries: Sequence[Asked],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ours = ENGINES["watwerkt"]
    dying = replace(
        ours, name="dying", command=lambda _facts, _folder: [sys.executable, "-c", DYING]
    )
    some = [asked for asked in queries if asked.kind in {"and2", "word_mid"}]
    some = [replace(asked, number=number) for number, asked in enumerate(some)]
    write_queries(some, tmp_path / "queries.tsv")
    setting = Setting(
        documents=tmp_path / "documents.tsv",
        queries=tmp_path / "queries.tsv",
        facts=write_records("made", records, tmp_path / "documents.tsv"),
        asked=some,
        repetitions=20,
        scratch=tmp_path,
        cache=tmp_path,
        fresh=False,
    )
    alike = [replace(engine, warm_seconds=0.0) for engine in (dying, ours)]
    (found,) = measure(alike, setting)
    assert found.name == "watwerkt"
    assert {work for work, _ in found.cells} == {"top10", "faceted_page", "count"}
    assert all(len(cell.ms) >= 20 for cell in found.cells.values())
    assert "dying is left out: dying ended" in capsys.readouterr().err
