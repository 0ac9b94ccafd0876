"""Tables of the catalogue and the steps by which an older catalogue becomes a present one."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.schema import CreateColumn

from corpus.columns import line, text
from corpus.errors import SettingsWrong

LAST_PAGE = 2**31 - 1
"""The highest number of a page that its column can hold."""

_metadata = MetaData()

meta = Table(
    "meta",
    _metadata,
    Column("schema_version", Integer, nullable=False),
)

identity = Table(
    "identity",
    _metadata,
    Column("name", line(32), nullable=False),
)

documents = Table(
    "documents",
    _metadata,
    Column("id", line(64), primary_key=True),
    Column("title", text(), nullable=False),
    Column("subtitle", text()),
    Column("kind", line(32), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("organisation", text()),
    Column("publisher", text()),
    Column("municipality", JSON, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("target_groups", JSON, nullable=False),
    Column("evidence", JSON(none_as_null=True)),
    Column("published", line(10)),
    Column("language", line(8)),
    Column("licence", text()),
    Column("source_url", text()),
    Column("access", line(16), nullable=False),
    Column("note", text()),
    Column("document_type", line(64)),
    Column("isbn", line(13)),
    Column("doi", text()),
    Column("replaced_by", line(64)),
    Column("sha256", line(64), nullable=False, index=True),
    Column("media_type", text(), nullable=False),
    Column("source", text(), nullable=False),
    Column("status", line(16), nullable=False),
    Column("ingested", line(40), nullable=False),
    Column("origins", JSON, nullable=False),
    Column("findings", JSON, nullable=False, server_default="[]"),
    Column("extra", JSON, nullable=False, server_default="[]"),
    Column("screened", Integer, nullable=False, server_default="0"),
    Column("revision", Integer, nullable=False, index=True),
)


def _document_id() -> Column[str]:
    return Column("document_id", ForeignKey("documents.id"), nullable=False, index=True)


pages = Table(
    "pages",
    _metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", text(), nullable=False),
    Column("quality", Float, nullable=False),
    Column("ocr", Float),
    Column("apart", JSON, nullable=False, server_default="[]"),
    Column("language", line(8)),
)

tags = Table(
    "tags",
    _metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("archetype", line(64), primary_key=True),
    Column("score", Float, nullable=False),
    Column("verdict", line(16), nullable=False),
    Column("by", text(), nullable=False),
    Column("evidence", JSON, nullable=False),
)

passages = Table(
    "passages",
    _metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("key", line(12), primary_key=True),
    Column("page", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", text(), nullable=False),
    Column("role", line(16), nullable=False),
    Column("outcome", line(16)),
    Column("cue", text(), nullable=False),
    Column("score", Float, nullable=False),
    Column("ingredients", JSON, nullable=False),
    Column("by", text(), nullable=False),
    Column("standing", line(16), nullable=False),
)

# The numbers of decisions and lines are given by the one who writes, so that none is left out.
decisions = Table(
    "decisions",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _document_id(),
    Column("field", line(80), nullable=False),
    Column("value", JSON(none_as_null=True)),
    Column("who", text(), nullable=False),
    Column("at", line(40), nullable=False),
    Column("why", text(), nullable=False),
)

ledger = Table(
    "ledger",
    _metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", line(40), nullable=False),
    Column("who", text(), nullable=False),
    Column("action", line(32), nullable=False),
    Column("document_id", line(64), nullable=False, index=True),
    Column("details", JSON, nullable=False),
)

# What a text is compared by, as :mod:`ingest.doubles` made it; it can be made again from the pages.
signatures = Table(
    "signatures",
    _metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("signature", LargeBinary, nullable=False),
)

pages_by_quality = Index("pages_by_quality", pages.c.quality, pages.c.document_id, pages.c.number)


def _create(connection: Connection) -> None:
    _metadata.create_all(connection)


def _name(connection: Connection) -> None:
    identity.create(connection, checkfirst=True)
    connection.execute(insert(identity).values(name=uuid.uuid4().hex))


def _describe_more(connection: Connection) -> None:
    """Columns that earlier versions did not have."""
    for table in (documents, pages):
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                definition = CreateColumn(column).compile(connection)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")


def _compare(connection: Connection) -> None:
    signatures.create(connection, checkfirst=True)
    pages_by_quality.create(connection, checkfirst=True)


def _say_what_works(connection: Connection) -> None:
    passages.create(connection, checkfirst=True)


# Step n brings a catalogue of version n to version n + 1; steps are only ever added at the end.
_STEPS: tuple[Callable[[Connection], None], ...] = (
    _create,
    _name,
    _describe_more,
    _compare,
    _describe_more,
    _describe_more,
    _describe_more,
    _say_what_works,
)

SCHEMA_VERSION = len(_STEPS)

# What is added to the version while a collection is moved here: no program takes half of one for
# a whole, older ones neither.
UNFINISHED = 1_000_000


def version(connection: Connection) -> int:
    """Schema version of the connected catalogue; 0 for an empty database."""
    if not inspect(connection).has_table(meta.name):
        return 0
    return connection.execute(select(func.max(meta.c.schema_version))).scalar() or 0


def migrate(connection: Connection) -> None:
    """Bring the catalogue to :data:`SCHEMA_VERSION`, all steps in the caller's transaction.

    Raises:
        SettingsWrong: when a newer watwerkt made it.
    """
    found = version(connection)
    if found >= UNFINISHED:
        raise SettingsWrong(
            "This catalogue is half of a collection that is being moved here; go on with "
            "‘watwerkt move --resume’ from where it comes, or empty the database."
        )
    if found > SCHEMA_VERSION:
        raise SettingsWrong(
            f"This catalogue has version {found} and this watwerkt knows up to {SCHEMA_VERSION}; "
            "install a newer watwerkt."
        )
    for step in _STEPS[found:]:
        step(connection)
    if found < SCHEMA_VERSION:
        connection.execute(delete(meta))
        connection.execute(insert(meta).values(schema_version=SCHEMA_VERSION))
