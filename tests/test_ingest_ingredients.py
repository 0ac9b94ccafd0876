"""Of which ingredients a passage speaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from index_collection import document
from small_taxonomy import SMALL

from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.document import Page
from corpus.errors import SettingsWrong
from corpus.passage import Outcome, Passage, PassageRole, Stance
from ingest.ingredients import find_told, with_ingredients

TAXONOMY = load_taxonomy()

INGREDIENTS = """\
ingredients:
  - id: vertrouwen
    nl: Vertrouwen
    en: Trust
    cues:
      - {t: vertrouwen, w: 3}
      - {t: consument, w: -3}
  - id: samen
    nl: Samen
    en: Together
    cues:
      - {t: samen, w: 1.5}
      - {t: buren / buurt, w: 1.5}
  - id: klussen
    nl: Klussen
    en: Odd jobs
    archetypes: [klushuizen]
    cues:
      - {t: klussen, w: 3}
distinctions:
  - {between: [zelfbeheer, klushuizen], nl: Samen of alleen., en: Together or alone.}
"""


def passage(text: str) -> Passage:
    return Passage(page=1, start=0, end=len(text), text=text, role=PassageRole.TIP, by="rules 1")


def named(text: str, taxonomy: Taxonomy, language: str | None = "nl") -> tuple[str, ...]:
    (found,) = with_ingredients([passage(text)], taxonomy, language)
    return found.ingredients


@pytest.fixture
def small(tmp_path: Path) -> Taxonomy:
    return load_taxonomy(written(tmp_path, INGREDIENTS))


def written(folder: Path, more: str) -> Path:
    path = folder / "taxonomy.yaml"
    path.write_text(SMALL + more, encoding="utf-8")
    return path


def test_cues_must_weigh_enough_together(small: Taxonomy) -> None:
    assert named("Doe het samen.", small) == ()
    assert named("Doe het samen met de buren.", small) == ("samen",)


def test_a_cue_counts_once_however_often_it_stands_there(small: Taxonomy) -> None:
    assert named("Samen, samen en nog eens samen.", small) == ()


def test_cues_in_several_sentences_of_a_passage_add_up(small: Taxonomy) -> None:
    assert named("Doe het samen. Vraag de buurt.", small) == ("samen",)


def test_another_meaning_takes_away(small: Taxonomy) -> None:
    assert named("Het vertrouwen groeit.", small) == ("vertrouwen",)
    assert named("Het vertrouwen van de consument groeit.", small) == ()


def test_ingredients_come_in_the_order_of_the_taxonomy(small: Taxonomy) -> None:
    assert named("Samen met buren groeit vertrouwen.", small) == ("vertrouwen", "samen")


def test_a_line_of_a_page_breaks_no_cue(small: Taxonomy) -> None:
    assert named("Doe het samen\nmet de buren.", small) == ("samen",)


def test_words_alone_decide_whatever_the_document_is_about(small: Taxonomy) -> None:
    assert named("Samen klussen.", small) == ("klussen",)


def test_a_document_is_told_with_its_ingredients_page_by_page_in_its_language() -> None:
    pages = (
        Page(number=1, text="Een valkuil is dat het vertrouwen tussen buren ontbreekt."),
        Page(number=2, text="Trust is a prerequisite for success of the project.", language="en"),
    )
    found = find_told(document("a", language="nl", pages=pages), TAXONOMY)
    assert [(one.page, one.ingredients) for one in found] == [
        (1, ("vertrouwen",)),
        (2, ("vertrouwen",)),
    ]


def test_all_else_of_a_passage_stays(small: Taxonomy) -> None:
    before = passage("Vertrouwen is nodig.")
    (after,) = with_ingredients([before], small, "nl")
    assert (after.text, after.key, after.role) == (before.text, before.key, before.role)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Een vaste contactpersoon is goud waard.", "nl", "vaste-contactpersoon"),
        ("Leg de afspraken vast in een contract.", "nl", "afspraken-op-papier"),
        ("Bewoners beslissen zelf over het geld.", "nl", "eigen-budget-en-zeggenschap"),
        ("Een kerngroep van vijf trekt het plan.", "nl", "kerngroep-van-trekkers"),
        ("Begin klein, in één portiek.", "nl", "klein-beginnen"),
        ("Zelfbeheer vraagt een lange adem.", "nl", "lange-adem"),
        ("Een huisbezoek opent meer dan een brief.", "nl", "persoonlijke-benadering"),
        ("Selecteer op motivatie en niet op beroep.", "nl", "selectie-op-motivatie"),
        ("Getrainde vrijwilligers houden het vol.", "nl", "training-van-vrijwilligers"),
        ("De gemeente en de corporatie werken samen.", "nl", "samenwerking-tussen-partijen"),
        ("Zorg voor een warme overdracht.", "nl", "warme-overdracht"),
        ("Start small, with one stairwell.", "en", "klein-beginnen"),
        ("Trust between neighbours is a condition.", "en", "vertrouwen"),
    ],
)
def test_the_ingredients_that_come_with_the_program(
    text: str, language: str, expected: str
) -> None:
    assert expected in named(text, TAXONOMY, language)


@pytest.mark.parametrize(
    "text",
    [
        "Leg de betaling van de beheerder voor vijf jaar vast.",
        "Het geld komt terecht bij hoger opgeleide bewoners.",
        "Een achterstand die in vijf maanden inliep.",
        "De vergadering werd om acht uur geopend.",
    ],
)
def test_what_looks_alike_is_none(text: str) -> None:
    assert named(text, TAXONOMY) == ()


MISTAKES = [
    ("id: samen", "id: vertrouwen", "ingredients[1].id", "described twice"),
    ("[klushuizen]\n    cues", "[weg]\n    cues", "ingredients[2].archetypes[0]", "no archetype"),
    ("[zelfbeheer, klushuizen]", "[zelfbeheer, weg]", "distinctions[0].between[1]", "no archetype"),
    ("t: klussen, w: 3", 't: "@klussen", w: 3', "ingredients[2].cues[0].t", "names no group"),
]


@pytest.mark.parametrize(("old", "new", "field", "words"), MISTAKES)
def test_a_mistake_is_named_with_its_field(
    tmp_path: Path, old: str, new: str, field: str, words: str
) -> None:
    assert old in INGREDIENTS
    with pytest.raises(SettingsWrong) as raised:
        load_taxonomy(written(tmp_path, INGREDIENTS.replace(old, new)))
    assert field in str(raised.value)
    assert words in str(raised.value)


def test_every_related_archetype_is_told_apart_for_readers() -> None:
    for archetype in TAXONOMY.archetypes.values():
        for other in {*archetype.related, *(one.other for one in archetype.confusable)}:
            assert frozenset({archetype.id, other}) in TAXONOMY.distinctions


# Whether a passage speaks for its ingredients


@pytest.mark.parametrize(
    ("role", "outcome", "expected"),
    [
        (PassageRole.INGREDIENT, None, Stance.FOR),
        (PassageRole.CONDITION, None, Stance.FOR),
        (PassageRole.TIP, None, Stance.FOR),
        (PassageRole.RESULT, Outcome.WORKS, Stance.FOR),
        (PassageRole.RESULT, Outcome.CONDITIONAL, Stance.FOR),
        (PassageRole.RESULT, Outcome.FAILS, Stance.AGAINST),
        (PassageRole.RESULT, Outcome.UNCLEAR, None),
        (PassageRole.PITFALL, None, None),
        (PassageRole.EXAMPLE, None, None),
    ],
)
def test_a_passage_speaks_for_or_against_by_its_role_and_outcome(
    role: PassageRole, outcome: Outcome | None, expected: Stance | None
) -> None:
    told = Passage(
        page=1,
        start=0,
        end=1,
        text="x",
        role=role,
        outcome=outcome,
        ingredients=("vertrouwen",),
        by="a",
    )
    assert told.stance is expected


def test_a_passage_without_ingredients_speaks_for_none() -> None:
    assert passage("Doe het zo.").stance is None
