"""What happened to many documents at once, as the ledger has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, or_, select

from corpus import schema
from corpus.database import Database

_VALUES = 500  # values in one question; a database has a limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The last change to a document."""

    document_id: str
    revision: int
    at: datetime


class History:
    """The ledger of one catalogue, seen from all its documents."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def changes_since(self, revision: int) -> list[Change]:
        """The last change to each document that changed after ``revision``, in their order."""
        documents, ledger = schema.documents, schema.ledger
        wanted = (
            select(documents.c.id, ledger.c.revision, ledger.c.at)
            .join(ledger, ledger.c.revision == documents.c.revision)
            .where(documents.c.revision > revision)
            .order_by(documents.c.revision)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [
            Change(document_id=row.id, revision=row.revision, at=datetime.fromisoformat(row.at))
            for row in rows
        ]

    def telling(self, fields: Iterable[str], ids: Sequence[str]) -> set[str]:
        """Those of the documents of which a line of the ledger tells one of these fields."""
        ledger, names = schema.ledger, frozenset(fields)
        # As texts, for all databases alike; whether it is the name of a field is seen below.
        details = cast(ledger.c.details, Text)
        told = or_(*(details.contains(f'"{name}"', autoescape=True) for name in names))
        found: set[str] = set()
        with self._database.reading() as connection:
            for start in range(0, len(ids), _VALUES):
                some = ledger.c.document_id.in_(ids[start : start + _VALUES])
                lines = connection.execute(
                    select(ledger.c.document_id, ledger.c.details).where(some, told)
                )
                found.update(one for one, details in lines if not names.isdisjoint(details))
        return found
