"""What one audience may see of one state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.document import Access
from index.api import Unit
from index.opensearch.state import State

Clause = dict[str, Any]

_MOST_TERMS = 1 << 15  # values of one clause


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Documents, or passages, of a state that an audience may see.

    Attributes:
        gone: ids of documents that are in the state, and may not be found any more.
    """

    state: State
    audience: Access
    unit: Unit
    gone: frozenset[str] = frozenset()

    @property
    def indices(self) -> tuple[str, ...]:
        """The engine indices to search."""
        return self.state.of(self.audience, self.unit)

    @property
    def key(self) -> tuple[Any, ...]:
        """What sets this view apart from all others."""
        return (*self.state.key, self.indices, self.gone)

    def within(self, filters: Sequence[Clause] = (), without: Sequence[Clause] = ()) -> Clause:
        """Everything there is to see that passes some ``filters`` and is not ``without``."""
        gone = any_of("document", self.gone) if self.gone else []
        return {"bool": {"filter": list(filters), "must_not": [*without, *gone]}}


def any_of(field: str, values: frozenset[str]) -> list[Clause]:
    """Clauses that any of these values in a field fulfils one of."""
    some = sorted(values)
    starts = range(0, len(some), _MOST_TERMS)
    return [{"terms": {field: some[start : start + _MOST_TERMS]}} for start in starts]
