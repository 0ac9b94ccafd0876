"""The hits of one segment that are shown: what was kept of them, and where the words stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from index.embedded.leaf import SearchedSegment
from index.embedded.terms import Posting, TermLists
from index.embedded.word_starts import decode
from index.places import IN_TITLE, PageMatch, fields_of, names_of, standing, together
from index.segment.columns import mask_of
from index.segment.lists import starts_of
from index.tree import Choice, Leaf, Near, Phrase, Terms

Positions = dict[int, list[int]]
"""Document -> where something stands in it, ascending, each place once."""

_BODY = ("body",)
_MANY = 8  # lists that are not looked into one by one


class Shown:
    """Hits of one segment."""

    def __init__(
        self, terms: TermLists, at: int, segment: SearchedSegment, documents: Iterable[int]
    ) -> None:
        """Look at ``documents`` of segment number ``at``."""
        self._terms = terms
        self._at = at
        self._segment = segment
        self.records = {document: segment.stored(document) for document in sorted(set(documents))}
        """Document -> what was kept of it; not to be changed."""
        self._found: dict[tuple[str, tuple[str, ...]], Positions] = {}

    def positions(self, document: int, name: str, terms: tuple[str, ...]) -> Sequence[int]:
        """Where any of some terms stands in one of them, ascending, each place once."""
        return self._positions(name, terms).get(document, ())

    def word_starts(self, document: int, page: int) -> tuple[int, memoryview] | None:
        """Position of the first word of a page, and where its words start, if that is known."""
        return decode(
            self._segment.starts.of(document),
            int(self._segment.lengths("body_exact")[document]),
            self.records[document]["page_starts"],
            page,
        )

    def pages(self, words: Iterable[Sequence[Leaf]]) -> dict[int, list[PageMatch]]:
        """Per document the pages on which something stands that was asked, best first.

        Args:
            words: the different ones that were asked, each with its forms
                (:func:`index.tree.asked`).
        """
        told = [self._in_body(choices) for choices in words]
        return {
            document: _pages(
                record["page_starts"], [one[document] for one in told if document in one]
            )
            for document, record in self.records.items()
        }

    def _in_body(self, choices: Sequence[Leaf]) -> Positions:
        """Where any form of a word stands in the bodies."""
        several = [
            self._of_terms(leaf) if isinstance(leaf, Terms) else self._of_words(leaf)
            for leaf in choices
            if isinstance(leaf, Choice) and fields_of(leaf) != IN_TITLE
        ]
        return _united(several)

    def _of_terms(self, leaf: Terms) -> Positions:
        return _united([self._positions(name, leaf.terms) for name in names_of(leaf, _BODY)])

    def _of_words(self, leaf: Phrase | Near) -> Positions:
        """Where the first of several words stands when all of them stand as they should."""
        words = [
            _united([self._positions(name, group) for name in names_of(leaf, _BODY)])
            for group in leaf.groups
        ]
        found = {}
        for document in words[0]:
            if all(document in word for word in words):
                places = standing(leaf, [word[document] for word in words])
                found[document] = [place[0] for place in places]
        return found

    def _positions(self, name: str, terms: tuple[str, ...]) -> Positions:
        found = self._found.get((name, terms))
        if found is None:
            lists = (self._terms.lists(name, term)[self._at] for term in terms)
            postings = [posting for posting in lists if posting is not None]
            several: dict[int, list[list[int]]] = {}
            for document, posting, place in self._having(postings):
                several.setdefault(document, []).append(posting.positions(place))
            # The parts of one word may be the same.
            once = len(postings) > 1 or name.endswith("_part")
            found = {
                document: sorted(set().union(*lists)) if once else lists[0]
                for document, lists in several.items()
            }
            self._found[name, terms] = found
        return found

    def _having(self, postings: Sequence[Posting]) -> Iterator[tuple[int, Posting, int]]:
        """The documents that are in any of some lists, each with the list and its place there."""
        if len(postings) <= _MANY:
            for posting in postings:
                for document in self.records:
                    place = posting.place(document)
                    if place is not None:
                        yield document, posting, place
            return
        documents = np.concatenate([posting.documents for posting in postings])
        starts = starts_of(np.array([len(posting.documents) for posting in postings]))
        found = mask_of(list(self.records), self._segment.size)[documents].nonzero()[0]
        which = starts.searchsorted(found, "right") - 1
        places = (found - starts[which]).tolist()
        for document, at, place in zip(
            documents[found].tolist(), which.tolist(), places, strict=True
        ):
            yield document, postings[at], place


def _united(several: Sequence[Positions]) -> Positions:
    """The places of several, by document."""
    some = [one for one in several if one]
    if len(some) < 2:
        return some[0] if some else {}
    documents = dict.fromkeys(chain.from_iterable(some))
    return {document: together(one.get(document, ()) for one in some) for document in documents}


def _pages(page_starts: Sequence[Sequence[int]], words: Iterable[Sequence[int]]) -> list[PageMatch]:
    """The pages of one document, best first.

    Args:
        page_starts: number and first position of each page, ascending.
        words: per word that stands in it where, ascending.
    """
    starts = [start for _, start in page_starts]
    found: dict[int, list[Sequence[int]]] = {}  # page -> per word its positions there
    for positions in words:
        first = 0
        while first < len(positions):
            page = bisect_right(starts, positions[first]) - 1
            last = len(positions)
            if page + 1 < len(starts):
                last = bisect_left(positions, starts[page + 1], first)
            found.setdefault(page, []).append(positions[first:last])
            first = last
    matches = [
        PageMatch(
            page_starts[page][0],
            len(several),
            len(several[0]) if len(several) == 1 else len(set().union(*several)),
        )
        for page, several in found.items()
    ]
    return sorted(matches, key=lambda match: (-match.distinct, -match.total, match.number))
