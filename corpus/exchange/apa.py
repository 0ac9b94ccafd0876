"""A citation as a person writes it: APA style, seventh edition, in Dutch or English.

| | |
|---|---|
| reference | Van der Berg, J., & De Vries, P. (2014). *Samen tuinieren*. De Linde. https://… |
| in a text | (Van der Berg & De Vries, 2014, p. 12) |

In Dutch a name that stands without its given name begins with a capital (*Van der Berg*), in
English it stays as it is (*van der Berg*).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from corpus.exchange.citations import Citation
from corpus.exchange.names import Name

_UNDATED = {"nl": "z.d.", "en": "n.d."}
_MOST_AUTHORS = 20  # of more the first 19 and the last are told
_MOST_IN_TEXT = 2
_DAYS = frozenset(("nieuwsbericht", "presentatie"))  # of which the day is told, not the year alone
_DAY = {"nl": "y, d MMMM", "en": "y, MMMM d"}
# Forms that are told between brackets, as what they are does not show from the rest.
_TOLD = {
    "proefschrift": {"nl": "Proefschrift of scriptie", "en": "Thesis"},
    "presentatie": {"nl": "Presentatie", "en": "Slides"},
    "raadsstuk": {"nl": "Raadsstuk", "en": "Council paper"},
}


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a list of references: the title is set in italics, the rest is not."""

    before: str
    title: str
    after: str

    @property
    def text(self) -> str:
        """All of it, as plain text."""
        return f"{self.before}{self.title}{self.after}"


def reference(citation: Citation, language: str) -> Reference:
    """The entry in a list of references.

    Args:
        language: ``nl`` or ``en``, of the list.
    """
    when = f"({_published(citation, language)})"
    told = _TOLD.get(citation.form, {}).get(language)
    form = f" [{told}]" if told else ""
    if not citation.authors:
        after = f"{form}. {when}."
        return Reference("", citation.title, after + _behind(citation))
    authors = _listed([_inverted(name, language) for name in citation.authors])
    return Reference(
        f"{_stopped(authors)} {when}. ", citation.title, f"{form}." + _behind(citation)
    )


def in_text(citation: Citation, language: str, page: int | None = None) -> str:
    """How a text refers to it, between brackets; with the page where one is given."""
    names = [_called(name.family, language) for name in citation.authors]
    if not names:
        who = citation.title
    elif len(names) > _MOST_IN_TEXT:
        who = f"{names[0]} et al."
    else:
        who = " & ".join(names)
    year = citation.year or _UNDATED[language]
    parts = [who, year, f"p. {page}" if page else ""]
    return f"({', '.join(filter(None, parts))})"


def _published(citation: Citation, language: str) -> str:
    if len(citation.published) == len("2014-05-12") and citation.form in _DAYS:
        day = date.fromisoformat(citation.published)
        return format_date(day, _DAY[language], locale=language)
    return citation.year or _UNDATED[language]


def _behind(citation: Citation) -> str:
    """Who brought it out, unless that is its author too, and where it is found."""
    authors = [name.family for name in citation.authors]
    publisher = "" if citation.publisher in authors else citation.publisher
    address = f"https://doi.org/{citation.doi}" if citation.doi else citation.address
    if not address.startswith(("https://", "http://")):
        address = ""  # of a computer of ours
    return (f" {_stopped(publisher)}" if publisher else "") + (f" {address}" if address else "")


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, … {names[-1]}"
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _inverted(name: Name, language: str) -> str:
    family = _called(name.family, language)
    return f"{family}, {_initials(name.given)}" if name.given else family


def _initials(given: str) -> str:
    """``Jan Piet`` → ``J. P.``, ``Anne-Marie`` → ``A.-M.``; what follows in small letters stays."""
    words = given.replace(".", ". ").split()
    return " ".join(
        word if word[0].islower() else "-".join(f"{part[0]}." for part in word.split("-") if part)
        for word in words
    )


def _called(family: str, language: str) -> str:
    """A family name by itself: in Dutch with a capital, but for *d'Ancona*."""
    if language != "nl" or family[1:2] in ("'", "’") or family[:1] in ("'", "’"):
        return family
    return family[:1].upper() + family[1:]


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
