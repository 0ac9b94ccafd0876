"""What it takes to type one word for another: edits, of which usual Dutch mistakes cost less.

overlats -> overlast        two letters swapped
vergadderen -> vergaderen   a letter doubled
beleit -> beleid            mistakes_nl.tsv: what sounds alike
wijl -> wijk                neighbouring keys
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("mistakes_nl.tsv")
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # each row half a key to the right of the former

_SWAPPED = 0.5
_DOUBLED = 0.4
_NEIGHBOUR = 0.7
_FIRST_LETTER = 0.4  # more than the same elsewhere: people rarely mistype it

Rewrites = Mapping[str, tuple[tuple[str, float], ...]]


def effort(typed: str, meant: str) -> float:
    """What it takes to come from ``typed`` to ``meant``; 0 for the same word, 1 for an edit.

    Optimal string alignment with weights, and with pieces of several letters for one another.
    """
    if typed == meant:
        return 0.0
    first = _FIRST_LETTER if typed[:1] != meant[:1] else 0.0
    start, end = _in_common(typed, meant)
    return first + _aligned(typed[start : len(typed) - end], meant[start : len(meant) - end])


def _in_common(typed: str, meant: str) -> tuple[int, int]:
    """Letters in common at the start and at the end, less the one that a mistake may need."""
    most = min(len(typed), len(meant))
    start = next((n for n in range(most) if typed[n] != meant[n]), most)
    most -= start
    end = next((n for n in range(most) if typed[-1 - n] != meant[-1 - n]), most)
    return max(0, start - 1), max(0, end - 1)


def _aligned(typed: str, meant: str) -> float:
    costs = [[float(column) for column in range(len(meant) + 1)]]
    for row in range(1, len(typed) + 1):
        costs.append([float(row)])
        for column in range(1, len(meant) + 1):
            ways = _ways(typed[:row], meant[:column])
            costs[row].append(min(costs[row - up][column - left] + cost for up, left, cost in ways))
    return costs[-1][-1]


def _ways(typed: str, meant: str) -> Iterator[tuple[int, int, float]]:
    """The last mistake that can have been made: letters of both that it takes, and its cost."""
    yield 1, 1, _replaced(typed[-1], meant[-1])
    yield 1, 0, _DOUBLED if typed[-2:-1] == typed[-1] else 1.0
    yield 0, 1, _DOUBLED if meant[-2:-1] == meant[-1] else 1.0
    if len(typed) > 1 and typed[-2:] == meant[:-3:-1]:
        yield 2, 2, _SWAPPED
    for length in range(1, min(_longest(), len(typed)) + 1):
        for piece, cost in _rewrites().get(typed[-length:], ()):
            if meant.endswith(piece):
                yield length, len(piece), cost


def _replaced(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    return _NEIGHBOUR if meant in _neighbours().get(typed, ()) else 1.0


@cache
def _rewrites() -> Rewrites:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            one, other, cost = line.split("\t")
            found[one] = (*found.get(one, ()), (other, float(cost)))
            found[other] = (*found.get(other, ()), (one, float(cost)))
    return found


@cache
def _longest() -> int:
    return max(map(len, _rewrites()))


@cache
def _neighbours() -> Mapping[str, str]:
    """The keys around each key."""
    found: dict[str, str] = {}
    for number, row in enumerate(_KEYBOARD):
        below = _KEYBOARD[number + 1] if number + 1 < len(_KEYBOARD) else ""
        for column, key in enumerate(row):
            around = row[max(0, column - 1) : column] + row[column + 1 : column + 2]
            under = below[max(0, column - 1) : column + 1]
            found[key] = found.get(key, "") + around + under
            for other in under:
                found[other] = found.get(other, "") + key
    return found
