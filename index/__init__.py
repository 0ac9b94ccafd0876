"""Which documents answer this question?"""

from index.api import (
    Completion,
    CompletionKind,
    FacetCount,
    Hit,
    Note,
    NoteKind,
    Passage,
    Query,
    Results,
    Searcher,
    SearchIndex,
    Sort,
    Span,
)
from index.engines import open_index
from index.passages import mark
from index.synchronise import rebuild, synchronise

__all__ = [
    "Completion",
    "CompletionKind",
    "FacetCount",
    "Hit",
    "Note",
    "NoteKind",
    "Passage",
    "Query",
    "Results",
    "SearchIndex",
    "Searcher",
    "Sort",
    "Span",
    "mark",
    "open_index",
    "rebuild",
    "synchronise",
]
