"""What is done in another way on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection, Engine

from corpus.errors import WatwerktError

Failure = tuple[type[WatwerktError], str]
"""The error, and what happened and what to do, behind ‘The catalogue at … ’."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A kind of database.

    Attributes:
        drivers: names of the drivers that may be written in a URL.
        engine: makes the engine of a URL; its transactions that are begun with the option
            ``writes``, a number, have those that write under the same number wait for them.
        reading: options of a connection that sees one moment of the database.
        overwrite: has what this transaction removes overwritten, where that can be had.
        refusal: why a database cannot be used; empty when it can.
        failure: what an error of the driver means; None when that is not known.
    """

    drivers: frozenset[str]
    engine: Callable[[URL], Engine]
    reading: Mapping[str, Any] = field(default_factory=dict)
    overwrite: Callable[[Connection], None] = lambda _: None
    refusal: Callable[[Connection], str] = lambda _: ""
    failure: Callable[[BaseException], Failure | None]
