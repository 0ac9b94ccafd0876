"""The whole answer to a question as a file for other programs. Pure.

Documents come as a table, as citations or as records, passages as a table or as records; each
begins as soon as the first is there, and holds as many as the page of the same question counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Any

from corpus.document import Document
from corpus.exchange.bibtex import bibtex
from corpus.exchange.citations import Citation, citations
from corpus.exchange.ris import ris
from corpus.exchange.table import COLUMNS, Value, sheet
from corpus.passage import Passage
from index.api import Unit
from search_app.absolute import Root
from search_app.api import document_record
from search_app.masking import masked_quote, masked_quote_address
from search_app.naming import Names

Record = dict[str, Any]

COMMAS = {"": ",", "semicolon": ";"}
"""Value of the parameter ``separator`` -> the sign between cells. A Dutch Excel that is simply
given a table takes a semicolon for it, all others the comma of RFC 4180."""

_BLOCK = 1 << 14  # characters that are sent together
# Where a file lay and how far the librarian has come is nobody else's business.
_UNTOLD = frozenset({"file", "access", "status", "replaced_by"})


class Format(StrEnum):
    """How a file is written; also how its name ends."""

    CSV = "csv"
    RIS = "ris"
    BIBTEX = "bib"
    JSON = "json"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8; header=present",
    Format.RIS: "application/x-research-info-systems; charset=utf-8",
    Format.BIBTEX: "application/x-bibtex; charset=utf-8",
    Format.JSON: "application/json",
}

FORMATS = {Unit.DOCUMENTS: tuple(Format), Unit.PASSAGES: (Format.CSV, Format.JSON)}
"""A passage is not what one cites, but the document it stands in."""


def documents_file(
    kind: Format, documents: Iterable[Document], names: Names, root: Root, comma: str = ","
) -> Iterator[str]:
    """Documents, which need no pages, as text that together is a file.

    Args:
        comma: the sign between cells of a table.
    """
    if kind is Format.CSV:
        columns = {name: value for name, value in COLUMNS.items() if name not in _UNTOLD}
        address = {"url": lambda document: root.document(document.id)}
        return sheet(documents, columns | address, comma)
    if kind is Format.JSON:
        return _array("documents", (_document(one, root) for one in documents))
    cited = citations(documents, names.taxonomy.archetypes, names.vocabulary)
    findable = (_findable(citation, root) for citation in cited)
    return ris(findable) if kind is Format.RIS else bibtex(findable)


def passages_file(
    kind: Format,
    passages: Iterable[tuple[Passage, Document]],
    root: Root,
    comma: str = ",",
) -> Iterator[str]:
    """Passages, each with its document and there at least its page, as text that is a file.

    Raises:
        ValueError: for a format of citations.
    """
    records = (_passage(passage, document, root) for passage, document in passages)
    if kind is Format.CSV:
        return sheet(records, {name: partial(_cell, name) for name in _COLUMNS}, comma)
    if kind is Format.JSON:
        return _array("passages", records)
    raise ValueError(f"There are no passages as {kind}.")


def blocks(lines: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that are worth sending."""
    kept: list[str] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield "".join(kept)
            kept, size = [], 0
    yield "".join(kept)


def _array(name: str, records: Iterable[Record]) -> Iterator[str]:
    """A JSON object with the records, and how many there are."""
    yield f'{{"{name}": ['
    total = 0
    for total, record in enumerate(records, start=1):
        comma = "," if total > 1 else ""
        yield f"{comma}\n{json.dumps(record, ensure_ascii=False)}"
    yield f'\n], "total": {total}}}\n'


def _document(document: Document, root: Root) -> Record:
    record = document_record(document)
    for name in ("pages", "passages"):  # which are not read for this
        del record[name]
    for name in ("url", "file_url"):
        record[name] = root.address + record[name]
    return record


def _findable(citation: Citation, root: Root) -> Citation:
    """A document that stands nowhere else is found here."""
    return replace(citation, address=citation.address or root.document(citation.id))


_PASSAGE: Mapping[str, Callable[[Passage, Document], Any]] = {
    "id": lambda passage, document: f"{document.id}.{passage.key}",
    "quote": lambda passage, document: masked_quote(passage, document.pages),
    "role": lambda passage, _: passage.role.value,
    "outcome": lambda passage, _: passage.outcome.value if passage.outcome else None,
    "ingredients": lambda passage, _: passage.ingredients,
    "stance": lambda passage, _: passage.stance.value if passage.stance else None,
    "cue": lambda passage, _: passage.cue,
    "by": lambda passage, _: passage.by,
    "standing": lambda passage, _: passage.standing.value,
    "page": lambda passage, _: passage.page,
    "document": lambda _, document: document.id,
    "title": lambda _, document: document.title,
    "kind": lambda _, document: document.kind.value,
    "year": lambda _, document: document.year,
    "organisation": lambda _, document: document.organisation,
    "authors": lambda _, document: document.authors,
    "municipality": lambda _, document: document.municipality,
    "archetypes": lambda _, document: document.archetypes,
    "evidence": lambda _, document: document.evidence.level if document.evidence else None,
    "language": lambda _, document: document.language,
    "licence": lambda _, document: document.licence,
}

_COLUMNS = (*_PASSAGE, "url", "document_url")


def _cell(name: str, record: Record) -> Value:
    value = record[name]
    return value if value is None or isinstance(value, tuple) else str(value)


def _passage(passage: Passage, document: Document, root: Root) -> Record:
    told = {name: value(passage, document) for name, value in _PASSAGE.items()}
    return told | {
        "url": root.to(masked_quote_address, document.id, passage, document.pages),
        "document_url": root.document(document.id),
    }
