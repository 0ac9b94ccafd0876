"""Commands on the taxonomy itself: taxonomy check, taxonomy try, taxonomy export."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from corpus.archetypes import Taxonomy, load_taxonomy, read_taxonomy
from corpus.checked_yaml import FileWrong
from corpus.errors import SettingsWrong
from ingest.cli.label_commands import tell_changes
from ingest.cli.workspace import Workspace, note, say, table
from ingest.label_changes import Becomes
from ingest.taxonomy_check import Kind, Remark, remarks
from ingest.taxonomy_trial import Trial
from ingest.taxonomy_use import unknown, unseen

_FILE = click.Path(dir_okay=False, path_type=Path)
_OTHER = (Becomes.ADDED, Becomes.REMOVED, Becomes.CHANGED)
_MOST_LINES = 20  # numbers of lines beside an archetype


@click.group()
def taxonomy() -> None:
    """Check and try a taxonomy before it is in force.

    \b
    Example:
      watwerkt taxonomy export > mine.yaml
      watwerkt taxonomy check mine.yaml
      watwerkt taxonomy try mine.yaml
    """


@taxonomy.command()
@click.argument("file", type=_FILE, required=False)
@click.option(
    "--collection", is_flag=True, help="Against the collection too: cues that never occur."
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="List every cue that never occurs, not their lines only.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per remark; all of them.")
@click.pass_obj
def check(
    workspace: Workspace, file: Path | None, *, collection: bool, everything: bool, as_json: bool
) -> int:
    """Tell mistakes in a taxonomy, and what may not be meant; without FILE in the one in force.

    A mistake is what keeps it from being used (exit code 5). All else are warnings: groups that no
    cue uses, phrases that stand twice, cues of two archetypes, cues for and against one, cues that
    hold another cue, phrases of stop words, former ids that are in use. With --collection also
    cues that stand in no document, and labels of archetypes that the taxonomy does not have.

    \b
    Example:
      watwerkt taxonomy check mine.yaml
      watwerkt taxonomy check --collection
    """
    path = file or workspace.settings.taxonomy
    try:
        checked, places = read_taxonomy(path)
    except FileWrong as error:
        if not as_json:
            raise
        for mistake in error.mistakes:
            say({"kind": "mistake"} | asdict(mistake))
        return error.exit_code
    found = remarks(checked, places)
    if collection:
        catalogue = workspace.collection.catalogue
        documents = map(catalogue.undecided, catalogue.ids())
        found += [*unseen(checked, places, documents), *unknown(checked, catalogue)]
    if as_json:
        for remark in found:
            say(asdict(remark))
    else:
        _tell(path, checked, found, everything=everything)
    return 0


@taxonomy.command("try")
@click.argument("file", type=_FILE)
@click.option("--scores", is_flag=True, help="Tell labels too of which the score alone changes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per change and archetype.")
@click.pass_obj
def try_(workspace: Workspace, file: Path, *, scores: bool, as_json: bool) -> None:
    """Tell what a taxonomy would change in the labels of the collection, and change nothing.

    All documents are labelled by the taxonomy in force and by FILE. Told is every label that would
    be given (+), suggested (?) or taken away (-), with the cue that says most for it, and which
    stay as they are (=) because you decided; then how many documents are about each archetype.

    \b
    Example:
      watwerkt taxonomy try mine.yaml
    """
    tried = load_taxonomy(file)
    present = workspace.collection.taxonomy
    catalogue = workspace.collection.catalogue
    trial = Trial(present, tried)
    before, after = Counter[str](), Counter[str]()
    started, touched, ids = time.monotonic(), 0, catalogue.ids()
    for document_id in ids:
        document = catalogue.undecided(document_id)
        effect = trial.effect(document, catalogue.decisions(document_id))
        before.update(effect.before)
        after.update(effect.after)
        found = effect.changes
        touched += any(change.what in _OTHER for change in found)
        told = [change for change in found if scores or change.what is not Becomes.RESCORED]
        tell_changes(document, told, as_json=as_json)
    names = list(dict.fromkeys([*tried.archetypes, *before, *after]))
    if as_json:
        for name in names:
            say({"archetype": name, "before": before[name], "after": after[name]})
    else:
        _tell_totals(names, before, after)
    seconds = time.monotonic() - started
    note(
        f"{touched} of {len(ids)} documents would get other labels ({seconds:.1f} s); nothing was "
        "changed"
    )


@taxonomy.command()
@click.pass_obj
def export(workspace: Workspace) -> None:
    """Write the taxonomy in force to standard output, to be copied and edited.

    \b
    Example:
      watwerkt taxonomy export > mine.yaml
    """
    path = workspace.settings.taxonomy
    try:
        text = path.read_bytes()
    except OSError as error:
        raise SettingsWrong(f"{path} cannot be read: {error.strerror}.") from error
    click.echo(text, nl=False)


COMMANDS = (taxonomy,)


def _tell(path: Path, checked: Taxonomy, found: Sequence[Remark], *, everything: bool) -> None:
    """The remarks as lines that an editor of text can jump to, and what they come to."""
    unseen_by: dict[str, list[int]] = defaultdict(list)
    for remark in found:
        if remark.kind is Kind.UNSEEN and remark.line and not everything:
            unseen_by[remark.archetype].append(remark.line)
        else:
            place = f":{remark.line}: {remark.field}" if remark.line else ""
            click.echo(f"{path}{place}: {remark.message} [{remark.kind}]")
    for archetype, lines in unseen_by.items():
        first = ", ".join(map(str, lines[:_MOST_LINES]))
        more = ", …" if len(lines) > _MOST_LINES else ""
        click.echo(
            f"{archetype}: {len(lines)} cues stand in no document of the collection: lines "
            f"{first}{more} [{Kind.UNSEEN}]"
        )
    kinds = Counter(remark.kind for remark in found)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    note(
        f"{path}: version {checked.version}, {len(checked.archetypes)} archetypes, no mistakes, "
        + (f"{len(found)} warnings ({told})" if found else "nothing to warn of")
    )


def _tell_totals(names: Sequence[str], before: Counter[str], after: Counter[str]) -> None:
    rows = [(name, before[name], after[name], after[name] - before[name]) for name in names]
    told = [
        (name, f"{was:>6}", f"{is_:>6}", f"{more:+6}" if more else "     =")
        for name, was, is_, more in rows
    ]
    table([("archetype", "before", " after", "change"), *told])
