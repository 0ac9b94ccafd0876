"""Which words of a question carry no meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.stopwords import meaningless
from corpus.language.tokens import tokenize


def _left(question: str) -> str:
    """The words of a question that are searched for."""
    keys = [token.key for token in tokenize(question)]
    stop = meaningless(keys)
    return " ".join(key for position, key in enumerate(keys) if position not in stop)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wat werkt bij huurachterstand?", "huurachterstand"),
        ("wat werkt", ""),
        ("wat werkt niet", "niet"),
        ("wat werkt wel", "wel"),
        ("wel eens", ""),
        ("hoe werkt zelfbeheer", "werkt zelfbeheer"),
        ("Hoe kunnen we bewoners betrekken bij het beheer van de tuin?",
         "bewoners betrekken beheer tuin"),
        ("Waarom verhuizen ouderen niet?", "verhuizen ouderen niet"),
        ("Welke gemeenten hebben een wijkteam?", "gemeenten wijkteam"),
        ("wie is er tegen de sloop", "tegen sloop"),
        ("zonder hulp van de gemeente", "zonder hulp gemeente"),
        ("geen overlast", "geen overlast"),
        ("what works for tenants", "tenants"),
        ("how do residents manage without a landlord", "residents manage without landlord"),
        ("not in my back yard", "not back yard"),
        ("wonen", "wonen"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_words_with_a_meaning_are_searched_for(question: str, left: str) -> None:
    assert _left(question) == left


CONTENT = """
niet geen nooit zonder tegen wel
leven werken werk wonen woning buurt wijk eigen zelf samen minder nieuw oud jong kind gezin huis
huur zorg hulp geld tijd tijdelijk sociaal vroeg laat alleen eenzaam thuis beter goed effect
resultaat aanpak project bewoner gemeente beheer veilig vrouw man arm rijk school straat
no not without against never life work living home new old own together less better neighbourhood
"""


@pytest.mark.parametrize("word", CONTENT.split())
def test_words_with_a_meaning_are_never_left_out(word: str) -> None:
    assert _left(word) == word


QUESTIONS = """
wie wat waar wanneer waarom waardoor waarvoor waarmee hoe hoeveel welk welke
who what when where why which how
"""


@pytest.mark.parametrize("word", QUESTIONS.split())
def test_question_words_are_left_out(word: str) -> None:
    assert _left(word) == ""


@given(st.lists(st.sampled_from(["wat", "werkt", "bij", "niet", "tuin", "wel", "eens"])))
def test_positions_lie_in_the_question_and_words_with_a_meaning_stay(keys: list[str]) -> None:
    stop = meaningless(keys)
    assert stop <= set(range(len(keys)))
    assert all(i not in stop for i, key in enumerate(keys) if key in {"niet", "tuin"})
