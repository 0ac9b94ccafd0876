"""Who is logged in: sessions that are kept on the server, and how one begins and ends.

A reader has a random token; of it only the SHA-256 is kept, so that whoever reads the file is not
logged in. A session ends by logging out, some time after it was last used, some time after it
began, and when its account gets another password, is disabled or removed.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from corpus.account_schema import accounts as table
from corpus.account_schema import sessions
from corpus.accounts import Account, Accounts, as_account, key_of
from corpus.attempts import attempt_succeeded, begin_attempt
from corpus.errors import WatwerktError
from corpus.passwords import hashed, is_dated, is_right

IDLE = 2 * 3600
"""Seconds after its last use in which a session ends."""
LONGEST = 12 * 3600
"""Seconds after its beginning in which it ends, used or not."""

_NOTED = 60  # seconds between two notes that a session is in use
_LONGEST_NAME = 200  # characters; to compare a name takes the square of its length

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A session that has begun; the token is known to the reader alone."""

    token: str
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """No session: name or password is wrong, or it is too early to try again.

    Attributes:
        wait: seconds until then; 0 when name or password is wrong.
    """

    wait: int = 0


class Sessions:
    """The sessions beside the accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def log_in(self, name: str, password: str, address: str) -> LoggedIn | Refused:
        """Begin a session, when name and password are right.

        An unknown name, a wrong password and a disabled account are refused alike.

        Args:
            name: in whatever capitals; only its first 200 characters count.
            password: as it was typed.
            address: from which it was sent, for counting attempts.
        """
        key, now = key_of(name[:_LONGEST_NAME]), int(self._accounts.now())
        with self._accounts.database.writing() as connection:
            wait = begin_attempt(connection, key, address, now)
            kept = None if wait else _password(connection, key)
        if wait:
            return Refused(wait=wait)
        if not is_right(kept, password) or kept is None:
            return Refused()
        fresh = hashed(password) if is_dated(kept) else kept
        with self._accounts.database.writing() as connection:
            if _password(connection, key) != kept:  # changed or disabled meanwhile
                return Refused()
            attempt_succeeded(connection, key, address)
            connection.execute(update(table).where(table.c.key == key).values(password=fresh))
            return _begun(connection, key, now)

    def account_of(self, token: str) -> Account | None:
        """Whose session this is; None when it is nobody's, or has ended."""
        if not token or not self._accounts.exist:
            return None
        now = int(self._accounts.now())
        live = _account_and_session().where(
            sessions.c.digest == _digest(token),
            sessions.c.began > now - LONGEST,
            sessions.c.seen > now - IDLE,
            table.c.disabled.is_(None),
        )
        with self._accounts.database.reading() as connection:
            row = connection.execute(live).one_or_none()
        if row is None:
            return None
        if now - row.seen >= _NOTED:
            self._note(token, now)
        return as_account(row)

    def log_out(self, token: str) -> None:
        """End a session; nothing happens when there is none."""
        if token and self._accounts.exist:
            with self._accounts.database.writing() as connection:
                connection.execute(delete(sessions).where(sessions.c.digest == _digest(token)))

    def count(self) -> int:
        """How many sessions there are that have not ended."""
        if not self._accounts.exist:
            return 0
        now = int(self._accounts.now())
        live = select(func.count()).where(
            sessions.c.began > now - LONGEST, sessions.c.seen > now - IDLE
        )
        with self._accounts.database.reading() as connection:
            return connection.execute(live).scalar_one()

    def _note(self, token: str, now: int) -> None:
        """Keep that it is in use; a full disk keeps nobody from reading."""
        used = update(sessions).where(sessions.c.digest == _digest(token)).values(seen=now)
        try:
            with self._accounts.database.writing() as connection:
                connection.execute(used)
        except WatwerktError as error:
            _log.warning("The use of a session was not kept: %s", error)


def _begun(connection: Connection, key: str, now: int) -> LoggedIn:
    """A new session; those that have ended by themselves go."""
    ended = or_(sessions.c.began <= now - LONGEST, sessions.c.seen <= now - IDLE)
    connection.execute(delete(sessions).where(ended))
    token = secrets.token_urlsafe(32)
    values = {"digest": _digest(token), "account": key, "began": now, "seen": now}
    connection.execute(insert(sessions).values(values))
    row = connection.execute(select(table).where(table.c.key == key)).one()
    return LoggedIn(token=token, account=as_account(row))


def _password(connection: Connection, key: str) -> str | None:
    """What is kept of the password; None for an account that there is not, or is disabled."""
    wanted = select(table.c.password).where(table.c.key == key, table.c.disabled.is_(None))
    return connection.execute(wanted).scalar_one_or_none()


def _account_and_session() -> Any:
    joined = table.join(sessions, sessions.c.account == table.c.key)
    return select(table, sessions.c.seen).select_from(joined)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
