"""What an engine's document says of its words, without an engine."""

from __future__ import annotations

import re

import pytest
from index_collection import document, taxonomy

from index.opensearch import dictionary
from index.opensearch.mapping import WORD
from index.opensearch.vocabulary import (
    exact_words,
    learned_from,
    pair_of,
    pattern_of,
    vocabulary,
    words_field,
)
from index.prepare import prepare

PAIRS = "De coöperatieve vereniging en nog eens de coöperatieve vereniging."


def test_words_stand_under_their_first_letter_each_once() -> None:
    prepared = prepare(document("a", "Wijken, een wijk; 10 wijken.", title="Één"), taxonomy())
    assert vocabulary(prepared)["words"] == {"e": ["een"], "w": ["wijk", "wijken"], "other": ["10"]}
    assert words_field("wijk") == "words.w"
    assert words_field("10") == "words.other"
    assert words_field("ωμέγα") == "words.other"


def test_a_title_is_found_by_the_beginning_of_any_of_its_words() -> None:
    kept = vocabulary(prepare(document("a", title="Zelfbeheer van de Tuin"), taxonomy()))
    assert kept["title_start"] == "zelfbeheer van de tuin "
    assert kept["title_tails"] == ["zelfbeheer van de tuin ", "van de tuin ", "de tuin ", "tuin "]


def test_a_pair_is_known_from_each_of_its_words_as_it_is_written() -> None:
    kept = vocabulary(prepare(document("a", PAIRS, title="Tuin"), taxonomy()))["pair_tails"]
    assert [tail.split("\t")[0] for tail in kept] == ["cooperatieve vereniging ", "vereniging "]
    assert {pair_of(tail) for tail in kept} == {"coöperatieve vereniging"}


def test_all_that_can_be_asked_is_learned() -> None:
    prepared = prepare(document("a", "Portieken in een zelf-beheerde wijk."), taxonomy())
    learned = learned_from(prepared)
    assert exact_words(prepared) <= learned
    assert {"portiek", "zelf"} <= learned


@pytest.mark.parametrize("prefix", ["po", "a.b", "x|y", "(", "een "])
def test_a_pattern_is_for_what_begins_so_and_for_nothing_else(prefix: str) -> None:
    assert re.fullmatch(pattern_of(prefix), prefix + "rtiek")
    assert not re.fullmatch(pattern_of(prefix), "q" + prefix)


def test_words_that_are_near_have_their_distance() -> None:
    words = ["portiek", "portieken", "portefeuille", "por" * 30]
    answer = {"hits": {"hits": [{"fields": {WORD: [word]}} for word in words]}}
    assert dictionary.near("portiek", 2, answer) == [("portiek", 0), ("portieken", 2)]


@pytest.mark.parametrize(
    ("key", "can"), [("", False), ("a", True), ("a" * 64, True), ("a" * 65, False)]
)
def test_no_word_is_near_what_is_no_word(key: str, can: bool) -> None:
    assert dictionary.can_be_near(key) is can
