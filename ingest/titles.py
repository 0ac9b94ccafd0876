"""Choose the title and the subtitle of a document from what its file, text and name say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePath

from corpus.document import Source
from corpus.gazetteer import load_gazetteer
from corpus.language.fold import fold
from ingest.authors import people_in
from ingest.blocks import one_line
from ingest.dates import MONTHS
from ingest.guesses import Ends, Guess, cue_of
from ingest.publishers import is_organisation
from ingest.reading import Reading

# The sort of document, which needs its subject to be a title.
_SORT = re.compile(
    r"(?:eind|tussen|jaar|onderzoeks|evaluatie)?(?:rapport(?:age)?|verslag)|notitie|memo|advies|nota"
    r"|(?:verkiezings)?programma|evaluatie|onderzoek|brief|besluitenlijst|notulen|factsheet|report|vergadering|agenda|presentatie"
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
    r".*\.(?:docx?|pdf|pptx?|odt|odp|rtf|epub|eml|msg|indd|qxd|xlsx?|html?|txt|md|pub|dvi|tex|ps"
    r"|wpd|pages|zip)$",
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
    r"|concept|definitief|vertrouwelijk|pagina \d+.*|page \d+.*|welkom|opening\b.*|mededelingen\b.*"
    r"|aanwezig(?:en)?\b.*|afwezig(?:en)?\b.*|programmacommissie)?\W*\d*"
)
# An item of a list, a page number, a version, an entry of a table of contents, an address, a
# letterhead, the place of an article in a journal, a link that every page of a site has.
_NO_TITLE = re.compile(
    r"^[-•▪*©]|^(?:pagina|page|versie|version|(?:vergader)?datum|date|doi|issn|isbn)\b|^\d+\.\d+\.?\s|[—.…]\s?\d+$"
    r"|^(?:inlichtingen|contact(?:persoon|gegevens)?|ons kenmerk|uw kenmerk|geachte|beste|dear)\b"
    r"|^(?:tweede|eerste) kamer der staten-generaal|^vergaderjaar\b|\b\d+ \(\d{4}\) \d"
    r"|^contents lists? available|^available online|^content overslaan|^skip to\b|^print deze\b"
    r"|\bpostbus\b|\bbezoekadres\b|\b\d{4}\s?[a-z]{2}\s+[a-z]|https?://|www\.|@\w+\.",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\W\d]{2}[.!?] [A-ZÉ]")
_SECTION = re.compile(r"\d+(?:\.\d+)*[.)]\s")
_SUBJECT = re.compile(
    r"^\W{0,5}(?:betreft|onderwerp|subject)\b[ \t:|]*\n{0,2}(?P<subject>[^\n]{5,200})$",
    re.IGNORECASE | re.MULTILINE,
)
# What stands behind the name of a journal: its page on the web, or volume, year and page.
_JOURNAL = re.compile(r"journalhomepage|\d{6,}")
# A heading that ends so goes on in the next, which is set in another size.
_GOES_ON = re.compile(r"\b(?:de|het|een|van|voor|met|in|op|en|of|the|a|of|for|and)$", re.IGNORECASE)
_DATED = re.compile(
    rf"\b(?:{MONTHS})\b|^\W*\d|\d[-/]\d+[-/]\d|, (?:19|20)\d\d\W*$"
    r"|^\w*(?:rapport(?:age)?|verslag|notitie|versie|concept)\W+(?:19|20)\d\d\W*$"
    r"|^(?:voorjaar|najaar|zomer|winter|herfst|lente|spring|summer|autumn|week|seizoen|versie)\b.*\d",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Z]\. ?)+[A-Z]")
# The name of an organisation that made the document.
_MADE_BY = re.compile(
    r"\bin opdracht van\b|\bvereniging van\b|& (?:partners|co)\b|\bb\.?v\.?$", re.IGNORECASE
)
_NAMED_AFTER = re.compile(
    r"(?:stichting|gemeente|universiteit|hogeschool|ministerie|provincie|vereniging|door|by|auteurs?"
    r"|authors?|tekst|samenstelling|redactie|uitgave|in opdracht|opdrachtgever|namens)\b",
    re.IGNORECASE,
)
# The line below goes to somebody.
_ADDRESSED = re.compile(
    r"(?:voor|aan|van|t\.a\.v\.?|to|from|cc|inlichtingen bij|contact(?:persoon)?"
    r"|behandeld door)\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:inhoud(?:sopgave)?|(?:table of )?contents)\W*", re.IGNORECASE)
_SHORTEST_WORD = 6  # of a title of one word
_WORDS_OF_A_NAME = 4  # of an organisation
_LONGEST_WITH_STOP = 80
_NO_LETTERS = re.compile(r"[\W_]+")
_BEFORE_SUBJECT = re.compile(r"^(?:betreft|onderwerp|subject|titel|title)\b[\s:|]*", re.IGNORECASE)
_BILL = re.compile(r"^\d{2} \d{3}(?: [A-Z]+)? (?=[^\W\d])")  # number of papers of parliament
_DATE_FIRST = re.compile(r"\d{6,}")
_LEGIBLE = 0.8  # of a recognised scan; below this, titles are not words
_START = 6000
_SHARE = 0.8
_TITLE_PAGE = 700
_LONG_PARAGRAPH = 300  # behind it the text has begun
_LONGEST = 250
_LONGEST_LINE = 100
_LINES = 15
# Front matter is written by hand for this document; other properties are often left over.
_BY_HAND = frozenset({".md", ".markdown"})


def title_of(reading: Reading, filename: str) -> Guess[str]:
    """The best title.

    The file's own title counts when it means something and stands at the start of the text, or
    when there is nothing better. Then follow the most prominent heading, the first line that looks
    like a title, and the file's name made readable.
    """
    path = PurePath(filename)
    start = _start(reading)
    said = _said(reading.title, path)
    heading = next(_good_headings(reading), None)
    if said:
        if confirmed := _confirmed(said, heading, start):
            return _from_file(_with_subject(confirmed, start), 0.95)
        if path.suffix.lower() in _BY_HAND:
            return _from_file(said, 0.95)
        if not heading or not _occurs(heading, start):
            return _from_file(said, 0.6)
    return _from_text(heading, reading, start) or _from_file(_readable(path), 0.2)


def _from_text(heading: str | None, reading: Reading, start: str) -> Guess[str] | None:
    """The title that the text itself shows."""
    if heading:
        title = _with_subject(_continued(heading, reading), start)
        first = _squeezed(heading) in _squeezed(reading.pages[0].text[:_TITLE_PAGE])
        return Guess(value=title, confidence=0.9 if first else 0.7, cue=cue_of(heading))
    if subject := next(_subjects(start), None):
        return Guess(value=subject, confidence=0.8, cue=cue_of(subject))
    word, spoken = _one_word(start)
    line = word if spoken else next(_good_lines(start), word)
    sure = 0.5 if line == word and not spoken else 0.7
    return Guess(value=line, confidence=sure, cue=cue_of(line)) if line else None


def _one_word(start: str) -> tuple[str | None, bool]:
    """A first line of one word that can be a title (Zelfbeheer), and whether the text says it too.

    The name of who made the document never stands in the text without its capital; where the text
    does not have the word, it has to begin right behind.
    """
    lines = [line for line in map(one_line, start.split("\n")) if line]
    first = lines[0].strip(".") if lines else ""
    plain = first.isalpha() and first[0].isupper() and len(first) >= _SHORTEST_WORD
    words = fold(first)
    said = any(known.fullmatch(words) for known in (_USUAL, _SORT, _MEANINGLESS))
    if not plain or said or load_gazetteer().find(first):
        return None, False
    spoken = re.search(rf"(?<![\w.@/]){first.lower()}(?!\.?\w)", start) is not None
    begins = len(lines) == 1 or len(lines[1]) >= _LONGEST_LINE
    return (first if spoken or begins else None), spoken


def subtitle_of(ends: Ends, title: str) -> Guess[str] | None:
    """What stands under the title, where that clearly belongs to it.

    That is so on a title page, which has little more, and behind a title that ends in a colon.
    """
    before, found, below = ends.first.partition(title)
    lines = [line for line in map(one_line, below.lstrip(" .").split("\n")) if line]
    if not found or not lines or _squeezed(before):
        return None
    announced = lines[0] == ":" or below.lstrip(" ").startswith(":")
    line = lines[0].strip(" :-–") or (lines[1] if len(lines) > 1 else "")
    title_page = len(ends.first) <= _TITLE_PAGE and len(ends.reading.pages) > 1
    if not (announced or title_page) or not _is_subtitle(line):
        return None
    return Guess(value=line, confidence=0.85 if announced else 0.75, cue=cue_of(line))


def _is_subtitle(line: str) -> bool:
    """Whether a line tells more of the subject, and not who made it, where or when."""
    first, _, last = line.partition(", ")
    return (
        8 <= len(line) <= 150
        and " " in line
        and " | " not in line
        and _is_title(line)
        and not _DATED.search(line)
        and not _USUAL.fullmatch(fold(line))
        and not _SORT.fullmatch(fold(line))
        and not people_in(line.title() if _INITIALS.match(line) else line)
        and not _NAMED_AFTER.match(line)
        and not _MADE_BY.search(line)
        and not (len(first.split()) <= _WORDS_OF_A_NAME and is_organisation(first))
        and not (len(first.split()) <= _WORDS_OF_A_NAME and load_gazetteer().find(last))
        and load_gazetteer().find(line.split(maxsplit=1)[0]) is None
    )


def _from_file(title: str, confidence: float) -> Guess[str]:
    return Guess(value=title, source=Source.FILE, confidence=confidence, cue=cue_of(title))


def _start(reading: Reading) -> str:
    """The start of the text, without scans of which too little was recognised."""
    pages = reading.pages[:3]
    return "\n".join(page.text for page in pages if (page.ocr or 1.0) >= _LEGIBLE)[:_START]


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
        or _DATE_FIRST.match(text)
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
            return text if _begins_a_line(text, start) or not heading else None
    return None


def _begins_a_line(text: str, start: str) -> bool:
    """Whether a line of ``start`` begins with ``text``, or nearly; it may go on in the next."""
    words = _squeezed(text)
    words = words[: max(1, int(_SHARE * len(words)))]
    lines = [_squeezed(line) for line in start.splitlines()]
    whole = "".join(lines)
    places = itertools.accumulate(map(len, lines), initial=0)
    return any(whole.startswith(words, place) for place in places)


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
    if subject and fold(subject).startswith(fold(heading)):
        return subject
    return f"{heading}: {subject}" if subject else heading


def _continued(heading: str, reading: Reading) -> str:
    """A heading with the lines before and behind it that belong to its sentence.

    A title is often set in several sizes, which makes several headings of it.
    """
    text = reading.pages[0].text[:_START]
    lines = [line for line in map(one_line, text.splitlines()) if line]
    if heading not in lines:
        return heading
    first = last = lines.index(heading)
    while first and _goes_on(lines[first - 1], lines[first]):
        first -= 1
    headings = set(map(one_line, reading.headings))
    while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1]):
        if lines[last + 1] not in headings:
            break
        last += 1
    whole = " ".join(lines[first : last + 1])
    return whole if len(whole) <= _LONGEST else heading


def _goes_on(line: str, following: str) -> bool:
    """Whether a line of a title goes on in the following one."""
    short = len(line) <= _LONGEST_LINE and len(following) <= _LONGEST_LINE
    return short and (following[0].islower() or bool(_GOES_ON.search(line)))


def _good_headings(reading: Reading) -> Iterator[str]:
    """Headings on the first pages, down to the first one that every report has."""
    start = _squeezed("\n".join(page.text for page in reading.pages[:2])[:_START])
    first = _squeezed(reading.pages[0].text[:_START])
    candidates = [one_line(text or "") for text in (reading.heading, *reading.headings[:5])]
    # The largest letters may stand on a later page, above a chapter.
    candidates.sort(key=lambda text: bool(first) and _squeezed(text) not in first)
    for candidate in candidates:
        text = _BEFORE_SUBJECT.sub("", candidate).rstrip(" :;,")
        if not text:
            continue
        if _USUAL.fullmatch(fold(text[:_LONGEST])) or _SECTION.match(text):
            return
        squeezed = _squeezed(text)
        place = start.find(squeezed)
        journal = _JOURNAL.match(start, place + len(squeezed))
        named_only = " " not in text and load_gazetteer().find(text)
        if _is_title(text) and place >= 0 and not journal and not named_only:
            yield text


def _subjects(start: str) -> Iterator[str]:
    """What a letter or a report of a meeting says it is about."""
    for match in _SUBJECT.finditer(start):
        text = one_line(match["subject"]).strip(" :;,|")
        if _is_title(text):
            yield text


def _good_lines(start: str) -> Iterator[str]:
    """Lines that could be a title: not too short or long, words rather than figures.

    Only those above the first long paragraph: where that stands the text has begun.
    """
    lines = [line for line in map(one_line, start.splitlines()) if line]
    before = ""
    for line in lines[:_LINES]:
        if len(line) > _LONG_PARAGRAPH:
            return
        text = _BILL.sub("", line.strip("-–—*•|#_ "))
        letters = sum(char.isalpha() or char == " " for char in text)
        plain = 8 <= len(text) <= _LONGEST and letters >= 0.7 * len(text) and " | " not in text
        plain = plain and " " in text and not text[0].islower()
        plain = plain and not _ADDRESSED.fullmatch(before) and not _SECTION.match(text)
        plain = plain and not (text.endswith(".") and len(text) > _LONGEST_WITH_STOP)
        before = line
        if _CONTENTS.fullmatch(text):
            return
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


@lru_cache(maxsize=64)
def _squeezed(text: str) -> str:
    """Letters and digits alone, as a title is compared with the text."""
    return _NO_LETTERS.sub("", fold(text))
