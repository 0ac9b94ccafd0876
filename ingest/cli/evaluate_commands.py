"""Commands that measure: evaluate search, evaluate labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import click

import corpus
from corpus.errors import UsageError
from index.evaluation import (
    MEASURES,
    Judgements,
    Question,
    Ranking,
    ask,
    measured,
    read_judgements,
    read_questions,
    trec_lines,
)
from ingest.cli.label_evaluation_command import labels
from ingest.cli.workspace import Workspace, note, say, table

_BUNDLED = Path(corpus.__file__).parent / "samples"
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def evaluate() -> None:
    """Measure how good answers and labels are.

    \b
    Example:
      watwerkt evaluate search --queries questions.tsv --qrels judgements.txt
      watwerkt evaluate labels
    """


@evaluate.command()
@click.option("--queries", type=_FILE, help="Lines ‘id TAB question [TAB language]’.")
@click.option("--qrels", type=_FILE, help="Lines ‘question 0 document grade’, as TREC has them.")
@click.option("--run", type=_FILE, help="Write what was found for other tools of TREC.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    default=MEASURES,
    help=f"As ir-measures names them; repeat for more. If not given: {', '.join(MEASURES)}.",
)
@click.option("--depth", type=click.IntRange(1, 1000), default=10, help="Hits per question; 10.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def search(
    workspace: Workspace,
    /,
    queries: Path | None,
    qrels: Path | None,
    run: Path | None,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """Ask questions of which the answers are known, and measure where they stand.

    A grade is 2 for what was wanted, 1 for what is of use, 0 for the rest. Without files the
    questions that come with the bundled documents are asked, where those are in the collection.
    Documents for partners are found too.

    \b
    Example:
      watwerkt evaluate search --queries questions.tsv --qrels judgements.txt --run watwerkt.run
    """
    questions, judged = _judged(workspace, queries, qrels)
    rankings = [ask(workspace.searcher, q, options["depth"]) for q in questions if q.id in judged]
    figures = measured(rankings, judged, options["measures"])
    if run:
        run.write_text("".join(f"{line}\n" for line in trec_lines(rankings)), encoding="utf-8")
    _tell_what_is_missing(workspace, questions, judged)
    ms = fmean(ranking.ms for ranking in rankings)
    if as_json:
        say({"questions": len(rankings), "measures": figures, "ms": round(ms, 2)})
        return
    table((name, f"{figure:.3f}") for name, figure in figures.items())
    click.echo(f"{len(rankings)} questions, {ms:.1f} ms each")
    _tell_misses(questions, rankings, judged)


evaluate.add_command(labels)
COMMANDS = (evaluate,)


def _judged(
    workspace: Workspace, queries: Path | None, qrels: Path | None
) -> tuple[tuple[Question, ...], Judgements]:
    """The questions and what answers them: those of the files, or the bundled ones."""
    if queries and qrels:
        return read_questions(queries), read_judgements(qrels)
    if queries or qrels:
        raise UsageError("Questions need judgements: give both --queries and --qrels.")
    judged = read_judgements(_BUNDLED / "judgements.txt")
    if not {d for of in judged.values() for d in of} <= set(workspace.collection.catalogue.ids()):
        raise UsageError(
            "The bundled questions are about the bundled documents, which are not all in this "
            "collection. Give --queries FILE (lines ‘id TAB question’) and --qrels FILE (lines "
            "‘question 0 document grade’, grade 2 for what was wanted, 1 for what is of use)."
        )
    return read_questions(_BUNDLED / "questions.tsv"), judged


def _tell_what_is_missing(
    workspace: Workspace, questions: Sequence[Question], judged: Judgements
) -> None:
    known = set(workspace.collection.catalogue.ids())
    absent = {d for q in questions for d, grade in judged.get(q.id, {}).items() if grade} - known
    if absent:
        note(f"{len(absent)} judged documents are not in the collection, such as {min(absent)}.")
    unjudged = [question.id for question in questions if question.id not in judged]
    if unjudged:
        note(f"{len(unjudged)} questions are not judged and were not asked, such as {unjudged[0]}.")


def _tell_misses(
    questions: Sequence[Question], rankings: Sequence[Ranking], judged: Judgements
) -> None:
    """The questions that do not begin with a document of use."""
    texts = {question.id: question.text for question in questions}
    for ranking in rankings:
        rank = ranking.rank(judged[ranking.question])
        if rank != 1:
            place = f"first answer at {rank}" if rank else "no answer"
            click.echo(f"{place}: {texts[ranking.question]}  [{ranking.question}]")
