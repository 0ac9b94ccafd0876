"""The word that was meant, and right words that stay."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.near import NearWords
from index.speller import Speller

TIMES = Counter(
    overlast=40,
    portiek=12,
    portieken=9,
    bewoners=200,
    bewonersbedrijf=4,
    bemiddeling=5,
    buurt=80,
    woning=60,
    woningen=70,
    toewijzing=6,
    statushouders=20,
    veranderd=9,
    verankerd=1,
    gemeente=300,
    verhuizen=3,
    schulden=30,
    hulpverlening=9,
    overlsat=1,  # a typing error in a text
    verdwenen=0,  # no text has it any more
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(NearWords(TIMES).within, lambda word: TIMES[word])


MEANT = {
    "overlats": "overlast",
    "overlasst": "overlast",
    "overlasr": "overlast",
    "statushouwders": "statushouders",
    "statushoeders": "statushouders",
    "verannderd": "veranderd",
    "veranerd": "veranderd",  # of two that are equally near the more frequent
    "bewonerbedrijf": "bewonersbedrijf",
    "gemeentee": "gemeente",
    "gemente": "gemeente",
    "verheizen": "verhuizen",
    "overlsatt": "overlast",  # and not the typing error in a text, which is nearer
    # compounds that do not occur
    "portiekovrelast": "portiekoverlast",
    "woningtoewijzign": "woningtoewijzing",
    "woningtowijzing": "woningtoewijzing",
    "buurtbemideling": "buurtbemiddeling",
    "burtbemiddeling": "buurtbemiddeling",
    "buurbtemiddeling": "buurtbemiddeling",  # swapped where the parts meet
    "schuldenhulpverlenign": "schuldenhulpverlening",
}


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_a_misspelled_word_is_set_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


RIGHT = (
    *("overlast", "overlsat"),  # they occur
    *("scootmobiel", "wijkverpleegkundige", "cooperatie", "fotos", "neighbourhood"),
    *("haarlemmermeer", "emmen", "shertogenbosch"),
    *("portiekoverlast", "woningtoewijzing", "gemeentewoning", "bewonersoverlast"),
    *("portiekoverlastbemiddeling", "leefbaarheid"),
    *("wmo2015", "2031", "19", "covid19"),
)


@pytest.mark.parametrize("word", RIGHT)
def test_a_right_word_stays_though_it_does_not_occur(speller: Speller, word: str) -> None:
    assert speller.correct(word) == word


@pytest.mark.parametrize("typed", ["qqqqq", "xq", "verdwenenn", "zzgemeentezz", "x" * 500])
def test_what_is_like_nothing_has_no_correction(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) is None


def test_without_words_nothing_is_corrected() -> None:
    speller = Speller(NearWords([]).within, lambda _: 0)
    assert speller.correct("overlats") is None
    assert speller.correct("overlast") == "overlast"


@given(st.text(alphabet="overlastpikgmn", max_size=14))
def test_a_correction_is_right_itself(typed: str) -> None:
    speller = Speller(NearWords(TIMES).within, lambda word: TIMES[word])
    corrected = speller.correct(typed)
    assert corrected is None or speller.correct(corrected) == corrected
