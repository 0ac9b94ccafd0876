"""Commands on labels: tag and retag."""

from __future__ import annotations

from collections.abc import Iterator

import click

from corpus.decisions import LABEL
from corpus.document import Document, Tag, Verdict
from corpus.errors import UsageError
from ingest.cli.workspace import Workspace, note, say
from ingest.tag import Tagger


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--add", multiple=True, metavar="ARCHETYPE", help="It is about this archetype.")
@click.option("--never", multiple=True, metavar="ARCHETYPE", help="It is not, whatever rules say.")
@click.option("--clear", multiple=True, metavar="ARCHETYPE", help="Leave it to the rules again.")
@click.option("--reason", default="", help="Why; kept with the decision.")
@click.pass_obj
def tag(
    workspace: Workspace, /, document_id: str, reason: str, **verdicts: tuple[str, ...]
) -> None:
    """Decide which archetypes a document is about, for good.

    \b
    Example:
      watwerkt tag ab3kx7q2vd --add zelfbeheer --never sociaal-beheer
    """
    meanings = {
        "add": Verdict.ASSIGNED.value,
        "never": Verdict.REJECTED.value,
        "clear": None,
    }
    decided: dict[str, object] = {}
    standing = {d.field for d in workspace.collection.catalogue.decisions(document_id)}
    for option, archetypes in verdicts.items():
        for archetype in archetypes:
            # A decision can be taken back also when its archetype left the taxonomy.
            if option != "clear" or LABEL + archetype not in standing:
                workspace.values.archetype(archetype)
            if archetype in decided:
                raise UsageError(f"‘{archetype}’ is decided twice; say one thing about it.")
            decided[archetype] = meanings[option]
    if not decided:
        raise UsageError("Nothing to decide; use --add, --never or --clear ARCHETYPE.")
    workspace.decide(
        "tag",
        [
            workspace.decision(document_id, LABEL + archetype, value, reason)
            for archetype, value in decided.items()
        ],
    )
    labels = workspace.collection.catalogue.get(document_id).archetypes
    click.echo(f"{document_id}: {', '.join(labels) or 'no archetype'}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per change.")
@click.pass_obj
def retag(workspace: Workspace, *, dry_run: bool, as_json: bool) -> None:
    """Apply the present taxonomy to all documents; your decisions stay.

    \b
    Example:
      watwerkt retag --dry-run
    """
    catalogue = workspace.collection.catalogue
    tagger = Tagger(workspace.collection.taxonomy)
    changed = 0
    with workspace.changing("retag"):
        for document_id in catalogue.ids():
            before = catalogue.undecided(document_id)
            after = tagger.tag(before)
            if after == before.tags:
                continue
            changed += 1
            if not dry_run:
                catalogue.set_tags(document_id, after, workspace.who)
            for change in _changes(before, after):
                if as_json:
                    say({"id": document_id} | change)
                else:
                    click.echo(f"{document_id}  {change['what']:<8} {change['archetype']}")
    note(f"{changed} documents {'would change' if dry_run else 'labelled anew'}")


COMMANDS = (tag, retag)


def _changes(before: Document, after: tuple[Tag, ...]) -> Iterator[dict[str, str]]:
    """Which labels come, go or change their verdict."""
    old = {label.archetype: label.verdict for label in before.tags}
    new = {label.archetype: label.verdict for label in after}
    for archetype in sorted(old.keys() | new.keys()):
        if old.get(archetype) is not new.get(archetype):
            what = new[archetype].value if archetype in new else "removed"
            yield {"archetype": archetype, "what": what}
