"""All hits in their order, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from index.api import Listed
from index.opensearch.matches import Matches
from index.opensearch.snapshot import Snapshot
from index.protocols import DocumentStore
from index.quoting import listed as told

_AT_ONCE = 5000  # hits of one answer
_TOGETHER = 500  # hits of which the words are read together
_KEPT = ["id", "document", "passage"]


def listed(snapshot: Snapshot, matching: Matches, store: DocumentStore) -> Iterator[Listed]:
    """The hits that there are now; what they say is read while they are taken."""
    query = matching.within(matching.selection.whole)
    body = {
        **matching.best(query, _AT_ONCE, more=True),
        "track_total_hits": False,
        "_source": _KEPT,
    }
    facts = [{"passage": None, **hit["_source"]} for hit in snapshot.all_hits(body)]
    starts = range(0, len(facts), _TOGETHER)
    several = (facts[start : start + _TOGETHER] for start in starts)
    return chain.from_iterable(told(some, store) for some in several)
