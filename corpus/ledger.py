"""The ledger: one line for every change, with what it was before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, func, insert, select

from corpus import schema
from corpus.decisions import Decision
from corpus.document import Document, Tag
from corpus.record import Record, as_record

_TOOL = f"watwerkt {version('watwerkt')}"
# Too long for a line, or told in another way.
_UNTOLD = ("pages", "origins", "tags", "findings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger: who did what, when, to which document."""

    revision: int
    at: datetime
    who: str
    action: str
    document_id: str
    details: dict[str, Any]


def entries(connection: Connection, document_id: str | None) -> list[Entry]:
    """What happened, in order; to one document or to all."""
    table = schema.ledger
    wanted = select(table).order_by(table.c.revision)
    if document_id is not None:
        wanted = wanted.where(table.c.document_id == document_id)
    rows = connection.execute(wanted).mappings()
    return [Entry(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]


def last_revision(connection: Connection) -> int:
    """Number of the last line; 0 when there is none."""
    return connection.execute(select(func.max(schema.ledger.c.revision))).scalar() or 0


def log(connection: Connection, who: str, action: str, document_id: str, details: Record) -> int:
    """Write a line; returns its number, the revision of the document it touched."""
    line = {
        "at": datetime.now(UTC).isoformat(),
        "who": who,
        "action": action,
        "document_id": document_id,
        "details": details | {"tool": _TOOL},
    }
    written = insert(schema.ledger).values(line).returning(schema.ledger.c.revision)
    return int(connection.execute(written).scalar_one())


def decided(before: Mapping[str, Decision], decisions: Sequence[Decision]) -> Record:
    """What decisions on one document change."""
    details: Record = {
        d.field: {"before": before[d.field].value if d.field in before else None, "after": d.value}
        for d in decisions
    }
    return details | ({"why": decisions[0].why} if decisions[0].why else {})


def differences(before: Document, after: Document) -> Record:
    """What a new description changes; of pages nothing is told."""
    old, new = as_record(replace(before, pages=())), as_record(replace(after, pages=()))
    changed: Record = {
        name: {"before": old[name], "after": new[name]}
        for name in sorted(old)
        if old[name] != new[name] and name not in _UNTOLD
    }
    return changed | changed_labels(
        {tag.archetype: tag.verdict.value for tag in before.tags}, after.tags
    )


def changed_labels(before: Mapping[str, str], tags: Sequence[Tag]) -> Record:
    """Which labels come and go.

    Args:
        before: archetype -> verdict.
    """
    after = {tag.archetype: tag.verdict.value for tag in tags}
    return {"tags": {"before": dict(before), "after": after}} if after != before else {}
