"""``watwerkt analyze`` shows what is searched for."""

from __future__ import annotations

import pytest

from conftest import Watwerkt


def test_each_word_is_told_with_stem_and_parts(watwerkt: Watwerkt) -> None:
    ran = watwerkt("analyze", "Bewonersbudgetten", "overlast", "--json")
    assert ran.code == 0
    assert ran.json == [
        {
            "surface": "Bewonersbudgetten",
            "stem": "bewonersbudget",
            "parts": ["bewoner", "budget"],
            "language": "nl",
        },
        {"surface": "overlast", "stem": "overlast", "parts": [], "language": "nl"},
    ]


def test_hyphens_cut_as_well_and_a_text_is_cut_into_words(watwerkt: Watwerkt) -> None:
    seen = watwerkt("analyze", "e-health", "de wijk-buurthuizen", "!", "--json").json
    assert [(row["surface"], row["parts"]) for row in seen] == [
        ("e-health", ["health"]),
        ("de", []),
        ("wijk-buurthuizen", ["wijk", "buurt", "huis"]),
    ]


def test_english_has_stems_of_its_own_and_no_compounds(watwerkt: Watwerkt) -> None:
    seen = watwerkt("analyze", "neighbourhoods", "buurthuis", "--language", "en", "--json").json
    assert [(row["stem"], row["parts"]) for row in seen] == [
        ("neighbourhood", []),
        ("buurthui", []),
    ]


def test_people_read_a_table(watwerkt: Watwerkt) -> None:
    ran = watwerkt("analyze", "huizen", "inloopspreekuur")
    assert ran.out.splitlines() == [
        "huizen           huis             -",
        "inloopspreekuur  inloopspreekuur  inloop + spreek + uur",
    ]


@pytest.mark.parametrize("arguments", [(), ("huis", "--language", "fr")])
def test_no_word_and_another_language_are_wrong_usage(
    arguments: tuple[str, ...], watwerkt: Watwerkt
) -> None:
    ran = watwerkt("analyze", *arguments)
    assert ran.code == 2
    assert "Usage: " in ran.err
