"""Which documents answer this question?"""

from index.api import (
    Cell,
    Completion,
    CompletionKind,
    Expansion,
    FacetCount,
    Hit,
    Listed,
    Note,
    NoteKind,
    PagePlaces,
    Query,
    Reason,
    Results,
    Snippet,
    Sort,
    Span,
    Unit,
    Widening,
)
from index.engines import open_index
from index.passages import mark
from index.protocols import Searcher, SearchIndex
from index.synchronise import rebuild, synchronise

__all__ = [
    "Cell",
    "Completion",
    "CompletionKind",
    "Expansion",
    "FacetCount",
    "Hit",
    "Listed",
    "Note",
    "NoteKind",
    "PagePlaces",
    "Query",
    "Reason",
    "Results",
    "SearchIndex",
    "Searcher",
    "Snippet",
    "Sort",
    "Span",
    "Unit",
    "Widening",
    "mark",
    "open_index",
    "rebuild",
    "synchronise",
]
