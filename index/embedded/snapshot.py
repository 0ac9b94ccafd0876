"""One committed state of the index: its segments, and what is asked of all of them together."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.kept import kept
from index.embedded.leaf import EXACT, Leaf
from index.embedded.ranking import Found, Place
from index.embedded.scoring import idf
from index.embedded.shown import Shown
from index.embedded.terms import Posting, TermLists
from index.fields import TEXT_FIELDS
from index.speller import Speller

Array = NDArray[Any]

_STEMMED = [f"{text.name}_{form}" for form in ("stem", "part") for text in TEXT_FIELDS]
_STEMS_KEPT = 1 << 16
_LEFT_KEPT = 2  # states without some documents; one per audience, until the index catches up


@dataclass(frozen=True, slots=True)
class FacetValues:
    """The values of a facet in all segments.

    Attributes:
        values: ascending; an array, of which many are taken at once.
        numbers: per segment, for the number of a value there its place in ``values``.
    """

    values: NDArray[np.object_]
    numbers: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The values of several facets behind each other.

    Attributes:
        facets: per value the number of its facet.
    """

    values: NDArray[np.object_]
    facets: NDArray[np.int64]


class Snapshot:
    """One committed state."""

    def __init__(self, leaves: Sequence[Leaf], revision: int) -> None:
        self.leaves = tuple(leaves)
        self.revision = revision
        """Revision of the catalogue that it shows."""
        self.terms = TermLists(self.leaves)

    @cached_property
    def live(self) -> int:
        """How many documents it has."""
        return sum(int(leaf.live.sum()) for leaf in self.leaves)

    def without(self, documents: frozenset[str]) -> Snapshot:
        """The state there would be if the documents with these ids were deleted."""
        return (self._without(documents) if documents else None) or self

    @kept(_LEFT_KEPT)
    def _without(self, documents: frozenset[str]) -> Snapshot | None:
        """The same; None where none of them is here, as a snapshot does not keep itself alive."""
        leaves = [leaf.without(documents) for leaf in self.leaves]
        changed = any(one is not leaf for one, leaf in zip(leaves, self.leaves, strict=True))
        return Snapshot(leaves, self.revision) if changed else None

    def shown(self, places: Iterable[Place]) -> dict[int, Shown]:
        """Per segment that has any of the hits, these."""
        documents: dict[int, list[int]] = {}
        for place in places:
            documents.setdefault(place.at, []).append(place.document)
        return {
            at: Shown(self.terms, at, self.leaves[at].segment, found)
            for at, found in documents.items()
        }

    def found(
        self, documents: Sequence[Array], scores: Callable[[int, Array], Array] | None = None
    ) -> list[Found]:
        """Some documents of each segment, to be put in order.

        Args:
            scores: number of a segment and documents of it -> what they score; None where nothing
                is ranked.
        """
        return [
            Found(at, leaf.segment, own, scores(at, own) if scores else None)
            for at, (leaf, own) in enumerate(zip(self.leaves, documents, strict=True))
            if len(own)
        ]

    # Facets

    @kept()
    def facet(self, name: str) -> FacetValues:
        """The values of a facet."""
        own = [leaf.segment.column_values(name) for leaf in self.leaves]
        values = own[0] if len(own) == 1 else sorted(set().union(*own))
        places = {value: at for at, value in enumerate(values)}
        numbers = (np.array([places[value] for value in one], np.int64) for one in own)
        return FacetValues(np.array(values, object), tuple(numbers))

    @kept()
    def side_by_side(self, facets: tuple[str, ...]) -> SideBySide:
        """The values of several facets, in this order."""
        own = [self.facet(facet).values for facet in facets]
        numbers = np.repeat(np.arange(len(own)), list(map(len, own)))
        return SideBySide(np.concatenate(own), numbers)

    def count(self, facet: str, documents: Sequence[Array]) -> Array:
        """Per value of a facet, how many of ``documents``, told per segment, have it."""
        known = self.facet(facet)
        if len(self.leaves) == 1 and len(known.values):
            return self.leaves[0].segment.column(facet).count(documents[0])
        counts = np.zeros(len(known.values), np.int64)
        for leaf, numbers, some in zip(self.leaves, known.numbers, documents, strict=True):
            if len(numbers) and len(some):
                counts[numbers] += leaf.segment.column(facet).count(some)
        return counts

    def counts(self, facets: tuple[str, ...], documents: Sequence[Array]) -> dict[str, Array]:
        """The same for several facets at once."""
        counts = {facet: np.zeros(len(self.facet(facet).values), np.int64) for facet in facets}
        for at, (leaf, some) in enumerate(zip(self.leaves, documents, strict=True)):
            having = [facet for facet in facets if facet in leaf.segment.columns]
            counted = zip(having, leaf.segment.table(facets).count(some), strict=True)
            if len(self.leaves) == 1:  # its values are all there are
                return counts | dict(counted)
            for facet, own in counted:
                counts[facet][self.facet(facet).numbers[at]] += own
        return counts

    @kept()
    def values(self, facet: str) -> tuple[str, ...]:
        """Values of a facet in this state."""
        counts = self.count(facet, [leaf.live.nonzero()[0] for leaf in self.leaves])
        return tuple(self.facet(facet).values[counts > 0].tolist())

    # Lexicon (index.lexicon)

    @kept(_STEMS_KEPT)  # who narrows an answer asks for the same words again
    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        found = self.terms.fields(stem)
        return any(_live(found[name]) for name in _STEMMED if name in found)

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        having = max((self.terms.having(n, stem) for stem in stems for n in _STEMMED), default=0)
        return idf(self.live, having)

    def words(self) -> Sequence[str]:
        """Exact words of titles and texts, ascending by code point; some may be gone since."""
        return self._words

    @cached_property
    def _words(self) -> Sequence[str]:
        # Lists in order behind each other are sorted in linear time.
        return list(dict.fromkeys(sorted(chain(*(leaf.segment.words for leaf in self.leaves)))))

    def beginning(self, prefix: str, most: int) -> list[str]:
        """Exact words of titles and texts that begin so: the ``most`` most frequent of them."""
        bounds: Counter[str] = Counter()
        doubtful: set[str] = set()  # less frequent than its bound perhaps
        for leaf in self.leaves:
            having = leaf.segment.exact_beginning(prefix.encode())
            bounds.update({word: sum(counts) for word, counts in having.items()})
            doubtful.update(w for w, counts in having.items() if counts[1:] or not leaf.whole)
        found: list[tuple[int, str]] = []  # minus its frequency, and the word
        for word, bound in bounds.most_common():
            if len(found) >= most and bound < -found[most - 1][0]:
                break  # none of the others is as frequent
            if frequency := self.frequency(word) if word in doubtful else bound:
                insort(found, (-frequency, word))
        return [word for _, word in found[:most]]

    def near(self, key: str, most: int) -> list[tuple[str, int]]:
        """Exact words at a distance of at most ``most``, with it; some may be gone since."""
        return list({one for leaf in self.leaves for one in leaf.segment.near.within(key, most)})

    def weight(self, word: str) -> int:
        """Of a word by the titles and texts that have it, those gone since counted too."""
        return sum(leaf.segment.words.get(word, 0) for leaf in self.leaves)

    @kept(_STEMS_KEPT)
    def frequency(self, word: str) -> int:
        """Number of documents that have this exact word in their title or text."""
        found = self.terms.fields(word)
        per_segment = zip(*(found[name] for name in EXACT if name in found), strict=True)
        return sum(map(self._having_any, self.leaves, per_segment))

    @staticmethod
    def _having_any(leaf: Leaf, postings: Collection[Posting | None]) -> int:
        some = [posting for posting in postings if posting is not None]
        if len(some) < 2:
            return sum(posting.live for posting in some)
        documents = np.unique(np.concatenate([posting.documents for posting in some]))
        return int(np.count_nonzero(leaf.live[documents]))

    @property
    def speller(self) -> Speller:
        """Spells with the words of this state."""
        return Speller(self.near, self.frequency)

    # Completion

    def documents_with(self, word: str, field: str) -> Iterator[Array]:
        """Per segment the live documents that have this exact word in their title or body."""
        for leaf, posting in zip(
            self.leaves, self.terms.lists(f"{field}_exact", word), strict=True
        ):
            documents = np.empty(0, np.int64) if posting is None else posting.documents
            yield documents[leaf.live[documents]]


def _live(postings: Iterable[Posting | None]) -> bool:
    return any(posting is not None and posting.live for posting in postings)
