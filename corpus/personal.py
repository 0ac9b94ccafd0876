"""Which stretches of a text point to a person, and the text with those stretches masked.

    jan.jansen@voorbeeld.nl        email     j••.•••••••@•••••••••.nl
    06 - 12 34 56 78               phone     •• - •• •• •• 78
    NL91 ABNA 0417 1643 00         iban      •••• •••• •••• •••• 00
    BSN: 1112.22.333               bsn       ••••.••.•33

A mask is as long as what it hides, so that every place in the text stays where it was. Mailboxes of
an office (``info@``) and numbers that nobody has at home (0800, 088, 14 030) point to no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stdnum import iban
from stdnum.nl import bsn


class Personal(NamedTuple):
    """``text[start:end]`` is an ``email``, ``phone``, ``iban`` or ``bsn``."""

    what: str
    start: int
    end: int


_CALLED = {
    "email": ("e-mail address", "e-mail addresses"),
    "phone": ("telephone number", "telephone numbers"),
    "iban": ("bank account", "bank accounts"),
    "bsn": ("BSN", "BSN"),
}

# What stands before the @ when nobody in particular reads it.
OFFICES = frozenset((
    "aanmelden", "administratie", "algemeen", "balie", "bestellen", "bestuur", "bewoners",
    "bezwaar", "bibliotheek", "bureau", "communicatie", "contact", "directie", "fractie",
    "gemeente", "griffie", "hello", "helpdesk", "hulp", "info", "informatie", "inschrijven",
    "klachten", "klantenservice", "loket", "mail", "media", "meldpunt", "no-reply", "noreply",
    "office", "onderzoek", "participatie", "pers", "persvoorlichting", "post", "postbus", "press",
    "privacy", "project", "publicaties", "receptie", "redactie", "register", "reply",
    "secretariaat", "service", "servicecentrum", "support", "team", "voorlichting", "vragen",
    "webmaster", "webredactie", "welkom", "wijkbeheer", "wijkteam",
))  # fmt: skip

# Area codes of two digits behind the 0; all others of 01 to 05 have three (numbering plan of ACM).
_SHORT_AREAS = frozenset((
    "10", "13", "15", "20", "23", "24", "26", "30", "33", "35", "36", "38", "40", "43", "45", "46",
    "50", "53", "55", "58", "70", "71", "72", "73", "74", "75", "76", "77", "78", "79",
))  # fmt: skip

_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w][\w.+-]{0,63})\s?(?:@|[\[(](?:at|apenstaartje)[\])])\s?"
    r"[^\W_](?:[\w-]{0,62}\.)+[^\W\d_]{2,24}\b"
)
_SIGNS = ("@", "at)", "at]", "apenstaartje")  # without one of them there is no address
# Numbers in these are no telephone numbers, whatever they look like.
_NO_NUMBER = re.compile(
    r"""
    \b https?://\S+ | \b www\.\S+ | \b 10\.\d{4,9}/\S+            # an address, a DOI
    | \b ISBN \S{0,4} [\s\d-]+ X? | \b [A-Z]{2}\d{2}[ ]?[A-Z]{4} [ ]? [\d ]+  # also a wrong IBAN
    | (?<!\d) \d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d (?!\d)          # a date
    """,
    re.VERBOSE,
)
_GAP = r"[ \u00a0.\-‐‑–]"
_PHONE = re.compile(
    rf"""
    (?<![\w.,€-]) (?<!€\ ) \(?
    (?: (?P<abroad> (?:\+|00)31 \)? {_GAP}? (?:\(0\))? {_GAP}? ) | 0 )
    (?P<number> [1-7] (?: (?:{_GAP}|[)/]){{0,3}} \d ){{8}} )
    (?! \w | [.,:‐‑–-]\d | {_GAP}?[1-9] | \ ?[%€] )
    """,
    re.VERBOSE,
)
# Part of whatever is a telephone number or a BSN once other numbers are put aside.
_NINE_DIGITS = re.compile(rf"\d(?:(?:{_GAP}|[)/]){{0,3}}\d){{8}}")
_DIGITS = re.compile(r"\d+")
_ASKED = re.compile(
    r"\b(?:tel(?:efoon)?(?:nr|nummer)?|t|m|mob(?:iel)?|fax|bel(?:len)?|phone|bereikbaar)\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b(?:[A-Z]{2}|nl)\d{2}(?:[ \u00a0.-]?[A-Z0-9a-z]){11,30}")
_BSN = re.compile(rf"(?<![\w,€])(?<!\d[.-])\d(?:{_GAP}?\d){{8}}(?![\w]|[.,-]\d)")
_BSN_MEANT = re.compile(
    r"\bbsn|\bburger\s?service\s?-?(?:nummer|nr)|\bsofi\s?-?\s?(?:nummer|nr)|\bsofi\b",
    re.IGNORECASE,
)
_BEFORE = 100  # characters before a number in which it is said that it is a BSN
_BEHIND = 30  # characters behind it
_BSN_DIGITS = 9
_ROOM = 200  # more than what is read before or behind a number
_OPENING = ("@", "(", "[")  # of the sign of an address
_SAID = 25  # characters before a run of ten digits in which it is said that it is a telephone


def personal(text: str) -> tuple[Personal, ...]:
    """What points to a person, in the order of the text, none overlapping."""
    found = [*_emails(text), *_ibans(text)]
    if _NINE_DIGITS.search(text):  # on most pages no figures look like it
        numbers = _NO_NUMBER.sub(lambda found: " " * len(found[0]), text)
        found += [*_bsns(numbers), *_phones(numbers)]
    kept: list[Personal] = []
    for one in sorted(found, key=lambda one: one.start):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def masked(text: str) -> str:
    """The text, as long as it was, with all that points to a person masked."""
    pieces, at = [], 0
    for one in personal(text):
        pieces += [text[at : one.start], mask(one.what, text[one.start : one.end])]
        at = one.end
    return "".join([*pieces, text[at:]])


def masked_part(text: str, start: int, end: int) -> str:
    """Characters ``start`` to ``end`` of :func:`masked`, for which only what is near is read."""
    first = _seam_with_room(text, start)
    last = _seam_after(text, end + _ROOM)
    return masked(text[first:last])[start - first : end - first]


def _seam_with_room(text: str, at: int) -> int:
    """A seam before ``at`` from which on all is read that tells what is personal behind ``at``.

    Between it and a later seam before ``at`` stands enough to hold what is said before a number,
    and no BSN, behind which a number would be one as well.
    """
    near = _seam_before(text, at)
    while near:
        far = _seam_before(text, near - _ROOM)
        if not far or sum(map(str.isdecimal, text[far:near])) < _BSN_DIGITS:
            return far
        near = far
    return 0


def _seam_before(text: str, at: int) -> int:
    """The last seam up to ``at``, or the beginning: see :func:`_is_seam`."""
    while at > 0:
        at = text.rfind("\n", 0, at)
        if at > 0 and _is_seam(text, at):
            return at
    return 0


def _seam_after(text: str, at: int) -> int:
    """The first seam from ``at`` on, or the end: see :func:`_is_seam`."""
    while (at := text.find("\n", at)) >= 0:
        if at and _is_seam(text, at):
            return at
        at += 1
    return len(text)


def _is_seam(text: str, at: int) -> bool:
    """Whether the line break at ``at`` stands in nothing that any pattern here matches.

    Only white space around the sign of an address and behind ``ISBN`` may be a line break.
    """
    before = text[at - 1]
    inside = before.isspace() or before.isdecimal() or before in "-@)]"
    return not (inside or text[at + 1 : at + 2] in _OPENING or "ISBN" in text[max(0, at - 8) : at])


def counted(what: str, count: int) -> str:
    """So many of what was found, in words: ``2 telephone numbers``."""
    one, more = _CALLED.get(what, (what, what))
    return f"{count} {one if count == 1 else more}"


def mask(what: str, value: str) -> str:
    """The value with letters and digits hidden, but for what one needs to recognise it."""
    if what == "email":
        first, last = 1, value.rfind(".") + 1
    else:
        first, last = 0, len(value) - 2
    hidden = "".join("•" if char.isalnum() else char for char in value[first:last])
    return value[:first] + hidden + value[last:]


def _emails(text: str) -> Iterator[Personal]:
    if not any(sign in text for sign in _SIGNS):
        return
    for match in _EMAIL.finditer(text):
        if match["who"].casefold().rstrip("0123456789") not in OFFICES:
            yield Personal("email", match.start(), match.end())


def _phones(text: str) -> Iterator[Personal]:
    last = -2
    for match in _PHONE.finditer(text):
        start = match.start()
        goes_on = start > 1 and text[start - 2].isdecimal() and text[start - 1] in " /"
        if goes_on and start - 1 != last:
            continue  # the middle of a row of figures
        number = match["number"]
        area = _area("".join(_DIGITS.findall(number)))
        written_so = len(_DIGITS.findall(number)[0]) == area  # a gap behind the area code
        said = _ASKED.search(text, max(0, start - _SAID), start)
        # Ten digits in one run may be anything, unless it is said what they are.
        if match["abroad"] or number[0] == "6" or written_so or said:
            last = match.end()
            yield Personal("phone", start, last)


def _area(digits: str) -> int:
    """How many of nine digits are the area code."""
    if digits[0] == "6":
        return 1
    return 2 if digits[:2] in _SHORT_AREAS else 3


def _ibans(text: str) -> Iterator[Personal]:
    for match in _IBAN.finditer(text):
        ends = [at for at in range(match.start() + 15, match.end() + 1) if text[at - 1].isalnum()]
        for end in ends:
            if iban.is_valid(text[match.start() : end]) and not text[end : end + 1].isalnum():
                yield Personal("iban", match.start(), end)
                break


def _bsns(text: str) -> Iterator[Personal]:
    """Numbers that pass the check of a BSN and are said to be one; below each other, all are."""
    meant = [match.start() for match in _BSN_MEANT.finditer(text)]
    if not meant:
        return
    for match in _BSN.finditer(text):
        near = any(match.start() - _BEFORE <= at < match.end() + _BEHIND for at in meant)
        if near and bsn.is_valid(match[0].translate({ord(c): None for c in "\u00a0‐‑–"})):
            meant.append(match.start())
            yield Personal("bsn", match.start(), match.end())
