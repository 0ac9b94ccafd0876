"""Tables of the accounts: who may log in, who is logged in, and who tries too often."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    delete,
    insert,
    inspect,
    select,
)

from corpus.columns import line
from corpus.database import Tables
from corpus.errors import SettingsWrong

_VERSION = 2
_metadata = MetaData()

# Beside a catalogue the tables have no other version than their own.
meta = Table("account_meta", _metadata, Column("schema_version", Integer, nullable=False))

# Moments are whole seconds since 1970, which need more than 32 bits from 2038 on.
accounts = Table(
    "accounts",
    _metadata,
    Column("key", line(200), primary_key=True),  # the name as it is compared
    Column("name", line(64), nullable=False),
    Column("role", line(16), nullable=False),
    Column("password", line(200), nullable=False),  # as Argon2 writes it, with salt and costs
    Column("created", BigInteger, nullable=False),
    Column("disabled", BigInteger),
)

sessions = Table(
    "sessions",
    _metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("account", ForeignKey("accounts.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("began", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)

attempts = Table(
    "attempts",
    _metadata,
    Column("of", LargeBinary(9), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", BigInteger, nullable=False, index=True),
    Column("until", BigInteger, nullable=False),  # before this moment nothing is tried
)


def _version(connection: Connection) -> int:
    there = inspect(connection)
    if there.has_table(meta.name):
        return int(connection.execute(select(meta.c.schema_version)).scalar_one())
    return 1 if there.has_table(accounts.name) else 0  # the first version did not say which it is


def _migrate(connection: Connection) -> None:
    found = _version(connection)
    if found > _VERSION:
        raise SettingsWrong(
            f"These accounts have version {found} and this watwerkt knows up to {_VERSION}; "
            "install a newer watwerkt."
        )
    _metadata.create_all(connection)
    connection.execute(delete(meta))
    connection.execute(insert(meta).values(schema_version=_VERSION))


TABLES = Tables(
    called="list of accounts",
    version=_version,
    wanted=_VERSION,
    migrate=_migrate,
    turn=int.from_bytes(b"ww-accou"),
)
