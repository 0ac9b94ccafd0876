"""What a web page says of itself: title, authors, date and language.

Programs fill in the head of a page and leave it at that, so what the page shows a reader decides
between two titles, and a date of change counts only where nothing says when it was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.blocks import one_line
from ingest.dates import iso_date
from ingest.markup import Element, attribute, inline, text_of

_TITLES = ("og:title", "dcterms.title", "dc.title", "twitter:title")
_AUTHORS = ("author", "article:author", "dcterms.creator", "dc.creator", "citation_author")
_PUBLISHED = (
    "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
    "datepublished", "citation_publication_date", "dcterms.created",
)  # fmt: skip
_CHANGED = ("date", "dcterms.modified", "article:modified_time", "last-modified")
_IN_SCRIPT = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
# What an empty field of a date becomes: the first day of the clocks of several systems.
_NEVER = frozenset(("1970-01-01", "1601-01-01", "1899-12-30", "1900-01-01"))
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s?){2,5}")
_SIGNED_WITHIN = 200
_LINES = 4
_WHOLE_DATE = len("2014-05-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says of itself.

    Attributes:
        published: dates of publication, the surest first.
        changed: other dates; they count when the text marks none.
    """

    title: str | None
    authors: tuple[str, ...]
    published: tuple[str, ...]
    changed: tuple[str, ...]
    language: str | None


def facts_of(root: Element) -> Facts:
    """Read the facts from a whole page, before anything is taken out of it."""
    about = _about(root)
    signed_by, signed_on = _signature(root)
    scripts = (_IN_SCRIPT.search(text_of(script)) for script in root.iter("script"))
    said = [about[name][0] for name in _PUBLISHED if name in about]
    said[1:1] = [match[1] for match in scripts if match]
    said += [_time(tag) for tag in root.iter("time") if _marked(tag)]
    return Facts(
        title=_title(root, about),
        authors=_authors(about) or signed_by,
        published=_dates(said),
        changed=_dates([*signed_on, *(about[name][0] for name in _CHANGED if name in about)]),
        language=_language(root),
    )


def date_of(facts: Facts, main: list[Element]) -> str | None:
    """The date of publication, or failing that any date the page marks as one.

    Args:
        main: the elements that hold the main text; a date beside it is that of something else.
    """
    times = (_time(tag) for part in main for tag in part.iter("time"))
    return next(iter((*facts.published, *_dates(list(times)[:1]), *facts.changed)), None)


def _about(root: Element) -> dict[str, list[str]]:
    """Contents of the ``meta`` elements by lower-case name."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = attribute(meta, "name") or attribute(meta, "property")
        name = name or attribute(meta, "itemprop") or attribute(meta, "http-equiv")
        content = one_line(attribute(meta, "content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _title(root: Element, about: dict[str, list[str]]) -> str | None:
    """The title that the page shows as a heading; failing that the first one it has."""
    titles = [one_line(text_of(title)) for title in root.iter("title") if _in_head(title)][:1]
    titles += [about[name][0] for name in _TITLES if name in about]
    titles = [title for title in titles if title]
    shown = {inline(heading).casefold() for heading in root.iter("h1", "h2")}
    confirmed = (title for title in titles if title.casefold() in shown)
    return next(confirmed, titles[0] if titles else None)


def _in_head(title: Element) -> bool:
    """Whether it is the title of the page, and not that of a drawing."""
    return next(title.iterancestors("svg"), None) is None


def _authors(about: dict[str, list[str]]) -> tuple[str, ...]:
    for name in _AUTHORS:
        if name in about:
            return tuple(dict.fromkeys(about[name]))
    return ()


def _signature(root: Element) -> tuple[tuple[str, ...], list[str]]:
    """Who signed the page, and when, at its foot: ``address`` with a name and a date, no more."""
    for address in reversed(list(root.iter("address"))):
        lines = [line for text in address.itertext() for line in str(text).split("\n")]
        lines = [one_line(line) for line in lines if line.strip()]
        dated = [line for line in lines if len(iso_date(line) or "") == _WHOLE_DATE]
        if dated and len(lines) <= _LINES and sum(map(len, lines)) <= _SIGNED_WITHIN:
            return tuple(filter(_PERSON.fullmatch, lines[:1])), dated[:1]
    return (), []


def _marked(time: Element) -> bool:
    return attribute(time, "itemprop") == "datePublished" or time.get("pubdate") is not None


def _time(time: Element) -> str:
    return attribute(time, "datetime") or text_of(time)


def _dates(said: list[str]) -> tuple[str, ...]:
    return tuple(_valid(said))


def _valid(said: list[str]) -> Iterator[str]:
    for date in map(iso_date, said):
        if date and date not in _NEVER:
            yield date


def _language(root: Element) -> str | None:
    value = attribute(root, "lang") or attribute(root, "xml:lang") if root.tag == "html" else ""
    code = value.strip().lower()[:2]
    return code if len(code) == 2 and code.isalpha() else None
