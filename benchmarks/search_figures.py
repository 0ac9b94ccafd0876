"""What was measured of an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How an index was made: seconds, peak memory of the process, size on disk in MB.

    ``kept`` is true of one that an earlier run made.
    """

    seconds: float
    peak_mb: float
    size_mb: float
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One class of queries for one work.

    Attributes:
        ms: of every single query, ascending.
        answers: by the number of the query.
        like: whether the engine was asked the very same as the others.
    """

    ms: tuple[float, ...]
    answers: Mapping[int, Mapping[str, Any]]
    like: bool

    @property
    def median(self) -> float:
        """Milliseconds."""
        return median(self.ms)

    @property
    def p95(self) -> float:
        """Milliseconds; of the times that were measured, the one that 95 % do not exceed."""
        return self.ms[max(0, -(-len(self.ms) * 95 // 100) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One engine.

    Attributes:
        first_page_ms: until a new process, in which only the engine was loaded, has opened the
            index and answered the first page.
        cells: by work and class, without those that it cannot do.
    """

    name: str
    version: str
    settings: str
    built: Built
    first_page_ms: float
    peak_mb: float
    cells: Mapping[tuple[str, str], Cell]

    def medians(self, work: str, kinds: frozenset[str]) -> list[float]:
        """Milliseconds, for those of ``kinds`` that it can do."""
        return [c.median for (of, kind), c in self.cells.items() if of == work and kind in kinds]
