"""The question and the answer, whichever engine gives it (:mod:`index.protocols`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, overload

from corpus.passage import Passage


class Sort(StrEnum):
    """Order of the hits; documents without the value come last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


class Unit(StrEnum):
    """What is found and counted: whole documents, or their passages by themselves."""

    DOCUMENTS = "documents"
    PASSAGES = "passages"


class Widening(StrEnum):
    """In which ways a word of a question is widened; a reader can do without the first four."""

    INFLECTION = "inflection"
    COMPOUND = "compound"
    FAMILY = "family"
    SYNONYM = "synonym"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


SWITCHABLE = (Widening.INFLECTION, Widening.COMPOUND, Widening.FAMILY, Widening.SYNONYM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question.

    Attributes:
        text: what the person typed, in the language of :mod:`index.syntax`.
        unit: what a hit is.
        filters: facet name -> chosen values; OR inside a facet, AND between facets.
        year_from: first year that counts, inclusive.
        year_to: last year that counts, inclusive.
        page: 1-based page of results.
        size: hits per page, 1-100.
        language: ISO 639-1, what the reader reads best; other languages count a little less.
        without: the ways in which no word is to be widened.
        explain: whether each hit tells how its score came about.
    """

    text: str = ""
    unit: Unit = Unit.DOCUMENTS
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = 10
    language: str | None = "nl"
    without: frozenset[Widening] = frozenset()
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a passage; ``hit`` when the reader asked for these words."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """The best lines of one page; ``language`` where that is another than the document's."""

    page: int
    spans: tuple[Span, ...]
    language: str | None = None


class FacetCount(NamedTuple):
    """One value of a facet; ``count`` is the total after choosing it."""

    value: str
    count: int  # type: ignore[assignment]  # hides a method of tuples that says nothing here
    selected: bool = False


class FacetCounts(Sequence[FacetCount]):
    """The values of one facet; equal to any sequence of the same.

    An answer has hundreds of them, of which a page shows a few: two lists are made several times
    as fast as so many objects.
    """

    __slots__ = ("_counts", "_selected", "_values")

    def __init__(
        self, values: Sequence[str], counts: Sequence[int], selected: frozenset[str]
    ) -> None:
        """Take values and, at the same places, their counts; ``selected`` are some of them."""
        self._values = values
        self._counts = counts
        self._selected = selected

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> FacetCount: ...

    @overload
    def __getitem__(self, at: slice) -> FacetCounts: ...

    def __getitem__(self, at: int | slice) -> FacetCount | FacetCounts:
        if isinstance(at, slice):
            return FacetCounts(self._values[at], self._counts[at], self._selected)
        value = self._values[at]
        return FacetCount(value, self._counts[at], value in self._selected)

    def __iter__(self) -> Iterator[FacetCount]:
        selected = map(self._selected.__contains__, self._values)
        return map(FacetCount, self._values, self._counts, selected)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as other sequences that are equal to lists

    def __repr__(self) -> str:
        return f"FacetCounts{tuple(self)}"


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """In how many places of page ``page`` something stands that was asked."""

    page: int
    places: int


@dataclass(frozen=True, slots=True)
class Reason:
    """What one word of the question adds to the score of a hit.

    Attributes:
        words: the terms that were looked up.
        field: which text they stand in, e.g. ``title``.
        places: how often.
        share: what that adds to the score.
    """

    words: tuple[str, ...]
    field: str
    places: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document, or one passage of a document, that answers the question.

    Attributes:
        id: of the document; of a passage ``<id of the document>.<its key>``.
        document: id of the document.
        title: of the document.
        score: comparable within one answer only; 0.0 where nothing was ranked.
        passages: the best lines, best first; of a passage its exact words.
        pages_matched: the pages on which the words stand, ascending, and in how many places.
        facets: facet name -> the values of the document, or of the passage.
        passage: the passage itself, where that is the unit.
        reasons: how the score came about, the largest share first; empty unless asked for.
    """

    id: str
    document: str
    title: str
    score: float
    passages: tuple[Snippet, ...]
    pages_matched: tuple[PagePlaces, ...]
    facets: Mapping[str, tuple[str, ...]]
    reasons: tuple[Reason, ...] = ()
    passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A hit in short: which document, or which passage of a document; ids as of a :class:`Hit`."""

    id: str
    document: str
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What has a value of one facet and a value of another.

    Attributes:
        total: how many documents, or passages.
        documents: in how many documents; of documents the same.
    """

    total: int
    documents: int


class NoteKind(StrEnum):
    """What a reader is told about how the query was read."""

    LITERAL = "literal"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_VALUE = "unknown_value"
    BAD_YEAR = "bad_year"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    EXPANSION_CAPPED = "expansion_capped"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing the reader should know about how the query was read.

    ``detail`` is the piece of the query it is about.
    """

    kind: NoteKind
    detail: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words that were looked for as well.

    Attributes:
        word: what was typed.
        words: what else it was read as; the parts of a compound, or each another word.
    """

    word: str
    kind: Widening
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The answer to one :class:`Query`.

    Attributes:
        total: exact number of documents, or passages, that match.
        documents: exact number of the documents that they are, or stand in.
        also: where few documents have all of the words, those with some of them, best first;
            they are in no count.
        facets: facet name -> values, by count then by code point.
        expansions: what the words of the query were widened to.
        ignored: words left out of the search because they carry no meaning.
        notes: how something malformed was read.
        reading: the query as it was understood, in its own language.
        suggestion: the query with a spelling that does occur, or None.
        corrected: whether this is the answer to the suggestion, as nothing has what was typed.
        took_ms: time the engine took, in milliseconds.
    """

    total: int
    documents: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[FacetCount]]
    expansions: tuple[Expansion, ...]
    ignored: tuple[str, ...]
    notes: tuple[Note, ...]
    reading: str
    suggestion: str | None
    took_ms: float
    also: tuple[Hit, ...] = ()
    corrected: bool = False


class CompletionKind(StrEnum):
    """Where a completion comes from."""

    ARCHETYPE = "archetype"
    TITLE = "title"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Completion:
    """What somebody may be typing.

    Attributes:
        id: of the archetype or the document; None for words.
    """

    text: str
    kind: CompletionKind
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page of one document on which something stands that was asked.

    Attributes:
        words: how many of the different words that were asked.
        places: in how many places.
        lines: the best lines of it, where they were asked.
    """

    page: int
    words: int
    places: int
    lines: Snippet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A document that is like another.

    Attributes:
        words: what both say and few others, as the other writes it, the most telling first.
        archetypes: ids of those both are about.
        facets: facet name -> values.
    """

    id: str
    title: str
    score: float
    words: tuple[str, ...]
    archetypes: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]
