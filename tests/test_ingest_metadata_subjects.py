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
from ingest.metadata import guess
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
