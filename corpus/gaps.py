"""Questions that found nothing, counted without knowing who asked, or at first what.

Until a question was asked :data:`ENOUGH` times only a keyed digest of it is on the disk; from then
on its words as well, unless they may point to a person. No day, time, address or session is kept.
The key lies in the same file: it keeps a reader of the file from seeing a question, not from trying
whether a question that he guesses is among them.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SettingsWrong
from corpus.personal import personal

ENOUGH = 3  # times after which a question is nobody's own
MOST = 10_000  # questions; beyond that the rarest and oldest go
_LONGEST = 200  # characters; what is longer was pasted, and may be anything

_BUSY = 2.0  # seconds a writer waits for another; the reader of the page has his answer by then
_PATIENT = 10.0  # seconds a person at the command line waits

# Whatever `personal` would need to hear beside it: nine figures or more are no year or amount.
_NUMBER = re.compile(r"\d(?:[\s./()-]{0,2}\d){8,}")

_TABLES = (
    "CREATE TABLE IF NOT EXISTS secret (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB)",
    "CREATE TABLE IF NOT EXISTS asked (digest BLOB PRIMARY KEY, count INTEGER NOT NULL,"
    " first TEXT NOT NULL, last TEXT NOT NULL, private INTEGER NOT NULL, question TEXT)",
)
_COUNT = """
    INSERT INTO asked (digest, count, first, last, private) VALUES (:digest, 1, :on, :on, :private)
    ON CONFLICT (digest) DO UPDATE SET
        count = count + 1, last = max(last, :on), private = max(private, :private)
"""
_TELL = """
    UPDATE asked SET question = iif(private, NULL, :question)
    WHERE digest = :digest AND count >= :enough
"""
_FORGET = """
    DELETE FROM asked WHERE digest IN (
        SELECT digest FROM asked ORDER BY count, last, rowid
        LIMIT max(0, (SELECT count(*) FROM asked) - :most)
    )
"""
_LIST = "SELECT count, first, last, private, question FROM asked ORDER BY count DESC, last DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as it was understood.

    Attributes:
        unit: what was looked for: ``documents`` or ``passages``.
        words: the words in their order, folded; empty where only filters were chosen.
        filters: pairs of name and value, ascending.
    """

    unit: str
    words: str
    filters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A question that found nothing.

    Attributes:
        question: None where it is not kept.
        count: how often it was asked.
        first: month of the first time, ``2026-11``; ``last`` that of the last.
        private: whether it is never kept, as it may point to a person.
    """

    question: Question | None
    count: int
    first: str
    last: str
    private: bool


class Gaps:
    """The store in a file of its own, which several processes may write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, question: Question, month: str, *, typed: str = "") -> None:
        """Count one question.

        Args:
            month: like ``2026-11``.
            typed: the words as they were typed, in which personal data still has its signs.

        Raises:
            sqlite3.Error, OSError: when it cannot be written.
        """
        written = _written(question)
        private = is_private(f"{typed}\n{question.words}", (v for _, v in question.filters))
        with self._open(_BUSY) as connection:
            digest = hmac.digest(_key(connection), written.encode(), hashlib.sha256)
            connection.execute(_COUNT, {"digest": digest, "on": month, "private": private})
            told = {"digest": digest, "question": written, "enough": ENOUGH}
            connection.execute(_TELL, told)
            connection.execute(_FORGET, {"most": MOST})

    def listed(self) -> tuple[Gap, ...]:
        """All of them, the most often asked first.

        Raises:
            SettingsWrong: when the file cannot be read.
        """
        if not self.path.exists():
            return ()
        with self._in_words(), self._open(_PATIENT) as connection:
            return tuple(_gap(*row) for row in connection.execute(_LIST))

    def clear(self) -> int:
        """Forget everything, the key as well; returns how many questions that were.

        Raises:
            SettingsWrong: when the file cannot be written.
        """
        if not self.path.exists():
            return 0
        with self._in_words():
            with self._open(_PATIENT) as connection:
                count: int = connection.execute("DELETE FROM asked").rowcount
                connection.execute("DELETE FROM secret")
            with closing(self._connect(_PATIENT)) as connection:
                connection.execute("VACUUM")  # nothing stays in pages that are free now
        return count

    def _connect(self, patience: float) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=patience, isolation_level=None)
        connection.execute("PRAGMA secure_delete = ON")  # what goes is overwritten
        # A count that a loss of power takes along is no loss; waiting for the disk would be one.
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    @contextmanager
    def _open(self, patience: float) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction, which waits for its turn."""
        with closing(self._connect(patience)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                for table in _TABLES:
                    connection.execute(table)
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SettingsWrong(
                f"The questions without results in {self.path} cannot be used: {error}; try again, "
                "or remove that file to begin anew."
            ) from error


def is_private(text: str, others: Iterable[str] = ()) -> bool:
    """Whether any of these texts may point to a person, or is no question but a text."""
    return any(
        bool(personal(one)) or "@" in one or bool(_NUMBER.search(one)) or len(one) > _LONGEST
        for part in (text, *others)
        for one in part.split("\n")
    )


def _key(connection: sqlite3.Connection) -> bytes:
    connection.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
    (key,) = connection.execute("SELECT key FROM secret").fetchone()
    return bytes(key)


def _written(question: Question) -> str:
    return json.dumps(
        [question.unit, question.words, *map(list, question.filters)], ensure_ascii=False
    )


def _gap(count: int, first: str, last: str, private: int, written: str | None) -> Gap:
    return Gap(
        question=None if written is None else _read(written),
        count=count,
        first=first,
        last=last,
        private=bool(private),
    )


def _read(written: str) -> Question:
    unit, words, *filters = json.loads(written)
    return Question(unit=unit, words=words, filters=tuple((name, value) for name, value in filters))
