"""Commands that hand the collection on and take it in: export, import, backup, restore-backup."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

import click

from corpus.document import Access, Document, Status
from corpus.errors import WatwerktError
from corpus.exchange.arrivals import Arrival, Arrivals, OriginalsFolder, Result
from corpus.exchange.backup import back_up
from corpus.exchange.bibtex import bibtex
from corpus.exchange.citations import Citation, citations
from corpus.exchange.dublin_core import dublin_core
from corpus.exchange.lines import as_line, holdings
from corpus.exchange.restoring import restore
from corpus.exchange.ris import ris
from corpus.exchange.table import table
from corpus.files import whole_file
from corpus.vocabulary import load_vocabulary
from index import rebuild
from ingest.cli.workspace import Workspace, note, say
from ingest.doubles import Doubles

_LINES = "jsonl"
_TABLE = "csv"
_CITED: dict[str, Callable[[Iterable[Citation]], Iterator[str]]] = {
    "ris": ris,
    "bibtex": bibtex,
    "dc": dublin_core,
}


class _Choice:
    """Which documents leave, and how many did and did not."""

    def __init__(self, archetype: str | None, status: str | None, *, everything: bool) -> None:
        self._archetype = archetype
        self._status = status
        self._everything = everything
        self.taken = 0
        self.not_public = 0

    def takes(self, document: Document) -> bool:
        """Whether this document leaves; counts it."""
        if self._status not in (None, document.status.value) or (
            self._archetype is not None and self._archetype not in document.archetypes
        ):
            return False
        if not self._everything and not document.visible_to(Access.PUBLIC):
            self.not_public += 1
            return False
        self.taken += 1
        return True


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([_LINES, _TABLE, *_CITED]),
    required=True,
    help="jsonl: everything, for ‘watwerkt import’; csv: for a spreadsheet; ris, bibtex: for "
    "reference managers; dc: Dublin Core, for libraries.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write there instead of to standard output; the file appears when it is whole.",
)
@click.option("--archetype", metavar="ID", help="Only with this label.")
@click.option("--status", type=click.Choice([s.value for s in Status]), help="Only with this one.")
@click.option(
    "--all", "everything", is_flag=True, help="Withdrawn and non-public ones too; jsonl has them."
)
@click.pass_obj
def export(workspace: Workspace, /, form: str, output: Path | None, **options: Any) -> None:
    """Write the collection for another program.

    jsonl holds every document whole, with its decisions and withdrawn and non-public ones too: it
    is your own copy. The other formats hold what anybody may find.

    \b
    Example:
      watwerkt export --format ris --archetype zelfbeheer --output zelfbeheer.ris
    """
    archetype, status = options["archetype"], options["status"]
    if archetype is not None:
        archetype = workspace.values.archetype(archetype)
    choice = _Choice(archetype, status, everything=options["everything"] or form == _LINES)
    pieces = _pieces(workspace, form, choice)
    if output is None:
        for piece in pieces:
            click.echo(piece.encode(), nl=False)
    else:
        with whole_file(output) as file:
            file.writelines(piece.encode() for piece in pieces)
    left_out = (
        f", {choice.not_public} left out that are withdrawn or not public (--all takes them too)"
        if choice.not_public
        else ""
    )
    note(f"{choice.taken} documents exported{left_out}")


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--originals",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the ingested files are: a folder with them, or another collection's originals.",
)
@click.option("--dry-run", is_flag=True, help="Read and report, but change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line of the file.")
@click.pass_obj
def import_(
    workspace: Workspace, file: BinaryIO, originals: Path | None, *, dry_run: bool, as_json: bool
) -> int:
    """Take in what ‘watwerkt export --format jsonl’ wrote.

    A document that is there already is never overwritten: with the same content it is unchanged,
    with other content it is refused.

    \b
    Example:
      watwerkt import collection.jsonl --originals old/originals
    """
    started = time.monotonic()
    folder = OriginalsFolder(originals) if originals else None
    counts: Counter[Result] = Counter()
    bare = 0
    with workspace.changing("import", dry_run=dry_run):
        arrivals = Arrivals(workspace.collection, folder, workspace.who, dry_run=dry_run).take_in(
            file
        )
        for arrival in arrivals if dry_run else workspace.followed(arrivals):
            _tell(arrival, as_json=as_json)
            counts[arrival.result] += 1
            bare += not arrival.original
        if not dry_run:
            Doubles(workspace.collection.catalogue).catch_up(workspace.who)
    if bare:
        note(f"{bare} documents are without their original; give its folder with --originals.")
    parts = ", ".join(f"{counts[result]} {result.value}" for result in Result)
    dry = "dry run, nothing changed: " if dry_run else ""
    note(f"{dry}{parts} in {time.monotonic() - started:.1f} s")
    return 1 if counts[Result.REFUSED] else 0


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(workspace: Workspace, file: Path) -> int:
    """Keep everything in one file: catalogue, originals, taxonomy.

    It is a ZIP with a manifest, and appears under its name when it is whole. The page and searches
    go on meanwhile; a command that changes the collection has to wait.

    \b
    Example:
      watwerkt backup /mnt/backups/watwerkt-2026-11-23.zip
    """
    collection = workspace.collection
    with collection.writing("backup"):
        made = back_up(collection, file, version("watwerkt"))
    held = made.manifest
    click.echo(
        f"{file}: {held.documents} documents, {held.pages} pages, {held.originals} originals, "
        f"{file.stat().st_size / 1e6:.1f} MB"
    )
    for document_id in made.missing:
        note(f"warning: {document_id} is backed up without its original, which is gone")
    for digest in made.changed:
        note(f"warning: the original {digest} was backed up as it is, and it has changed")
    if made.missing or made.changed:
        note("Run ‘watwerkt verify’ to see what to do.")
        return 1
    return 0


@click.command("restore-backup")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore_backup(workspace: Workspace, file: Path) -> None:
    """Make a collection from a backup, in an empty data folder, and its index.

    Every byte is checked first; a damaged backup leaves nothing behind.

    \b
    Example:
      watwerkt --data /srv/watwerkt restore-backup watwerkt-2026-11-23.zip
    """
    restored = restore(file, workspace.settings)
    held = restored.manifest
    click.echo(
        f"restored {held.documents} documents, {held.pages} pages and {held.originals} originals, "
        f"as they were on {held.made:%Y-%m-%d %H:%M} UTC"
    )
    if restored.taxonomy:
        note(
            f"The taxonomy of the backup is another than the one in force; it lies in "
            f"{restored.taxonomy}. Use it with --taxonomy and ‘watwerkt reindex’, or label by "
            "the one in force with ‘watwerkt retag’."
        )
    try:
        with workspace.collection.writing("restore-backup"):
            rebuild(workspace.index, workspace.collection.catalogue)
    except WatwerktError:
        note("The collection is there, without an index; make it with ‘watwerkt reindex’.")
        raise


COMMANDS = (export, import_, backup, restore_backup)


def _pieces(workspace: Workspace, form: str, choice: _Choice) -> Iterator[str]:
    """The text of the export, piece by piece; only some documents are in memory at a time."""
    collection = workspace.collection
    if form == _LINES:
        held = holdings(collection.catalogue)
        return (as_line(one) for one in held if choice.takes(one.document))
    chosen = filter(choice.takes, collection.catalogue.summaries())
    if form == _TABLE:
        return table(chosen)
    return _CITED[form](citations(chosen, collection.taxonomy.archetypes, load_vocabulary()))


def _tell(arrival: Arrival, *, as_json: bool) -> None:
    if as_json:
        say(
            {
                "line": arrival.line,
                "status": arrival.result.value,
                "id": arrival.document_id,
                "error": arrival.error or None,
            }
        )
    else:
        told = f": {arrival.error}" if arrival.error else f"  {arrival.document_id}"
        click.echo(f"{arrival.result.value:<9}  line {arrival.line}{told}")
