"""Invented documents for the tests of the index, and a shelf that gives their pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from memory_index import MemoryIndex
from opensearch_cluster import Cluster

from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.document import Access, Document, Kind, Page, Tag, Verdict
from index import Query, Results, SearchIndex, open_index
from index.protocols import DocumentStore

ENGINES = ("memory", "whoosh", pytest.param("opensearch", marks=pytest.mark.opensearch))

_ANY_NAME = "any-name"
_opened: list[str] = []
"""Names of the indices on the cluster that were opened and not removed again."""


def chosen_engine(request: pytest.FixtureRequest) -> str:
    """What of :data:`ENGINES` a test is run on, as :func:`open_engine` wants it."""
    if request.param != "opensearch":
        return str(request.param)
    return on_cluster(request.getfixturevalue("cluster"))


def on_cluster(cluster: Cluster) -> str:
    """An engine on a cluster, as :func:`open_engine` wants it."""
    return cluster.address(_ANY_NAME)


def engine_indices(cluster: Cluster) -> set[str]:
    """The engine indices on a cluster of the index that was opened last."""
    found = cluster.ask("GET", f"/_cat/indices/{_opened[-1]}-*?format=json")
    return {one["index"] for one in found}


@contextmanager
def removed_after(cluster: Cluster) -> Iterator[None]:
    """Remove from a cluster what is opened in the block."""
    before = len(_opened)
    yield
    for name in _opened[before:]:
        cluster.ask("DELETE", f"/{name}-*")
    del _opened[before:]


@cache
def taxonomy() -> Taxonomy:
    return load_taxonomy()


def document(document_id: str, *pages: str, title: str = "Zonder naam", **values: Any) -> Document:
    """A public Dutch document with these pages; ``values`` are other fields."""
    plain = Document(
        id=document_id,
        title=title,
        kind=Kind.PRAKTIJK,
        pages=tuple(Page(number=n, text=text) for n, text in enumerate(pages, start=1)),
        language="nl",
        sha256="0" * 64,
        media_type="text/plain",
        source=f"{document_id}.txt",
        ingested=datetime(2024, 5, 1, tzinfo=UTC),
    )
    return replace(plain, **values)


def labels(*archetypes: str) -> tuple[Tag, ...]:
    """Labels that count, the first the strongest."""
    return tuple(
        Tag(archetype=archetype, score=1 - n / 10, by="rules 1", verdict=Verdict.ASSIGNED)
        for n, archetype in enumerate(archetypes)
    )


class Shelf:
    """Gives the pages of the documents that were put on it, as the catalogue does."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}

    identity = "shelf"
    revision = 2**31  # later than any that a test gives an index

    def taken_away_since(self, revision: int, audience: Access) -> frozenset[str]:  # noqa: ARG002 - a shelf knows no time
        """Ids of the documents that changed and that the audience may not find now."""
        return frozenset(one.id for one in self.documents.values() if not one.visible_to(audience))

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The asked pages of a document."""
        asked = set(numbers)
        return tuple(p for p in self.documents[document_id].pages if p.number in asked)

    def pages_of(self, asked: Mapping[str, Iterable[int]]) -> dict[str, tuple[Page, ...]]:
        """Those of several documents."""
        return {document: self.pages(document, numbers) for document, numbers in asked.items()}


def open_engine(name: str, folder: Path, store: DocumentStore) -> SearchIndex:
    """An engine without an index yet."""
    if name == "memory":
        return MemoryIndex(store, taxonomy())
    if name.startswith("opensearch:"):
        _opened.append(f"t{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}")
        return open_index(name.replace(_ANY_NAME, _opened[-1]), store, taxonomy())
    return open_index(f"whoosh://{folder / 'index'}", store, taxonomy())


class Library:
    """An engine with its shelf, filled and changed together."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.shelf = Shelf()
        self.index = open_engine(engine, folder, self.shelf)
        self.index.rebuild([], 0)

    def put(self, *documents: Document) -> None:
        """Add or replace documents in one batch."""
        with self.index.batch(self.index.revision + 1) as batch:
            for found in documents:
                batch.put(found)
        self.shelf.documents |= {found.id: found for found in documents}

    def delete(self, *ids: str) -> None:
        """Forget documents in one batch."""
        with self.index.batch(self.index.revision + 1) as batch:
            for document_id in ids:
                batch.delete(document_id)

    def search(self, text: str = "", **values: Any) -> Results:
        """Up to 100 hits, unless ``values`` of the query say otherwise."""
        return self.index.search(Query(text=text, **({"size": 100} | values)))

    def found(self, text: str = "", **values: Any) -> list[str]:
        """Ids of the hits, in their order."""
        return [hit.id for hit in self.search(text, **values).hits]
