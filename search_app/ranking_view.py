"""How the score of a hit came about → the rows of a table. Pure, as :mod:`search_app.view`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.api import Reason

_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Share:
    """What one word in one text adds to a score.

    Attributes:
        field: the text it stands in; empty for all that is not shown by itself.
        places: how often it stands there.
        percent: of the whole score.
    """

    words: tuple[str, ...]
    field: str
    places: int
    percent: float


def shares(reasons: Sequence[Reason]) -> tuple[Share, ...]:
    """The largest shares first, the small ones together."""
    whole = sum(reason.share for reason in reasons) or 1.0
    rows = [Share(one.words, one.field, one.places, 100 * one.share / whole) for one in reasons]
    if len(rows) <= _MOST_ROWS + 1:
        return tuple(rows)
    rest = rows[_MOST_ROWS:]
    others = Share((), "", sum(row.places for row in rest), sum(row.percent for row in rest))
    return (*rows[:_MOST_ROWS], others)
