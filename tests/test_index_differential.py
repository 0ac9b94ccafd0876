"""Whoosh and the plain loops give the same answer to any query on any collection."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import Library, document
from index_strategies import VOCABULARY, changes, documents, queries, typed_texts

from corpus.document import Document, Kind
from index import CompletionKind, Hit, Query, Results, Sort, Span, Unit, Widening


def facts(hit: Hit) -> Hit:
    """A hit without its score, of which only whether there is one is the same everywhere.

    The words of a passage are compared whole, whatever of them is marked.
    """
    if hit.passage is not None:
        (lines,) = hit.passages
        words = "".join(span.text for span in lines.spans).strip()
        hit = replace(hit, passages=(replace(lines, spans=(Span(words),)),))
    return replace(hit, score=float(hit.score > 0))


def assert_same_answer(ours: Results, oracle: Results, query: Query) -> None:
    assert (ours.total, ours.documents) == (oracle.total, oracle.documents)
    assert ours.facets == oracle.facets
    assert ours.expansions == oracle.expansions
    assert (ours.ignored, ours.notes, ours.reading) == (
        oracle.ignored,
        oracle.notes,
        oracle.reading,
    )
    assert (ours.suggestion, ours.corrected) == (oracle.suggestion, oracle.corrected)
    assert {hit.id for hit in ours.also} == {hit.id for hit in oracle.also}
    hits, expected = [facts(hit) for hit in ours.hits], [facts(hit) for hit in oracle.hits]
    ranked = query.sort is Sort.RELEVANCE and any(hit.score for hit in hits)
    if ranked:  # engines may weigh words differently, but not find others
        hits.sort(key=lambda hit: hit.id)
        expected.sort(key=lambda hit: hit.id)
        scores = [hit.score for hit in ours.hits]
        assert scores == sorted(scores, reverse=True)
    assert hits == expected


def apply(library: Library, batch: Sequence[Document | str]) -> None:
    with library.index.batch(library.index.revision + 1) as changed:
        for change in batch:
            if isinstance(change, str):
                changed.delete(change)
                library.shelf.documents.pop(change, None)
            else:
                changed.put(change)
                library.shelf.documents[change.id] = change


@settings(max_examples=60, deadline=None)
@given(
    st.lists(changes, min_size=1, max_size=3),
    st.lists(queries, min_size=3, max_size=5),
    st.lists(typed_texts, min_size=3, max_size=5),
)
def test_whoosh_answers_as_the_plain_loops_do(
    batches: list[list[Document | str]], asked: list[Query], typed: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whoosh, memory = (Library(engine, Path(folder)) for engine in ("whoosh", "memory"))
        for batch in batches:
            apply(whoosh, batch)
            apply(memory, batch)
            assert whoosh.index.ids() == memory.index.ids()
            for query in (replace(one, unit=unit) for one in asked for unit in Unit):
                assert_same_answer(whoosh.index.search(query), memory.index.search(query), query)
                assert whoosh.index.count(query) == memory.index.count(query)
            for text in typed:
                found = whoosh.index.suggest(text, 1000)
                assert found == memory.index.suggest(text, 1000)
                for completion in found:
                    if completion.kind is CompletionKind.WORDS:
                        assert whoosh.index.count(Query(text=completion.text))


@settings(max_examples=30, deadline=None)
@given(st.lists(documents(), max_size=8), st.lists(queries, min_size=3, max_size=5))
def test_the_number_beside_a_value_is_the_total_after_choosing_it(
    found: list[Document], asked: list[Query]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library("whoosh", Path(folder))
        library.put(*found)
        for query in (replace(one, unit=unit) for one in asked for unit in Unit):
            for facet, counts in library.index.search(query).facets.items():
                for counted in counts:
                    ticked = {**query.filters, facet: frozenset({counted.value})}
                    assert library.index.count(replace(query, filters=ticked)) == counted.count


# Queries that mean the same

ALGEBRA_LEAVES = (
    *("tuin", "portieken", "zelf-beheer", "titel:overlast", "cafe", '"de wijk"', '"de tuin"~4'),
    *("por*", "portiex~", "gemeente:emmen", "jaar:2012..2014", "soort:praktijk", "-niet", "*"),
)


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library("whoosh", tmp_path_factory.mktemp("algebra"))
    chance = random.Random(5)  # noqa: S311 - a test that can be repeated
    for n in range(40):
        words = [chance.choice(VOCABULARY) for _ in range(12)]
        found = document(
            f"d{n:02}",
            " ".join(words[:5]),
            " ".join(words[5:10]),
            title=" ".join(words[10:]),
            published=chance.choice((None, "2012", "2014-05", "2016")),
            municipality=chance.choice(((), ("Emmen",), ("Haarlem",))),
            kind=chance.choice(tuple(Kind)),
        )
        library.put(found) if n % 10 == 0 else library.shelf.documents.update({found.id: found})
    library.put(*library.shelf.documents.values())
    return library


LITERAL = frozenset({Widening.COMPOUND, Widening.FAMILY, Widening.SYNONYM})


def found(library: Library, text: str) -> list[str]:
    return library.found(text, without=LITERAL)


def scored(library: Library, text: str) -> dict[str, float]:
    return {hit.id: round(hit.score, 6) for hit in library.search(text, without=LITERAL).hits}


@settings(max_examples=40, deadline=None)
@given(*[st.sampled_from(ALGEBRA_LEAVES)] * 3)
def test_queries_that_mean_the_same_find_the_same(varied: Library, a: str, b: str, c: str) -> None:
    # Other words are looked for where a word is wanted, and depend on what stands beside it.
    everything = set(varied.found("*"))
    one = set(found(varied, a))
    other = set(found(varied, b))
    assert set(found(varied, f"{a} ({b})")) == one & other
    assert set(found(varied, f"{a} OF {b}")) == one | other
    assert set(found(varied, f"-({a})")) == everything - one
    assert set(found(varied, f"-(-({a}))")) == one
    assert set(found(varied, f"-({a} OF {b})")) == set(found(varied, f"-({a}) -({b})"))
    assert set(found(varied, f"-(({a}) ({b}))")) == set(found(varied, f"-({a}) OF -({b})"))
    assert scored(varied, f"({a}) ({b}) {c}") == scored(varied, f"{c} ({b}) ({a})")
    assert scored(varied, f"({a} OF {b}) {c}") == scored(varied, f"({a} {c}) OF ({b} {c})")


def test_the_order_of_filters_does_not_matter(varied: Library) -> None:
    filters = {"kind": frozenset({"praktijk"}), "municipality": frozenset({"Emmen", "Haarlem"})}
    one = varied.search("tuin", filters=filters)
    other = varied.search("tuin", filters=dict(reversed(filters.items())))
    assert replace(one, took_ms=0) == replace(other, took_ms=0)
    assert one.total > 0


@settings(max_examples=30, deadline=None)
@given(
    st.lists(documents(), max_size=8),
    st.lists(queries, min_size=2, max_size=3),
    st.permutations(("archetype", "kind", "role", "outcome", "ingredient", "stance", "year")),
)
def test_a_cell_of_two_facets_is_what_is_found_after_choosing_both(
    put: list[Document], asked: list[Query], facets: list[str]
) -> None:
    rows, columns = facets[:2]
    with tempfile.TemporaryDirectory() as folder:
        whoosh, memory = (Library(engine, Path(folder)) for engine in ("whoosh", "memory"))
        whoosh.put(*put)
        memory.put(*put)
        for query in (replace(one, unit=unit) for one in asked for unit in Unit):
            cells = whoosh.index.cross(query, rows, columns)
            assert cells == memory.index.cross(query, rows, columns)
            for (row, column), cell in cells.items():
                both = {rows: frozenset({row}), columns: frozenset({column})}
                found = whoosh.index.search(replace(query, filters={**query.filters, **both}))
                assert (found.total, found.documents) == (cell.total, cell.documents)
