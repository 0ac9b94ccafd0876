"""Cues are found whatever their inflection and spelling, and together in one sentence only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cues import CueFinder


def sides(cue: str) -> list[list[str]]:
    return [side.split(" / ") for side in cue.split(" + ")]


def found(cue: str, text: str, language: str | None = "nl") -> list[str]:
    """What stands at each place that a cue has in a text."""
    return [
        " + ".join(text[start:end] for start, end in one.places)
        for one in CueFinder([sides(cue)], language).find(text)
    ]


MET = [
    ("zelfbeheer", "Het zelfbeheer werkt.", "zelfbeheer"),
    ("zelfbeheer", "Het ZELF-BEHEER werkt.", "ZELF-BEHEER"),
    ("zelfbeheer", "Het zelf beheer werkt.", "zelf beheer"),
    ("zelfbeheer", "Het portiekzelfbeheer werkt.", "portiekzelfbeheer"),
    ("bewonersbudget", "Bewonersbudgetten voor iedereen.", "Bewonersbudgetten"),
    ("bewonersbudget", "Een bewoners-budget.", "bewoners-budget"),
    ("klushui*", "Twaalf klushuizen staan er.", "klushuizen"),
    ("klushui*", "Twaalf klus huizen staan er.", "klus huizen"),
    ("huisvesting van statushouders", "De huisvesting van statushouder A.",
     "huisvesting van statushouder"),
    ("achter-de-voordeur-aanpak", "De achter de voordeur aanpak.", "achter de voordeur aanpak"),
    ("achter de voordeur", "Een achter-de-voordeur-gesprek.", "achter-de-voordeur-gesprek"),
    ("empty nest*", "Er zijn empty nesters.", "empty nesters"),
    ("COA", "Het COA belde.", "COA"),
    ("één plan", "Zij maken een plan.", "een plan"),
    ("tuin / portiek", "Een schoon portiek.", "portiek"),
    ("bewoners / huurders + tuin", "De tuin is van huurders.", "tuin + huurders"),
]  # fmt: skip


@pytest.mark.parametrize(("cue", "text", "words"), MET)
def test_a_cue_is_found_in_every_form(cue: str, text: str, words: str) -> None:
    assert found(cue, text) == [words]


NOT_MET = [
    ("zelfbeheer", "Ik beheer het zelf."),
    ("huisvesting van statushouders", "De huisvesting is van statushouders."),
    ("achter de voordeur", "Zij staat achter de deur."),
    ("empty nest*", "An empty house."),
    ("bewoners + tuin", "De bewoners kwamen. De tuin is mooi."),
    ("bewoners + tuin", "Bewoners\nDe tuin is mooi."),
    ("bewoners + tuin", "Alleen bewoners."),
]


@pytest.mark.parametrize(("cue", "text"), NOT_MET)
def test_other_words_are_no_cue(cue: str, text: str) -> None:
    assert found(cue, text) == []


def test_the_sentences_of_a_cue_are_told_apart() -> None:
    finder = CueFinder([[["tuin"]]], "nl")
    text = "De tuin. Nog een tuin en een tuin.\n\nGeen.\nTuin"
    found = [one.sentence for one in finder.find(text)]
    assert len(found) == 3
    assert found == sorted(set(found))


def test_english_words_meet_as_english_ones() -> None:
    assert found("neighbour mediation", "Neighbour mediations work.", "en")


@given(st.text(alphabet="abtuin -–.\n’é", max_size=60))
def test_every_place_lies_in_the_text_and_in_order(text: str) -> None:
    finder = CueFinder([sides("tuin / bat"), sides("a + b"), sides("ba ta / in*")], "nl")
    for one in finder.find(text):
        assert one.places
        assert all(0 <= start < end <= len(text) for start, end in one.places)
        assert list(one.places) == sorted(one.places)
