"""Which paragraphs of a document are headings, as far as its plain text tells.

A heading is one short line that does not end like a sentence, and has something to stand above:
text within the next few paragraphs, or a page of its own. So rows of a table, ticks of a graph,
lists of names, captions and lines that run along with the pages fall out. Contents, references and
colophon have no headings.

2 Aanpak                          a heading above text
2.3 Wat niet werkte               a heading, whatever stands under it
Figuur 3 Aantal meldingen         a caption
12, 2014, Totaal 12 14 26         a row of a table
Geslacht, Man, Vrouw, Onbekend    short lines that stand above nothing
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from corpus.document import Page
from corpus.paragraph_looks import Looks, is_broken_off, looks_of
from corpus.paragraphs import Paragraph, paragraphs

_MOST_TOGETHER = 3  # short lines above the same text: a chapter, its motto, a section
_MOST_NUMBERED = 4  # numbered ones; more are a list of contents
_MOST_ON_A_TITLE_PAGE = 4  # paragraphs
_ENDS_OF_SENTENCES = ".!?:;”’\"')"
_LONGEST_RUNNING = 160  # characters
_RUNNING_PAGES, _RUNNING_SHARE = 3, 0.25
_FORM_FIELDS = 5  # lines with the same label: "Risico: laag", "Risico: hoog" …
_LABEL = re.compile(r"[^\W\d]+(?: [^\W\d]+){,3}(?=: \S)")
_DIGITS = re.compile(r"\d+")


def headings(pages: Sequence[Page]) -> list[Paragraph]:
    """The headings of a document in reading order."""
    every = list(paragraphs(pages))
    running = _running(every, len(pages))
    found = [one for one in every if not (_is_short(one) and _masked(one.text) in running)]
    looks = _looks([one.text for one in found])
    standing = _above_text(looks) | _behind_text(found, looks) | _on_bare_pages(found, looks)
    return [found[at] for at in sorted(standing)]


def _looks(texts: Sequence[str]) -> list[Looks]:
    labels = _labels(texts)
    looks = [Looks.TEXT if _label(text) in labels else looks_of(text) for text in texts]
    for at, (text, following) in enumerate(pairwise(texts)):
        if looks[at + 1] is not Looks.REST and is_broken_off(text, following):
            looks[at] = Looks.TEXT
    return looks


def _above_text(looks: Sequence[Looks]) -> set[int]:
    """Short lines with text close below them, and numbered ones wherever they stand."""
    standing: set[int] = set()
    short, numbered = _MOST_TOGETHER, 0
    for at in range(len(looks) - 1, -1, -1):
        match looks[at]:
            case Looks.TEXT:
                short = numbered = 0
            case Looks.REST:
                short = _MOST_TOGETHER
            case Looks.SHORT:
                short += 1
                standing |= {at} if short <= _MOST_TOGETHER else set()
            case Looks.NUMBERED:
                short, numbered = 0, numbered + 1
                standing |= {at} if numbered <= _MOST_NUMBERED else set()
    return standing


def _behind_text(found: Sequence[Paragraph], looks: Sequence[Looks]) -> set[int]:
    """Short lines between a whole sentence and something else on the page, such as a table."""
    return {
        at
        for at in range(1, len(found) - 1)
        if looks[at] is Looks.SHORT
        and looks[at - 1] is Looks.TEXT
        and found[at - 1].text[-1] in _ENDS_OF_SENTENCES
        and found[at + 1].page is found[at].page
    }


def _on_bare_pages(found: Sequence[Paragraph], looks: Sequence[Looks]) -> set[int]:
    """Short lines on a page of their own, and the first line of a slide."""
    standing: set[int] = set()
    for _, group in groupby(range(len(found)), key=lambda at: found[at].page.number):
        places = list(group)
        there = {looks[at] for at in places}
        if Looks.TEXT in there:
            continue
        if len(places) <= _MOST_ON_A_TITLE_PAGE:
            standing |= {at for at in places if looks[at] is Looks.SHORT}
        elif Looks.REST not in there:
            standing.add(places[0])
    return standing


def _running(found: Iterable[Paragraph], pages: int) -> frozenset[str]:
    """Short lines, their numbers aside, that stand on many of the pages."""
    on: dict[str, set[int]] = {}
    for one in found:
        if _is_short(one):
            on.setdefault(_masked(one.text), set()).add(one.page.number)
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * pages)
    return frozenset(text for text, numbers in on.items() if len(numbers) >= least)


def _is_short(one: Paragraph) -> bool:
    return one.end - one.start <= _LONGEST_RUNNING


def _masked(text: str) -> str:
    return _DIGITS.sub("0", text.casefold())


def _labels(texts: Iterable[str]) -> frozenset[str]:
    """What stands before the colon in many lines: the fields of a form."""
    counts: dict[str, int] = {}
    for text in texts:
        label = _label(text)
        counts[label] = counts.get(label, 0) + 1
    return frozenset(label for label, count in counts.items() if label and count >= _FORM_FIELDS)


def _label(text: str) -> str:
    match = _LABEL.match(text) if len(text) <= _LONGEST_RUNNING else None
    return match[0].casefold() if match else ""
