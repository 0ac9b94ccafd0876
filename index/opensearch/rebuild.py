"""Make a whole build anew beside the one in use, and switch all of its indices at once."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

from corpus.archetypes import Taxonomy
from corpus.document import Document
from index.opensearch.bulk import Change, write
from index.opensearch.client import CHANGING, Vanished
from index.opensearch.learning import Learner
from index.opensearch.mapping import DICTIONARY
from index.opensearch.state import MAIN, State, of_name
from index.opensearch.writer import Writer, put
from index.parts import PARTS, parts_of
from index.prepare import Prepared
from index.protocols import Effort
from index.runs import runs_of, worked

_PER_CHARACTER = 100  # bytes of memory that a character of text takes while it is prepared


class Rebuild:
    """One build that is being made."""

    def __init__(self, writer: Writer, state: State, taxonomy: Taxonomy) -> None:
        """Begin; ``state`` has no indices yet."""
        self._writer = writer
        self._state = state
        self._taxonomy = taxonomy
        self._count = 0

    def run(self, documents: Iterable[Document], effort: Effort) -> int:
        """Make it and switch to it; where that fails, the one in use stays as it is.

        Returns:
            The number of documents in it.
        """
        self._sweep()
        try:
            needed = (part.name for part in PARTS if part.needed)
            self._make_room(*needed, DICTIONARY)
            told = self._state.meta(MAIN)
            learner = Learner(self._writer.cluster, self._state, empty=True)
            write(self._writer.cluster, self._changes(documents, effort, learner))
            learner.flush()
            self._writer.commit(self._state, told)
            old = self._in_use()
            self._writer.lease.hold()
        except BaseException:
            self._delete(self._state.indices.values())
            raise
        # Where the answer to this is lost either may be in use, and the next one removes the other.
        self._switch(old)
        self._writer.lease.unfinished = False
        self._delete(old)
        return self._count

    def _changes(
        self, documents: Iterable[Document], effort: Effort, learner: Learner
    ) -> Iterator[Change]:
        runs = runs_of(documents, effort.memory // effort.jobs // _PER_CHARACTER)
        for size, made in worked(runs, _prepared, self._taxonomy, effort.jobs):
            self._count += size
            for part, prepared in made:
                if part not in self._state.indices:
                    self._make_room(part)
                for one in prepared:
                    learner.add(one)
                    yield put(self._state.indices[part], one)

    def _make_room(self, *parts: str) -> None:
        new = [part for part in parts if part not in self._state.indices]
        self._state = self._writer.with_parts(self._state, new, seen=False)

    def _switch(self, old: Iterable[str]) -> None:
        """Have the new indices used in place of the ``old`` ones."""
        name = self._writer.address.name
        new = self._state.indices.values()
        actions = [{"remove": {"index": index, "alias": name}} for index in old]
        actions += [{"add": {"index": index, "alias": name}} for index in new]
        self._writer.cluster.ask("POST", "/_aliases", {"actions": actions}, timeout=CHANGING)

    def _in_use(self) -> list[str]:
        name = self._writer.address.name
        found = self._writer.cluster.ask("GET", f"/_alias/{name}")
        return sorted(found or ())

    def _sweep(self) -> None:
        """Remove what those have left who did not come to an end."""
        name = self._writer.address.name
        found = self._writer.cluster.ask("GET", f"/{name}-*/_alias") or {}
        ours = of_name(name)
        self._delete(
            index
            for index, told in found.items()
            if ours.fullmatch(index) and name not in told.get("aliases", {})
        )

    def _delete(self, indices: Iterable[str]) -> None:
        for index in indices:
            try:
                self._writer.cluster.ask("DELETE", f"/{index}", timeout=CHANGING)
            except Vanished:
                continue


def _prepared(
    taxonomy: Taxonomy, run: Sequence[Document]
) -> list[tuple[str, tuple[Prepared, ...]]]:
    """What documents are in the parts that have any of it."""
    made = (parts_of(document, taxonomy).items() for document in run)
    return [(part.name, some) for parts in made for part, some in parts if some]


def new_build(rules: str) -> str:
    """What sets a build apart from all others of a name."""
    return f"{rules}-{time.time_ns() // 1000:016}"
