"""Documents and decisions as rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, insert, or_, select

from corpus import schema
from corpus.columns import begins_with
from corpus.decisions import Decision
from corpus.document import Document, Page, Tag
from corpus.passage import Passage
from corpus.record import (
    Record,
    as_page,
    as_record,
    from_record,
    page_records,
    passage_records,
    tag_records,
)

_COLUMNS = [c for c in schema.documents.columns if c.name != "revision"]


def is_there(connection: Connection, document_id: str) -> bool:
    """Whether there is a document with this id."""
    wanted = select(schema.documents.c.id).where(schema.documents.c.id == document_id)
    return connection.scalar(wanted) is not None


def ids_with_bytes(connection: Connection, sha256: str) -> list[str]:
    """Ids of the documents whose original has these bytes, oldest first."""
    table = schema.documents
    same = select(table.c.id).where(table.c.sha256 == sha256)
    return list(connection.execute(same.order_by(table.c.ingested, table.c.id)).scalars())


def ids_without_text(connection: Connection) -> list[str]:
    """Ids of the documents that have not a single readable page."""
    documents, pages = schema.documents, schema.pages
    text = select(pages).where(pages.c.document_id == documents.c.id, pages.c.text != "")
    bare = select(documents.c.id).where(~text.exists()).order_by(documents.c.id)
    return list(connection.execute(bare).scalars())


def unreadable_pages(connection: Connection) -> dict[str, tuple[int, ...]]:
    """Numbers of the pages that show something and hold no text, by document."""
    table = schema.pages
    bare = select(table.c.document_id, table.c.number).where(table.c.quality == 0)
    found: dict[str, list[int]] = {}
    for name, number in connection.execute(bare.order_by(table.c.document_id, table.c.number)):
        found.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}


def document_row(document: Document) -> Record:
    """Its own row; without the revision, which the ledger gives."""
    record = as_record(document)
    return {column.name: record[column.name] for column in _COLUMNS}


def write_pages(connection: Connection, document: Document) -> None:
    """Write all its pages."""
    rows = [{"document_id": document.id} | page for page in page_records(document.pages)]
    if rows:
        connection.execute(insert(schema.pages), rows)


def write_tags(connection: Connection, document_id: str, tags: Sequence[Tag]) -> None:
    """Write its labels."""
    rows = [{"document_id": document_id, **tag} for tag in tag_records(tags)]
    if rows:
        connection.execute(insert(schema.tags), rows)


def write_passages(connection: Connection, document_id: str, passages: Sequence[Passage]) -> None:
    """Write its passages; of two with the same words the first."""
    rows = {
        passage.key: {"document_id": document_id, "key": passage.key, **record}
        for passage, record in reversed(list(zip(passages, passage_records(passages), strict=True)))
    }
    if rows:
        connection.execute(insert(schema.passages), list(rows.values()))


def write_decisions(connection: Connection, decisions: Sequence[Decision]) -> None:
    """Write decisions behind those that are there; the caller is the one who writes."""
    if not decisions:
        return
    last = connection.scalar(select(func.max(schema.decisions.c.number))) or 0
    rows = [
        {
            "number": number,
            "document_id": d.document_id,
            "field": d.field,
            "value": d.value,
            "who": d.who,
            "at": d.at.isoformat(),
            "why": d.why,
        }
        for number, d in enumerate(decisions, last + 1)
    ]
    connection.execute(insert(schema.decisions), rows)


def _children(connection: Connection, query: Select[Any]) -> dict[str, list[Record]]:
    """Rows of a child table by document, without the reference itself."""
    found: dict[str, list[Record]] = {}
    for row in connection.execute(query).mappings():
        record = dict(row)
        found.setdefault(record.pop("document_id"), []).append(record)
    return found


def read_decisions(
    connection: Connection, ids: Sequence[str] | None = None, beginning: str = ""
) -> dict[str, list[Decision]]:
    """Decisions on these or on all documents, by document, in the order they were taken.

    Args:
        beginning: only those on fields with this beginning.
    """
    table = schema.decisions
    query = select(table).order_by(table.c.number)
    if ids is not None:
        query = query.where(table.c.document_id.in_(ids))
    if beginning:
        query = query.where(begins_with(table.c.field, beginning))
    found: dict[str, list[Decision]] = {}
    for document_id, rows in _children(connection, query).items():
        found[document_id] = [
            Decision(
                document_id=document_id,
                field=row["field"],
                value=row["value"],
                who=row["who"],
                at=datetime.fromisoformat(row["at"]),
                why=row["why"],
            )
            for row in rows
        ]
    return found


def read_pages(
    connection: Connection, asked: Mapping[str, Collection[int] | None]
) -> Iterator[tuple[str, Page]]:
    """Pages by document and number, ascending, each with the id of its document.

    Args:
        asked: numbers of pages by document; None for all of them. Some hundred documents at most:
            SQLite nests the parts of a condition, a thousand deep.
    """
    table = schema.pages
    # One condition for each document: of pairs in a list SQLite would look at every page there is.
    parts = [
        table.c.document_id == name
        if some is None
        else and_(table.c.document_id == name, table.c.number.in_(sorted(some)))
        for name, some in asked.items()
        if some is None or some
    ]
    if parts:
        query = select(table).where(or_(*parts)).order_by(table.c.document_id, table.c.number)
        for row in connection.execute(query).mappings():
            yield row["document_id"], as_page(row)


def read_documents(
    connection: Connection, ids: Sequence[str], *, with_pages: bool
) -> list[Document]:
    """Documents as programs found them, in the order of their ids."""
    table, pages, tags, passages = (
        schema.documents,
        schema.pages,
        schema.tags,
        schema.passages,
    )
    rows = connection.execute(select(*_COLUMNS).where(table.c.id.in_(ids)).order_by(table.c.id))
    found_tags = _children(
        connection,
        select(tags)
        .where(tags.c.document_id.in_(ids))
        .order_by(tags.c.score.desc(), tags.c.archetype),
    )
    found_pages = (
        _children(
            connection,
            select(pages).where(pages.c.document_id.in_(ids)).order_by(pages.c.number),
        )
        if with_pages
        else {}
    )
    found_passages = (
        _children(
            connection,
            select(passages)
            .where(passages.c.document_id.in_(ids))
            .order_by(passages.c.page, passages.c.start),
        )
        if with_pages
        else {}
    )
    children = {"tags": found_tags, "pages": found_pages, "passages": found_passages}
    return [
        from_record(
            dict(row) | {name: found.get(row["id"], []) for name, found in children.items()}
        )
        for row in rows.mappings()
    ]
