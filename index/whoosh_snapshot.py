"""What is known of every document in one state of a Whoosh index, held in memory.

Sets of documents are bitmaps: integers whose bit *n* stands for document number *n*. Counting a
facet value is then one AND and one population count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index.fields import FACET_NAMES


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
    """What never changes in a segment: the facts of its documents by number, deleted ones too."""

    facts: list[dict[str, Any]]
    facets: Mapping[str, Mapping[str, int]]


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
    )


class Snapshot:
    """One committed state: a Whoosh searcher and the facts of its documents."""

    def __init__(self, searcher: Searcher, known: Mapping[object, SegmentFacts]) -> None:
        self.searcher = searcher
        self.segments: dict[object, SegmentFacts] = {}
        self.facts: list[dict[str, Any]] = []
        self.facets: dict[str, dict[str, int]] = {facet: {} for facet in FACET_NAMES}
        self.live = 0
        for leaf, offset in searcher.reader().leaf_readers():
            key = leaf.segment().segment_id() if leaf.segment() else None
            segment = known.get(key) or read_segment(leaf)
            self.segments[key] = segment
            self._append(segment, offset)
            self.live |= bitmap(leaf.all_doc_ids(), leaf.doc_count_all()) << offset

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

    # Lexicon (index.resolve)

    def has_stem(self, stem: str) -> bool:
        """Whether a title, label or text has a word with this stem."""
        reader = self.searcher.reader()
        fields = ("body_stem", "title_stem", "labels_stem", "body_part", "title_part")
        return any((field, stem) in reader for field in fields)

    def words(self) -> Mapping[str, int]:
        """Exact words of titles and texts -> number of documents, sorted by code point."""
        return self._words

    def values(self, facet: str) -> list[str]:
        """Values of a facet in this state."""
        return [value for value, bits in self.facets[facet].items() if bits & self.live]

    @cached_property
    def _words(self) -> dict[str, int]:
        found: dict[str, int] = {}
        reader = self.searcher.reader()
        for field in ("body_exact", "title_exact"):
            for term in reader.lexicon(field):
                count = self._live_documents(field, term)
                if count:
                    word = term.decode()
                    found[word] = max(found.get(word, 0), count)
        return dict(sorted(found.items()))

    def _live_documents(self, field: str, term: bytes) -> int:
        reader = self.searcher.reader()
        if not reader.has_deletions():
            return int(reader.doc_frequency(field, term))
        return sum(1 for _ in reader.postings(field, term).all_ids())
