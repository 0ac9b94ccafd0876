"""Commands that bring documents in: ``ingest`` and ``demo``."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import corpus
from corpus.decisions import LABEL
from corpus.document import Access, Kind, Verdict
from corpus.errors import UsageError
from corpus.settings import in_folder
from corpus.values import Values
from ingest.choices import Choices
from ingest.cli.serving import serve_page
from ingest.cli.workspace import Workspace, at_terminal, note, say
from ingest.extract import Limits
from ingest.pipeline import Ingest
from ingest.report import Outcome, Result, summary
from ingest.sidecar import Sidecars
from ingest.source import Unreadable, discover, is_plain_zip
from ingest.unpack import unpacked

SAMPLES = Path(corpus.__file__).parent / "samples" / "documents"

_WIPE = "\r\x1b[K"  # to the start of the line, and erase it (ECMA-48)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Kind of source.")
@click.option("--archetype", multiple=True, metavar="ID", help="Label all with this archetype.")
@click.option("--year", metavar="YEAR", help="Year or date of publication.")
@click.option("--organisation", metavar="NAME", help="Organisation the documents are from.")
@click.option("--municipality", multiple=True, metavar="NAME", help="Municipality they are about.")
@click.option("--access", type=click.Choice([access.value for access in Access]), help="Who sees.")
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count(), help="Files at a time.")
@click.option("--timeout", type=click.IntRange(1), default=300, help="Seconds a file may take.")
@click.option("--memory", type=click.IntRange(128), default=2048, help="Megabytes a file may take.")
@click.option("--dry-run", is_flag=True, help="Read and report, but change nothing.")
@click.option("--replaces", metavar="ID", help="The older edition of the one file given.")
@click.option("--reread", is_flag=True, help="Read anew what is there already; decisions stay.")
@click.option("--allow-duplicate", is_flag=True, help="Take in bytes that are there already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file.")
@click.pass_obj
def ingest(
    workspace: Workspace, /, paths: tuple[Path, ...], *, as_json: bool, **options: Any
) -> int:
    """Take files and folders in.

    PDF, HTML, Word, PowerPoint, OpenDocument, RTF, EPUB, e-mail, Markdown and plain text are
    recognised by their content; the files in a ZIP file are taken in one by one. Metadata may stand
    beside a file (rapport.pdf.yaml) or in metadata.csv in its folder. What is given as an option
    counts as your decision on every file of this run.

    \b
    Example:
      watwerkt ingest reports/ --kind praktijk --municipality Haarlem
    """
    choices = Choices(
        who=workspace.who,
        said=_said(workspace, options),
        jobs=options["jobs"],
        limits=Limits(seconds=options["timeout"], memory_mb=options["memory"]),
        reread=options["reread"],
        allow_duplicate=options["allow_duplicate"],
        dry_run=options["dry_run"],
    )
    tell = tell_json if as_json else tell_lines
    files = list(discover(paths))
    if not files:
        note("No documents were found there; give files, or folders with documents in them.")
    if options["replaces"] is None:
        return run(workspace, files, choices, tell=tell)
    return _run_replacing(workspace, files, choices, tell, options["replaces"])


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port of the page.")
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.pass_obj
def demo(workspace: Workspace, port: int, host: str) -> None:
    """Show watwerkt with the bundled collection of invented examples.

    It lives in a data folder of its own, beside your own collection.

    \b
    Example:
      watwerkt demo --port 8080
    """
    data = workspace.settings.data / "demo"
    own = in_folder(data)
    workspace.settings = replace(
        workspace.settings,
        data=data,
        catalogue=own["catalogue"],
        index=own["index"],
        originals=own["originals"],
    )
    workspace.by = "watwerkt"
    choices = Choices(who=workspace.by, jobs=os.cpu_count() or 1)
    code = run(workspace, list(discover([SAMPLES])), choices, tell=_tell_failure)
    if code:
        raise click.exceptions.Exit(code)
    serve_page(workspace.settings, host, port)


COMMANDS = (ingest, demo)


def run(
    workspace: Workspace,
    files: list[Path | Unreadable],
    choices: Choices,
    *,
    tell: Callable[[Outcome], None],
) -> int:
    """Take files in, tell what became of each, and make them findable.

    Returns:
        The exit code: 1 when a file failed.
    """
    collection = workspace.collection
    started = time.monotonic()
    counts: Counter[Result] = Counter()
    pages = 0
    values = Values(collection.taxonomy, "sidecar")
    writing = workspace.changing("ingest", dry_run=choices.dry_run)
    with writing, unpacked(files, Sidecars(values)) as found:
        outcomes = Ingest(collection, Sidecars(values), choices, found).run(found.files)
        if not choices.dry_run:
            outcomes = workspace.followed(outcomes)
        for outcome in _progress(outcomes, len(found.files)):
            if at_terminal():
                click.echo(_WIPE, nl=False, err=True)  # the bar, which is drawn again below
            tell(outcome)
            counts[outcome.result] += 1
            pages += outcome.pages
    note(
        ("dry run, nothing changed: " if choices.dry_run else "")
        + summary(counts, pages, time.monotonic() - started)
    )
    return 1 if counts[Result.FAILED] else 0


def _run_replacing(
    workspace: Workspace,
    files: list[Path | Unreadable],
    choices: Choices,
    tell: Callable[[Outcome], None],
    older: str,
) -> int:
    """Take one file in as the newer edition of a document, which is withdrawn."""
    packed = any(isinstance(file, Path) and is_plain_zip(file) for file in files)
    if len(files) != 1 or packed or choices.dry_run:
        raise UsageError("Give one file with --replaces, no ZIP file, and no --dry-run.")
    workspace.collection.catalogue.get(older)
    outcomes: list[Outcome] = []
    code = run(workspace, files, choices, tell=outcomes.append)
    newer = outcomes[0].document_id
    tell(outcomes[0])
    if newer is not None:
        workspace.decide("ingest", workspace.decider.withdrawal(older, "", newer))
        note(f"{older} is withdrawn, replaced by {newer}")
    return code


def _said(workspace: Workspace, options: dict[str, Any]) -> tuple[tuple[str, object], ...]:
    """Options as decisions."""
    values = workspace.values
    fields = {
        "kind": [options["kind"]],
        "published": [options["year"]],
        "organisation": [options["organisation"]],
        "municipality": options["municipality"],
        "access": [options["access"]],
    }
    said = {field: [t for t in texts if t is not None] for field, texts in fields.items()}
    checked = {field: values.value(field, texts) for field, texts in said.items() if texts}
    labels = {
        LABEL + values.archetype(text): Verdict.ASSIGNED.value for text in options["archetype"]
    }
    return tuple((checked | labels).items())


def tell_json(outcome: Outcome) -> None:
    """What became of a file, for a program."""
    say(outcome.as_json())


def tell_lines(outcome: Outcome) -> None:
    """What became of a file, for a person."""
    for line in outcome.lines():
        click.echo(line)


def _tell_failure(outcome: Outcome) -> None:
    if outcome.result is Result.FAILED:
        tell_lines(outcome)


def _progress(outcomes: Iterable[Outcome], length: int) -> Iterator[Outcome]:
    """The outcomes, with a bar on a terminal."""
    with ExitStack() as stack:
        if at_terminal():
            bar = click.progressbar(outcomes, length=length, file=sys.stderr, label="ingest")
            outcomes = stack.enter_context(bar)
        yield from outcomes
