"""Pairs of words that a document repeats."""

from __future__ import annotations

import pytest

from corpus.language.analysis import analyze
from index.pairs import PairCount


def repeated(*texts: str, language: str | None = "nl") -> tuple[str, ...]:
    pairs = PairCount(language)
    for text in texts:
        pairs.add(text, list(analyze(text, language)))
    return pairs.frequent()


PAIRS = {
    "sociale cohesie en Sociale Cohesie": ("sociale cohesie",),
    "sociale cohesie": (),  # stands there once
    "sociale\ncohesie of sociale cohesie": ("sociale cohesie",),
    "sociale\n\ncohesie. Sociale, cohesie. Sociale. Cohesie": (),
    "in de wijk en in de wijk": (),  # stop words
    "Wmo 2015 en Wmo 2015": (),  # numbers
    "coöperatieve vereniging (Coöperatieve vereniging)": ("coöperatieve vereniging",),
    "VvE-beheer nu, VvE-beheer nu": (),  # a stop word
    "a b sociale huur a b sociale huur": ("sociale huur",),
}


@pytest.mark.parametrize(("text", "expected"), PAIRS.items())
def test_neighbours_that_say_something_are_a_pair(text: str, expected: tuple[str, ...]) -> None:
    assert repeated(text) == expected


def test_pairs_of_all_pages_are_counted_together_the_most_frequent_first() -> None:
    pages = ("sociale huur", "sociale huur, buurthuis open", "sociale huur buurthuis open")
    assert repeated(*pages) == ("sociale huur", "buurthuis open")


def test_a_pair_in_a_title_counts_as_repeated() -> None:
    pairs = PairCount("nl")
    pairs.add("Sociale huur", list(analyze("Sociale huur", "nl")), times=2)
    assert pairs.frequent() == ("sociale huur",)


@pytest.mark.parametrize(("language", "found"), [("nl", 1), ("en", 1), (None, 1), ("de", 0)])
def test_only_languages_of_which_words_are_found_again_have_pairs(
    language: str | None, found: int
) -> None:
    assert len(repeated("sociale huur, sociale huur", language=language)) == found


def test_of_a_long_document_the_most_frequent_pairs_are_kept() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = [f"groep{a}{b} naam{a}{b}. " * 2 for a in letters[:10] for b in letters]
    assert len(repeated("sociale huur. " * 3, *many)) == 40
    assert repeated("sociale huur. " * 3, *many)[0] == "sociale huur"
