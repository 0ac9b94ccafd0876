"""The command that tells of personal data: ``privacy``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from corpus.document import Concern, Document
from ingest.cli.workspace import Workspace, note, say, table


@click.command()
@click.argument("document_id", metavar="[ID]", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per finding.")
@click.pass_obj
def privacy(workspace: Workspace, /, document_id: str | None, *, as_json: bool) -> None:
    """List personal data in a document, or in all, with page and masked value.

    E-mail addresses, telephone numbers, bank accounts and BSN. A document with a BSN is hidden
    until you decide: edit ID --set access=public, or withdraw ID.

    \b
    Example:
      watwerkt privacy ab3kx7q2vd
    """
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
            (document.id, finding.what, f"p. {finding.page}", finding.detail, document.title)
            for document, finding in found
        )
        note(f"{len(found)} findings in {len({document.id for document, _ in found})} documents")


COMMANDS = (privacy,)
