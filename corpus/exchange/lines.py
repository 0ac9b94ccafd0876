"""A document as one line of JSON, with everything that the catalogue knows of it.

A line is the document as :func:`corpus.record.as_record` writes it, so after all decisions, and two
keys more: ``decisions``, in the order they were taken, and ``found``, what programs had found for
the fields that decisions touch. From these :func:`read_line` makes the same holding again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from pydantic import TypeAdapter, ValidationError

from corpus.catalogue import Catalogue
from corpus.decisions import Decision, apply, check
from corpus.document import Document, published
from corpus.errors import UsageError
from corpus.files import SHA256
from corpus.record import Record, as_record, from_record
from corpus.schema import LAST_PAGE

_DECISIONS = "decisions"
_FOUND = "found"
_TAKEN = TypeAdapter(tuple[Decision, ...])
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")  # two together are a character, one is not
# JSON may hold these as they are, but many programs take them for the end of a line.
_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One document as the catalogue holds it: what programs found and what persons decided."""

    found: Document
    decisions: tuple[Decision, ...] = ()

    @property
    def document(self) -> Document:
        """The document after all decisions."""
        return apply(self.found, self.decisions)


def holding(catalogue: Catalogue, document_id: str) -> Holding:
    """One document with its decisions.

    Raises:
        NotFound: when there is none with this id.
    """
    return Holding(
        found=catalogue.undecided(document_id), decisions=tuple(catalogue.decisions(document_id))
    )


def holdings(catalogue: Catalogue) -> Iterator[Holding]:
    """All documents with their decisions, in the order of their ids, one at a time."""
    return (holding(catalogue, document_id) for document_id in catalogue.ids())


def as_line(one: Holding) -> str:
    """The line, with its end."""
    record = as_record(one.document)
    record[_DECISIONS] = _decision_records(one.decisions)
    record[_FOUND] = _touched(one)
    return json.dumps(record, ensure_ascii=False).translate(_ENDS) + "\n"


def read_line(line: bytes) -> Holding:
    """The holding that :func:`as_line` wrote.

    Raises:
        UsageError: one sentence on what is wrong with the line.
    """
    record = _decode(line)
    for name in (_DECISIONS, _FOUND):
        if name not in record:
            raise UsageError(f"there is no ‘{name}’, so ‘watwerkt export’ did not write it")
    taken, before = record.pop(_DECISIONS), record.pop(_FOUND)
    if not isinstance(before, dict) or not isinstance(taken, list):
        raise UsageError("‘found’ must hold fields and ‘decisions’ a list")
    shown = _document(record)
    one = Holding(found=_document(record | before), decisions=_decisions(shown.id, taken))
    _check(one.found)
    made = one.document
    if made != shown:
        differing = [name for name in record if getattr(made, name) != getattr(shown, name)]
        raise UsageError(
            f"the value of {', '.join(differing)} is not what its ‘found’ and ‘decisions’ make of "
            "it; change a document with ‘watwerkt edit’ and export it again"
        )
    return one


def _touched(one: Holding) -> Record:
    """What programs had found for the fields that decisions touch."""
    if not one.decisions:
        return {}
    fields = {"tags", "origins"} | {decision.field for decision in one.decisions}
    found = as_record(replace(one.found, pages=()))  # pages are never decided
    return {name: value for name, value in found.items() if name in fields}


def _decision_records(decisions: Sequence[Decision]) -> list[Record]:
    records: list[Record] = _TAKEN.dump_python(tuple(decisions), mode="json")
    for record in records:
        del record["document_id"]
    return records


def _decode(line: bytes) -> Record:
    try:
        record = json.loads(line.decode(), parse_constant=_no_number, parse_float=_number)
        if _HALVES.search(line):
            json.dumps(record, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise UsageError("it is not UTF-8") from None
    except UnicodeEncodeError:
        raise UsageError("it holds half a character") from None
    except (ValueError, RecursionError):
        raise UsageError("it is no JSON object") from None
    if not isinstance(record, dict):
        raise UsageError("it is no JSON object")
    return record


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _document(record: Record) -> Document:
    try:
        document = from_record(record, extra="forbid")
    except ValidationError as error:
        raise UsageError(_sentence(error)) from None
    # The order in which the catalogue gives them.
    tags = tuple(sorted(document.tags, key=lambda tag: (-tag.score, tag.archetype)))
    pages = tuple(sorted(document.pages, key=lambda page: page.number))
    return replace(document, tags=tags, pages=pages)


def _decisions(document_id: str, records: list[Any]) -> tuple[Decision, ...]:
    if not all(isinstance(record, dict) for record in records):
        raise UsageError("a decision must hold fields")
    whole = [record | {"document_id": document_id} for record in records]
    try:
        decisions = _TAKEN.validate_python(whole, extra="forbid")
    except ValidationError as error:
        raise UsageError(_sentence(error, "a decision: ")) from None
    for decision in decisions:
        try:
            check(decision)
        except UsageError as error:
            raise UsageError(str(error).rstrip(".")) from None
    return decisions


def _check(document: Document) -> None:
    """Refuse what the types allow but the catalogue or the store of originals cannot hold."""
    if not _ID.fullmatch(document.id):
        raise UsageError(f"‘{document.id}’ is no id")
    if not SHA256.fullmatch(document.sha256):
        raise UsageError(f"‘{document.sha256}’ is no SHA-256")
    if document.published is not None:
        try:
            published(document.published)
        except ValueError as error:
            raise UsageError(str(error)) from None
    numbers = [page.number for page in document.pages]
    if len(set(numbers)) < len(numbers) or any(not 0 < n <= LAST_PAGE for n in numbers):
        raise UsageError("its pages are not numbered 1 and up, each once")
    labels = [tag.archetype for tag in document.tags]
    if len(set(labels)) < len(labels):
        raise UsageError("it has the same label twice")


def _sentence(error: ValidationError, beginning: str = "") -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    if first["type"].startswith("unexpected"):
        return f"{beginning}the field ‘{place}’ is unknown; install a newer watwerkt"
    if first["type"].startswith("missing"):
        return f"{beginning}the field ‘{place}’ is missing"
    return f"{beginning}the field ‘{place}’ has a value that cannot be"
