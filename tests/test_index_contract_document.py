"""What every engine says alike of one document: where in it something stands, and what is like it.

Each test runs on each engine.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import Library, document, labels

from corpus.document import Kind, Status
from index.api import FoundPage, Query, Similar

GARDEN = "Bewoners onderhouden samen de binnentuin en het gereedschap van de moestuin."
STAIRS = "De huismeester veegt het portiek en de trappen van de galerijflat."


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    return Library(engine, tmp_path)


def pages(found: tuple[FoundPage, ...]) -> list[tuple[int, int, int]]:
    return [(one.page, one.words, one.places) for one in found]


def quoted(found: tuple[FoundPage, ...]) -> list[int]:
    return [one.page for one in found if one.lines]


def ids(found: tuple[Similar, ...]) -> list[str]:
    return [one.id for one in found]


# Inside


def test_each_page_with_any_of_the_words_is_told_with_words_and_places(library: Library) -> None:
    library.put(
        document("a", "De tuin en de tuinen.", "Niets.", "Een binnentuin, een flat."),
        document("b", "Een flat."),
    )
    assert pages(library.index.inside("a", Query(text="tuin flat"))) == [(1, 1, 2), (3, 2, 2)]
    assert pages(library.index.inside("a", Query(text="flat tuin"))) == [(1, 1, 2), (3, 2, 2)]


def test_a_page_counts_also_where_the_document_does_not_answer_all(library: Library) -> None:
    library.put(document("a", "Een tuin."), document("b", "Een flat."))
    query = Query(text="tuin flat", filters={"kind": frozenset({"beleid"})})
    assert pages(library.index.inside("a", query)) == [(1, 1, 1)]


def test_what_is_asked_inside_is_read_as_it_was_typed(library: Library) -> None:
    library.put(document("a", "Zelfbeheer van de tuin."), document("b", "Zelfbeheer."))
    assert library.search("zelfbeher").corrected
    assert library.index.inside("a", Query(text="zelfbeher")) == ()


def test_lines_are_marked_as_in_search(library: Library) -> None:
    library.put(document("a", "De binnentuin is van iedereen."))
    (page,) = library.index.inside("a", Query(text="tuin"))
    assert page.lines is not None
    assert [span.text for span in page.lines.spans if span.hit] == ["tuin"]
    (hit,) = library.search("tuin").hits
    assert hit.passages == (page.lines,)


def test_lines_of_the_best_pages_or_of_those_of_one_page_of_results(library: Library) -> None:
    library.put(document("a", "tuin", "tuin en flat", "tuin, tuin", "tuin"))
    query = Query(text="tuin flat", size=3)
    assert quoted(library.index.inside("a", query, 2)) == [2, 3]
    assert quoted(library.index.inside("a", query, 0)) == []
    assert quoted(library.index.inside("a", query)) == [1, 2, 3]
    assert quoted(library.index.inside("a", replace(query, page=2))) == [4]


def test_a_document_that_nobody_may_find_has_no_pages(library: Library) -> None:
    library.put(document("a", "tuin"), document("b", "tuin"))
    library.shelf.documents["a"] = document("a", "tuin", status=Status.WITHDRAWN)
    assert library.index.inside("a", Query(text="tuin")) == ()
    assert library.index.inside("onbekend", Query(text="tuin")) == ()
    assert library.index.inside("b", Query()) == ()


# Similar


def test_what_says_the_same_telling_words_is_similar(library: Library) -> None:
    one = document("a", GARDEN)
    library.put(
        one,
        document("b", GARDEN.replace("samen", "zelf")),
        document("c", STAIRS),
        document("d", STAIRS),
    )
    (found,) = library.index.similar(one, "kind", Query())["praktijk"]
    assert found.id == "b"
    assert {"binnentuin", "gereedschap", "moestuin"} <= set(found.words)
    assert found.archetypes == ()
    assert "samen" not in found.words


def test_of_two_that_say_the_same_the_one_about_the_same_archetype_comes_first(
    library: Library,
) -> None:
    one = document("a", GARDEN, tags=labels("zelfbeheer"))
    library.put(
        one,
        document("b", GARDEN),
        document("c", GARDEN, tags=labels("zelfbeheer", "klushuizen")),
        document("d", STAIRS),
        document("e", STAIRS),
    )
    first, second = library.index.similar(one, "kind", Query())["praktijk"]
    assert (first.id, second.id) == ("c", "b")
    assert first.archetypes == ("zelfbeheer",)
    assert first.score > second.score


def test_an_archetype_alone_is_enough(library: Library) -> None:
    one = document("a", GARDEN, title="Een", tags=labels("zelfbeheer"))
    library.put(
        one,
        document("b", STAIRS, title="Twee", tags=labels("zelfbeheer")),
        document("c", STAIRS, title="Drie"),
    )
    assert ids(library.index.similar(one, "kind", Query())["praktijk"]) == ["b"]


def test_each_value_has_its_own_best(library: Library) -> None:
    one = document("a", GARDEN)
    others = [document(f"p{n}", GARDEN) for n in range(4)]
    others += [document(f"w{n}", GARDEN, kind=Kind.WETENSCHAP) for n in range(2)]
    library.put(one, *others, *(document(f"x{n}", STAIRS) for n in range(8)))
    found = library.index.similar(one, "kind", Query(size=3))
    assert len(found["praktijk"]) == 3
    assert len(found["wetenschap"]) == 2


def test_filters_hold(library: Library) -> None:
    one = document("a", GARDEN, published="2020")
    library.put(
        one,
        document("b", GARDEN, published="2019"),
        document("c", GARDEN, published="2010"),
        document("d", STAIRS),
        document("e", STAIRS),
        document("f", STAIRS),
    )
    found = library.index.similar(one, "kind", Query(year_from=2015))
    assert ids(found["praktijk"]) == ["b"]


def test_what_nobody_may_find_is_not_similar(library: Library) -> None:
    one = document("a", GARDEN)
    library.put(one, document("b", GARDEN), document("c", GARDEN), document("d", STAIRS))
    library.shelf.documents["b"] = document("b", GARDEN, status=Status.WITHDRAWN)
    assert "b" not in ids(library.index.similar(one, "kind", Query()).get("praktijk", ()))


@pytest.mark.parametrize("text", ["", "¤¤ 12", "de het een"])
def test_a_document_that_tells_nothing_is_like_no_other(library: Library, text: str) -> None:
    one = document("a", text, title="")
    library.put(one, document("b", text, title=""), document("c", STAIRS))
    assert not any(library.index.similar(one, "kind", Query()).values())


def test_a_document_that_is_not_in_the_index_can_be_compared(library: Library) -> None:
    library.put(document("b", GARDEN), document("c", GARDEN), document("d", STAIRS))
    found = library.index.similar(document("nieuw", GARDEN), "kind", Query())
    assert set(ids(found["praktijk"])) == {"b", "c"}
