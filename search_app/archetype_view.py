"""What is known of one archetype → what its page shows. Pure, but for the questions it asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.archetypes import Archetype
from corpus.document import Kind
from corpus.passage import Outcome, PassageRole, Stance
from index.api import Cell, Query, Unit
from index.protocols import Searcher
from search_app.addresses import archetype_address, search_address
from search_app.evidence import State, state
from search_app.naming import Names
from search_app.passage_view import PassageCard, passage_card

BESIDE = (Kind.PRAKTIJK, Kind.WETENSCHAP)
"""The kinds that stand beside each other."""

_SHOWN = 3  # passages of one kind; the others are one click away
_LAW = re.compile(r"(.*?)\s*\[([VG])\]\s*")

Filters = Mapping[str, frozenset[str]]


class Part(StrEnum):
    """A part of the page: what passages say of one thing."""

    RESULTS = "resultaten"
    INGREDIENTS = "bestanddelen"
    CONDITIONS = "randvoorwaarden"
    TIPS = "tips"
    FAILURES = "werkt-niet"
    PITFALLS = "valkuilen"
    EXAMPLES = "voorbeelden"


def _told(facet: str, *values: str) -> Filters:
    return {facet: frozenset(values)}


_FILTERS: Mapping[Part, Filters] = {
    Part.RESULTS: _told("outcome", Outcome.WORKS, Outcome.CONDITIONAL, Outcome.UNCLEAR),
    Part.INGREDIENTS: _told("role", PassageRole.INGREDIENT),
    Part.CONDITIONS: _told("role", PassageRole.CONDITION),
    Part.TIPS: _told("role", PassageRole.TIP),
    Part.FAILURES: _told("outcome", Outcome.FAILS),
    Part.PITFALLS: _told("role", PassageRole.PITFALL),
    Part.EXAMPLES: _told("role", PassageRole.EXAMPLE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Passages of one kind of documents.

    Attributes:
        total: how many there are; the total of the search at ``address``.
        documents: in how many documents they stand.
        read: how many documents of this kind are about the archetype.
        cards: the first of them, pinned ones before those that are surest.
    """

    kind: str
    kind_label: str
    total: int
    documents: int
    read: int
    cards: tuple[PassageCard, ...]
    address: str

    @property
    def state(self) -> State:
        """Whether something was found, or nothing, or nothing was there to read."""
        return state(self.total, self.read)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the page: practice beside research, and where else something is said."""

    part: Part
    beside: tuple[Quotes, ...]
    others: tuple[Quotes, ...]

    @property
    def total(self) -> int:
        """How many passages there are, of any kind."""
        return sum(quotes.total for quotes in self.beside + self.others)


class Agreement(StrEnum):
    """Who says that an ingredient works."""

    BOTH = "beide"
    PRACTICE = "alleen-praktijk"
    RESEARCH = "alleen-wetenschap"
    CONTRADICTED = "tegenspraak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """In how many documents it is said, in how many passages, and the search for these."""

    documents: int
    passages: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IngredientRow:
    """A working ingredient: who speaks for it and who against it.

    Attributes:
        counts: (kind, stance) -> count, for practice and research.
    """

    id: str
    label: str
    counts: Mapping[tuple[str, str], Count]
    agreement: Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """The ingredients of an archetype.

    Attributes:
        untold: names of those of which no passage says whether they work.
    """

    rows: tuple[IngredientRow, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A related archetype, and what tells the two apart.

    Attributes:
        language: of what is told, where that is not the reader's.
    """

    label: str
    address: str
    tell: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law; ``seen`` when it was read in a text about the archetype."""

    name: str
    seen: bool


def sections(
    searcher: Searcher, archetype: str, names: Names, documents: Mapping[Kind, int]
) -> dict[Part, Section]:
    """Every part of the page; ``documents`` says how many of each kind are about the archetype."""
    mine = {"archetype": frozenset({archetype})}
    return {
        part: _section(part, searcher, {**mine, **filters}, names, documents)
        for part, filters in _FILTERS.items()
    }


def _section(
    part: Part, searcher: Searcher, filters: Filters, names: Names, documents: Mapping[Kind, int]
) -> Section:
    (archetype,) = filters["archetype"]
    cells = searcher.cross(Query(unit=Unit.PASSAGES, filters=filters), "kind", "archetype")
    quotes = {}
    for kind in Kind:
        asked = Query(
            unit=Unit.PASSAGES,
            filters={**filters, "kind": frozenset({kind.value})},
            size=_SHOWN,
            language=names.language,
        )
        cell = cells.get((kind.value, archetype), Cell(0, 0))
        is_shown = kind in BESIDE and cell.total
        quotes[kind] = Quotes(
            kind=kind.value,
            kind_label=names.value("kind", kind.value),
            total=cell.total,
            documents=cell.documents,
            read=documents.get(kind, 0),
            cards=_cards(searcher, asked, names) if is_shown else (),
            address=search_address(Query(unit=Unit.PASSAGES, filters=asked.filters)),
        )
    return Section(
        part=part,
        beside=tuple(quotes[kind] for kind in BESIDE),
        others=tuple(q for kind, q in quotes.items() if kind not in BESIDE and q.total),
    )


def _cards(searcher: Searcher, asked: Query, names: Names) -> tuple[PassageCard, ...]:
    return tuple(passage_card(hit, names) for hit in searcher.search(asked).hits)


def ingredients(searcher: Searcher, archetype: str, names: Names) -> Ingredients:
    """Who speaks for and against each ingredient, those that most documents name first."""
    cells: dict[str, dict[tuple[str, str], Cell]] = {}
    for kind in BESIDE:
        filters = {"archetype": frozenset({archetype}), "kind": frozenset({kind.value})}
        asked = Query(unit=Unit.PASSAGES, filters=filters)
        for (name, stance), cell in searcher.cross(asked, "ingredient", "stance").items():
            if _belongs(name, archetype, names):
                cells.setdefault(name, {})[kind.value, stance] = cell
    places = {name: place for place, name in enumerate(names.taxonomy.ingredients)}
    order = sorted(
        cells,
        key=lambda name: (
            -sum(cell.documents for cell in cells[name].values()),
            places.get(name, len(places)),
            name,
        ),
    )
    return Ingredients(
        rows=tuple(_ingredient(name, archetype, names, cells[name]) for name in order),
        untold=tuple(
            one.label.text(names.language)
            for one in names.taxonomy.ingredients.values()
            if one.id not in cells and _belongs(one.id, archetype, names)
        ),
    )


def _belongs(name: str, archetype: str, names: Names) -> bool:
    """Whether an ingredient is one of this archetype; what the taxonomy lost may be of any."""
    known = names.taxonomy.ingredients.get(name)
    return known is None or not known.archetypes or archetype in known.archetypes


def _ingredient(
    name: str, archetype: str, names: Names, cells: Mapping[tuple[str, str], Cell]
) -> IngredientRow:
    counts = {}
    for kind in BESIDE:
        for stance in Stance:
            cell = cells.get((kind.value, stance.value), Cell(0, 0))
            chosen = {
                "archetype": archetype,
                "kind": kind.value,
                "ingredient": name,
                "stance": stance.value,
            }
            filters = {facet: frozenset({value}) for facet, value in chosen.items()}
            address = search_address(Query(unit=Unit.PASSAGES, filters=filters))
            counts[kind.value, stance.value] = Count(
                documents=cell.documents, passages=cell.total, address=address
            )
    return IngredientRow(
        id=name,
        label=names.value("ingredient", name),
        counts=counts,
        agreement=agreement({key for key, count in counts.items() if count.documents}),
    )


def agreement(told: set[tuple[str, str]]) -> Agreement:
    """What it comes to, by who (kind) says what (stance); any word against is a contradiction."""
    kinds = {kind for kind, _ in told}
    if any(stance == Stance.AGAINST for _, stance in told):
        return Agreement.CONTRADICTED
    if kinds == {Kind.PRAKTIJK.value}:
        return Agreement.PRACTICE
    return Agreement.RESEARCH if kinds == {Kind.WETENSCHAP.value} else Agreement.BOTH


def neighbours(archetype: Archetype, names: Names) -> tuple[Neighbour, ...]:
    """Related archetypes, then those that are easily taken for this one."""
    tells = {one.other: one.tell for one in archetype.confusable}
    return tuple(
        _neighbour(archetype.id, other, tells.get(other, ""), names)
        for other in dict.fromkeys((*archetype.related, *tells))
    )


def _neighbour(archetype: str, other: str, tell: str, names: Names) -> Neighbour:
    """What is written for readers where it is there, else what is told to labellers in English."""
    distinction = names.taxonomy.distinctions.get(frozenset({archetype, other}))
    return Neighbour(
        label=names.value("archetype", other),
        address=archetype_address(other),
        tell=distinction.label.text(names.language) if distinction else tell,
        language=None if distinction else "en",
    )


def laws(archetype: Archetype) -> tuple[Law, ...]:
    """The laws of an archetype without the marks by which the taxonomy says how it knows them."""
    found = []
    for written in archetype.laws:
        match = _LAW.fullmatch(written)
        name, mark = (match[1], match[2]) if match else (written, "G")
        found.append(Law(name=name, seen=mark == "V"))
    return tuple(found)
