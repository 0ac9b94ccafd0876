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
    """The largest shares first, the small ones together; a word in one text has one row."""
    whole = sum(reason.share for reason in reasons) or 1.0
    rows: dict[tuple[tuple[str, ...], str], Share] = {}
    for one in reasons:
        before = rows.get((one.words, one.field), Share(one.words, one.field, 0, 0.0))
        rows[one.words, one.field] = Share(
            one.words,
            one.field,
            max(before.places, one.places),
            before.percent + 100 * one.share / whole,
        )
    found = sorted(rows.values(), key=lambda row: -row.percent)
    if len(found) <= _MOST_ROWS + 1:
        return tuple(found)
    rest = found[_MOST_ROWS:]
    others = Share((), "", sum(row.places for row in rest), sum(row.percent for row in rest))
    return (*found[:_MOST_ROWS], others)
