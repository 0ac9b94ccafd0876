"""The hits of one segment that are shown: what was kept of them, and where the words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedded.leaf import SearchedSegment, mask_of
from index.embedded.standing import DOCUMENT, Places, firsts, merged
from index.embedded.terms import Posting, TermLists
from index.places import IN_TITLE, fields_of, names_of
from index.segment.lists import starts_of
from index.tree import Choice, Leaf, Terms

Array = NDArray[Any]

_BODY = ("body",)
_MANY = 8  # lists that are not looked into one by one
_NOWHERE: Places = np.empty(0, np.int64)


class PageMatch(NamedTuple):
    """How well a page answers: how many of the asked words, in how many places."""

    number: int
    distinct: int
    total: int


class Shown:
    """Hits of one segment."""

    def __init__(
        self, terms: TermLists, at: int, segment: SearchedSegment, documents: Iterable[int]
    ) -> None:
        """Look at ``documents`` of segment number ``at``."""
        self._terms = terms
        self._at = at
        self._size = segment.size
        self._documents = np.unique(list(documents))
        self.records = {document: segment.stored(document) for document in self._documents.tolist()}
        """Document -> what was kept of it."""
        self._found: dict[tuple[str, tuple[str, ...]], Places] = {}

    def positions(self, document: int, name: str, terms: tuple[str, ...]) -> list[int]:
        """Where any of some terms stands in one of them, ascending, each place once."""
        places = self._places(name, terms)
        start, end = np.searchsorted(places, [document << DOCUMENT, document + 1 << DOCUMENT])
        found: list[int] = (places[start:end] - (document << DOCUMENT)).tolist()
        return found

    def pages(self, words: Iterable[Sequence[Leaf]]) -> dict[int, list[PageMatch]]:
        """Per document the pages on which something stands that was asked, best first.

        Args:
            words: the different ones that were asked, each with its forms
                (:func:`index.tree.asked`).
        """
        owners, numbers, begins = self._page_starts
        distinct = np.zeros(len(begins), np.int64)
        places = []
        for choices in words:
            some = [self._in_body(leaf) for leaf in choices if isinstance(leaf, Choice)]
            if some:
                places.append(merged(some))
                distinct[self._pages_of(places[-1])] += 1  # once, however often it stands there
        found: dict[int, list[PageMatch]] = {document: [] for document in self.records}
        if not places:
            return found
        everywhere = merged(places) if len(places) > 1 else places[0]
        totals = np.bincount(self._pages_of(everywhere), minlength=len(begins))
        (having,) = totals.nonzero()
        told = zip(having.tolist(), distinct[having].tolist(), totals[having].tolist(), strict=True)
        for at, asked, total in told:
            found[owners[at]].append(PageMatch(numbers[at], asked, total))
        for matches in found.values():
            matches.sort(key=lambda match: (-match.distinct, -match.total, match.number))
        return found

    @cached_property
    def _page_starts(self) -> tuple[list[int], list[int], Places]:
        """Of all pages, document after document: document, number, and where it begins."""
        pages = [
            (document, number, document << DOCUMENT | start)
            for document, record in self.records.items()
            for number, start in record["page_starts"]
        ]
        begins = np.fromiter(map(itemgetter(2), pages), np.int64, len(pages))
        return [page[0] for page in pages], [page[1] for page in pages], begins

    def _pages_of(self, places: Places) -> Array:
        return self._page_starts[2].searchsorted(places, "right") - 1

    def _in_body(self, leaf: Choice) -> Places:
        """Where a leaf stands in the bodies; of several words where the first does."""
        if fields_of(leaf) == IN_TITLE:
            return _NOWHERE
        names = names_of(leaf, _BODY)
        words = [merged([self._places(name, group) for name in names]) for group in leaf.groups]
        return words[0] if isinstance(leaf, Terms) else firsts(leaf, words)

    def _places(self, name: str, terms: tuple[str, ...]) -> Places:
        found = self._found.get((name, terms))
        if found is None:
            lists = (self._terms.lists(name, term)[self._at] for term in terms)
            postings = [posting for posting in lists if posting is not None]
            if len(postings) > _MANY:
                postings = self._in_documents(postings)
            several = [posting.places_in(self._documents) for posting in postings]
            found = merged(several) if several else _NOWHERE
            self._found[name, terms] = found
        return found

    def _in_documents(self, postings: Sequence[Posting]) -> list[Posting]:
        """Those of many lists that have any of the documents."""
        shown = mask_of(self._documents, self._size)
        starts = starts_of(np.array([len(posting.documents) for posting in postings]))
        inside = shown[np.concatenate([posting.documents for posting in postings])]
        which = np.searchsorted(starts, inside.nonzero()[0], "right") - 1
        return [postings[at] for at in np.unique(which).tolist()]
