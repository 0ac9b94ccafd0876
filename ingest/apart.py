"""Which parts of a text do not say what it is about: contents, references, colophon.

They name every subject and every municipality without telling anything about it, so labels and
places leave them out; readers and the search itself see them as they are. Works on cleaned pages,
whose paragraphs are divided by an empty line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.document import Page, Role, Stretch
from ingest.blocks import CELL

# A number before a heading ("7 Literatuur", "Bijlage B. Bronnen") says nothing about its kind.
_NUMBERED = r"(?:(?:bijlage|appendix|hoofdstuk|chapter)\s+)?(?:[\dA-Z]{1,2}(?:\.\d+)*[.:]?\s+)?"
_HEADINGS = {
    Role.CONTENTS: re.compile(
        r"(?:inhoud|inhouds(?:opgave|tafel)|(?:table of )?contents)(?: \d{1,3}| [ivx]+)?[:.]?",
        re.IGNORECASE,
    ),
    Role.REFERENCES: re.compile(
        _NUMBERED + r"(?:literatuur(?:lijst|opgave|verwijzingen)?|referenties|referentielijst"
        r"|bronnen(?:lijst|vermelding)?|(?:geraadpleegde|gebruikte) (?:literatuur|bronnen)"
        r"|literatuur en bronnen|bibliografie|references|bibliography|works cited"
        r"|verder lezen|further reading|eindnoten|endnotes)[:.]?",
        re.IGNORECASE,
    ),
    Role.COLOPHON: re.compile(r"(?:colofon|colophon|impressum|imprint)[:.]?", re.IGNORECASE),
}
# What may follow references or a colophon, also where no layout says that it is a heading.
_CHAPTER = re.compile(
    r"(?:[A-Z]\.? )?(?:bijlage|appendix|annex)\b"
    r"|(?:nawoord|dankwoord|epiloog|slotwoord|samenvatting|summary|acknowledge?ments"
    r"|over de (?:auteurs?|onderzoekers?)|about the authors?|verantwoording|begrippenlijst"
    r"|trefwoordenregister)[:.]?$",
    re.IGNORECASE,
)

# "2.1 Aanpak 12", "Bijlage ii"
_ENTRY = re.compile(r"(?P<name>.*[^\W\d].*(?<!\d))\s(?P<page>\d{1,3}|[ivxl]{1,6})")
_LONGEST_ENTRY = 200  # characters
_FEWEST_ENTRIES = 4
# The numbers of a list of contents that came out as one paragraph.
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)")
_WORDS_PER_NUMBER = 15

# Every work in a list of references has a year or an address.
_WORK = re.compile(r"\b(?:19|20)\d\d\b|https?://|www\.|\bdoi\b|\bz\.?j\.?\b", re.IGNORECASE)
_SHARE_OF_WORKS = 0.5
# They stand at the end of a document or of a chapter.
_LONGEST_HEADING = 80

_IMPRINT = re.compile(
    r"\b(?:isbn|issn|uitgave van|uitgever|drukwerk|druk|vormgeving|opmaak|fotografie|foto[’']?s"
    r"|eindredactie|redactie|oplage|tekst en redactie|design|photography|published by)\b|©|\(c\)",
    re.IGNORECASE,
)
_FEWEST_IMPRINTS = 3
_LONGEST_COLOPHON = 250  # words
# Numbers of a list of contents go little beyond the last page; those of a table go anywhere.
_BEYOND = 10
_FEWEST_PAGES = 5  # of a document of which the pages are known
_FRONT, _BACK = 3, 2  # pages on which a colophon without a heading may stand


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, and where it stands in the text of its page."""

    page: int  # place in the sequence of pages
    start: int
    text: str


def mark_apart(pages: Sequence[Page], headings: Sequence[str]) -> tuple[Page, ...]:
    """The pages with their stretches that do not say what the document is about.

    Args:
        headings: all headings of the document, as they stand in the text.
    """
    paragraphs = list(_paragraphs(pages))
    roles: dict[int, Role] = {}
    ends = {heading.casefold() for heading in headings}
    last = len(pages) + _BEYOND if len(pages) >= _FEWEST_PAGES else None
    for place in _contents(paragraphs, last):
        roles[place] = Role.CONTENTS
    for role, places in (
        (Role.REFERENCES, _references(paragraphs, ends)),
        (Role.COLOPHON, _colophon(paragraphs, ends, len(pages))),
    ):
        for place in places:
            roles.setdefault(place, role)
    marked: dict[int, list[tuple[_Paragraph, Role | None]]] = defaultdict(list)
    for place, paragraph in enumerate(paragraphs):
        marked[paragraph.page].append((paragraph, roles.get(place)))
    return tuple(
        replace(page, apart=tuple(_stretches(marked[at]))) for at, page in enumerate(pages)
    )


def _paragraphs(pages: Sequence[Page]) -> Iterator[_Paragraph]:
    for at, page in enumerate(pages):
        start = 0
        for text in page.text.split("\n\n"):
            if text.strip():
                yield _Paragraph(at, start, text)
            start += len(text) + 2


def _stretches(paragraphs: Sequence[tuple[_Paragraph, Role | None]]) -> Iterator[Stretch]:
    """The marked paragraphs of a page, joined where they follow each other."""
    open_: Stretch | None = None
    for paragraph, role in paragraphs:
        end = paragraph.start + len(paragraph.text)
        if open_ and role is open_.role:
            open_ = replace(open_, end=end)
            continue
        if open_:
            yield open_
        open_ = Stretch(start=paragraph.start, end=end, role=role) if role else None
    if open_:
        yield open_


def _is_heading(paragraph: _Paragraph, role: Role) -> bool:
    text = paragraph.text.strip()
    return len(text) <= _LONGEST_HEADING and bool(_HEADINGS[role].fullmatch(text))


# --- contents -----------------------------------------------------------------------------------


def _contents(paragraphs: Sequence[_Paragraph], last: int | None) -> Iterator[int]:
    """Runs of entries whose pages go up, and what stands under the heading and looks alike.

    Args:
        last: the highest number of a page that an entry can lead to, if that is known.
    """
    for run in _runs(paragraphs):
        names = {_name(paragraphs[place].text) for place in run}
        beyond = bool(run) and last is not None and (_entry(paragraphs[run[-1]].text) or 0) > last
        if len(run) >= _FEWEST_ENTRIES and len(names) > len(run) // 2 and not beyond:
            yield from run
            if run[0] and _is_heading(paragraphs[run[0] - 1], Role.CONTENTS):
                yield run[0] - 1
    for place, paragraph in enumerate(paragraphs[:-1]):
        if _is_heading(paragraph, Role.CONTENTS):
            under = paragraphs[place + 1]
            if under.page == paragraph.page and _is_list_of_pages(under.text):
                yield from (place, place + 1)


def _runs(paragraphs: Sequence[_Paragraph]) -> Iterator[list[int]]:
    """Entries after each other whose page numbers never go down; one other may stand between."""
    run: list[int] = []
    last, strangers = 0, 0
    for place, paragraph in enumerate(paragraphs):
        number = _entry(paragraph.text)
        if number is not None and number >= last:
            run += range(run[-1] + 1, place) if run else ()
            run.append(place)
            last, strangers = number, 0
        elif run and len(paragraph.text) <= _LONGEST_ENTRY and strangers == 0 and number is None:
            strangers = 1
        else:
            yield run
            run, last, strangers = ([place], number, 0) if number is not None else ([], 0, 0)
    yield run


def _entry(text: str) -> int | None:
    """The page that an entry of a list of contents leads to; 0 for one in the front matter."""
    if len(text) > _LONGEST_ENTRY or CELL in text:
        return None
    found = _ENTRY.fullmatch(text.strip())
    if not found:
        return None
    return int(found["page"]) if found["page"].isdigit() else 0


def _name(text: str) -> str:
    """What an entry is called; "Werkgroep 1", "Werkgroep 2" … have one name and are no entries."""
    found = _ENTRY.fullmatch(text.strip())
    return found["name"] if found else text


def _is_list_of_pages(text: str) -> bool:
    """Whether a paragraph is a whole list of contents, its entries run together."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    rising = sum(a <= b for a, b in pairwise(numbers))
    return (
        len(numbers) >= _FEWEST_ENTRIES
        and rising >= 0.8 * (len(numbers) - 1)
        and len(text.split()) <= _WORDS_PER_NUMBER * len(numbers)
    )


# --- references and colophon --------------------------------------------------------------------


def _under(paragraphs: Sequence[_Paragraph], place: int, ends: set[str]) -> list[int]:
    """What stands under a heading: up to the next heading or appendix."""
    own = paragraphs[place].text.strip().casefold()
    found: list[int] = []
    for at in range(place + 1, len(paragraphs)):
        text = paragraphs[at].text.strip()
        short = len(text) <= _LONGEST_HEADING
        heading = short and text.casefold() in ends and text.casefold() != own
        if heading or (short and _CHAPTER.match(text)):
            break
        found.append(at)
    return found


def _references(paragraphs: Sequence[_Paragraph], ends: set[str]) -> Iterator[int]:
    for place, paragraph in enumerate(paragraphs):
        if _is_heading(paragraph, Role.REFERENCES):
            under = _under(paragraphs, place, ends)
            works = sum(bool(_WORK.search(paragraphs[at].text)) for at in under)
            if under and works >= _SHARE_OF_WORKS * len(under):
                yield from (place, *under)


def _colophon(paragraphs: Sequence[_Paragraph], ends: set[str], pages: int) -> Iterator[int]:
    for place, paragraph in enumerate(paragraphs):
        if _is_heading(paragraph, Role.COLOPHON):
            yield place
            words = 0
            for at in _under(paragraphs, place, ends):
                words += len(paragraphs[at].text.split())
                if paragraphs[at].page != paragraph.page or words > _LONGEST_COLOPHON:
                    break
                yield at
    for page in {*range(min(_FRONT, pages)), *range(max(0, pages - _BACK), pages)}:
        own = [place for place, paragraph in enumerate(paragraphs) if paragraph.page == page]
        text = "\n".join(paragraphs[place].text for place in own)
        imprints = {match[0].casefold() for match in _IMPRINT.finditer(text)}
        if len(imprints) >= _FEWEST_IMPRINTS and len(text.split()) <= _LONGEST_COLOPHON and page:
            yield from own
