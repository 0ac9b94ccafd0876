"""Citations as RIS, which Zotero, EndNote and Mendeley read (the tags as specified in 2011)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.exchange.citations import BOOK, Citation

_END = "\r\n"
_REPORT = "RPRT"
# Form -> type of reference; all others are reports.
_TYPES = {
    BOOK: "BOOK",
    "artikel": "JOUR",
    "proefschrift": "THES",
    "raadsstuk": "GOVDOC",
    "wet": "STAT",
    "nieuwsbericht": "NEWS",
    "presentatie": "SLIDE",
    "archetype": "GEN",
}


def ris(citations: Iterable[Citation]) -> Iterator[str]:
    """One record per citation, in text that together is a file."""
    for citation in citations:
        lines = [f"{tag}  - {value}" for tag, value in _fields(citation) if value]
        yield _END.join([*lines, "ER  - ", "", ""])


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(citation.form, _REPORT)
    yield "ID", citation.id
    for author in citation.authors:
        yield "AU", author.inverted
    yield "TI", citation.title
    yield "PY", citation.year
    yield "DA", _date(citation.published)
    yield "PB", citation.publisher
    yield "LA", citation.language
    for subject in (*citation.subjects, *citation.places):
        yield "KW", subject
    yield "SN", citation.isbn
    yield "DO", citation.doi
    yield "UR", citation.address
    yield "N1", citation.note


def _date(published: str) -> str:
    """``2014/05//`` for May 2014: year, month, day and anything else, divided by slashes."""
    parts = published.split("-") if published else []
    return "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""
