"""Compounds are cut into their parts, and other words stay whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.compounds import PARTS, all_parts, load_counts, load_rules, split

# compound -> dictionary forms of its parts
TABLE = {
    "buurthuis": "buurt huis",
    "huurachterstand": "huur achterstand",
    "bewonersbudgetten": "bewoner budget",  # inflected
    "taalmaatjes": "taal maat",
    "leefbaarheidsfonds": "leefbaarheid fonds",  # -s- behind a word the dictionary does not have
    "jongerenwerk": "jongere werk",  # -en-
    "zonnepaneel": "zon paneel",  # -e-
    "kinderopvang": "kind opvang",  # -er-
    "huizenprijs": "huis prijs",  # a plural in front
    "koopwoning": "koop woning",  # the stem of a verb in front
    "schuldhulpverlening": "schuld hulp verlening",
    "inloopspreekuur": "inloop spreek uur",
    "gemeenteraadsverkiezingen": "gemeente raad verkiezing",
    "statushoudersproject": "statushouder project",  # a word that stays whole, in another
    "vroegsignaleren": "vroeg signaleren",  # not through a long word
    "whatsappgroep": "whatsapp groep",  # written down, no dictionary has it
}  # fmt: skip
WHOLE = [
    "overlast", "ondersteuning", "uitkering", "leiderschap", "veiligheid", "woning",
    "statushouder", "statushouders", "wethouders", "natuur", "gemeente", "budgetten", "raglans",
    "", "a", "2014", "covid19", "xqzw", "q" * 100,
]  # fmt: skip


@pytest.mark.parametrize(("compound", "parts"), TABLE.items())
def test_a_compound_has_these_parts(compound: str, parts: str) -> None:
    assert [part.key for part in split(compound)] == parts.split()


@pytest.mark.parametrize("word", WHOLE)
def test_what_is_no_compound_has_no_parts(word: str) -> None:
    assert split(word) == ()
    assert all_parts(word) == ()


def test_parts_know_where_they_stand_with_the_letters_that_link_them() -> None:
    found = [(part.key, "kinderopvangtoeslagen"[part.start : part.end])
             for part in split("kinderopvangtoeslagen")]  # fmt: skip
    assert found == [("kind", "kinder"), ("opvang", "opvang"), ("toeslag", "toeslagen")]


def test_words_made_of_some_of_the_parts_are_parts_too() -> None:
    found = {part.key: part[1:] for part in all_parts("speeltuinverenigingen")}
    assert found == {
        "speel": (0, 5),
        "tuin": (5, 9),
        "vereniging": (9, 21),
        "speeltuin": (0, 9),  # a word of the dictionary
        "tuinvereniging": (5, 21),  # what it ends in
    }
    keys = [part.key for part in all_parts("huurderszelfbeheer")]
    assert keys == ["huurder", "zelf", "beheer", "zelfbeheer"]


_PIECES = st.sampled_from(["bewoner", "s", "en", "e", "budget", "ten", "huis", "huizen", "q", "er"])


@given(st.text() | st.lists(_PIECES, max_size=12).map("".join))
def test_parts_cover_any_word_from_beginning_to_end_or_there_are_none(key: str) -> None:
    parts = split(key)
    if parts:
        assert len(parts) > 1
        assert parts[0].start == 0
        assert parts[-1].end == len(key)
        assert all(a.end == b.start for a, b in pairwise(parts))
        assert all(part.key for part in parts)
        assert set(parts) <= set(all_parts(key))


def test_the_counts_are_small_and_hold_nothing_the_rules_forbid() -> None:
    assert PARTS.stat().st_size < 1_500_000
    counts, rules = load_counts(), load_rules()
    assert all(rules.may_begin(part) for part, count in counts.first.items() if count)
    assert not counts.last.keys() & rules.never_last
    assert counts.first["kinder"] > 100


def test_no_word_is_both_whole_and_split() -> None:
    rules = load_rules()
    assert all(entry.count("+") == 1 for entry in rules.split)
    assert not rules.whole & {entry.replace("+", "") for entry in rules.split}
