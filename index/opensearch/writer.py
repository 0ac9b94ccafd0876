"""Change the indices of a build, so that all of it is seen at once when it is committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from corpus.errors import WatwerktError
from index.opensearch.address import Address
from index.opensearch.bulk import Change, write
from index.opensearch.client import CHANGING, Cluster, Conflict, Vanished
from index.opensearch.documents import engine_document
from index.opensearch.learning import Learner
from index.opensearch.lease import Lease
from index.opensearch.mapping import index_body
from index.opensearch.state import MAIN, State, index_name
from index.opensearch.view import any_of
from index.parts import Part
from index.prepare import Prepared

_AT_ONCE = 1000  # of what is kept that are read at once
_KEPT_AT_ONCE = 20  # the same with all that is kept of them

Changes = Mapping[Part, Mapping[str, tuple[Prepared, ...]]]
"""Per part and id of a document what it is there now, in place of what it was."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Changes engine indices of one name; its lease is held."""

    cluster: Cluster
    address: Address
    lease: Lease

    def apply(self, state: State, changes: Changes, revision: int) -> State:
        """Make changes and commit them; where they cannot be made, the index is as it was.

        Raises:
            Overloaded, Unreachable, ReadOnly: when the engine does not take them.
        """
        if self.lease.unfinished:  # what another has written may not stay unseen beside ours
            self.refresh(state.indices.values())
        self.lease.leave_unfinished()
        state = self._with_room(state, changes)
        try:
            learner = Learner(self.cluster, state)
            for one in _put(changes):
                learner.add(one)
            learner.flush()
            write(self.cluster, self._changed(state, changes))
        except BaseException:
            self._put_back(state, changes)
            raise
        state = replace(state, revision=revision)
        self.commit(state)
        self.lease.unfinished = False
        return state

    def commit(self, state: State, told: Mapping[str, Any] | None = None) -> None:
        """Have everything seen, and tell how far it has come.

        Args:
            told: what the mapping tells already.
        """
        self.lease.hold()
        self.refresh(state.indices.values())
        if state.meta(MAIN) != told:
            path = f"/{state.indices[MAIN]}/_mapping"
            self.cluster.ask("PUT", path, {"_meta": state.meta(MAIN)}, timeout=CHANGING)

    def refresh(self, indices: Iterable[str]) -> None:
        """Have what was written seen."""
        self.cluster.ask("POST", f"/{','.join(indices)}/_refresh", timeout=CHANGING)

    def with_parts(self, state: State, parts: Iterable[str], *, seen: bool) -> State:
        """The same state with an empty engine index for each of some parts more.

        Args:
            seen: whether the state is in use.
        """
        new = {part: index_name(self.address.name, part, state.build) for part in parts}
        state = replace(state, indices={**state.indices, **new})
        for part, index in new.items():
            body = index_body(self.address, part, state.meta(part))
            if seen:
                body["aliases"] = {self.address.name: {}}
            self._make(index, body)
        return state

    def _make(self, index: str, body: Mapping[str, Any]) -> None:
        try:
            self.cluster.ask("PUT", f"/{index}", body, timeout=CHANGING)
        except Conflict:
            self.cluster.ask("DELETE", f"/{index}", timeout=CHANGING)  # left by an interruption
            self.cluster.ask("PUT", f"/{index}", body, timeout=CHANGING)

    def _with_room(self, state: State, changes: Changes) -> State:
        needed = [part.name for part, documents in changes.items() if any(documents.values())]
        new = [part for part in needed if part not in state.indices]
        return self.with_parts(state, new, seen=True)

    # What there was, and is now

    def _changed(self, state: State, changes: Changes) -> Iterator[Change]:
        for index, documents in _by_index(state, changes):
            now = {one.id for some in documents.values() for one in some}
            for old in self._kept(index, documents, _AT_ONCE, ["id", "document"]):
                if old["id"] not in now:
                    yield Change(index, old["id"], old["document"], None)
            for some in documents.values():
                yield from (put(index, one) for one in some)

    def _kept(
        self, index: str, documents: Iterable[str], at_once: int, source: Any
    ) -> Iterator[Mapping[str, Any]]:
        """What belongs to some documents, as it is seen: since the last commit nothing else is."""
        query = {"bool": {"should": any_of("document", frozenset(documents))}}
        body = {"size": at_once, "query": query, "sort": [{"id": "asc"}], "_source": source}
        while True:
            hits = self.cluster.search([index], body)["hits"]["hits"]
            yield from (hit["_source"] for hit in hits)
            if len(hits) < at_once:
                return
            body["search_after"] = hits[-1]["sort"]

    def _put_back(self, state: State, changes: Changes) -> None:
        """Write what is still seen over what was not committed."""
        try:
            write(self.cluster, self._before(state, changes))
            self.lease.unfinished = False
        except (WatwerktError, Vanished):
            return  # the next one knows that it was not finished, and writes it again

    def _before(self, state: State, changes: Changes) -> Iterator[Change]:
        for index, documents in _by_index(state, changes):
            before = set()
            for old in self._kept(index, documents, _KEPT_AT_ONCE, True):
                before.add(old["id"])
                yield Change(index, old["id"], old["document"], old)
            for one in (one for some in documents.values() for one in some):
                if one.id not in before:
                    yield Change(index, one.id, one.document, None)


def put(index: str, prepared: Prepared) -> Change:
    """What puts a document or passage into an engine index."""
    return Change(index, prepared.id, prepared.document, engine_document(prepared))


def _put(changes: Changes) -> Iterator[Prepared]:
    """All that is put somewhere."""
    for documents in changes.values():
        yield from chain.from_iterable(documents.values())


def _by_index(
    state: State, changes: Changes
) -> Iterator[tuple[str, Mapping[str, tuple[Prepared, ...]]]]:
    for part, documents in changes.items():
        if documents and part.name in state.indices:
            yield state.indices[part.name], documents
