"""Answer a :class:`~index.api.Query` from one snapshot of a Whoosh index."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from corpus.errors import UsageError
from index.api import DocumentStore, FacetCount, Hit, Passage, Query, Results, Sort
from index.fields import FACET_NAMES
from index.order import ordered
from index.passages import best_passages, opening
from index.places import matching_pages
from index.reading import reading
from index.resolve import FindValues, Resolved, resolve, years_between
from index.spelling import respell
from index.syntax import parse
from index.tree import Phrase, Terms, wanted
from index.whoosh_evaluate import Evaluation, positions, union
from index.whoosh_snapshot import Snapshot, numbers

_PAGES_READ = 6  # pages of a hit that are searched for the best passages
_PAGES_OPENED = 5  # first pages among which the opening lines are looked for


class Answer:
    """What one snapshot says to one query."""

    def __init__(
        self, snapshot: Snapshot, query: Query, find_values: FindValues, gone: frozenset[str]
    ) -> None:
        """Find what matches.

        Args:
            gone: ids of documents that were taken away since the snapshot.
        """
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._query = query
        self._find_values = find_values
        self._gone = gone
        self._parsed = parse(query.text)
        self._resolved = resolve(self._parsed.tree, snapshot, find_values)
        self._evaluation = Evaluation(snapshot, self._resolved.tree)
        self._chosen = _chosen(snapshot, query)
        self._matching = self._evaluation.documents & self._years() & ~snapshot.with_ids(gone)
        self._inside = self._matching
        for bits in self._chosen.values():
            self._inside &= bits

    @property
    def total(self) -> int:
        """How many documents match."""
        return self._inside.bit_count()

    def results(self, pages: DocumentStore) -> Results:
        """The whole answer; ``pages`` gives the text for the passages."""
        hits = tuple(self._hit(number, pages) for number in self._shown())
        return Results(
            total=self.total,
            hits=hits,
            facets={facet: self._counts(facet) for facet in FACET_NAMES},
            expansions=self._resolved.expansions,
            ignored=self._resolved.ignored,
            notes=tuple(dict.fromkeys(self._parsed.notes + self._resolved.notes)),
            reading=reading(self._parsed.tree),
            suggestion=None if self.total else self._suggestion(),
            took_ms=(time.perf_counter() - self._started) * 1000,
        )

    def _years(self) -> int:
        first, last = self._query.year_from, self._query.year_to
        if first is None and last is None:
            return self._snapshot.live
        years = years_between(first, last, self._snapshot.values("year"))
        return union(self._snapshot.facets["year"], years.values)

    def _counts(self, facet: str) -> tuple[FacetCount, ...]:
        """Totals after choosing each value, the facet's own choice set aside."""
        bits = self._matching
        for other, chosen in self._chosen.items():
            if other != facet:
                bits &= chosen
        selected = self._query.filters.get(facet, frozenset())
        members = self._snapshot.facets[facet]
        counts = [
            FacetCount(value=value, count=count, selected=value in selected)
            for value in {*members, *selected}
            if (count := (bits & members.get(value, 0)).bit_count()) or value in selected
        ]
        return tuple(sorted(counts, key=lambda c: (-c.count, c.value)))

    def _shown(self) -> list[int]:
        query = self._query
        sort = query.sort
        if sort is Sort.RELEVANCE and not _asks_words(self._resolved):
            sort = Sort.NEWEST  # nothing to rank by
        facts = self._snapshot.facts.__getitem__
        found = ordered(
            sort, numbers(self._inside), facts, self._evaluation.score, query.page * query.size
        )
        return found[(query.page - 1) * query.size :]

    def _hit(self, number: int, pages: DocumentStore) -> Hit:
        facts = self._snapshot.facts[number]
        places = matching_pages(
            self._resolved.tree, facts["page_starts"], partial(positions, self._snapshot, number)
        )
        best = [place.number for place in places[:_PAGES_READ]]
        passages = best_passages(
            self._resolved.tree, pages.pages(facts["id"], best), facts["language"]
        )
        return Hit(
            id=facts["id"],
            title=facts["title"],
            score=self._evaluation.score(number),
            passages=passages or _opening(facts, pages),
            pages_matched=tuple(sorted(place.number for place in places)),
            facets=facts["facets"],
        )

    def _suggestion(self) -> str | None:
        """The query in a spelling that has results under the same filters, if there is one."""
        respelled = respell(self._parsed.tree, self._snapshot)
        if respelled is None:
            return None
        text = reading(respelled)
        query = Query(
            text=text,
            filters=self._query.filters,
            year_from=self._query.year_from,
            year_to=self._query.year_to,
        )
        answer = Answer(self._snapshot, query, self._find_values, self._gone)
        return text if answer.total else None


def _chosen(snapshot: Snapshot, query: Query) -> Mapping[str, int]:
    unknown = query.filters.keys() - set(FACET_NAMES)
    if unknown:
        raise UsageError(f"There is no facet ‘{min(unknown)}’; there are {', '.join(FACET_NAMES)}.")
    return {
        facet: union(snapshot.facets[facet], values)
        for facet, values in query.filters.items()
        if values
    }


def _asks_words(resolved: Resolved) -> bool:
    return any(isinstance(leaf, Terms | Phrase) for leaf in wanted(resolved.tree))


def _opening(facts: Mapping[str, Any], pages: DocumentStore) -> tuple[Passage, ...]:
    first = [number for number, _ in facts["page_starts"][:_PAGES_OPENED]]
    readable = (page for page in pages.pages(facts["id"], first) if page.text.strip())
    return tuple(opening(page, facts["title"]) for page in readable)[:1]
