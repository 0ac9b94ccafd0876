"""Words of one verb find each other; words that only look so do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.checked_yaml import load_yaml
from corpus.language.families import BONDS, Bonds, relatives
from corpus.language.stems import stem
from corpus.language.tokens import tokenize

_LINES = (Path(__file__).parent / "eval" / "derivations.tsv").read_text("utf-8").splitlines()
_ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")]
MEET = [(first, other) for kind, first, other in _ROWS if kind == "meet"]
APART = [(first, other) for kind, first, other in _ROWS if kind == "apart"]


def _stem(word: str) -> str:
    (token,) = tokenize(word)
    return stem(token.key, "nl")


def family(word: str) -> str:
    """One stem that stands for all words derived from one another; of a lonely word its own."""
    return min((stem(word, "nl"), *relatives(word)))


def test_the_table_is_long_enough_and_each_pair_stands_once() -> None:
    assert len(MEET) >= 60
    assert len(APART) >= 40
    assert len(set(map(frozenset, (*MEET, *APART)))) == len(_ROWS)


@pytest.mark.parametrize(("first", "other"), MEET)
def test_words_of_one_verb_meet(first: str, other: str) -> None:
    assert family(_stem(first)) == family(_stem(other))
    assert _stem(other) in relatives(_stem(first))


@pytest.mark.parametrize(("first", "other"), APART)
def test_words_that_only_look_derived_stay_apart(first: str, other: str) -> None:
    assert _stem(other) not in relatives(_stem(first))
    assert family(_stem(first)) != family(_stem(other)) or _stem(first) == _stem(other)


@pytest.mark.parametrize("word", sorted({word for pair in (*MEET, *APART) for word in pair}))
def test_a_family_is_the_same_for_all_of_its_words(word: str) -> None:
    own = _stem(word)
    assert own not in relatives(own)
    for other in relatives(own):
        assert own in relatives(other)
        assert family(other) == family(own)


@pytest.mark.parametrize("word", ["", "xqzw", "2014", "portiek", "bewonersbudget"])
def test_a_lonely_word_is_its_own_family(word: str) -> None:
    assert relatives(word) == ()
    assert family(word) == word


def test_what_is_written_down_is_stems() -> None:
    bonds = load_yaml(BONDS, Bonds)
    words = {*bonds.apart, *(word for entry in bonds.together for word in entry.split("+"))}
    assert [word for word in sorted(words) if stem(word, "nl") != word] == []
    assert all(entry.count("+") == 1 for entry in bonds.together)
