"""A small index by our codec in a folder, and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.index import create_in
from whoosh.query import Every

from index.whoosh_codec import SegmentCodec

SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    text=fields.TEXT(vector=True),
    number=fields.NUMERIC(sortable=True, stored=True),
)


def new_index(folder: Path) -> Any:
    """An empty one."""
    return create_in(folder, SCHEMA)


def write(index: Any, ids: Sequence[str], **how: Any) -> None:
    """Commit documents with these ids, at once."""
    writer = index.writer(codec=SegmentCodec())
    for name in ids:
        writer.update_document(id=name, text=f"woord x{name}", number=ord(name[0]))
    writer.commit(**how)


def ids(index: Any, asked: Any = None) -> list[str]:
    """The ids of what matches, or of all."""
    with index.searcher() as searcher:
        return sorted(hit["id"] for hit in searcher.search(asked or Every(), limit=None))
