"""Patterns of words: what each item of the notation finds."""

from __future__ import annotations

import pytest

from ingest.patterns import Patterns, PatternTable

GROUPS = {"effect": ["effect", "goede werking"]}


def found(pattern: str, text: str) -> str | None:
    """The words that a pattern names in a text, where it stands in it."""
    patterns = Patterns("nl", GROUPS)
    compiled = patterns.compile(pattern)
    sentence = patterns.sentence(text, 0, len(text))
    span = compiled.find(sentence)
    if span is None:
        return None
    return " ".join(text[slice(*sentence.places[at])] for at in span.words)


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("werken", "Dat werkte goed", "werkte"),
        ("=werkt", "Dat werkte goed", None),
        ("=werkt/werkte goed", "Dat werkte goed", "werkte goed"),
        ("buurt*", "De buurtbewoners", "buurtbewoners"),
        ("*factor", "De succesfactoren", "succesfactoren"),
        ("geen @effect", "Het had geen goede werking", "geen goede werking"),
        ("geen enkel? effect", "Het had geen effect", "geen effect"),
        ("geen enkel? effect", "Het had geen enkel effect", "geen enkel effect"),
        ("geen .. effect", "geen een twee drie effect", "geen effect"),
        ("geen .. effect", "geen een twee drie vier effect", None),
        ("geen ... effect", "geen een twee drie vier effect", "geen effect"),
        ("effect geen", "geen effect", None),
        ("zonder !twijfel", "zonder twijfel goed", None),
        ("zonder !twijfel", "zonder hulp goed", "zonder"),
        ("goed , maar", "goed, maar duur", "goed maar"),
        ("goed , maar", "goed maar duur", None),
        ("=tips :", "Tips: begin", "Tips"),
        ("=tips : begin", "Tips: begin", "Tips begin"),
        ("^ begin", "begin klein", "begin"),
        ("^ begin", "een begin", None),
        ("effect $", "het effect", "effect"),
        ("effect $", "het effect telt", None),
        ("van # naar", "van 12 naar 8", "van 12 naar"),
        ("in Aa", "in Zwolle", "in Zwolle"),
        ("in Aa", "in zwolle", None),
        ("Aa doen", "Bewoners doen mee", None),
    ],
)
def test_an_item_of_the_notation_finds_its_words(
    pattern: str, text: str, words: str | None
) -> None:
    assert found(pattern, text) == words


@pytest.mark.parametrize("pattern", ["@onbekend", "^ ..", "..."])
def test_a_pattern_that_cannot_be_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"group|needs a word"):
        Patterns("nl", GROUPS).compile(pattern)


def test_a_table_finds_every_pattern_that_stands_in_a_sentence() -> None:
    patterns = Patterns("nl", GROUPS)
    table = PatternTable([patterns.compile(one) for one in ("goed", "effect", "in Aa", "het")])
    text = "Het effect in Zwolle"
    assert list(table.find(patterns.sentence(text, 0, len(text)))) == [1, 2, 3]
