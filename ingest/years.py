"""Find the year in which a document was published.

A report names many years. Each is weighed by the words around it and the place where it stands;
the heaviest wins, the later of two equals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from corpus.document import Source
from ingest.dates import MONTHS
from ingest.guesses import Guess, cue_of
from ingest.reading import Reading

_Y = r"(?P<year>1[89]\d\d|20\d\d)(?!\d|[.,]\d{3})"
_DAY = r"(?:[0-3]?\d\s?[-/.]\s?[01]?\d\s?[-/.]\s?)?"
_FLAGS = re.IGNORECASE

# A line of copyright may run over several years, of which the last counts.
_RIGHTS = 7.0
_A_MONTH = 5.0
_PLAIN = 0.8
# weight, pattern. Weights were set by hand on real reports: a stated date weighs more than a date,
# a date more than a number that could be a year.
_CUES: tuple[tuple[float, re.Pattern[str]], ...] = (
    (
        _RIGHTS,
        re.compile(
            r"(?:©|\(c\)|copyright)(?!\s*(?:foto|photo|beeld|illustratie|kaart|omslag))\D{0,60}"
            rf"(?:\d{{4}}\s*[-–,]\s*)*{_Y}",
            _FLAGS,
        ),
    ),
    (
        6.0,
        re.compile(
            r"\b(?:vastgesteld|verschenen|gepubliceerd|publicatiedatum|uitgegeven|uitgave|druk"
            r"|bijgewerkt|gewijzigd|edited|updated|published|accepted|editie|edition|versiedatum|datum|date|versie|version)\b"
            rf"[^\n()]{{0,60}}?(?<![\d-]){_DAY}{_Y}",
            _FLAGS,
        ),
    ),
    (_A_MONTH, re.compile(rf"\b(?:{MONTHS})\.?,?\s+(?:[0-3]?\d,\s+)?{_Y}", _FLAGS)),
    # A journal: volume (year) page.
    (5.1, re.compile(rf"\b\d{{1,4}}(?:\(\d+\))?\s\({_Y}\)[\s,:]+\d")),
    (4.5, re.compile(rf"(?<![\d-])[0-3]?\d\s?[-/.]\s?[01]?\d\s?[-/.]\s?{_Y}")),
    (4.5, re.compile(rf"(?<![\d/-]){_Y}-[01]\d-[0-3]\d\b")),
    (3.0, re.compile(rf"\bISBN\b.{{0,100}}?(?<![\d-]){_Y}(?!-)", _FLAGS | re.DOTALL)),
    (3.0, re.compile(rf"(?<![\d-]){_Y}(?!-)(?=[^\d]{{0,60}}\bISBN\b)", _FLAGS)),
    (_PLAIN, re.compile(rf"(?<![\d/.,-]){_Y}(?!/\d)")),
)
# What stands before or around a year that is not the year of publication: factor, pattern.
_DOUBTS: tuple[tuple[float, re.Pattern[str]], ...] = (
    (0.1, re.compile(r"(?:\bwet\b[^\n.]*|wmo|regeling|besluit|st(?:b|crt)\.?)\W*$", _FLAGS)),
    (
        0.1,
        re.compile(r"(?:virbi|ISO\W?\d*|nr\.?|postbus|antwoordnummer|foto[^\n]{0,40})\W*$", _FLAGS),
    ),
    (0.2, re.compile(r"(?:et al\.?,?|\w,) ?$|\($")),
    (
        0.3,
        re.compile(
            r"\b(?:sinds|vanaf|tot|t/m|tussen|en|voor|tegen|uiterlijk|per|van|in|uit|rond|circa|ca\."
            r"|since|until|between|and|by|from|around) $",
            _FLAGS,
        ),
    ),
)
# The year of a law, or of its number in the Staatsblad, is nobody's year of publication.
_OF_A_LAW = re.compile(
    r"(?:\b(?i:\w*wet(?:boek)?|regeling|richtlijn|verordening|artikel|stb|stcrt)\b|\b[Aa]rt\."
    r"|\bK\.?B\.?|\bBesluit van\b)[^\n;:]{0,60}$"
)
_LAW = 0.1
# A title names the year of which it tells, often the year before it came out; a file that was saved
# later than that was saved again.
_SAVED_AGAIN = 2
_RANGE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-–—/]|t/m|tot(?: en met)?)\s?(?:(?:19|20)\d\d|'?\d\d)(?!\d|[-/]\d)"
)
# A plan is published about when it begins and never when it ends.
_BEGINS, _ENDS = 0.5, 0.1

_FRONT, _BACK = 3000, 2000
_TITLE_PAGE = 600
_NAMED, _NAMED_MOST = 3.0, 5.0
_FILE = 2.5
_STATED = 7.0
_AGREES = 2.5
_AFTER_FILE = 0.5
_LEAST = 1.0
# A month and a year inside a long paragraph are part of a story, not of the title page.
_LONG, _AT_BEGINNING, _TOLD = 200, 40, 0.6
# Weight -> confidence, after the share that was right on real documents.
_SURE = ((5.0, 0.95), (3.0, 0.9), (1.5, 0.7), (0.0, 0.5))
# Formats in which a date is written by hand, by a publishing system or when a message is sent, not
# by saving the file.
_STATING = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown", ".epub", ".eml"})


def published_in(reading: Reading, title: str, filename: str, today: date) -> Guess[str] | None:
    """The date or year of publication; None when nothing says.

    Args:
        today: years after this one are never chosen.
    """
    saved = _saved(reading, title, filename, today)
    weights: dict[int, float] = defaultdict(float)
    cues: dict[int, tuple[float, str]] = {}
    for weight, year, cue in _candidates(reading, title, filename):
        if year <= today.year:
            weights[year] = max(weights[year], weight) + min(weights[year], weight) * 0.05
            cues[year] = max(cues.get(year, (0.0, "")), (weight, cue))
    if saved:
        _compare(weights, saved, filename)
    year, weight = max(((y, w) for y, w in weights.items()), key=_heaviest, default=(0, 0.0))
    own = (_STATED if _states(filename) else _FILE) if saved else 0.0
    if saved and own >= weight:
        sure = 0.95 if _states(filename) else 0.7
        return Guess(value=saved, source=Source.FILE, confidence=sure, cue=saved)
    if weight < _LEAST:
        return None
    sure = next(sure for least, sure in _SURE if weight >= least)
    return Guess(value=str(year), confidence=sure, cue=cues[year][1])


def _saved(reading: Reading, title: str, filename: str, today: date) -> str | None:
    """When the file says it was made; None when that is not when the text came out."""
    if not reading.dated or int(reading.dated[:4]) > today.year:
        return None
    if reading.pages[0].ocr is not None:  # made when it was scanned
        return None
    named = [year for weight, year, _ in _weighed(title) if weight >= _PLAIN]
    again = named and int(reading.dated[:4]) - max(named) >= _SAVED_AGAIN
    return None if again and not _states(filename) else reading.dated


def _compare(weights: dict[int, float], saved: str, filename: str) -> None:
    """Add to the year in which the file was saved; doubt the years after it."""
    file_year = int(saved[:4])
    for year in weights:
        if year == file_year:
            weights[year] += _AGREES
        elif year > file_year and not _states(filename):
            weights[year] *= _AFTER_FILE


def _candidates(reading: Reading, title: str, filename: str) -> Iterator[tuple[float, int, str]]:
    """Weight, year and cue, of all places that may say it."""
    for name in (title, re.sub(r"[_.]", " ", PurePath(filename).stem)):
        yield from ((min(_NAMED * w, _NAMED_MOST), y, c) for w, y, c in _weighed(name))
    front = "\n".join(page.text for page in reading.pages[:3])[:_FRONT]
    yield from _weighed(front)
    yield from ((w * 1.3, y, c) for w, y, c in _weighed(front[:_TITLE_PAGE]))
    last = reading.pages[-1].text
    back = (last if len(reading.pages) > 1 else last[_FRONT:])[-_BACK:]
    yield from ((w * 0.7, y, c) for w, y, c in _weighed(back) if w > _NAMED)


def _weighed(text: str) -> Iterator[tuple[float, int, str]]:
    """Every year in ``text`` with the weight its surroundings give it, and those surroundings."""
    ranges = [match.span() for match in _RANGE.finditer(text)]
    for weight, pattern in _CUES:
        for match in pattern.finditer(text):
            start, end = match.span("year")
            factor = 1.0
            if weight < _RIGHTS:
                factor = min((_in_range(start, end, span) for span in ranges), default=1.0)
            if _OF_A_LAW.search(text[max(0, start - 90) : start]):
                factor = min(factor, _LAW)
            if weight <= _A_MONTH:
                before = text[max(match.start() - 60, 0) : match.start()]
                doubts = _DOUBTS if weight < _LEAST else _DOUBTS[-1:]
                factor = min(factor, *(f for f, doubt in doubts if doubt.search(before)), 1.0)
                factor *= _TOLD if weight == _A_MONTH and _in_a_text(text, match.start()) else 1.0
            cue = (
                match[0] if weight >= _LEAST else text[max(0, start - 25) : end].rpartition("\n")[2]
            )
            yield weight * factor, int(match["year"]), cue_of(cue)


def _in_a_text(text: str, at: int) -> bool:
    """Whether a place stands inside a long paragraph."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    length = (end if end >= 0 else len(text)) - start
    return length > _LONG and at - start > _AT_BEGINNING


def _in_range(start: int, end: int, span: tuple[int, int]) -> float:
    if start == span[0]:
        return _BEGINS
    return _ENDS if span[0] < end <= span[1] else 1.0


def _states(filename: str) -> bool:
    return PurePath(filename).suffix.lower() in _STATING


def _heaviest(candidate: tuple[int, float]) -> tuple[float, int]:
    year, weight = candidate
    return weight, year
