"""Answer a :class:`~index.api.Query` from one snapshot."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.document import Document
from corpus.errors import UsageError
from corpus.passage import Passage
from index.api import (
    Cell,
    FoundPage,
    Hit,
    PagePlaces,
    Query,
    Reason,
    Results,
    Similar,
    Snippet,
    Sort,
    Unit,
)
from index.embedded.inside import Inside
from index.embedded.lines import KeptWords
from index.embedded.matches import Matches, Selection
from index.embedded.ranking import Place, best
from index.embedded.shown import Shown
from index.embedded.similar import Alike
from index.embedded.snapshot import Snapshot
from index.explain import reasons
from index.fields import FACET_NAMES
from index.loosening import MOST_ALSO, loosened
from index.order import language_share
from index.places import PageMatch
from index.protocols import DocumentStore
from index.quoting import Found, lines
from index.reading import reading
from index.resolve import Meanings, Resolved, resolve, years_between
from index.spelling import respell
from index.syntax import parse
from index.tree import Choice, Node, wanted

Array = NDArray[Any]


class Answer:
    """What one snapshot says to one query."""

    def __init__(self, snapshot: Snapshot, query: Query, meanings: Meanings) -> None:
        """Find what matches."""
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._query = query
        self._meanings = meanings
        self._parsed = parse(query.text)
        self._selection = _selection(snapshot, query)
        self._resolved, self._matches = self._evaluated(self._parsed.tree)
        self._as_typed = self._matches
        self._corrected = self._correction()

    def _evaluated(self, tree: Node) -> tuple[Resolved, Matches]:
        resolved = resolve(tree, self._snapshot, self._meanings)
        return resolved, Matches(self._snapshot, self._selection, resolved.tree)

    @cached_property
    def _respelled(self) -> tuple[Node, Resolved, Matches] | None:
        """What was typed in another spelling, when that may have been meant."""
        tree = respell(self._parsed.tree, self._snapshot)
        return None if tree is None else (tree, *self._evaluated(tree))

    def _correction(self) -> Node | None:
        """Where nothing in the collection matches, the spelling that does, which is answered."""
        if self._matches.anywhere or self._respelled is None:
            return None
        tree, resolved, matches = self._respelled
        if not matches.anywhere:
            return None
        self._resolved, self._matches = resolved, matches
        return tree

    def inside(
        self, document_id: str, pages: DocumentStore, best: int | None
    ) -> tuple[FoundPage, ...]:
        """On which pages of one document something stands that was asked, as it was typed.

        A reader who is shown another spelling than his own has to be told so, and a text is marked
        by what he typed.
        """
        lines_of = self._query if best is None else best
        look = Inside(self._snapshot, self._as_typed)
        return look.pages(document_id, pages, lines_of)

    def similar(self, document: Document, by: str) -> dict[str, tuple[Similar, ...]]:
        """What is most like a document, apart for each value of a facet."""
        return Alike(self._snapshot, self._selection, document, self._query).apart(by)

    @property
    def total(self) -> int:
        """How many documents match."""
        return self._matches.total

    def cross(self, rows: str, columns: str) -> dict[tuple[str, str], Cell]:
        """What matches by the values of two facets, or by those that are chosen in them."""
        return self._matches.cross(rows, columns)

    def results(self, pages: DocumentStore) -> Results:
        """The whole answer; ``pages`` gives the text for the passages."""
        of_documents = self._query.unit is Unit.DOCUMENTS
        inside = self._matches.documents
        return Results(
            total=self.total,
            documents=self.total if of_documents else self._matches.in_documents(inside),
            hits=self._hits(self._matches, self._shown(), pages),
            also=self._also(pages),
            facets=self._matches.counts(FACET_NAMES),
            expansions=self._resolved.expansions,
            ignored=self._resolved.ignored,
            notes=tuple(dict.fromkeys(self._parsed.notes + self._resolved.notes)),
            reading=reading(self._corrected or self._parsed.tree),
            suggestion=self._suggestion(),
            corrected=self._corrected is not None,
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    # All of them

    def places(self) -> list[Place]:
        """Where everything is that matches, in order."""
        return self._placed(self._matches, self._matches.documents, self._query.sort, 0, self.total)

    def facts(self, places: Sequence[Place]) -> list[Mapping[str, Any]]:
        """What is kept of some of these, for :func:`index.quoting.listed`."""
        found = [(self._snapshot.leaves[place.at].segment, place.document) for place in places]
        if self._query.unit is Unit.PASSAGES:
            return [
                {name: segment.text(name, at) for name in ("id", "document")} | segment.stored(at)
                for segment, at in found
            ]
        names = (segment.text("id", at) for segment, at in found)
        return [{"id": name, "document": name, "passage": None} for name in names]

    # Order

    def _shown(self) -> list[Place]:
        query = self._query
        first = (query.page - 1) * query.size
        inside = self._matches.documents
        return self._ordered(self._matches, inside, query.sort, first, first + query.size)

    def _ordered(
        self, matches: Matches, inside: Sequence[Array], sort: Sort, first: int, last: int
    ) -> list[Place]:
        places = self._placed(matches, inside, sort, first, last)
        if sort is Sort.RELEVANCE or not self._ranked:
            return places
        return [
            one._replace(score=float(self._scores(matches, one.at, np.array([one.document]))[0]))
            for one in places
        ]

    def _placed(
        self, matches: Matches, inside: Sequence[Array], sort: Sort, first: int, last: int
    ) -> list[Place]:
        """The same, with scores only where they are what is ordered by."""
        if sort is Sort.RELEVANCE and not self._ranked:
            sort = Sort.NEWEST
        scores = partial(self._scores, matches) if sort is Sort.RELEVANCE else None
        return best(sort, self._snapshot.found(inside, scores), first, last)

    @property
    def _ranked(self) -> bool:
        return self._asks_words or self._query.unit is Unit.PASSAGES

    @cached_property
    def _asks_words(self) -> bool:
        return any(isinstance(leaf, Choice) for leaf in wanted(self._resolved.tree))

    def _scores(self, matches: Matches, at: int, documents: Array) -> Array:
        """Scores of documents of one segment, those that are easier to read counting more."""
        segment = self._snapshot.leaves[at].segment
        if self._asks_words:
            own: Array = matches.evaluations[at].scores(documents)
        else:
            own = segment.numbers("strength")[documents]
        names = [*segment.column_values("language"), None]  # the last: none told
        shares = np.array([language_share(name, self._query.language) for name in names])
        scores: Array = own * shares[segment.ranks("language")[documents]]
        return scores

    def _also(self, pages: DocumentStore) -> tuple[Hit, ...]:
        """Documents with some of the words, to fill up a first page that is not full."""
        query = self._query
        room = min(query.size, MOST_ALSO) - self.total
        if query.page > 1 or room <= 0 or query.sort is not Sort.RELEVANCE:
            return ()
        loose = loosened(self._resolved.tree)
        if loose is None:
            return ()
        matches = Matches(self._snapshot, self._selection, loose)
        others = matches.without(self._matches)
        shown = self._ordered(matches, others, Sort.RELEVANCE, 0, room)
        return self._hits(matches, shown, pages)

    # Hits

    def _hits(
        self, matches: Matches, places: Sequence[Place], pages: DocumentStore
    ) -> tuple[Hit, ...]:
        shown = self._snapshot.shown(places)
        matched = {at: hits.pages(matches.words) for at, hits in shown.items()}
        found = [
            self._found(place, shown[place.at], matched[place.at][place.document])
            for place in places
        ]
        told = lines(matches.tree, found, pages)
        return tuple(
            self._hit(matches, place, shown[place.at], one, own)
            for place, one, own in zip(places, found, told, strict=True)
        )

    def _found(self, place: Place, shown: Shown, pages: Sequence[PageMatch]) -> Found:
        segment, record = self._snapshot.leaves[place.at].segment, shown.records[place.document]
        return Found(
            document=segment.text("document", place.document),
            title=segment.text("title", place.document),
            language=segment.text("language", place.document) or None,
            record=record["passage"],
            pages=pages,
            numbers=[number for number, _ in record["page_starts"]],
            known=KeptWords(shown, place.document),
        )

    def _hit(
        self,
        matches: Matches,
        place: Place,
        shown: Shown,
        found: Found,
        told: tuple[tuple[Snippet, ...], Passage | None],
    ) -> Hit:
        segment = self._snapshot.leaves[place.at].segment
        return Hit(
            id=segment.text("id", place.document),
            document=found.document,
            title=found.title,
            score=place.score,
            passages=told[0],
            pages_matched=tuple(
                PagePlaces(page.number, page.total)
                for page in sorted(found.pages, key=attrgetter("number"))
            ),
            facets={name: segment.values(name, place.document) for name in FACET_NAMES},
            reasons=self._reasons(matches, place, shown) if self._query.explain else (),
            passage=told[1],
        )

    @staticmethod
    def _reasons(matches: Matches, place: Place, shown: Shown) -> tuple[Reason, ...]:
        positions = partial(shown.positions, place.document)
        evaluation = matches.evaluations[place.at]

        def share(leaf: Choice, field: str) -> float | None:
            return evaluation.share(leaf, field, place.document)

        return reasons(share, matches.tree, positions)

    def _suggestion(self) -> str | None:
        """The query in a spelling that has results under the same filters, if there is one."""
        if self._corrected is not None:
            return reading(self._corrected)
        if self.total or self._respelled is None:
            return None
        tree, _, matches = self._respelled
        return reading(tree) if matches.total else None


def _selection(snapshot: Snapshot, query: Query) -> Selection:
    unknown = query.filters.keys() - set(FACET_NAMES)
    if unknown:
        raise UsageError(f"There is no facet ‘{min(unknown)}’; there are {', '.join(FACET_NAMES)}.")
    first, last = query.year_from, query.year_to
    years = None
    if first is not None or last is not None:
        years = years_between(first, last, snapshot.values("year")).values
    return Selection(snapshot, query.filters, years)
