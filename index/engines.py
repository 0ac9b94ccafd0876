"""Which engine an address means."""

from __future__ import annotations

from pathlib import Path

from corpus.archetypes import Taxonomy
from corpus.errors import SettingsWrong
from index.protocols import DocumentStore, SearchIndex
from index.whoosh_index import WhooshIndex


def open_index(url: str, store: DocumentStore, taxonomy: Taxonomy) -> SearchIndex:
    """The index at ``url``: ``whoosh:///folder``; it need not exist yet.

    Args:
        store: what it is made from and where passages are read (the catalogue).
        taxonomy: names of archetypes, searched as labels and in ``archetype:``.

    Raises:
        SettingsWrong: for an address no engine understands.
    """
    if url.startswith("whoosh:///"):  # a path as it is: % and # are characters of folders
        return WhooshIndex(Path(url.removeprefix("whoosh://")), store, taxonomy)
    raise SettingsWrong(f"‘{url}’ is no index address; write it as whoosh:///path/to/folder.")
