"""What every engine must do alike; each test runs on each engine.

What concerns texts is in ``test_index_contract_text.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from index_collection import Library, Shelf, document, labels, open_engine

from corpus.document import Document, Evidence, Kind
from corpus.errors import IndexMissing, UsageError
from corpus.passage import Outcome, Passage, PassageRole
from index import FacetCount, Query, Sort


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    return Library(engine, tmp_path)


# 1. Ids

STRANGE_IDS = ("a/b", "50%25", "één", "met een spatie", "'\"<>&", "ë" * 256, "x" * 512, "../..")


@pytest.mark.parametrize("strange", STRANGE_IDS)
def test_an_id_is_any_text_up_to_512_bytes(library: Library, strange: str) -> None:
    library.put(document(strange, "portiek"), document("ander", "tuin"))
    assert library.found("portiek") == [strange]
    assert library.index.ids() == {strange, "ander"}
    library.put(document(strange, "tuin"))
    assert library.found("portiek") == []
    library.delete(strange)
    assert library.index.ids() == {"ander"}


def test_long_ids_that_differ_at_the_end_are_two_documents(library: Library) -> None:
    library.put(document("x" * 511 + "a", "portiek"), document("x" * 511 + "b", "portiek"))
    library.delete("x" * 511 + "a")
    assert library.found() == ["x" * 511 + "b"]


def test_of_two_with_one_id_in_one_batch_the_later_counts(library: Library) -> None:
    library.put(document("a", "portiek"), document("a", "tuin"))
    assert (library.found("portiek"), library.found("tuin")) == ([], ["a"])


def test_put_and_delete_in_one_batch_leave_nothing(library: Library) -> None:
    with library.index.batch(1) as batch:
        batch.put(document("a", "portiek"))
        batch.delete("a")
    assert library.index.ids() == frozenset()


def test_delete_and_put_in_one_batch_leave_the_new_one(library: Library) -> None:
    library.put(document("a", "portiek"))
    new = document("a", "tuin")
    library.shelf.documents["a"] = new
    with library.index.batch(2) as batch:
        batch.delete("a")
        batch.put(new)
    assert (library.found("portiek"), library.found("tuin")) == ([], ["a"])


def test_deleting_an_unknown_id_changes_nothing(library: Library) -> None:
    library.put(document("a", "portiek"))
    library.delete("b")
    assert library.found("portiek") == ["a"]


# 2. Batches


def test_a_batch_is_seen_when_it_ends_and_not_before(library: Library) -> None:
    with library.index.batch(7) as batch:
        batch.put(document("a", "portiek"))
        assert library.index.count(Query(text="portiek")) == 0
        assert library.index.revision == 0
    assert library.index.count(Query(text="portiek")) == 1
    assert library.index.revision == 7


def test_a_failed_batch_leaves_the_index_as_it_was(library: Library) -> None:
    library.put(document("a", "portiek"))

    def failing() -> None:
        with library.index.batch(9) as batch:
            batch.put(document("b", "portiek"))
            batch.delete("a")
            raise RuntimeError("stroom uit")

    with pytest.raises(RuntimeError, match="stroom"):
        failing()
    assert library.found("portiek") == ["a"]
    assert library.index.revision == 1
    library.put(document("c", "portiek"))
    assert library.index.ids() == {"a", "c"}


def test_a_failed_rebuild_leaves_the_index_as_it_was(library: Library) -> None:
    library.put(document("a", "portiek"))

    def failing() -> Iterator[Document]:
        yield document("b", "portiek")
        raise RuntimeError("stroom uit")

    with pytest.raises(RuntimeError, match="stroom"):
        library.index.rebuild(failing(), 9)
    assert library.found("portiek") == ["a"]
    assert library.index.revision == 1


def test_a_rebuild_forgets_what_is_not_in_it(library: Library) -> None:
    library.put(document("a", "portiek"), document("b", "tuin"))
    assert library.index.rebuild([library.shelf.documents["b"]], 12) == 1
    assert library.index.ids() == {"b"}
    assert library.found("portiek") == []
    assert library.index.revision == 12


@pytest.mark.parametrize("text", ["", "portiek", "portiek~", "por*", '"a b"', "gemeente:haarlem"])
def test_an_empty_index_answers_with_nothing(library: Library, text: str) -> None:
    answer = library.search(text)
    assert (answer.total, answer.hits, answer.suggestion) == (0, (), None)
    assert all(counts == () for counts in answer.facets.values())


def test_without_an_index_every_question_says_so(engine: str, tmp_path: Path) -> None:
    index = open_engine(engine, tmp_path, Shelf())
    with pytest.raises(IndexMissing):
        index.search(Query())
    with pytest.raises(IndexMissing):
        index.count(Query())
    with pytest.raises(IndexMissing):
        index.ids()
    with pytest.raises(IndexMissing):
        _ = index.revision
    with pytest.raises(IndexMissing), index.batch(1):
        pass


# 3. Filters


@pytest.fixture
def places(library: Library) -> Library:
    library.put(
        document("a", "tuin", municipality=("Haarlem", "Emmen"), published="2012"),
        document(
            "b", "tuin", municipality=("Haarlemmermeer",), published="2014-05", kind=Kind.BELEID
        ),
        document("c", "tuin", municipality=("Emmen",), published="2016-01-31"),
        document("d", "tuin"),
    )
    return library


FILTERS: tuple[tuple[dict[str, set[str]], str], ...] = (
    ({"municipality": {"Haarlem"}}, "a"),
    ({"municipality": {"haarlem"}}, ""),
    ({"municipality": {"Haarlem", "Haarlemmermeer"}}, "ab"),
    ({"municipality": {"Haarlem", "Nergenshuizen"}}, "a"),
    ({"municipality": {"Nergenshuizen"}}, ""),
    ({"municipality": {"Haarlem", "Haarlemmermeer"}, "kind": {"beleid"}}, "b"),
    ({"municipality": {"Emmen"}, "year": {"2016"}}, "c"),
    ({"municipality": set()}, "abcd"),
    ({"organisation": {"Woonbedrijf"}}, ""),
    ({"year": {"2014"}}, "b"),
)


@pytest.mark.parametrize(("chosen", "expected"), FILTERS)
def test_filters_are_exact_or_inside_and_between(
    places: Library, chosen: dict[str, set[str]], expected: str
) -> None:
    filters = {name: frozenset(values) for name, values in chosen.items()}
    assert sorted(places.found("tuin", filters=filters)) == sorted(expected)
    assert sorted(places.found(filters=filters)) == sorted(expected)


YEARS = (
    (None, None, "abcd"),
    (2012, 2012, "a"),
    (2012, 2014, "ab"),
    (2013, None, "bc"),
    (None, 2014, "ab"),
    (2017, None, ""),
    (2016, 2012, ""),
)


@pytest.mark.parametrize(("first", "last", "expected"), YEARS)
def test_years_are_inclusive_and_leave_out_documents_without_one(
    places: Library, first: int | None, last: int | None, expected: str
) -> None:
    assert sorted(places.found("tuin", year_from=first, year_to=last)) == sorted(expected)


def test_an_unknown_facet_is_the_callers_mistake(places: Library) -> None:
    with pytest.raises(UsageError):
        places.search(filters={"kleur": frozenset({"rood"})})


# 4. Facets


def test_counts_are_ordered_by_number_and_then_by_code_point(places: Library) -> None:
    counts = places.search("tuin").facets["municipality"]
    assert counts == (
        FacetCount(value="Emmen", count=2),
        FacetCount(value="Haarlem", count=1),
        FacetCount(value="Haarlemmermeer", count=1),
    )


def test_a_chosen_value_stays_with_nothing_behind_it(places: Library) -> None:
    filters = {"municipality": frozenset({"Haarlem"}), "kind": frozenset({"beleid"})}
    counts = places.search("tuin", filters=filters).facets
    assert counts["municipality"] == (
        FacetCount(value="Haarlemmermeer", count=1),
        FacetCount(value="Haarlem", count=0, selected=True),
    )
    assert counts["kind"] == (
        FacetCount(value="praktijk", count=1),
        FacetCount(value="beleid", count=0, selected=True),
    )


def test_every_facet_counts_its_own_property(library: Library) -> None:
    library.put(
        document(
            "a",
            "tuin",
            kind=Kind.WETENSCHAP,
            tags=labels("zelfbeheer", "sociaal-beheer"),
            evidence=Evidence(level="onderbouwd", assigned_by="x"),
            themes=("wonen",),
            municipality=("Emmen",),
            organisation="De Linde",
            target_groups=("huurders",),
            published="2014-05",
            language="en",
            passages=(
                Passage(
                    page=1,
                    start=0,
                    end=4,
                    text="tuin",
                    role=PassageRole.RESULT,
                    outcome=Outcome.WORKS,
                    ingredients=("eigen-budget",),
                    by="rules 1",
                ),
            ),
        )
    )
    counts = library.search().facets
    assert {name: [count.value for count in found] for name, found in counts.items()} == {
        "archetype": ["sociaal-beheer", "zelfbeheer"],
        "kind": ["wetenschap"],
        "evidence": ["onderbouwd"],
        "theme": ["wonen"],
        "municipality": ["Emmen"],
        "organisation": ["De Linde"],
        "target_group": ["huurders"],
        "year": ["2014"],
        "role": ["resultaat"],
        "outcome": ["werkt"],
        "ingredient": ["eigen-budget"],
        "stance": ["voor"],
        "language": ["en"],
    }
    assert library.search().hits[0].facets["archetype"] == ("zelfbeheer", "sociaal-beheer")


# 5. Totals and pages of results


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["tuin", ""])
def test_pages_of_results_follow_each_other_without_overlap(
    library: Library, sort: Sort, text: str
) -> None:
    library.put(*(document(f"d{n:02}", "tuin", title=f"T{n % 3}") for n in range(23)))
    pages = [library.found(text, sort=sort, page=page, size=10) for page in (1, 2, 3, 4, 10**9)]
    assert [len(page) for page in pages] == [10, 10, 3, 0, 0]
    together = [found for page in pages for found in page]
    assert together == library.found(text, sort=sort)
    assert len(set(together)) == 23
    assert library.search(text, page=4, size=10).total == 23


# 6. Order


@pytest.fixture
def dated(library: Library) -> Library:
    library.put(
        document("a", "tuin", title="Élan", published="2014"),
        document("b", "tuin", title="‘Zorg’", published=None),
        document("c", "tuin", title="avond", published="2014-05-01"),
        document("d", "tuin", title="Buren", published="2016"),
        document("e", "tuin", title="avond", published="2014-05-01"),
    )
    return library


ORDERS = (
    (Sort.NEWEST, "dceab"),
    (Sort.OLDEST, "acedb"),
    (Sort.TITLE, "cedab"),
)


@pytest.mark.parametrize(("sort", "expected"), ORDERS)
@pytest.mark.parametrize("text", ["tuin", ""])
def test_hits_are_sorted_and_what_has_no_date_comes_last(
    dated: Library, sort: Sort, expected: str, text: str
) -> None:
    assert "".join(dated.found(text, sort=sort)) == expected


@pytest.mark.parametrize("text", ["", "*", "-zonsopgang", "soort:praktijk"])
def test_where_nothing_can_be_ranked_the_newest_come_first(dated: Library, text: str) -> None:
    assert "".join(dated.found(text)) == "dceab"
    assert {hit.score for hit in dated.search(text).hits} == {0.0}


def test_equally_good_hits_are_ordered_by_id(library: Library) -> None:
    library.put(*(document(found, "tuin") for found in "cab"))
    assert library.found("tuin") == ["a", "b", "c"]


def test_title_labels_and_rare_words_weigh_more(library: Library) -> None:
    filler = "het gaat hier om iets anders " * 5
    library.put(
        document("tekst", f"overlast {filler}"),
        document("titel", filler, title="Overlast"),
        document("label", filler, tags=labels("zelfbeheer")),
        document("woord", f"zelfbeheer {filler}"),
        document("beide", f"overlast gemeente {filler}"),
        *(document(f"vul{n}", f"gemeente {filler}", tags=labels("klushuizen")) for n in range(9)),
    )
    assert library.found("overlast")[0] == "titel"
    assert library.found("zelfbeheer") == ["label", "woord"]
    overlast = library.found("overlast OF gemeente")
    assert overlast.index("beide") < overlast.index("tekst") < overlast.index("vul0")
