"""What a reader sees of a page: the lines that answer best, with the asked words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import taxonomy
from index_strategies import VOCABULARY, query_texts

from corpus.document import Page
from corpus.language.analysis import analyze
from corpus.thesaurus import load_thesaurus
from index import Query, Snippet, Span, mark
from index.lexicon import ListedWords
from index.passages import MAX_CHARACTERS, MAX_PASSAGES, best_passages, opening
from index.resolve import Meanings, resolve
from index.syntax import parse
from index.tree import Node

THESAURUS = load_thesaurus(taxonomy())
MEANINGS = Meanings(lambda *_: frozenset(), THESAURUS)


class _Lexicon(ListedWords):
    """A collection in which nothing else occurs."""

    def has_stem(self, stem: str) -> bool:  # noqa: ARG002
        return False

    def words(self) -> list[str]:
        return ["portiek", "portieken", "tuin"]

    def rarity(self, stems: Iterable[str]) -> float:  # noqa: ARG002
        return 1.0

    def frequency(self, word: str) -> int:
        return int(word in self.words())

    def values(self, facet: str) -> tuple[str, ...]:  # noqa: ARG002
        return ()


def tree(query: str) -> Node:
    return resolve(parse(query).tree, _Lexicon(), MEANINGS).tree


def passages(query: str, *texts: str, language: str | None = "nl") -> list[str]:
    """Passages with ``[`` and ``]`` around what was asked for."""
    pages = [Page(number=n, text=text) for n, text in enumerate(texts, start=1)]
    return [shown(passage) for passage in best_passages(tree(query), pages, language)]


def shown(passage: Snippet | tuple[Span, ...]) -> str:
    spans = passage.spans if isinstance(passage, Snippet) else passage
    return "".join(f"[{span.text}]" if span.hit else span.text for span in spans)


GARDEN = (
    "De gemeente zaagde de bomen om. Sindsdien beheren bewoners de tuin zelf! Zij doen dat "
    "met twaalf mensen; in de winter is het stil."
)

# query, text -> passage
SHOWN = [
    # whole sentences, from the one with the word on
    ("tuin", GARDEN, f"Sindsdien{GARDEN.split('Sindsdien')[1].replace('tuin', '[tuin]')}"),
    # inflections, compounds with a hyphen, accents
    ("tuinen", "Een tuintje, de Tuin.", "Een [tuintje], de [Tuin]."),
    ("beheer", "Over zelf-beheer.", "Over zelf-[beheer]."),
    ("cooperatie", "De Coöperatie Oost.", "De [Coöperatie] Oost."),
    # exact words in a phrase, and each word of a loose one
    ('"de tuin"', "In de tuin of de tuinen.", "In [de tuin] of de tuinen."),
    ('"de tuin"~2', "In de grote tuin.", "In [de] grote [tuin]."),
    ('"a b c"~2', "a b x b x x c", "[a] b x [b] x x [c]"),
    # beginnings and near spellings
    ("portie*", "Een portiek, portieken.", "Een [portiek], [portieken]."),
    ("portiex~", "Een portiek.", "Een [portiek]."),
    # a word both in a phrase and by itself is marked once
    ('tuin "de tuin"', "In de tuin.", "In [de tuin]."),
    # what is not wanted is not marked
    ("tuin -dak", "Een tuin, geen dak.", "Een [tuin], geen dak."),
    # a title is no text
    ("titel:tuin dak", "Een tuin, een dak.", "Een tuin, een [dak]."),
    # white space is shown as one space, a heading apart from what stands below it
    ("tuin", "Een \n tuin\tmet  gras.", "Een [tuin] met gras."),
    ("tuin", "De tuin\n\nHet is er stil.", "De [tuin] – Het is er stil."),
    ("tuin", "Wie de tuin?\n\nHet is er stil.", "Wie de [tuin]? Het is er stil."),
    ("tuin", "De tuin\n\n- gras\n\n- een hek", "De [tuin] - gras - een hek"),
    ("tuin", "De tuin die\n\nstil is.", "De [tuin] die stil is."),  # a line broken by a PDF
    # quotation marks stay with their sentence
    ("tuin", "Dak. “Een tuin.” Nog een dak.", "“Een [tuin].” Nog een dak."),
    # abbreviations and numbers do not end a sentence before a small letter
    ("tuin", "Een dak. Een tuin, o.a. bij een dak.", "Een [tuin], o.a. bij een dak."),
    # a phrase over the end of a sentence
    ('"gras tuin"', "Er is gras. Tuin is er ook.", "Er is [gras. Tuin] is er ook."),
]


@pytest.mark.parametrize(("query", "text", "expected"), SHOWN)
def test_a_passage_shows_the_asked_words_in_their_sentences(
    query: str, text: str, expected: str
) -> None:
    assert passages(query, text) == [expected]


def test_the_sentences_with_most_of_the_asked_words_are_shown() -> None:
    text = f"Een tuin. {'Niets hier over. ' * 30}Een tuin bij een portiek. {'Niets hier. ' * 30}"
    (passage,) = passages("tuin portiek", text)
    assert passage.startswith("Een [tuin] bij een [portiek]. Niets hier.")


def test_the_best_pages_come_first_and_at_most_three() -> None:
    texts = ["dak", "tuin", "tuin en portiek", "tuin tuin", "tuin", "portiek"]
    assert passages("tuin portiek", *texts) == ["[tuin] en [portiek]", "[tuin] [tuin]", "[tuin]"]


def test_a_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = "gras " * 200 + "tuin " + "gras " * 200
    (passage,) = passages("tuin", text)
    assert re.fullmatch(r"… (gras ){15}\[tuin\]( gras){4,44} …", passage)
    assert len(passage) <= MAX_CHARACTERS + len("… []  …")


def test_a_heading_is_shown_with_the_beginning_of_the_long_text_below_it() -> None:
    (passage,) = passages("tuin", "De tuin\n\nEr is " + "gras en " * 100)
    assert passage.startswith("De [tuin] – Er is gras")
    assert passage.endswith(("gras …", "en …"))
    assert len(passage) > 250


def test_a_word_without_end_is_cut_anywhere() -> None:
    (passage,) = passages("tuin", "x" * 1000 + " tuin " + "y" * 1000)
    assert "[tuin]" in passage
    assert len(passage) <= MAX_CHARACTERS + 10


def test_a_quotation_longer_than_a_passage_is_shown_whole() -> None:
    words = [f"woord{n}" for n in range(60)]
    (passage,) = passages(f'"{" ".join(words)}"', "Zij zei: " + " ".join(words) + " en zo meer.")
    assert f"[{' '.join(words)}]" in passage


def test_the_language_decides_which_forms_are_the_same_word() -> None:
    assert passages("enterprise", "Two enterprises.", language="en") == ["Two [enterprises]."]


def test_a_document_found_without_words_shows_its_first_lines() -> None:
    page = Page(number=4, text="De tuin\n\nHet is er stil. " + "Er is gras en er is een hek. " * 20)
    passage = opening(page, "Titel")
    assert passage.page == 4
    text = shown(passage)
    assert text.startswith("De tuin – Het is er stil. Er is gras")
    assert text.endswith(" …")
    assert len(text) <= MAX_CHARACTERS + 3
    assert shown(opening(Page(number=1, text="\n\n Kort."), "Titel")) == "Kort."


@pytest.mark.parametrize(
    ("text", "title", "seen"),
    [
        ("De tuin\n\nEr was eens.", "De Tuin", "Er was eens."),
        ("De tuin: een verslag\n\nEr was.", "De tuin", "De tuin: een verslag – Er was."),
        ("De tuin", "De tuin", "De tuin"),
    ],
)
def test_the_title_above_the_text_is_not_said_again(text: str, title: str, seen: str) -> None:
    assert shown(opening(Page(number=1, text=text), title)) == seen


MARKED = [
    ("tuin", "De tuin,\n\nen <b>tuinen</b>", "De [tuin],\n\nen <b>[tuinen]</b>"),
    ("bewoners bedrijf", "Een bewonersbedrijf.", "Een [bewonersbedrijf]."),
    ("wat werkt in de tuin", "wat werkt in de tuin", "wat werkt in de [tuin]"),
    ("gemeente:tuin", "tuin", "tuin"),
    ("", "tuin", "tuin"),
    ("*", "tuin", "tuin"),
    ("-tuin", "tuin", "tuin"),
    ("tuin", "", ""),
]


@pytest.mark.parametrize(("query", "text", "expected"), MARKED)
def test_a_whole_page_is_marked_without_changing_it(query: str, text: str, expected: str) -> None:
    assert shown(mark(text, Query(text=query), "nl", THESAURUS)) == expected


texts = st.lists(
    st.sampled_from((*VOCABULARY, ". ", ", ", "\n\n", "\n", "? ", '"', "Dat ", "x" * 90)),
    max_size=120,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(query_texts, texts, st.sampled_from(("nl", "en", None)))
def test_marking_keeps_every_character(query: str, text: str, language: str | None) -> None:
    assert "".join(span.text for span in mark(text, Query(text=query), language, THESAURUS)) == text


@settings(max_examples=150, deadline=None)
@given(query_texts, texts)
def test_a_passage_is_a_short_piece_of_the_page_cut_between_words(query: str, text: str) -> None:
    words = {word.exact for word in analyze(text, "nl")}
    for passage in best_passages(tree(query), [Page(number=1, text=text)], "nl"):
        assert any(span.hit for span in passage.spans)
        assert all(span.text for span in passage.spans)
        whole = "".join(span.text for span in passage.spans)
        assert len(whole) <= MAX_CHARACTERS + len("… ") + len(" …") + whole.count(" – ")
        assert "  " not in whole.replace(" – ", "–")
        assert "\n" not in whole
        assert {word.exact for word in analyze(whole, "nl")} <= words


def test_a_long_page_full_of_the_asked_words_takes_no_long_time() -> None:
    page = Page(number=1, text="Een tuin bij de tuin, en een portiek. " * 10_000)
    endless = Page(number=2, text="een tuin bij de tuin en een portiek " * 10_000)
    accents = Page(number=3, text="a" + "\u0316\u0301" * 200_000)
    asked = tree('tuin portiek "de tuin" "een portiek"~5 por*')
    assert len(best_passages(asked, [page, endless, accents], "nl")) == 2
    assert MAX_PASSAGES == 3
