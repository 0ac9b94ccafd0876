"""The other side of :mod:`ingest.opinion_process`: lines of JSON in, lines of JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice

from ingest.opinion_process import Question
from ingest.opinions import Example, Opinion
from ingest.second_opinion import SecondOpinion, out_of_fold

_TOGETHER = 32  # documents that are weighed at a time


def answer(lines: Iterator[str]) -> Iterator[Opinion]:
    """The opinions that are asked for."""
    question = Question(**json.loads(next(lines)))
    examples = (Example(**json.loads(line)) for line in lines)
    known = list(islice(examples, question.known))
    if question.crossed:
        yield from out_of_fold(known, question.archetypes)
        return
    second = SecondOpinion(known, question.archetypes)
    del known
    while some := list(islice(examples, _TOGETHER)):
        yield from second.on(some, question.reasons_from)


def main() -> None:
    """Answer what comes on standard input."""
    for opinion in answer(sys.stdin):
        sys.stdout.write(json.dumps(asdict(opinion)) + "\n")


if __name__ == "__main__":
    main()
