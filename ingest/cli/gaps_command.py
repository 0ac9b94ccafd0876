"""The command that tells what is missing: ``gaps``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from corpus.archetypes import Taxonomy
from corpus.errors import UsageError
from corpus.gaps import ENOUGH, Gap, Gaps, Question
from corpus.passage import Outcome, PassageRole
from index import Query, Searcher, Unit
from ingest.cli.workspace import Workspace, note, say, table

# What the passages of an archetype may say; that it is a result is told by its outcome.
_COLUMNS = (
    *(("role", role.value) for role in PassageRole if role is not PassageRole.RESULT),
    *(("outcome", outcome.value) for outcome in Outcome),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCell:
    """Something that no passage says of an archetype.

    Attributes:
        facet: ``role`` or ``outcome``; ``value`` which.
        documents: how many documents have the archetype; without any it was not assessed.
    """

    archetype: str
    facet: str
    value: str
    documents: int

    @property
    def why(self) -> str:
        """What the emptiness means."""
        return "documents but no evidence" if self.documents else "no documents"


def empty_cells(index: Searcher, taxonomy: Taxonomy) -> Iterator[EmptyCell]:
    """The cells archetype × role and archetype × outcome without a passage, in their order."""
    counted = index.search(Query(size=1)).facets.get("archetype", ())
    documents = {one.value: one.count for one in counted}
    asked = Query(unit=Unit.PASSAGES)
    told = {facet: index.cross(asked, "archetype", facet) for facet in dict(_COLUMNS)}
    for archetype in taxonomy.archetypes:
        for facet, value in _COLUMNS:
            if (archetype, value) not in told[facet]:
                yield EmptyCell(
                    archetype=archetype,
                    facet=facet,
                    value=value,
                    documents=documents.get(archetype, 0),
                )


@click.command()
@click.option(
    "--empty-cells", "cells", is_flag=True, help="What no passage says, archetype by archetype."
)
@click.option("--clear", is_flag=True, help="Forget the questions that are kept.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per question or cell.")
@click.pass_obj
def gaps(workspace: Workspace, *, cells: bool, clear: bool, as_json: bool) -> None:
    """List what is missing: questions without results, and what no passage says.

    A question is counted without who asked it or when, but for the month. Its words are kept from
    the third time on, and never when they may point to a person. WATWERKT_GAPS=off stops it.
    An empty cell is one that is empty for you: documents for partners count too.

    \b
    Example:
      watwerkt gaps
      watwerkt gaps --empty-cells --json
    """
    if cells and clear:
        raise UsageError("Empty cells are counted anew each time; use --clear by itself.")
    store = Gaps(workspace.settings.gaps_store)
    if cells:
        _tell_cells(workspace, as_json=as_json)
    elif clear:
        note(f"{store.clear()} questions forgotten")
    else:
        _tell_questions(store.listed(), as_json=as_json)
        if workspace.settings.gaps == "off":
            note("Questions are not counted now: the setting gaps is off.")


COMMANDS = (gaps,)


def _tell_questions(found: tuple[Gap, ...], *, as_json: bool) -> None:
    if as_json:
        for gap in found:
            say(asdict(gap))
        return
    table((f"{gap.count}×", _months(gap), _question(gap)) for gap in found)
    asked = sum(gap.count for gap in found)
    note(f"{len(found)} questions without results, asked {asked} times")


def _tell_cells(workspace: Workspace, *, as_json: bool) -> None:
    taxonomy = workspace.collection.taxonomy
    cells = list(empty_cells(workspace.searcher, taxonomy))
    if as_json:
        for cell in cells:
            say(asdict(cell) | {"why": cell.why})
        return
    table(_rows(cells, taxonomy))
    note(f"{len(cells)} of {len(taxonomy.archetypes) * len(_COLUMNS)} cells are empty")


def _rows(cells: list[EmptyCell], taxonomy: Taxonomy) -> Iterator[tuple[str, str, str]]:
    """A line for each archetype that has an empty cell."""
    for archetype in taxonomy.archetypes:
        mine = [cell for cell in cells if cell.archetype == archetype]
        if mine and not mine[0].documents:
            yield archetype, "no documents", "not assessed"
        elif mine:
            values = ", ".join(f"{cell.facet} {cell.value}" for cell in mine)
            yield archetype, f"{mine[0].documents} documents", f"no evidence: {values}"


def _months(gap: Gap) -> str:
    return gap.first if gap.first == gap.last else f"{gap.first} to {gap.last}"


def _question(gap: Gap) -> str:
    if gap.question:
        return _said(gap.question)
    if gap.private:
        return "words kept private: they may point to a person"
    return f"words kept private until it was asked {ENOUGH} times"


def _said(question: Question) -> str:
    filters = ", ".join(f"{name} {value}" for name, value in question.filters)
    where = "" if question.unit == Unit.DOCUMENTS else f" in {question.unit}"
    return f"{question.words or '(no words)'}{where}{f' [{filters}]' if filters else ''}"
