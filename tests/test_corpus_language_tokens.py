"""What counts as one word."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.language.fold import fold
from corpus.language.tokens import MAX_LENGTH, tokenize

# text -> keys; the parts of a hyphenated word in brackets behind it
TABLE = [
    ("", ""),
    ("   \n\t ", ""),
    ("bewoners' tuin", "bewoners tuin"),
    ("bewoners’ tuin", "bewoners tuin"),
    ("foto's en foto’s", "fotos en fotos"),
    ("zo'n zo’n", "zon zon"),
    ("'s avonds", "s avonds"),
    ("’n tuin", "n tuin"),
    ("'s-Hertogenbosch", "shertogenbosch[hertogenbosch]"),
    ("zelf-beheer", "zelfbeheer[zelf beheer]"),
    ("zelf\u2010beheer zelf\u2011beheer", "zelfbeheer[zelf beheer] zelfbeheer[zelf beheer]"),
    ("e-health", "ehealth[health]"),
    ("wijk- en buurtbeheer", "wijk en buurtbeheer"),
    ("in- en uitstroom", "in en uitstroom"),
    ("COVID-19", "covid19[covid 19]"),
    ("55-plus", "55plus[55 plus]"),
    ("sociaal-economisch-cultureel",
     "sociaaleconomischcultureel[sociaal economisch cultureel]"),
    ("2014-2016", "2014 2016"),
    ("2014\u20132016", "2014 2016"),
    ("12-05-2014", "12 05 2014"),
    ("10.000", "10000"),
    ("€ 1.250.000,-", "1250000"),
    ("10,000", "10000"),
    ("1,5", "1 5"),
    ("3.14 en 2.0", "3 14 en 2 0"),
    ("10.0000", "10 0000"),
    ("en/of", "en of"),
    ("bewoner(s)", "bewoner s"),
    ("hij/zij – samen", "hij zij samen"),
    ("einde.Begin", "einde begin"),
    ("snake_case", "snake case"),
    ("https://www.platform31.nl/a?b=c", "https www platform31 nl a b c"),
    ("jan.de-vries@gemeente.nl", "jan devries[de vries] gemeente nl"),
    ("#samen @buurt", "samen buurt"),
    ("leuk 😀👍🏽 hè", "leuk he"),
    ("مرحبا بالعالم", "مرحبا بالعالم"),
    ("coo\u0308peratie", "cooperatie"),
    ("cafe\u0301-restaurant", "caferestaurant[cafe restaurant]"),
    ("be\u00adwo\u00adners", "bewoners"),
    ("m² ½", "m2 12"),
    ("VvE's zzp'ers", "vves zzpers"),
    ("A'dam", "adam"),
    ("'aangehaald'", "aangehaald"),
    ("--- ... ’’ _ __", ""),
    ("a-", "a"),
    ("-a", "a"),
]  # fmt: skip


def _shown(text: str) -> str:
    return " ".join(
        token.key + (f"[{' '.join(token.parts)}]" if token.parts else "")
        for token in tokenize(text)
    )


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_text_is_cut_into_these_words(text: str, expected: str) -> None:
    assert _shown(text) == expected


def test_words_know_where_they_stand() -> None:
    text = "De ‘zelf-beheerders’ van foto’s."
    surfaces = [text[token.start : token.end] for token in tokenize(text)]
    assert surfaces == ["De", "zelf-beheerders", "van", "foto’s"]


def test_a_run_without_end_is_cut_short_and_keeps_its_place() -> None:
    text = f"begin {'Q' * 5000} einde"
    words = list(tokenize(text))
    assert [len(word.key) for word in words] == [5, MAX_LENGTH, 5]
    assert (words[1].start, words[1].end) == (6, 5006)


@pytest.mark.parametrize("piece", ["a'", "a-", "1.", "é-’", "a\u0301", "\u00ad", "-", "0.000"])
def test_any_repeated_piece_of_text_is_read_to_its_end(piece: str) -> None:
    assert sum(1 for _ in tokenize(piece * 50_000)) >= 0


_WORDLIKE = st.text(st.sampled_from("abÉß1290-‐'’ʼ.,_/ \u00ad\u0301\u200b²ﬁĲ漢م😀"), max_size=60)


@given(st.text() | _WORDLIKE)
@example("a\u0301-b")
@example("\u0130-\u0130'\u0130")
def test_words_ascend_and_their_surface_folds_to_their_key(text: str) -> None:
    last = 0
    for word in tokenize(text):
        assert last <= word.start < word.end <= len(text)
        last = word.end
        letters = "".join(filter(str.isalnum, fold(text[word.start : word.end])))
        assert word.key == letters[:MAX_LENGTH]
        assert word.key
        assert all(len(part) > 1 for part in word.parts)


@given(_WORDLIKE)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    keys = "".join(word.key for word in tokenize(text))
    assert keys == "".join(filter(str.isalnum, fold(text)))
