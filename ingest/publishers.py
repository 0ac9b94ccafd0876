"""Find the organisation behind a document and its publisher, where the text clearly names them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Source
from ingest.blocks import one_line
from ingest.guesses import Ends, Guess, cue_of

# What the name of an organisation begins or ends with.
_BEGINS = (
    r"(?:gemeente|provincie|ministerie van|stichting|vereniging|coöperatie|universiteit|hogeschool"
    r"|woonstichting|woningstichting|woningcorporatie|wooncorporatie|corporatie|woonmaatschappij"
    r"|welzijn|kenniscentrum|kennisinstituut|onderzoeksbureau|adviesbureau|bureau|instituut"
    r"|platform|rekenkamer|autoriteit|raad voor|bewonersbedrijf|buurtbedrijf|bibliotheek|ggd"
    r"|opbouwwerk|maatschappelijk werk|university of|institute (?:of|for)|centre for|center for)"
)
_ENDS = (
    r"(?:university|universiteit|hogeschool|instituut|institute|stichting|foundation|rekenkamer"
    r"|woonkring|b\.v\.|bv|n\.v\.|ltd\.?)"
)
_NAME = r"[^\W\d_][^\n.,;:|()•·<>]{1,70}"
_ORGANISATION = re.compile(
    rf"(?P<name>(?i:{_BEGINS}) (?:(?:de|het|van|aan|voor|en|’t|'t) )*[^\W\d_a-z]{_NAME}"
    rf"|[^\W\d_a-z]{_NAME} (?i:{_ENDS}))"
)
_STOPS = re.compile(r"\s+(?:(?i:prof|dr|drs|ir|ing|mr)\.|(?i:versie|datum)\b|\d|©|[-–] |[A-Z]\.).*")
# The letterhead: the name, then the address.
_LETTERHEAD = re.compile(
    r"\A\W*(?P<name>[A-Z][^\n\d:]{2,60})\n+(?=(?i:bezoekadres|postbus|postadres)\b)"
)
# Before the name of somebody else: who asked for it or to whom it goes.
_OTHER = re.compile(
    r"(?:^|\n)\W*(?:in opdracht van|opdrachtgever|organisatie|aan|voor|t\.a\.v\.?|to|website"
    r"|gefinancierd door|mede mogelijk gemaakt door)\W*(?:de |het )?$",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(
    # At the beginning of a line: in a sentence it is about somebody else's book.
    r"(?i:^\W{0,5}(?:(?:dit|deze|this)(?: \w+)? is (?:een |a )?)?(?:een )?"
    r"(?:uitgave (?:is )?van|publicatie van|uitgegeven door|published by)"
    r"|(?:©|author\(s\))[^\n]{0,60}\bpublished by|^\W*(?:uitgever|uitgeverij|publisher)\s*[:|])"
    r"\s*[:|]?\s*"
    rf"(?P<name>(?:de |het |the )?[^\W\d_a-z]{_NAME})",
    re.MULTILINE,
)
# What follows the name of a publisher in a sentence.
_AFTER = re.compile(
    r"\s+(?:in (?:opdracht|samenwerking|het kader|\d)|namens|met (?:steun|medewerking)|en is\b|is\b"
    r"|was\b|on behalf|under\b|this\b|deze\b|,|tel\b|www|http|postbus|19\d\d|20\d\d|©).*",
    re.IGNORECASE,
)
# Behind a name that stands by itself; in a sentence a verb follows.
_MAY_FOLLOW = re.compile(r"[,.(|:;]|\s?·|\s(?:(?i:prof|dr|drs|ir|mr)\.|[A-Z]\.|[-–|])")
_ARTICLE = re.compile(r"^(?:de|het|the) (?=[^\W\d_a-z])")
_TITLE_PAGE = 700
_MOST_WORDS = 9


def publisher_of(ends: Ends) -> Guess[str] | None:
    """Who published it, where that is said: ‘uitgave van’, ‘uitgever:’, ‘published by’."""
    for text in (ends.front, ends.back):
        for match in _PUBLISHED_BY.finditer(text):
            name = _trimmed(_AFTER.sub("", match["name"]))
            if name:
                return Guess(value=name, confidence=0.85, cue=cue_of(match[0]))
    return None


def organisation_of(ends: Ends) -> Guess[str] | None:
    """The organisation that a file, a letterhead or the title page names; None for several."""
    for name in ends.reading.authors:
        if is_organisation(name):
            return Guess(value=one_line(name), source=Source.FILE, confidence=0.7, cue=cue_of(name))
    if head := _LETTERHEAD.search(ends.first):
        return Guess(value=one_line(head["name"]), confidence=0.85, cue=cue_of(head[0]))
    found = dict(_on_title_page(ends.first[:_TITLE_PAGE]))
    if len(found) != 1:
        return None
    name, cue = next(iter(found.items()))
    return Guess(value=name, confidence=0.75, cue=cue)


def _on_title_page(text: str) -> Iterator[tuple[str, str]]:
    """Organisations that begin a line on the title page."""
    start = 0
    for line in text.split("\n"):
        before, start = text[:start], start + len(line) + 1
        match = _ORGANISATION.match(line.strip(" -–|•"))
        if match and not _OTHER.search(before.rstrip("\n ")) and len(line) <= 200:
            rest = line.strip(" -–|•")[match.end() :]
            name = _trimmed(_STOPS.sub("", match["name"]))
            # In a sentence the name is followed by a verb.
            several = re.search(rf"(?i:\ben {_BEGINS})\b", name)
            if name and not several and (not rest.strip() or _MAY_FOLLOW.match(rest)):
                yield name, cue_of(line)


def is_organisation(name: str) -> bool:
    """Whether ``name`` begins or ends as the name of an organisation, and is nothing else."""
    return bool(_ORGANISATION.fullmatch(one_line(name)))


def _trimmed(name: str) -> str:
    """A name without article and loose ends; empty when it is a sentence."""
    text = _ARTICLE.sub("", one_line(name).strip(" -–‘’'\"“”")).strip()
    return text if 0 < len(text.split()) <= _MOST_WORDS else ""
