"""How words were widened, and how a score came about, become what the page shows."""

from __future__ import annotations

import pytest

from index.api import SWITCHABLE, Expansion, Query, Reason, Widening
from search_app.params import to_query
from search_app.ranking_view import shares
from search_app.widened_view import MOST_WORDS, Line, widened_view


def test_other_words_stand_under_their_way_and_their_word() -> None:
    expansions = (
        Expansion("a", Widening.SYNONYM, ("b",)),
        Expansion("portiekoverlast", Widening.COMPOUND, ("portiek", "overlast")),
        Expansion("a", Widening.SYNONYM, ("c", "b")),
        Expansion("d", Widening.SYNONYM, ("e",)),
    )
    view = widened_view(expansions, Query(text="a portiekoverlast d"))
    assert [(way.kind, way.lines) for way in view.ways] == [
        (Widening.COMPOUND, (Line("portiekoverlast", ("portiek … overlast",), 0),)),
        (Widening.SYNONYM, (Line("a", ("b", "c"), 0), Line("d", ("e",), 0))),
    ]
    assert view.apart
    assert (view.brief, view.brief_left) == (("b", "c", "e", "portiek … overlast"), 0)


def test_what_is_written_as_one_is_no_compound_apart() -> None:
    joined = Expansion("bewoners bedrijf", Widening.COMPOUND, ("bewonersbedrijf", "bewonerbedrijf"))
    view = widened_view([joined], Query(text="bewoners bedrijf"))
    assert view.brief == ("bewonersbedrijf", "bewonerbedrijf")
    assert not view.apart


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    words = tuple(f"wijk{n}" for n in range(MOST_WORDS + 3))
    view = widened_view([Expansion("wijk*", Widening.PREFIX, words)], Query(text="wijk*"))
    (way,) = view.ways
    assert way.lines == (Line("wijk*", words[:MOST_WORDS], 3),)
    assert len(view.brief) + view.brief_left == len(words)
    assert way.switch is None


@pytest.mark.parametrize("kind", SWITCHABLE)
def test_each_way_can_be_switched_off_and_on_again(kind: Widening) -> None:
    query = Query(text="a", page=3)
    on = widened_view([Expansion("a", kind, ("b",))], query)
    (way,) = on.ways
    assert way.switch is not None
    assert way.switch.address == f"/?q=a&without={kind.value}"
    off = widened_view([], to_query([("q", "a"), ("without", kind.value)]))
    assert [(switch.kind, switch.address) for switch in off.off] == [(kind, "/?q=a")]
    assert (off.inflection is None) is (kind is Widening.INFLECTION)


def test_shares_are_of_the_whole() -> None:
    rows = shares([Reason(("huis",), "title", 2, 6.0), Reason(("tuin",), "body", 1, 2.0)])
    assert [(row.words, row.field, row.places, row.percent) for row in rows] == [
        (("huis",), "title", 2, 75.0),
        (("tuin",), "body", 1, 25.0),
    ]


def test_small_shares_stand_together_in_the_last_row() -> None:
    rows = shares([Reason((f"w{n}",), "body", 1, 20.0 - n) for n in range(15)])
    assert len(rows) == 9
    assert (rows[-1].words, rows[-1].field, rows[-1].places) == ((), "", 7)
    assert sum(row.percent for row in rows) == pytest.approx(100)


def test_nothing_that_was_ranked_has_no_shares() -> None:
    assert shares(()) == ()
    assert shares([Reason(("a",), "body", 1, 0.0)])[0].percent == 0.0
