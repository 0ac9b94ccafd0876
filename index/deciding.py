"""Keep what persons decided and show it in the index: the one way in which either is changed.

    decision ──catalogue──> revision ──synchronise──> index

The command line and the page both change a collection through here, one at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from corpus.collection import Collection
from corpus.decisions import Decision
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, WatwerktError
from index.protocols import SearchIndex
from index.synchronise import rebuild, synchronise

Change = TypeVar("Change")

_BETWEEN_COMMITS = 64  # changes after which what is in becomes findable
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A collection that may be changed, with the index that follows it.

    Attributes:
        tell: takes a sentence on an index that is made anew; None never makes one anew, but refuses
            every change while the index cannot follow.
        patience: seconds to wait for another one who is changing it.
    """

    collection: Collection
    index: SearchIndex
    tell: Callable[[str], None] | None = None
    patience: float = 0

    @contextmanager
    def changing(self, command: str) -> Iterator[None]:
        """Be the one who changes the collection; the index follows when the block ends.

        It is brought up to date before as well: that shows what an interrupted command left, and
        whether index and catalogue belong together, which later changes would hide. Half copies
        of originals go. Where the index may not be made anew and cannot follow what was changed,
        that is logged: the change is kept, and whoever changes something next catches up first.

        Raises:
            Locked: naming the command that is busy.
            IndexMissing, IndexOutdated, IndexDamaged: when it may not be made anew.
        """
        with self.collection.writing(command, self.patience):
            self.collection.originals.sweep()
            self.catch_up()
            yield
            self._follow()

    def decide(self, command: str, decisions: Sequence[Decision]) -> None:
        """Keep decisions on one document; see :meth:`changing` for what it raises."""
        with self.changing(command):
            self.collection.catalogue.decide(decisions)

    def followed(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes as they are made; the index follows after every so many."""
        for number, change in enumerate(changes, 1):
            yield change
            if number % _BETWEEN_COMMITS == 0:
                self.catch_up()

    def _follow(self) -> None:
        """Catch up with what is kept already, so that failing to would tell that it is not."""
        try:
            self.catch_up()
        except WatwerktError as error:
            if self.tell is not None:
                raise
            _log.warning("The index does not follow what was changed: %s", error)

    def catch_up(self) -> None:
        """Bring the index up to the catalogue; an unusable one is made anew where that may be."""
        try:
            synchronise(self.index, self.collection.catalogue)
        except (IndexMissing, IndexOutdated, IndexDamaged) as error:
            if self.tell is None:
                raise
            if not isinstance(error, IndexMissing):
                self.tell(f"{error} Doing that now.")
            rebuild(self.index, self.collection.catalogue)
