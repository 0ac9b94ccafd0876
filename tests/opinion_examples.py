"""Invented texts in which one sort of words goes with one archetype; rules know none of them."""

from __future__ import annotations

import random

from ingest.opinions import Example

_GARDEN = [
    "gieter",
    "harken",
    "kruiwagen",
    "snoeischaar",
    "compost",
    "bollen",
    "perken",
    "spitten",
    "zaaien",
    "stekjes",
]
_COUNTER = [
    "stempel",
    "formulier",
    "volgnummer",
    "wachtrij",
    "baliemedewerker",
    "dossier",
    "kopie",
    "map",
    "lade",
]
_REST = [
    "maandag",
    "groep",
    "middag",
    "koffie",
    "verslag",
    "samen",
    "later",
    "opnieuw",
    "eerste",
    "tweede",
    "avond",
    "lijst",
]


def text(seed: int, *, garden: bool) -> str:
    """Sixty words, always the same for one seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing to keep secret
    own = _GARDEN if garden else _COUNTER
    return " ".join(chance.choice(own if chance.random() < 0.4 else _REST) for _ in range(60))


def examples(garden: int, counter: int) -> list[Example]:
    """So many that are about ``tuin``, and so many that are not."""
    wanted = [True] * garden + [False] * counter
    return [
        Example(id=f"e{n}", text=text(n, garden=yes), verdicts={"tuin": yes})
        for n, yes in enumerate(wanted)
    ]
