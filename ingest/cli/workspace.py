"""What every command shares: settings, the opened collection, its index, and who is at work."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

import click

from corpus.collection import Collection, open_collection
from corpus.decisions import Decision
from corpus.document import AUDIENCES, LIBRARIANS, Status
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, UsageError
from corpus.settings import Settings
from corpus.values import Values
from index import Searcher, SearchIndex, open_index, rebuild, synchronise

Change = TypeVar("Change")

_BETWEEN_COMMITS = 64  # changes after which what is in becomes findable


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

    def decision(self, document_id: str, field: str, value: object, why: str = "") -> Decision:
        """A decision of the person at the keyboard, now."""
        return Decision(
            document_id=document_id,
            field=field,
            value=value,
            who=self.who,
            at=datetime.now(UTC),
            why=why,
        )

    def withdrawal(self, document_id: str, why: str, newer: str | None = None) -> list[Decision]:
        """The decisions that take a document out of search, for its newer edition if any.

        Raises:
            NotFound, UsageError: when ``newer`` cannot be its newer edition.
        """
        decisions = [self.decision(document_id, "status", Status.WITHDRAWN.value, why)]
        if newer is not None:
            self.check_edition(document_id, newer)
            decisions.append(self.decision(document_id, "replaced_by", newer, why))
        return decisions

    def check_edition(self, document_id: str, newer: str) -> None:
        """Refuse a newer edition of a document that cannot be it.

        Raises:
            NotFound: when there is no such edition.
            UsageError: when it is the document itself, the older one of the two already, or one
                that readers of the older one would not find.
        """
        catalogue = self.collection.catalogue
        passed = {document_id}
        following: str | None = newer
        while following is not None:
            if following in passed:
                raise UsageError(f"{newer} is not newer than {document_id}: it is replaced by it.")
            passed.add(following)
            last = catalogue.get(following)
            following = last.replaced_by
        older = next(catalogue.summaries([document_id]))
        if any(older.visible_to(one) and not last.visible_to(one) for one in AUDIENCES):
            why = "withdrawn" if last.status is Status.WITHDRAWN else last.access.value
            raise UsageError(
                f"{last.id} is {why}, so readers would have neither; decide on that, and then with "
                f"‘watwerkt edit {document_id} --set replaced_by={newer}’."
            )

    def decide(self, command: str, decisions: list[Decision]) -> None:
        """Keep decisions on one document and show them in the index."""
        with self.changing(command):
            self.collection.catalogue.decide(decisions)

    @contextmanager
    def changing(self, command: str, *, dry_run: bool = False) -> Iterator[None]:
        """Be the one who changes the collection; the index follows when the block ends.

        In a dry run nobody changes anything, and nobody is kept waiting.

        It is brought up to date before as well: that shows what an interrupted command left, and
        whether index and catalogue belong together, which later changes would hide. Half copies
        of originals go.
        """
        if dry_run:
            yield
            return
        with self.collection.writing(command):
            self.collection.originals.sweep()
            self.catch_up()
            yield
            self.catch_up()

    def followed(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes as they are made; the index follows after every so many."""
        for number, change in enumerate(changes, 1):
            yield change
            if number % _BETWEEN_COMMITS == 0:
                self.catch_up()

    def catch_up(self) -> None:
        """Bring the index up to the catalogue; an unusable one is made anew."""
        try:
            synchronise(self.index, self.collection.catalogue)
        except IndexMissing:
            rebuild(self.index, self.collection.catalogue)
        except (IndexOutdated, IndexDamaged) as error:
            note(f"{error} Doing that now.")
            rebuild(self.index, self.collection.catalogue)


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
