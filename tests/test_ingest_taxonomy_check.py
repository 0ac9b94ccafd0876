"""What is said of a taxonomy that can be used and may not be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_taxonomy import RENAMED, SMALL, written

from corpus.archetypes import DEFAULT_TAXONOMY, read_taxonomy
from ingest.taxonomy_check import Kind, Remark, remarks

# What is put in the place of what; kind, line and words of the remark.
REMARKS = [
    ("  plek: [tuin, portiek]", "  plek: [tuin, portiek]\n  geld: [budget]",
     Kind.UNUSED_GROUP, 7, "no cue uses the group ‘@geld’"),
    ("[tuin, portiek]", "[tuin, portiek, Tuin]",
     Kind.REPEATED, 6, "‘Tuin’ stands in the group twice"),
    ("t: beheergroep", "t: beheergroep / beheer-groep",
     Kind.REPEATED, 20, "‘beheer-groep’ stands twice in one side"),
    ("overnemen + @plek", "overnemen + @plek / tuin",
     Kind.REPEATED, 18, "‘tuin’ stands beside ‘@plek’, which has it already"),
    ("        - {t: beheergroep, w: 2}", '        - {t: "portiek / tuin + overnemen", w: 2}',
     Kind.REPEATED, 20, "is the cue of line 18 again"),
    ("t: klushui*", "t: klushui* / zelfbeheer*",
     Kind.COLLISION, 32, "‘zelfbeheer*’ is a strong cue of zelfbeheer too (line 17)"),
    ("{t: klushui*, w: 8}", '{t: "tuin / portiek + overnemen", w: 8}',
     Kind.COLLISION, 32, "is a strong cue of zelfbeheer too (line 18)"),
    ("t: zelfmanagement", "t: zelfbeheer*",
     Kind.CONTRADICTION, 22, "both a strong and an excluding cue of zelfbeheer (line 17)"),
    ("{t: klushui*, w: 8}", "{t: klushui*, w: 8}\n        - {t: wonen in klushuizen, w: 3}",
     Kind.CONTAINED, 33, "‘klushui*’ in ‘wonen in klushuizen’"),
    ("t: klushui*", "t: klushui* / om en om",
     Kind.STOP_WORDS, 32, "‘om en om’ is a cue by itself and has stop words only"),
    ("definition_en: Buyers do up.", 'definition_en: ""',
     Kind.MISSING, 28, "klushuizen has no definition in en"),
    ("en: In the lead", 'en: ""', Kind.MISSING, 4, "the family aan-zet has no name in en"),
    ("  - id: klushuizen", "  - id: klushuizen\n    former: [{id: zelfbeheer, until: 2}]",
     Kind.FORMER, 24, "‘zelfbeheer’ is the id of an archetype today"),
]  # fmt: skip


def _remarks(folder: Path, text: str) -> list[Remark]:
    return remarks(*read_taxonomy(written(folder, text)))


@pytest.mark.parametrize("text", [SMALL, RENAMED], ids=["small", "renamed"])
def test_of_a_taxonomy_in_which_nothing_is_odd_nothing_is_said(tmp_path: Path, text: str) -> None:
    assert _remarks(tmp_path, text) == []


@pytest.mark.parametrize("case", REMARKS, ids=lambda case: f"{case[2]} {case[4][:30]}")
def test_what_may_not_be_meant_is_told_with_its_line(
    tmp_path: Path, case: tuple[str, str, Kind, int, str]
) -> None:
    right, odd, kind, line, words = case
    assert right in SMALL
    (found,) = _remarks(tmp_path, SMALL.replace(right, odd, 1))
    assert (found.kind, found.line) == (kind, line)
    assert words in found.message


def test_the_same_cue_in_another_inflection_collides_too(tmp_path: Path) -> None:
    text = SMALL.replace("{t: zelfbeheer*, w: 8}", "{t: stadstuin, w: 8}")
    text = text.replace("{t: klushui*, w: 8}", "{t: stadstuinen, w: 8}")
    (found,) = _remarks(tmp_path, text)
    assert found.kind is Kind.COLLISION


def test_a_supporting_word_within_a_strong_cue_is_as_it_should_be(tmp_path: Path) -> None:
    text = SMALL.replace("t: beheergroep", "t: beheergroep / wonen")
    assert _remarks(tmp_path, text.replace("t: klushui*", "t: klushui* / samen wonen")) == []


def test_in_the_taxonomy_that_comes_with_watwerkt_nothing_contradicts_itself() -> None:
    """Cues that collide are there: general words that count a little for two archetypes."""
    kinds = {remark.kind for remark in remarks(*read_taxonomy(DEFAULT_TAXONOMY))}
    assert not kinds & {Kind.CONTRADICTION, Kind.MISSING, Kind.FORMER}
