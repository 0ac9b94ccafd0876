"""One written form for what a reader sees as the same word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.fold import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("", ""),
        ("Bewoners", "bewoners"),
        ("Eén", "een"),
        ("ÉÉN", "een"),
        ("coöperatie", "cooperatie"),
        ("co\u0308operatie", "cooperatie"),
        ("Ĳsselstein", "ijsselstein"),
        ("ĳs", "ijs"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("Straße", "strasse"),
        ("ŒUVRE", "oeuvre"),
        ("Łódź", "lodz"),
        ("Bjørn", "bjorn"),
        ("İstanbul", "istanbul"),
        ("ﬁets", "fiets"),
        ("ＷＷ", "ww"),
        ("m²", "m2"),
        ("be\u00adwo\u200bner", "bewoner"),
        ("Ελλάς", "ελλασ"),
        ("مَرحبا", "مرحبا"),
        ("€ 10,-", "€ 10,-"),
        ("’n", "’n"),
    ],
)
def test_case_accents_and_compatibility_forms_go(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_and_the_way_accents_are_written_make_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F)))
def test_capitals_of_latin_letters_make_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.upper().lower())
