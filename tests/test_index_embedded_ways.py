"""An answer does not depend on the way in which the documents came into the index."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import Library, document
from index_strategies import documents, queries, typed_texts

from corpus.document import Document
from index import Hit, Query, Results, Unit

Change = Document | str


def plain(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without the numbers that may differ behind the digits that count."""
    return [
        replace(hit, score=0, reasons=tuple(replace(one, share=0) for one in hit.reasons))
        for hit in hits
    ]


def shares(hits: Sequence[Hit]) -> list[float]:
    return [number for hit in hits for number in (hit.score, *(one.share for one in hit.reasons))]


def assert_same(one: Results, other: Results) -> None:
    assert plain(one.hits) == plain(other.hits)
    assert plain(one.also) == plain(other.also)
    assert shares(one.hits) == pytest.approx(shares(other.hits), rel=1e-5, abs=1e-5)
    assert shares(one.also) == pytest.approx(shares(other.also), rel=1e-5, abs=1e-5)
    assert without_hits(one) == without_hits(other)


def without_hits(results: Results) -> Results:
    return replace(results, hits=(), also=(), took_ms=0)


def change(library: Library, batch: Sequence[Change]) -> None:
    with library.index.batch(library.index.revision + 1) as changed:
        for one in batch:
            if isinstance(one, str):
                changed.delete(one)
            else:
                changed.put(one)
    for one in batch:
        if isinstance(one, str):
            library.shelf.documents.pop(one, None)
        else:
            library.shelf.documents[one.id] = one


def assert_same_answers(
    libraries: Sequence[Library], asked: Sequence[Query], typed: Sequence[str] = ()
) -> None:
    first, *others = libraries
    for query in (replace(one, unit=unit, explain=True) for one in asked for unit in Unit):
        expected = first.index.search(query)
        for other in others:
            assert_same(other.index.search(query), expected)
            assert other.index.count(query) == expected.total
    for text in typed:
        for other in others:
            assert other.index.suggest(text, 100) == first.index.suggest(text, 100)


@st.composite
def ways(draw: st.DrawFn) -> tuple[list[Document], list[list[Change]]]:
    """Documents, and batches that lead to them: in any order, some changed or gone before."""
    found = draw(st.lists(documents(), max_size=6, unique_by=lambda one: one.id))
    ids = {one.id for one in found}
    before = draw(st.lists(documents(), max_size=5))
    gone = sorted({one.id for one in before} - ids)
    after: list[Change] = [*gone, *found]
    changes: list[Change] = [*before, *draw(st.permutations(after))]
    size = draw(st.integers(1, 3))
    return found, [changes[at : at + size] for at in range(0, len(changes), size)]


@settings(max_examples=25)
@given(ways(), st.lists(queries, min_size=3, max_size=5), st.lists(typed_texts, max_size=3))
def test_the_answer_is_the_same_however_documents_came_in(
    way: tuple[list[Document], list[list[Change]]], asked: list[Query], typed: list[str]
) -> None:
    found, batches = way
    with tempfile.TemporaryDirectory() as name:
        once, slowly = (Library("whoosh", Path(name) / one) for one in ("once", "slowly"))
        once.shelf.documents = {one.id: one for one in found}
        once.index.rebuild(found, 1)
        for batch in batches:
            change(slowly, batch)
        assert slowly.index.ids() == once.index.ids()
        assert_same_answers([once, slowly], asked, typed)


WORDS = ("wijk", "tuin", "portiek", "bewoners", "beheer", "overlast", "zelfbeheer")
QUESTIONS = (
    *("wijk tuin", "portieken OF tuin", '"wijk tuin"', '"wijk beheer"~2', "por*", "tuim", "*"),
    *("titel:wijk", "-tuin", "zelfbeheer overlast wijk", "soort:praktijk wijk", ""),
)


def several(generation: int, many: int = 60) -> list[Document]:
    """Documents that share words; in each generation they have others."""
    return [
        document(
            f"d{at:02}",
            " ".join(
                WORDS[(at * 3 + n * (at % 5 + 1) + generation) % 7] for n in range(at % 9 + 2)
            ),
            title=WORDS[(at + generation) % 7],
            published=(None, "2012", "2014-05", "2014")[(at + generation) % 4],
        )
        for at in range(many)
    ]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> list[Library]:
    """The same documents: written at once, in one batch, one by one, backwards and replaced."""
    made = [Library("whoosh", tmp_path_factory.mktemp("way")) for _ in range(5)]
    once, batch, single, backwards, replaced = made
    found = several(0)
    once.shelf.documents = {one.id: one for one in found}
    once.index.rebuild(found, 1)
    change(batch, found)
    for one in found:
        change(single, [one])
    for at in range(60, 0, -7):
        change(backwards, found[max(0, at - 7) : at][::-1])
    change(replaced, [*several(1), document("weg", "Een wijk met portieken.")])
    for at in range(0, 60, 9):
        change(replaced, [*found[at : at + 9], "weg"])
    return made


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("page", [1, 3])
def test_many_documents_are_found_alike_in_one_segment_and_in_several(
    libraries: list[Library], text: str, page: int
) -> None:
    assert_same_answers(libraries, [Query(text=text, size=7, page=page)], [text])
