"""A document as plain JSON values and back, losslessly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import TypeAdapter

from corpus.document import Document, Page, Tag
from corpus.passage import Passage

Record = dict[str, Any]

_DOCUMENT = TypeAdapter(Document)
_TAGS = TypeAdapter(tuple[Tag, ...])
_PAGE = TypeAdapter(Page)
_PAGES = TypeAdapter(tuple[Page, ...])
_PASSAGE = TypeAdapter(Passage)
_PASSAGES = TypeAdapter(tuple[Passage, ...])


def as_record(document: Document) -> Record:
    """Every field of ``document`` as JSON values (dates as ISO 8601)."""
    record: Record = _DOCUMENT.dump_python(document, mode="json")
    return record


def tag_records(tags: Sequence[Tag]) -> list[Record]:
    """The labels of a document as :func:`as_record` writes them."""
    records: list[Record] = _TAGS.dump_python(tuple(tags), mode="json")
    return records


def page_records(pages: Sequence[Page]) -> list[Record]:
    """Pages as :func:`as_record` writes them."""
    records: list[Record] = _PAGES.dump_python(tuple(pages), mode="json")
    return records


def passage_records(passages: Sequence[Passage]) -> list[Record]:
    """The passages of a document as :func:`as_record` writes them."""
    records: list[Record] = _PASSAGES.dump_python(tuple(passages), mode="json")
    return records


def as_passage(record: Mapping[str, Any]) -> Passage:
    """The passage that :func:`passage_records` wrote."""
    return _PASSAGE.validate_python(dict(record))


def as_page(record: Mapping[Any, Any]) -> Page:
    """The page with these values; other keys do not count."""
    return _PAGE.validate_python(dict(record))


def from_record(record: Record, extra: Literal["ignore", "forbid"] = "ignore") -> Document:
    """The document that :func:`as_record` wrote.

    Args:
        extra: what to do with keys that are no fields.

    Raises:
        pydantic.ValidationError: when a value does not fit its field.
    """
    return _DOCUMENT.validate_python(record, extra=extra)
