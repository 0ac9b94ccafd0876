"""The best lines are those of the plain way, which looks at every word and masks the whole page."""

from __future__ import annotations

from pathlib import Path

import plain_passages as plain
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index_collection import taxonomy

from conftest import PROJECT, SAMPLES
from corpus.document import Page
from corpus.language.analysis import analyze
from corpus.personal import masked, masked_part
from corpus.thesaurus import load_thesaurus
from index import Query, mark
from index.page_words import Where
from index.passages import best_passages, quoted
from index.tree import And, Choice, Forms, Near, Node, Not, Or, Phrase, Terms

THESAURUS = load_thesaurus(taxonomy())
DOCUMENTS = PROJECT.parent / "shared" / "documents"
LANGUAGES = st.sampled_from(["nl", None, "en", "fr"])

WORDS = (
    "de", "het", "van", "tuin", "tuinen", "Tuintje", "bewoners", "buurtbewoners", "zelf-beheer",
    "wijk-", "en", "wijkaanpak", "Coöperatie", "coo\u0308peratie", "beheer\u00adder", "foto's",
    "zo’n", "COVID-19", "55-plus", "2014-2016", "10.000", "3.5", "en/of", "(art.", "1:2", "lid,",
    "portiek", "portieken", "ging", "gaan", "gardens", "garden", "neighbours", "ﬁets", "Één", "–",
    "...", "•", "bewonersparticipatie", "gemeente", "Gemeentes", "\u200bbeheer", "x" * 130,
    "_", "'s",
)  # fmt: skip
PERSONAL = (
    "jan.jansen@voorbeeld.nl", "info@gemeente.nl", "jan (at) voorbeeld.nl", "jan@\nvoorbeeld.nl",
    "06 - 12 34 56 78", "tel\n0612345678", "0612345678", "020-1234567 / 06 12345678", "ISBN 90",
    "NL91 ABNA 0417 1643 00", "BSN: 1112.22.333", "111222333", "bsn", "burgerservice-\nnummer",
    "12-05-2014", "ISBN 978-90\n1234 0612345678", "https://x.nl/0612345678", "+31 (0)20 123 45 67",
)  # fmt: skip
GAPS = (
    *[" "] * 8, ". ", ", ", "\n", "\n\n", "  ", "! ", '." ', ".) ", "? \n\n\n", "\u00a0", " \n \n",
    "\t", ".\n\n", ".", " (", "\u2028", "\n- ", "\n\n# ",
)  # fmt: skip
KNOWN = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(PERSONAL))


@st.composite
def texts(draw: st.DrawFn, most: int = 60) -> str:
    """A text of real words, on some pages with a long stretch in which nothing is asked."""
    several = draw(st.lists(st.tuples(KNOWN, st.sampled_from(GAPS)), max_size=most))
    filler = draw(st.sampled_from(["", "een lange zin zonder einde ", "Kort.\n\n", "regel\n"]))
    at = draw(st.integers(0, len(several)))
    parts = [word + gap for word, gap in several]
    return "".join([*parts[:at], filler * draw(st.integers(0, 60)), *parts[at:]])


@st.composite
def trees(draw: st.DrawFn) -> Node:
    """A tree of leaves that ask for words of :data:`WORDS`, or for nothing that is there."""
    words = [word for text in WORDS for word in analyze(text, draw(LANGUAGES))]
    exact = st.sampled_from(sorted({word.exact for word in words}))
    stems = st.sampled_from(
        sorted({s for w in words for s in (w.stem, *(p.stem for p in w.parts))})
    )
    some = st.lists(stems, min_size=1, max_size=3).map(tuple)
    leaves: st.SearchStrategy[Choice] = st.one_of(
        st.builds(Terms, some, st.sampled_from(["stem", "whole"]), st.booleans()),
        st.builds(Terms, st.lists(exact, max_size=9).map(tuple), st.just("exact"), st.booleans()),
        st.builds(
            Phrase,
            st.lists(exact, min_size=1, max_size=3).map(tuple),
            st.sampled_from([0, 0, 1, 4]),
            st.booleans(),
        ),
        st.builds(Near, st.lists(some, min_size=1, max_size=3).map(tuple), st.integers(0, 9)),
    )
    forms = st.builds(Forms, st.lists(leaves, min_size=1, max_size=3).map(tuple))
    some_forms = st.lists(st.one_of(leaves, forms), min_size=1, max_size=4).map(tuple)
    return draw(st.one_of(leaves, st.builds(And, some_forms), st.builds(Or, some_forms)))


def page(text: str, language: str | None = None) -> Page:
    return Page(number=1, text=text, language=language)


@given(trees(), texts(), LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_best_lines_are_those_of_looking_at_every_word(
    tree: Node, text: str, language: str | None
) -> None:
    pages = [page(text)]
    assert best_passages(tree, pages, language) == plain.best_passages(tree, pages, language)


@given(trees(), texts(), LANGUAGES)
@settings(max_examples=50, deadline=None)
def test_a_quoted_stretch_is_marked_as_by_looking_at_every_word(
    tree: Node, text: str, language: str | None
) -> None:
    of, start, end = page(text), len(text) // 4, len(text)
    assert quoted(tree, of, start, end, language) == plain.quoted(tree, of, start, end, language)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), texts(), LANGUAGES, st.data())
@settings(max_examples=50, deadline=None)
def test_a_marked_page_is_that_of_looking_at_every_word(
    words: list[str], text: str, language: str | None, data: st.DataObject
) -> None:
    asked = [word + data.draw(st.sampled_from(["", "", "*", "~"])) for word in words]
    whole = " ".join(asked)
    query = Query(text=data.draw(st.sampled_from([whole, f'"{whole}"', f'"{whole}"~3'])))
    assert mark(text, query, language, THESAURUS) == plain.mark(text, query, language, THESAURUS)


@given(texts(most=150), st.integers(0, 4000), st.integers(0, 400))
@settings(max_examples=250, deadline=None)
@example("bsn 111222333\n" + "regel\n" * 10 + "111222333\n" * 40 + "slot", 400, 100)
@example("tel\n" + "0612345678\n" * 60, 300, 50)
@example("0612345678 en dan nog\n" + "regel\n" * 100 + "5 ", 0, 20)
@example("woord\n" * 99 + "ISBN \n123\n0612345678 X0612345678\n" + "woord\n" * 99, 590, 60)
def test_a_part_is_masked_as_it_is_in_the_whole(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert masked_part(text, start, end) == masked(text)[start:end]


@pytest.mark.parametrize("text", [" ".join(WORDS), "\n".join(PERSONAL), "tuin" * 5000, " \n ", ""])
def test_the_number_of_a_word_is_that_among_all_words(text: str) -> None:
    words = list(analyze(text, "nl"))
    exact = [word.exact for word in words]
    where = Where(text, "nl", [Phrase((*exact, "zzyzx"))])
    found = [(spot.at, spot.start, spot.end) for spot in where("exact", exact)]
    assert found == [(at, word.start, word.end) for at, word in enumerate(words)]


def _compare(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    words = list(analyze(text, "nl"))
    for at in range(0, len(words) - 3, max(1, len(words) // 6)):
        near = Near(((words[at].stem,), (words[at + 2].stem,)), 4)
        some = Terms((words[at].stem, words[-at].stem), "stem")
        for tree in (some, near, Phrase((words[at].exact, words[at + 1].exact)), Not(some)):
            for language in ("nl", "en"):
                expected = plain.best_passages(tree, [page(text, language)], None)
                assert best_passages(tree, [page(text, language)], None) == expected


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt"))[::3], ids=lambda path: path.stem)
def test_lines_of_a_bundled_example_are_those_of_looking_at_every_word(path: Path) -> None:
    _compare(path)


@pytest.mark.shared
@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"no real documents: {DOCUMENTS}")
def test_lines_of_real_documents_are_those_of_looking_at_every_word() -> None:
    for path in sorted([*DOCUMENTS.glob("md/*.md"), *DOCUMENTS.glob("txt/*.txt")])[:12]:
        _compare(path)
