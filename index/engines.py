"""Which engine an address means."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from corpus.archetypes import Taxonomy
from corpus.errors import SettingsWrong
from index.protocols import DocumentStore, SearchIndex
from index.whoosh_index import WhooshIndex

_CLUSTER = ("opensearch://", "opensearch+https://")


def open_index(url: str, store: DocumentStore, taxonomy: Taxonomy) -> SearchIndex:
    """The index at ``url``; it need not exist yet.

    Args:
        url: ``whoosh:///folder``, or ``opensearch://host:9200/name`` for one on a cluster.
        store: what it is made from and where passages are read (the catalogue).
        taxonomy: names of archetypes, searched as labels and in ``archetype:``.

    Raises:
        SettingsWrong: for an address no engine understands, or an engine that is not installed.
    """
    if url.startswith("whoosh:///"):  # a path as it is: % and # are characters of folders
        return WhooshIndex(Path(url.removeprefix("whoosh://")), store, taxonomy)
    if url.startswith(_CLUSTER):
        return _on_cluster(url, store, taxonomy)
    raise SettingsWrong(
        f"‘{url}’ is no index address; write it as whoosh:///path/to/folder, or as "
        "opensearch://host:9200/name."
    )


def _on_cluster(url: str, store: DocumentStore, taxonomy: Taxonomy) -> SearchIndex:
    """Most collections have no cluster, and their commands need not load what speaks with one."""
    try:
        engine = import_module("index.opensearch.engine")
    except ModuleNotFoundError as error:
        if error.name != "opensearchpy":
            raise
        raise SettingsWrong(
            "An index on OpenSearch needs a library that is not installed; install watwerkt with "
            "it: pip install 'watwerkt[opensearch]'."
        ) from None
    index: SearchIndex = engine.OpenSearchIndex(url, store, taxonomy)
    return index
