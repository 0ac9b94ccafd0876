"""What the words of a question were also read as → what the page shows of it, and the switches.

Pure, as :mod:`search_app.view`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from index.api import SWITCHABLE, Expansion, Query, Widening
from search_app.addresses import search_address

MOST_WORDS = 12  # of one line; the rest is only counted
_MOST_BRIEF = 5
_BETWEEN = " … "  # between parts that a text may take apart


@dataclass(frozen=True, slots=True)
class Switch:
    """A way in which words are widened, and the address of the other choice."""

    kind: Widening
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A word of the question, and in one way what it was also read as.

    Attributes:
        words: the first of them.
        left: how many there are besides.
    """

    word: str
    words: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Way:
    """All that was found in one way of widening; ``switch`` does without it."""

    kind: Widening
    lines: tuple[Line, ...]
    switch: Switch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WidenedView:
    """How the words of a question were widened.

    Attributes:
        brief: some of the words, for one line.
        brief_left: how many there are besides.
        ways: each way in which words were widened.
        off: the ways that were switched off, each with the address where it is on again.
        inflection: does without inflections; None when they are off.
        apart: whether some of the words are parts that may stand apart in a text.
    """

    brief: tuple[str, ...]
    brief_left: int
    ways: tuple[Way, ...]
    off: tuple[Switch, ...]
    inflection: Switch | None
    apart: bool


def widened_view(expansions: Iterable[Expansion], query: Query) -> WidenedView:
    """Lay out the widening of ``query``."""
    found = _collected(expansions)
    said = list(dict.fromkeys(w for lines in found.values() for ws in lines.values() for w in ws))
    return WidenedView(
        brief=tuple(said[:_MOST_BRIEF]),
        brief_left=max(0, len(said) - _MOST_BRIEF),
        ways=tuple(Way(k, tuple(_lines(found[k])), _off(k, query)) for k in Widening if k in found),
        off=tuple(_switch(kind, query) for kind in SWITCHABLE if kind in query.without),
        inflection=_off(Widening.INFLECTION, query),
        apart=any(_BETWEEN in word for word in said),
    )


def _collected(expansions: Iterable[Expansion]) -> dict[Widening, dict[str, dict[str, None]]]:
    """Way of widening -> word of the question -> other words, all in the order of the question."""
    found: dict[Widening, dict[str, dict[str, None]]] = {}
    for one in expansions:
        apart = one.kind is Widening.COMPOUND and " " not in one.word and len(one.words) > 1
        words = (_BETWEEN.join(one.words),) if apart else one.words
        found.setdefault(one.kind, {}).setdefault(one.word, {}).update(dict.fromkeys(words))
    return found


def _lines(found: dict[str, dict[str, None]]) -> Iterator[Line]:
    for word, others in found.items():
        yield Line(word, tuple(others)[:MOST_WORDS], max(0, len(others) - MOST_WORDS))


def _off(kind: Widening, query: Query) -> Switch | None:
    return _switch(kind, query) if kind in SWITCHABLE and kind not in query.without else None


def _switch(kind: Widening, query: Query) -> Switch:
    return Switch(kind, search_address(replace(query, without=query.without ^ {kind}, page=1)))
