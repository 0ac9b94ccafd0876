"""The ledger: one line for every change, with what it was before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from corpus import schema
from corpus.decisions import LABEL, Decision, apply, in_force
from corpus.document import Document, Tag
from corpus.record import Record, as_record

_TOOL = f"watwerkt {version('watwerkt')}"
# Too long for a line, or told in another way.
_UNTOLD = ("pages", "origins", "tags", "screened", "passages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger: who did what, when, to which document."""

    revision: int
    at: datetime
    who: str
    action: str
    document_id: str
    details: dict[str, Any]


class Times(NamedTuple):
    """When a document came in, and when anything about it last changed."""

    document_id: str
    ingested: datetime
    changed: datetime


def times(connection: Connection) -> Iterator[Times]:
    """The times of all documents, withdrawn ones too; what came in last comes first."""
    documents, ledger = schema.documents, schema.ledger
    stamped = documents.outerjoin(ledger, ledger.c.revision == documents.c.revision)
    wanted = select(documents.c.id, documents.c.ingested, ledger.c.at).select_from(stamped)
    ordered = wanted.order_by(documents.c.ingested.desc(), documents.c.id)
    for document_id, ingested, at in connection.execute(ordered):
        came = datetime.fromisoformat(ingested)
        yield Times(document_id, came, datetime.fromisoformat(at) if at else came)


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
    """Write a line; returns its number, the revision of the document it touched.

    Only one writes at a time: whoever sees a revision has seen all that came before it.
    """
    revision = last_revision(connection) + 1
    line = {
        "revision": revision,
        "at": datetime.now(UTC).isoformat(),
        "who": who,
        "action": action,
        "document_id": document_id,
        "details": details | {"tool": _TOOL},
    }
    connection.execute(insert(schema.ledger).values(line))
    return revision


def decided(found: Document, taken: Sequence[Decision], decisions: Sequence[Decision]) -> Record:
    """What decisions change of a document: each field as it was in force, found or decided.

    Args:
        found: the document as programs found it.
        taken: the decisions on it until now.
        decisions: the new ones.
    """
    before, after = _in_force(found, taken), _in_force(found, [*taken, *decisions])
    details: Record = {
        d.field: {"before": before.get(d.field), "after": after.get(d.field)} for d in decisions
    }
    why = decisions[0].why if decisions else ""
    return details | ({"why": why} if why else {})


def _in_force(found: Document, decisions: Sequence[Decision]) -> Record:
    """Everything that can be decided -> what counts now."""
    document = apply(replace(found, pages=()), decisions)
    labels = {LABEL + tag.archetype: tag.verdict.value for tag in document.tags}
    settled = {d.field: d.value for d in in_force(decisions).values()}
    return settled | as_record(document) | labels


def differences(before: Document, after: Document) -> Record:
    """What a new description changes; of pages only which."""
    old, new = as_record(replace(before, pages=())), as_record(replace(after, pages=()))
    old["findings"], new["findings"] = _counted(before), _counted(after)
    changed: Record = {
        name: {"before": old[name], "after": new[name]}
        for name in sorted(old)
        if old[name] != new[name] and name not in _UNTOLD
    }
    labels = {tag.archetype: tag.verdict.value for tag in before.tags}
    told = changed | _changed_pages(before, after) | changed_labels(labels, after.tags)
    if before.passages != after.passages:
        told["passages"] = {"before": len(before.passages), "after": len(after.passages)}
    return told


def _counted(document: Document) -> Record:
    return dict(Counter(finding.what for finding in document.findings))


def _changed_pages(before: Document, after: Document) -> Record:
    """How many pages there were and are, and the numbers of those that are new or other ones."""
    same = {page.number: page for page in before.pages}
    changed = [page.number for page in after.pages if same.get(page.number) != page]
    if not changed and len(before.pages) == len(after.pages):
        return {}
    pages = {"before": len(before.pages), "after": len(after.pages)}
    return {"pages": pages, "changed_pages": changed}


def changed_labels(before: Mapping[str, str], tags: Sequence[Tag]) -> Record:
    """Which labels come and go.

    Args:
        before: archetype -> verdict.
    """
    after = {tag.archetype: tag.verdict.value for tag in tags}
    return {"tags": {"before": dict(before), "after": after}} if after != before else {}
