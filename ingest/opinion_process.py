"""Ask for the second opinion in a process of its own, which alone loads scikit-learn.

``python -m ingest.opinion_worker`` gets lines of JSON: a :class:`Question`, then as many
:class:`~ingest.opinions.Example` as it is learned from, then those that are asked about. It answers
with a line per :class:`~ingest.opinions.Opinion`. Documents go over one at a time, so that neither
side ever holds the text of a whole collection.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from corpus.errors import WatwerktError
from ingest.extract import import_path
from ingest.opinions import Example, Opinion

WORKER = "ingest.opinion_worker"


class OpinionFailed(WatwerktError):
    """No second opinion could be formed; what does not rest on it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for.

    Attributes:
        archetypes: on which an opinion is wanted.
        known: how many examples follow from which it is learned.
        reasons_from: the probability from which words are wanted as well.
        crossed: an opinion on each of the examples themselves, learned from the others.
    """

    archetypes: Sequence[str]
    known: int
    reasons_from: float = 0.0
    crossed: bool = False


def ask(
    question: Question, known: Iterable[Example], asked: Iterable[Example] = ()
) -> list[Opinion]:
    """The opinions on what is asked about, in that order.

    Raises:
        OpinionFailed: when the process ends otherwise than well.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(import_path())}
    # -P: modules come from where ours do, never from the folder the librarian stands in.
    command = [sys.executable, "-P", "-m", WORKER]
    with TemporaryFile() as answers, TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=answers, stderr=complaints, env=environment
        ) as process:
            _tell(process.stdin, question, chain(known, asked))
        if process.returncode:
            raise OpinionFailed(_why(process.returncode, complaints))
        answers.seek(0)
        return [_opinion(json.loads(line)) for line in answers]


def _tell(pipe: IO[bytes] | None, question: Question, examples: Iterable[Example]) -> None:
    """Write it all; who has ended and does not listen is asked why afterwards."""
    if pipe is None:
        raise ValueError(pipe)
    with suppress(BrokenPipeError), pipe:
        pipe.write(_line(question))
        pipe.writelines(map(_line, examples))


def _line(record: Question | Example) -> bytes:
    return json.dumps(asdict(record)).encode("ascii") + b"\n"


def _opinion(fields: dict[str, Any]) -> Opinion:
    return Opinion(**fields | {"words": tuple(fields["words"])})


def _why(code: int, complaints: IO[bytes]) -> str:
    complaints.seek(0)
    last = complaints.read().decode(errors="replace").strip().rpartition("\n")[2]
    said = last or f"it ended with {code}"
    return f"The second opinion on labels could not be formed: {said}."
