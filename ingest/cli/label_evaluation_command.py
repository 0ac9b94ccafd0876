"""The command that measures labels: evaluate labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from corpus.archetypes import Taxonomy
from corpus.decisions import LABEL, on_labels
from corpus.document import Verdict
from corpus.errors import UsageError
from ingest.cli.label_evaluation_report import Compared, lines, record
from ingest.cli.opinions import Known, examples, what_is_known
from ingest.cli.workspace import Workspace, say
from ingest.label_evaluation import Pair, read_judged
from ingest.opinion_process import Question, ask
from ingest.opinions import Example, bases, example
from ingest.tag import Tagger


@click.command()
@click.option(
    "--texts",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder of judged texts (YAML) in place of what you decided.",
)
@click.option("--half", type=click.Choice(["tuned", "held"]), help="One half of the texts only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def labels(workspace: Workspace, texts: Path | None, half: str | None, *, as_json: bool) -> None:
    """Compare the labels of the rules and of the second opinion with those that people gave.

    Told are precision, recall and F1 of each archetype, what is taken for what, and where the two
    disagree. The second opinion on a document is learned from the others. Without --texts the
    people are the librarians of this collection: what they decided with tag counts.

    \b
    Example:
      watwerkt evaluate labels --texts tests/eval/labels --half held
    """
    taxonomy = workspace.collection.taxonomy
    compared = _of_texts(taxonomy, texts, half) if texts else _of_decisions(workspace)
    if as_json:
        say(record(compared))
        return
    for line in lines(compared):
        click.echo(line)


def _of_texts(taxonomy: Taxonomy, folder: Path, half: str | None) -> Compared:
    tagger = Tagger(taxonomy)
    texts = [
        text for text in read_judged(folder) if half is None or text.is_held == (half == "held")
    ]
    wanted = {text.id: frozenset(map(taxonomy.present, text.labels)) for text in texts}
    for text in texts:
        unknown = sorted(wanted[text.id] - taxonomy.archetypes.keys())
        if unknown:
            raise UsageError(f"{text.id}: the taxonomy has no archetype ‘{unknown[0]}’.")
    known = _known(wanted, taxonomy)
    learned = (example(text.document, known.verdicts[text.id]) for text in texts)
    return Compared(
        wanted=wanted,
        given={text.id: tagger.assigned(text.document) for text in texts},
        on=known.on,
        probabilities=_crossed(known, learned),
        traps=[text.id for text in texts if text.kind == "trap"],
    )


def _known(wanted: Mapping[str, frozenset[str]], taxonomy: Taxonomy) -> Known:
    """Of a judged text each label is known."""
    said = {
        text: {one: one in labels for one in taxonomy.archetypes} for text, labels in wanted.items()
    }
    return Known(said, bases(said.values(), taxonomy.archetypes))


def _of_decisions(workspace: Workspace) -> Compared:
    """Only pairs of document and archetype count that were decided upon."""
    catalogue = workspace.collection.catalogue
    tagger = Tagger(workspace.collection.taxonomy)
    wanted, given, pairs = {}, {}, set[Pair]()
    for document, fields in catalogue.standing(LABEL).items():
        if fields:
            decided = on_labels(fields)
            yes = (one for one, d in decided.items() if d.value == Verdict.ASSIGNED)
            wanted[document] = frozenset(yes)
            given[document] = tagger.assigned(catalogue.undecided(document)) & decided.keys()
            pairs |= {(document, archetype) for archetype in decided}
    if not wanted:
        raise UsageError(
            "No label was decided upon in this collection yet (watwerkt tag, watwerkt review); "
            "give judged texts with --texts FOLDER."
        )
    known = what_is_known(workspace)
    found = _crossed(known, examples(workspace, known))
    decided_upon = {pair: p for pair, p in found.items() if pair in pairs}
    return Compared(wanted=wanted, given=given, on=known.on, probabilities=decided_upon)


def _crossed(known: Known, learned: Iterable[Example]) -> dict[Pair, float]:
    """The second opinion on each document, learned from the others; nothing where it is silent."""
    if not known.archetypes:
        return {}
    question = Question(archetypes=known.archetypes, known=len(known.verdicts), crossed=True)
    return {
        (opinion.document_id, opinion.archetype): opinion.probability
        for opinion in ask(question, learned)
    }
