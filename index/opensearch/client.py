"""Ask a cluster; whatever goes wrong there is told as an error of ours."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotConnected
from opensearchpy.exceptions import OpenSearchException, SSLError, TransportError

from corpus.errors import (
    IndexDamaged,
    Overloaded,
    ReadOnly,
    SettingsWrong,
    Unreachable,
    UsageError,
    WatwerktError,
)
from index.opensearch.address import Address

Body = Mapping[str, Any]
Params = Mapping[str, str]

ASKING = 30.0  # seconds until a question is given up
CHANGING = 120.0  # seconds until a change is given up

_CONNECTIONS = 16  # to each node that are kept open: more than the web process has threads

# It would tell each request that finds nothing; what matters is told by our errors.
logging.getLogger("opensearch").setLevel(logging.ERROR)

_WHOLE = {"allow_partial_search_results": "false"}
_FORBIDDEN = (401, 403)
_PER_PAGE = 10_000
_NOT_FOUND, _CONFLICT, _BUSY, _FAILED = 404, 409, 429, 500
_LOST_NODE = (  # told with the status of a failure, though all is well where nodes are left
    "node_closed_exception",
    "node_disconnected_exception",
    "node_not_connected_exception",
    "receive_timeout_transport_exception",
)
_NOT_ENCRYPTED = (  # reasons of OpenSSL that do not pass; others are those of a network
    "CERTIFICATE_VERIFY_FAILED",
    "WRONG_VERSION_NUMBER",  # it does not speak TLS
)
_TOO_LARGE = ("too_many_clauses", "too_many_nested_clauses", "too_many_buckets_exception")


class Vanished(Exception):
    """An engine index that was asked is not there any more."""


class Conflict(Exception):
    """Something was changed by another meanwhile, or is there already."""


class Cluster:
    """One cluster of OpenSearch. Safe to share between threads."""

    def __init__(self, address: Address) -> None:
        self._told = ", ".join(host.partition("://")[2] for host in address.hosts)
        told = partial(
            OpenSearch,
            list(address.hosts),
            http_auth=address.user,
            timeout=ASKING,
            max_retries=2,
            pool_maxsize=_CONNECTIONS,
            ca_certs=address.authorities and str(address.authorities),
        )
        self._changing = told()
        # of another node, where one falls silent; who stays silent need not be asked again
        self._asking = told(retry_on_timeout=len(address.hosts) > 1)

    def ask(
        self,
        method: str,
        path: str,
        body: Body | str | None = None,
        params: Params | None = None,
        *,
        timeout: float | None = None,
    ) -> Any:
        """The answer to one request; None where what is asked for is not there.

        Args:
            timeout: seconds until it is given up, when not those of a question.

        Raises:
            Vanished: when an engine index is not there.
            Conflict: when something is there already, or another than was expected.
            Unreachable, Overloaded, ReadOnly, SettingsWrong, UsageError, IndexDamaged: otherwise.
        """
        asking = method == "GET" or path.endswith("search")  # twice is as good as once
        client = self._asking if asking else self._changing
        try:
            return client.transport.perform_request(
                method, path, params=dict(params or {}), body=body, timeout=timeout or ASKING
            )
        except TransportError as error:
            return self._not_found(error)
        except OpenSearchException as error:
            raise IndexDamaged(
                f"What the search engine at {self._told} answers cannot be read; is it OpenSearch?"
            ) from error

    def _not_found(self, error: TransportError) -> None:
        info = error.info if isinstance(error.info, Mapping) else {}
        if error.status_code != _NOT_FOUND or isinstance(info.get("error"), Mapping):
            raise self._ours(error) from error

    def search(self, indices: Sequence[str], body: Body) -> Any:
        """The answer to one search in all of the ``indices``; none where the body names them."""
        path = f"/{','.join(indices)}/_search" if indices else "/_search"
        found = self.ask("POST", path, body, _WHOLE)
        return self._checked(found)

    def searches(self, several: Sequence[tuple[Sequence[str], Body]]) -> list[Any]:
        """The answers to several searches, asked at once: per search the indices and what."""
        if not several:
            return []
        if len(several) == 1:
            return [self.search(*several[0])]
        lines: list[Body] = []
        for indices, body in several:
            lines += [{"index": list(indices), "allow_partial_search_results": False}, body]
        found = self.ask("POST", "/_msearch", in_lines(lines))
        return [self._checked(one) for one in found["responses"]]

    def values(self, indices: Sequence[str], field: str) -> Iterator[str]:
        """The different values of a field of keywords, ascending, as many as there are."""
        composite: dict[str, Any] = {
            "size": _PER_PAGE,
            "sources": [{"value": {"terms": {"field": field}}}],
        }
        body = {"size": 0, "aggs": {"values": {"composite": composite}}}
        while True:
            found = self.search(indices, body)["aggregations"]["values"]
            yield from (one["key"]["value"] for one in found["buckets"])
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _checked(self, found: Any) -> Any:
        """An answer of all shards; no other will do."""
        if "error" in found:
            raise self.translated(int(found["status"]), found["error"])
        if found["timed_out"] or found["_shards"]["failed"]:
            raise self._unreachable("A part of the index does not answer")
        return found

    def translated(self, status: int, error: Any) -> Exception:
        """What went wrong, by the status of HTTP and what the engine says of it."""
        told = error if isinstance(error, Mapping) else {"reason": str(error)}
        kinds = {str(told.get("type"))} | {str(one.get("type")) for one in _causes(told)}
        reason = str(told.get("reason"))
        if "index_not_found_exception" in kinds:
            return Vanished(reason)
        if status == _CONFLICT or "resource_already_exists_exception" in kinds:
            return Conflict(reason)
        if "cluster_block_exception" in kinds and "read-only" in reason:
            return _read_only(reason)
        if kinds.intersection(_LOST_NODE):
            return self._unreachable("A part of the index does not answer")
        if kinds.intersection(_TOO_LARGE):
            return UsageError(
                "The question is too large for the search engine; ask less at once, or have "
                "‘indices.query.bool.max_clause_count’ raised there."
            )
        return self._by_status(status, reason)

    def _by_status(self, status: int, reason: str) -> WatwerktError:
        if status == _BUSY:
            return Overloaded(
                f"The search engine at {self._told} has too much to do; try again in a minute."
            )
        if status in _FORBIDDEN:
            return SettingsWrong(
                f"The search engine at {self._told} does not let us in; put a name and password "
                "that may read and write into WATWERKT_INDEX: opensearch://name:password@host/…"
            )
        if status > _FAILED:
            return self._unreachable("A part of the index does not answer")
        return IndexDamaged(
            f"The search engine refuses what it is asked ({reason}); run ‘watwerkt reindex’."
        )

    def _ours(self, error: TransportError) -> Exception:
        if isinstance(error, SSLError) and any(why in error.error for why in _NOT_ENCRYPTED):
            return SettingsWrong(
                f"No encrypted connection can be made with the search engine at {self._told} "
                f"({error.error}). Where an authority of your own signed its certificate, add "
                "?ca=/path/to/authority.pem to WATWERKT_INDEX; where it speaks no TLS, write "
                "opensearch://."
            )
        if isinstance(error, NotConnected) or not isinstance(error.status_code, int):
            return self._unreachable("It does not answer")
        told = error.info.get("error") if isinstance(error.info, Mapping) else error.error
        return self.translated(error.status_code, told)

    def _unreachable(self, what: str) -> Unreachable:
        return Unreachable(
            f"The search engine at {self._told} cannot be used now: {what[0].lower()}{what[1:]}. "
            "Look whether it runs and can be reached from here, and try again."
        )


def in_lines(lines: Iterable[Body]) -> str:
    """JSON values, one a line, as OpenSearch reads several at once."""
    return "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines
    )


def _causes(error: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Everything that an error came from."""
    several = [*error.get("root_cause", ()), *_failures(error)]
    if isinstance(error.get("caused_by"), Mapping):
        several.append(error["caused_by"])
    for one in several:
        yield one
        if one is not error:
            yield from _causes({key: one[key] for key in ("caused_by",) if key in one})


def _failures(error: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    shards = error.get("failed_shards", ())
    return [one["reason"] for one in shards if isinstance(one.get("reason"), Mapping)]


def _read_only(reason: str) -> ReadOnly:
    if "flood" in reason or "allow delete" in reason or "allow_delete" in reason:
        return ReadOnly(
            "The search engine takes nothing in, as its disk is nearly full; make room there and "
            "run the same command again."
        )
    return ReadOnly(
        "The search engine takes nothing in: its index was made read-only; have that undone and "
        "run the same command again."
    )
