"""The oracle: the index as plain loops over documents in memory.

Slow and simple on purpose. What people type is read by the code that is tested elsewhere
(:mod:`index.syntax`, :mod:`index.resolve`), and passages are ours whichever engine finds the
document; which documents match, the counts, the order and the pages are worked out here anew.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from corpus.archetypes import Taxonomy
from corpus.document import Document
from corpus.errors import IndexMissing, UsageError
from corpus.language.analysis import analyze
from corpus.language.stopwords import meaningless
from index.api import (
    Completion,
    CompletionKind,
    DocumentStore,
    FacetCount,
    Hit,
    Passage,
    Query,
    Results,
    Sort,
)
from index.completion import Typed, name_key, read_typed, shared
from index.fields import FACET_NAMES
from index.names import FacetNames
from index.pairs import says_something
from index.passages import best_passages, opening
from index.prepare import Prepared, prepare
from index.reading import reading
from index.resolve import Resolved, resolve
from index.speller import Speller
from index.spelling import respell
from index.syntax import parse
from index.tree import And, Everything, FacetIs, Leaf, Node, Not, Nothing, Or, Phrase, Terms, wanted

BOOSTS = {"title": 4.0, "labels": 2.0, "body": 1.0}


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it came in and as it is searched."""

    document: Document
    prepared: Prepared

    def has(self, field_form: str, term: str) -> int:
        """How often a term stands in one form of a field."""
        return sum(1 for found, _ in self.prepared.terms[field_form] if found == term)

    def words(self, field_form: str) -> list[tuple[str, int]]:
        """Terms with their positions in one form of a field."""
        return list(self.prepared.terms[field_form])


class MemoryIndex:
    """A :class:`~index.api.SearchIndex` without an engine."""

    def __init__(self, pages: DocumentStore, taxonomy: Taxonomy) -> None:
        self._pages = pages
        self._taxonomy = taxonomy
        self._names = FacetNames(taxonomy)
        self._documents: dict[str, Kept] | None = None
        self._revision = 0

    # Changing

    @contextmanager
    def batch(self, revision: int) -> Iterator[_Batch]:
        """Collect changes on a copy."""
        batch = _Batch(dict(self._kept), self._taxonomy)
        yield batch
        self._documents, self._revision = batch.documents, revision

    def rebuild(self, documents: Iterable[Document], revision: int) -> int:
        """Start anew."""
        batch = _Batch({}, self._taxonomy)
        for document in documents:
            batch.put(document)
        self._documents, self._revision = batch.documents, revision
        return len(batch.documents)

    @property
    def revision(self) -> int:
        """Revision of the catalogue that was reached."""
        assert self._kept is not None
        return self._revision

    def ids(self) -> frozenset[str]:
        """Ids of all documents."""
        return frozenset(self._kept)

    @property
    def _kept(self) -> dict[str, Kept]:
        if self._documents is None:
            raise IndexMissing("There is no index in memory yet.")
        return self._documents

    # Searching

    def count(self, query: Query) -> int:
        """How many documents match."""
        return len(self._matching(query, self._resolved(query)))

    def search(self, query: Query) -> Results:
        """Answer one question."""
        parsed = parse(query.text)
        resolved = self._resolved(query)
        found = self._ordered(query, resolved)
        shown = found[(query.page - 1) * query.size : query.page * query.size]
        return Results(
            total=len(found),
            hits=tuple(self._hit(kept, resolved.tree) for kept in shown),
            facets={facet: self._counts(facet, query, resolved) for facet in FACET_NAMES},
            expansions=resolved.expansions,
            ignored=resolved.ignored,
            notes=tuple(dict.fromkeys(parsed.notes + resolved.notes)),
            reading=reading(parsed.tree),
            suggestion=None if found else self._suggestion(query),
            took_ms=0.0,
        )

    def suggest(self, text: str, size: int = 8) -> tuple[Completion, ...]:
        """What may be being typed, by a look at every document."""
        typed = read_typed(text)
        if typed is None:
            return ()
        gone = self._pages.taken_away_since(self._revision)
        kept = [kept for kept in self._kept.values() if kept.document.id not in gone]
        return shared(
            (self._archetypes(typed, kept), _titles(typed, kept), _words(typed, kept)), size
        )

    def _archetypes(self, typed: Typed, kept: list[Kept]) -> list[Completion]:
        found = Counter(name for one in kept for name in one.prepared.facets["archetype"])
        known = [self._taxonomy.archetypes[n] for n in found if n in self._taxonomy.archetypes]
        known.sort(key=lambda archetype: (-found[archetype.id], archetype.id))
        names = [(label, a.id, label) for a in known for label in (a.label_nl, a.label_en)]
        others = [(name, a.id, a.label_nl) for a in known for name in a.variants]
        return [
            Completion(shown, CompletionKind.ARCHETYPE, archetype)
            for several in (names, others)
            for begins in (True, False)
            for name, archetype, shown in several
            if _completes(typed, name) and _begins(typed, name) is begins
        ]

    def _resolved(self, query: Query) -> Resolved:
        return resolve(parse(query.text).tree, _Lexicon(self._kept), self._names.find)

    def _matching(self, query: Query, resolved: Resolved) -> list[Kept]:
        if not set(query.filters) <= set(FACET_NAMES):
            raise UsageError("There is no such facet.")
        gone = self._pages.taken_away_since(self._revision)
        return [
            kept
            for kept in self._kept.values()
            if kept.document.id not in gone
            and _matches(resolved.tree, kept)
            and _passes(query, kept)
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
        ranked = any(isinstance(leaf, Terms | Phrase) for leaf in wanted(resolved.tree))
        if query.sort is Sort.TITLE:
            return sorted(found, key=lambda kept: kept.prepared.title_key)
        if query.sort is Sort.RELEVANCE and ranked:
            return sorted(found, key=lambda kept: -self._score(resolved.tree, kept))
        dated = [kept for kept in found if kept.document.published]
        dated.sort(
            key=lambda kept: str(kept.document.published), reverse=query.sort is not Sort.OLDEST
        )
        return dated + [kept for kept in found if not kept.document.published]

    def _score(self, tree: Node, kept: Kept) -> float:
        return sum(self._leaf_score(leaf, kept) for leaf in dict.fromkeys(wanted(tree)))

    def _leaf_score(self, leaf: Leaf, kept: Kept) -> float:
        if not isinstance(leaf, Terms | Phrase) or not _matches(leaf, kept):
            return 0.0
        if isinstance(leaf, Terms) and leaf.constant:
            return 1.0
        terms = leaf.keys if isinstance(leaf, Phrase) else leaf.terms
        return sum(
            boost * self._rarity(field, term) * kept.has(field, term)
            for field, boost in _searched(leaf)
            for term in terms
        )

    def _rarity(self, field_form: str, term: str) -> float:
        documents = sum(1 for kept in self._kept.values() if kept.has(field_form, term))
        return math.log(1 + len(self._kept) / (1 + documents))

    def _suggestion(self, query: Query) -> str | None:
        respelled = respell(parse(query.text).tree, _Lexicon(self._kept))
        if respelled is None:
            return None
        text = reading(respelled)
        return text if self.count(replace(query, text=text)) else None

    def _hit(self, kept: Kept, tree: Node) -> Hit:
        document = kept.document
        places = _places(tree, document)
        best = [page for page, _, _ in sorted(places, key=lambda p: (-p[1], -p[2], p[0]))][:6]
        passages = best_passages(
            tree, self._pages.pages(document.id, best), document.language
        ) or self._opening(document)
        return Hit(
            id=document.id,
            title=document.title,
            score=self._score(tree, kept),
            passages=passages,
            pages_matched=tuple(sorted(page for page, _, _ in places)),
            facets=kept.prepared.facets,
        )

    def _opening(self, document: Document) -> tuple[Passage, ...]:
        first = [page.number for page in document.pages[:5]]
        for page in self._pages.pages(document.id, first):
            if page.text.strip():
                return (opening(page, document.title),)
        return ()


class _Batch:
    def __init__(self, documents: dict[str, Kept], taxonomy: Taxonomy) -> None:
        self.documents = documents
        self._taxonomy = taxonomy

    def put(self, document: Document) -> None:
        self.documents[document.id] = Kept(document, prepare(document, self._taxonomy))

    def delete(self, document_id: str) -> None:
        self.documents.pop(document_id, None)


class _Lexicon:
    def __init__(self, documents: Mapping[str, Kept]) -> None:
        self._documents = list(documents.values())

    def has_stem(self, stem: str) -> bool:
        names = [f"{field}_{form}" for field in BOOSTS for form in ("stem", "part")]
        return any(kept.has(name, stem) for kept in self._documents for name in names)

    def words(self) -> list[str]:
        return sorted({word for kept in self._documents for word in _exact_words(kept)})

    def frequency(self, word: str) -> int:
        return sum(1 for kept in self._documents if word in _exact_words(kept))

    @property
    def speller(self) -> Speller:
        return Speller(self.words(), self.frequency)

    def values(self, facet: str) -> Collection[str]:
        return {value for kept in self._documents for value in kept.prepared.facets[facet]}


def _completes(typed: Typed, name: str) -> bool:
    return f" {typed.pattern}" in f" {name_key(name)} "


def _begins(typed: Typed, name: str) -> bool:
    return f"{name_key(name)} ".startswith(typed.pattern)


def _titles(typed: Typed, kept: list[Kept]) -> list[Completion]:
    documents = sorted((one.document for one in kept), key=lambda document: document.id)
    documents.sort(key=lambda document: document.published or "", reverse=True)
    return [
        Completion(document.title, CompletionKind.TITLE, document.id)
        for begins in (True, False)
        for document in documents
        if _completes(typed, document.title) and _begins(typed, document.title) is begins
    ]


def _words(typed: Typed, kept: list[Kept]) -> list[Completion]:
    weights: dict[str, float] = {}
    if typed.head is not None:
        weights = {
            f"{typed.head} {word}".lstrip(): weight
            for word in {word for one in kept for word in _exact_words(one)}
            if word.startswith(typed.last) and word != typed.last and says_something(word)
            if (weight := _together(typed.head, word, kept))
        }
    pairs = Counter(pair for one in kept for pair in one.prepared.pairs)
    weighed = [(weight, text) for text, weight in weights.items()] + [
        (3.0 * count, pair) for pair, count in pairs.items() if count > 1 if _completes(typed, pair)
    ]
    found = sorted(weighed, key=lambda one: (-one[0], one[1]))
    return [Completion(text, CompletionKind.WORDS) for _, text in found]


def _together(head: str, word: str, kept: list[Kept]) -> int:
    """Documents with the word and those before it, four times those with it in the title."""
    keys = [*name_key(head).split(), word]
    stop = meaningless(keys)
    if len(keys) - 1 in stop:
        return 0
    needed = {key for at, key in enumerate(keys) if at not in stop}
    weight = 0
    for one in kept:
        if needed <= _exact_words(one) and one.document.language in ("nl", "en", None):
            weight += 4 * (one.has("title_exact", word) > 0) + (one.has("body_exact", word) > 0)
    return weight


def _exact_words(kept: Kept) -> set[str]:
    return {word for name in ("title_exact", "body_exact") for word, _ in kept.words(name)}


def _passes(query: Query, kept: Kept) -> bool:
    for facet, chosen in query.filters.items():
        if chosen and not any(value in chosen for value in kept.prepared.facets[facet]):
            return False
    year = kept.document.year
    if query.year_from is not None and (year is None or year < query.year_from):
        return False
    return query.year_to is None or (year is not None and year <= query.year_to)


def _matches(node: Node, kept: Kept) -> bool:  # noqa: PLR0911 - one line for each kind of node
    match node:
        case And(parts):
            return all(_matches(part, kept) for part in parts)
        case Or(parts):
            return any(_matches(part, kept) for part in parts)
        case Not(part):
            return not _matches(part, kept)
        case Everything() | Nothing():
            return isinstance(node, Everything)
        case FacetIs(facet, values):
            return any(value in values for value in kept.prepared.facets[facet])
        case Terms(terms):
            return any(kept.has(field, term) for field, _ in _searched(node) for term in terms)
        case Phrase(keys, slop):
            return any(_phrases(kept.words(field), keys, slop) for field, _ in _searched(node))
    raise AssertionError(node)


def _searched(leaf: Terms | Phrase) -> list[tuple[str, float]]:
    """Forms of fields in which a leaf is looked up, with what a match there weighs."""
    if isinstance(leaf, Terms) and leaf.form == "stem":
        forms = {"stem": 1.0, "part": 0.5}
    else:
        forms = {"exact": 1.0}
    fields = {"title": BOOSTS["title"]} if leaf.in_title else BOOSTS
    return [(f"{f}_{form}", b * w) for f, b in fields.items() for form, w in forms.items()]


def _phrases(words: Sequence[tuple[str, int]], keys: Sequence[str], slop: int) -> int:
    """In how many places the words stand behind each other, by trying every way."""

    def follows(position: int, left: Sequence[str]) -> bool:
        if not left:
            return True
        return any(
            word == left[0] and 1 <= at - position <= slop + 1 and follows(at, left[1:])
            for word, at in words
        )

    return sum(1 for word, at in words if word == keys[0] and follows(at, keys[1:]))


def _places(tree: Node, document: Document) -> list[tuple[int, int, int]]:
    """(page, how many asked leaves stand on it, how often) for each page with at least one."""
    leaves = list(dict.fromkeys(wanted(tree)))
    places = []
    for page in document.pages:
        words = list(analyze(page.text, document.language))
        counts = []
        for leaf in leaves:
            match leaf:
                case Terms(terms, "stem", False):
                    forms = [form for word in words for form in (word.stem, *word.parts)]
                    counts.append(sum(1 for form in forms if form in terms))
                case Terms(terms, _, False):
                    counts.append(sum(1 for word in words if word.exact in terms))
                case Phrase(keys, slop, False):
                    exact = [(word.exact, at) for at, word in enumerate(words)]
                    counts.append(_phrases(exact, keys, slop))
        if any(counts):
            places.append((page.number, sum(1 for count in counts if count), sum(counts)))
    return places
