"""What is known of every document in one state of a Whoosh index, held in memory.

Sets of documents are bitmaps: integers whose bit *n* stands for document number *n*. Counting a
facet value is then one AND and one population count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.completion import TITLE_WEIGHT
from index.fields import FACET_NAMES, TEXT_FIELDS
from index.prepare import FIELD_FORMS
from index.speller import Speller
from index.whoosh_schema import Weighting, idf

_EXACT = ("title_exact", "body_exact")
_STEMMED = [f"{text.name}_{form}" for form in ("stem", "part") for text in TEXT_FIELDS]

_STEMS_KEPT = 1 << 16


def bitmap(numbers: Iterable[int], size: int) -> int:
    """The set of ``numbers``, each below ``size``."""
    octets = bytearray(size // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def numbers(bits: int) -> Iterable[int]:
    """The members of a bitmap, ascending."""
    octets = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for at, octet in enumerate(octets):
        if octet:
            yield from ((at << 3) + bit for bit in range(8) if octet >> bit & 1)


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What never changes in a segment: the facts of its documents by number, deleted ones too.

    ``having`` is the number of documents that have a field (``<field>_<form>``), ``words`` are
    the exact words of titles and texts, ``weights`` by which of them have a word, filled when
    they are first asked for.
    """

    facts: list[dict[str, Any]]
    facets: Mapping[str, Mapping[str, int]]
    having: Mapping[str, int]
    words: frozenset[str]
    weights: dict[str, int] = field(default_factory=dict)


def read_segment(reader: IndexReader) -> SegmentFacts:
    """Read the facts of all documents of one segment."""
    count = reader.doc_count_all()
    facts = [reader.stored_fields(number)["facts"] for number in range(count)]
    members: dict[str, dict[str, list[int]]] = {facet: {} for facet in FACET_NAMES}
    for number, fact in enumerate(facts):
        for facet, values in fact["facets"].items():
            for value in values:
                members[facet].setdefault(value, []).append(number)
    return SegmentFacts(
        facts,
        {
            facet: {value: bitmap(found, count) for value, found in values.items()}
            for facet, values in members.items()
        },
        {
            name: sum(1 for n in range(count) if reader.doc_field_length(n, name))
            for name in FIELD_FORMS
        },
        frozenset(term.decode() for name in _EXACT for term in reader.lexicon(name)),
    )


def _weigh_words(reader: IndexReader) -> Counter[str]:
    weights: Counter[str] = Counter()
    for name, weight in (("title_exact", TITLE_WEIGHT), ("body_exact", 1)):
        for term, info in reader.iter_field(name):
            weights[term.decode()] += weight * info.doc_frequency()
    return weights


class Snapshot:
    """One committed state: a Whoosh searcher and the facts of its documents."""

    def __init__(
        self, reader: IndexReader, known: Mapping[object, SegmentFacts], revision: int
    ) -> None:
        self._reader = reader
        self.revision = revision
        """Revision of the catalogue that it shows."""
        self.segments: dict[object, SegmentFacts] = {}
        self.facts: list[dict[str, Any]] = []
        self.facets: dict[str, dict[str, int]] = {facet: {} for facet in FACET_NAMES}
        self.live = 0
        having: Counter[str] = Counter()
        for leaf, offset in self._leaves():
            key = leaf.segment().segment_id()
            segment = known.get(key) or read_segment(leaf)
            self.segments[key] = segment
            self._append(segment, offset)
            having.update(segment.having)
            self.live |= bitmap(leaf.all_doc_ids(), leaf.doc_count_all()) << offset

        self.searcher = Searcher(reader, weighting=Weighting(having))
        # Who narrows an answer asks for the same words again.
        self._known = lru_cache(maxsize=_STEMS_KEPT)(self._look_up)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _leaves(self) -> Iterable[tuple[IndexReader, int]]:
        """Reader and first document number of each segment."""
        return ((r, offset) for r, offset in self._reader.leaf_readers() if r.segment())

    def _append(self, segment: SegmentFacts, offset: int) -> None:
        self.facts.extend(segment.facts)
        for facet, values in segment.facets.items():
            mine = self.facets[facet]
            for value, bits in values.items():
                mine[value] = mine.get(value, 0) | bits << offset

    @property
    def size(self) -> int:
        """One more than the highest document number."""
        return len(self.facts)

    def of_documents(self, ids: Collection[str]) -> int:
        """Bitmap of all that belongs to the documents with these ids."""
        if not ids:
            return 0
        found = (n for n, fact in enumerate(self.facts) if fact["document"] in ids)
        return bitmap(found, self.size)

    # Lexicon (index.lexicon)

    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        return self._known(stem)

    def _look_up(self, stem: str) -> bool:
        reader = self._reader
        whole = not reader.has_deletions()
        return any(
            (name, stem) in reader and (whole or reader.postings(name, stem).is_active())
            for name in _STEMMED
        )

    def rarity(self, stems: Iterable[str]) -> float:
        """How much a word says of a text: idf of the most frequent of its stems, in nats."""
        having = max(
            (
                self._reader.doc_frequency(name, stem)
                for stem in stems
                for name in _STEMMED
                if (name, stem) in self._reader
            ),
            default=0,
        )
        return idf(self._reader.doc_count_all(), having)

    def words(self) -> Sequence[str]:
        """Exact words of titles and texts, ascending by code point; some may be gone since."""
        return self._words

    def frequency(self, word: str) -> int:
        """Number of documents that have this exact word in their title or text."""
        found = [name for name in _EXACT if (name, word) in self._reader]
        if len(found) == 1 and not self._reader.has_deletions():
            return int(self._reader.doc_frequency(found[0], word))
        return len({n for name in found for n in self._reader.postings(name, word).all_ids()})

    def values(self, facet: str) -> list[str]:
        """Values of a facet in this state."""
        return [value for value, bits in self.facets[facet].items() if bits & self.live]

    # Completion

    def documents_with(self, word: str, field: str) -> Iterable[int]:
        """Live documents that have this exact word in their ``title`` or ``body``, ascending."""
        name = f"{field}_exact"
        found = (name, word) in self._reader
        return self._reader.postings(name, word).all_ids() if found else ()

    @cached_property
    def word_weights(self) -> Mapping[str, int]:
        """Exact words by the titles and texts that have them, those gone since counted too."""
        weights: Counter[str] = Counter()
        for leaf, _ in self._leaves():
            segment = self.segments[leaf.segment().segment_id()]
            if not segment.weights:
                segment.weights.update(_weigh_words(leaf))
            weights.update(segment.weights)
        return weights

    @cached_property
    def speller(self) -> Speller:
        """Spells with the words of this state."""
        return Speller(self.words(), self.frequency)

    @cached_property
    def _words(self) -> Sequence[str]:
        return sorted(frozenset().union(*(segment.words for segment in self.segments.values())))
