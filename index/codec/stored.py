"""Stored fields as JSON, with a tag on what JSON does not know.

A tagged value is an object with one name that begins with ``$``. An object of a person's own with
such a name, or with names that are no text, is tagged as well, so that nothing is taken for a tag.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

Kept = Any  # what JSON knows

_AS_THEY_ARE = {str, int, float, bool, type(None)}
_TAG = "$"


def _items(values: Any) -> list[Kept]:
    return [_kept(value) for value in values]


def _unordered(values: Any) -> list[Kept]:
    """The same set is always the same bytes."""
    return sorted(_items(values), key=lambda kept: json.dumps(kept, sort_keys=True))


_TO_KEEP: Mapping[type, tuple[str, Callable[[Any], Kept]]] = {
    bytes: ("bytes", lambda value: b64encode(value).decode("ascii")),
    datetime: ("datetime", lambda value: [value.isoformat(), value.fold]),
    date: ("date", date.isoformat),
    time: ("time", lambda value: [value.isoformat(), value.fold]),
    timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
    UUID: ("uuid", str),
    complex: ("complex", lambda value: [value.real, value.imag]),
    tuple: ("tuple", _items),
    set: ("set", _unordered),
    frozenset: ("frozenset", _unordered),
}
_FROM_KEPT: Mapping[str, Callable[[Any], Any]] = {
    "bytes": b64decode,
    "datetime": lambda kept: datetime.fromisoformat(kept[0]).replace(fold=kept[1]),
    "date": date.fromisoformat,
    "time": lambda kept: time.fromisoformat(kept[0]).replace(fold=kept[1]),
    "timedelta": lambda kept: timedelta(*kept),
    "decimal": Decimal,
    "uuid": UUID,
    "complex": lambda kept: complex(*kept),
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
}


def to_json(value: Any) -> bytes:
    """A value as JSON.

    Raises:
        ValueError: when it is, or holds, what cannot be kept.
    """
    try:
        text = json.dumps(_kept(value), ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        raise ValueError("A value that holds itself cannot be kept.") from None
    return text.encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """The value that was kept."""
    return json.loads(data, object_hook=_untagged)


def _kept(value: Any) -> Kept:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list:
        return _items(value)
    if kind is dict:
        return _kept_dict(value)
    try:
        name, keep = _TO_KEEP[kind]
    except KeyError:
        raise ValueError(
            f"A value of the type {kind.__module__}.{kind.__qualname__} cannot be kept; "
            "store text, numbers, dates, bytes, or lists and dictionaries of these."
        ) from None
    return {_TAG + name: keep(value)}


def _kept_dict(value: Mapping[Any, Any]) -> Kept:
    if all(type(name) is str and not name.startswith(_TAG) for name in value):
        return {name: _kept(inside) for name, inside in value.items()}
    return {f"{_TAG}dict": [[_kept(name), _kept(inside)] for name, inside in value.items()]}


def _untagged(kept: dict[str, Any]) -> Any:
    if len(kept) == 1:
        (name, inside), *_ = kept.items()
        if name.startswith(_TAG):
            return _FROM_KEPT[name.removeprefix(_TAG)](inside)
    return kept
