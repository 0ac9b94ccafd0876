"""Commands on labels: tag, retag and explain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import click

from corpus.decisions import LABEL, Decision, in_force
from corpus.document import Tag, Verdict
from corpus.errors import UsageError
from ingest.cli.workspace import Workspace, note, say, table
from ingest.passages import find_passages
from ingest.tag import ASSIGN, SUGGEST, Judgement, Tagger


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
    """Apply the present taxonomy and cues of passages to all documents; your decisions stay.

    Every label that comes (+), goes (-) or changes (~) is told, and which stay as they are (=)
    because you decided.

    \b
    Example:
      watwerkt retag --dry-run
    """
    catalogue = workspace.collection.catalogue
    tagger = Tagger(workspace.collection.taxonomy)
    changed = passages_changed = 0
    with workspace.changing("retag"):
        for document_id in catalogue.ids():
            before = catalogue.undecided(document_id)
            after = tagger.tag(before)
            passages = find_passages(before)
            passages_changed += passages != before.passages
            if after == before.tags and passages == before.passages:
                continue
            changed += after != before.tags
            if not dry_run:
                catalogue.set_tags(document_id, after, workspace.who, passages)
            decided = in_force(catalogue.decisions(document_id))
            changes = list(_changes(before.tags, after, decided))
            if changes and not as_json:
                click.echo(f"{document_id}  {before.title}")
            for change in changes:
                if as_json:
                    say({"id": document_id} | asdict(change))
                else:
                    click.echo(f"  {change.line}")
    note(f"{changed} documents {'would change' if dry_run else 'labelled anew'}")
    note(f"{passages_changed} {'would have' if dry_run else 'have'} other passages")


@click.command()
@click.argument("document_id", metavar="ID")
@click.argument("archetype", metavar="ARCHETYPE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def explain(workspace: Workspace, document_id: str, archetype: str, *, as_json: bool) -> None:
    """Tell why a document has a label by the rules, or why not.

    \b
    Example:
      watwerkt explain ab3kx7q2vd zelfbeheer
    """
    workspace.values.archetype(archetype)
    catalogue = workspace.collection.catalogue
    found = Tagger(workspace.collection.taxonomy).judge(catalogue.undecided(document_id))[archetype]
    decided = in_force(catalogue.decisions(document_id)).get(LABEL + archetype)
    if as_json:
        says = asdict(found) | {"verdict": found.verdict, "needed": round(found.needed, 2)}
        say({"id": document_id} | says | {"decided": decided.value if decided else None})
        return
    if decided:
        why = f" ({decided.why})" if decided.why else ""
        click.echo(f"{decided.value} by {decided.who}{why}; the rules by themselves:")
    click.echo(f"{found.verdict or 'no label'}: {'; '.join(_why(found))}")
    rows = []
    for quote in found.evidence:
        place = f"p. {quote.page}" if quote.page else "title"
        rows.append((f"{quote.weight:+.2f}", place, quote.term, f"“{quote.text}”"))
    table(rows)


COMMANDS = (tag, retag, explain)


def _why(found: Judgement) -> Iterator[str]:
    """What a label needs, and whether it is there."""
    if not found.evidence:
        yield "none of its cues stands in the text"
        return
    reached = "reaches" if found.score >= found.needed else "is below"
    beside = " beside another archetype" if found.needed > ASSIGN else ""
    yield f"score {found.score:.2f} {reached} the {found.needed:.2f} that it needs{beside}"
    count = "1 sentence has" if found.sentences == 1 else f"{found.sentences} sentences have"
    yield f"{count} a strong cue, where {found.subject:.1f} make a subject"
    if found.verdict is None and found.score < SUGGEST:
        yield f"from {SUGGEST} it would be suggested"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What becomes of one label.

    Attributes:
        what: ``added``, ``removed``, ``changed``, or ``kept`` where a decision stands above it.
        before: verdict and score by the rules as they were; None where there was no label.
        after: the same by the present ones.
    """

    what: str
    archetype: str
    before: str | None
    after: str | None
    decided: str | None = None

    @property
    def line(self) -> str:
        """The change as a person reads it."""
        rules = f"{self.before or '-'} → {self.after or '-'}"
        decided = f"{self.decided}; by the rules " if self.decided else ""
        return f"{_SIGNS[self.what]} {self.what:<8} {self.archetype}  {decided}{rules}"


_SIGNS = {"added": "+", "removed": "-", "changed": "~", "kept": "="}


def _changes(
    before: Sequence[Tag], after: Sequence[Tag], decided: Mapping[str, Decision]
) -> Iterator[_Change]:
    """Which labels come, go, or change their verdict or score."""
    old = {tag.archetype: f"{tag.verdict} {tag.score:.2f}" for tag in before}
    new = {tag.archetype: f"{tag.verdict} {tag.score:.2f}" for tag in after}
    for archetype in sorted(old.keys() | new.keys()):
        was, is_ = old.get(archetype), new.get(archetype)
        if was == is_:
            continue
        stands = decided.get(LABEL + archetype)
        what = "added" if was is None else "removed" if is_ is None else "changed"
        yield _Change(
            what="kept" if stands else what,
            archetype=archetype,
            before=was,
            after=is_,
            decided=f"{stands.value} by {stands.who}" if stands else None,
        )
