"""Commands on what is in the collection: list, show, edit, withdraw, restore."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import asdict

import click

from corpus.document import Document, Origin, Source, Status, Verdict
from corpus.errors import UsageError
from corpus.record import as_record
from ingest.cli.workspace import Workspace, say, table

_CUE = 40  # characters of the words that a guess rests on


@click.command("list")
@click.option("--status", type=click.Choice([s.value for s in Status]), help="Only with this one.")
@click.option("--archetype", metavar="ID", help="Only with this label.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per document.")
@click.pass_obj
def list_(
    workspace: Workspace, status: str | None, archetype: str | None, *, as_json: bool
) -> None:
    """List the documents of the collection, withdrawn ones too.

    \b
    Example:
      watwerkt list --archetype zelfbeheer
    """
    if archetype is not None:
        archetype = workspace.values.archetype(archetype)
    documents = (
        document
        for document in workspace.collection.catalogue.summaries()
        if status in (None, document.status.value)
        and (archetype is None or archetype in document.archetypes)
    )
    if as_json:
        for document in documents:
            say(_summary(document))
    else:
        table(
            (
                document.id,
                document.status.value,
                document.kind.value,
                document.published or "-",
                ", ".join(document.archetypes) or "-",
                document.title,
            )
            for document in documents
        )


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--text", is_flag=True, help="The readable text too, page by page.")
@click.option("--json", "as_json", is_flag=True, help="The whole document as one JSON object.")
@click.pass_obj
def show(workspace: Workspace, document_id: str, *, text: bool, as_json: bool) -> None:
    """Show what is known of a document, where it comes from and what was decided.

    \b
    Example:
      watwerkt show ab3kx7q2vd
    """
    document = workspace.collection.catalogue.get(document_id)
    if as_json:
        say(as_record(document))
        return
    table(_fields(document))
    for line in _labels(document):
        click.echo(line)
    for decision in workspace.collection.catalogue.decisions(document_id):
        what = "cleared" if decision.value is None else f"= {decision.value}"
        why = f": {decision.why}" if decision.why else ""
        click.echo(
            f"decided {decision.at:%Y-%m-%d} by {decision.who}: {decision.field} {what}{why}"
        )
    if text:
        for page in document.pages:
            scanned = f", recognised {page.ocr:.2f}" if page.ocr is not None else ""
            quality = f"(quality {page.quality:.2f}{scanned})"
            click.echo(f"\n--- page {page.number} {quality}\n{page.text}")


@click.command()
@click.argument("document_id", metavar="ID")
@click.option(
    "--set", "assignments", multiple=True, metavar="FIELD=VALUE", help="Repeat for more values."
)
@click.option("--clear", multiple=True, metavar="FIELD", help="Go back to what was found.")
@click.option("--reason", default="", help="Why; kept with the decision.")
@click.pass_obj
def edit(
    workspace: Workspace,
    document_id: str,
    assignments: tuple[str, ...],
    clear: tuple[str, ...],
    reason: str,
) -> None:
    """Correct what is known of a document, for good.

    FIELD=VALUE again for a field with several values; FIELD= empties it. With replaced_by=ID, the
    newer edition, the document is withdrawn.

    \b
    Example:
      watwerkt edit ab3kx7q2vd --set title="Zelfbeheer in De Linde" --set year=2014
    """
    if not assignments and not clear:
        raise UsageError("Nothing to change; use --set FIELD=VALUE or --clear FIELD.")
    written: dict[str, list[str]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise UsageError(f"‘{assignment}’ must be written as FIELD=VALUE.")
        written.setdefault(name.strip(), []).append(value)
    decisions = workspace.decider.fields(document_id, written, clear, reason)
    workspace.decide("edit", decisions)
    decided = ", ".join(decision.field for decision in decisions)
    click.echo(f"{document_id}: {decided} decided")


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--reason", required=True, help="Why; readers are told.")
@click.option("--replaced-by", metavar="ID", help="The newer edition; readers are led there.")
@click.pass_obj
def withdraw(workspace: Workspace, document_id: str, reason: str, replaced_by: str | None) -> None:
    """Take a document out of search; it stays in the collection.

    Its address keeps working and tells title, day, reason and the newer edition.

    \b
    Example:
      watwerkt withdraw ab3kx7q2vd --reason "new edition" --replaced-by qx5mz3c7ha
    """
    if not reason.strip():
        raise UsageError("Say why in --reason; readers of the page are told.")
    decisions = workspace.decider.withdrawal(document_id, reason, replaced_by)
    workspace.decide("withdraw", decisions)
    click.echo(f"{document_id}: withdrawn")


@click.command()
@click.argument("document_id", metavar="ID")
@click.pass_obj
def restore(workspace: Workspace, document_id: str) -> None:
    """Bring a withdrawn document back.

    \b
    Example:
      watwerkt restore ab3kx7q2vd
    """
    workspace.decide("restore", workspace.decider.restoration(document_id))
    click.echo(f"{document_id}: restored")


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per change.")
@click.pass_obj
def history(workspace: Workspace, document_id: str, *, as_json: bool) -> None:
    """Tell everything that happened to a document: who, when, what it was before and after.

    \b
    Example:
      watwerkt history ab3kx7q2vd
    """
    catalogue = workspace.collection.catalogue
    catalogue.revision_of(document_id)
    for entry in catalogue.ledger(document_id):
        if as_json:
            say(asdict(entry) | {"at": entry.at.isoformat()})
            continue
        click.echo(f"{entry.at:%Y-%m-%d %H:%M} {entry.who}: {entry.action}")
        for name, value in entry.details.items():
            changed = isinstance(value, dict) and value.keys() == {"before", "after"}
            told = f"{_told(value['before'])} → {_told(value['after'])}" if changed else value
            click.echo(f"    {name}: {told}")


COMMANDS = (list_, show, history, edit, withdraw, restore)


def _told(value: object) -> str:
    """A value of the ledger as a person reads it."""
    if value in (None, "", [], {}):
        return "-"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def _summary(document: Document) -> dict[str, object]:
    record = as_record(document)
    shown = ("id", "title", "kind", "published", "language", "municipality", "status", "access")
    summary = {name: record[name] for name in shown}
    return summary | {"archetypes": list(document.archetypes), "source": document.source}


def _fields(document: Document) -> Iterable[tuple[str, str, str]]:
    """Field, where its value comes from, value."""
    origins = {origin.field: _origin(origin) for origin in document.origins}
    record = as_record(document)
    for name, value in record.items():
        if name in ("pages", "tags", "origins", "extra", "screened") or value in (None, []):
            continue
        if isinstance(value, list):
            value = "; ".join(map(str, value))  # noqa: PLW2901 - the same value, as text
        elif isinstance(value, dict):
            value = ", ".join(map(str, value.values()))  # noqa: PLW2901 - the same
        yield name, origins.get(name, ""), str(value)
    for key, text in document.extra:
        yield key, Source.SIDECAR.value, text
    yield "pages", "", str(len(document.pages))


def _origin(origin: Origin) -> str:
    """Where a value comes from; for a guess also how sure it is and the words it rests on."""
    if origin.confirmed or (origin.confidence == 1 and not origin.cue):
        return origin.source.value
    cue = f" ‘{textwrap.shorten(origin.cue, _CUE, placeholder='…')}’" if origin.cue else ""
    return f"{origin.source.value} {origin.confidence:.2f}{cue}"


def _labels(document: Document) -> Iterable[str]:
    for tag in document.tags:
        sign = {Verdict.ASSIGNED: "+", Verdict.SUGGESTED: "?", Verdict.REJECTED: "-"}[tag.verdict]
        yield f"{sign} {tag.archetype}  {tag.score:.2f}  {tag.verdict.value} by {tag.by}"
        for quote in tag.evidence:
            where = f"p. {quote.page}" if quote.page else "title"
            yield f"    {quote.weight:+g} {quote.term} ({where}): {quote.text}"
