"""Choose the title of a document from what its file, its text and its name say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from corpus.document import Source
from corpus.language.fold import fold
from ingest.blocks import one_line
from ingest.reading import Reading

# The sort of document, which needs its subject to be a title.
_SORT = re.compile(
    r"(?:eind|tussen|jaar|onderzoeks|evaluatie)?(?:rapport(?:age)?|verslag)|notitie|memo|advies|nota"
    r"|(?:verkiezings)?programma|evaluatie|onderzoek|brief|besluitenlijst|notulen|factsheet|report"
)
# What programs fill in when nobody gave a title.
_MEANINGLESS = re.compile(
    r"(?:untitled|naamloos|zonder titel|geen titel|no title|title|titel|kop|document|doc|dia|slide"
    r"|presentati(?:e|on)|powerpoint[ -]presentati(?:e|on)|word document|microsoft word"
    r"|home(?:page)?|index|welkom|rapport|report|print|scan|template|sjabloon|layout|opmaak|pagina"
    r"|page|blad|fax|(?:new|nieuw) .*document|.* sjabloon|.* template)\W*\d*"
)
_PROGRAM = re.compile(
    r"^(?:Microsoft )?(?:Word|PowerPoint|Excel|Publisher|InDesign) - ", re.IGNORECASE
)
_FILE_NAME = re.compile(
    r".*\.(?:docx?|pdf|pptx?|odt|odp|rtf|indd|qxd|xlsx?|html?|txt|md|pub|dvi|tex|ps|wpd|pages)$",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|–—»·-]\s+|\s*::\s*")
_SURE_SITE = re.compile(r"\s*(?:[|»·]|::)")
# Headings that every report has; they say nothing of this one.
_USUAL = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]?\s+|[ivx]+\.\s+|hoofdstuk \d+\W*|bijlage\b.*|deel \w+\W*$|stap \d+\W*$)*"
    r"(?:inhoud(?:sopgave)?|table of contents|contents|colofon|colophon|samenvatting|summary"
    r"|management ?samenvatting|publiekssamenvatting|executive summary|abstract|voorwoord|preface"
    r"|foreword|inleiding|introductie|introduction|ten geleide|leeswijzer|aanleiding|achtergrond"
    r"|dankwoord|acknowledge?ments?|conclusies?|conclusions?|literatuur|references|referenties"
    r"|verantwoording|overzicht|context|agenda|legenda|versiebeheer|documenthistorie|doel"
    r"|aanwezig|afwezig|open access|research article|original article|article|review|paper"
    r"|concept|definitief|vertrouwelijk|pagina \d+.*|page \d+.*)?\W*\d*"
)
# An item of a list, a page number, a version, an entry of a table of contents, an address.
_NO_TITLE = re.compile(
    r"^[-•▪*]|^(?:pagina|page|versie|version|datum|date|doi|issn|isbn)\b|^\d+\.\d+\.?\s|[—.…]\s?\d+$"
    r"|\bpostbus\b|\bbezoekadres\b|\b\d{4}\s?[a-z]{2}\s+[a-z]|https?://|www\.|@\w+\.",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\W\d]{2}[.!?] [A-ZÉ]")
_SECTION = re.compile(r"\d+(?:\.\d+)*[.)]\s")
_SUBJECT = re.compile(
    r"^\W{0,5}(?:betreft|onderwerp|subject)\b[ \t:|]*\n{0,2}(?P<subject>[^\n]{5,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_JOURNAL = "journalhomepage"
_START = 6000
_SHARE = 0.8
_LONGEST = 250
_LINES = 15
# Front matter is written by hand for this document; other properties are often left over.
_BY_HAND = frozenset({".md", ".markdown"})


def title_of(reading: Reading, filename: str) -> tuple[str, Source]:
    """The best title and where it comes from.

    The file's own title counts when it means something and its words stand at the start of the
    text, or when there is nothing better. Then follow the most prominent heading, the first line
    that looks like a title, and the file's name made readable.
    """
    path = PurePath(filename)
    start = "\n".join(page.text for page in reading.pages[:3])[:_START]
    said = _said(reading.title, path)
    heading = next(_good_headings(reading), None)
    if said:
        confirmed = _confirmed(said, heading, start)
        if confirmed:
            return confirmed, Source.FILE
        if path.suffix.lower() in _BY_HAND or not (heading and _occurs(heading, start)):
            return said, Source.FILE
    if heading:
        return _with_subject(heading, start), Source.TEXT
    line = next(_subjects(start), None) or next(_good_lines(start), None)
    return (line, Source.TEXT) if line else (_readable(path), Source.FILE)


def _said(title: str | None, path: PurePath) -> str | None:
    """The file's own title, None when it says nothing."""
    text = _PROGRAM.sub("", one_line(title or ""))
    words = fold(text)
    meaningless = (
        len(text) < 3
        or len(text) > _LONGEST
        or not re.search(r"[^\W\d_]{2}", text)
        or _MEANINGLESS.fullmatch(words)
        or _FILE_NAME.fullmatch(text)
        or _squeezed(text) == _squeezed(path.stem)
        or (" " not in text and re.search(r"[\d_]", text))
        or (" " not in text and text.isupper() and len(text) < 5)
    )
    return None if meaningless else text


def _confirmed(said: str, heading: str | None, start: str) -> str | None:
    """The file's title as the text confirms it, without the name of a site behind it."""
    first = _SITE.split(said, maxsplit=1)[0]
    if heading and _squeezed(first) == _squeezed(heading):
        return first
    for text in (first, said) if _SURE_SITE.match(said[len(first) :]) else (said, first):
        if not _USUAL.fullmatch(fold(text)) and _occurs(text, start):
            return text
    return None


def _occurs(text: str, start: str) -> bool:
    """Whether nearly all words of ``text`` stand at the start of the document."""
    words = re.findall(r"\w+", fold(text))
    known = set(re.findall(r"\w+", fold(start)))
    return bool(words) and sum(word in known for word in words) >= _SHARE * len(words)


def _with_subject(heading: str, start: str) -> str:
    """A heading that only names the sort of document, with the line below it."""
    if not _SORT.fullmatch(fold(heading)):
        return heading
    below = start.partition(heading)[2]
    subject = next(_good_lines(below), None)
    return f"{heading}: {subject}" if subject else heading


def _good_headings(reading: Reading) -> Iterator[str]:
    """Headings on the first pages, down to the first one that every report has."""
    start = _squeezed("\n".join(page.text for page in reading.pages[:2])[:_START])
    # The name of a journal stands above everything, in larger letters than the article's title.
    start = start[start.find(_JOURNAL) + 1 :]
    for heading in (reading.heading, *reading.headings[:5]):
        text = one_line(heading or "").rstrip(" :;,")
        if not text:
            continue
        if _USUAL.fullmatch(fold(text[:_LONGEST])) or _SECTION.match(text):
            return
        if _is_title(text) and _squeezed(text) in start:
            yield text


def _subjects(start: str) -> Iterator[str]:
    """What a letter or a report of a meeting says it is about."""
    for match in _SUBJECT.finditer(start):
        text = one_line(match["subject"]).strip(" :;,|")
        if _is_title(text):
            yield text


def _good_lines(start: str) -> Iterator[str]:
    """Lines that could be a title: not too short or long, words rather than figures."""
    lines = [line for line in map(one_line, start.splitlines()) if line]
    for line in lines[:_LINES]:
        text = line.strip("-–—*•|#_ ")
        letters = sum(char.isalpha() or char == " " for char in text)
        plain = 8 <= len(text) <= 150 and letters >= 0.7 * len(text) and " | " not in text
        plain = plain and " " in text and not text[0].islower()
        if plain and _is_title(text) and not _USUAL.fullmatch(fold(text)):
            yield text


def _is_title(text: str) -> bool:
    return (
        3 <= len(text) <= _LONGEST
        and re.search(r"[^\W\d_]{3}", text) is not None
        and not _NO_TITLE.search(text)
        and not _SENTENCES.search(text)
        and not (text[0].islower() and text.endswith("."))
    )


def _readable(path: PurePath) -> str:
    """``eindrapport_wijkteams-v2.pdf`` as ``Eindrapport wijkteams v2``."""
    text = one_line(re.sub(r"[-_+.]|%20", " ", path.stem)) or path.name
    return text[:1].upper() + text[1:] if text else str(path)


def _squeezed(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
