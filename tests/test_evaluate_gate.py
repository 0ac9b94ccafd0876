"""No figure of relevance sinks below its floor in ``tests/eval/floors.toml``.

``benchmarks/floors.py`` measures the same and raises the floors. The acts are a sample of 400 short
ones here: all of them take a quarter of an hour to index (``benchmarks/bench_relevance.py``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.floors import (
    GATED,
    Floor,
    measure,
    needs_words,
    raised,
    read_floors,
    sunk,
    write_floors,
)
from benchmarks.judged_collections import COLLECTIONS, available
from benchmarks.word_variants import WORD_LIST

FLOOR = Floor(fingerprint="a", figures={"RR": 0.5, "R@10": 0.8})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where indexes are made that several sets ask."""
    return tmp_path_factory.mktemp("judged")


@pytest.mark.shared
@pytest.mark.parametrize("gated", GATED)
def test_no_figure_is_below_its_floor(gated: str, folder: Path) -> None:
    if not available(GATED[gated][0]):
        pytest.skip(f"the collection is not there: {COLLECTIONS}")
    if needs_words(gated) and not WORD_LIST.is_file():
        pytest.skip(f"the word list is not there: {WORD_LIST}")
    assert sunk(read_floors()[gated], measure(gated, folder)) == []


def test_every_gated_set_has_a_floor_and_every_floor_is_gated() -> None:
    assert read_floors().keys() == GATED.keys()


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Floor(fingerprint="a", figures={"RR": 0.5, "R@10": 0.9}), []),
        (Floor(fingerprint="a", figures={"RR": 0.4996, "R@10": 0.9}), ["RR 0.500 is below 0.500"]),
        (Floor(fingerprint="a", figures={"RR": 0.6}), ["R@10 0.000 is below 0.800"]),
        (
            Floor(fingerprint="b", figures={"RR": 0.6, "R@10": 0.9}),
            ["other documents, questions or judgements than the floor was set for"],
        ),
    ],
)
def test_what_sinks_or_is_of_another_set_is_told(now: Floor, told: list[str]) -> None:
    assert sunk(FLOOR, now) == told


def test_a_floor_is_raised_and_never_by_rounding_above_what_was_measured() -> None:
    now = Floor(fingerprint="a", figures={"RR": 0.5678, "R@10": 0.8, "new": 1.0})
    assert raised(FLOOR, now, allow_lower=False).figures == {"RR": 0.567, "R@10": 0.8, "new": 1.0}


@pytest.mark.parametrize(
    "now",
    [
        Floor(fingerprint="a", figures={"RR": 0.4, "R@10": 0.9}),
        Floor(fingerprint="a", figures={"RR": 0.6}),
        Floor(fingerprint="b", figures={"RR": 0.6, "R@10": 0.9}),
    ],
)
def test_a_floor_is_lowered_only_when_somebody_says_so(now: Floor) -> None:
    with pytest.raises(ValueError, match=r"below|other documents"):
        raised(FLOOR, now, allow_lower=False)
    assert raised(FLOOR, now, allow_lower=True) == now
    assert raised(None, now, allow_lower=False) == now


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    floors = {"zoekhulpen": FLOOR, "wetten by rule": Floor(fingerprint="c", figures={"split": 1.0})}
    write_floors(floors, path)
    assert read_floors(path) == floors
