"""What one paragraph looks like, without what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto


class Looks(Enum):
    """What a paragraph can be by its own words."""

    NUMBERED = auto()
    """``2.3 Aanpak``, ``Bijlage B``: a heading by itself."""
    SHORT = auto()
    """A heading, a cell of a table, an item of a list, a name …: that depends on the rest."""
    TEXT = auto()
    """Sentences, a list, a table."""
    REST = auto()
    """Numbers, a caption, an address, a date, code."""


_SENTENCE = 8  # words
_SHORTEST_BROKEN = 5
_MOST_WORDS = 14
_MOST_NUMBERED_WORDS = 20
_MOST_CHARACTERS = 160
_LEAST_LETTERS = 3
_SHARE_OF_LETTERS = 0.6

_CHAPTER = re.compile(
    r"(?:(?:hoofdstuk|bijlage|deel|paragraaf|artikel|chapter|appendix|annex|part|section|article)\s"
    r"|§\s?)(?:\d+[a-z]?(?:\.\d+[a-z]?)*|[IVX]+|[A-Z])\b",
    re.IGNORECASE,
)
_DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")
# "3 ", "2.1.4. ", "IV. ", "b) "
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]|[A-Za-z][.)])\s+(?=\S)")
_OPENING = "'\"‘“’”([¿¡"
_BULLETS = "-–—•*·○▪►>|"
_ENDS_OF_TEXT = ".,;:!…-–—"
# A line that ends so was broken off.
_BROKEN = re.compile(
    r"\s(?:de|het|een|en|of|van|om|dat|die|als|is|zijn|wordt|worden"
    r"|the|an?|and|or|to|that|which|with|are)$"
)

_CAPTION = re.compile(
    r"(?:fig(?:uur|ure)?|tab(?:el|le)?|grafiek|graph|afbeelding|illustratie|foto|photo|kaart|map"
    r"|schema|diagram|scheme)\b\.?\s*(?:\d|[IVX]+\b)"
    r"|(?:bron|bronnen|source|sources|foto|photo|noot|note|legenda|legend|versie|version|datum|date"
    r"|auteurs?|authors?|pagina|page|blz|tel|telefoon|telephone|e-?mail|keywords|trefwoorden"
    r"|submitted|published|received|accepted)\b\.?\s*[:\d]"
    r"|(?:doi|isbn|issn)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b\d{4} ?[A-Z]{2}\b(?![\w-])|\b(?i:postbus) \d|\b0\d{1,3}[ -]\d{2,}|\b0\d{9}\b|\+\d\d[ (]"
    r"|@|://|\bwww\.|\.(?:nl|com|org|eu|be)\b"
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[ -])?(?:jan|feb|maa|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-z]*"
    r"[ -](?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"[|{}<>=\\_#^~\ufffd]|\$\w")
_NUMERAL = re.compile(r"\W*\d[\d.,:/%‰°–-]*\W*")
_YEARS = re.compile(r"\W*(?:19|20)\d\d(?:\W(?:19|20)?\d\d)?\W*")


def looks_of(text: str) -> Looks:
    """What a paragraph looks like; ``text`` has no white space at its ends."""
    words = text.split() if len(text) <= _MOST_CHARACTERS else []
    if not words or _is_text(text, words):
        return Looks.TEXT
    if _is_rest(text, words):
        return Looks.REST
    if text[-1] in _ENDS_OF_TEXT or _BROKEN.search(text):
        return Looks.TEXT if len(words) > 1 or text[-1] == ":" else Looks.REST
    if _DEEP.match(text) or _CHAPTER.match(text):
        return Looks.NUMBERED
    if len(words) > _MOST_WORDS:
        return Looks.TEXT
    return Looks.SHORT if _begins_as_a_heading(text) else Looks.REST


def is_broken_off(text: str, following: str) -> bool:
    """Whether a short line is the beginning of a sentence that goes on in the next paragraph."""
    long = len(text.split()) >= _SHORTEST_BROKEN and text[-1] != "?"
    return long and following[:1].islower() and not _NUMBER.match(following)


def _is_text(text: str, words: Sequence[str]) -> bool:
    if "\n" in text or text[0] in _BULLETS or len(words) > _MOST_NUMBERED_WORDS:
        return True
    return len(words) > _SENTENCE and text[-1] == "."


def _begins_as_a_heading(text: str) -> bool:
    first = _NUMBER.sub("", text, count=1).lstrip(_OPENING)[:1]
    return first.isalnum() and not first.islower()


def _is_rest(text: str, words: Sequence[str]) -> bool:
    letters = sum(map(str.isalpha, text))
    if letters < max(_LEAST_LETTERS, _SHARE_OF_LETTERS * sum(map(len, words))):
        return not (_CHAPTER.match(text) and len(words) <= _LEAST_LETTERS)
    if any(pattern.search(text) for pattern in (_ADDRESS, _DATE, _CODE)) or _CAPTION.match(text):
        return True
    return sum(map(_is_number, words[1:])) > 1


def _is_number(word: str) -> bool:
    return bool(_NUMERAL.fullmatch(word)) and not _YEARS.fullmatch(word)
