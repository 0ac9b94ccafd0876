"""The catalogue: which documents there are, what was decided about them, and what happened when.

It is the truth of a collection; an index is made from it. What programs found out and what persons
decided are kept apart (:mod:`corpus.decisions`) and laid over each other when a document is read.
Every change writes one line in the ledger, whose number is the *revision* of the documents it
touched; an index remembers up to which revision it has caught up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from sqlalchemy import Connection, delete, func, insert, select, update

from corpus import rows, schema
from corpus.columns import begins_with
from corpus.database import Database, open_database
from corpus.decisions import Decision, apply, check_all, in_force
from corpus.document import Access, Document, Page, Tag
from corpus.errors import BytesTaken, IdTaken, NotFound
from corpus.excerpts import Excerpts
from corpus.history import History
from corpus.ledger import (
    Entry,
    Times,
    changed_labels,
    decided,
    differences,
    entries,
    last_revision,
    log,
    times,
)
from corpus.passage import Passage
from corpus.record import Record
from corpus.renames import Renames
from corpus.signatures import Signatures

_BATCH = 50  # documents that are read together
_VALUES = 500  # values in one question; a database has a limit


class Catalogue:
    """Documents, pages, labels, decisions and the ledger of one collection.

    Labels, and decisions on them, are given out under the present names of their archetypes.
    """

    def __init__(
        self, database: Database, taxonomy: int | str = "", renames: Renames | None = None
    ) -> None:
        """Read and write in ``database``; the ledger names the version of the taxonomy in force."""
        self._database = database
        self.history = History(database)
        self.signatures = Signatures(database)
        self.excerpts = Excerpts(database)
        self._renames = renames or Renames()
        self._taxonomy = {"taxonomy": str(taxonomy)} if taxonomy != "" else {}

    def close(self) -> None:
        """Close the connections to the database."""
        self._database.close()

    # Reading

    def get(self, document_id: str) -> Document:
        """The document with all its pages, after all decisions.

        Raises:
            NotFound: when there is none with this id.
        """
        for document in self._read([document_id], with_pages=True):
            return document
        raise _not_found(document_id)

    def undecided(self, document_id: str) -> Document:
        """The document as programs found it, before any decision of a person.

        Raises:
            NotFound: when there is none with this id.
        """
        with self._database.reading() as connection:
            return self._found(connection, document_id)

    def documents(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """Documents with their pages, in the order of their ids."""
        return self._read(self.ids() if ids is None else sorted(ids), with_pages=True)

    def summaries(self, ids: Sequence[str] | None = None) -> Iterator[Document]:
        """Documents without their pages, in the order of their ids."""
        return self._read(self.ids() if ids is None else sorted(ids), with_pages=False)

    def ids(self) -> list[str]:
        """Ids of all documents, sorted; withdrawn ones too."""
        with self._database.reading() as connection:
            return list(connection.execute(select(schema.documents.c.id).order_by("id")).scalars())

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The asked pages, ascending; numbers that do not exist are left out."""
        return self.pages_of({document_id: numbers}).get(document_id, ())

    def pages_of(self, asked: Mapping[str, Iterable[int]]) -> dict[str, tuple[Page, ...]]:
        """The asked pages of several documents, by their ids; as :meth:`pages`, all at once."""
        pairs = [
            (document, number)
            for document, numbers in asked.items()
            for number in sorted(n for n in set(numbers) if 0 < n <= schema.LAST_PAGE)
        ]
        found: dict[str, list[Page]] = {}
        with self._database.reading() as connection:
            for start in range(0, len(pairs), _VALUES):
                some: dict[str, list[int]] = {}
                for document, number in pairs[start : start + _VALUES]:
                    some.setdefault(document, []).append(number)
                for document, page in rows.read_pages(connection, some):
                    found.setdefault(document, []).append(page)
        return {document: tuple(pages) for document, pages in found.items()}

    def media_types(self, ids: Sequence[str]) -> dict[str, str]:
        """Media type of the originals, by document id."""
        table = schema.documents
        types = select(table.c.id, table.c.media_type).where(table.c.id.in_(ids))
        with self._database.reading() as connection:
            return {row.id: row.media_type for row in connection.execute(types)}

    def page_count(self, document_id: str) -> int:
        """How many pages the document has."""
        count = select(func.count()).where(schema.pages.c.document_id == document_id)
        with self._database.reading() as connection:
            return connection.execute(count).scalar_one()

    def with_sha256(self, sha256: str) -> list[str]:
        """Ids of the documents whose original has these bytes, oldest first."""
        with self._database.reading() as connection:
            return rows.ids_with_bytes(connection, sha256)

    def count_pages(self) -> int:
        """How many pages all documents have together."""
        count = select(func.count()).select_from(schema.pages)
        with self._database.reading() as connection:
            return connection.execute(count).scalar_one()

    def ids_beginning(self, letters: str) -> list[str]:
        """Ids that begin with ``letters``."""
        table = schema.documents
        beginning = select(table.c.id).where(begins_with(table.c.id, letters))
        with self._database.reading() as connection:
            return list(connection.execute(beginning).scalars())

    def decisions(self, document_id: str) -> list[Decision]:
        """All decisions on a document, in the order they were taken."""
        with self._database.reading() as connection:
            return self._decisions(connection, document_id)

    def standing(self, beginning: str) -> dict[str, dict[str, Decision]]:
        """Document -> field -> the decision in force, for fields with this beginning."""
        with self._database.reading() as connection:
            taken = rows.read_decisions(connection, beginning=beginning)
        return {
            document_id: in_force(map(self._renames.decision, decisions))
            for document_id, decisions in taken.items()
        }

    @cached_property
    def identity(self) -> str:
        """A name that no other catalogue has; copies and backups of it have the same."""
        with self._database.reading() as connection:
            return str(connection.execute(select(schema.identity.c.name)).scalar_one())

    @property
    def revision(self) -> int:
        """Number of the last change; 0 for an empty catalogue."""
        with self._database.reading() as connection:
            return last_revision(connection)

    def changed_since(self, revision: int) -> list[str]:
        """Ids of the documents that changed after ``revision``, in the order of change."""
        table = schema.documents
        changed = select(table.c.id).where(table.c.revision > revision).order_by(table.c.revision)
        with self._database.reading() as connection:
            return list(connection.execute(changed).scalars())

    def taken_away_since(self, revision: int, audience: Access) -> frozenset[str]:
        """Ids of documents that changed after ``revision`` and that ``audience`` finds no more."""
        changed = self.changed_since(revision)
        summaries = self.summaries(changed) if changed else ()
        return frozenset(document.id for document in summaries if not document.visible_to(audience))

    def successor(self, document: Document, audience: Access = Access.PUBLIC) -> Document | None:
        """The first of its newer editions that the audience may find, without its pages."""
        passed = {document.id}
        while document.replaced_by is not None and document.replaced_by not in passed:
            passed.add(document.replaced_by)
            newer = next(self.summaries([document.replaced_by]), None)
            if newer is None or newer.visible_to(audience):
                return newer
            document = newer
        return None

    def revision_of(self, document_id: str) -> int:
        """Number of the last change to one document.

        Raises:
            NotFound: when there is none with this id.
        """
        table = schema.documents
        wanted = select(table.c.revision).where(table.c.id == document_id)
        with self._database.reading() as connection:
            found = connection.execute(wanted).scalar()
        if found is None:
            raise _not_found(document_id)
        return int(found)

    def times(self) -> Iterator[Times]:
        """When each document came in and when it last changed; what came in last comes first."""
        with self._database.reading() as connection:
            yield from times(connection)

    def ledger(self, document_id: str | None = None) -> list[Entry]:
        """What happened, in order; to one document or to all."""
        with self._database.reading() as connection:
            return entries(connection, document_id)

    def without_text(self) -> list[str]:
        """Ids of the documents that have not a single readable page."""
        with self._database.reading() as connection:
            return rows.ids_without_text(connection)

    def unreadable_pages(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the pages that show something and hold no text, by document."""
        with self._database.reading() as connection:
            return rows.unreadable_pages(connection)

    # Changing: each call is one transaction with one line in the ledger per document

    def add(
        self,
        document: Document,
        who: str,
        decisions: Sequence[Decision] = (),
        *,
        once: bool = False,
    ) -> None:
        """Take a new document in, together with what was decided while it came in.

        Args:
            once: only when no document has its bytes.

        Raises:
            BytesTaken: when one has, which may have come in this very moment.
            IdTaken: when there is a document with this id already.
            UsageError: when a decision cannot be.
        """
        check_all(document.id, decisions)
        with self._database.writing() as connection:
            if once and rows.ids_with_bytes(connection, document.sha256):
                raise BytesTaken(f"There is a document with the bytes of {document.source}.")
            if rows.is_there(connection, document.id):
                raise IdTaken(f"There is a document with the id ‘{document.id}’ already.")
            told = {"source": document.source} | decided(document, [], decisions)
            details = told | self._taxonomy
            revision = log(connection, who, "add", document.id, details)
            record = rows.document_row(document) | {"revision": revision}
            connection.execute(insert(schema.documents).values(record))
            rows.write_pages(connection, document)
            rows.write_tags(connection, document.id, document.tags)
            rows.write_passages(connection, document.id, document.passages)
            rows.write_decisions(connection, decisions)

    def replace(
        self, document: Document, who: str, action: str, decisions: Sequence[Decision] = ()
    ) -> None:
        """Put what programs found out anew in place of what they found before.

        Decisions of persons stay as they are, but for those that come with it. ``action`` names the
        reason in the ledger.

        Raises:
            NotFound: when there is no document with this id.
            UsageError: when a decision cannot be; nothing is changed then.
        """
        check_all(document.id, decisions)
        with self._database.writing() as connection:
            before = self._found(connection, document.id)
            taken = self._decisions(connection, document.id)
            details = differences(before, document) | decided(document, taken, decisions)
            revision = self._touch(connection, who, action, document.id, details)
            table = schema.documents
            record = rows.document_row(document) | {"revision": revision}
            connection.execute(update(table).where(table.c.id == document.id).values(record))
            for child in (schema.pages, schema.tags, schema.passages, schema.signatures):
                connection.execute(delete(child).where(child.c.document_id == document.id))
            rows.write_pages(connection, document)
            rows.write_tags(connection, document.id, document.tags)
            rows.write_passages(connection, document.id, document.passages)
            rows.write_decisions(connection, decisions)

    def set_tags(
        self,
        document_id: str,
        tags: Sequence[Tag],
        who: str,
        passages: Sequence[Passage] | None = None,
    ) -> None:
        """Replace the labels that programs gave, and the passages if any are given.

        What persons decided stays.

        Raises:
            NotFound: when there is no document with this id.
        """
        with self._database.writing() as connection:
            table = schema.tags
            found = select(table.c.archetype, table.c.verdict)
            records = connection.execute(found.where(table.c.document_id == document_id)).all()
            details = changed_labels({row.archetype: row.verdict for row in records}, tags)
            if passages is not None:
                there = schema.passages
                own = there.c.document_id == document_id
                before = connection.scalar(select(func.count()).select_from(there).where(own))
                details["passages"] = {"before": before, "after": len(passages)}
            self._touch(connection, who, "retag", document_id, details)
            connection.execute(delete(table).where(table.c.document_id == document_id))
            rows.write_tags(connection, document_id, tags)
            if passages is not None:
                connection.execute(delete(there).where(own))
                rows.write_passages(connection, document_id, passages)

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Keep decisions on one document for good; no decisions are no change.

        Raises:
            NotFound: when there is no document with this id.
            UsageError: when a decision cannot be; none of them is kept then.
        """
        if not decisions:
            return
        first = decisions[0]
        check_all(first.document_id, decisions)
        with self._database.writing() as connection:
            found = self._found(connection, first.document_id, with_pages=False)
            taken = self._decisions(connection, first.document_id)
            details = decided(found, taken, decisions)
            self._touch(connection, first.who, "decide", first.document_id, details)
            rows.write_decisions(connection, decisions)

    def _touch(
        self, connection: Connection, who: str, action: str, document_id: str, details: Record
    ) -> int:
        table = schema.documents
        if not rows.is_there(connection, document_id):
            raise _not_found(document_id)
        revision = log(connection, who, action, document_id, details | self._taxonomy)
        connection.execute(update(table).where(table.c.id == document_id).values(revision=revision))
        return revision

    def _read(self, ids: Sequence[str], *, with_pages: bool) -> Iterator[Document]:
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            with self._database.reading() as connection:
                decided = rows.read_decisions(connection, some)
                documents = rows.read_documents(connection, some, with_pages=with_pages)
            for document in documents:
                decisions = list(map(self._renames.decision, decided.get(document.id, ())))
                yield apply(self._renames.document(document), decisions)

    def _decisions(self, connection: Connection, document_id: str) -> list[Decision]:
        taken = rows.read_decisions(connection, [document_id]).get(document_id, ())
        return list(map(self._renames.decision, taken))

    def _found(
        self, connection: Connection, document_id: str, *, with_pages: bool = True
    ) -> Document:
        """One document as programs found it; raises NotFound."""
        for document in rows.read_documents(connection, [document_id], with_pages=with_pages):
            return self._renames.document(document)
        raise _not_found(document_id)


def open_catalogue(url: str, taxonomy: int | str = "", renames: Renames | None = None) -> Catalogue:
    """Open the catalogue at a database URL; a new or older one is brought up to date first.

    Args:
        taxonomy: version of the taxonomy in force, which the ledger names with every change.
        renames: former names of its archetypes.

    Raises:
        SettingsWrong: when the URL cannot be used or a newer watwerkt made the catalogue.
    """
    return Catalogue(open_database(url), taxonomy, renames)


def _not_found(document_id: str) -> NotFound:
    return NotFound(f"There is no document with the id ‘{document_id}’.")
