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
_LINE = 1.6
_BARE = 0.8
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
    # A short line below others that ends in the year: ‘Utrecht, 2009’, ‘Rapport 2012’.
    (_LINE, re.compile(rf"(?<=\n)\W*[^\W\d_a-z][\w’' -]{{2,30}},? {_Y}\W*$", re.MULTILINE)),
    (_BARE, re.compile(rf"(?<![\d/.,-]){_Y}(?!/\d)")),
)
# A law and the paper it is printed in, which nearly every colophon names. A law of a date counts
# inside a sentence only: at the start of a line it is what the document itself is called.
# ‘Vastgesteld bij besluit van’ tells the date of the document.
_LAWS = (
    r"(?:\w*wet|wetboek|\w*(?<!raads)(?<!college)(?<!bij )besluit|\w*regeling|\w*verordening"
    r"|richtlijn|statuut|verdrag|kb|amvb)"
)
_GAZETTE = r"(?:stb|stbl|stcrt|trb|staatsblad|staatscourant|tractatenblad)\b\.?"
# What stands before a date or year that is not that of publication: factor, heaviest cue that is
# doubted, pattern. ‘in 2009’ says little of a bare year and nothing against ‘published in 2009’.
_ANY = float("inf")
_DOUBTS: tuple[tuple[float, float, re.Pattern[str]], ...] = (
    (
        0.1,
        _ANY,
        re.compile(
            rf"(?:(?<=\S )|(?<=[(‘“])){_LAWS}(?: (?:van|d\.d\.|uit))?(?: de| het)?[^\w\n]*$", _FLAGS
        ),
    ),
    (0.1, _ANY, re.compile(rf"\b{_GAZETTE}[^\w\n]*$", _FLAGS)),
    (0.1, _LINE, re.compile(rf"(?:\bwet\b[^\n.]*|wmo|{_LAWS})\W*$", _FLAGS)),
    (
        0.1,
        _LINE,
        re.compile(r"(?:virbi|ISO\W?\d*|nr\.?|postbus|antwoordnummer|foto[^\n]{0,40})\W*$", _FLAGS),
    ),
    (0.2, _BARE, re.compile(r"(?:et al\.?,?|\w,) ?$|\($")),
    (
        0.3,
        _A_MONTH,
        re.compile(
            r"\b(?:sinds|vanaf|tot|t/m|tussen|en|voor|tegen|uiterlijk|per|van|in|uit|rond|circa|ca\."
            r"|since|until|between|and|by|from|around) $",
            _FLAGS,
        ),
    ),
)
_PRINTED = re.compile(rf"[, (]*{_GAZETTE}", _FLAGS)
# The day and month that stand before a year.
_DATE_BEFORE = re.compile(rf"(?:[0-3]?\d[ .]+)?(?:(?:{MONTHS})\.?,?|[\d./-]+)\s*$", _FLAGS)
_RANGE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?(?:[-–—/]|t/m|tot(?: en met)?)\s?(?:(?:19|20)\d\d|'?\d\d)(?!\d|[-/]\d)"
)
# A plan is published about when it begins and never when it ends.
_BEGINS, _ENDS = 0.5, 0.1

_AROUND, _IN_A_LAW = 80, 0.1
_FRONT, _BACK = 3000, 2000
_TITLE_PAGE = 600
_NAMED, _NAMED_MOST = 3.0, 5.0
_FILE = 2.0  # less than a year in the title
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
    saved = _saved(reading, today)
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


def _saved(reading: Reading, today: date) -> str | None:
    """The date of the file; None for a scan, which is saved long after it was printed."""
    scans = sum(page.ocr is not None for page in reading.pages)
    known = reading.dated and int(reading.dated[:4]) <= today.year
    return reading.dated if known and 2 * scans <= len(reading.pages) else None


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
            factor = min(factor, _doubt(text, match, weight))
            if weight == _A_MONTH and _in_a_text(text, match.start()):
                factor *= _TOLD
            cue = (
                match[0] if weight >= _LEAST else text[max(0, start - 25) : end].rpartition("\n")[2]
            )
            yield weight * factor, int(match["year"]), cue_of(cue)


def _doubt(text: str, match: re.Match[str], weight: float) -> float:
    """The factor by which the words around a year make it less likely."""
    year = match.start("year")
    if _PRINTED.match(text, match.end("year")):
        return _IN_A_LAW
    before = _DATE_BEFORE.sub("", text[max(year - _AROUND, 0) : year])
    return min(
        (f for f, most, doubt in _DOUBTS if weight <= most and doubt.search(before)), default=1.0
    )


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
