"""What became of each file, for a person and for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """What became of a file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file.

    Attributes:
        error: why it failed, one sentence; None when it did not.
        warnings: what the librarian should look at although the document is in.
    """

    source: str
    result: Result
    document_id: str | None = None
    title: str = ""
    pages: int = 0
    archetypes: tuple[str, ...] = ()
    error: str | None = None
    warnings: tuple[str, ...] = ()

    def as_json(self) -> Mapping[str, Any]:
        """The outcome as scripts read it."""
        return {
            "source": self.source,
            "status": self.result.value,
            "id": self.document_id,
            "pages": self.pages,
            "archetypes": list(self.archetypes),
            "error": self.error,
            "warnings": list(self.warnings),
        }

    def lines(self) -> list[str]:
        """The outcome as a person reads it, the first line with what became of the file."""
        if self.error:
            return [f"failed     {self.source}: {self.error}"]
        labels = ", ".join(self.archetypes) or "no archetype"
        told = {
            Result.ADDED: f"{self.document_id}  {self.pages} p.  {labels}",
            Result.UPDATED: f"{self.document_id}  described anew",
            Result.UNCHANGED: f"already there as {self.document_id}",
        }[self.result]
        first = f"{self.result.value:<9}  {self.source}: {told}"
        return [first, *(f"           warning: {warning}" for warning in self.warnings)]


def summary(counts: Counter[Result], pages: int, seconds: float) -> str:
    """One line for the whole run."""
    parts = [f"{counts[result]} {result.value}" for result in Result]
    return f"{', '.join(parts)}; {pages} pages in {seconds:.1f} s"


def shortened(numbers: Sequence[int]) -> str:
    """Ascending page numbers as people write them.

    >>> shortened([1, 2, 3, 7, 9, 10])
    '1-3, 7, 9-10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)
