"""Which documents other repositories may take over, and which they must take away again.

A document is given out while it is public, not withdrawn and under a licence by which everybody may
hand it on. One that was given out and is no longer stays as a record that is *deleted*, dated when
that happened; one that never was is not told of at all. Both follow from the catalogue and its
ledger. What the ledger cannot tell is that watwerkt itself came to judge a licence otherwise, or
that a backup was put back: then a record may appear or go without a trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

from corpus.catalogue import Catalogue
from corpus.decisions import LABEL, Decision, in_force
from corpus.document import Access, Document, Status
from corpus.history import Change
from corpus.ledger import Entry
from corpus.licences import Licences
from corpus.record import Record, as_record

KIND = "kind"
ARCHETYPE = "archetype"

_FIELDS = ("access", "status", "licence")  # what decides whether a document is given out
_OF_SETS = ("kind", "tags")  # what decides in which sets it is, beside decisions on labels
_DECIDED = "decide"  # the action of a line in the ledger that tells only decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is told of a record before what it says.

    Attributes:
        id: of the document.
        revision: the change that made it what it is; a later one comes later in every list.
        at: the time of that change, UTC in whole seconds.
        sets: such as ``kind:praktijk`` and ``archetype:zelfbeheer``. Of a document that the public
            may not see any more those that it had when it was given out, so that who harvests a
            set learns that it is gone; none when its kind or labels changed since, as nobody is to
            know what it is now.
        deleted: whether the document is given out no longer.
    """

    id: str
    revision: int
    at: datetime
    sets: tuple[str, ...]
    deleted: bool

    def within(self, name: str) -> bool:
        """Whether it is in a set; what is in ``kind:praktijk`` is in ``kind`` too."""
        return any(one == name or one.startswith(f"{name}:") for one in self.sets)


class Harvest:
    """The records of one collection; what changed in the catalogue is seen by the next question.

    Threads may share it.
    """

    def __init__(self, catalogue: Catalogue, licences: Licences) -> None:
        self._catalogue = catalogue
        self._licences = licences
        self._lock = Lock()
        self._revision = 0
        self._headers: dict[str, Header] = {}
        self._in_order: tuple[Header, ...] = ()

    def headers(self) -> Sequence[Header]:
        """All records, in the order in which they last changed."""
        with self._lock:
            self._catch_up()
            return self._in_order

    def header(self, document_id: str) -> Header | None:
        """The record of one document; None where there is and was none."""
        with self._lock:
            self._catch_up()
            return self._headers.get(document_id)

    def documents(self, headers: Iterable[Header]) -> dict[str, Document]:
        """The documents of records by id, without pages; not those that are deleted by now."""
        ids = [header.id for header in headers if not header.deleted]
        return {one.id: one for one in self._catalogue.summaries(ids) if self._is_given_out(one)}

    def _catch_up(self) -> None:
        present = self._catalogue.revision
        if present == self._revision:
            return
        if present < self._revision:  # a backup was put back
            self._revision, self._headers = 0, {}
        changes = self._catalogue.history.changes_since(self._revision)
        changed = {change.document_id for change in changes}
        same = {name: one for name, one in self._headers.items() if name not in changed}
        self._headers = same | {one.id: one for one in self._made(changes)}
        self._in_order = tuple(sorted(self._headers.values(), key=lambda one: one.revision))
        self._revision = changes[-1].revision if changes else present

    def _made(self, changes: Sequence[Change]) -> Iterator[Header]:
        ids = [change.document_id for change in changes]
        summaries = {one.id: one for one in self._catalogue.summaries(ids)}
        kept_back = [name for name, one in summaries.items() if not self._is_given_out(one)]
        once = self._catalogue.history.telling(_FIELDS, kept_back)
        for change in changes:
            document = summaries[change.document_id]
            if self._is_given_out(document):
                yield _header(document, change.revision, change.at, deleted=False)
            elif document.id in once and (since := self._taken_back(document.id)):
                yield _gone(document, since)

    def _is_given_out(self, document: Document) -> bool:
        return self._may(document.access, document.status, document.licence)

    def _may(self, access: str, status: str, licence: str | None) -> bool:
        return (
            access == Access.PUBLIC
            and status != Status.WITHDRAWN
            and self._licences.of(licence).distributable
        )

    def _taken_back(self, document_id: str) -> list[Entry]:
        """The changes since a document was given out last, the first of them took it back.

        There are none if it never was given out.
        """
        since: list[Entry] = []
        for entry, state in _states(self._catalogue, document_id):
            if self._may(**state):
                return since[::-1]
            since.append(entry)
        return []


def _header(document: Document, revision: int, at: datetime, *, deleted: bool) -> Header:
    archetypes = sorted(document.archetypes)
    return Header(
        id=document.id,
        revision=revision,
        at=at.replace(microsecond=0),
        sets=(f"{KIND}:{document.kind.value}", *(f"{ARCHETYPE}:{one}" for one in archetypes)),
        deleted=deleted,
    )


def _gone(document: Document, since: Sequence[Entry]) -> Header:
    """The record of a document that was given out until the first of these changes."""
    header = _header(document, since[0].revision, since[0].at, deleted=True)
    public = document.access is Access.PUBLIC
    return header if public or not any(map(_moves, since)) else replace(header, sets=())


def _moves(entry: Entry) -> bool:
    """Whether a change may have taken a document from one set to another."""
    return any(field in _OF_SETS or field.startswith(LABEL) for field in entry.details)


def _states(catalogue: Catalogue, document_id: str) -> Iterator[tuple[Entry, Record]]:
    """Each line of the ledger on a document with what was in force after it, the last one first."""
    record = as_record(catalogue.undecided(document_id))
    found: dict[str, Any] = {field: record[field] for field in _FIELDS}
    decisions = catalogue.decisions(document_id)
    for entry in reversed(catalogue.ledger(document_id)):
        decided = _decided(decisions, entry.at)
        yield entry, found | decided
        if entry.action == _DECIDED:
            continue
        for field in _FIELDS:
            told = entry.details.get(field)
            if told is not None and field not in decided:
                found[field] = told["before"]


def _decided(decisions: Sequence[Decision], at: datetime) -> Record:
    standing = in_force(one for one in decisions if one.at <= at)
    return {field: standing[field].value or None for field in _FIELDS if field in standing}
