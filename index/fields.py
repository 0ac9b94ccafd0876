"""What is searched and what is counted, as tables from which engines derive their schema.

Headings and summary are also in the body, where they have their page. Every searched text is kept
in three forms: ``stem`` (inflections meet), ``exact`` (for quoted
words, ``begin*`` and ``woord~``) and ``part`` (the parts of hyphenated words).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.archetypes import Label
from corpus.document import Document

FORMS = {"stem": 1.0, "exact": 1.0, "part": 0.25}  # form -> boost

# More than the widest ``"a b"~k`` may span, so that no phrase runs from one page into the next.
PAGE_GAP = 128
MAX_SLOP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A text that is searched; a match in it weighs ``boost`` times one in the body."""

    name: str
    boost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A property by which results are counted and narrowed.

    Attributes:
        name: also its name in URLs and in the JSON.
        aliases: how it is called in a query, as in ``soort:beleid``.
        values: the values of a document; a passage is asked as a document with itself alone.
    """

    name: str
    label: Label
    aliases: tuple[str, ...]
    values: Callable[[Document], tuple[str, ...]]


TEXT_FIELDS = (
    TextField(name="title", boost=4.0),
    TextField(name="headings", boost=0.1),
    TextField(name="summary", boost=0.5),
    TextField(name="labels", boost=2.0),
    TextField(name="body", boost=1.0),
)


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


FACETS = (
    Facet(
        name="archetype",
        label=Label(nl="Archetype", en="Archetype"),
        aliases=("archetype",),
        values=lambda d: d.archetypes,
    ),
    Facet(
        name="kind",
        label=Label(nl="Soort", en="Kind"),
        aliases=("soort", "kind", "bron"),
        values=lambda d: (d.kind.value,),
    ),
    Facet(
        name="evidence",
        label=Label(nl="Bewijs", en="Evidence"),
        aliases=("bewijs", "evidence"),
        values=lambda d: _one(d.evidence.level if d.evidence else None),
    ),
    Facet(
        name="theme",
        label=Label(nl="Thema", en="Theme"),
        aliases=("thema", "theme"),
        values=lambda d: d.themes,
    ),
    Facet(
        name="municipality",
        label=Label(nl="Gemeente", en="Municipality"),
        aliases=("gemeente", "municipality"),
        values=lambda d: d.municipality,
    ),
    Facet(
        name="organisation",
        label=Label(nl="Organisatie", en="Organisation"),
        aliases=("organisatie", "organisation"),
        values=lambda d: _one(d.organisation),
    ),
    Facet(
        name="target_group",
        label=Label(nl="Doelgroep", en="Target group"),
        aliases=("doelgroep", "target_group"),
        values=lambda d: d.target_groups,
    ),
    Facet(
        name="year",
        label=Label(nl="Jaar", en="Year"),
        aliases=("jaar", "year"),
        values=lambda d: _one(d.published[:4] if d.published else None),
    ),
    Facet(
        name="role",
        label=Label(nl="Zegt iets over", en="Says something about"),
        aliases=("rol", "role"),
        values=lambda d: tuple(passage.role.value for passage in d.shown_passages),
    ),
    Facet(
        name="outcome",
        label=Label(nl="Uitkomst", en="Outcome"),
        aliases=("uitkomst", "outcome"),
        values=lambda d: tuple(one.outcome.value for one in d.shown_passages if one.outcome),
    ),
    Facet(
        name="ingredient",
        label=Label(nl="Werkzaam bestanddeel", en="Working ingredient"),
        aliases=("bestanddeel", "ingredient"),
        values=lambda d: tuple(name for one in d.shown_passages for name in one.ingredients),
    ),
    Facet(
        name="stance",
        label=Label(nl="Voor of tegen het bestanddeel", en="For or against the ingredient"),
        aliases=("steun", "stance"),
        values=lambda d: tuple(one.stance.value for one in d.shown_passages if one.stance),
    ),
    Facet(
        name="language",
        label=Label(nl="Taal", en="Language"),
        aliases=("taal", "language"),
        values=lambda d: _one(d.language),
    ),
)

FACET_NAMES = tuple(facet.name for facet in FACETS)
FACET_ALIASES = {alias: facet.name for facet in FACETS for alias in facet.aliases}
TITLE_ALIASES = ("titel", "title")
