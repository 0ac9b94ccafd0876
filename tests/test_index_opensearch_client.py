"""Whatever goes wrong on a cluster is an error of ours that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from free_ports import reserved_ports
from index_collection import Shelf, taxonomy

from corpus.errors import (
    IndexDamaged,
    Overloaded,
    ReadOnly,
    SettingsWrong,
    Unreachable,
    UsageError,
)
from index import Query, open_index
from index.opensearch.address import read_address
from index.opensearch.client import Cluster, Conflict, Vanished

FLOODED = (
    "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index "
    "has read-only-allow-delete block];"
)
FROZEN = "index [x] blocked by: [FORBIDDEN/5/index read-only (api)];"

CASES: tuple[tuple[int, Any, type[Exception], str], ...] = (
    (404, {"type": "index_not_found_exception", "reason": "no such index"}, Vanished, ""),
    (409, {"type": "version_conflict_engine_exception", "reason": "is there"}, Conflict, ""),
    (400, {"type": "resource_already_exists_exception", "reason": "is there"}, Conflict, ""),
    (429, {"type": "cluster_block_exception", "reason": FLOODED}, ReadOnly, "make room"),
    (403, {"type": "cluster_block_exception", "reason": FROZEN}, ReadOnly, "read-only"),
    (429, {"type": "rejected_execution_exception", "reason": "full"}, Overloaded, "try again"),
    (429, {"type": "circuit_breaking_exception", "reason": "memory"}, Overloaded, "try again"),
    (401, "Unauthorized", SettingsWrong, "name and password"),
    (403, {"type": "security_exception", "reason": "no"}, SettingsWrong, "name and password"),
    (503, {"type": "search_phase_execution_exception", "reason": "shards"}, Unreachable, "runs"),
    (502, "Bad Gateway", Unreachable, "runs"),
    (400, {"type": "mapper_parsing_exception", "reason": "odd"}, IndexDamaged, "reindex"),
    (
        400,
        {
            "type": "search_phase_execution_exception",
            "reason": "all shards failed",
            "root_cause": [{"type": "query_shard_exception", "reason": "failed"}],
            "failed_shards": [
                {"reason": {"type": "x", "caused_by": {"type": "too_many_clauses"}}},
            ],
        },
        UsageError,
        "ask less",
    ),
)


@pytest.mark.parametrize(("status", "told", "kind", "says"), CASES)
def test_an_error_of_the_cluster_becomes_one_of_ours(
    status: int, told: Any, kind: type[Exception], says: str
) -> None:
    cluster = Cluster(read_address("opensearch://127.0.0.1:9200/wijken"))
    error = cluster.translated(status, told)
    assert type(error) is kind
    assert says in str(error)


def test_a_cluster_that_is_not_there_is_told_by_its_address() -> None:
    with reserved_ports() as ports:
        address = f"127.0.0.1:{ports[0]}"
        index = open_index(f"opensearch://{address}/wijken", Shelf(), taxonomy())
        with pytest.raises(Unreachable, match=address):
            index.search(Query())
        with pytest.raises(Unreachable, match=address):
            _ = index.revision
        with pytest.raises(Unreachable, match=address):
            index.rebuild([], 0)
