"""Commands on labels: tag, retag and explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from corpus.decisions import LABEL, in_force, on_labels
from corpus.document import Document, Verdict
from corpus.errors import UsageError
from ingest.cli.opinions import opinion_on, what_is_known
from ingest.cli.workspace import Workspace, note, say, table
from ingest.ingredients import find_told
from ingest.label_changes import Change, changes
from ingest.opinion_review import silence, told
from ingest.opinions import Opinion
from ingest.tag import ASSIGN, SUGGEST, Judgement, Tagger

_MEANINGS = {"add": Verdict.ASSIGNED, "never": Verdict.REJECTED, "clear": None}


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
    said = [(one, _MEANINGS[option]) for option, some in verdicts.items() for one in some]
    if not said:
        raise UsageError("Nothing to decide; use --add, --never or --clear ARCHETYPE.")
    workspace.decide("tag", workspace.decider.labels(document_id, said, reason))
    labels = workspace.collection.catalogue.get(document_id).archetypes
    click.echo(f"{document_id}: {', '.join(labels) or 'no archetype'}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Tell what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per change.")
@click.pass_obj
def retag(workspace: Workspace, *, dry_run: bool, as_json: bool) -> None:
    """Apply the present taxonomy and cues of passages to all documents; your decisions stay.

    Every label is told that is given (+), suggested (?), taken away (-) or has another score (~),
    and which stay as they are (=) because you decided.

    \b
    Example:
      watwerkt retag --dry-run
    """
    catalogue = workspace.collection.catalogue
    tagger = Tagger(workspace.collection.taxonomy)
    changed = passages_changed = 0
    with workspace.changing("retag", dry_run=dry_run):
        for document_id in catalogue.ids():
            before = catalogue.undecided(document_id)
            after = tagger.tag(before)
            passages = find_told(before, workspace.collection.taxonomy)
            passages_changed += passages != before.passages
            if after == before.tags and passages == before.passages:
                continue
            changed += after != before.tags
            if not dry_run:
                catalogue.set_tags(document_id, after, workspace.who, passages)
            decided = on_labels(in_force(catalogue.decisions(document_id)))
            tell_changes(before, list(changes(before.tags, after, decided)), as_json=as_json)
    note(f"{changed} documents {'would change' if dry_run else 'labelled anew'}")
    note(f"{passages_changed} {'would have' if dry_run else 'have'} other passages")


@click.command()
@click.argument("document_id", metavar="ID")
@click.argument("archetype", metavar="ARCHETYPE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def explain(workspace: Workspace, document_id: str, archetype: str, *, as_json: bool) -> None:
    """Tell why a document has a label by the rules, or why not, and what the second opinion says.

    The second opinion learns from what was decided with tag, on other documents than this one.

    \b
    Example:
      watwerkt explain ab3kx7q2vd zelfbeheer
    """
    archetype = workspace.values.archetype(archetype)
    catalogue = workspace.collection.catalogue
    found = Tagger(workspace.collection.taxonomy).judge(catalogue.undecided(document_id))[archetype]
    decided = in_force(catalogue.decisions(document_id)).get(LABEL + archetype)
    known = what_is_known(workspace, without=document_id)
    opinion = opinion_on(workspace, document_id, archetype, known)
    if as_json:
        says = asdict(found) | {"verdict": found.verdict, "needed": round(found.needed, 2)}
        says |= {"decided": decided.value if decided else None}
        second = asdict(known.on[archetype]) | (_said(opinion) if opinion else {})
        say({"id": document_id} | says | {"second_opinion": second})
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
    basis = known.on[archetype]
    click.echo(told(opinion, basis) if opinion else silence(basis))


COMMANDS = (tag, retag, explain)


def tell_changes(document: Document, found: Sequence[Change], *, as_json: bool) -> None:
    """What becomes of the labels of a document, under its title; nothing when nothing does."""
    if found and not as_json:
        click.echo(f"{document.id}  {document.title}")
    for change in found:
        if as_json:
            say({"id": document.id} | asdict(change))
        else:
            click.echo(f"  {change.line}")


def _said(opinion: Opinion) -> dict[str, object]:
    return {"probability": round(opinion.probability, 3), "words": opinion.words}


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
