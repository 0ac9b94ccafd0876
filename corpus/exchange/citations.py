"""A document as one cites it: the values that all bibliographic formats need, on one line each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.archetypes import Archetype
from corpus.document import Document
from corpus.exchange.names import Name, split_name
from corpus.vocabulary import Vocabulary

BOOK = "boek"
"""The form of a document with an ISBN of which no type is known."""

_LANGUAGE = "nl"  # of keywords
_NONCHARACTERS = frozenset("\ufffe\uffff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A document as one cites it.

    Attributes:
        form: what it is: an id of the vocabulary's document types, :data:`BOOK`, or its kind.
        form_name: how the form is called on the page.
        published: year, month or day, as in :class:`~corpus.document.Document`.
        publisher: who brought it out; the organisation where no publisher is known.
        subjects: names of archetypes, themes and target groups.
        places: municipalities.
    """

    id: str
    form: str
    form_name: str
    title: str
    authors: tuple[Name, ...]
    organisation: str
    publisher: str
    published: str
    language: str
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    isbn: str
    doi: str
    address: str
    licence: str
    note: str
    media_type: str

    @property
    def year(self) -> str:
        """Year of publication; empty when unknown."""
        return self.published[:4]


def citations(
    documents: Iterable[Document], archetypes: Mapping[str, Archetype], vocabulary: Vocabulary
) -> Iterator[Citation]:
    """How to cite each document; their pages do not count."""
    return (_citation(document, archetypes, vocabulary) for document in documents)


def one_line(text: str | None) -> str:
    """The text on one line, of characters that every format can hold."""
    plain = "".join(" " if _unfit(character) else character for character in text or "")
    return " ".join(plain.split())


def _unfit(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _NONCHARACTERS


def _citation(
    document: Document, archetypes: Mapping[str, Archetype], vocabulary: Vocabulary
) -> Citation:
    form = one_line(document.document_type) or (BOOK if document.isbn else document.kind.value)
    organisation = one_line(document.organisation)
    publisher = one_line(document.publisher) or organisation
    named = vocabulary.label("document_type", form, _LANGUAGE)
    return Citation(
        id=document.id,
        form=form,
        form_name=vocabulary.label("kind", form, _LANGUAGE) if named == form else named,
        title=_title(one_line(document.title), one_line(document.subtitle)),
        authors=_authors(document, organisation, publisher),
        organisation=organisation,
        publisher=publisher,
        published=document.published or "",
        language=one_line(document.language),
        subjects=tuple(_subjects(document, archetypes, vocabulary)),
        places=tuple(filter(None, map(one_line, document.municipality))),
        isbn=one_line(document.isbn),
        doi=one_line(document.doi),
        address=one_line(document.source_url),
        licence=one_line(document.licence),
        note=one_line(document.note),
        media_type=one_line(document.media_type),
    )


def _title(title: str, subtitle: str) -> str:
    """Title and subtitle; many a title that was found has the subtitle at its end already."""
    if title.casefold().endswith(subtitle.casefold()):
        return title
    return ": ".join(filter(None, (title, subtitle)))


def _authors(document: Document, organisation: str, publisher: str) -> tuple[Name, ...]:
    """The authors; an organisation is the author of what names no person."""
    written = [name for name in map(one_line, document.authors) if name.strip(", ")]
    if not written and organisation:
        return (Name(family=organisation),)
    return tuple(split_name(name, (organisation, publisher)) for name in written)


def _subjects(
    document: Document, archetypes: Mapping[str, Archetype], vocabulary: Vocabulary
) -> Iterator[str]:
    for archetype in document.archetypes:
        known = archetypes.get(archetype)
        yield one_line(known.label.text(_LANGUAGE)) if known else one_line(archetype)
    for theme in document.themes:
        yield one_line(vocabulary.label("theme", theme, _LANGUAGE))
    for group in document.target_groups:
        yield one_line(vocabulary.label("target_group", group, _LANGUAGE))
