"""Who sees what: an answer rests on the documents that its reader may see, and on no other.

Each test runs on each engine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import Library, document, labels
from index_strategies import documents, queries, typed_texts
from test_index_differential import assert_same_answer

from corpus.document import Access, Document, Kind, Status
from corpus.passage import Outcome, Passage, PassageRole
from index import Query, Results, Searcher, Sort, Unit
from index.protocols import Effort

PUBLIC = (
    document("a", "De tuin van de wijk", title="Tuinen", published="2012"),
    document("b", "Bewoners en de overlast", title="Overlast", tags=labels("zelfbeheer")),
    document("c", "Een tuin bij het portiek", title="Portieken", published="2014"),
)
PARTNERS = (
    document(
        "p",
        "Een geheime tuin met een kasteeltuin en bewonersbedrijven, waar overlastmelders tuinieren",
        title="Kasteeltuin",
        access=Access.PARTNER,
        published="1999",
        kind=Kind.BELEID,
        organisation="Geheime Stichting",
        tags=labels("klushuizen"),
        passages=(
            Passage(
                page=1,
                start=0,
                end=16,
                text="Een geheime tuin",
                role=PassageRole.RESULT,
                outcome=Outcome.WORKS,
                score=0.9,
                by="rules 1",
            ),
        ),
    ),
    document("q", "Kasteeltuinen voor iedereen", title="Kastelen", access=Access.PARTNER),
)
ASKED = (
    *("", "tuin", "tuinen", "kasteeltuin", "kast*", "kasteeltuim", "geheime", "bewoners bedrijf"),
    *("titel:kastelen", "jaar:1999", 'organisatie:"geheime stichting"', "overlast~", "tuin*"),
    *("kasteel tuin", "geheim tuin wijk", '"geheime tuin"', "-tuin", "archetype:klushuizen"),
)


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    """Public documents and some for partners."""
    library = Library(engine, tmp_path / "both")
    library.put(*PUBLIC[:2], *PARTNERS)
    library.put(PUBLIC[2])
    return library


@pytest.fixture
def alone(engine: str, tmp_path: Path) -> Library:
    """The same public documents, and no other."""
    library = Library(engine, tmp_path / "alone")
    library.put(*PUBLIC[:2])
    library.put(PUBLIC[2])
    return library


def partner(library: Library) -> Searcher:
    return library.index.seen_by(Access.PARTNER)


def ids(results: Results) -> list[str]:
    return sorted(hit.id for hit in results.hits)


def every(text: str = "", **values: object) -> Query:
    return replace(Query(text=text, size=100), **values)  # type: ignore[arg-type]


def timeless(results: Results) -> Results:
    return replace(results, took_ms=0.0)


def assert_answers_alike(one: Searcher, other: Searcher, asked: Sequence[Query]) -> None:
    """To the last digit of a score and the last mark in a line."""
    for query in asked:
        assert timeless(one.search(query)) == timeless(other.search(query)), query
        assert one.count(query) == other.count(query)
        for rows, columns in (("archetype", "kind"), ("role", "organisation")):
            assert one.cross(query, rows, columns) == other.cross(query, rows, columns)


# Who asks


def test_an_index_answers_as_the_public_is_answered(library: Library) -> None:
    assert library.found() == ["c", "a", "b"]
    assert library.index.seen_by(Access.PUBLIC).search(every()).total == 3


def test_partners_find_what_is_public_too(library: Library) -> None:
    assert ids(partner(library).search(every())) == ["a", "b", "c", "p", "q"]
    assert ids(partner(library).search(every("tuin"))) == ["a", "c", "p", "q"]


def test_hidden_is_no_audience(library: Library) -> None:
    with pytest.raises(ValueError, match="Nobody may find hidden documents"):
        library.index.seen_by(Access.HIDDEN)


def test_a_hidden_document_never_gets_in(library: Library) -> None:
    hidden = replace(PUBLIC[0], access=Access.HIDDEN)
    with pytest.raises(ValueError, match="obody may find it"):
        library.put(hidden)
    with pytest.raises(ValueError, match="obody may find it"):
        library.index.rebuild([hidden], 9)
    assert library.index.ids() == {"a", "b", "c", "p", "q"}


def test_ids_are_those_of_all_audiences(library: Library) -> None:
    assert library.index.ids() == {"a", "b", "c", "p", "q"}


# What the public is told


def test_the_public_is_answered_as_if_there_was_nothing_for_partners(
    library: Library, alone: Library
) -> None:
    asked = [every(text, unit=unit, explain=True) for text in ASKED for unit in Unit]
    assert_answers_alike(library.index, alone.index, asked)


def test_nothing_is_counted_that_the_public_may_not_see(library: Library) -> None:
    found = library.search()
    assert (found.total, found.documents) == (3, 3)
    assert [one.value for one in found.facets["archetype"]] == ["zelfbeheer"]
    assert [one.value for one in found.facets["year"]] == ["2012", "2014"]
    assert not found.facets["organisation"]
    assert library.index.count(Query(filters={"kind": frozenset({"beleid"})})) == 0
    assert library.index.cross(Query(), "archetype", "kind").keys() == {("zelfbeheer", "praktijk")}
    assert partner(library).cross(Query(), "archetype", "kind").keys() == {
        ("zelfbeheer", "praktijk"),
        ("klushuizen", "beleid"),
    }


def test_passages_are_seen_by_who_may_see_their_document(library: Library) -> None:
    assert library.search(unit=Unit.PASSAGES).total == 0
    (hit,) = partner(library).search(every("geheime", unit=Unit.PASSAGES)).hits
    assert hit.document == "p"
    assert "".join(span.text for span in hit.passages[0].spans) == "Een geheime tuin"


def test_the_lines_of_a_document_are_shown_to_who_may_see_it(library: Library) -> None:
    hits = partner(library).search(every("kasteeltuin")).hits
    lines = {hit.id: [span.text for span in hit.passages[0].spans if span.hit] for hit in hits}
    assert lines["p"] == ["kasteeltuin"]
    assert library.found("kasteeltuin") == []


def test_nothing_is_completed_to_what_the_public_may_not_see(
    library: Library, alone: Library
) -> None:
    for typed in ("k", "kast", "kasteeltuin", "klus", "geheime t", "tuin", "o", "bewoners"):
        assert library.index.suggest(typed, 50) == alone.index.suggest(typed, 50)
    assert "Kasteeltuin" in {one.text for one in partner(library).suggest("kast", 50)}
    assert "Klushuizen" in {one.text for one in partner(library).suggest("klus", 50)}


def test_a_word_is_not_corrected_to_one_that_the_public_may_not_see(library: Library) -> None:
    assert library.search("kasteeltuim").suggestion is None
    assert partner(library).search(every("kasteeltuim")).suggestion == "kasteeltuin"


def test_a_word_is_not_widened_to_those_that_the_public_may_not_see(library: Library) -> None:
    public, partners = library.search("kast*"), partner(library).search(every("kast*"))
    assert (public.total, public.expansions[0].words) == (0, ())
    assert partners.total == 2
    assert "kasteeltuin" in partners.expansions[0].words


def test_what_only_partners_read_makes_no_word_more_common(
    library: Library, alone: Library
) -> None:
    def scores(searcher: Searcher) -> dict[str, float]:
        return {hit.id: hit.score for hit in searcher.search(every("tuin overlast~")).hits}

    assert scores(library.index) == scores(alone.index)


# Documents that get other readers


def moved(library: Library, document_id: str, access: Access) -> Document:
    return replace(library.shelf.documents[document_id], access=access)


@pytest.mark.parametrize("merged", [False, True], ids=["", "merged"])
def test_a_document_that_becomes_one_for_partners_is_gone_for_the_public(
    engine: str, library: Library, tmp_path: Path, merged: bool
) -> None:
    library.put(moved(library, "a", Access.PARTNER))
    without = Library(engine, tmp_path / "without")
    without.put(*PUBLIC[1:])
    if merged:  # with enough segments of one size to be made one
        for one in ("d", "e", "f"):
            library.put(document(one, "Een wijk"))
            without.put(document(one, "Een wijk"))
    assert library.index.ids() >= {"a", "b", "c", "p", "q"}
    assert "a" in ids(partner(library).search(every("tuin")))
    for text in ASKED:
        mine, other = library.search(text), without.search(text)
        assert (ids(mine), mine.facets) == (ids(other), other.facets)
        assert (mine.expansions, mine.suggestion) == (other.expansions, other.suggestion)
    for typed in ("tui", "wij", "t"):
        assert library.index.suggest(typed, 50) == without.index.suggest(typed, 50)


def test_a_document_that_becomes_public_is_found_by_all(library: Library) -> None:
    library.put(moved(library, "p", Access.PUBLIC))
    assert library.found("kasteeltuin") == ["p"]
    assert library.search("geheime", unit=Unit.PASSAGES).total == 1
    assert partner(library).search(every()).total == 5
    assert partner(library).search(every(unit=Unit.PASSAGES)).total == 1


def test_a_document_is_deleted_whoever_could_see_it(library: Library) -> None:
    library.delete("p", "a")
    assert library.index.ids() == {"b", "c", "q"}
    assert ids(partner(library).search(every())) == ["b", "c", "q"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rebuild_keeps_audiences_apart(library: Library, alone: Library, jobs: int) -> None:
    everything = [*PARTNERS, *PUBLIC]
    assert library.index.rebuild(everything, 9, Effort(jobs=jobs, memory=1 << 10)) == 5
    alone.index.rebuild(PUBLIC, 9)
    asked = [every(text, unit=unit) for text in ASKED for unit in Unit]
    assert_answers_alike(library.index, alone.index, asked)
    assert partner(library).search(every()).total == 5


def test_what_became_one_for_partners_is_not_shown_before_the_index_knows(
    engine: str, library: Library, tmp_path: Path
) -> None:
    library.shelf.documents["a"] = moved(library, "a", Access.PARTNER)
    without = Library(engine, tmp_path / "without")
    without.put(PUBLIC[1])
    without.put(PUBLIC[2])
    for text in ASKED:
        mine, other = library.search(text, explain=True), without.search(text, explain=True)
        assert ids(mine) == ids(other)
        assert {hit.id: hit.score for hit in mine.hits} == pytest.approx(
            {hit.id: hit.score for hit in other.hits}
        )
        assert (mine.facets, mine.suggestion) == (other.facets, other.suggestion)
    assert library.index.suggest("tui", 50) == without.index.suggest("tui", 50)
    assert "a" in ids(partner(library).search(every()))


def test_what_became_public_is_public_once_the_index_knows(library: Library) -> None:
    library.shelf.documents["p"] = moved(library, "p", Access.PUBLIC)
    assert library.found("kasteeltuin") == []
    assert "p" in ids(partner(library).search(every()))


def test_what_was_withdrawn_is_gone_for_partners_before_the_index_knows(library: Library) -> None:
    library.shelf.documents["p"] = replace(PARTNERS[0], status=Status.WITHDRAWN)
    assert ids(partner(library).search(every())) == ["a", "b", "c", "q"]


# Any collection

_accesses = st.sampled_from((Access.PUBLIC, Access.PUBLIC, Access.PARTNER))


@st.composite
def of_both(draw: st.DrawFn) -> list[list[Document]]:
    """Batches of documents, each seen by some."""
    found = draw(st.lists(documents(), max_size=6, unique_by=lambda one: one.id))
    read = [replace(one, access=draw(_accesses)) for one in found]
    size = draw(st.integers(1, 4))
    return [read[at : at + size] for at in range(0, len(read), size)]


def public_ones(batch: Sequence[Document]) -> list[Document]:
    return [one for one in batch if one.access is Access.PUBLIC]


@settings(max_examples=25)
@given(of_both(), st.lists(queries, min_size=2, max_size=4), st.lists(typed_texts, max_size=3))
def test_the_public_cannot_tell_whether_there_is_anything_for_partners(
    batches: list[list[Document]], asked: list[Query], typed: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both, alone = (Library("whoosh", Path(folder) / name) for name in ("both", "alone"))
        for batch in batches:
            both.put(*batch)
            alone.put(*public_ones(batch))
        every_way = [replace(one, unit=unit, explain=True) for one in asked for unit in Unit]
        assert_answers_alike(both.index, alone.index, every_way)
        for text in typed:
            assert both.index.suggest(text, 50) == alone.index.suggest(text, 50)


_moves = st.lists(st.tuples(documents(), _accesses), max_size=8)


@settings(max_examples=20)
@given(_moves, st.lists(queries, min_size=1, max_size=3), st.integers(1, 3))
def test_each_audience_is_answered_as_by_plain_loops(
    puts: list[tuple[Document, Access]], asked: list[Query], size: int
) -> None:
    """Documents with the same id come again, for other readers perhaps."""
    read = [replace(one, access=access) for one, access in puts]
    with tempfile.TemporaryDirectory() as folder:
        whoosh, memory = (Library(engine, Path(folder)) for engine in ("whoosh", "memory"))
        for at in range(0, len(read), size):
            whoosh.put(*read[at : at + size])
            memory.put(*read[at : at + size])
        assert whoosh.index.ids() == memory.index.ids()
        for query in (replace(one, unit=unit) for one in asked for unit in Unit):
            for audience in (Access.PUBLIC, Access.PARTNER):
                ours, oracle = (one.index.seen_by(audience) for one in (whoosh, memory))
                assert_same_answer(ours.search(query), oracle.search(query), query)
                assert ours.count(query) == oracle.count(query)


def test_newest_first_puts_documents_of_all_audiences_in_one_order(library: Library) -> None:
    hits = partner(library).search(every(sort=Sort.OLDEST)).hits
    assert [hit.id for hit in hits] == ["p", "a", "c", "b", "q"]
