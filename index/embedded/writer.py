"""Change one Whoosh index in bulk: its segments are written and merged as arrays.

Whoosh keeps which segments there are and what is deleted in them (its table of contents); nothing
of it is asked per term or per posting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.embedded import word_starts
from index.embedded.leaf import Leaf, SearchedSegment
from index.embedded.schema import schema
from index.prepare import Prepared
from index.segment.build import SegmentBuilder
from index.segment.merge import Source, merge
from index.whoosh_codec import SegmentCodec

Mask = NDArray[np.bool_]

_FEWEST = 256  # documents of a segment below which all are alike
_SIBLINGS = 4  # segments of one size that are made one
_MOST_DELETED = 0.5  # of a segment; with more it is written anew


class Generation(NamedTuple):
    """One state of a Whoosh index: its number, and the names of its files."""

    number: int
    files: list[str]


class SegmentsWriter:
    """Collects changes of one Whoosh index in a folder.

    No file of the state that is changed is touched: what is no longer needed is for others to
    remove when nobody looks at that state any more.
    """

    def __init__(self, folder: Path, name: str, memory: int, generation: int = 0) -> None:
        """Change the index ``name``, which :func:`create` has made.

        Args:
            memory: bytes that merging may use.
            generation: which of its states is changed.
        """
        self._folder = folder
        self._name = name
        self._memory = memory
        self._storage = FileStorage(str(folder))
        self._toc = TOC.read(self._storage, name, gen=generation)
        self._segments: list[Any] = list(self._toc.segments)
        self._changed = False

    def delete(self, documents: Iterable[str]) -> None:
        """Mark all that belongs to documents with these ids as deleted."""
        ids = frozenset(documents)
        for segment in self._segments:
            leaf = self._leaf(segment)
            for number in np.flatnonzero(leaf.segment.having("document", ids) & leaf.live).tolist():
                segment.delete_document(number)
                self._changed = True

    def written(self, prepared: Iterable[Prepared]) -> list[Any]:
        """Write documents as a new segment, which belongs to nothing yet; none when there are none.

        Returns:
            What to give to :meth:`adopt`, here or in another process.
        """
        builder = SegmentBuilder()
        for one in prepared:
            add_prepared(builder, one)
        if not builder.size:
            return []
        segment = self._new(builder.size)
        builder.write(self._path(segment))
        return [segment]

    def adopt(self, segments: Iterable[Any]) -> None:
        """Take in segments of which the files are written."""
        before = len(self._segments)
        self._segments += segments
        self._changed |= len(self._segments) > before

    def commit(self, *, whole: bool = False) -> Generation:
        """Write the changes as the next generation; where there are none it is the same one.

        Args:
            whole: make one segment of all.
        """
        generation = self._toc.generation
        if self._changed:
            generation += 1
            self._segments = [s for s in self._segments if s.doc_count()]
            if whole:
                self._unite(list(self._segments))
            while not whole and (due := _due(self._segments)):
                self._unite(due)
            TOC(self._toc.schema, self._segments, generation).write(self._storage, self._name)
        segments = (path_of(self._folder, segment).name for segment in self._segments)
        return Generation(generation, [f"_{self._name}_{generation}.toc", *segments])

    def _unite(self, segments: Sequence[Any]) -> None:
        if len(segments) < 2 and not any(segment.has_deletions() for segment in segments):
            return
        leaves = [self._leaf(segment) for segment in segments]
        united = self._new(sum(segment.doc_count() for segment in segments))
        sources = [Source(leaf.segment, leaf.live) for leaf in leaves]
        merge(self._path(united), sources, self._memory)
        self._segments = [s for s in self._segments if s not in segments] + [united]

    def _new(self, documents: int) -> Any:
        return new_segment(self._storage, self._name, documents)

    def _path(self, segment: Any) -> Path:
        return path_of(self._folder, segment)

    def _leaf(self, segment: Any) -> Leaf:
        return Leaf(SearchedSegment(self._path(segment)), live_in(segment))


def create(folder: Path, name: str) -> None:
    """Make an empty Whoosh index."""
    TOC.create(FileStorage(str(folder)), schema(), name)


def read_segments(folder: Path, name: str, generation: int) -> list[Any]:
    """The segments of one state, as Whoosh knows them."""
    segments: list[Any] = TOC.read(FileStorage(str(folder)), name, gen=generation).segments
    return segments


def new_segment(storage: FileStorage, name: str, documents: int) -> Any:
    """A name for a segment that nobody else has."""
    segment = SegmentCodec().new_segment(storage, name)
    segment.set_doc_count(documents)
    return segment


def path_of(folder: Path, segment: Any) -> Path:
    """Where the file of a segment is."""
    return folder / str(segment.make_filename(SegmentCodec.EXTENSION))


def live_in(segment: Any) -> Mask:
    """Per document of a segment whether it has not been deleted."""
    live = np.ones(segment.doc_count_all(), bool)
    live[list(segment.deleted_docs())] = False
    return live


def _due(segments: Sequence[Any]) -> list[Any]:
    """Segments that are to be made one now: of one size, or one of which little is left.

    Each document is written anew only when its segment grows by a factor, so that the work for
    all of them grows with their number times the logarithm of it.
    """
    for segment in segments:
        if segment.deleted_count() > _MOST_DELETED * segment.doc_count_all():
            return [segment]
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        tiers.setdefault(_tier(segment.doc_count()), []).append(segment)
    return next((alike for _, alike in sorted(tiers.items()) if len(alike) >= _SIBLINGS), [])


def _tier(documents: int) -> int:
    tier = 0
    while documents > _FEWEST * _SIBLINGS**tier:
        tier += 1
    return tier


def add_prepared(builder: SegmentBuilder, prepared: Prepared) -> None:
    """Add what a document or passage is in the index."""
    columns = {
        "id": [prepared.id],
        "document": [prepared.document],
        "title": [prepared.title],
        "title_key": [prepared.title_key],
        "title_words": [" ".join(prepared.terms["title_exact"].terms)],
        "strength": [str(prepared.strength)],
        "published": [prepared.published] if prepared.published else [],
        "language": [prepared.language] if prepared.language else [],
        "pairs": prepared.pairs,
    }
    builder.add(
        {
            "document": ([prepared.document], None),
            **{name: (found.terms, found.positions) for name, found in prepared.terms.items()},
        },
        columns | dict(prepared.facets),
        {"page_starts": prepared.page_starts, "passage": prepared.passage},
        word_starts.encode(prepared),
    )
