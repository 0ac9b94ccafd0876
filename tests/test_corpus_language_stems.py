"""The forms of one word meet in one stem, and different words do not."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.analysis import Part, Word, analysis_fingerprint, analyze
from corpus.language.stems import query_stems, stem
from corpus.language.tokens import tokenize

_FAMILIES = Path(__file__).parent / "eval" / "word_families.tsv"
MISSED_AT_MOST = 0.08  # of the pairs of forms of one word
WRONG_AT_MOST = 2  # pairs of different words


def _rows(kind: str) -> list[list[str]]:
    rows = (line.split("\t") for line in _FAMILIES.read_text(encoding="utf-8").splitlines())
    return [row[1].split() for row in rows if row[0] == kind]


SAME = [(first, other) for first, *others in _rows("same") for other in others]
APART = [(first, other) for first, other in _rows("apart")]


def _dutch(word: str) -> str:
    (token,) = tokenize(word)
    return stem(token.key, "nl")


def test_the_word_families_are_many_and_each_stands_once() -> None:
    assert len(_rows("same")) >= 60
    assert len(SAME) >= 150
    assert len(APART) >= 40
    assert len(set(SAME)) == len(SAME)
    assert len(set(map(frozenset, APART))) == len(APART)
    assert {len(pair) for pair in _rows("apart")} == {2}


def test_forms_of_one_word_meet() -> None:
    missed = [(a, b, _dutch(a), _dutch(b)) for a, b in SAME if _dutch(a) != _dutch(b)]
    assert len(missed) <= MISSED_AT_MOST * len(SAME), missed


def test_different_words_stay_apart() -> None:
    wrong = [(a, b, _dutch(a)) for a, b in APART if _dutch(a) == _dutch(b)]
    assert len(wrong) <= WRONG_AT_MOST, wrong


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("huisjes", "huis"),  # the lemma of a lemma
        ("tuinen", "tuin"),  # tuin and tuinen name each other in the dictionary
        ("bewonersbudgetten", "bewonersbudget"),  # an unknown compound
        ("opgeknapte", "opknappen"),
        ("toegepaste", "toepassen"),  # known only after its last part
        ("cooperaties", "cooperatie"),  # the dictionary has it with a diaeresis
        ("minder", "minder"),  # not weinig
        ("samenleving", "samenleving"),  # -ving is no form of vangen
        ("participatieving", "participatieving"),
        ("maatwerksoftware", "maatwerksoftware"),  # -ware is no form of zijn
        ("xqzw", "xqzw"),
        ("covid19", "covid19"),
        ("2014", "2014"),
        ("", ""),
    ],
)
def test_a_form_has_this_stem(form: str, expected: str) -> None:
    assert stem(form, "nl") == expected
    assert stem(form, None) == expected


@pytest.mark.parametrize(
    ("key", "language", "expected"),
    [
        ("neighbourhoods", "en", "neighbourhood"),
        ("evaluated", "en", "evalu"),
        ("neighbourhoods", "fr", "neighbourhoods"),
        ("huizen", "de", "huizen"),
    ],
)
def test_other_languages_have_their_own_stems_or_none(
    key: str, language: str, expected: str
) -> None:
    assert stem(key, language) == expected


def test_a_word_of_a_query_is_looked_for_in_both_languages_dutch_first() -> None:
    assert query_stems("houses") == ("houses", "hous")
    assert query_stems("huizen") == ("huis", "huizen")
    assert query_stems("2014") == ("2014",)


_KNOWN = sorted({stem(form, "nl") for form in chain(*_rows("same"), *_rows("apart"))})


def test_the_stem_of_a_stem_is_itself() -> None:
    assert [word for word in _KNOWN if stem(word, "nl") != word] == []


@given(st.text() | st.text("abcdeghiknorstuvwz", max_size=40))
def test_any_word_has_a_stem(text: str) -> None:
    for token in tokenize(text):
        for language in ("nl", "en", None):
            assert stem(token.key, language)


def test_a_text_is_analysed_into_words_with_stems_and_places() -> None:
    zelf, beheer = Part("zelf", 0, 4), Part("beheer", 5, 11)
    assert list(analyze("Zelf-beheer van tuinen", "nl")) == [
        Word("zelfbeheer", "zelfbeheer", (zelf, beheer), 0, 11, ("zelf", "beheer")),
        Word("van", "van", (), 12, 15),
        Word("tuinen", "tuin", (), 16, 22),
    ]
    assert [word.stem for word in analyze("gardens", "en")] == ["garden"]


def _marked(text: str, language: str | None) -> list[str]:
    parts = [part for word in analyze(text, language) for part in word.parts]
    return [f"{part.stem}={text[part.start : part.end]}" for part in parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("de Bewonersbudgetten", "bewoner=Bewoners budget=budgetten"),
        ("een wijkcoöperatie", "wijk=wijk cooperatie=coöperatie"),
        ("huurders­budget", "huurder=huurders­ budget=budget"),
        ("co-bewonersbudget", "co=co bewonersbudget=bewonersbudget bewoner=bewoners budget=budget"),
        (
            "huiskamergesprek",
            "huis=huis kamer=kamer gesprek=gesprek huiskamer=huiskamer kamergesprek=kamergesprek",
        ),
        ("e-health", "health=health"),
        ("woning", ""),
    ],
)
def test_parts_know_where_they_stand_in_the_text(text: str, parts: str) -> None:
    assert _marked(text, "nl") == _marked(text, None) == parts.split(" ")[: len(parts)]


def test_only_dutch_has_compounds() -> None:
    assert _marked("the buurthuis", "en") == []
    assert _marked("self-help", "en") == ["self=self", "help=help"]


@given(
    st.text() | st.lists(st.sampled_from(["wijk", "Één", "-", "­", "’", "s", "huizen"])).map("".join)
)
def test_parts_stand_inside_their_word(text: str) -> None:
    for word in analyze(text, "nl"):
        for part in word.parts:
            assert word.start <= part.start < part.end <= word.end


def test_the_fingerprint_of_the_analysis_stays_the_same() -> None:
    first = analysis_fingerprint()
    analysis_fingerprint.cache_clear()
    assert analysis_fingerprint() == first
    assert len(first) == 16
