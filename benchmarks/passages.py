"""How right are passages, on sentences that were judged by hand?

    python -m benchmarks.passages [--judged tests/eval/passages.tsv] [--half tuned|held]

Told are precision and recall per role, and of results how often the outcome is right. Sentences on
the held half are never shown: cues may be made from the tuned half only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.judged_tables import HELD, TUNED, half_of, read_rows
from corpus.document import Document
from corpus.passage import Passage
from ingest.label_evaluation import Figures, JudgedText, figures, total
from ingest.passages import find_passages

NONE = "geen"
_JUDGED = Path(__file__).parents[1] / "tests" / "eval" / "passages.tsv"


class JudgedSentence(NamedTuple):
    """A sentence, the roles that are right for it, the best one first, and the outcome."""

    id: str
    roles: tuple[str, ...]
    outcome: str
    text: str

    @property
    def half(self) -> str:
        """The half that it stands on, by its text."""
        return half_of(self.text)

    @property
    def document(self) -> Document:
        """The sentence as a document."""
        return JudgedText(id=self.id, kind="none", labels=(), text=self.text).document

    @property
    def found(self) -> Passage | None:
        """The surest passage in it."""
        return max(find_passages(self.document), key=lambda one: one.score, default=None)


def read_judged(path: Path = _JUDGED) -> list[JudgedSentence]:
    """The judged sentences of a table."""
    return [
        JudgedSentence(number, tuple(roles.split("|")), outcome, text)
        for number, roles, outcome, text in read_rows(path)[1:]
    ]


def by_role(judged: Iterable[JudgedSentence]) -> dict[str, Figures]:
    """Role -> how right it is given; of two right roles either will do, and the first is missed."""
    wanted: dict[str, frozenset[str]] = {}
    given: dict[str, frozenset[str]] = {}
    for one in judged:
        found = one.found
        role = found.role.value if found else NONE
        best = role if role in one.roles else one.roles[0]
        wanted[one.id] = frozenset({best} - {NONE})
        given[one.id] = frozenset({role} - {NONE})
    roles = sorted({role for each in (*wanted.values(), *given.values()) for role in each})
    return figures(wanted, given, roles)


def outcomes(judged: Iterable[JudgedSentence]) -> tuple[int, int]:
    """Of the results that are found as results: how many have the right outcome, and how many."""
    right = [
        found.outcome == one.outcome
        for one in judged
        if (found := one.found) and found.outcome and found.role.value in one.roles
    ]
    return sum(right), len(right)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--judged", type=Path, default=_JUDGED)
    parser.add_argument("--half", choices=(TUNED, HELD))
    chosen = parser.parse_args(arguments)
    judged = [one for one in read_judged(chosen.judged) if chosen.half in (None, one.half)]
    each = by_role(judged)
    print(f"{'role':16}{'precision':>10}{'recall':>8}{'given':>7}")
    for role, found in [*each.items(), ("together", total(each.values()))]:
        given = found.right + found.wrong
        print(f"{role:16}{found.precision:10.3f}{found.recall:8.3f}{given:7}")
    right, count = outcomes(judged)
    print(f"outcome right for {right} of {count} results; {len(judged)} sentences")


if __name__ == "__main__":
    main()
