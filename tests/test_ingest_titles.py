"""What is a subtitle and what is not; titles of one word."""

import pytest
from ingest_texts import LONG, about


@pytest.mark.parametrize(
    ("line", "is_subtitle"),
    [
        ("Jan van der Berg en Marieke de Vries-Jansen", False),
        ("Cora Brink, Hanneke Mateman", False),
        ("Berg, J. van den; Vries, M. de (2015)", False),
        ("Jan Jansen (Movisie)", False),
        ("mevr. drs. A. de Vries", False),
        ("J. VAN DER BERG", False),
        ("Auteurs: A. Bos en B. Vos", False),
        ("Verwey-Jonker Instituut", False),
        ("Verwey-Jonker Instituut, Utrecht", False),
        ("Platform Wijken, Den Haag", False),
        ("Wijkbewoners", False),
        ("najaar 2014", False),
        ("Leeuwarden, 2009", False),
        ("Eindrapport 2012", False),
        ("Evaluatie 2010-2012", True),
        ("Verkiezingsprogramma 2026", True),
        ("Een evaluatie door het Verwey-Jonker Instituut", True),
        ("Bewoners aan zet, de gemeente volgt", True),
        ("Ervaringen van bewoners in Utrecht", True),
    ],
)
def test_who_made_it_where_and_when_is_no_subtitle(line: str, is_subtitle: bool) -> None:
    found = about(f"Samen wonen\n\n{line}\n\nmei 2014\f{LONG}", heading="Samen wonen").subtitle
    assert found == (line if is_subtitle else None)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Zelfbeheer\n\n{LONG}", "Zelfbeheer"),
        (f"Wijkbedrijven\f{LONG}", "Wijkbedrijven"),
        (f"ZELFBEHEER\n\nEen handreiking voor bewoners\n\nHet zelfbeheer. {LONG}", "ZELFBEHEER"),
        # The name of who made it, a place, a word that every report has, a short word.
        (f"Woonbron\n\nEen handreiking voor bewoners\n\nBij Woonbron. {LONG}", None),
        (f"Woonbron\n\nEen handreiking voor bewoners\n\nZie www.woonbron.nl. {LONG}", None),
        (f"Leeuwarden\n\n{LONG}", "Stuk"),
        (f"Samenvatting\n\n{LONG}", "Stuk"),
        (f"Notitie\n\n{LONG}", "Stuk"),
        (f"Wonen\n\n{LONG}", "Stuk"),
    ],
)
def test_one_word_can_be_a_title(text: str, title: str | None) -> None:
    assert about(text).title == (title or "Een handreiking voor bewoners")
