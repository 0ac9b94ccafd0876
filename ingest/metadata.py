"""Guess what nobody wrote down: title, authors, year, language and kind of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpus.document import Kind, Origin, Source
from ingest.blocks import one_line
from ingest.kinds import kind_of
from ingest.reading import Reading
from ingest.titles import title_of
from ingest.years import published_in

_LANGUAGES = ("nl", "en")
# Known beside them so that a German page is not taken for Dutch.
_NEIGHBOURS = ("de", "fr")
_LEAST_LETTERS = 60
_SURE = 0.8
_SAMPLE, _SAMPLES = 1500, 5

_NOBODY = re.compile(
    r"(?:unknown|onbekend|anonymous|anoniem|admin\w*|(?:microsoft )?office(?: user)?|user|gebruiker"
    r"|eigenaar|owner|windows.*|python-docx|pdfminer|author|auteur|default|standaard|test|pc|laptop"
    r"|canva|openoffice.*|libreoffice.*|steve canny|scan\w*|xerox.*|kyocera.*|ricoh.*)\W*\d*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
_BY = re.compile(
    r"^[^\w\n]{0,10}(?:namen? )?"
    r"(?:auteurs?|auteur\(s\)|authors?|geschreven door|samengesteld door|written by)"
    r"\s*[:|]\s*(?P<names>[^\n]{3,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_OR = re.compile(r"\s*[;/]\s*")
_AND = re.compile(r",?\s+(?:en|and|&)\s+|,\s*")
# Two words or more, the first with a capital.
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[\w.’'()-]+)+")

_FRONT, _BACK = 8000, 6000


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessed:
    """What could be guessed of a document, and where each value comes from."""

    title: str
    kind: Kind
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    origins: tuple[Origin, ...] = ()


def guess(reading: Reading, filename: str, today: date) -> Guessed:
    """Guess the metadata of a document from its text and the file's own properties.

    Args:
        filename: name of the file, for its ending and as last resort for a title.
        today: no document was published after this day.
    """
    title, title_from = title_of(reading, filename)
    authors, authors_from = _authors(reading)
    dated = published_in(reading, title, filename, today)
    language, language_from = _language(reading)
    found = {
        "authors": authors_from if authors else None,
        "kind": Source.TEXT,
        "language": language_from if language else None,
        "published": dated[1] if dated else None,
        "title": title_from,
    }
    return Guessed(
        title=title,
        kind=_kind(reading, title),
        authors=authors,
        published=dated[0] if dated else None,
        language=language,
        origins=tuple(Origin(field=f, source=source) for f, source in found.items() if source),
    )


def language_of(text: str) -> str | None:
    """``nl`` or ``en``; None for another language and for too little text to tell."""
    step = max(len(text) // _SAMPLES, _SAMPLE)
    sample = " ".join(text[start : start + _SAMPLE] for start in range(0, len(text), step))
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    language, sure = _identifier().classify(sample)
    return str(language) if language in _LANGUAGES and sure >= _SURE else None


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded once per process; it is never changed after that."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*_LANGUAGES, *_NEIGHBOURS])
    return identifier


def _language(reading: Reading) -> tuple[str | None, Source]:
    """The language of the text; what the file declares only where the text is too short."""
    text = "\n".join(page.text for page in reading.pages)
    if sum(map(str.isalpha, text[: 10 * _LEAST_LETTERS])) >= _LEAST_LETTERS:
        return language_of(text), Source.TEXT
    return (reading.language if reading.language in _LANGUAGES else None), Source.FILE


def _authors(reading: Reading) -> tuple[tuple[str, ...], Source]:
    own = tuple(dict.fromkeys(name for a in reading.authors for name in _names(a)))
    if own:
        return own, Source.FILE
    ends = [page.text[:_FRONT] for page in reading.pages[:3]] + [reading.pages[-1].text[-_BACK:]]
    match = next(filter(None, map(_BY.search, ends)), None)
    return (tuple(dict.fromkeys(_names(match["names"]))) if match else ()), Source.TEXT


def _names(text: str) -> Iterator[str]:
    """Names of people or organisations; ``Bos, A.`` and ``Huis en Buurt`` are one."""
    if _ADDRESS.search(text):
        return
    for part in _OR.split(one_line(text)):
        pieces = [piece.strip() for piece in _AND.split(part)]
        several = all(_FULL_NAME.fullmatch(piece) for piece in pieces)
        for name in pieces if several else [part.strip(" .,")]:
            account = " " not in name and name.islower()
            if 2 < len(name) <= 100 and not account and not _NOBODY.fullmatch(name):
                yield name


def _kind(reading: Reading, title: str) -> Kind:
    front = "\n".join(page.text for page in reading.pages[:3])[:_FRONT]
    return kind_of(f"{title}\n{front}\n{reading.pages[-1].text[-_BACK:]}")
