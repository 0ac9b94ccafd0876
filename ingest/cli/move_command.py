"""The command that takes a collection to another database, index and store of originals."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import click

from corpus.catalogue import Catalogue
from corpus.collection import Collection
from corpus.database import open_database
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, UsageError, WatwerktError
from corpus.exchange.along import (
    Kept,
    check_originals,
    copy_accounts,
    copy_gaps,
    copy_originals,
    refuse_accounts,
)
from corpus.exchange.moving import (
    Progress,
    arriving,
    copy_catalogue,
    count_rows,
    finish,
)
from corpus.originals import open_originals
from corpus.renames import Renames
from corpus.settings import Settings
from index import SearchIndex, open_index, rebuild
from index.protocols import Effort
from ingest.cli.elsewhere import (
    elsewhere,
    mask_password,
    place_options,
    setting_lines,
    tell_compared,
)
from ingest.cli.verify import in_index
from ingest.cli.workspace import Workspace, at_terminal, note, say

_INTERRUPTED = 130  # exit code
_WORTH_A_PROCESS = 500  # documents, below which starting one takes longer than it saves
_HALF = (
    "What is at the new place is not whole and cannot be used. Go on with the same command and "
    "--resume; the old collection is as it was."
)


@click.command()
@place_options
@click.option("--resume", is_flag=True, help="Go on with a move that was interrupted.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object per table, and for the rest."
)
@click.pass_obj
def move(workspace: Workspace, /, *, resume: bool, as_json: bool, **options: Any) -> int:
    """Take the collection to another database, index or store of originals.

    All of it is copied: documents, pages, passages, decisions, ledger, accounts, originals; the
    index is made anew there. Nothing may be there yet, and nothing is taken away here. At the end
    both sides are compared, table by table and original by original; until that is done the new
    collection cannot be used. ‘watwerkt verify’ takes the same options to compare them again.

    \b
    Example:
      watwerkt move --to-catalogue postgresql+psycopg://ww@db/ww \\
        --to-index opensearch://search:9200/watwerkt --to-originals s3://bucket/ww
      watwerkt move --to-data /srv/watwerkt
    """
    here = workspace.settings
    there = elsewhere(here, options)
    collection = workspace.collection
    with collection.writing("move"), ExitStack() as stack:
        one = _Move(collection, there, as_json=as_json, resume=resume)
        stack.enter_context(one.opened())
        try:
            problems = one.made()
        except KeyboardInterrupt:
            note(f"Interrupted. {_HALF}")
            raise click.exceptions.Exit(_INTERRUPTED) from None
        except BaseException:
            note(_HALF)
            raise
    for problem in problems:
        note(f"warning: {problem}")
    note("The collection is moved; the old one is as it was. What has to be set from now on:")
    for line in setting_lines(here, there):
        note(f"  {line}")
    return 1 if problems else 0


COMMANDS = (move,)


class _Move:
    """One move, from the look at both sides to the proof that they are the same."""

    def __init__(
        self, collection: Collection, there: Settings, *, as_json: bool, resume: bool
    ) -> None:
        self._collection = collection
        self._here = collection.settings
        self._there = there
        self._resume = resume
        self._as_json = as_json
        self._originals = open_originals(there.originals, there.data)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Both sides open, and the new one marked; refused before anything is written."""
        documents = {one.sha256 for one in self._collection.catalogue.summaries()}
        self._digests = sorted(documents | self._collection.originals.digests())
        if self._originals.address != self._collection.originals.address:
            check_originals(self._originals, self._digests)
        if not self._resume:
            refuse_accounts(self._here, self._there)
            self._refuse_index()
        with ExitStack() as stack:
            self._source = stack.enter_context(closing(open_database(self._here.catalogue)))
            self._target = self._source
            self._there.data.mkdir(parents=True, exist_ok=True)
            if self._there.catalogue != self._here.catalogue:
                self._target = stack.enter_context(
                    arriving(self._there.catalogue, self._source, resume=self._resume)
                )
            yield

    def made(self) -> list[str]:
        """Copy everything and make the index; what is wrong with the old collection.

        Raises:
            WatwerktError: when the two are not the same in the end.
        """
        if self._target is not self._source:
            self._copy_rows()
        copy_gaps(self._here, self._there)
        problems = self._copy_files()
        if self._there.index != self._here.index:
            self._make_index()
        if self._target is not self._source:
            finish(self._source, self._target)
        return problems

    def _copy_rows(self) -> None:
        with _bar("rows", count_rows(self._source)) as progress:
            tables = copy_catalogue(self._source, self._target, progress)
        tables += copy_accounts(self._here, self._there)
        for one in tables:
            tell_compared(one, as_json=self._as_json)
        if other := [one.table for one in tables if not one.same]:
            raise WatwerktError(
                f"What arrived is not what was sent, in {', '.join(other)}; empty the new database "
                "and move again."
            )

    def _copy_files(self) -> list[str]:
        """Copy the originals, where they are to be elsewhere; what is wrong with the old ones."""
        if self._originals.address == self._collection.originals.address:
            return []
        with _bar("originals", len(self._digests)) as progress:
            kept = copy_originals(
                self._collection.originals, self._originals, self._digests, progress
            )
        self._tell_files(kept)
        return [
            *(f"the original {one} is gone, and was not moved" for one in kept.missing),
            *(f"the original {one} is damaged, and was not moved" for one in kept.damaged),
        ]

    def _tell_files(self, kept: Kept) -> None:
        if self._as_json:
            say({
                "part": "originals", "files": kept.files, "bytes": kept.size,
                "missing": kept.missing, "damaged": kept.damaged,
            })  # fmt: skip
        else:
            click.echo(f"originals    {kept.files} files, {kept.size / 1e6:.1f} MB  the same")

    def _make_index(self) -> None:
        taxonomy = self._collection.taxonomy
        catalogue = Catalogue(self._target, taxonomy.version, Renames(taxonomy.former))
        index = open_index(self._there.index, catalogue, taxonomy)
        note("making the index")
        summaries = list(catalogue.summaries())
        jobs = min(os.cpu_count() or 1, 1 + len(summaries) // _WORTH_A_PROCESS)
        count = rebuild(index, catalogue, Effort(jobs=jobs))
        problems = list(in_index(index, summaries))
        if self._as_json:
            say({"part": "index", "documents": count, "same": not problems})
        else:
            click.echo(f"index        {count} documents")
        if problems:
            raise WatwerktError(f"The new index is not that of the collection: {problems[0]}")

    def _refuse_index(self) -> None:
        """Raise UsageError when there is an index already."""
        if self._there.index == self._here.index:
            return
        index = open_index(self._there.index, self._collection.catalogue, self._collection.taxonomy)
        if _is_there(index):
            raise UsageError(
                f"There is an index at {mask_password(self._there.index)} already; name another."
            )


def _is_there(index: SearchIndex) -> bool:
    try:
        return index.revision >= 0
    except IndexMissing:
        return False
    except (IndexOutdated, IndexDamaged):
        return True


@contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    """A bar on a terminal, on standard error."""
    if not at_terminal():
        yield lambda _: None
        return
    with click.progressbar(length=length, file=sys.stderr, label=label) as bar:
        yield bar.update
