"""One at a time changes an index: a lease that ends by itself when its holder does.

The lease is a document that can be made only once. Its holder makes it longer while he works; one
that has run out is taken over, and whoever does knows that the one before him did not finish.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import Locked, WatwerktError
from index.opensearch.client import Cluster, Conflict, Vanished

LOCKS = "watwerkt-locks"

LASTING = 30.0  # seconds for which nobody else may change it, from when it was told last
PATIENCE = 10.0  # seconds to wait until another has finished
_PAUSE = 0.2  # seconds between two looks


@dataclass
class Lease:
    """The right to change one index.

    Attributes:
        unfinished: whether somebody had it before and did not give it back.
    """

    cluster: Cluster
    name: str
    unfinished: bool = False
    _holder: str = field(default_factory=lambda: secrets.token_hex(8))
    _version: tuple[int, int] = (0, 0)
    _lost: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)

    def hold(self) -> None:
        """Make sure that it is still ours, for as long as a change takes.

        Raises:
            Locked: when another has taken it over, as we were not heard of for too long.
        """
        with self._lock:
            if not self._lost:
                self._write(*self._version)
            if self._lost:
                raise Locked(
                    "Another command has taken over the index, as this one was not heard of for "
                    "too long; run the same command again."
                )

    def leave_unfinished(self) -> None:
        """Have whoever is next know that a change was not ended."""
        self.unfinished = True

    # Taking and giving back

    def take(self, patience: float) -> None:
        """Get it.

        Raises:
            Locked: when another still has it after so many seconds.
        """
        end = time.monotonic() + patience
        while not self._taken():
            if time.monotonic() > end:
                raise Locked("Another command is writing to the index; try again when it is done.")
            time.sleep(_PAUSE)
        threading.Thread(target=self._keep, daemon=True).start()

    def give_back(self) -> None:
        """Let others have it; where that cannot be told, it runs out by itself."""
        self._ended.set()
        with self._lock:
            if self._lost:
                return
            try:
                if self.unfinished:
                    self._write(*self._version, lasting=0)
                else:
                    self.cluster.ask("DELETE", self._path, params=_after(*self._version))
            except (WatwerktError, Conflict, Vanished):
                self._lost = True

    def _taken(self) -> bool:
        try:
            found = self.cluster.ask("GET", self._path)
            if found is None:
                return self._created()
        except Vanished:
            self._make_room()
            return False
        if found["_source"]["until"] > time.time():
            return False
        self.unfinished = True
        self._lost = False
        self._write(found["_seq_no"], found["_primary_term"])
        return not self._lost

    def _created(self) -> bool:
        try:
            made = self.cluster.ask("PUT", self._path, self._told(), {"op_type": "create"})
        except Conflict:
            return False
        self._version = made["_seq_no"], made["_primary_term"]
        return True

    def _write(self, number: int, term: int, lasting: float | None = None) -> None:
        try:
            made = self.cluster.ask("PUT", self._path, self._told(lasting), _after(number, term))
            self._version = made["_seq_no"], made["_primary_term"]
        except (Conflict, Vanished):
            self._lost = True

    def _keep(self) -> None:
        """Make it longer again and again, whatever else is done meanwhile."""
        while not self._ended.wait(LASTING / 3):
            with self._lock:
                if self._lost or self._ended.is_set():
                    return
                try:
                    self._write(*self._version)
                except WatwerktError:
                    continue  # the cluster may answer again before it runs out

    @property
    def _path(self) -> str:
        return f"/{LOCKS}/_doc/{self.name}"

    def _told(self, lasting: float | None = None) -> dict[str, Any]:
        lasting = LASTING if lasting is None else lasting
        return {"holder": self._holder, "until": time.time() + lasting}

    def _make_room(self) -> None:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
        properties = {"holder": {"type": "keyword"}, "until": {"type": "double"}}
        body = {"settings": {"index": settings}, "mappings": {"properties": properties}}
        try:
            self.cluster.ask("PUT", f"/{LOCKS}", body)
        except Conflict:
            return  # another has made it


def _after(number: int, term: int) -> dict[str, str]:
    return {"if_seq_no": str(number), "if_primary_term": str(term)}


@contextmanager
def changing(cluster: Cluster, name: str, patience: float | None = None) -> Iterator[Lease]:
    """Be the only one who changes the index of this name until the block ends.

    Raises:
        Locked: when somebody else is.
    """
    lease = Lease(cluster, name)
    lease.take(PATIENCE if patience is None else patience)
    try:
        yield lease
    finally:
        lease.give_back()
