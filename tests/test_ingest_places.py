"""The municipality a document is about: what stands before a name, and how often it comes."""

import pytest
from ingest_texts import DUTCH, LONG, about

from corpus.gazetteer import load_gazetteer
from ingest.metadata import Guessed

NINE = ("Delft", "Leiden", "Gouda", "Zwolle", "Deventer", "Almere", "Lelystad", "Tilburg", "Breda")


def sure(guessed: Guessed) -> float:
    return next(one.confidence for one in guessed.origins if one.field == "municipality")


@pytest.mark.parametrize(
    "title",
    [
        "Provincie Groningen helpt dorpen",
        "PROVINCIE GRONINGEN HELPT DORPEN",
        "Dorpen in de provincies Groningen en Drenthe",
        "Wonen in Regio Utrecht",
        "Onderzoek van Hogeschool Rotterdam naar wijkteams",
        "Uitspraken van Rechtbank Amsterdam over huren",
        "Lectoraat van Tilburg University",
        "Verhalen van GGD Amsterdam",
        "Interview met Hans van Zwolle",
        # ordinary words
        "Leven in Huizen van de Buurt",
        "Samen leven in Houten huisjes",
        "BEST PRACTICES IN BEST WONEN",
        "Best practices in de wijk",
        "Best practices in Best Wonen",
        "Buren in de wijk",
        "HUIZEN EN BUREN",
        "Leiden in tijden van verandering",
        # a word now and then, a surname, a province
        "Losser beleid voor de wijk",
        "Een onderzoek door Stein",
        "Utrecht als provincie",
    ],
)
def test_a_name_that_is_something_else_in_a_title_is_no_place(title: str) -> None:
    assert about(f"{title}\n\n{LONG}", heading=title).municipality == ()


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Wijken in Groningen", ("Groningen",)),
        ("Wonen in Houten", ("Houten",)),
        ("Jongeren in Leiden en Delft", ("Leiden", "Delft")),
        ("Evaluatie gemeente Best werkt", ("Best",)),
        ("GEMEENTE ROTTERDAM: evaluatie", ("Rotterdam",)),
        ("WIJKEN IN ROTTERDAM", ("Rotterdam",)),
        ("WIJKEN IN DEN BOSCH", ("'s-Hertogenbosch",)),
        ("De gemeenten Delft, Leiden en Gouda", ("Delft", "Leiden", "Gouda")),
        ("Wonen in Zwolle, Deventer en Almere", ("Zwolle", "Deventer", "Almere")),
    ],
)
def test_a_name_that_a_word_before_it_makes_a_place_is_one(
    title: str, places: tuple[str, ...]
) -> None:
    assert about(f"{title}\n\n{LONG}", heading=title).municipality == places


@pytest.mark.parametrize("title", ["Wijkplan Soest", "WIJKPLAN ZWOLLE"])
def test_a_doubtful_name_in_the_title_counts_when_the_text_has_it_too(title: str) -> None:
    place = title.split()[1].capitalize()
    alone = about(f"{title}\n\n{LONG}", heading=title)
    named = about(f"{title}\n\n{LONG} Zo is het in {place}.", heading=title)
    plain = about(f"Wijkplan Deventer\n\n{LONG}", heading="Wijkplan Deventer")
    assert alone.municipality == ()
    assert named.municipality == (place,)
    assert sure(named) < sure(plain)


def test_short_names_in_capitals_are_abbreviations() -> None:
    assert about(f"WERKEN IN EPE\n\n{LONG}", heading="WERKEN IN EPE").municipality == ()


@pytest.mark.parametrize(
    "cited", ["Zwolle: Uitgeverij Vos", "Zwolle, mei 2014", "Zwolle, 2014", "Zwolle University"]
)
def test_a_name_that_belongs_to_what_follows_is_no_place(cited: str) -> None:
    title = f"Verslag {cited}"
    assert about(f"{title}\n\n{LONG}", heading=title).municipality == ()
    assert about("Verslag Zwolle\n\n" + LONG, heading="Verslag Zwolle").municipality == ("Zwolle",)


# Each line has what is just enough and what is just too little.
@pytest.mark.parametrize(
    ("enough", "too_little"),
    [
        # A short text that names one place, at its beginning and once more.
        (f"In Zwolle begon het. Zwolle dus. {DUTCH}", f"In Zwolle begon het. {DUTCH}"),
        (
            f"In Zwolle begon het. Zwolle dus. {DUTCH * 20}",
            f"In Zwolle begon het. Zwolle. {DUTCH * 60}",
        ),
        # Called a municipality, at the beginning.
        (f"De gemeente Zwolle. {DUTCH * 60}", f"{DUTCH * 10} De gemeente Zwolle. {DUTCH * 50}"),
        # It comes back all the time, though not at the beginning.
        (f"{DUTCH * 10}" + "In Zwolle. " * 6, f"{DUTCH * 60}" + "In Zwolle. " * 5),
        (f"{DUTCH * 180}" + "In Zwolle. " * 6, f"{DUTCH * 220}" + "In Zwolle. " * 6),
        # The beginning tells of something in this place, often enough for the length of the text.
        (f"{'In Zwolle. ' * 4}{DUTCH * 80}", f"{'In Zwolle. ' * 3}{DUTCH * 80}"),
        # Of other places the text speaks as well.
        (
            "In Zwolle. " * 4 + "In Breda. " * 2 + DUTCH * 60,
            "In Zwolle. " * 3 + "In Breda. " * 3 + DUTCH * 60,
        ),
    ],
)
def test_a_place_is_a_subject_when_the_text_says_it_enough(enough: str, too_little: str) -> None:
    assert about(f"Wijkplan Noord\n\n{enough}").municipality == ("Zwolle",)
    assert about(f"Wijkplan Noord\n\n{too_little}").municipality == ()


@pytest.mark.parametrize(("times", "places"), [(2, ("Zwolle", "Deventer")), (3, ("Zwolle",))])
def test_a_second_place_has_to_be_named_nearly_as_often(
    times: int, places: tuple[str, ...]
) -> None:
    text = f"{'De gemeente Zwolle. ' * times} De gemeente Deventer. {LONG}"
    assert about(f"Wijkplan Noord\n\n{text}").municipality == places


@pytest.mark.parametrize("many", [8, 9])
def test_a_document_about_many_places_is_about_none(many: int) -> None:
    names = f"{', '.join(NINE[: many - 1])} en {NINE[many - 1]}"
    found = about(f"Wijkplan Noord\n\nDe gemeenten {names} werken samen. {LONG}").municipality
    assert found == (NINE[:many] if many == 8 else ())


@pytest.mark.parametrize(("times", "confidence"), [(2, 0.8), (3, 0.95)])
def test_a_place_is_surer_when_it_comes_back(times: int, confidence: float) -> None:
    text = f"De gemeente Zwolle begon. {'In Zwolle. ' * times}{LONG}"
    assert sure(about(f"Wijkplan Noord\n\n{text}")) == confidence


def test_the_ambiguity_of_every_name_is_one_that_is_known() -> None:
    assert {m.ambiguity for m in load_gazetteer().municipalities.values()} == {0, 1, 2}
