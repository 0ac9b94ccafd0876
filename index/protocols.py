"""What an engine must be able to do, and what it is made from.

Values of :mod:`index.api` go in and come out; no type of a search library leaves its own module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from corpus.document import LIBRARIANS, Access, Document, Page
from index.api import Cell, Completion, FoundPage, Listed, Query, Results, Similar


class DocumentStore(Protocol):
    """What an index is made from and where its passages are read (the catalogue)."""

    @property
    def identity(self) -> str:
        """A name that no other catalogue has."""
        ...

    @property
    def revision(self) -> int:
        """Number of the last change."""
        ...

    def taken_away_since(self, revision: int, audience: Access) -> frozenset[str]:
        """Ids of the documents that changed after ``revision`` and that are not to be found now.

        An answer never rests on one of them, also before the index has caught up.

        Args:
            audience: by whom.
        """
        ...

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The asked pages of a document, ascending; unknown numbers are left out."""
        ...

    def pages_of(self, asked: Mapping[str, Iterable[int]]) -> Mapping[str, tuple[Page, ...]]:
        """The asked pages of several documents, by their ids; as :meth:`pages`, all at once."""
        ...


class Searcher(Protocol):
    """Answers questions."""

    def search(self, query: Query) -> Results:
        """Answer one question; never fails on what a person typed."""
        ...

    def count(self, query: Query) -> int:
        """The total of :meth:`search`, without hits and facets."""
        ...

    def listed(self, query: Query) -> Iterator[Listed]:
        """All hits of :meth:`search` in their order, whichever page and size are asked.

        They are those of the moment it is called; what they say is read while they are taken.
        """
        ...

    def cross(self, query: Query, rows: str, columns: str) -> Mapping[tuple[str, str], Cell]:
        """What matches, by the values of two different facets; pairs that nothing has are left out.

        Each cell is what :meth:`search` counts when its two values are all that is chosen in these
        facets. Where values of one of them are chosen in the question, only these are told.
        """
        ...

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What ``text``, which is being typed, may become: at most ``size`` completions.

        Archetypes first, then titles, then words and pairs of words; each leads to at least one
        document. Only the words that stand in most documents are looked at.
        """
        ...

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that is asked, ascending.

        Any of the words counts, and whatever else is asked is set aside. Lines are told of the
        ``best`` pages; without a number of those that ``page`` and ``size`` of the query name. An
        unknown document has no pages. The spelling is never corrected.
        """
        ...

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is most like ``document``, apart for each value of the facet ``by``, best first.

        At most ``size`` of the query for each value, inside its filters; its text is not asked.
        Like is what says the same telling words (:mod:`index.likeness`), and more so what is about
        the same archetype. The document itself is never in it.
        """
        ...


class Batch(Protocol):
    """Changes that become visible together."""

    def put(self, document: Document) -> None:
        """Add a document or replace the one with the same id, whoever could see that.

        Raises:
            ValueError: when it is hidden.
        """
        ...

    def delete(self, document_id: str) -> None:
        """Forget a document; an unknown id is no error."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What may be used to make an index.

    Attributes:
        jobs: processes that read documents at the same time.
        memory: bytes of all of them together, beside the dictionaries; about.
    """

    jobs: int = 1
    memory: int = 512 << 20


DEFAULT_EFFORT = Effort()


class SearchIndex(Searcher, Protocol):
    """An index that can be changed; it answers as the public is answered."""

    def seen_by(self, audience: Access) -> Searcher:
        """What answers readers of this audience, from the documents that they may see alone.

        Nothing of other documents shows: in no count, score, suggestion or spelling.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        ...

    def batch(self, revision: int) -> AbstractContextManager[Batch]:
        """Collect changes; committed when the block ends, dropped when it raises.

        Args:
            revision: revision of the catalogue the index has reached afterwards.
        """
        ...

    def rebuild(
        self, documents: Iterable[Document], revision: int, effort: Effort = DEFAULT_EFFORT
    ) -> int:
        """Make the whole index anew beside the old one and switch at once.

        Returns:
            The number of documents in it.

        Raises:
            ValueError: when one of them is hidden.
        """
        ...

    @property
    def revision(self) -> int:
        """Revision of the catalogue this index has caught up with; 0 when unknown."""
        ...

    def ids(self, audience: Access = LIBRARIANS) -> frozenset[str]:
        """Ids of all documents in the index, or of those in it that an audience may see.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        ...

    def check(self) -> None:
        """Read everything that is kept, which a question may not.

        Raises:
            IndexDamaged: when something is not what was written.
        """
        ...
