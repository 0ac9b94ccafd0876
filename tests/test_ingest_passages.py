"""Which sentences become passages, with which role and outcome."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from corpus_documents import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document, Kind, Page, Role, Stretch
from corpus.errors import SettingsWrong
from corpus.passage import Outcome, PassageRole
from ingest.passage_cues import load_passage_rules
from ingest.passages import find_passages


def document(*texts: str, kind: Kind = Kind.PRAKTIJK, language: str | None = "nl") -> Document:
    pages = tuple(Page(number=number, text=text) for number, text in enumerate(texts, start=1))
    return replace(PLAIN, pages=pages, language=language, kind=kind, passages=())


def roles(text: str, language: str | None = "nl") -> list[str]:
    return [one.role.value for one in find_passages(document(text, language=language))]


SAID = [
    ("De kracht van deze aanpak is dat bewoners zelf kiezen.", "bestanddeel"),
    ("Cruciaal voor het slagen van het project was de vaste huismeester.", "bestanddeel"),
    ("Voor de bewoners is een vaste contactpersoon nodig om te blijven meedoen.", "randvoorwaarde"),
    ("Het project staat of valt met de inzet van de wijkagent.", "randvoorwaarde"),
    ("Zelfbeheer is mogelijk op voorwaarde dat de corporatie meebetaalt.", "randvoorwaarde"),
    ("Tip: vraag de kinderen om de uitnodiging rond te brengen.", "tip"),
    ("Betrek de huurders vroegtijdig bij het ontwerp van de tuin.", "tip"),
    ("Een bekende valkuil is dat één persoon alles gaat doen.", "valkuil"),
    ("De hoge eisen leidden bij bewoners tot frustratie en afhaken.", "valkuil"),
    ("Een voorbeeld hiervan is de buurttuin aan de Kade in Deventer.", "voorbeeld"),
]


@pytest.mark.parametrize(("text", "role"), SAID)
def test_a_sentence_with_a_cue_has_its_role(text: str, role: str) -> None:
    assert roles(text) == [role]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("De overlast in de straat is na een jaar sterk gedaald.", Outcome.WORKS),
        ("De huisbezoeken hadden een positief effect op de sfeer.", Outcome.WORKS),
        ("De aanpak had geen effect op de overlast in de wijk.", Outcome.FAILS),
        ("De overlast in de straat is na een jaar niet gedaald.", Outcome.FAILS),
        ("Het effect van de aanpak is nog niet aangetoond.", Outcome.UNCLEAR),
        ("Het is nog te vroeg om over de aanpak te oordelen.", Outcome.UNCLEAR),
        ("Over het project is geen uitspraak te doen over effecten.", Outcome.UNCLEAR),
        ("De methode werkt alleen als de bewoners zelf meedoen.", Outcome.CONDITIONAL),
        (
            "De aanpak was effectief bij gezinnen, maar niet bij alleenstaanden.",
            Outcome.CONDITIONAL,
        ),
        ("Tegen de verwachting in nam de overlast in de flat af.", Outcome.WORKS),
        ("Tegen de verwachting in nam de overlast in de flat toe.", Outcome.FAILS),
        ("Niet alleen de sfeer is verbeterd, maar ook het contact met buren.", Outcome.WORKS),
        ("Het leidt geen twijfel dat de overlast is gedaald.", Outcome.WORKS),
    ],
)
def test_a_result_says_whether_it_works(text: str, outcome: Outcome) -> None:
    found = find_passages(document(text))
    assert [(one.role, one.outcome) for one in found] == [(PassageRole.RESULT, outcome)]


@pytest.mark.parametrize(
    "text",
    [
        "Is een vaste contactpersoon cruciaal voor het slagen van het project?",
        "We verwachten dat de overlast in de straat door de aanpak daalt.",
        "Het college wil dat de overlast in de wijk is gedaald in 2027.",
        "Alleen als beide huurders tekenen, is de opzegging rechtsgeldig.",
        "Klik op de knop om een nieuwe melding van overlast te maken.",
        "De gemeente moet een plan voor de wijk opstellen.",
        "De raad bespreekt de overlast op 3 juni.",
        "Vergroot de sfeer.",
        "Overlast 12 | 14 | is gedaald naar 8 | 10",
        "12,4 13,5 14,6 overlast is gedaald 12,4 13,5 14,6 15,7 16,8 17,9 18,1",
    ],
)
def test_what_only_looks_like_a_passage_is_none(text: str) -> None:
    assert roles(text) == []


def test_a_passage_tells_its_words_its_cue_and_by_which_rules() -> None:
    text = "Er is veel gedaan.\n\nHet project staat of valt met de inzet van buren. Meer niet."
    (one,) = find_passages(document(text))
    assert one.text == "Het project staat of valt met de inzet van buren."
    assert text[one.start : one.end] == one.text
    assert "staat of valt met" in one.cue
    assert one.by == f"rules {load_passage_rules().version}"
    assert 0.5 < one.score <= 1


def test_neighbours_of_one_role_and_outcome_are_one_passage() -> None:
    text = "De overlast in de flat is gedaald. De overlast in de straat nam af. Dat is al."
    (one,) = find_passages(document(text))
    assert one.text == text.removesuffix(" Dat is al.")


def test_what_stands_under_a_telling_heading_has_its_role() -> None:
    text = (
        "Randvoorwaarden\n\nDe sleutel ligt bij een vaste bewoner van de flat.\n\n"
        "Over de auteurs\n\nDe sleutel ligt bij een andere bewoner van de flat."
    )
    assert roles(text) == ["randvoorwaarde"]


def test_items_under_a_telling_line_have_its_role() -> None:
    text = (
        "De belangrijkste valkuilen van deze aanpak zijn:\n\n- dat er één iemand alles doet\n\n"
        "- dat het geld na een jaar op is\n\nDe bewoners wonen er nog altijd met plezier."
    )
    assert roles(text) == ["valkuil"] * 3


def test_headings_and_what_stands_apart_are_no_passages() -> None:
    text = "Het project staat of valt met de inzet van buren."
    apart = (Stretch(start=0, end=len(text), role=Role.REFERENCES),)
    page = Page(number=1, text=text, apart=apart)
    assert find_passages(replace(document(text), pages=(page,))) == ()


def test_words_that_come_back_are_a_passage_once() -> None:
    text = "Het project staat of valt met de inzet van buren."
    assert [one.page for one in find_passages(document(text, text))] == [1]


def test_a_page_is_read_in_its_own_language() -> None:
    english = "The programme improved the safety of the residents in the area."
    (one,) = find_passages(document(english, language="en"))
    assert (one.role, one.outcome) == (PassageRole.RESULT, Outcome.WORKS)
    mixed = replace(document("."), pages=(Page(number=1, text=english, language="en"),))
    assert len(find_passages(mixed)) == 1


def test_a_language_without_cues_has_no_passages() -> None:
    assert find_passages(document(SAID[0][0], language="fr")) == ()


def test_a_policy_document_needs_more_cues() -> None:
    assert find_passages(document(SAID[0][0], kind=Kind.BELEID)) == ()


def test_acts_have_no_passages() -> None:
    law = "De bewoners genoemd in artikel 3, eerste lid, worden door het college gehoord. " * 20
    text = f"{law}\n\nHet project staat of valt met de inzet van buren."
    assert find_passages(document(text)) == ()


def test_a_text_about_something_else_has_no_passages() -> None:
    filler = "De planeten draaien in vaste banen om de zon en om hun as heen. " * 20
    text = f"{filler}\n\nHet project staat of valt met de inzet van buren."
    assert find_passages(document(text)) == ()


WORDS = st.sampled_from(
    [
        "niet",
        "geen",
        "effect",
        "de",
        "overlast",
        "daalde.",
        "Zorg",
        "dat",
        "\n\n",
        "•",
        "1.",
        "Tips",
    ]
    + [word for text, _ in SAID for word in text.split()]
)


@given(st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=3))
def test_passages_lie_where_they_say_in_order_apart_and_under_names_of_their_own(
    texts: list[str],
) -> None:
    whole = document(*texts)
    found = find_passages(whole)
    pages = {page.number: page.text for page in whole.pages}
    assert all(pages[one.page][one.start : one.end] == one.text for one in found)
    places = [(one.page, one.start, one.end) for one in found]
    assert places == sorted(places)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(places))
    assert len({one.key for one in found}) == len(found)


def test_a_mistake_in_the_cues_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "cues.yaml"
    file.write_text(
        "version: 1\nlanguages:\n  nl:\n    cues:\n      tip:\n        - w: 2\n          t:\n"
        '            - "@weg"\n'
    )
    with pytest.raises(SettingsWrong, match=r"cues\.yaml:8: .*there is no group ‘@weg’"):
        load_passage_rules(file)


@pytest.mark.parametrize(("role", "told"), [("tip", "outcome: werkt"), ("resultaat", "w: 1")])
def test_only_results_have_an_outcome_and_they_have_to(
    role: str, told: str, tmp_path: Path
) -> None:
    file = tmp_path / "cues.yaml"
    extra = f"          {told}\n" if told != "w: 1" else ""
    file.write_text(
        f"version: 1\nlanguages:\n  nl:\n    cues:\n      {role}:\n        - w: 2\n{extra}"
        "          t: [woord]\n"
    )
    with pytest.raises(SettingsWrong, match="outcome"):
        load_passage_rules(file)
