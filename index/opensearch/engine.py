"""The index on a cluster, as a :class:`~index.protocols.SearchIndex`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, LIBRARIANS, Access, Document
from index.api import Unit
from index.names import FacetNames
from index.opensearch.address import read_address
from index.opensearch.checking import check
from index.opensearch.client import Cluster
from index.opensearch.current import Current
from index.opensearch.lease import changing
from index.opensearch.rebuild import Rebuild, new_build
from index.opensearch.searcher import AudienceSearcher
from index.opensearch.state import State
from index.opensearch.writer import Writer
from index.parts import PartsBatch
from index.protocols import DEFAULT_EFFORT, DocumentStore, Effort
from index.public import PublicAnswers


class OpenSearchIndex(PublicAnswers):
    """A :class:`~index.protocols.SearchIndex` on OpenSearch. Safe to share between threads."""

    def __init__(self, url: str, store: DocumentStore, taxonomy: Taxonomy) -> None:
        self._address = read_address(url)
        self._cluster = Cluster(self._address)
        self._store = store
        self._taxonomy = taxonomy
        self._current = Current(self._cluster, self._address.name, store, taxonomy)
        names = FacetNames(taxonomy)
        super().__init__({one: AudienceSearcher(self._current, one, names) for one in AUDIENCES})

    def ids(self, audience: Access = LIBRARIANS) -> frozenset[str]:
        """Ids of all documents in the index, or of those in it that an audience may see.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        indices = self._current.state().of(audience, Unit.DOCUMENTS)
        return frozenset(self._cluster.values(indices, "id"))

    def check(self) -> None:
        """Read all that the cluster keeps and compare it with the checksums it was written with."""
        check(self._cluster, self._current.state())

    @property
    def revision(self) -> int:
        """Revision of the catalogue this index has caught up with."""
        return self._current.state().revision

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[PartsBatch]:
        """Collect changes; visible together when the block ends, dropped when it raises.

        Args:
            revision: revision of the catalogue that the index has reached afterwards.

        Raises:
            Locked: when another is writing.
            IndexMissing, IndexOutdated, IndexDamaged: when there is nothing to continue on.
            Unreachable, Overloaded, ReadOnly: when the engine does not take it.
        """
        self._current.state()  # where there is none, nobody is kept from making one
        with self._writing() as writer:
            state = self._current.state()
            batch = PartsBatch(self._taxonomy)
            yield batch
            writer.apply(state, batch.changes, revision)

    def rebuild(
        self, documents: Iterable[Document], revision: int, effort: Effort = DEFAULT_EFFORT
    ) -> int:
        """Make the whole index anew beside the old one and switch at once.

        Raises:
            Locked: when another is writing.
            Unreachable, Overloaded, ReadOnly: when the engine does not take it.
        """
        rules = self._current.rules
        state = State(
            build=new_build(rules),
            fingerprint=rules,
            catalogue=self._store.identity,
            revision=revision,
            indices={},
        )
        with self._writing() as writer:
            return Rebuild(writer, state, self._taxonomy).run(documents, effort)

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        with changing(self._cluster, self._address.name) as lease:
            yield Writer(self._cluster, self._address, lease)
