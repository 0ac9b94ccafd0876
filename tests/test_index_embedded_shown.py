"""On which pages of the hits that are shown words stand, by arrays and by plain loops."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plain_pages import matching_pages
from tree_strategies import TERMS, trees

from index.embedded.leaf import Leaf, SearchedSegment
from index.embedded.shown import Shown
from index.embedded.terms import TermLists
from index.places import PageMatch
from index.segment.build import SegmentBuilder
from index.tree import And, Everything, FacetIs, Node, Not, Or, Phrase, Terms, asked

Body = dict[str, list[tuple[int, str]]]
"""Field with its form -> places and terms, ascending."""
Document = tuple[Body, list[tuple[int, int]]]
"""What stands in it, and its pages: number and first position."""

NAMES = ("body_stem", "body_exact", "body_part", "title_exact")


def shown(folder: Path, told: Sequence[Document], documents: Sequence[int]) -> Shown:
    builder = SegmentBuilder()
    for body, pages in told:
        fields = {
            name: ([term for _, term in found], [at for at, _ in found])
            for name, found in body.items()
        }
        builder.add(fields, {}, {"page_starts": pages})
    builder.write(folder / "0")
    segment = SearchedSegment(folder / "0")
    return Shown(TermLists([Leaf(segment, segment.all_live())]), 0, segment, documents)


def plain_positions(body: Body, name: str, terms: tuple[str, ...]) -> list[int]:
    return sorted({at for at, term in body.get(name, ()) if term in terms})


TUIN, PORTIEK = Terms(("tuin",), "stem"), Terms(("portiek",), "stem")
GARDEN: Document = (
    {
        "body_stem": [(0, "tuin"), (1, "tuin"), (2, "portiek"), (130, "tuin"), (260, "portiek")],
        "body_part": [(261, "tuin"), (261, "tuin")],
        "body_exact": [(0, "tuin"), (1, "tuin"), (2, "portiek"), (130, "tuin"), (260, "portiek")],
        "title_stem": [(0, "dak")],
    },
    [(1, 0), (2, 130), (4, 260)],
)
LATER = [PageMatch(2, 1, 1), PageMatch(4, 1, 1)]
PAGES: list[tuple[Node, list[PageMatch]]] = [
    (TUIN, [PageMatch(1, 1, 2), *LATER]),
    (And((TUIN, PORTIEK)), [PageMatch(1, 2, 3), PageMatch(4, 2, 2), PageMatch(2, 1, 1)]),
    (Or((TUIN, TUIN)), [PageMatch(1, 1, 2), *LATER]),
    (And((TUIN, Not(PORTIEK))), [PageMatch(1, 1, 2), *LATER]),
    (Phrase(("tuin", "portiek")), [PageMatch(1, 1, 1)]),
    (Phrase(("tuin", "portiek"), 100), [PageMatch(1, 1, 2)]),  # never from one page to the next
    (Terms(("dak",), "stem"), []),
    (Terms(("tuin",), "stem", in_title=True), []),
    (
        Terms(("portiek", "tuin"), "exact"),
        [PageMatch(1, 1, 3), PageMatch(2, 1, 1), PageMatch(4, 1, 1)],
    ),
    (Everything(), []),
    (FacetIs("kind", frozenset({"beleid"})), []),
]


@pytest.mark.parametrize(("tree", "expected"), PAGES)
def test_the_page_with_most_of_the_asked_words_comes_first(
    tree: Node, expected: list[PageMatch], tmp_path: Path
) -> None:
    found = shown(tmp_path, [GARDEN, ({}, []), GARDEN], [2, 0])
    assert found.pages(dict.fromkeys(asked(tree))) == {0: expected, 2: expected}


def test_a_stem_stands_where_it_is_part_of_a_hyphenated_word_too(tmp_path: Path) -> None:
    found = shown(tmp_path, [GARDEN], [0])
    assert found.positions(0, "body_part", ("tuin", "haag")) == [261]
    assert found.positions(0, "body_stem", ("tuin", "portiek")) == [0, 1, 2, 130, 260]


place = st.tuples(st.integers(0, 60), st.sampled_from(TERMS))
places = st.sets(place, max_size=12).map(sorted)
parts = st.lists(place, max_size=12).map(sorted)  # both parts of a word may be the same
bodies = st.fixed_dictionaries(
    {}, optional={name: parts if name == "body_part" else places for name in NAMES}
)


@st.composite
def documents_(draw: st.DrawFn) -> Document:
    starts = sorted({0, *draw(st.sets(st.integers(1, 60), max_size=4))})
    return draw(bodies), list(enumerate(starts, draw(st.integers(1, 3))))


FREQUENT: Document = ({"body_stem": [(at, "a") for at in range(3)]}, [(1, 0)])
WORDS = tuple("abcdefghijklmno")
MANY: Document = (
    {"body_stem": list(enumerate(WORDS)), "body_part": [(3, "a"), (3, "a"), (20, "k")]},
    [(1, 0), (2, 4)],
)
FEW: Document = ({"body_stem": [(0, "c"), (70, "m")]}, [(1, 0), (5, 60)])


@settings(max_examples=110)
@given(st.lists(documents_(), min_size=1, max_size=6), trees)
@example([FREQUENT] * 150, Terms(("a",), "stem"))
@example([MANY, FEW, FEW, MANY, FEW, ({}, [])], Terms(WORDS, "stem"))
def test_all_hits_at_once_have_the_pages_that_each_has_alone(
    told: list[Document], tree: Node
) -> None:
    some = list(range(0, len(told), 2))
    words = list(dict.fromkeys(asked(tree)))
    with tempfile.TemporaryDirectory() as folder:
        found = shown(Path(folder), told, some)
        pages = found.pages(words)
        positions = list(where_all(found, told, some))
    assert positions == []
    assert pages == {
        document: matching_pages(words, pages_, partial(plain_positions, body))
        for document, (body, pages_) in ((at, told[at]) for at in some)
    }


def where_all(
    found: Shown, told: Sequence[Document], some: Sequence[int]
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Where the positions are others than in the plain document."""
    for document in some:
        for name in NAMES:
            for terms in (("a",), ("b", "c"), TERMS, WORDS):
                plain = plain_positions(told[document][0], name, terms)
                if list(found.positions(document, name, terms)) != plain:
                    yield document, name, terms
