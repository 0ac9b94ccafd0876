"""How well does the product, as users get it, answer the questions of the judged collections?

    python -m benchmarks.bench_relevance COLLECTION… [--sample 400] [--seed 1] [--keep FOLDER]
        [--depth 10] [--misses] [--run FILE]

Prints per collection the measures of ``ir-measures``, the number of questions without a hit and
milliseconds per question (with facets and passages, as the page asks). ``--keep`` uses an index
again that was built by the same rules. ``--misses`` lists the questions whose document does not
come first, with its place and what came first. For ``zoekhulpen`` each question is asked by a
reader of its language; told is how many Dutch ones have their English twin above them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from benchmarks.judged_collections import LOADERS, Judged, indexed, load
from index.evaluation import Ranking, ask, measured, trec_lines

KNOWN_ITEM = ("RR", "RR@10", "nDCG@10", "R@10", "Success@1", "Success@5", "Success@10")
MEASURES = {"cranfield": ("AP", "P@10", *KNOWN_ITEM[2:4])}
DEPTHS = {"cranfield": 1000}  # the average precision looks at all that is found


def rankings(judged: Judged, folder: Path, depth: int) -> list[Ranking]:
    """What the product answers to every question; its index is in ``folder``."""
    index = indexed(judged, folder)
    ask(index, judged.questions[0], depth)  # opening the index is no question's time
    return [ask(index, question, depth) for question in judged.questions]


def lost_to_twin(answers: Sequence[Ranking]) -> list[str]:
    """The Dutch questions on ``zoekhulpen`` of which the English twin stands above the Dutch."""
    lost = []
    for answer in answers:
        language, _, stem = answer.question.partition("-")
        if language == "nl":
            first = [d for d in answer.documents if d in (f"md/nl/{stem}.md", f"md/en/{stem}.md")]
            if first and first[0].startswith("md/en/"):
                lost.append(answer.question)
    return lost


def misses(judged: Judged, answers: Sequence[Ranking]) -> Iterator[str]:
    """A line for each question whose document is not the first."""
    questions = {question.id: question for question in judged.questions}
    titles = {d.id: d.title or " ".join(d.pages[0].text.split())[:60] for d in judged.documents}
    for answer in answers:
        rank = answer.rank(judged.judgements[answer.question])
        if rank != 1:
            first = titles[answer.documents[0]] if answer.documents else "-"
            asked = questions[answer.question]
            yield f"{rank or '-':>4}  {asked.text}  [{asked.id}]  first: {first[:100]}"


def report(judged: Judged, answers: Sequence[Ranking]) -> Iterator[str]:
    """The figures of one collection."""
    figures = measured(answers, judged.judgements, MEASURES.get(judged.name, KNOWN_ITEM))
    yield f"{judged.name}: {len(judged.documents)} documents, {len(answers)} questions"
    yield "  ".join(f"{name} {figure:.3f}" for name, figure in figures.items())
    none = sum(not answer.documents for answer in answers)
    yield f"without a hit {none}  ms per question {fmean(a.ms for a in answers):.1f}"
    if judged.name.startswith("zoekhulpen"):
        lost = lost_to_twin(answers)
        yield f"Dutch questions lost to their English twin: {len(lost)} {' '.join(lost)}"


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("collection", nargs="+", choices=LOADERS)
    parser.add_argument("--sample", type=int, help="so many of the questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the index")
    parser.add_argument("--depth", type=int, help="10, for cranfield 1000")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--run", type=Path, help="write the run in the form of TREC")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for name in asked.collection:
            judged = load(name, asked.keep).sample(asked.sample, asked.seed)
            depth = asked.depth or DEPTHS.get(name, 10)
            answers = rankings(judged, asked.keep or Path(scratch), depth)
            print(*report(judged, answers), sep="\n")
            if asked.misses:
                print(*misses(judged, answers), sep="\n")
            if asked.run:
                with asked.run.open("a", encoding="utf-8") as file:
                    file.writelines(f"{line}\n" for line in trec_lines(answers))


if __name__ == "__main__":
    main()
