"""The oracle: the index as plain loops over documents in memory.

Slow and simple on purpose. What people type is read by the code that is tested elsewhere
(:mod:`index.syntax`, :mod:`index.resolve`), and passages are ours whichever engine finds the
document; which documents match, the counts, the order and the pages are worked out here anew.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from memory_completion import archetypes, titles, words
from memory_document import inside, similar
from memory_matching import BOOSTS, Kept, exact_words, matches, places, searched
from memory_passages import (
    PassageStore,
    as_documents,
    as_passages,
    document_of,
    passages_of,
    strength,
)

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, LIBRARIANS, Access, Document
from corpus.errors import IndexMissing, UsageError
from corpus.thesaurus import load_thesaurus
from index.api import (
    Cell,
    Completion,
    FacetCount,
    FoundPage,
    Hit,
    Listed,
    PagePlaces,
    Query,
    Results,
    Similar,
    Snippet,
    Sort,
    Unit,
)
from index.completion import read_typed, shared
from index.fields import FACET_NAMES
from index.lexicon import ListedWords
from index.loosening import loosened
from index.names import FacetNames
from index.passages import best_passages, opening
from index.prepare import prepare
from index.protocols import DEFAULT_EFFORT, DocumentStore, Effort
from index.reading import reading
from index.resolve import Meanings, Resolved, resolve
from index.speller import Speller
from index.spelling import respell
from index.syntax import parse
from index.tree import Choice, Leaf, Near, Node, Phrase, Terms, wanted


class MemoryIndex:
    """A :class:`~index.protocols.SearchIndex` without an engine."""

    def __init__(self, pages: DocumentStore, taxonomy: Taxonomy) -> None:
        self._pages = pages
        self._taxonomy = taxonomy
        self._names = FacetNames(taxonomy)
        self._thesaurus = load_thesaurus(taxonomy)
        self._state = _State()
        self._audience = Access.PUBLIC
        self.strengths: dict[str, float] = {}

    def seen_by(self, audience: Access) -> MemoryIndex:
        """The same documents, of which this audience may see some."""
        seen = copy.copy(self)
        seen._audience = audience.includes[-1]
        return seen

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[_Batch]:
        """Collect changes on a copy."""
        batch = _Batch(dict(self._documents), self._taxonomy)
        yield batch
        self._state.documents, self._state.revision = batch.documents, revision

    def rebuild(
        self, documents: Iterable[Document], revision: int, effort: Effort = DEFAULT_EFFORT
    ) -> int:
        """Start anew."""
        del effort
        batch = _Batch({}, self._taxonomy)
        for document in documents:
            batch.put(document)
        self._state.documents, self._state.revision = batch.documents, revision
        return len(batch.documents)

    @property
    def revision(self) -> int:
        """Revision of the catalogue that was reached."""
        assert self._documents is not None
        return self._state.revision

    def ids(self, audience: Access = LIBRARIANS) -> frozenset[str]:
        """Ids of the documents that are for this audience, whatever became of them since."""
        return frozenset(
            name
            for name, kept in self._documents.items()
            if kept.document.access in audience.includes
        )

    def check(self) -> None:
        """What is in memory is as it was put there."""

    @property
    def _documents(self) -> dict[str, Kept]:
        if self._state.documents is None:
            raise IndexMissing("There is no index in memory yet.")
        return self._state.documents

    @property
    def _kept(self) -> dict[str, Kept]:
        """What the audience may see; there is nothing else for any question."""
        documents = self._documents
        gone = self._pages.taken_away_since(self._state.revision, self._audience)
        return {
            name: kept
            for name, kept in documents.items()
            if name not in gone and kept.document.access in self._audience.includes
        }

    # Searching

    def count(self, query: Query) -> int:
        """How many documents or passages match."""
        if query.unit is Unit.PASSAGES:
            return self._of_passages().count(as_documents(query))
        return len(self._matching(query, self._resolved(query)))

    def search(self, query: Query) -> Results:
        """Answer one question."""
        if query.unit is Unit.PASSAGES:
            documents = {kept.document.id: kept.document for kept in self._kept.values()}
            alone, asked = self._of_passages(), as_documents(query)
            read = alone._resolved(asked)
            ranked = any(isinstance(leaf, Choice) for leaf in wanted(read.tree))
            answer = alone.search(asked)
            results = as_passages(answer, documents, self._pages, ranked=ranked)
            inside = alone._matching(asked, read)
            of = {document_of(kept.document.id) for kept in inside}
            return replace(results, documents=len(of))
        parsed = parse(query.text)
        corrected = self._corrected(query)
        resolved = self._resolved(query)
        found = self._ordered(query, resolved)
        shown = found[(query.page - 1) * query.size : query.page * query.size]
        return Results(
            total=len(found),
            documents=len(found),
            hits=tuple(self._hit(kept, resolved.tree) for kept in shown),
            also=self._also(query, resolved),
            facets={facet: self._counts(facet, query, resolved) for facet in FACET_NAMES},
            expansions=resolved.expansions,
            ignored=resolved.ignored,
            notes=tuple(dict.fromkeys(parsed.notes + resolved.notes)),
            reading=reading(corrected or parsed.tree),
            suggestion=reading(corrected) if corrected else self._suggestion(query, found),
            corrected=corrected is not None,
            took_ms=0.0,
        )

    def listed(self, query: Query) -> Iterator[Listed]:
        """One page that holds them all."""
        whole = self.search(replace(query, page=1, size=self.count(query) or 1))
        return (Listed(id=h.id, document=h.document, passage=h.passage) for h in whole.hits)

    def cross(self, query: Query, rows: str, columns: str) -> dict[tuple[str, str], Cell]:
        """Choose each pair of values by itself and count what is left."""
        counts = {}
        values = self.search(replace(query, filters={}, text="", year_from=None, year_to=None))
        for row in values.facets[rows]:
            for column in values.facets[columns]:
                chosen = {rows: frozenset({row.value}), columns: frozenset({column.value})}
                if any(
                    query.filters.get(f) and not v <= query.filters[f] for f, v in chosen.items()
                ):
                    continue
                found = self.search(replace(query, filters={**query.filters, **chosen}))
                if found.total:
                    counts[row.value, column.value] = Cell(found.total, found.documents)
        return counts

    def _of_passages(self) -> MemoryIndex:
        """Passages by themselves, each a document that holds nothing else."""
        alone = {one.id: one for kept in self._kept.values() for one in passages_of(kept.document)}
        index = MemoryIndex(PassageStore(self._pages, alone), self._taxonomy)
        index.rebuild(alone.values(), self._state.revision)
        index._audience = self._audience
        index.strengths = {name: strength(one.passages[0]) for name, one in alone.items()}
        return index

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What may be being typed, by a look at every document."""
        typed = read_typed(text)
        if typed is None:
            return ()
        kept = list(self._kept.values())
        return shared(
            (archetypes(typed, kept, self._taxonomy), titles(typed, kept), words(typed, kept)), size
        )

    def inside(
        self, document_id: str, query: Query, best: int | None = None
    ) -> tuple[FoundPage, ...]:
        """Where something stands that is asked, by a look at every page."""
        kept = self._kept.get(document_id)
        if kept is None:
            return ()
        tree = self._read(query, parse(query.text).tree).tree
        return inside(kept, tree, query, best, self._pages)

    def similar(self, document: Document, by: str, query: Query) -> dict[str, tuple[Similar, ...]]:
        """What is like a document, by a look at all others."""
        whole = replace(query, text="")
        others = self._matching(whole, self._resolved(whole))
        score = partial(self._score, replace(query, language=None))
        return similar(document, by, query, others, self.lexicon, score=score)

    @property
    def lexicon(self) -> _Lexicon:
        """The words of what the audience may see."""
        return _Lexicon(self._kept)

    def _resolved(self, query: Query) -> Resolved:
        return self._read(query, self._corrected(query) or parse(query.text).tree)

    def _read(self, query: Query, tree: Node) -> Resolved:
        meanings = Meanings(self._names.find, self._thesaurus, query.without)
        return resolve(tree, self.lexicon, meanings)

    def _corrected(self, query: Query) -> Node | None:
        """The respelled question, where nothing at all matches what was typed."""
        whole = Query(without=query.without)
        tree = parse(query.text).tree
        if self._matching(whole, self._read(query, tree)):
            return None
        respelled = respell(tree, self.lexicon)
        if respelled and self._matching(whole, self._read(query, respelled)):
            return respelled
        return None

    def _also(self, query: Query, resolved: Resolved) -> tuple[Hit, ...]:
        """What has some of the words, behind what has them all."""
        loose = loosened(resolved.tree)
        inside = self._matching(query, resolved)
        room = min(query.size, 10) - len(inside)
        if loose is None or query.page > 1 or query.sort is not Sort.RELEVANCE or room <= 0:
            return ()
        some = replace(resolved, tree=loose)
        others = [kept for kept in self._ordered(query, some) if kept not in inside]
        return tuple(self._hit(kept, loose) for kept in others[:room])

    def _matching(self, query: Query, resolved: Resolved) -> list[Kept]:
        if not set(query.filters) <= set(FACET_NAMES):
            raise UsageError("There is no such facet.")
        return [
            kept
            for kept in self._kept.values()
            if matches(resolved.tree, kept) and _passes(query, kept)
        ]

    def _counts(self, facet: str, query: Query, resolved: Resolved) -> tuple[FacetCount, ...]:
        """Tick each value by itself and count what is left."""
        selected = query.filters.get(facet, frozenset())
        values = {v for kept in self._kept.values() for v in kept.prepared.facets[facet]}
        counts = []
        for value in values | selected:
            ticked = replace(query, filters={**query.filters, facet: frozenset({value})})
            count = len(self._matching(ticked, resolved))
            if count or value in selected:
                counts.append(FacetCount(value=value, count=count, selected=value in selected))
        return tuple(sorted(counts, key=lambda c: (-c.count, c.value)))

    def _ordered(self, query: Query, resolved: Resolved) -> list[Kept]:
        found = sorted(self._matching(query, resolved), key=lambda kept: kept.document.id)
        ranked = any(isinstance(leaf, Choice) for leaf in wanted(resolved.tree))
        if query.sort is Sort.TITLE:
            return sorted(found, key=lambda kept: kept.prepared.title_key)
        dated = [kept for kept in found if kept.document.published]
        dated.sort(
            key=lambda kept: str(kept.document.published), reverse=query.sort is not Sort.OLDEST
        )
        found = dated + [kept for kept in found if not kept.document.published]
        if query.sort is Sort.RELEVANCE and ranked:
            found.sort(key=lambda kept: -self._score(query, resolved.tree, kept))
        elif query.sort is Sort.RELEVANCE and self.strengths:
            found.sort(key=lambda kept: -self._strength(query, kept))
        return found

    def _strength(self, query: Query, kept: Kept) -> float:
        foreign = kept.document.language not in (None, query.language)
        strength = self.strengths[kept.document.id] * (0.8 if foreign and query.language else 1.0)
        return round(strength, 5)

    def _score(self, query: Query, tree: Node, kept: Kept) -> float:
        score = sum(self._leaf_score(leaf, kept) for leaf in dict.fromkeys(wanted(tree)))
        foreign = kept.document.language not in (None, query.language)
        return score * (0.8 if foreign and query.language else 1.0)

    def _leaf_score(self, leaf: Leaf, kept: Kept) -> float:
        if not isinstance(leaf, Choice) or not matches(leaf, kept):
            return 0.0
        if isinstance(leaf, Terms) and leaf.constant:
            return 1.0
        match leaf:
            case Terms(terms):
                weight = leaf.weight
            case Phrase(terms):
                weight = 1.0
            case Near(groups):
                weight, terms = leaf.weight, tuple(term for group in groups for term in group)
        return weight * sum(
            boost * self._rarity(field, term) * kept.has(field, term)
            for field, boost in searched(leaf)
            for term in terms
        )

    def _rarity(self, field_form: str, term: str) -> float:
        documents = sum(1 for kept in self._kept.values() if kept.has(field_form, term))
        return math.log(1 + len(self._kept) / (1 + documents))

    def _suggestion(self, query: Query, found: list[Kept]) -> str | None:
        respelled = None if found else respell(parse(query.text).tree, self.lexicon)
        if respelled is None or not self._matching(query, self._read(query, respelled)):
            return None
        return reading(respelled)

    def _hit(self, kept: Kept, tree: Node) -> Hit:
        document = kept.document
        found = places(tree, document)
        best = [page for page, _, _ in sorted(found, key=lambda p: (-p[1], -p[2], p[0]))][:6]
        passages = best_passages(
            tree, self._pages.pages(document.id, best), document.language
        ) or self._opening(document)
        return Hit(
            id=document.id,
            document=document.id,
            title=document.title,
            score=float(any(self._leaf_score(leaf, kept) for leaf in wanted(tree))),
            passages=passages,
            pages_matched=tuple(PagePlaces(page, count) for page, _, count in sorted(found)),
            facets=kept.prepared.facets,
        )

    def _opening(self, document: Document) -> tuple[Snippet, ...]:
        first = [page.number for page in document.pages[:5]]
        for page in self._pages.pages(document.id, first):
            if page.text.strip():
                return (opening(page, document.title),)
        return ()


@dataclass
class _State:
    documents: dict[str, Kept] | None = None
    revision: int = 0


class _Batch:
    def __init__(self, documents: dict[str, Kept], taxonomy: Taxonomy) -> None:
        self.documents = documents
        self._taxonomy = taxonomy

    def put(self, document: Document) -> None:
        if document.access not in AUDIENCES:
            raise ValueError("Nobody may find it.")
        self.documents[document.id] = Kept(document, prepare(document, self._taxonomy))

    def delete(self, document_id: str) -> None:
        self.documents.pop(document_id, None)


class _Lexicon(ListedWords):
    def __init__(self, documents: Mapping[str, Kept]) -> None:
        self._documents = list(documents.values())

    def has_stem(self, stem: str) -> bool:
        names = [f"{field}_{form}" for field in BOOSTS for form in ("stem", "part")]
        return any(kept.has(name, stem) for kept in self._documents for name in names)

    def rarity(self, stems: Iterable[str]) -> float:
        names = [f"{field}_{form}" for field in BOOSTS for form in ("stem", "part")]
        having = max(
            (
                sum(1 for kept in self._documents if kept.has(name, stem))
                for stem in stems
                for name in names
            ),
            default=0,
        )
        return math.log(1 + len(self._documents) / (1 + having))

    def words(self) -> list[str]:
        return sorted({word for kept in self._documents for word in exact_words(kept)})

    def frequency(self, word: str) -> int:
        return sum(1 for kept in self._documents if word in exact_words(kept))

    @property
    def speller(self) -> Speller:
        return Speller(self.near, self.frequency)

    def values(self, facet: str) -> Collection[str]:
        return {value for kept in self._documents for value in kept.prepared.facets[facet]}


def _passes(query: Query, kept: Kept) -> bool:
    for facet, chosen in query.filters.items():
        if chosen and not any(value in chosen for value in kept.prepared.facets[facet]):
            return False
    year = kept.document.year
    if query.year_from is not None and (year is None or year < query.year_from):
        return False
    return query.year_to is None or (year is not None and year <= query.year_to)
