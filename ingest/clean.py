"""From the text as a file holds it to the text a person would type.

Pure steps over all pages of one document, in the order of :data:`STEPS`:

===============  ==================================================================
``characters``   one form for each letter: NFC, ligatures apart, plain spaces, no control characters
``edges``        page numbers out; running headers and footers kept only where they stand first
``leaders``      the dots between an entry of a list of contents and its page out
``hyphens``      words broken over a line made whole again
``lines``        the lines of a paragraph made one line; one empty line between paragraphs
===============  ==================================================================

A page never changes its number, and no word disappears from a document except page numbers: a
running header stays on the first page that has it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from corpus.document import Page

Texts = tuple[str, ...]
"""The text of each page, in order; what a step takes and returns."""

# Compatibility forms that stand for plain letters. NFKC as a whole would also turn 5² into 52.
_LETTERS = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "ĳ": "ij",
    "Ĳ": "IJ",
    "\u02bc": "’",
    "\u2010": "-",
    "\u2011": "-",
}
# Bullets of the Symbol and Wingdings fonts, which live in the private-use area.
_BULLETS = (
    "\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc\uf076\uf02d\uf06e\uf071\u25cf\u25aa\u25ab\u25e6\u2023"
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_LINE_ENDS = "\u0085\u2028\u000b\u001c\u001d\u001e"
_CHARACTERS: dict[int, str] = (
    {ord(char): letters for char, letters in _LETTERS.items()}
    | {ord(char): "•" for char in _BULLETS}
    | {ord(char): "" for char in _INVISIBLE}
    | {ord(char): "\n" for char in _LINE_ENDS}
    | {0x2029: "\n\n", 0x0C: "\n\n", 0x09: " "}
    | dict.fromkeys((*range(0x09), *range(0x0E, 0x1C), 0x1F, *range(0x7F, 0x85)), "")
    | dict.fromkeys(range(0x86, 0xA0), "")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
)
# Between letters it only says where a word may break; elsewhere fonts use it for a real hyphen.
_SOFT_HYPHEN = re.compile(r"(?<=\w)\u00ad(?=\w)|(?<!\w)\u00ad")
_RETURN = re.compile(r"\r\n?")
_SPACES = re.compile(r" {2,}")
_LINE_EDGE = re.compile(r" *\n *")
_UNDECODED = re.compile(r"(?<!\S)[\ufffd\ue000-\uf8ff]+(?!\S)")


def clean(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Apply :data:`STEPS`."""
    texts = tuple(page.text for page in pages)
    cleaned = _once(texts)
    # A step may lay bare something for an earlier one. Every round but the last takes text away,
    # so this ends; the second round normally finds nothing.
    while cleaned != texts:
        texts, cleaned = cleaned, _once(cleaned)
    return tuple(replace(page, text=text) for page, text in zip(pages, cleaned, strict=True))


def clean_line(text: str) -> str:
    r"""One title, heading or name as one clean line.

    >>> clean_line("Bewoners-\nbedrijven\n  in de praktĳk ")
    'Bewonersbedrijven in de praktijk'
    """
    return " ".join(_once((text,))[0].split())


def _once(texts: Texts) -> Texts:
    for step in STEPS:
        texts = step(texts)
    return texts


def characters(texts: Texts) -> Texts:
    """One form for each letter and space; nothing that cannot be seen."""
    return tuple(_characters_of(text) for text in texts)


def _characters_of(text: str) -> str:
    text = _RETURN.sub("\n", text).translate(_CHARACTERS)
    text = _SOFT_HYPHEN.sub("", text).replace("\u00ad", "-")
    text = unicodedata.normalize("NFC", text)
    text = _UNDECODED.sub(" ", text)
    return _LINE_EDGE.sub("\n", _SPACES.sub(" ", text)).strip(" \n")


# A running line stands on at least so many pages, and on at least this share of all pages or of
# the odd or even ones. With fewer, the repeated titles of a short document would be taken for one.
_MIN_PAGES = 3
_MIN_SHARE = 0.5
_LONGEST_RUNNING = 250

_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
# "12", "- 12 -", "| 12", "p. 12", "Pagina 12 van 20", "12/20"
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:pagina|page|pag|blz|bladzijde|p)\b[.:]?\s*)?(?P<number>\d{1,4})"
    r"(?:\s*(?:van|of|/|\|)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)


def edges(texts: Texts) -> Texts:
    """Page numbers out; running headers and footers only where they stand first."""
    if sum(bool(text) for text in texts) < _MIN_PAGES:
        return texts
    below_header = _peel([text.split("\n") for text in texts])
    above_footer = _peel([lines[::-1] for lines in below_header])
    return tuple("\n".join(lines[::-1]).strip("\n") for lines in above_footer)


def _peel(pages: list[list[str]]) -> list[list[str]]:
    """Take running lines and page numbers off the top of all pages until none is left there.

    Only lines on the very edge are compared, so a sentence inside a page is never at risk.
    """
    written = [any(lines) for lines in pages]
    kept: list[list[str]] = [[] for _ in pages]
    running: set[str] = set()
    seen: set[str] = set()
    while True:
        pages = [_without_blank_top(lines) for lines in pages]
        shapes = [_shapes(lines[0] if lines else "", at) for at, lines in enumerate(pages)]
        running |= _running(shapes, written)
        peeled = [at for at, found in enumerate(shapes) if found & running]
        if not peeled:
            return [first + rest for first, rest in zip(kept, pages, strict=True)]
        for at in peeled:
            matched = shapes[at] & running
            if not matched & seen and not any(shape.startswith(_ALONE) for shape in matched):
                kept[at] += [pages[at][0], ""]
            seen |= matched
            pages[at] = pages[at][1:]


def _without_blank_top(lines: list[str]) -> list[str]:
    start = next((at for at, line in enumerate(lines) if line), len(lines))
    return lines[start:]


_ALONE = "\n"
"""Begins the shape of a line that is nothing but a number; no line has it."""


def _shapes(line: str, at: int) -> frozenset[str]:
    """What a line looks like when any one of its numbers is taken for the page's.

    A number that counts along with the pages is written as its distance to them, so that
    "Wonen in Assen 14" and "Wonen in Assen 15" on the next page look alike, "Artikel 3" on both
    looks like itself, and "2014" is no page number.
    """
    if not line or len(line) > _LONGEST_RUNNING:
        return frozenset()
    plain = " ".join(line.casefold().split())
    shapes = {plain}
    for number in _NUMBER.finditer(plain):
        distance = f"\t{int(number[0]) - at}\t"
        shapes.add(plain[: number.start()] + distance + plain[number.end() :])
    if alone := _PAGE_NUMBER.fullmatch(plain):
        shapes.add(f"{_ALONE}{int(alone['number']) - at}")
    return frozenset(shapes)


def _running(shapes: list[frozenset[str]], written: list[bool]) -> set[str]:
    """The shapes that stand on enough pages, of all or of one side of the paper."""
    running = set()
    for start, step in ((0, 1), (0, 2), (1, 2)):
        counts = Counter(shape for found in shapes[start::step] for shape in found)
        enough = max(_MIN_PAGES, math.ceil(_MIN_SHARE * sum(written[start::step])))
        running |= {
            shape
            for shape, count in counts.items()
            if count >= (_MIN_PAGES if shape.startswith(_ALONE) else enough)
        }
    return running


# "Aanpak . . . . . 12", "Aanpak………12", "Aanpak ____ 12"
_LEADERS = re.compile(r"[ .·…_]{2,}(?P<page>\d{1,4}|[ivxlcIVXLC]{1,7})(?=\n|$)")
_LEADER = re.compile(r"(?:[.·_] ?){4}|……")


def leaders(texts: Texts) -> Texts:
    """Dots that lead the eye to a page number out; each such entry a paragraph of its own."""
    return tuple(_LEADERS.sub(_entry, text) if _LEADER.search(text) else text for text in texts)


def _entry(match: re.Match[str]) -> str:
    return f" {match['page']}\n" if _LEADER.search(match[0]) else match[0]


_HYPHEN_AT_END = re.compile(r"(?<=\w)-\n(?=(?P<right>\w[\w-]*))")
_LAST_WORD = re.compile(r"\w[\w-]*$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LONGEST_WORD = 60
# After these a hyphen hangs: "wijk- en buurtbeheer", "pre- and post-war".
_CONNECTIVES = frozenset(
    {"en", "of", "tot", "noch", "dan", "als", "maar", "respectievelijk", "versus", "and", "or"}
)


def hyphens(texts: Texts) -> Texts:
    """Words broken over a line made whole; a hyphen that belongs there stays.

    ======================  ====================  ==============================================
    before                  after                 because
    ======================  ====================  ==============================================
    ``bewoners-⏎bedrijf``   ``bewonersbedrijf``   nothing speaks for the hyphen
    ``wijk-⏎en buurt``      ``wijk- en buurt``    a connective follows: the hyphen hangs
    ``Noord-⏎Holland``      ``Noord-Holland``     a capital or a digit follows
    ``65-⏎plus``            ``65-plus``           a digit precedes
    ``IT-⏎systemen``        ``IT-systemen``       it follows an abbreviation or a single letter
    ``web-⏎site``           ``web-site``          elsewhere in the document it is written so
    ======================  ====================  ==============================================
    """
    words: set[str] = set()
    for text in texts:
        words.update(word.casefold() for word in _WORD.findall(text))
    return tuple(
        _HYPHEN_AT_END.sub(lambda match: _joint(match, words), text) if "-\n" in text else text
        for text in texts
    )


def _joint(match: re.Match[str], words: set[str]) -> str:
    """What replaces hyphen and line break."""
    right = match["right"]
    before = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()]
    last_word = _LAST_WORD.search(before)
    left = last_word[0] if last_word else ""
    if right.casefold() in _CONNECTIVES:
        return "- "
    if right[0].isupper() or not right[0].isalpha() or before[-1].isdigit():
        return "-"
    last_part = left.rpartition("-")[2]
    if len(last_part) == 1 or last_part.isupper():
        return "-"
    known = f"{left}-{right}".casefold() in words and f"{left}{right}".casefold() not in words
    return "-" if known else ""


_PARAGRAPH_END = re.compile(r"\n{2,}|\n(?=(?:•|- ))")
_LONE_BULLET = re.compile(r"^•\n{2,}(?=[^•\n])", re.MULTILINE)
# A dash that touches the word before it joins two: "2012–⏎2014".
_DASH_AT_END = re.compile(r"(?<=\w)–\n(?=\w)")


def lines(texts: Texts) -> Texts:
    """One line for each paragraph or item of a list, an empty line between them."""
    return tuple(_paragraphs(text) for text in texts)


def _paragraphs(text: str) -> str:
    text = _LONE_BULLET.sub("• ", _DASH_AT_END.sub("–", text))
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPH_END.split(text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


STEPS: tuple[Callable[[Texts], Texts], ...] = (characters, edges, leaders, hyphens, lines)
