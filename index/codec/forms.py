"""The formats of Whoosh as flat numbers: what is known of a term in a document.

Whoosh hands the occurrences of a term in a document over as bytes with a pickle in them. They are
taken apart before they are kept, and put together again where Whoosh asks for these bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whoosh import formats
from whoosh.system import pack_uint, unpack_uint

Numbers = Sequence[Any]

_UINT = 4  # bytes


@dataclass(frozen=True, slots=True)
class Form:
    """How the bytes of a format are taken apart.

    Attributes:
        name: what Whoosh calls what is in them.
        parts: the parts of :mod:`index.segment.lists` that an occurrence has.
    """

    name: str
    parts: tuple[str, ...] = ()


_FORMS = {
    formats.Existence: Form("existence"),
    formats.Frequency: Form("frequency"),
    formats.Positions: Form("positions", ("positions",)),
    formats.Characters: Form("characters", ("positions", "starts", "ends")),
    formats.PositionBoosts: Form("position_boosts", ("positions", "boosts")),
    formats.CharacterBoosts: Form("character_boosts", ("positions", "starts", "ends", "boosts")),
}


def form_of(format_: Any) -> Form:
    """How a format is taken apart.

    Raises:
        ValueError: when it is none of Whoosh's own.
    """
    try:
        return _FORMS[type(format_)]
    except KeyError:
        known = ", ".join(kind.__name__ for kind in _FORMS)
        raise ValueError(
            f"The format {type(format_).__name__} cannot be kept; choose one of {known}."
        ) from None


def taken_apart(form: Form, format_: Any, value: bytes) -> tuple[int, tuple[Numbers, ...]]:
    """How often the term stands there, and the parts of these occurrences.

    Frequencies may be followed by other bytes: those of words kept for spelling are.
    """
    if not form.parts:
        counted = form.name == "frequency" and len(value) >= _UINT
        return (unpack_uint(value[:_UINT])[0] if counted else 1), ()
    rows = format_.decode_as(form.name, value)
    if len(form.parts) == 1:
        return len(rows), (rows,)
    return len(rows), tuple(zip(*rows, strict=True))


def put_together(form: Form, format_: Any, frequency: int, parts: Sequence[Numbers]) -> bytes:
    """The bytes that Whoosh had handed over."""
    if not form.parts:
        packed: bytes = pack_uint(frequency) if form.name == "frequency" else b""
        return packed
    encoded = format_.encode(parts[0] if len(parts) == 1 else list(zip(*parts, strict=True)))
    value: bytes = encoded[0] if isinstance(encoded, tuple) else encoded
    return value
