"""Read everything that is kept on the cluster, and compare it with what was written."""

from __future__ import annotations

from corpus.errors import IndexDamaged
from index.opensearch.client import Cluster
from index.opensearch.documents import checksum
from index.opensearch.moment import all_hits
from index.opensearch.state import State
from index.parts import PARTS

_AT_ONCE = 50  # documents, with all of their words


def check(cluster: Cluster, state: State) -> None:
    """Read each document and passage of a build.

    Raises:
        IndexDamaged: when one of them is not what was written.
    """
    body = {"size": _AT_ONCE, "query": {"match_all": {}}, "sort": [{"id": "asc"}]}
    for part in PARTS:
        if part.name in state.indices:
            for hit in all_hits(cluster, [state.indices[part.name]], body):
                source = hit["_source"]
                if source.get("checksum") != checksum(source):
                    raise IndexDamaged(
                        f"What the search engine keeps of {source.get('id')} is not what was "
                        "written; run ‘watwerkt reindex’."
                    )
