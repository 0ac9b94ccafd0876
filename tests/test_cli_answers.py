"""An answer as lines for a person."""

from __future__ import annotations

import pytest

from index.api import Expansion, PagePlaces, Reason, Widening
from ingest.cli.answers import pages, why, widened


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ([(4, 3), (12, 1), (31, 1)], "p. 4 (3 places), 12, 31"),
        ([(1, 1)], "p. 1"),
        ([(n, 1) for n in range(1, 15)], "p. 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more"),
    ],
)
def test_pages_tell_in_how_many_places(found: list[tuple[int, int]], line: str) -> None:
    assert pages([PagePlaces(*one) for one in found]) == line


def test_each_word_and_way_of_widening_has_one_line() -> None:
    lines = widened(
        [
            Expansion("a", Widening.SYNONYM, ("b",)),
            Expansion("portiekoverlast", Widening.COMPOUND, ("portiek", "overlast")),
            Expansion("a", Widening.SYNONYM, ("c",)),
            Expansion("bewoners bedrijf", Widening.COMPOUND, ("bewonersbedrijf",)),
        ]
    )
    assert list(lines) == [
        "a: b, c (synonym)",
        "portiekoverlast: portiek … overlast (compound)",
        "bewoners bedrijf: bewonersbedrijf (compound)",
    ]


def test_shares_are_of_the_whole_and_small_ones_stand_together() -> None:
    assert list(why([Reason(("huis",), "title", 1, 3.0), Reason(("a", "b"), "body", 2, 1.0)])) == [
        " 75% (3.00): huis in title, 1×",
        " 25% (1.00): a, b in body, 2×",
    ]
    many = list(why([Reason((f"w{n}",), "body", 1, 1.0) for n in range(10)]))
    assert many[-1] == " 20% (2.00): 2 smaller ones"
    assert len(many) == 9
    assert not list(why(()))
