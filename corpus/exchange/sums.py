"""What stands in the tables of two databases, told so that it can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select

_TOGETHER = 200  # rows; one may be a page of 100 kB
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What a table holds.

    Attributes:
        checksum: 64 hexadecimal digits; the same for the same rows, in whatever order they come.
    """

    rows: int
    checksum: str


@dataclass
class Summing:
    """A sum that grows with the rows.

    The digests of the rows are added up, so that two databases need not agree on an order, and a
    table of any size takes no memory.
    """

    rows: int = 0
    _total: int = field(default=0)

    def add(self, row: Sequence[Any]) -> None:
        """Count one row, as SQLAlchemy reads it on every database alike."""
        written = json.dumps(list(row), sort_keys=True, default=_bytes)
        digest = hashlib.sha256(written.encode("ascii")).digest()
        self._total = (self._total + int.from_bytes(digest)) % _MODULUS
        self.rows += 1

    @property
    def sum(self) -> Sum:
        """What was counted until now."""
        return Sum(rows=self.rows, checksum=f"{self._total:064x}")


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows of a table, some at a time."""
    wanted = select(table).execution_options(yield_per=_TOGETHER)
    yield from connection.execute(wanted).partitions()


def sum_of(connection: Connection, table: Table) -> Sum:
    """What a table holds now."""
    summing = Summing()
    for some in rows_of(connection, table):
        for row in some:
            summing.add(row)
    return summing.sum


def _bytes(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return f"bytes {bytes(value).hex()}"
    raise TypeError(type(value))
