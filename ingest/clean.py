"""From the text as a file holds it to the text a person would type.

Pure steps over all pages of one document, in the order of :data:`STEPS`:

===============  ==================================================================
``characters``   one form for each letter: NFC, ligatures apart, plain spaces, no control characters
``edges``        page numbers out; running headers and footers kept only where they stand first
``leaders``      the dots between an entry of a list of contents and its page out
``hyphens``      words broken over a line made whole again
``paragraphs``   the lines of a paragraph made one line; one empty line between paragraphs
===============  ==================================================================

Where a reader knows what a line is (a row of a table, a line of an address), line ends are final
and there is no paper with edges: then ``characters``, ``leaders``, ``hyphens`` and ``spacing`` do.

A page never changes its number, and no word disappears from a document except page numbers: a
running header stays on the first page that has it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from corpus.document import Page

Texts = tuple[str, ...]
"""The text of each page, in order; what a step takes and returns."""
Step = Callable[[Texts], Texts]

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


def clean(pages: tuple[Page, ...], *, wrapped: bool) -> tuple[Page, ...]:
    """Apply :data:`STEPS`, or those for lines that are final.

    Args:
        wrapped: whether lines end where the paper did, as in a PDF or a plain text.
    """
    steps = STEPS if wrapped else _FINAL_STEPS
    texts = tuple(page.text for page in pages)
    cleaned = _once(texts, steps)
    # A step may lay bare something for an earlier one. Every round but the last takes text away,
    # so this ends; the second round normally finds nothing.
    while cleaned != texts:
        texts, cleaned = cleaned, _once(cleaned, steps)
    return tuple(replace(page, text=text) for page, text in zip(pages, cleaned, strict=True))


def clean_line(text: str) -> str:
    r"""One title, heading or name as one clean line.

    >>> clean_line("Bewoners-\nbedrijven\n  in de praktĳk ")
    'Bewonersbedrijven in de praktijk'
    """
    return " ".join(_once((text,), STEPS)[0].split())


def _once(texts: Texts, steps: Iterable[Step]) -> Texts:
    for step in steps:
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
# A number behind one of these counts what it names, not the pages: "Les 1" on the first of five.
_COUNTED = frozenset((
    "appendix", "bijeenkomst", "bijlage", "case", "casus", "chapter", "dag", "day", "deel",
    "exercise", "fase", "figuur", "groep", "hoofdstuk", "interview", "kaart", "les", "lesson",
    "module", "onderdeel", "opdracht", "paragraaf", "part", "phase", "punt", "ronde", "section",
    "sessie", "stap", "stelling", "step", "tabel", "table", "thema", "theme", "tip", "voorbeeld",
    "vraag", "week", "werkblad", "werkvorm",
))  # fmt: skip

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
    alike = _alike(pages)
    running: set[str] = set()
    seen: set[str] = set()
    while True:
        pages = [_without_blank_top(lines) for lines in pages]
        shapes = [_shapes(lines[0] if lines else "", at) for at, lines in enumerate(pages)]
        running |= _running(shapes, written)
        peeled = [
            at
            for at, found in enumerate(shapes)
            if found & running
            and (_is_number(found & running) or (not alike[at] and any(pages[at][1:])))
        ]
        if not peeled:
            return [first + rest for first, rest in zip(kept, pages, strict=True)]
        for at in peeled:
            matched = shapes[at] & running
            if not _is_number(matched) and not matched & seen:
                kept[at] += [pages[at][0], ""]
            seen |= matched
            pages[at] = pages[at][1:]


def _alike(pages: list[list[str]]) -> list[bool]:
    """Which pages are the same to their last word, as a form is; what they share is no header."""
    words = [_NUMBER.sub("", "".join(lines).casefold()) for lines in pages]
    counts = Counter(words)
    return [counts[each] > 1 for each in words]


def _is_number(shapes: Collection[str]) -> bool:
    return any(shape.startswith(_ALONE) for shape in shapes)


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
        if plain[: number.start()].rpartition(" ")[0].rpartition(" ")[2] in _COUNTED:
            continue
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


_BLANK_LINES = re.compile(r"\n{2,}")
_BULLET = re.compile(r"• ?|- ")
_BEFORE_BULLET = re.compile(r"\n(?=•|- )")
_LONE_BULLET = re.compile(r"^•\n{2,}(?=[^•\n])", re.MULTILINE)
# A dash that touches the word before it joins two: "2012–⏎2014".
_DASH_AT_END = re.compile(r"(?<=\w)–\n(?=\w)")
# "3. Groei", "3) Groei", "2.1 Groei", "b. Groei", "1 a. Groei"
_ITEM = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}\.\d{1,2}|(?:\d{1,2} ?)?[a-z][.)])\s+\S")
# "ISBN: 978…", "Auteurs: Jan de Vries"
_LABEL = re.compile(r"[A-Z][\w/-]*(?: [\w/-]+){0,3}:(?: \S|$)")
_SENTENCE_END = re.compile(r"(?:[!?]|(?<!\b[A-Z])\.)[”’\")]?$")  # not behind an initial
_BEFORE_ITEM = (".", "!", "?", ":", ";", ",", ")")
# What share of a full line a line has at most that ends before the paper does: surely, or likely
# when it ends a sentence too.
_SHORT, _SHORTER = 0.8, 0.5
_FULL = 0.9  # the share of lines that are no longer than a full one
_WIDEST = 200  # characters; no paper broke lines that are longer, so each is a paragraph
_FEWEST_LINES = 8  # of a block; the lines of a title are short too


def paragraphs(texts: Texts) -> Texts:
    """One line for each paragraph or item of a list, an empty line between them.

    A line goes on in the next one unless it is short and what follows begins anew: after the end of
    a sentence, with the number of an item or with a label.
    """
    return tuple("\n\n".join(_paragraphs(text)) for text in texts)


def _paragraphs(text: str) -> Iterator[str]:
    text = _LONE_BULLET.sub("• ", _DASH_AT_END.sub("–", text))
    full = _full_line(text)
    for block in _BLANK_LINES.split(text):
        lines = [line for line in block.split("\n") if line.strip()]
        paragraph = lines[:1]
        for before, line in pairwise(lines):
            if _begins(line, before, full, len(lines)):
                yield " ".join(paragraph)
                paragraph = []
            paragraph.append(line)
        if paragraph:
            yield " ".join(paragraph)


def _full_line(text: str) -> int:
    """How long a line is that the end of the paper broke, in characters."""
    lengths = sorted(len(line) for line in text.split("\n") if line)
    return lengths[math.ceil(_FULL * (len(lengths) - 1))] if lengths else 0


def _begins(line: str, before: str, full: int, lines: int) -> bool:
    """Whether a line begins a paragraph, although no empty line stands before it.

    Args:
        lines: how many lines the whole block has.
    """
    if _BULLET.match(line) or full > _WIDEST:
        return True
    short = len(before) < _SHORT * full
    if _ITEM.match(line) and (short or before.endswith(_BEFORE_ITEM)):
        return True
    if not short or not line.lstrip("“‘\"'")[:1].isupper():
        return False
    if _SENTENCE_END.search(before) or (_LABEL.match(line) and _LABEL.match(before)):
        return True
    return lines >= _FEWEST_LINES and len(before) < _SHORTER * full


def spacing(texts: Texts) -> Texts:
    """No empty line in a paragraph and one between paragraphs; an item of a list is one."""
    return tuple(_spaced(text) for text in texts)


def _spaced(text: str) -> str:
    text = _BEFORE_BULLET.sub("\n\n", _LONE_BULLET.sub("• ", text))
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


STEPS: tuple[Step, ...] = (characters, edges, leaders, hyphens, paragraphs)
_FINAL_STEPS: tuple[Step, ...] = (characters, leaders, hyphens, spacing)
