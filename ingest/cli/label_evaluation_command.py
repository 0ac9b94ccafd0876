"""The command that measures labels: evaluate labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from corpus.archetypes import Taxonomy
from corpus.decisions import LABEL, in_force, on_labels
from corpus.document import Verdict
from corpus.errors import UsageError
from ingest.cli.workspace import Workspace, say, table
from ingest.label_evaluation import (
    NONE,
    Figures,
    Labels,
    confusions,
    figures,
    macro_f1,
    read_judged,
    total,
)
from ingest.tag import Tagger

_MOST_NAMED = 5  # documents beside a confusion


@dataclass(frozen=True, slots=True)
class _Compared:
    """What people said, and what the rules assigned."""

    wanted: Labels
    given: Labels
    traps: Sequence[str] = ()


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
    """Compare the labels that the rules assign with those that people gave.

    Told are precision, recall and F1 of each archetype, and what is taken for what. Without
    --texts the people are the librarians of this collection: what they decided with tag counts.

    \b
    Example:
      watwerkt evaluate labels --texts tests/eval/labels --half held
    """
    taxonomy = workspace.collection.taxonomy
    compared = _of_texts(taxonomy, texts, half) if texts else _of_decisions(workspace)
    each = figures(compared.wanted, compared.given, taxonomy.archetypes)
    if as_json:
        say(_record(compared, each))
        return
    rows = [*each.items(), ("together", total(each.values()))]
    heads = ("archetype", "precision", "recall", "F1", "given", "wanted")
    table([heads, *(_row(name, figure) for name, figure in rows)])
    click.echo(f"{len(compared.wanted)} documents, mean F1 {macro_f1(each):.3f}")
    if compared.traps:
        wrong = _wrong_traps(compared)
        click.echo(f"{len(wrong)} of {len(compared.traps)} traps were labelled wrongly")
    for missed, wrongly, documents in confusions(compared.wanted, compared.given):
        named = ", ".join(documents[:_MOST_NAMED])
        more = ", …" if len(documents) > _MOST_NAMED else ""
        click.echo(f"{len(documents):>3}  {missed} → {wrongly}  {named}{more}")


def _of_texts(taxonomy: Taxonomy, folder: Path, half: str | None) -> _Compared:
    tagger = Tagger(taxonomy)
    texts = [
        text for text in read_judged(folder) if half is None or text.is_held == (half == "held")
    ]
    wanted = {text.id: frozenset(map(taxonomy.present, text.labels)) for text in texts}
    for text in texts:
        unknown = sorted(wanted[text.id] - taxonomy.archetypes.keys())
        if unknown:
            raise UsageError(f"{text.id}: the taxonomy has no archetype ‘{unknown[0]}’.")
    return _Compared(
        wanted,
        {text.id: tagger.assigned(text.document) for text in texts},
        [text.id for text in texts if text.kind == "trap"],
    )


def _of_decisions(workspace: Workspace) -> _Compared:
    """Only pairs of document and archetype count that were decided upon."""
    catalogue = workspace.collection.catalogue
    tagger = Tagger(workspace.collection.taxonomy)
    wanted, given = {}, {}
    for document, fields in catalogue.standing(LABEL).items():
        if fields:
            decided = on_labels(in_force(catalogue.decisions(document)))
            yes = (one for one, d in decided.items() if d.value == Verdict.ASSIGNED)
            wanted[document] = frozenset(yes)
            given[document] = tagger.assigned(catalogue.undecided(document)) & decided.keys()
    if not wanted:
        raise UsageError(
            "No label was decided upon in this collection yet (watwerkt tag, watwerkt review); "
            "give judged texts with --texts FOLDER."
        )
    return _Compared(wanted, given)


def _wrong_traps(compared: _Compared) -> list[str]:
    return [trap for trap in compared.traps if compared.given[trap] - compared.wanted[trap]]


def _row(name: str, found: Figures) -> tuple[str, ...]:
    given, wanted = found.right + found.wrong, found.right + found.missed
    precision = f"{found.precision:.3f}" if given else "-"
    recall = f"{found.recall:.3f}" if wanted else "-"
    return name, precision, recall, f"{found.f1:.3f}", str(given), str(wanted)


def _record(compared: _Compared, each: dict[str, Figures]) -> dict[str, object]:
    together = total(each.values())
    return {
        "documents": len(compared.wanted),
        "macro_f1": round(macro_f1(each), 4),
        "precision": round(together.precision, 4),
        "recall": round(together.recall, 4),
        "traps": {"count": len(compared.traps), "wrong": _wrong_traps(compared)},
        "archetypes": {
            name: {
                "precision": round(found.precision, 4),
                "recall": round(found.recall, 4),
                "f1": round(found.f1, 4),
            }
            for name, found in each.items()
        },
        "confusions": [
            {
                "wanted": None if missed == NONE else missed,
                "given": None if wrongly == NONE else wrongly,
                "documents": documents,
            }
            for missed, wrongly, documents in confusions(compared.wanted, compared.given)
        ],
    }
