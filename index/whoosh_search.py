"""Answer a :class:`~index.api.Query` from one snapshot of a Whoosh index."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter
from typing import Any

from corpus.errors import UsageError
from corpus.passage import Passage
from corpus.record import as_passage
from index.api import (
    Cell,
    DocumentStore,
    FacetCount,
    Hit,
    PagePlaces,
    Query,
    Results,
    Snippet,
    Sort,
    Unit,
)
from index.fields import FACET_NAMES
from index.loosening import MOST_ALSO, loosened
from index.order import language_share, ordered
from index.passages import best_passages, opening, quoted
from index.places import PageMatch, matching_pages
from index.reading import reading
from index.resolve import Meanings, Resolved, resolve, years_between
from index.spelling import respell
from index.syntax import parse
from index.tree import Choice, Node, wanted
from index.whoosh_evaluate import Evaluation, union
from index.whoosh_explain import reasons
from index.whoosh_postings import Postings
from index.whoosh_snapshot import Snapshot, numbers

_PAGES_READ = 6  # pages of a hit that are searched for the best passages
_PAGES_OPENED = 5  # first pages among which the opening lines are looked for


class Answer:
    """What one snapshot says to one query."""

    def __init__(
        self, snapshot: Snapshot, query: Query, meanings: Meanings, gone: frozenset[str]
    ) -> None:
        """Find what matches.

        Args:
            gone: ids of documents that were taken away since the snapshot.
        """
        self._started = time.perf_counter()
        self._snapshot = snapshot
        self._postings = Postings(snapshot)
        self._query = query
        self._meanings = meanings
        self._parsed = parse(query.text)
        self._live = snapshot.live & ~snapshot.of_documents(gone)
        self._chosen = _chosen(snapshot, query)
        self._in_years = self._live & self._years()
        self._resolved, self._evaluation = self._evaluated(self._parsed.tree)
        self._corrected = self._correction()
        self._matching = self._evaluation.documents & self._in_years
        self._inside = self._filtered(self._evaluation)

    def _evaluated(self, tree: Node) -> tuple[Resolved, Evaluation]:
        resolved = resolve(tree, self._snapshot, self._meanings)
        return resolved, Evaluation(self._postings, resolved.tree)

    @cached_property
    def _respelled(self) -> tuple[Node, Resolved, Evaluation] | None:
        """What was typed in another spelling, when that may have been meant."""
        tree = respell(self._parsed.tree, self._snapshot)
        return None if tree is None else (tree, *self._evaluated(tree))

    def _correction(self) -> Node | None:
        """Where nothing in the collection matches, the spelling that does, which is answered."""
        if self._evaluation.documents & self._live or self._respelled is None:
            return None
        tree, resolved, evaluation = self._respelled
        if not evaluation.documents & self._live:
            return None
        self._resolved, self._evaluation = resolved, evaluation
        return tree

    def _filtered(self, evaluation: Evaluation) -> int:
        """Documents that match and have what was chosen."""
        documents = evaluation.documents & self._in_years
        for bits in self._chosen.values():
            documents &= bits
        return documents

    @property
    def total(self) -> int:
        """How many documents match."""
        return self._inside.bit_count()

    def cross(self, rows: str, columns: str) -> dict[tuple[str, str], Cell]:
        """What matches by the values of two facets, or by those that are chosen in them."""
        bits = self._outside({rows, columns})
        members, others = self._offered(rows), self._offered(columns)
        return {
            (row, column): Cell(cell.bit_count(), self._documents(cell))
            for row, having in members.items()
            if (inside := bits & having)
            for column, also in others.items()
            if (cell := inside & also)
        }

    def _offered(self, facet: str) -> dict[str, int]:
        """The members of each value of a facet, or of those that are chosen in it."""
        chosen = self._query.filters.get(facet)
        members = self._snapshot.facets[facet]
        return {v: bits for v, bits in members.items() if v in chosen} if chosen else members

    def _documents(self, bits: int) -> int:
        """How many documents these are, or stand in."""
        if self._query.unit is Unit.DOCUMENTS:
            return bits.bit_count()
        facts = self._snapshot.facts
        return len({facts[number]["document"] for number in numbers(bits)})

    def results(self, pages: DocumentStore) -> Results:
        """The whole answer; ``pages`` gives the text for the passages."""
        return Results(
            total=self.total,
            documents=self._documents(self._inside),
            hits=self._hits(self._evaluation, self._resolved.tree, self._shown(), pages),
            also=self._also(pages),
            facets={facet: self._counts(facet) for facet in FACET_NAMES},
            expansions=self._resolved.expansions,
            ignored=self._resolved.ignored,
            notes=tuple(dict.fromkeys(self._parsed.notes + self._resolved.notes)),
            reading=reading(self._corrected or self._parsed.tree),
            suggestion=self._suggestion(),
            corrected=self._corrected is not None,
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
        bits = self._outside({facet})
        selected = self._query.filters.get(facet, frozenset())
        members = self._snapshot.facets[facet]
        counts = [
            FacetCount(value=value, count=count, selected=value in selected)
            for value in {*members, *selected}
            if (count := (bits & members.get(value, 0)).bit_count()) or value in selected
        ]
        return tuple(sorted(counts, key=lambda c: (-c.count, c.value)))

    def _outside(self, facets: set[str]) -> int:
        """What matches and has what was chosen in other facets than these."""
        bits = self._matching
        for other, chosen in self._chosen.items():
            if other not in facets:
                bits &= chosen
        return bits

    def _shown(self) -> list[int]:
        query = self._query
        ranked = query.sort is not Sort.RELEVANCE or self._can_rank
        sort = query.sort if ranked else Sort.NEWEST  # nothing to rank by
        last = query.page * query.size
        found = self._ordered(sort, self._inside, self._evaluation, last)
        return found[(query.page - 1) * query.size :]

    @property
    def _can_rank(self) -> bool:
        return self._asks_words or self._query.unit is Unit.PASSAGES

    @cached_property
    def _asks_words(self) -> bool:
        return any(isinstance(leaf, Choice) for leaf in wanted(self._resolved.tree))

    def _ordered(self, sort: Sort, bits: int, evaluation: Evaluation, last: int) -> list[int]:
        facts = self._snapshot.facts.__getitem__
        return ordered(sort, numbers(bits), facts, partial(self._score, evaluation), last)

    def _score(self, evaluation: Evaluation, number: int) -> float:
        facts = self._snapshot.facts[number]
        score = evaluation.score(number) if self._asks_words else facts["strength"]
        return score * language_share(facts["language"], self._query.language)

    def _also(self, pages: DocumentStore) -> tuple[Hit, ...]:
        """Documents with some of the words, to fill up a first page that is not full."""
        query = self._query
        room = min(query.size, MOST_ALSO) - self.total
        if query.page > 1 or room <= 0 or query.sort is not Sort.RELEVANCE:
            return ()
        loose = loosened(self._resolved.tree)
        if loose is None:
            return ()
        evaluation = Evaluation(self._postings, loose)
        others = self._filtered(evaluation) & ~self._inside
        shown = self._ordered(Sort.RELEVANCE, others, evaluation, room)
        return self._hits(evaluation, loose, shown, pages)

    def _hits(
        self, evaluation: Evaluation, tree: Node, shown: Iterable[int], pages: DocumentStore
    ) -> tuple[Hit, ...]:
        return tuple(self._hit(evaluation, tree, number, pages) for number in shown)

    def _hit(self, evaluation: Evaluation, tree: Node, number: int, pages: DocumentStore) -> Hit:
        facts = self._snapshot.facts[number]
        positions = partial(self._postings.positions, number)
        places = matching_pages(tree, facts["page_starts"], positions)
        passage = None
        if facts["passage"] is None:
            snippets = _snippets(tree, facts, pages, places)
        else:
            snippets, passage = _quoted(tree, facts, pages)
        return Hit(
            id=facts["id"],
            document=facts["document"],
            title=facts["title"],
            score=self._score(evaluation, number),
            passages=snippets,
            pages_matched=tuple(
                PagePlaces(place.number, place.total)
                for place in sorted(places, key=attrgetter("number"))
            ),
            facets=facts["facets"],
            reasons=reasons(evaluation, self._postings, tree, number)
            if self._query.explain
            else (),
            passage=passage,
        )

    def _suggestion(self) -> str | None:
        """The query in a spelling that has results under the same filters, if there is one."""
        if self._corrected is not None:
            return reading(self._corrected)
        if self.total or self._respelled is None:
            return None
        tree, _, evaluation = self._respelled
        return reading(tree) if self._filtered(evaluation) else None


def _chosen(snapshot: Snapshot, query: Query) -> Mapping[str, int]:
    unknown = query.filters.keys() - set(FACET_NAMES)
    if unknown:
        raise UsageError(f"There is no facet ‘{min(unknown)}’; there are {', '.join(FACET_NAMES)}.")
    return {
        facet: union(snapshot.facets[facet], values)
        for facet, values in query.filters.items()
        if values
    }


def _snippets(
    tree: Node, facts: Mapping[str, Any], pages: DocumentStore, places: Sequence[PageMatch]
) -> tuple[Snippet, ...]:
    """The best lines of a document; its first where the words stand elsewhere."""
    best = [place.number for place in places[:_PAGES_READ]]
    found = best_passages(tree, pages.pages(facts["document"], best), facts["language"])
    return found or _opening(facts, pages)


def _quoted(
    tree: Node, facts: Mapping[str, Any], pages: DocumentStore
) -> tuple[tuple[Snippet, ...], Passage]:
    """A passage, and its words with what was asked marked; none where its page is gone."""
    record = facts["passage"]
    start, end = record["start"], record["end"]
    for page in pages.pages(facts["document"], [record["page"]]):
        passage = as_passage(record | {"text": page.text[start:end]})
        return (quoted(tree, page, start, end, facts["language"]),), passage
    return (), as_passage(record)


def _opening(facts: Mapping[str, Any], pages: DocumentStore) -> tuple[Snippet, ...]:
    first = [number for number, _ in facts["page_starts"][:_PAGES_OPENED]]
    readable = (page for page in pages.pages(facts["document"], first) if page.text.strip())
    return tuple(opening(page, facts["title"]) for page in readable)[:1]
