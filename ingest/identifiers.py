"""Find the ISBN, the DOI and the licence that a document states for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import isbn

from ingest.guesses import Ends, Guess, cue_of

_ISBN = re.compile(
    r"\bISBN(?:/EAN|-?nummer|-?1[03])?\W{0,4}(?P<number>\d(?:[\d\u2010-\u2013 -]{7,15})[\dXx])\b"
)
_DOI = re.compile(
    r"(?P<label>\bdoi(?:\.org/|:)\s?)?(?<![\d.])(?P<name>10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE
)
_AFTER_DOI = ".,;:)]}’”'"
# A work under the heading of the references is another document.
_REFERENCES = re.compile(
    r"^\W*(?:\d+\W+)?(?:references|referenties|literatuur\w*|bibliography|bronnen|secondary sources"
    r"|secundaire bronnen)\W*$",
    re.IGNORECASE | re.MULTILINE,
)

_IMPRINT = re.compile(
    r"©|\(c\)|\b(?:colofon|colophon|issn|nur|uitgave|uitgever\w*|druk(?:werk|kerij)?|vormgeving|ontwerp"
    r"|(?:eind)?redactie|oplage|design|all rights reserved|alle rechten)\b",
    re.IGNORECASE,
)
_NEAR = 200
_EDITIONS = 2  # on paper and as PDF; more numbers are a list of books
_START = 3000  # of a text without pages

_CC = re.compile(
    r"\bcreativecommons\.org/licenses/(?P<a>by(?:-(?:nc|nd|sa))*)(?:/(?P<va>\d\.\d))?"
    r"|\bCC[ -](?P<b>BY(?:[ -](?:NC|ND|SA))*)(?:[ -](?P<vb>\d\.\d))?\b"
    r"|\b(?P<zero>CC0|creativecommons\.org/publicdomain/zero)\b"
    r"|\bCreative Commons[ -](?:Attribution|Naamsvermelding)(?P<c>(?:[ -–]{1,3}(?:NonCommercial"
    r"|NietCommercieel|NoDerivatives|GeenAfgeleideWerken|ShareAlike|GelijkDelen))*)"
    r"\s*(?P<vc>\d\.\d)?",
    re.IGNORECASE,
)
_PARTS = {
    "noncommercial": "NC", "nietcommercieel": "NC", "noderivatives": "ND",
    "geenafgeleidewerken": "ND", "sharealike": "SA", "gelijkdelen": "SA",
}  # fmt: skip
_ORDER = ("BY", "NC", "ND", "SA")
# The licence of a picture or of software is not the licence of the document.
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:foto\w*|photo\w*|images?|beeld\w*|afbeelding\w*|illustrati\w+|icon\w*|figu\w+|font"
    r"|code|software|data(?:set)?)\b[^.\n]{0,60}$",
    re.IGNORECASE,
)


def isbn_of(ends: Ends) -> Guess[str] | None:
    """The first valid ISBN of the document itself, as thirteen digits.

    It stands at the front or the back, on a line of its own or between other facts of a colophon;
    one inside a paragraph is that of a book which the text names.
    """
    numbers: dict[str, str] = {}
    for text in map(_before_references, (ends.front, ends.back)):
        for match in _ISBN.finditer(text):
            number = re.sub(r"[^\dXx]", "", match["number"])
            around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            alone = not text[: match.start()].rpartition("\n")[2].strip(" •-–|*")
            if (alone or _IMPRINT.search(around)) and isbn.is_valid(number):
                numbers.setdefault(str(isbn.to_isbn13(number)), cue_of(match[0]))
    if not 0 < len(numbers) <= _EDITIONS:
        return None
    value, cue = next(iter(numbers.items()))
    return Guess(value=value, confidence=0.95 if len(numbers) == 1 else 0.8, cue=cue)


def doi_of(ends: Ends) -> Guess[str] | None:
    """The DOI on the first page, unless several are there and none is marked as its own."""
    first = _before_references(ends.first)
    if len(ends.reading.pages) == 1:
        first = first[:_START]
    found = {match["name"].rstrip(_AFTER_DOI): match for match in reversed([*_DOI.finditer(first)])}
    if not found:
        return None
    marked = {name: match for name, match in found.items() if match["label"]}
    name, match = next(reversed((marked or found).items()))
    alone = len(found) == 1
    if not alone and match.start() > len(first) // 4:
        return None
    return Guess(value=name, confidence=0.95 if alone else 0.8, cue=cue_of(match[0]))


def _before_references(text: str) -> str:
    references = _REFERENCES.search(text)
    return text[: references.start()] if references else text


def licence_of(ends: Ends) -> Guess[str] | None:
    """The Creative Commons licence of the document, as SPDX writes it (``CC-BY-SA-4.0``)."""
    stated = dict(_licences(ends))
    full = [name for name in stated if name[-1].isdigit()]
    if len(full or stated) != 1:  # none, or several: not clear which one is meant
        return None
    name = next(iter(full or stated))
    return Guess(value=name, confidence=0.9 if full else 0.75, cue=stated[name])


def _licences(ends: Ends) -> Iterator[tuple[str, str]]:
    for text in (ends.front, ends.back):
        for match in _CC.finditer(text):
            if not _OF_SOMETHING_ELSE.search(text[max(0, match.start() - 100) : match.start()]):
                yield _licence(match), cue_of(match[0])


def _licence(match: re.Match[str]) -> str:
    if match["zero"]:
        return "CC0-1.0"
    written = match["a"] or match["b"] or ""
    parts = {"BY", *re.split(r"[ -]", written.upper())} if written else {"BY"}
    for word in re.findall(r"\w+", match["c"] or ""):
        parts.add(_PARTS[word.casefold()])
    version = match["va"] or match["vb"] or match["vc"]
    return "-".join(filter(None, ("CC", *(part for part in _ORDER if part in parts), version)))
