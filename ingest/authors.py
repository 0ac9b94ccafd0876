"""Find the people who wrote a document, as their names are written in Dutch and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.document import Source
from corpus.gazetteer import load_gazetteer
from ingest.blocks import one_line
from ingest.guesses import Ends, Guess, cue_of
from ingest.publishers import is_organisation

_NOBODY = re.compile(
    r"(?:unknown|onbekend|anonymous|anoniem|admin\w*|(?:microsoft )?office(?: user)?|user|gebruiker"
    r"|eigenaar|owner|windows.*|python-docx|pdfminer|author|auteur|default|standaard|test|pc|laptop"
    r"|canva|openoffice.*|libreoffice.*|steve canny|scan\w*|xerox.*|kyocera.*|ricoh.*)\W*\d*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|@", re.IGNORECASE)
# Names of accounts: jdevries, HOORENMANJC, VToom. Names of organisations of one word stay.
_ACCOUNT = re.compile(r"[^\W\d_]*[a-z]*\d\w*|[^\sA-Z]+|[A-Z]{7,}|[A-Z]{2}[a-z]+")
_OR = re.compile(r"\s*[;/•]\s*")
_AND = re.compile(r",?\s+(?:en|and|&)\s+|,\s*")
# Two words or more, the first with a capital.
_FULL_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:\s+[\w.’‘'()-]+)+")

# Between a first name and a surname (list of the Dutch register of persons, the usual ones).
_BETWEEN = (
    r"(?:(?:van|von)(?: (?:de|den|der|het|[’‘']t|la))?"
    r"|(?:op|in|uit|bij|aan|over|onder|voor) (?:de|den|der|het|[’‘']t)"
    r"|de|den|der|ter|ten|te|el|al|da|di|du|la|le|los|[’‘'][ts]|bin|ben)"
)
_INITIALS = r"(?:[A-Z][a-z]?\.[ -]?){1,6}"
_CAPITAL = r"[^\W\d_a-z]"
_WORD = rf"(?:[’‘']t |[dO][’'])?{_CAPITAL}(?=[\w’'-]*[a-zà-ÿ])[\w’'-]*[^\W\d_]"
# Never tried in another way: of a row of such words there are countless.
_SURNAME = rf"(?:{_BETWEEN} )*+{_WORD}(?:(?:-(?:{_BETWEEN} )?| {_BETWEEN} | ){_WORD}){{0,2}}"
_FIRST = rf"{_WORD}(?: {_INITIALS.rstrip()})?"
_PERSON = re.compile(
    rf"(?:(?:{_INITIALS} ?)?(?:{_FIRST} ){{1,3}}|{_INITIALS} ?(?:\({_WORD}\) )?){_SURNAME}"
)
_WITH_INITIALS = re.compile(rf"{_INITIALS} ?{_SURNAME}")

# What stands before a name: titles and forms of address.
_BEFORE = r"(?i:prof|dr|drs|ir|ing|mr|mrs|ms|mw|mevr|mevrouw|dhr|(?:de )?heer|em|jhr|ds|bacc|lic)"
_BEHIND = r"(?:[MB]\.?Sc|[MB]A|M\.?Ed|Ph\.?D|PDEng|R[AE]|MBA|MPA|LL\.?[MB]|MPhil|MCM)"
_DEGREE = re.compile(
    rf"^(?:{_BEFORE}\b(?:\.\s?|\s))+(?=[^\W\d_a-z])"
    rf"|(?:^|,?\s+)\(?{_BEHIND}\b\.?\)?(?=\W|$)"
)
# What is added to a name: its organisation or role. Behind initials stands the first name.
_ADDED = re.compile(r"(?<!\.)(?<!\. )\s*\([^()]*\)")
_DEGREES = rf"(?:{_BEFORE}\.\s?)+"
_AFTER_DEGREE = re.compile(rf"{_DEGREES}(?P<name>{_PERSON.pattern})(?=,|\s\(|\s{_DEGREES}|$)")
_DEGREE_BEFORE = re.compile(rf"\b{_BEFORE}\.\s?")
# As in a list of references: ‘Berg, J. van den’, ‘Van der Velden, J.’.
_REVERSED = re.compile(
    rf"(?P<last>{_SURNAME}|(?i:{_BETWEEN}) {_SURNAME}), ?"
    rf"(?P<first>(?:[A-Z][a-z]?\.[ -]?)*[A-Z](?:[a-z]?\.|(?= ))|{_WORD})(?P<given> ?\({_WORD}\))?"
    rf"(?: (?P<between>{_BETWEEN}))?(?P<called> ?\({_WORD}\))?"
    r"(?=[,;&]|\s(?:en|and|&)\s|$)"
)
_NEXT = re.compile(r",? (?:en|and|&) |[,;] ?|$")
# Marks that lead from a name to a footnote or an affiliation.
_MARKS = re.compile(
    r"(?<=[^\W\d_])[\d*†‡¶§⁎∗]+(?:,[\d*†‡¶§⁎∗]+)*|[*†‡¶§⁎∗]|\s\d(?:,\d)*\*?(?=\W|$)"
)

_LABEL = (
    r"(?:namen? )?(?:auteurs?|auteur\(s\)|authors?|geschreven door|samengesteld door"
    r"|tekst(?:en)?(?: en (?:eind)?redactie)?|text|written by|samenstelling|onderzoekers"
    r"|onderzoek en (?:rapportage|tekst))"
)
_BY_LABEL = re.compile(
    rf"^[^\w\n]{{0,10}}{_LABEL}(?:\s*[:|]\s*|\n+)(?P<names>[^\n]{{3,300}})"
    r"|\b(?:namen? )?(?:auteurs?|authors?) \| (?P<cell>[^\n|]{3,200})",
    re.IGNORECASE | re.MULTILINE,
)
_BY_WORD = re.compile(r"^(?:door|by):?[ \n](?P<names>[^\n]{5,200})$", re.IGNORECASE | re.MULTILINE)
# What follows the names in a line: the next fact of the colophon, or who helped.
_ENDS_NAMES = re.compile(
    r"\s+(?:datum|versie|organisatie|opdrachtgever|contact)\b.*| \|.*"
    r"|,?\s+(?:met (?:medewerking|dank|bijdragen|hulp)\b|m\.m\.v\.|namens\b"
    r"|in (?:samenwerking|opdracht)\b).*"
    r"|\s+(?:foto\w*|illustrati\w*|vormgeving|opmaak|ontwerp|druk\w*|(?:eind)?redactie|uitgave"
    r"|uitgever)(?: (?:en|&) \w+)?(?: door)?\s?:.*",
    re.IGNORECASE,
)
# Where the names of the authors of an article end and their institutes begin.
_AFFILIATION = re.compile(
    r"\s1 (?=[A-Z])"
    r"|\n(?=[†‡]?[A-Z][^\n,]{0,60}(?:department|school|universit|institut|faculty))"
    r"|\bdoi\b|\babstract\b|\barticle info\b|\S+@",
    re.IGNORECASE,
)
_UNDER_TITLE = 600
_MOST = 40


def authors_of(ends: Ends, title: str, *, article: bool) -> Guess[tuple[str, ...]] | None:
    """The authors, and where they are named; None when nobody is.

    A name in the properties of a file comes first, but is believed little where the text does not
    have it: word processors fill in the person who installed them.

    Args:
        article: whether it is an article, which has the bare names of its authors under its title.
    """
    own = tuple(dict.fromkeys(n for a in ends.reading.authors for n in names_in(a)))
    if own:
        named = ends.front + ends.back
        sure = 0.9 if all(name.split()[-1] in named for name in own) else 0.6
        return Guess(value=own, source=Source.FILE, confidence=sure, cue=cue_of("; ".join(own)))
    return _labelled(ends) or _by(ends, title) or _under_title(ends, title, article=article)


def names_in(text: str) -> Iterator[str]:
    """Names of people or organisations; ``Huis en Buurt`` is one.

    >>> list(names_in("Berg, J. van den; mevr. drs. A. Bos MSc"))
    ['J. van den Berg', 'A. Bos']
    """
    if _ADDRESS.search(text):
        return
    text = re.sub(r" - [^-]+$", "", one_line(text)) if re.search(r"\w, \w\.", text) else text
    for part in _OR.split(one_line(text)):
        plain = _DEGREE.sub("", part).strip(" .,")
        pieces = [_DEGREE.sub("", piece).strip() for piece in _AND.split(plain)]
        several = all(_FULL_NAME.fullmatch(piece) for piece in pieces)
        for name in _turned(_DEGREE.sub("", part).strip(" ,")) or (pieces if several else [plain]):
            account = " " not in name and _ACCOUNT.fullmatch(name)
            if 2 < len(name) <= 100 and not account and not _NOBODY.fullmatch(name):
                yield name


def _turned(text: str) -> list[str]:
    """The names of a list that has every surname first, each as it is spoken; empty for another."""
    names, at = [], 0
    while match := _REVERSED.match(text, at):
        first, between, last = match.group("first", "between", "last")
        given = (match["given"] or match["called"] or "").strip()
        lower = last[:1].lower() + last[1:]
        several = " " in re.sub(rf"^{_BETWEEN} ", "", lower)
        if not between and first.isalpha() and (several or load_gazetteer().find(first)):
            return []  # ‘Movisie, Utrecht’, ‘Afdeling Wonen, Zorg’
        last = lower if re.match(rf"{_BETWEEN} ", lower) else last
        names.append(" ".join(filter(None, (first, given, between, last))))
        following = _NEXT.match(text, match.end())
        at = following.end() if following else match.end()
        if at == len(text):
            return names
    return []


def is_person(text: str) -> bool:
    """Whether ``text`` looks like the name of one person and nothing else."""
    return bool(_PERSON.fullmatch(_DEGREE.sub("", text).strip(" .,")))


def people_in(text: str) -> tuple[str, ...]:
    """The people in a line that has nothing but names; empty for any other line.

    >>> people_in("A. de Vries1, prof. dr. B. van den Berg2* en Cor ’t Hart")
    ('A. de Vries', 'B. van den Berg', 'Cor ’t Hart')
    """
    line = one_line(_ADDED.sub("", _MARKS.sub("", text))).strip(" ,:")
    names: list[str] = []
    for part in re.split(r"[;•]|\s\|\s", line):
        plain = _DEGREE.sub("", part).strip(" ,")
        names += _turned(plain) or _AND.split(plain)
    names = [name for name in (_DEGREE.sub("", name).strip(" ,.") for name in names) if name]
    good = 0 < len(names) <= _MOST and all(_PERSON.fullmatch(name) for name in names)
    return tuple(dict.fromkeys(names)) if good else ()


def _labelled(ends: Ends) -> Guess[tuple[str, ...]] | None:
    """Names behind or below ‘Auteurs’."""
    for text in (ends.front, ends.back):
        for match in _BY_LABEL.finditer(text):
            first = _ADDED.sub("", _ENDS_NAMES.sub("", match["names"] or match["cell"]))
            first = first.strip(" -•–")
            below = [] if match["cell"] else _people_below(text[match.end() :])
            names = tuple(dict.fromkeys([*(people_in(first) or names_in(first)), *below]))
            if names and all(map(is_person, names)):
                return Guess(value=names, confidence=0.9, cue=cue_of(match[0]))
    return None


def _people_below(text: str) -> Iterator[str]:
    """The people on the lines that have nothing but people, down to the first other line."""
    for line in filter(None, map(one_line, text.split("\n"))):
        named = _ENDS_NAMES.sub("", line).strip(" -•–")
        people = () if is_organisation(named) else people_in(named)
        if not people:
            return
        yield from people


def _by(ends: Ends, title: str) -> Guess[tuple[str, ...]] | None:
    """Names behind ‘door’ on a line of their own near the title."""
    for match in _BY_WORD.finditer(ends.first[: 2 * _UNDER_TITLE + len(title)]):
        if names := people_in(match["names"]):
            return Guess(value=names, confidence=0.85, cue=cue_of(match[0]))
    return None


def _under_title(ends: Ends, title: str, *, article: bool) -> Guess[tuple[str, ...]] | None:
    """Lines with nothing but names under the title.

    In other documents than articles only with initials or degrees, because ‘Sociaal Domein’ looks
    like a name as well.
    """
    before, found, below = ends.first.partition(title)
    text = (below if found else before)[:_UNDER_TITLE]
    value = people_in(_AFFILIATION.split(text, maxsplit=1)[0]) if article else ()
    value = value or tuple(dict.fromkeys(_lines_of_names(text, article=article)))
    if not value:
        return None
    return Guess(value=value, confidence=0.85, cue=cue_of("; ".join(value)))


def _lines_of_names(text: str, *, article: bool) -> Iterator[str]:
    """The names on the first lines after each other that have nothing else."""
    seen = False
    for line in text.split("\n"):
        people = people_in(line)
        degrees = _DEGREE_BEFORE.match(line)
        named = [match["name"] for match in _AFTER_DEGREE.finditer(line)] if degrees else []
        if people and (article or degrees or all(map(_WITH_INITIALS.fullmatch, people))):
            yield from people
        elif named:
            yield from named
        elif seen and one_line(line).strip(" ,*¶"):
            return
        else:
            continue
        seen = True
