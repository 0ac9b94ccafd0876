"""The command that tells of personal data: ``privacy``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from corpus.document import Concern, Document, Finding
from corpus.screening import is_screened, reopened, screened
from ingest.cli.workspace import Workspace, note, say, table


@click.command()
@click.argument("document_id", metavar="[ID]", required=False)
@click.option("--again", is_flag=True, help="Look again first, where an older version looked.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per finding.")
@click.pass_obj
def privacy(
    workspace: Workspace, /, document_id: str | None, *, again: bool, as_json: bool
) -> None:
    """List personal data in a document, or in all, with page and masked value.

    E-mail addresses, telephone numbers, bank accounts and BSN. A document with a BSN is hidden
    until you decide: edit ID --set access=public, or withdraw ID.

    \b
    Example:
      watwerkt privacy ab3kx7q2vd
    """
    if again:
        _screen(workspace, document_id)
    catalogue = workspace.collection.catalogue
    documents: Iterator[Document] = (
        catalogue.summaries() if document_id is None else iter([catalogue.get(document_id)])
    )
    found = [(one, finding) for one in documents for finding in one.found_about(Concern.PRIVACY)]
    if as_json:
        for document, finding in found:
            say(
                {
                    "id": document.id,
                    "what": finding.what,
                    "page": finding.page,
                    "masked": finding.detail,
                }
            )
    else:
        table(
            (document.id, finding.what, _place(finding), finding.detail, document.title)
            for document, finding in found
        )
        note(f"{len(found)} findings in {len({document.id for document, _ in found})} documents")
    if waiting := _unscreened(workspace, document_id):
        note(f"{len(waiting)} documents were not screened yet; run ‘watwerkt privacy --again’")


def _place(finding: Finding) -> str:
    return f"p. {finding.page}" if finding.page else "-"


def _unscreened(workspace: Workspace, document_id: str | None) -> list[str]:
    """Documents that came in where nobody looked, or not in the present way."""
    ids = None if document_id is None else [document_id]
    documents = workspace.collection.catalogue.summaries(ids)
    return [document.id for document in documents if not is_screened(document)]


def _screen(workspace: Workspace, document_id: str | None) -> None:
    """Screen what was not screened in the present way; what is decided stays, but for a new BSN."""
    catalogue = workspace.collection.catalogue
    with workspace.changing("privacy"):
        for waiting in workspace.followed(_unscreened(workspace, document_id)):
            before = catalogue.undecided(waiting)
            after = screened(before)
            undone = reopened(before, after, catalogue.decisions(waiting), workspace.who)
            catalogue.replace(after, workspace.who, "screen", undone)


COMMANDS = (privacy,)
