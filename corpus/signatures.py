"""What texts are compared by, as :mod:`ingest.doubles` made it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from corpus import schema
from corpus.database import Database

_VALUES = 500  # values in one question; a database has a limit


class Signatures:
    """The signatures of one catalogue; to keep one is no change that anybody needs to know of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, bytes]:
        """Those of all documents; some may be missing."""
        with self._database.reading() as connection:
            rows = connection.execute(select(schema.signatures)).all()
        return {row.document_id: row.signature for row in rows}

    def of(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Those of these documents; some may be missing."""
        table = schema.signatures
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for start in range(0, len(ids), _VALUES):
                some = table.c.document_id.in_(ids[start : start + _VALUES])
                rows = connection.execute(select(table).where(some)).all()
                found |= {row.document_id: row.signature for row in rows}
        return found

    def keep(self, document_id: str, signature: bytes) -> None:
        """Keep one in place of any other of the document."""
        table = schema.signatures
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.document_id == document_id))
            connection.execute(insert(table).values(document_id=document_id, signature=signature))
