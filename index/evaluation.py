"""How well does a searcher answer questions of which is known what answers them?

Questions stand in a table, judgements in the form of TREC (E. Voorhees & D. Harman, 2005); measures
are those of ``ir-measures`` (S. MacAvaney et al., ECIR 2022), which counts a question without any
hit as 0. A run can be written for other tools of TREC to check.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import ir_measures

from corpus.errors import UsageError
from index.api import Query, Results, Widening

MEASURES = ("nDCG@10", "R@10", "RR", "Success@1", "Success@5", "Success@10")
_PAGE = 100  # hits that one query may ask for

Judgements = Mapping[str, Mapping[str, int]]
"""Question id -> document id -> 0 (of no use), 1 (of use) or more (what was wanted)."""


class Answers(Protocol):
    """The one thing of a :class:`~index.protocols.Searcher` that is measured."""

    def search(self, query: Query) -> Results:
        """Answer one question."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; ``language`` is that of the reader (ISO 639-1), None when unknown."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The answer to one question: ids of documents, best first, and the time it took."""

    question: str
    documents: tuple[str, ...]
    ms: float = 0.0

    def rank(self, judged: Mapping[str, int]) -> int | None:
        """Place of the first document that is of use, from 1; None when there is none."""
        places = enumerate(self.documents, 1)
        return next((place for place, found in places if judged.get(found, 0) > 0), None)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Lines ``id TAB text [TAB language]``; empty ones and those with ``#`` in front do not count.

    Raises:
        UsageError: when it cannot be read, or a line has another form.
    """
    found = {}
    for place, line in _lines(path):
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) not in (2, 3) or not all(columns[:2]) or columns[0] in found:
            raise UsageError(f"{place} is no ‘id TAB question’ with an id of its own: {line}")
        found[columns[0]] = Question(columns[0], columns[1], *(c or None for c in columns[2:]))
    return tuple(found.values())


def read_judgements(path: Path) -> dict[str, dict[str, int]]:
    """Lines ``question 0 document grade``, as TREC has them.

    Raises:
        UsageError: when it cannot be read, or a line has another form.
    """
    found: dict[str, dict[str, int]] = {}
    for place, line in _lines(path):
        try:
            question, _, document, grade = line.split()
            found.setdefault(question, {})[document] = int(grade)
        except ValueError:
            raise UsageError(f"{place} is no ‘question 0 document grade’: {line}") from None
    return found


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Where a line stands, and the line."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no UTF-8"
        raise UsageError(f"{path} cannot be read: {why}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield f"{path}:{number}", line


def ask(
    searcher: Answers,
    question: Question,
    depth: int = 10,
    without: frozenset[Widening] = frozenset(),
) -> Ranking:
    """The first ``depth`` documents, as a reader sees them from top to bottom."""
    started = time.perf_counter()
    options: dict[str, Any] = {"size": min(depth, _PAGE), "without": without}
    documents = tuple(dict.fromkeys(islice(_found(searcher, question, options, depth), depth)))
    ms = 1000 * (time.perf_counter() - started)
    return Ranking(question=question.id, documents=documents, ms=ms)


def _found(
    searcher: Answers, question: Question, options: dict[str, Any], depth: int
) -> Iterator[str]:
    """Ids of hits, page by page; behind those of a page come documents with some of the words."""
    if question.language:
        options = {**options, "language": question.language}
    for page in range(1, -(-depth // _PAGE) + 1):
        results = searcher.search(Query(text=question.text, page=page, **options))
        yield from (hit.id for hit in (*results.hits, *results.also))
        if len(results.hits) < options["size"]:
            return


def measured(
    rankings: Sequence[Ranking], judged: Judgements, measures: Iterable[str] = MEASURES
) -> dict[str, float]:
    """Measure -> mean over the questions of ``rankings``; ``measures`` as ir-measures names them.

    Raises:
        UsageError: when there is nothing to measure, or no such measure.
    """
    try:
        wanted = {name: ir_measures.parse_measure(name) for name in measures}
    except (ValueError, NameError, SyntaxError) as error:
        raise UsageError(f"There is no such measure: {error}") from error
    asked = {ranking.question for ranking in rankings} & judged.keys()
    if not asked:
        raise UsageError("None of the questions is judged; are the two files of one set?")
    qrels = {question: dict(judged[question]) for question in asked}
    run = {r.question: _scores(r.documents) for r in rankings if r.question in asked}
    figures = ir_measures.calc_aggregate(wanted.values(), qrels, run)
    return {name: float(figures[measure]) for name, measure in wanted.items()}


def _scores(documents: Sequence[str]) -> dict[str, float]:
    """Scores that fall with the rank: TREC orders by them, and ours alone do not tell the order."""
    return {found: float(len(documents) - place) for place, found in enumerate(documents)}


def trec_lines(rankings: Iterable[Ranking], tag: str = "watwerkt") -> Iterator[str]:
    """Lines ``question Q0 document rank score tag``."""
    for ranking in rankings:
        for place, (found, score) in enumerate(_scores(ranking.documents).items(), 1):
            yield f"{ranking.question} Q0 {found} {place} {score:g} {tag}"
