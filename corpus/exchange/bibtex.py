"""Citations as BibTeX, in UTF-8 as every present program reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.exchange.citations import BOOK, Citation
from corpus.exchange.names import Name

_REPORT = ("techreport", "institution")
# Form -> type of entry and the field that names who brought it out; all others are reports.
_TYPES = {
    BOOK: ("book", "publisher"),
    "artikel": ("article", "publisher"),
    "proefschrift": ("phdthesis", "school"),
    "wet": ("misc", "publisher"),
    "nieuwsbericht": ("misc", "publisher"),
    "presentatie": ("misc", "publisher"),
    "archetype": ("misc", "publisher"),
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LANGUAGES = {"nl": "dutch", "en": "english"}  # as the package babel calls them
# Braces are counted even behind a backslash, so they are written by name.
_ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
})  # fmt: skip
# Addresses are taken as they stand, so what would end the field is written as an address may.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_AND = re.compile(r"\band\b", re.IGNORECASE)


def bibtex(citations: Iterable[Citation]) -> Iterator[str]:
    """One entry per citation, in text that together is a file."""
    for citation in citations:
        entry, _ = _TYPES.get(citation.form, _REPORT)
        fields = [f"  {name} = {value},\n" for name, value in _fields(citation)]
        yield f"@{entry}{{{citation.id},\n{''.join(fields)}}}\n\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    _, publisher = _TYPES.get(citation.form, _REPORT)
    texts = {
        "author": " and ".join(map(_author, citation.authors)),
        # Braces inside keep the capitals, which styles would take away.
        "title": f"{{{_escaped(citation.title)}}}" if citation.title else "",
        "year": citation.year,
        publisher: _escaped(citation.publisher),
        "langid": _LANGUAGES.get(citation.language, ""),
        "keywords": ", ".join(_keyword(k) for k in (*citation.subjects, *citation.places)),
        "isbn": _escaped(citation.isbn),
        "doi": citation.doi.translate(_IN_ADDRESS),
        "url": citation.address.translate(_IN_ADDRESS),
        "note": _escaped(citation.note),
    }
    for name, text in texts.items():
        if text:
            yield name, f"{{{text}}}"
    month = citation.published[5:7]
    if month:
        yield "month", _MONTHS[int(month) - 1]


def _author(name: Name) -> str:
    """``van der Berg, Jan``; a body in braces, so that nobody looks for its given name."""
    if not name.given or _AND.search(name.inverted):
        return f"{{{_escaped(name.inverted)}}}"
    family, given = _escaped(name.family), _escaped(name.given)
    return f"{family}, {{{given}}}" if "," in given else f"{family}, {given}"


def _keyword(text: str) -> str:
    return _escaped(text.replace(",", " "))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
