"""Guessing what a document is about: municipality, type, themes and target groups."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_texts import DUTCH, LONG, TODAY, about

from corpus.document import Page, Role, Stretch
from corpus.gazetteer import load_gazetteer
from corpus.vocabulary import load_vocabulary
from ingest.document_types import load_cues
from ingest.metadata import Guessed, guess
from ingest.reading import Reading
from ingest.subjects import load_subjects

# --- municipality -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"Wijkplan Zwolle\n\n{LONG}", ("Zwolle",)),
        (f"Wijkplan\n\nDe gemeente Zwolle begon met een proef. {LONG}", ("Zwolle",)),
        (f"Wijkplan\n\nIn Den Bosch begon het. Den Bosch ging door. {DUTCH}", (
            "'s-Hertogenbosch",)),
        (f"Zwolle en Deventer vergeleken\n\n{LONG}", ("Zwolle", "Deventer")),
        (f"Wijkplan\n\nDe gemeente Best begon. In Best wonen mensen. {LONG}", ("Best",)),
        # ordinary words
        (f"Buren en Huizen\n\nBuren helpen elkaar. Huizen staan leeg. Best wel. {LONG}", ()),
        (f"Houten woningen\n\nHouten huizen. Goes on. Assen en wielen. {LONG}", ()),
        # addresses, publishers, institutes, people, provinces
        (f"Wijkplan\n\nPostbus 12\n\n8000 AA Zwolle\n\n{LONG}", ()),
        (f"Wijkplan\n\nZwolle, mei 2014\n\nZwolle: Uitgeverij Vos\n\n{LONG}", ()),
        (f"Wijkplan\n\nTilburg University. Universiteit Utrecht. TU Delft. {LONG}", ()),
        (f"Wijkplan\n\nHans van Scherpenzeel en J. Zwolle spraken. {LONG}", ()),
        (f"Wijkplan\n\nIn de provincie Utrecht. Provincie Utrecht. {LONG}", ()),
        (f"Evaluatie buurtbus Provincie Groningen\n\n{LONG}", ()),
        (f"Leven in Huizen van Vestia\n\n{LONG}", ()),
        (f"What Goes Around\n\n{LONG}", ()),
        (f"Losser leven in de wijk\n\n{LONG}", ()),
        (f"Wijkplan Soest\n\nIn Soest begon het. {LONG}", ("Soest",)),
        # in capitals and in a row
        (f"WIJKEN IN ROTTERDAM\n\n{LONG}", ("Rotterdam",)),
        (f"GEMEENTE EDE\n\n{LONG}", ()),
        (f"GEMEENTE GOES\n\n{LONG}", ("Goes",)),
        (f"BEST VEEL HUIZEN\n\n{LONG}", ()),
        (f"Wijkplan\n\nDe gemeenten Delft, Leiden en Gouda begonnen. {LONG}", (
            "Delft", "Leiden", "Gouda")),
        # named once, as an example
        (f"Wijkplan\n\n{LONG} Zoals in Zwolle. {LONG}\f{LONG}", ()),
    ],
)  # fmt: skip
def test_a_municipality_is_a_subject_of_the_text(text: str, places: tuple[str, ...]) -> None:
    heading = text.partition("\n")[0]
    assert about(text, heading=heading).municipality == places


def test_a_place_that_comes_back_all_the_time_is_a_subject() -> None:
    page = f"{DUTCH * 4} In Zwolle kan het. Wie in Zwolle woont, weet dat. Zwolle dus. "
    assert about("\f".join(["Wijkplan\n\n" + page, *[page] * 6])).municipality == ("Zwolle",)


def test_a_place_in_a_colophon_is_not_counted() -> None:
    colophon = "Drukwerk in Zwolle, vormgeving in Zwolle"
    stretch = Stretch(start=0, end=len(colophon), role=Role.COLOPHON)
    pages = (
        Page(number=1, text=f"Wijkplan Noord\n\n{DUTCH}"),
        Page(number=2, text=colophon, apart=(stretch,)),
    )
    assert guess(Reading(pages=pages), "a.pdf", TODAY).municipality == ()


@pytest.mark.parametrize(
    "name", [m.name for m in load_gazetteer().municipalities.values() if "(" not in m.name]
)
def test_every_municipality_is_found_where_it_is_called_one(name: str) -> None:
    guessed = about(f"Wijkplan\n\nIn de gemeente {name} begon het. Gemeente {name}. {LONG}")
    assert guessed.municipality == (name,)


@given(st.text(max_size=200))
def test_only_official_names_come_out(text: str) -> None:
    assert set(about(text).municipality) <= load_gazetteer().municipalities.keys()


# --- type and subjects --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "filename", "document_type"),
    [
        ("Evaluatie wijkbudget Noord", "a.pdf", "evaluatie"),
        ("Jaarverslag 2013", "a.pdf", "jaarverslag"),
        ("Handreiking zelfbeheer", "a.pdf", "handreiking"),
        ("Woonvisie 2015-2030", "a.pdf", "plan"),
        ("Raadsvoorstel zelfbeheer", "a.pdf", "raadsstuk"),
        ("Afvalstoffenverordening 2014", "a.pdf", "wet"),
        ("Zelfbeheer in de wijk", "a.pptx", "presentatie"),
        ("Effectonderzoek huisbezoeken", "a.pdf", "evaluatie"),
        ("Nieuwsbrief najaar", "a.html", "nieuwsbericht"),
        ("Zelfbeheer in de wijk", "a.pdf", None),
        ("Evaluatie van de handreiking zelfbeheer", "a.pdf", None),
    ],
)
def test_the_type_follows_from_the_title_or_the_file(
    title: str, filename: str, document_type: str | None
) -> None:
    guessed = about(f"{title}\n\n{LONG}", filename, heading=title)
    assert guessed.document_type == document_type


def test_themes_and_target_groups_follow_from_the_title_or_from_headings_and_text() -> None:
    guessed = about(f"Buurtbemiddeling door vrijwilligers\n\n{LONG}")
    assert guessed.themes == ("veiligheid",)
    assert guessed.target_groups == ("vrijwilligers",)
    headings = ("Leegstand in cijfers", "Leegstand tegengaan")
    text = f"Wijkplan\n\n{DUTCH}{'De leegstand daalt. ' * 6}"
    assert about(text, headings=headings).themes == ("vastgoed",)


def test_a_subject_that_is_only_mentioned_is_not_guessed() -> None:
    guessed = about(f"Wijkplan\n\n{LONG} Ook huurders en ouderen met schulden. {LONG}")
    assert (guessed.themes, guessed.target_groups) == ((), ())


@pytest.mark.parametrize(
    ("title", "themes"),
    [
        ("Integratie van systemen in de keten", ()),
        ("Integratie van zorg en welzijn", ()),
        ("Integratie van statushouders", ("integratie",)),
        ("Inburgering in de buurt", ("integratie",)),
        ("Ingeburgerde gewoonten", ()),
        ("Nieuwkomers op de markt", ()),
        ("Nieuwkomers aan het woord", ("integratie",)),
        ("Veiligheid van gegevens", ()),
        ("Onveilige verbindingen", ()),
        ("Veiligheid in de wijk", ("veiligheid",)),
        ("Gevoelens van onveiligheid", ("veiligheid",)),
        ("Overlast van eikenprocessierups", ()),
        ("Aanpak overlast door ratten", ()),
        ("Overlast van buren", ("veiligheid",)),
        ("Aanpak van woonoverlast", ("veiligheid",)),
        ("Participatie op de arbeidsmarkt", ()),
        ("Participatie in het bestuur van de vennootschap", ()),
        ("Bewonersparticipatie bij renovatie", ("participatie",)),
        ("Doorstroming van het verkeer", ()),
        ("Doorstroming op de woningmarkt", ("wonen",)),
        ("Huisvesting van de gemeentelijke diensten", ()),
        ("Huisvesting van scholen", ()),
        ("Huisvesting van spoedzoekers", ("wonen",)),
        ("Schulden van gemeenten", ()),
        ("Schulden en armoede", ("armoede-en-schulden",)),
        ("Minima en maxima van de reeks", ()),
        ("Beleid voor minima", ("armoede-en-schulden",)),
    ],
)
def test_words_that_mean_something_else_as_well_give_no_theme(
    title: str, themes: tuple[str, ...]
) -> None:
    assert about(f"{title}\n\n{LONG}", heading=title).themes == themes


@pytest.mark.parametrize(("title", "groups"), [("Een starter", ()), ("Starters", ("starters",))])
def test_one_starter_is_no_target_group(title: str, groups: tuple[str, ...]) -> None:
    heading = f"{title} in de zorg"
    assert about(f"{heading}\n\n{LONG}", heading=heading).target_groups == groups


def confidence(guessed: Guessed) -> float | None:
    return next((one.confidence for one in guessed.origins if one.field == "themes"), None)


@pytest.mark.parametrize(
    ("headings", "times", "sure"),
    [(2, 4, 0.75), (2, 3, None), (1, 9, None), (3, 3, None), (0, 20, None)],
)
def test_without_the_title_headings_and_text_have_to_say_it(
    headings: int, times: int, sure: float | None
) -> None:
    named = tuple(f"Leegstand {word}" for word in ("in cijfers", "tegengaan", "later")[:headings])
    # The headings are not in the text, so each word of it is counted once.
    guessed = about(f"Wijkplan Noord\n\n{DUTCH}{'De leegstand daalt. ' * times}", headings=named)
    assert confidence(guessed) == sure


@pytest.mark.parametrize(("others", "found"), [(23, ("vastgoed",)), (24, ())])
def test_the_first_twenty_five_headings_tell_what_it_is_about(
    others: int, found: tuple[str, ...]
) -> None:
    named = (*(f"Deel {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"[:others]),)
    headings = (*named, "Leegstand in cijfers", "Leegstand tegengaan")
    text = f"Wijkplan Noord\n\n{DUTCH}{'De leegstand daalt. ' * 4}"
    assert about(text, headings=headings).themes == found


@pytest.mark.parametrize(("times", "sure"), [(0, 0.75), (4, 0.75), (5, 0.85)])
def test_a_theme_of_the_title_is_surer_when_the_text_says_it_often(times: int, sure: float) -> None:
    title = "Leegstand in de wijk"
    guessed = about(f"{title}\n\n{'De leegstand daalt. ' * times}{LONG}", heading=title)
    assert (guessed.themes, confidence(guessed)) == (("vastgoed",), sure)


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Leegstand, schulden en inspraak", 3),
        ("Leegstand, schulden, inspraak en wijkteams", 0),
    ],
)
def test_a_document_about_everything_is_about_nothing(title: str, count: int) -> None:
    assert len(about(f"{title}\n\n{LONG}", heading=title).themes) == count


def test_the_tables_name_only_what_the_vocabulary_has() -> None:
    labels = load_vocabulary().labels
    assert {cue.type for cue in load_cues()} == labels["document_type"].keys()
    of_field = {"themes": "theme", "target_groups": "target_group"}
    for field, facet in of_field.items():
        assert {s.id for s in load_subjects() if s.field == field} == labels[facet].keys()


def test_the_tables_are_written_in_lower_case_as_they_are_looked_for() -> None:
    patterns = [cue.pattern.pattern for cue in load_cues()]
    patterns += [subject.pattern.pattern for subject in load_subjects()]
    assert not [p for p in patterns if re.search(r"(?<!\\)[A-Z]", p)]
