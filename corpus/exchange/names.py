"""Names of authors, split as reference managers want them.

| written | family name | given name |
|---|---|---|
| Jan van der Berg | van der Berg | Jan |
| Berg, Jan van der | Berg | Jan van der |
| J. d'Août | d'Août | J. |
| Stichting De Linde | (a body: kept as it is) | |
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

# Words that a Dutch family name begins with (after the table of prefixes of the Dutch population
# register), with the commonest of other languages.
_PARTICLES = frozenset((
    "'s", "'t", "’s", "’t", "aan", "af", "al", "bij", "d'", "da", "de", "del", "della", "den",
    "der", "des", "di", "do", "dos", "du", "el", "het", "in", "la", "le", "les", "lo", "los",
    "onder", "op", "over", "te", "ten", "ter", "tot", "uit", "uijt", "van", "ver", "vom", "von",
    "voor", "zu", "zum", "zur",
))  # fmt: skip
# In Flanders they may begin with a capital; others of the list are given names then.
_CAPITALISED = frozenset(("Van", "De", "Den", "Der", "Ter", "Ten", "Vanden", "Vander"))
# A name with one of these words is that of a body, not of a person.
_BODIES = frozenset((
    "bureau", "onderzoeksbureau", "adviesbureau", "centrum", "commissie", "coöperatie",
    "corporatie", "federatie", "gemeente", "hogeschool", "instituut", "kennisinstituut",
    "ministerie", "netwerk", "onderzoekscentrum", "platform", "provincie", "redactie",
    "rekenkamer", "rijksoverheid", "stichting", "universiteit", "vereniging", "werkgroep",
    "woningcorporatie", "woningstichting", "wooncorporatie", "b.v.", "bv", "n.v.", "nv",
    "committee", "council", "foundation", "institute", "ministry", "university",
    "and", "en", "&",
))  # fmt: skip
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name; that of a body, or a single word, is all family name."""

    family: str
    given: str = ""

    @property
    def inverted(self) -> str:
        """Family name first, as RIS and BibTeX have it."""
        return f"{self.family}, {self.given}" if self.given else self.family


def split_name(text: str, bodies: Collection[str] = ()) -> Name:
    """The parts of a name of one line.

    Args:
        bodies: names that are known not to be of persons.
    """
    words = text.split()
    known = text.startswith(tuple(filter(None, bodies)))  # “De Linde, team Wijken” too
    if known or _DIGIT.search(text) or any(word.casefold() in _BODIES for word in words):
        return Name(family=text)
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return Name(family=family, given=given) if family else Name(family=given)
    starts = [n for n, word in enumerate(words[:-1]) if n and _is_particle(word)]
    start = starts[0] if starts else len(words) - 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]))


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or word in _CAPITALISED
