"""Who may log in: accounts in a file of their own, or beside a catalogue that is on a server.

Kept of a person are a name, a role, the day, and a hash of the password; see
:mod:`corpus.sessions` for what is kept while somebody is logged in.
"""

from __future__ import annotations

import logging
import os
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from corpus import account_schema as schema
from corpus.attempts import forget_attempts
from corpus.database import Database, file_of, open_database
from corpus.document import Access
from corpus.errors import NotFound, SettingsWrong, UsageError, WatwerktError
from corpus.passwords import check_choice, hashed

Clock = Callable[[], float]
"""Seconds since 1970."""

_NAME = re.compile(r"[^\W_](?:[\w.@+'-]| (?! ))*(?<! )")
_LONGEST_NAME = 64
_log = logging.getLogger(__name__)


class Role(StrEnum):
    """What an account is for; a librarian sees all that a partner sees."""

    PARTNER = "partner"
    LIBRARIAN = "librarian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may log in.

    Attributes:
        disabled: since when he may not; None when he may.
    """

    name: str
    role: Role
    created: datetime
    disabled: datetime | None = None

    @property
    def access(self) -> Access:
        """The audience that is seen for: both roles find what is for partners too."""
        return Access.PARTNER

    @property
    def is_librarian(self) -> bool:
        """Whether what is open may be decided under this account."""
        return self.role is Role.LIBRARIAN


class Accounts:
    """The accounts in one database, which several processes may use.

    Args:
        url: of the database; a file is made by the first account.
        now: tells the time.
        names: of whose accounts they are; like that of an account they make no password.
    """

    def __init__(self, url: str, now: Clock = time.time, names: tuple[str, ...] = ()) -> None:
        self.path = file_of(url)
        self.now = now
        self.names = names
        self.url = url
        self._were_there = False

    @property
    def exist(self) -> bool:
        """Whether there is an account; in a file of them, whether there ever was one.

        Raises:
            WatwerktError: when the database on a server cannot be asked.
        """
        if self.path is not None:
            return self.path.exists()
        if not self._were_there:
            with self.database.reading() as connection:
                some = select(schema.accounts.c.key).limit(1)
                self._were_there = connection.execute(some).first() is not None
        return self._were_there

    @property
    def offered(self) -> bool:
        """Whether a page offers to log in; it does not while that cannot be found out."""
        try:
            return self.exist
        except WatwerktError as error:
            _log.warning("Whether there are accounts could not be seen: %s", error)
            return False

    @cached_property
    def database(self) -> Database:
        """The opened database; a file is made where there is none, for its owner alone.

        Raises:
            SettingsWrong: when it cannot be made or used.
        """
        if self.path is not None:
            self._make_file(self.path)
        return open_database(self.url, schema.TABLES)

    def _make_file(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise SettingsWrong(
                f"The accounts in {path} cannot be used: {error.strerror}; "
                "ask for the right to write its folder."
            ) from error

    def add(self, name: str, role: Role, password: str) -> Account:
        """Make an account.

        Raises:
            UsageError: when the name or password cannot be, or there is such an account.
        """
        name = self.check_new(name)
        check_choice(password, (name, *self.names))
        made = {"key": key_of(name), "name": name, "role": role.value, "password": hashed(password)}
        with self.database.writing() as connection:
            if _row(connection, name) is not None:
                raise _taken(name)
            connection.execute(insert(schema.accounts).values(made | {"created": int(self.now())}))
        return self.get(name)

    def check_new(self, name: str) -> str:
        """Refuse a name that no new account can have; returns it as it will be kept.

        Raises:
            UsageError: when it has signs that it may not have, or is taken.
        """
        tidy = _checked(name)
        if any(key_of(account.name) == key_of(tidy) for account in self.listed()):
            raise _taken(tidy)
        return tidy

    def listed(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        if not self.exist:
            return ()
        with self.database.reading() as connection:
            rows = connection.execute(select(schema.accounts).order_by(schema.accounts.c.key))
            return tuple(map(as_account, rows))

    def get(self, name: str) -> Account:
        """One account.

        Raises:
            NotFound: when there is none of this name.
        """
        if self.exist:
            with self.database.reading() as connection:
                row = _row(connection, name)
            if row is not None:
                return as_account(row)
        raise _not_found(name)

    def set_password(self, name: str, password: str) -> Account:
        """Give an account another password; whoever is logged in under it no longer is.

        What went wrong with the old one is forgotten, so that nobody has to wait.

        Raises:
            NotFound: when there is no such account.
            UsageError: when the password cannot be.
        """
        account = self.get(name)
        check_choice(password, (account.name, *self.names))
        return self._changed(account.name, password=hashed(password))

    def disable(self, name: str) -> Account:
        """Let nobody log in under this name; whoever is logged in under it no longer is.

        Raises:
            NotFound: when there is no such account.
        """
        return self._changed(self.get(name).name, disabled=int(self.now()))

    def enable(self, name: str) -> Account:
        """Undo :meth:`disable`.

        Raises:
            NotFound: when there is no such account.
        """
        return self._changed(self.get(name).name, disabled=None)

    def remove(self, name: str) -> Account:
        """Forget an account and who is logged in under it; returns what it was.

        Raises:
            NotFound: when there is no such account.
        """
        account = self.get(name)
        with self.database.writing() as connection:
            self.database.overwrite(connection)
            connection.execute(delete(schema.accounts).where(_is(name)))
            forget_attempts(connection, key_of(name))
        return account

    def close(self) -> None:
        """Close the connections; using the accounts afterwards opens new ones."""
        if "database" in vars(self):
            self.database.close()

    def _changed(self, name: str, **values: object) -> Account:
        with self.database.writing() as connection:
            connection.execute(update(schema.accounts).where(_is(name)).values(values))
            ended = schema.sessions.c.account == key_of(name)
            connection.execute(delete(schema.sessions).where(ended))
            forget_attempts(connection, key_of(name))
        return self.get(name)


def key_of(name: str) -> str:
    """A name as it is compared: nobody has to remember its capitals."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def as_account(row: Row[Any]) -> Account:
    """A row of the table as a value."""
    return Account(
        name=row.name,
        role=Role(row.role),
        created=datetime.fromtimestamp(row.created, UTC),
        disabled=None if row.disabled is None else datetime.fromtimestamp(row.disabled, UTC),
    )


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(schema.accounts).where(_is(name))).one_or_none()


def _is(name: str) -> Any:
    return schema.accounts.c.key == key_of(name)


def _checked(name: str) -> str:
    tidy = unicodedata.normalize("NFKC", name.strip())
    if len(tidy) > _LONGEST_NAME or not _NAME.fullmatch(tidy):
        raise UsageError(
            f"‘{name}’ cannot be the name of an account; use letters and digits, single spaces "
            f"and . @ + ' _ -, at most {_LONGEST_NAME} together."
        )
    return tidy


def _taken(name: str) -> UsageError:
    return UsageError(
        f"There is an account ‘{name}’ already; set its password with "
        "‘watwerkt account password’, or choose another name."
    )


def _not_found(name: str) -> NotFound:
    return NotFound(f"There is no account ‘{name}’; see ‘watwerkt account list’.")
