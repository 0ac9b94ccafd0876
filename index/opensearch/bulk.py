"""Put documents into engine indices and take them out, and look what became of each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any

from corpus.errors import Overloaded, Unreachable
from index.opensearch.client import CHANGING, Cluster, in_lines
from index.opensearch.documents import engine_id

_LARGEST = 8 << 20  # characters of one request
_UNDER_WAY = 2  # requests that the engine works on while the next is put together
_RETRIES = 6
_FIRST_PAUSE = 0.25  # seconds, doubled every time
_BUSY = (429, 503)
_WAITING = {"timeout": "5s"}  # by the engine, each time, for a part of an index that is not there


@dataclass(frozen=True, slots=True)
class Change:
    """One document of an engine index is put there, or taken away where ``source`` is None."""

    index: str
    name: str
    document: str
    source: Mapping[str, Any] | None

    @property
    def lines(self) -> str:
        """It as OpenSearch reads it."""
        # All that belongs to a document is in one shard, so that documents can be counted there.
        told = {
            "_index": self.index,
            "_id": engine_id(self.name),
            "routing": engine_id(self.document),
        }
        if self.source is None:
            return in_lines([{"delete": told}])
        return in_lines([{"index": told}, self.source])


def write(cluster: Cluster, changes: Iterable[Change]) -> int:
    """Make changes, in requests of a bounded size; returns how many they were.

    They are made in no particular order, so no two of them may be of the same document.

    Raises:
        Overloaded, Unreachable, ReadOnly: when some could not be made; others were.
    """
    count = 0
    given_up = Event()
    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(_UNDER_WAY) as pool:
        try:
            for lines in _requests(changes):
                if len(under_way) == _UNDER_WAY:
                    under_way.popleft().result()
                under_way.append(pool.submit(_write_all, cluster, lines, given_up))
                count += len(lines)
            while under_way:
                under_way.popleft().result()
        except BaseException:
            given_up.set()  # what is under way ends before anybody writes something else
            raise
    return count


def _requests(changes: Iterable[Change]) -> Iterator[list[str]]:
    lines: list[str] = []
    size = 0
    for change in changes:
        line = change.lines
        if lines and size + len(line) > _LARGEST:
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    if lines:
        yield lines


def _write_all(cluster: Cluster, lines: Sequence[str], given_up: Event) -> None:
    """Send changes until each is made, for as long as it makes sense to try again."""
    left = list(lines)
    for attempt in range(_RETRIES):
        try:
            left = _sent(cluster, left, last=attempt + 1 == _RETRIES)
        except (Overloaded, Unreachable):
            if attempt + 1 == _RETRIES:
                raise
        if not left or given_up.wait(_FIRST_PAUSE * 2**attempt):
            return


def _sent(cluster: Cluster, lines: Sequence[str], *, last: bool) -> list[str]:
    """Send changes; returns those that the engine had no room for now."""
    found = cluster.ask("POST", "/_bulk", "".join(lines), _WAITING, timeout=CHANGING)
    if not found["errors"]:
        return []
    left = []
    for line, item in zip(lines, found["items"], strict=True):
        (told,) = item.values()
        if "error" not in told:  # nor where what is taken away was not there
            continue
        error = cluster.translated(told["status"], told["error"])
        if last or told["status"] not in _BUSY or not isinstance(error, Overloaded | Unreachable):
            raise error
        left.append(line)
    return left
