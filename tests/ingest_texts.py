"""Made-up texts for the tests on what is guessed of a document."""

from datetime import date
from typing import Any

from corpus.document import Page
from ingest.metadata import Guessed, guess
from ingest.reading import Reading

TODAY = date(2026, 6, 1)
DUTCH = (
    "De bewoners van de buurt beheren samen de tuin en de gemeente helpt hen daarbij met raad,"
    " geld en gereedschap. Het werkt omdat mensen elkaar kennen. "
)
LONG = DUTCH * 12


def about(text: str, filename: str = "stuk.pdf", **properties: Any) -> Guessed:
    """What is guessed of a text whose pages end in form feeds."""
    pages = tuple(Page(number=n, text=t) for n, t in enumerate(text.split("\f"), start=1))
    return guess(Reading(pages=pages, **properties), filename, TODAY)
