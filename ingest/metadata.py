"""Guess what nobody wrote down about a document, each value with its source, confidence and cue.

Facts about a document stand in few places: its file's properties, the first and last pages, the
headings. Only there is looked, so guessing takes milliseconds however long a document is. A guess
that is not clear is not made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from corpus.document import Kind, Origin, Source
from corpus.language.stems import LANGUAGES
from ingest.authors import authors_of
from ingest.document_types import document_type_of
from ingest.guesses import Ends, Guess
from ingest.identifiers import doi_of, isbn_of, licence_of
from ingest.kinds import kind_of
from ingest.languages import LEAST_LETTERS, SURE, classified
from ingest.places import municipalities_of
from ingest.publishers import organisation_of, publisher_of
from ingest.reading import Reading
from ingest.subjects import subjects_of
from ingest.titles import subtitle_of, title_of
from ingest.years import published_in

_ARTICLE = "artikel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessed:
    """What could be guessed of a document, and where each value comes from.

    The fields are called as in :class:`~corpus.document.Document`.
    """

    title: str
    kind: Kind
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    organisation: str | None = None
    publisher: str | None = None
    municipality: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    licence: str | None = None
    document_type: str | None = None
    isbn: str | None = None
    doi: str | None = None
    origins: tuple[Origin, ...] = ()

    def values(self) -> dict[str, Any]:
        """Field -> value, the origins among them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def guess(reading: Reading, filename: str, today: date) -> Guessed:
    """Guess the metadata of a document from its text and the file's own properties.

    Args:
        filename: name of the file, for its ending and as last resort for a title.
        today: no document was published after this day.
    """
    ends = Ends(reading)
    title = title_of(reading, filename)
    subtitle = subtitle_of(ends, title.value)
    named = f"{title.value}\n{subtitle.value}" if subtitle else title.value
    document_type = document_type_of(ends, named, filename)
    article = document_type is not None and document_type.value == _ARTICLE
    found: dict[str, Guess[Any] | None] = {
        "title": title,
        "kind": kind_of(
            f"{named}\n{ends.beginning}",
            ends.last,
            document_type.value if document_type else None,
        ),
        "subtitle": subtitle,
        "authors": authors_of(ends, title.value, article=article),
        "organisation": organisation_of(ends),
        "publisher": publisher_of(ends),
        "municipality": municipalities_of(reading, named),
        "themes": subjects_of(ends, named, "themes"),
        "target_groups": subjects_of(ends, named, "target_groups"),
        "published": published_in(reading, named, filename, today),
        "language": _language(reading),
        "licence": licence_of(ends),
        "document_type": document_type,
        "isbn": isbn_of(ends),
        "doi": doi_of(ends),
    }
    return _guessed({field: made for field, made in found.items() if made})


def _guessed(made: Mapping[str, Guess[Any]]) -> Guessed:
    origins = tuple(
        Origin(field=field, source=one.source, confidence=one.confidence, cue=one.cue)
        for field, one in sorted(made.items())
    )
    return Guessed(**{field: one.value for field, one in made.items()}, origins=origins)


def _language(reading: Reading) -> Guess[str] | None:
    """The language of the text; what the file declares only where the text is too short."""
    text = "\n".join(page.text for page in reading.pages)
    if sum(map(str.isalpha, text[: 10 * LEAST_LETTERS])) >= LEAST_LETTERS:
        language, sure = classified(text)
        if language is None or sure < SURE:
            return None
        return Guess(value=language, confidence=round(min(sure, 0.99), 2))
    declared = reading.language
    if declared not in LANGUAGES:
        return None
    return Guess(value=declared, source=Source.FILE, confidence=0.6, cue=declared)
