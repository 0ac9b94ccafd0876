"""The people who wrote a document, however they are written down."""

import doctest

import pytest
from ingest_texts import DUTCH, LONG, about

from ingest import authors
from ingest.authors import names_in, people_in
from ingest.metadata import Guessed


def sure(guessed: Guessed) -> float:
    return next(one.confidence for one in guessed.origins if one.field == "authors")


def test_the_examples_in_the_documentation_are_true() -> None:
    found = doctest.testmod(authors)
    assert (found.failed, found.attempted > 1) == (0, True)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        # titles and forms of address
        ("dhr. A. de Vries en mevr. drs. B. Bos", ("A. de Vries", "B. Bos")),
        ("De heer A. Bos, mevrouw B. Vos", ("A. Bos", "B. Vos")),
        ("Prof. dr. ir. A. de Vries MSc", ("A. de Vries",)),
        ("Prof.dr. A. de Vries, PhD", ("A. de Vries",)),
        ("Jan Jansen (MSc), Piet Bos M.Sc.", ("Jan Jansen", "Piet Bos")),
        # organisation and role
        ("Jan Jansen (Movisie), Piet Bos (Nicis Institute)", ("Jan Jansen", "Piet Bos")),
        ("A. de Vries (voorzitter) en B. Bos (red.)", ("A. de Vries", "B. Bos")),
        ("A.J.M. (Ad) van der Meer", ("A.J.M. (Ad) van der Meer",)),
        # surname first
        ("Berg, Jan van den", ("Jan van den Berg",)),
        ("Berg, J. van den; Vries, M. de", ("J. van den Berg", "M. de Vries")),
        ("Van der Velden, J., Berg, A. van den", ("J. van der Velden", "A. van den Berg")),
        ("Bos, A. & Vos, B.", ("A. Bos", "B. Vos")),
        ("Vries-Jansen, Marieke de", ("Marieke de Vries-Jansen",)),
        ("Bos, J.M.E. (An)", ("J.M.E. (An) Bos",)),
        ("Berg, J. van den; Vries, M. de (2015)", ("J. van den Berg", "M. de Vries")),
        # what stands between the parts of a name
        ("An in ’t Veld, Jo van der Spek-‘t Hoen", ("An in ’t Veld", "Jo van der Spek-‘t Hoen")),
        ("Fleur van Leeuwen-de Wit", ("Fleur van Leeuwen-de Wit",)),
        # no people
        ("Movisie, Utrecht", ()),
        ("Afdeling Wonen, Zorg", ()),
        ("Woonkring De Brug, team Wijken", ()),
    ],
)  # fmt: skip
def test_a_name_is_written_as_it_is_spoken(written: str, names: tuple[str, ...]) -> None:
    assert people_in(written) == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Berg, Jan van den", ["Jan van den Berg"]),
        ("Berg, J. van den, Vries, M. de", ["J. van den Berg", "M. de Vries"]),
        ("Bos, Jan", ["Jan Bos"]),
        ("Bos, A. (An)", ["A. (An) Bos"]),
        ("Berg, M.A van den (Maarten)", ["M.A (Maarten) van den Berg"]),
        ("Jan Jansen MA, Piet Bos B.Sc.", ["Jan Jansen", "Piet Bos"]),
        ("mevr. drs. A. Bos; dhr. K. Smit", ["A. Bos", "K. Smit"]),
        ("A. de Vries - BZK", ["A. de Vries - BZK"]),
        ("Movisie, Utrecht", ["Movisie, Utrecht"]),
        ("Afdeling Wonen, Zorg", ["Afdeling Wonen, Zorg"]),
        ("gemeente Utrecht, afdeling Onderzoek", ["gemeente Utrecht, afdeling Onderzoek"]),
    ],
)
def test_the_author_of_a_file_is_written_as_spoken_too(written: str, names: list[str]) -> None:
    assert list(names_in(written)) == names


@pytest.mark.parametrize(
    "colophon",
    [
        "Auteurs\n\nJan Jansen\n\nPiet de Vries\n\nAnna Bos",
        "Auteurs\nJan Jansen\nPiet de Vries\nAnna Bos",
        "Auteurs: Jan Jansen, Piet de Vries\nAnna Bos\nFotografie: Kees Klaver",
        "Auteurs: Jan Jansen, Piet de Vries, Anna Bos Fotografie: Kees Klaver",
        "Auteurs: Jan Jansen, Piet de Vries, Anna Bos Vormgeving en opmaak: Kees Klaver",
        "Auteurs: Jan Jansen, Piet de Vries en Anna Bos, met medewerking van Kees Klaver",
        "Auteurs: Jan Jansen\n- Piet de Vries\n- Anna Bos\n\nMovisie Instituut",
        "Auteurs\n\nJan Jansen (Movisie)\n\nPiet de Vries (Nicis Institute)\n\ndrs. Anna Bos",
        "Tekst en redactie: Jan Jansen, Piet de Vries en Anna Bos",
        "Onderzoekers: Jan Jansen, Piet de Vries en Anna Bos",
        "Auteurs: Jan Jansen, Piet de Vries en Anna Bos\n\nVerwey Jonker Instituut",
    ],
)
def test_a_list_of_authors_goes_on_to_the_first_line_without_people(colophon: str) -> None:
    guessed = about(f"Rapport\f{DUTCH}\f{DUTCH}\fColofon\n\n{colophon}\n\nUtrecht, 2012")
    assert guessed.authors == ("Jan Jansen", "Piet de Vries", "Anna Bos")


@pytest.mark.parametrize(
    ("named", "confidence"), [("An Bos en Jan Vos", 0.9), ("An Bos", 0.6), ("niemand", 0.6)]
)
def test_the_authors_of_a_file_are_sure_when_the_text_has_all_of_them(
    named: str, confidence: float
) -> None:
    assert sure(about(f"Rapport\n\n{named}\n\n{LONG}", authors=("An Bos", "Jan Vos"))) == confidence


@pytest.mark.parametrize(("many", "found"), [(40, 40), (41, 0)])
def test_a_line_of_very_many_names_is_a_list_of_something_else(many: int, found: int) -> None:
    names = [f"An {'B' + chr(97 + n % 26) * 2 + chr(97 + n // 26)}" for n in range(many)]
    assert len(people_in(", ".join(names))) == found


def test_words_between_names_without_end_are_no_names() -> None:
    assert people_in("An " + "van de " * 100) == ()
    assert list(names_in("An " + "van de " * 10 + "1")) != ["An"]


@pytest.mark.parametrize(("before", "found"), [(560, ("A. de Vries",)), (620, ())])
def test_bare_names_stand_near_the_title(before: int, found: tuple[str, ...]) -> None:
    text = f"Zelfbeheer in de wijk\n\n{'woord ' * (before // 6)}\n\nA. de Vries\n\n{LONG}"
    assert about(text, heading="Zelfbeheer in de wijk").authors == found
