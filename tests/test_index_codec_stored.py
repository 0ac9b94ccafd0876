"""Stored fields as JSON with tags."""

from __future__ import annotations

import math
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from codec_strategies import notes
from hypothesis import given

from index.codec.stored import from_json, to_json


@given(notes)
def test_what_is_kept_comes_back_as_it_was(value: Any) -> None:
    again = from_json(to_json(value))
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize(
    "value",
    [
        b"\x00\xff",
        datetime(2020, 2, 29, 12, 30, 1, 5, tzinfo=UTC),
        datetime(2020, 2, 29, tzinfo=timezone(timedelta(hours=2))),
        date(1, 1, 1),
        time(23, 59, 59, 999999),
        timedelta(days=-3, seconds=7, microseconds=9),
        Decimal("1.10"),
        UUID(int=7),
        1 + 2j,
        (1, (2, "drie")),
        {(2,)},
        frozenset({b"a"}),
        {"$bytes": "no tag"},
        {"$": {"$dict": []}},
        {1: {None: (True,)}},
        {("a", 1): b""},
        "\ud800",
        10**100,
        -0.0,
        math.inf,
        [],
        {},
    ],
    ids=repr,
)
def test_a_value_of_each_type_comes_back(value: Any) -> None:
    assert repr(from_json(to_json(value))) == repr(value)


def test_a_time_that_is_twice_a_day_stays_the_second() -> None:
    assert from_json(to_json(datetime(2020, 10, 25, 2, 30, fold=1, tzinfo=UTC))).fold == 1
    assert from_json(to_json(time(2, 30, fold=1))).fold == 1


def test_no_number_stays_no_number() -> None:
    assert math.isnan(from_json(to_json(math.nan)))


def test_the_same_set_is_the_same_bytes() -> None:
    assert to_json({"c", "a", "b"}) == to_json({"b", "c", "a"})


@pytest.mark.parametrize(
    "value", [object(), Fraction(1, 2), OrderedDict(a=1), [{"in": {"side": print}}]], ids=type
)
def test_what_cannot_be_kept_is_told_by_its_type(value: Any) -> None:
    with pytest.raises(ValueError, match=r"A value of the type \S+ cannot be kept; store text"):
        to_json(value)


def test_a_value_that_holds_itself_is_told() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(ValueError, match="holds itself"):
        to_json(value)
