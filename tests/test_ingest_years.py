"""The year of publication: what the words around it, the title and the file are worth."""

import pytest
from ingest_texts import DUTCH, LONG, TODAY, about

from corpus.document import Origin, Page, Source
from ingest.metadata import Guessed, guess
from ingest.reading import Reading

# As in the colophon of nearly every Dutch report.
COPIES = (
    "Kopiëren mag op grond van artikel 16b Auteurswet 1912 jo het Besluit van 20 juni 1974,"
    " Stb. 351, gewijzigd bij het Besluit van 23 augustus 1985, Stb. 471, en artikel 17"
    " Auteurswet 1912."
)


def origin(guessed: Guessed) -> Origin:
    return next(origin for origin in guessed.origins if origin.field == "published")


@pytest.mark.parametrize(
    "law",
    [
        COPIES,
        "Dit mag volgens de Auteurswet van 1912.",
        "© Auteurswet 1912",
        "Zie het Besluit van 20 juni 1985.",
        "Gedrukt onder de Huisvestingswet 2014 en de Woningwet, 1901",
        "Dit is de regeling (Stcrt. 12 mei 2004).",
        "Ingevoerd per 12 mei 2004, Stb. 12",
        "Zie de Verordening van 3 maart 2011",
        "Bij KB van 3 maart 2011",
    ],
)
@pytest.mark.parametrize("dated", [None, "2018-03-04"])
def test_the_date_of_a_law_is_not_that_of_the_document(law: str, dated: str | None) -> None:
    assert about(f"Samen in de wijk\f{law}\f{DUTCH}", dated=dated).published == dated


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"Samen in de wijk\n\nUtrecht, 2009\f{COPIES}", "2009"),
        (f"Samen in de wijk\n\nUtrecht, oktober 2009\f{COPIES}", "2009"),
        (f"Samen in de wijk\f{DUTCH}\f{COPIES}\n\n© 2009 Bureau Stil", "2009"),
        ("Woonvisie\n\nVastgesteld bij raadsbesluit van 3 maart 2016", "2016"),
        ("Woonvisie\n\nVastgesteld bij besluit van 3 maart 2016", "2016"),
        ("Besluit van 20 juni 1985, houdende regels", "1985"),
        ("Nota\n\nDe raad neemt dit besluit.\n\n12 mei 2014", "2014"),
    ],
)
def test_a_date_beside_a_law_and_the_date_of_a_decision_count(text: str, year: str) -> None:
    assert about(f"{text}\n\n{DUTCH}").published == year


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"Leefbaarheidsmonitor 2012\n\n{LONG}", "2012"),
        (f"Leefbaarheid in beeld\n\nRapport 2012\n\n{LONG}", "2012"),
        (f"Leefbaarheid in beeld\n\nLeeuwarden, 2012\n\n{LONG}", "2012"),
        (f"Leefbaarheid in beeld\n\njuni 2012\n\n{LONG}", "2012"),
        # A line below the title page, a number, a plan, what came after the file.
        (f"Leefbaarheid in beeld\n\n{DUTCH * 5}\n\nLeeuwarden, 2012\n\n{DUTCH}", "2018-03-04"),
        (f"Leefbaarheid in beeld\n\nHet ging 2012 keer mis.\n\n{LONG}", "2018-03-04"),
        (f"Woonvisie 2015-2030\n\n{LONG}", "2018-03-04"),
        (f"Leefbaarheidsmonitor 2019\n\n{LONG}", "2018-03-04"),
        (f"Leefbaarheid in beeld\n\njuni 2019\n\n{LONG}", "2019"),
    ],
)
def test_the_day_a_file_was_saved_is_worth_less_than_the_title_page(
    text: str, published: str
) -> None:
    heading = text.partition("\n")[0]
    assert about(text, heading=heading, dated="2018-03-04").published == published


def test_a_year_that_agrees_with_the_file_wins_from_a_nearer_one() -> None:
    text = f"Wijkplan\n\njuni 2008\n\n{DUTCH * 5}\n\nmaart 2010\n\n{DUTCH}"
    assert about(text).published == "2008"
    assert about(text, dated="2010-03-04").published == "2010"


@pytest.mark.parametrize(
    ("scanned", "published"), [(1, "2018-03-04"), (2, "2018-03-04"), (3, None)]
)
def test_a_scan_is_saved_long_after_it_was_printed(scanned: int, published: str | None) -> None:
    pages = tuple(
        Page(number=n, text=f"Samen in de wijk\n\n{DUTCH}", ocr=0.9 if n <= scanned else None)
        for n in range(1, 5)
    )
    assert guess(Reading(pages=pages, dated="2018-03-04"), "a.pdf", TODAY).published == published


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (f"Wijkplan\n\njuni 2012\n\n{LONG}", 0.95),
        (f"Wijkplan\n\n{DUTCH * 5}\n\n12-06-2012\n\n{DUTCH}", 0.9),
        (f"Wijkplan\n\n{DUTCH * 2}Het begon juni 2012 al. {DUTCH}", 0.9),
        (f"Jaarverslag 2012\n\n{LONG}", 0.7),
        (f"Wijkplan\n\n{DUTCH * 3}\n\nHet jaar 2012 was goed.\n\n{DUTCH}", 0.5),
    ],
)
def test_the_plainer_a_year_is_stated_the_surer_it_is(text: str, sure: float) -> None:
    guessed = about(text)
    assert (guessed.published, origin(guessed).confidence) == ("2012", sure)


def test_a_saving_date_is_called_one() -> None:
    guessed = about(f"Wijkplan\n\n{DUTCH}", dated="2018-03-04")
    assert (origin(guessed).source, origin(guessed).confidence) == (Source.FILE, 0.7)
