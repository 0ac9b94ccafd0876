"""Tables of the accounts: who may log in, who is logged in, and who tries too often."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from corpus.database import Tables
from corpus.errors import SettingsWrong

_VERSION = 1
_metadata = MetaData()

# Moments are whole seconds since 1970.
accounts = Table(
    "accounts",
    _metadata,
    Column("key", String(200), primary_key=True),  # the name as it is compared
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", String(200), nullable=False),  # as Argon2 writes it, with salt and costs
    Column("created", Integer, nullable=False),
    Column("disabled", Integer),
)

sessions = Table(
    "sessions",
    _metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("account", ForeignKey("accounts.key", ondelete="CASCADE"), nullable=False, index=True),
    Column("began", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
)

attempts = Table(
    "attempts",
    _metadata,
    Column("of", LargeBinary(9), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", Integer, nullable=False, index=True),
    Column("until", Integer, nullable=False),  # before this moment nothing is tried
)


def _version(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _migrate(connection: Connection) -> None:
    found = _version(connection)
    if found > _VERSION:
        raise SettingsWrong(
            f"These accounts have version {found} and this watwerkt knows up to {_VERSION}; "
            "install a newer watwerkt."
        )
    _metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {_VERSION}")


TABLES = Tables(called="list of accounts", version=_version, wanted=_VERSION, migrate=_migrate)
