"""Of documents no more than some of their passages, and the pages that these stand on.

A dossier quotes two hundred documents once each: to read all their pages would be to read whole
books for a sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from corpus import schema
from corpus.database import Database
from corpus.decisions import PASSAGE, Decision, apply
from corpus.document import Document, Page
from corpus.passage import Passage, locate
from corpus.record import as_passage
from corpus.rows import read_decisions, read_pages

_TOGETHER = 50  # documents in one question

Keys = Mapping[str, Collection[str]]
_Pages = dict[str, dict[int, Page]]


class Excerpts:
    """Passages of one catalogue, with the pages around them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, documents: Sequence[Document], keys: Keys) -> Iterator[Document]:
        """The documents with these passages, after all decisions, and with the pages they are on.

        Args:
            documents: as the catalogue gives them without their pages.
            keys: of the passages that are asked for, by id of the document. One that its document
                does not have is left out.
        """
        for start in range(0, len(documents), _TOGETHER):
            some = documents[start : start + _TOGETHER]
            asked = {document.id: frozenset(keys.get(document.id, ())) for document in some}
            with self._database.reading() as connection:
                passages = _passages(connection, asked)
                decided = _decided(connection, asked)
                pages = _pages(connection, asked, passages, decided)
            for document in some:
                bare = replace(
                    document,
                    pages=tuple(pages[document.id][n] for n in sorted(pages[document.id])),
                    passages=tuple(passages[document.id].values()),
                )
                yield apply(bare, list(decided[document.id].values()))


def _passages(connection: Connection, asked: Keys) -> dict[str, dict[str, Passage]]:
    """Those that programs found, by document and key."""
    table = schema.passages
    all_keys = sorted({key for keys in asked.values() for key in keys})
    wanted = select(table).where(table.c.document_id.in_(list(asked)), table.c.key.in_(all_keys))
    found: dict[str, dict[str, Passage]] = {name: {} for name in asked}
    for row in connection.execute(wanted.order_by(table.c.page, table.c.start)).mappings():
        record = dict(row)
        name, key = record.pop("document_id"), record.pop("key")
        if key in asked[name]:
            found[name][key] = as_passage(record)
    return found


def _decided(connection: Connection, asked: Keys) -> dict[str, dict[str, Decision]]:
    """The last decision on each of them, by document and key."""
    taken = read_decisions(connection, list(asked), beginning=PASSAGE)
    found: dict[str, dict[str, Decision]] = {}
    for name, keys in asked.items():
        latest = {one.field.removeprefix(PASSAGE): one for one in taken.get(name, ())}
        found[name] = {key: latest[key] for key in sorted(keys & latest.keys())}
    return found


def _pages(
    connection: Connection,
    asked: Keys,
    passages: Mapping[str, Mapping[str, Passage]],
    decided: Mapping[str, Mapping[str, Decision]],
) -> _Pages:
    """The pages that the passages stand on, by document and number.

    What a person chose stands where he found it; when the file was read anew and it does not stand
    there any more, it is sought on all pages.
    """
    chosen = {
        name: [one.value for key, one in decided[name].items() if one.value and key not in found]
        for name, found in passages.items()
    }
    numbers = {
        name: {one.page for one in passages[name].values()} | {one["page"] for one in chosen[name]}
        for name in asked
    }
    found = _read(connection, numbers)
    moved = [
        name
        for name, values in chosen.items()
        if any(not _stands(found[name].get(one["page"]), one["text"]) for one in values)
    ]
    return found | _read(connection, dict.fromkeys(moved))


def _stands(page: Page | None, words: str) -> bool:
    return page is not None and locate([page], words) is not None


def _read(connection: Connection, numbers: Mapping[str, Collection[int] | None]) -> _Pages:
    """Pages by document; all of a document where no numbers are given."""
    found: _Pages = {name: {} for name in numbers}
    for name, page in read_pages(connection, numbers):
        found[name][page.number] = page
    return found
