"""A database of a PostgreSQL server, which programs on several machines use at once."""

from __future__ import annotations

from sqlalchemy import URL, Connection, Engine, create_engine, event

from corpus.dialect import Dialect, Failure
from corpus.errors import (
    DiskFull,
    Locked,
    Overloaded,
    ReadOnly,
    SettingsWrong,
    Unreachable,
    WatwerktError,
)

_PATIENCE = "10s"  # that a writer waits for another, as with SQLite
# A writer whose machine froze or lost its network keeps the others out no longer than this.
_SILENCE = "60s"
_CONNECTING = 10  # seconds
_TURN = """
    SELECT set_config('lock_timeout', %s, true),
        set_config('idle_in_transaction_session_timeout', %s, true)
"""

_BUSY = "is being written by another program; try again when it is done"
_GONE = "does not answer; see that its server runs and can be reached, and try again"
_REFUSED = (
    "refuses this user or password; write them in its address, or the password in a file .pgpass"
)

# How an SQLSTATE begins (PostgreSQL's manual, appendix A) -> the error, what happened, what to do.
_FAILURES: tuple[tuple[str, type[WatwerktError], str], ...] = (
    ("55P03", Locked, _BUSY),
    ("40", Locked, _BUSY),
    ("25P03", Locked, "waited too long for this program, and kept nothing; try again"),
    ("25006", ReadOnly, "may not be written: it is a copy for reading; name the first server"),
    ("42501", SettingsWrong, "may not be used by this user; make him the owner of the database"),
    ("28", SettingsWrong, _REFUSED),
    ("3D000", SettingsWrong, "does not exist; make it with ‘createdb’"),
    ("53100", DiskFull, "cannot grow, the disk of its server is full; make room and try again"),
    ("53300", Overloaded, "has no connection left; raise max_connections of its server"),
    ("53", Overloaded, "asks more of its server than it has; try again"),
    ("57P", Unreachable, _GONE),
    ("08", Unreachable, _GONE),
    ("58", WatwerktError, "cannot be read or written; check the disk of its server"),
    ("XX", WatwerktError, "is damaged or its server fails; see what it logs"),
)
# While a connection is made the server gives words in place of an SQLSTATE.
_AT_THE_DOOR: tuple[tuple[str, str], ...] = (
    ("password", "28"),
    ("no pg_hba.conf entry", "28"),
    ("authentication failed", "28"),
    ("role ", "28"),
    ("database ", "3D000"),
    ("too many", "53300"),
    ("remaining connection slots", "53300"),
)


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        # A connection that a restart of the server ended is not given out.
        pool_pre_ping=True,
        # A pooler may give the next transaction another connection, which knows no statement that
        # was prepared on the last one.
        connect_args={
            "client_encoding": "utf8",
            "application_name": "watwerkt",
            "prepare_threshold": None,
        }
        | ({} if "connect_timeout" in url.query else {"connect_timeout": _CONNECTING}),
        # What the session says counts: under READ COMMITTED who waited for his turn sees all that
        # others kept meanwhile, under any higher level he would see what was before.
        isolation_level="READ COMMITTED",
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A writer waits for its turn here. So revisions come in their order and without gaps, and
    # nothing that a writer has looked at changes before it is done.
    turn = connection.get_execution_options().get("writes")
    if turn is not None:
        connection.exec_driver_sql(_TURN, (_PATIENCE, _SILENCE))
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (turn,))


def _refusal(connection: Connection) -> str:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding == "UTF8":
        return ""
    return f"keeps texts as {encoding}; make a database with ‘createdb --encoding UTF8’"


def _failure(error: BaseException) -> Failure | None:
    state = getattr(error, "sqlstate", None) or _at_the_door(error)
    for beginning, kind, sentence in _FAILURES:
        if state.startswith(beginning):
            return kind, sentence
    return None


def _at_the_door(error: BaseException) -> str:
    """The SQLSTATE of an error that has none: of a connection that was not made, or broke."""
    if type(error).__name__ not in _WITHOUT_STATE:
        return ""
    words = str(error)
    return next((state for sign, state in _AT_THE_DOOR if sign in words), "08")


_WITHOUT_STATE = ("OperationalError", "ConnectionTimeout", "InterfaceError")

POSTGRESQL = Dialect(
    drivers=frozenset({"psycopg"}),
    engine=_engine,
    reading={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    refusal=_refusal,
    failure=_failure,
)
