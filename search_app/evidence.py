"""What passages say of each archetype, counted: the rows of the evidence map. Pure.

Every number is the total of the search that its address asks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.document import Kind
from corpus.passage import Outcome, PassageRole
from index.api import Cell, Query, Unit
from index.protocols import Searcher
from search_app.addresses import archetype_address, search_address
from search_app.naming import Names

COLUMNS: tuple[tuple[str, str], ...] = (
    *(
        ("role", role.value)
        for role in (
            PassageRole.INGREDIENT,
            PassageRole.CONDITION,
            PassageRole.TIP,
            PassageRole.PITFALL,
            PassageRole.EXAMPLE,
        )
    ),
    *(
        ("outcome", outcome.value)
        for outcome in (Outcome.WORKS, Outcome.CONDITIONAL, Outcome.FAILS, Outcome.UNCLEAR)
    ),
)
"""Facet and value of each column."""

SHADES = (1, 3, 10, 30)
"""From how many passages a cell has the next darker shade."""


class Sources(StrEnum):
    """Which kinds of documents are counted."""

    BOTH = "beide"
    PRACTICE = "praktijk"
    RESEARCH = "wetenschap"
    ALL = "alle"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds, in the order of the page."""
        return _KINDS[self]


_KINDS = {
    Sources.BOTH: (Kind.PRAKTIJK, Kind.WETENSCHAP),
    Sources.PRACTICE: (Kind.PRAKTIJK,),
    Sources.RESEARCH: (Kind.WETENSCHAP,),
    Sources.ALL: tuple(Kind),
}


class State(StrEnum):
    """What a number means; a zero says either of two things."""

    FOUND = "found"
    NO_EVIDENCE = "no-evidence"
    NOT_ASSESSED = "not-assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCell:
    """What an archetype has of one column.

    Attributes:
        passages: how many there are; the total of the search at ``address``.
        documents: in how many documents they stand.
        shade: 0-4, how many that is.
    """

    facet: str
    value: str
    passages: int
    documents: int
    shade: int
    state: State
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """An archetype, with the number of documents that are about it."""

    id: str
    label: str
    address: str
    documents: int
    search: str
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapGroup:
    """The archetypes of one family."""

    id: str
    label: str
    rows: tuple[MapRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceMap:
    """Archetypes across what passages say of them."""

    sources: Sources
    groups: tuple[MapGroup, ...]

    @property
    def gaps(self) -> int:
        """How many cells are empty though there are documents."""
        cells = (cell for group in self.groups for row in group.rows for cell in row.cells)
        return sum(cell.state is State.NO_EVIDENCE for cell in cells)


def read_sources(value: str | None) -> Sources:
    """The sources an address asks for; practice and research where it asks for none we know."""
    return Sources(value) if value in list(Sources) else Sources.BOTH


def state(found: int, documents: int) -> State:
    """What a number of passages means, where there are so many documents to read."""
    if found:
        return State.FOUND
    return State.NO_EVIDENCE if documents else State.NOT_ASSESSED


def kind_filter(kinds: Iterable[Kind]) -> dict[str, frozenset[str]]:
    """The filter for these kinds; none for all of them."""
    chosen = frozenset(kind.value for kind in kinds)
    return {} if chosen == frozenset(kind.value for kind in Kind) else {"kind": chosen}


def documents_by_kind(searcher: Searcher) -> Mapping[str, Mapping[Kind, int]]:
    """Archetype -> kind -> how many documents are about it."""
    counts: dict[str, dict[Kind, int]] = {}
    for (archetype, kind), cell in searcher.cross(Query(), "archetype", "kind").items():
        counts.setdefault(archetype, {})[Kind(kind)] = cell.total
    return counts


def evidence_map(searcher: Searcher, names: Names, sources: Sources) -> EvidenceMap:
    """All archetypes by family, across roles and outcomes."""
    asked = Query(unit=Unit.PASSAGES, filters=kind_filter(sources.kinds))
    found = {facet: searcher.cross(asked, "archetype", facet) for facet in dict(COLUMNS)}
    documents = documents_by_kind(searcher)
    rows = {
        archetype: _row(archetype, names, sources, documents.get(archetype, {}), found)
        for archetype in names.taxonomy.archetypes
    }
    return EvidenceMap(
        sources=sources,
        groups=tuple(
            MapGroup(
                id=family,
                label=label,
                rows=tuple(row for name, row in rows.items() if names.family(name) == family),
            )
            for family, label in names.families().items()
        ),
    )


def _row(
    archetype: str,
    names: Names,
    sources: Sources,
    by_kind: Mapping[Kind, int],
    found: Mapping[str, Mapping[tuple[str, str], Cell]],
) -> MapRow:
    documents = sum(by_kind.get(kind, 0) for kind in sources.kinds)
    filters = {"archetype": frozenset({archetype}), **kind_filter(sources.kinds)}
    cells = []
    for facet, value in COLUMNS:
        cell = found[facet].get((archetype, value), Cell(0, 0))
        asked = Query(unit=Unit.PASSAGES, filters={**filters, facet: frozenset({value})})
        cells.append(
            MapCell(
                facet=facet,
                value=value,
                passages=cell.total,
                documents=cell.documents,
                shade=sum(cell.total >= least for least in SHADES),
                state=state(cell.total, documents),
                address=search_address(asked),
            )
        )
    return MapRow(
        id=archetype,
        label=names.value("archetype", archetype),
        address=archetype_address(archetype),
        documents=documents,
        search=search_address(Query(filters=filters)),
        cells=tuple(cells),
    )


def map_records(found: EvidenceMap, names: Names) -> Iterator[dict[str, Any]]:
    """One record for each archetype and column, in the order of the map."""
    for group in found.groups:
        for row in group.rows:
            for cell in row.cells:
                yield {
                    "archetype": row.id,
                    "archetype_label": row.label,
                    "family": group.id,
                    "family_label": group.label,
                    "facet": cell.facet,
                    "value": cell.value,
                    "value_label": names.value(cell.facet, cell.value),
                    "kinds": [kind.value for kind in found.sources.kinds],
                    "passages": cell.passages,
                    "documents": cell.documents,
                    "documents_of_archetype": row.documents,
                    "state": cell.state.value,
                    "url": cell.address,
                }


def map_table(records: Iterable[Mapping[str, Any]]) -> str:
    """The records as CSV (RFC 4180): a line of names, CRLF, several values between ``|``."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    for number, record in enumerate(records):
        if number == 0:
            rows.writerow(record)
        rows.writerow("|".join(v) if isinstance(v, list) else v for v in record.values())
    return written.getvalue()
