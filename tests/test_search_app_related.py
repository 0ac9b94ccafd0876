"""A question that found nothing is told which archetypes it may be about."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from corpus.archetypes import load_taxonomy
from corpus.thesaurus import load_thesaurus
from index.api import Completion, CompletionKind
from search_app.related import MOST, related_archetypes

TAXONOMY = load_taxonomy()
THESAURUS = load_thesaurus(TAXONOMY)


def nothing(_: str) -> Iterable[Completion]:
    return ()


def related(text: str) -> list[str]:
    return [a.id for a in related_archetypes(text, TAXONOMY, THESAURUS, nothing)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ruzie met de buren in het zwembad", "buurtbemiddeling"),
        ("vluchteling fietsen", "statushouders"),
        ("betalingsachterstand van de huur", "schuldhulp-vroegsignalering"),
        ("huismeester robot", "sociaal-beheer"),
        ("oudere verhuizen kleiner", "doorstroming-senioren"),
    ],
)
def test_words_of_cues_and_names_tell_the_archetype(text: str, first: str) -> None:
    assert related(text)[0] == first


@pytest.mark.parametrize("text", ["stoeptegel", "", "de het een", "(("])
def test_words_of_nothing_are_about_nothing(text: str) -> None:
    assert related(text) == []


def test_there_are_three_at_most() -> None:
    assert len(related("bewoners huurders wijk buurt overlast schulden leegstand")) <= MOST


def test_the_beginning_of_a_name_will_do() -> None:
    def suggest(word: str) -> Iterable[Completion]:
        yield Completion(word, CompletionKind.WORDS)
        yield Completion("Klushuizen", CompletionKind.ARCHETYPE, "klushuizen")
        yield Completion("Weg", CompletionKind.ARCHETYPE, "niet-in-de-taxonomie")

    found = related_archetypes("xyzklus", TAXONOMY, THESAURUS, suggest)
    assert [archetype.id for archetype in found] == ["klushuizen"]


def test_no_more_is_asked_than_is_shown() -> None:
    asked: list[str] = []

    def suggest(word: str) -> Iterable[Completion]:
        asked.append(word)
        name = list(TAXONOMY.archetypes)[len(asked)]
        yield Completion(name, CompletionKind.ARCHETYPE, name)

    words = " ".join(f"xyz{letter}klus" for letter in "abcdefgh")
    assert len(related_archetypes(words, TAXONOMY, THESAURUS, suggest)) == MOST
    assert len(asked) == MOST


def test_of_a_long_question_only_the_first_words_are_asked() -> None:
    asked: list[str] = []

    def suggest(word: str) -> Iterable[Completion]:
        asked.append(word)
        return ()

    words = " ".join(f"xyz{number}klus" for number in range(1000))
    related_archetypes(words, TAXONOMY, THESAURUS, suggest)
    assert 0 < len(asked) <= 12
