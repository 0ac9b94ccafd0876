"""Taking in what another collection exported; nothing that is there is ever overwritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from corpus.collection import Collection
from corpus.document import Concern
from corpus.errors import NotFound, UsageError
from corpus.exchange.lines import Holding, as_line, holding, read_line
from corpus.files import sha256_of
from corpus.originals import FolderOriginals
from corpus.renames import Renames
from corpus.screening import reopened, screened

_BOM = b"\xef\xbb\xbf"  # some editors put it in front of UTF-8


class Result(StrEnum):
    """What became of a line."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What became of one line.

    Attributes:
        line: its number, from 1 on.
        document_id: None when the line could not be read.
        error: why it was refused; empty when it was not.
        original: whether the original is, or would be, in the store.
    """

    line: int
    result: Result
    document_id: str | None = None
    error: str = ""
    original: bool = True


class OriginalsFolder:
    """Files to take originals from: a store of originals, or any folder with the files in it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, sha256: str) -> Path | None:
        """A file with these bytes, or None."""
        stored = FolderOriginals(self._root).path(sha256)
        if _digest(stored) == sha256:
            return stored
        return self._by_digest.get(sha256)

    @cached_property
    def _by_digest(self) -> dict[str, Path]:
        files = sorted(path for path in self._root.rglob("*") if path.is_file())
        found = {_digest(path): path for path in files}
        return {digest: path for digest, path in found.items() if digest is not None}


class Arrivals:
    """Takes lines into one collection."""

    def __init__(
        self,
        collection: Collection,
        folder: OriginalsFolder | None,
        who: str,
        *,
        dry_run: bool = False,
    ) -> None:
        self._collection = collection
        self._folder = folder
        self._who = who
        self._dry_run = dry_run
        self._renames = Renames(collection.taxonomy.former)
        self._would_be_there: dict[str, str] = {}  # id -> digest, in a dry run

    def take_in(self, lines: Iterable[bytes]) -> Iterator[Arrival]:
        """What becomes of each line that is not empty; one that is wrong does not stop the rest.

        Raises:
            WatwerktError: when the collection itself cannot be written.
        """
        for number, line in enumerate(lines, 1):
            written = line.removeprefix(_BOM) if number == 1 else line
            if not written.strip():
                continue
            try:
                one = read_line(written)
            except UsageError as error:
                yield Arrival(line=number, result=Result.REFUSED, error=f"{error}.")
                continue
            yield self._take_in(number, one)

    def _take_in(self, number: int, line: Holding) -> Arrival:
        # Whoever made the line may have looked for less, and called archetypes by other names.
        one = _screened(_renamed(line, self._renames))
        known, document_id = self._known(one.found.id), one.found.id
        if known is not None and known != _fingerprint(one):
            error = (
                f"the collection has ‘{document_id}’ with other content, which stays as it is; "
                "compare them with ‘watwerkt show’."
            )
            return _refused(number, document_id, error)
        original = self._keep_original(one.found.sha256)
        if known is None:
            try:
                self._add(one)
            except UsageError as error:
                return _refused(number, document_id, str(error))
        return Arrival(
            line=number,
            result=Result.ADDED if known is None else Result.UNCHANGED,
            document_id=document_id,
            original=original,
        )

    def _known(self, document_id: str) -> str | None:
        """A digest of all that is known of the document with this id; None when there is none."""
        try:
            return _fingerprint(_screened(holding(self._collection.catalogue, document_id)))
        except NotFound:
            return self._would_be_there.get(document_id)

    def _add(self, one: Holding) -> None:
        if self._dry_run:
            self._would_be_there[one.found.id] = _fingerprint(one)
        else:
            self._collection.catalogue.add(one.found, self._who, one.decisions)

    def _keep_original(self, sha256: str) -> bool:
        if self._collection.originals.size(sha256) is not None:
            return True
        path = self._folder.find(sha256) if self._folder else None
        if path is None:
            return False
        if not self._dry_run:
            self._collection.originals.keep(path, sha256)
        return True


def _refused(number: int, document_id: str, error: str) -> Arrival:
    return Arrival(line=number, result=Result.REFUSED, document_id=document_id, error=error)


def _renamed(one: Holding, renames: Renames) -> Holding:
    """What came in, under the present names of archetypes, as the catalogue gives it out."""
    return Holding(
        found=renames.document(one.found), decisions=tuple(map(renames.decision, one.decisions))
    )


def _screened(one: Holding) -> Holding:
    """What came in, as it is after a look of our own: a line may say anything of itself."""
    found = screened(one.found)
    undone = reopened(one.found, found, one.decisions, "import")
    # Of one moment with the last of the others, so that a line is the same when it comes twice.
    undone = [replace(decision, at=one.decisions[-1].at) for decision in undone]
    return Holding(found=found, decisions=(*one.decisions, *undone))


def _fingerprint(one: Holding) -> str:
    # What it is like depends on what else there is; another collection may find other doubles.
    own = tuple(f for f in one.found.findings if f.concern is not Concern.DOUBLE)
    one = replace(one, found=replace(one.found, findings=own))
    return hashlib.sha256(as_line(one).encode("utf-8", "surrogatepass")).hexdigest()


def _digest(path: Path) -> str | None:
    """SHA-256 of a file; None when it cannot be read."""
    with suppress(OSError):
        return sha256_of(path)
    return None
