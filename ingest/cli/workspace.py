"""What every command shares: settings, the opened collection, its index, and who is at work."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import click

from corpus.accounts import Accounts
from corpus.collection import Collection, open_collection
from corpus.deciding import Decider
from corpus.decisions import Decision
from corpus.document import LIBRARIANS
from corpus.errors import UsageError
from corpus.settings import Settings
from corpus.values import Values
from index import Searcher, SearchIndex, open_index
from index.deciding import Writing

Change = TypeVar("Change")


@dataclass
class Workspace:
    """Opened as far as a command needs it."""

    settings: Settings
    by: str | None = None

    @cached_property
    def collection(self) -> Collection:
        """Catalogue, originals and taxonomy."""
        return open_collection(self.settings)

    @cached_property
    def accounts(self) -> Accounts:
        """Who may log in on the page."""
        return Accounts(self.settings.accounts, names=(self.settings.contact,))

    def close(self) -> None:
        """Close the databases that were opened."""
        if "collection" in vars(self):
            self.collection.catalogue.close()
        if "accounts" in vars(self):
            self.accounts.close()

    @cached_property
    def index(self) -> SearchIndex:
        """The index; whether it exists shows when it is used."""
        collection = self.collection
        return open_index(self.settings.index, collection.catalogue, collection.taxonomy)

    @property
    def searcher(self) -> Searcher:
        """Answers the librarian, from all documents that any reader may find."""
        return self.index.seen_by(LIBRARIANS)

    @cached_property
    def who(self) -> str:
        """Name under which decisions and the ledger are kept."""
        if self.by:
            return self.by
        try:
            return getpass.getuser()
        except (OSError, KeyError):  # no entry for this user
            raise UsageError("Nobody knows who you are; say it with --by NAME.") from None

    @cached_property
    def values(self) -> Values:
        """Checks what is written for a field."""
        return Values(self.collection.taxonomy, self.who)

    @cached_property
    def decider(self) -> Decider:
        """The person at the keyboard, who decides."""
        return Decider(catalogue=self.collection.catalogue, values=self.values, who=self.who)

    @cached_property
    def _writing(self) -> Writing:
        return Writing(collection=self.collection, index=self.index, tell=note)

    def decide(self, command: str, decisions: list[Decision]) -> None:
        """Keep decisions on one document and show them in the index."""
        self._writing.decide(command, decisions)

    @contextmanager
    def changing(self, command: str, *, dry_run: bool = False) -> Iterator[None]:
        """Be the one who changes the collection; the index follows when the block ends.

        In a dry run nobody changes anything, and nobody is kept waiting.
        """
        if dry_run:
            yield
            return
        with self._writing.changing(command):
            yield

    def followed(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes as they are made; the index follows after every so many."""
        return self._writing.followed(changes)

    def catch_up(self) -> None:
        """Bring the index up to the catalogue; an unusable one is made anew."""
        self._writing.catch_up()


def note(message: str) -> None:
    """Tell a person something beside the product of the command."""
    click.echo(message, err=True)


def say(record: Mapping[str, Any]) -> None:
    """One JSON object on one line of standard output."""
    click.echo(json.dumps(record, ensure_ascii=False))


def table(rows: Iterable[Iterable[object]]) -> None:
    """Print rows as aligned columns."""
    for line in aligned(rows):
        click.echo(line)


def aligned(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Rows as lines with aligned columns; the last is as long as it is."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
        yield "  ".join([*cells, row[-1]])


def at_terminal() -> bool:
    """Whether a person looks at standard error, so that progress makes sense."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
