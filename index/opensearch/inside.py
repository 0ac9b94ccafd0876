"""Where in one document something stands that was asked."""

from __future__ import annotations

from index.api import FoundPage, Query
from index.inside import Looked, found_pages
from index.opensearch.matches import Matches
from index.opensearch.shown import matches, pages_clause, pages_of
from index.opensearch.snapshot import Snapshot
from index.opensearch.view import Clause
from index.protocols import DocumentStore


def inside(
    snapshot: Snapshot,
    matching: Matches,
    document_id: str,
    store: DocumentStore,
    lines_of: Query | int,
) -> tuple[FoundPage, ...]:
    """The pages of a document on which any of the words stands, ascending.

    Args:
        matching: tells which words are asked; that they all are in the document is not.
        lines_of: see :func:`index.inside.found_pages`.
    """
    itself: Clause = {"term": {"document": document_id}}
    body = {"query": snapshot.view.within([itself]), "_source": ["language", "page_count"]}
    for hit in snapshot.search(body)["hits"]["hits"]:
        clause = pages_clause(matching.words, hit["_source"]["page_count"])
        if clause is None:
            return ()
        query = snapshot.view.within([itself, clause])
        hits = snapshot.search({"query": query, "_source": False})["hits"]["hits"]
        pages = [page for found in hits for page in pages_of(found)]
        language = hit["_source"].get("language")
        looked = Looked(document_id, language, matches(pages, matching.words))
        return found_pages(matching.tree, looked, store, lines_of)
    return ()
