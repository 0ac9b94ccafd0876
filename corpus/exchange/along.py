"""What goes along when a catalogue is moved: accounts, questions without results, originals."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum, auto

from sqlalchemy import Table

from corpus import account_schema
from corpus.accounts import Accounts
from corpus.database import Database, without_secrets
from corpus.errors import UsageError, WatwerktError
from corpus.exchange.moving import Compared, Progress
from corpus.exchange.snapshot import put_rows
from corpus.exchange.sums import sum_of
from corpus.originals import Originals, is_whole
from corpus.settings import Settings

_AT_ONCE = 8  # files on their way; a store that is far away answers each after a while


class _Came(Enum):
    """What became of an original."""

    KEPT = auto()
    MISSING = auto()
    DAMAGED = auto()


@dataclass
class Kept:
    """What came of the originals.

    Attributes:
        files: how many are there now, each read back and compared with its digest.
        size: bytes of all of them.
        missing: digests of those that the old store does not have.
        damaged: digests of those that are no longer what they were taken in as; they stay behind.
    """

    files: int = 0
    size: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def count(self, digest: str, came: _Came, size: int) -> None:
        """Count what became of one."""
        if came is _Came.KEPT:
            self.files += 1
            self.size += size
        else:
            (self.missing if came is _Came.MISSING else self.damaged).append(digest)


def refuse_used(old: Settings, new: Settings) -> None:
    """See that nothing is yet where accounts and questions without results go.

    Raises:
        UsageError: when there is.
    """
    if old.gaps_store != new.gaps_store and new.gaps_store.exists():
        raise UsageError(
            f"There are questions without results in {new.gaps_store} already, which stay as they "
            "are; name another data folder with --to-data."
        )
    if old.accounts == new.accounts:
        return
    with closing(Accounts(new.accounts)) as accounts:
        if accounts.exist:
            raise UsageError(
                f"There are accounts at {without_secrets(new.accounts)} already, which stay as "
                "they are; name another place, or another data folder with --to-data."
            )


def copy_accounts(old: Settings, new: Settings) -> list[Compared]:
    """Copy who may log in and who is logged in, in place of what an interrupted move left."""
    if old.accounts == new.accounts:
        return []
    with closing(Accounts(old.accounts)) as accounts, closing(Accounts(new.accounts)) as arrived:
        if not accounts.exist:
            return []
        return _copied(accounts.database, arrived.database, _account_tables())


def _copied(source: Database, target: Database, tables: Sequence[Table]) -> list[Compared]:
    """Copy tables whole, at once, in place of what is in them."""
    with source.reading() as reading, target.writing() as writing:
        put_rows(reading, writing, tables)
        return [
            Compared(table=table.name, here=sum_of(reading, table), there=sum_of(writing, table))
            for table in tables
        ]


def copy_gaps(old: Settings, new: Settings) -> bool:
    """Copy the file with questions without results into another data folder; whether it was."""
    if old.gaps_store == new.gaps_store or not old.gaps_store.exists():
        return False
    with (
        closing(sqlite3.connect(old.gaps_store)) as source,
        closing(sqlite3.connect(new.gaps_store)) as target,
    ):
        source.backup(target)
    return True


def check_originals(store: Originals, expected: Collection[str]) -> None:
    """See that a store can be used, and holds nothing of another collection.

    Raises:
        UsageError: when it does.
        SettingsWrong: when it cannot be used.
    """
    store.check()
    others = store.digests() - frozenset(expected)
    if others:
        raise UsageError(
            f"In {store.address} are {len(others)} files that are none of this collection; name "
            "an empty place."
        )


def copy_originals(
    source: Originals, target: Originals, digests: Sequence[str], progress: Progress
) -> Kept:
    """Copy originals that are not there yet; each is read back and compared with its digest."""
    kept = Kept()
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="originals") as pool:
        copies = [pool.submit(_copy, source, target, digest) for digest in digests]
        try:
            for digest, copy in zip(digests, copies, strict=True):
                kept.count(digest, *copy.result())
                progress(1)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return kept


def _copy(source: Originals, target: Originals, digest: str) -> tuple[_Came, int]:
    """What became of one, and how many bytes it has where it comes from."""
    size = source.size(digest)
    if size is None:
        return _Came.MISSING, 0
    if target.size(digest) is not None:
        if is_whole(target, digest):
            return _Came.KEPT, size
        target.set_aside(digest)
    try:
        with source.open(digest) as file:
            target.take(file, digest, source.place(digest))
    except WatwerktError:
        if is_whole(source, digest):
            raise
        return _Came.DAMAGED, size
    if not is_whole(target, digest):
        raise WatwerktError(
            f"{target.place(digest)} is not what was written there; check that store, and go on "
            "with ‘watwerkt move --resume’."
        )
    return _Came.KEPT, size


def _account_tables() -> list[Table]:
    """The tables with who may log in, and who is logged in."""
    tables = account_schema.accounts.metadata.sorted_tables
    return [table for table in tables if table.primary_key.columns]
