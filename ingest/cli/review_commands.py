"""The command that lists what needs a person: ``review``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

import click

from corpus.errors import UsageError
from corpus.review import Item, Matter, open_items
from ingest.cli.opinions import open_labels_first
from ingest.cli.workspace import Workspace, note, say
from ingest.report import shortened

_MATTERS = [matter.value for matter in Matter]


@click.command()
@click.option("--concern", type=click.Choice(_MATTERS), help="Only what is about this.")
@click.option(
    "--done",
    type=(str, click.Choice(_MATTERS)),
    metavar="ID CONCERN",
    help="You have looked; it returns no more.",
)
@click.option(
    "--reopen",
    type=(str, click.Choice(_MATTERS)),
    metavar="ID CONCERN",
    help="Take that back.",
)
@click.option("--reason", default="", help="Why; kept with the decision.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per thing.")
@click.pass_obj
def review(workspace: Workspace, /, concern: str | None, *, as_json: bool, **options: Any) -> None:
    """List everything that needs a person, and what settles it.

    Suggested labels, probable doubles, unknown years, pages and scans without text, personal data.
    Once enough was decided with tag, a second opinion that learns from it suggests labels too, and
    documents of which a label is most probably missing or wrong come first.

    \b
    Example:
      watwerkt review --concern double
      watwerkt review --done ab3kx7q2vd privacy --reason "asked the author"
    """
    if options["done"] and options["reopen"]:
        raise UsageError("Say either --done or --reopen.")
    if options["done"]:
        _settle(workspace, options["done"], options["reason"])
    elif options["reopen"]:
        _reopen(workspace, options["reopen"], options["reason"])
    else:
        _list(workspace, concern, as_json=as_json)


COMMANDS = (review,)


def _settle(workspace: Workspace, about: tuple[str, str], reason: str) -> None:
    document_id, matter = about
    catalogue = workspace.collection.catalogue
    catalogue.revision_of(document_id)  # that it exists
    items = _open(workspace, matter, [document_id])
    decisions = workspace.decider.settlement(document_id, Matter(matter), items, reason)
    workspace.decide("review", decisions)
    click.echo(f"{document_id}: {matter} settled")


def _reopen(workspace: Workspace, about: tuple[str, str], reason: str) -> None:
    document_id, matter = about
    catalogue = workspace.collection.catalogue
    catalogue.revision_of(document_id)
    decisions = workspace.decider.reopening(document_id, Matter(matter), reason)
    workspace.decide("review", decisions)
    click.echo(f"{document_id}: {matter} open again")


def _list(workspace: Workspace, concern: str | None, *, as_json: bool) -> None:
    things = documents = 0
    items = (item for item in _open(workspace, concern) if concern in (None, item.matter.value))
    for document_id, some in groupby(items, key=lambda item: item.document_id):
        documents += 1
        for number, item in enumerate(some):
            things += 1
            if as_json:
                say(asdict(item) | {"settled_by": item.field})
                continue
            if number == 0:
                click.echo(f"{document_id}  {item.title}")
            for line in _lines(item):
                click.echo(line)
    note(f"{things} things in {documents} documents")


def _open(
    workspace: Workspace, concern: str | None, ids: Sequence[str] | None = None
) -> Iterable[Item]:
    """What is open; the second opinion is asked for only where labels are."""
    if concern in (None, Matter.LABEL.value):
        return open_labels_first(workspace, ids)
    return open_items(workspace.collection.catalogue, ids)


def _lines(item: Item) -> list[str]:
    where = f" (p. {shortened(item.pages)})" if item.pages else ""
    why = f": {item.why}" if item.why else ""
    first = f"  {item.matter.value:<8} {item.what}{where}{why}"
    return [first, *(f"             {command}" for command in item.commands)]
