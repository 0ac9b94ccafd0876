"""Engine indices as they are at one moment, for searches that have many answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from index.opensearch.client import Body, Cluster

_KEPT_FOR = "2m"  # from one answer to the next


def all_hits(cluster: Cluster, indices: Sequence[str], body: Body) -> Iterator[Any]:
    """Everything that a search finds, as many at a time as its ``size``, in its order.

    They are those of one moment, whatever is written meanwhile.

    Args:
        body: with a sort by which no two hits are equal.
    """
    path = f"/{','.join(indices)}/_search/point_in_time"
    opened = cluster.ask("POST", path, params={"keep_alive": _KEPT_FOR})["pit_id"]
    try:
        asked = {**body, "pit": {"id": opened, "keep_alive": _KEPT_FOR}}
        while True:
            hits = cluster.search([], asked)["hits"]["hits"]
            yield from hits
            if len(hits) < body["size"]:
                return
            asked["search_after"] = hits[-1]["sort"]
    finally:
        cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [opened]})
