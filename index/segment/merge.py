"""Several segments in, one out: in linear time, and in as much memory as is allowed.

The terms of all sources are read from front to back, some at a time. Documents keep their order:
those of the first source, then those of the second; what was deleted is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.segment.columns import narrow, write_column
from index.segment.container import ContainerWriter
from index.segment.lists import PARTS, Lists, Per, spread
from index.segment.postings import Chunk, write_postings
from index.segment.records import STARTS, STORED, merge_records
from index.segment.segment import BYTES, Segment
from index.segment.vectors import VECTORS

Array = NDArray[Any]
Mask = NDArray[np.bool_]

_EXPANSION = 64  # bytes of memory that one byte of postings takes at most while it is merged
_NOT_MERGED = (BYTES, VECTORS)


@dataclass(frozen=True, slots=True)
class Source:
    """A segment and which of its documents are still wanted."""

    segment: Segment
    live: Mask


def merge(path: Path, sources: Sequence[Source], memory: int) -> None:
    """Write the wanted documents of all sources as one segment.

    Args:
        memory: bytes that may be used, beside the terms and values of the sources.

    Raises:
        ValueError: when a source has sections that are not merged here: vectors, or what others
            keep in bytes of their own.
    """
    for source in sources:
        if other := [name for name in source.segment.sections if name.startswith(_NOT_MERGED)]:
            raise ValueError(f"{source.segment.path} has {', '.join(other)}; let Whoosh merge it.")
    fields = sorted({name for source in sources for name in source.segment.fields})
    with ContainerWriter(path) as writer:
        write_postings(writer, _Merging(sources, fields).chunks(memory // _EXPANSION))
        for field in fields:
            lengths = [source.segment.lengths(field)[source.live] for source in sources]
            writer.add(f"lengths.{field}", narrow(np.concatenate(lengths)))
        for name in sorted({name for source in sources for name in source.segment.columns}):
            _merge_column(writer, name, sources)
        merge_records(writer, STORED, [(s.segment.records, s.live) for s in sources])
        merge_records(writer, STARTS, [(s.segment.starts, s.live) for s in sources])
        size = sum(int(source.live.sum()) for source in sources)
        writer.finish({"documents": size, "fields": fields})


class _Merging:
    """Walks through the terms of all sources at once."""

    def __init__(self, sources: Sequence[Source], fields: Sequence[str]) -> None:
        self._sources = sources
        self._width = max(1, len(fields))
        self._renamed = [
            np.array([fields.index(name) for name in source.segment.fields], np.int64)
            for source in sources
        ]
        self._numbers = []
        base = 0
        for source in sources:
            self._numbers.append(np.where(source.live, np.cumsum(source.live) - 1 + base, -1))
            base += int(source.live.sum())

    def chunks(self, most: int) -> Iterator[Chunk]:
        """Merged lists, made of at most ``most`` bytes of the sources at a time."""
        at = [0] * len(self._sources)
        for ends in self._stretches(most // len(self._sources)):
            merged = self._merged(
                [
                    source.segment.postings.chunk(first, last)
                    for source, first, last in zip(self._sources, at, ends, strict=True)
                ]
            )
            at = ends
            if merged.terms:
                yield merged

    def _stretches(self, most: int) -> Iterator[list[int]]:
        """Per source how far the next chunk goes, all up to the same term."""
        postings = [source.segment.postings for source in self._sources]
        lengths = [len(p.terms) for p in postings]
        ends = [p.ends() for p in postings]
        at = [0] * len(postings)
        while at != lengths:
            stops = []
            for p, end, first, length in zip(postings, ends, at, lengths, strict=True):
                before = int(end[first - 1]) if first else 0
                stop = max(first + 1, int(np.searchsorted(end, before + most, "right")))
                if stop < length:
                    stops.append(p.terms[stop])
            at = [p.terms.at_least(min(stops)) for p in postings] if stops else lengths
            yield at

    def _merged(self, pieces: Sequence[Chunk]) -> Chunk:
        terms = sorted(set().union(*(piece.terms for piece in pieces)))
        ranks = {term: rank for rank, term in enumerate(terms)}
        lists, keys = [], []
        for at, piece in enumerate(pieces):
            own = np.fromiter(map(ranks.__getitem__, piece.terms), np.int64, len(piece.terms))
            key = np.repeat(own, piece.per_term) * self._width + self._renamed[at][piece.fields]
            kept, wanted = _renumbered(piece.lists, self._numbers[at])
            lists.append(kept)
            keys.append(key[wanted])
        together = np.unique(np.concatenate(keys))
        joined = _joined(lists, [np.searchsorted(together, key) for key in keys], len(together))
        per_term = np.bincount(together // self._width, minlength=len(terms))
        return Chunk(
            terms=[term for term, count in zip(terms, per_term, strict=True) if count],
            per_term=per_term[per_term > 0],
            fields=together % self._width,
            lists=joined,
        )


def _renumbered(lists: Lists, numbers: Array) -> tuple[Lists, Mask]:
    """Lists with other document numbers, without those below zero; and which lists are left."""
    documents = numbers[lists.parts["documents"]] if len(lists.documents) else np.empty(0, int)
    kept = documents >= 0
    if kept.all():
        parts = {**lists.parts, "documents": documents}
        whole = np.ones(len(lists.documents), bool)
        return Lists(
            documents=lists.documents,
            occurrences=lists.occurrences,
            parts=parts,
            having=lists.having,
        ), whole
    owners = np.repeat(np.arange(len(lists.documents)), lists.documents)
    frequencies = np.asarray(lists.parts["frequencies"], np.int64)
    counts = np.bincount(owners[kept], minlength=len(lists.documents))
    occurrences = np.bincount(
        owners[kept], frequencies[kept], minlength=len(lists.documents)
    ).astype(np.int64)
    left = counts > 0
    parts = {}
    for part in PARTS:
        if part.name not in lists.parts:
            continue
        having = lists.having.get(part.name)
        mask = kept if having is None else kept[np.repeat(having, lists.documents)]
        if part.per is Per.OCCURRENCE:
            told = (
                frequencies if having is None else frequencies[np.repeat(having, lists.documents)]
            )
            mask = np.repeat(mask, told)
        parts[part.name] = (documents if part.name == "documents" else lists.parts[part.name])[mask]
    return Lists(
        documents=counts[left],
        occurrences=occurrences[left],
        parts=parts,
        having={name: having[left] for name, having in lists.having.items()},
    ), left


def _joined(lists: Sequence[Lists], places: Sequence[Array], size: int) -> Lists:
    """The lists of several sources, of one place behind each other.

    Args:
        places: per source and list, which of the ``size`` lists it is a part of.
    """
    parts: dict[str, Array] = {}
    having: dict[str, Mask] = {}
    for part in PARTS:
        if not any(part.name in one.parts for one in lists):
            continue
        counts = np.zeros((len(lists), size), np.int64)
        for row, one, place in zip(counts, lists, places, strict=True):
            row[place] = _told(one, part.name, one.counts(part))
        starts = (
            np.cumsum(counts.sum(axis=0)) - counts.sum(axis=0) + np.cumsum(counts, axis=0) - counts
        )
        values = np.empty(int(counts.sum()), part.dtype(4))
        for row, start, one, place in zip(counts, starts, lists, places, strict=True):
            told = row[place]
            values[spread(start[place], told)] = _values(one, part.name)
        parts[part.name] = values
        if part.per is Per.OCCURRENCE:
            having[part.name] = counts.sum(axis=0) > 0
    documents, occurrences = (np.zeros(size, np.int64) for _ in range(2))
    for one, place in zip(lists, places, strict=True):
        documents[place] += one.documents
        occurrences[place] += one.occurrences
    return Lists(documents=documents, occurrences=occurrences, parts=parts, having=having)


def _told(lists: Lists, name: str, counts: Array) -> Array:
    """How many numbers of a part a source has; weights that go without saying count as well."""
    return lists.documents if name == "weights" else counts


def _values(lists: Lists, name: str) -> Array:
    if name == "weights" and name not in lists.parts:
        return lists.parts["frequencies"]
    return lists.parts.get(name, np.empty(0, np.uint32))


def _merge_column(writer: ContainerWriter, name: str, sources: Sequence[Source]) -> None:
    codes: list[Array] = []
    counts: list[Array] = []
    values: list[list[bytes]] = []
    for source in sources:
        live = source.live
        if name not in source.segment.columns:
            codes.append(np.empty(0, np.int64))
            counts.append(np.zeros(int(live.sum()), np.int64))
            values.append([])
            continue
        column = source.segment.column(name)
        own, many = column.parts()
        own = own if live.all() else own[np.repeat(live, many)]
        used, own = np.unique(own, return_inverse=True)
        codes.append(own)
        counts.append(many[live].astype(np.int64))
        values.append([column.values[code] for code in used.tolist()])
    together = sorted(set().union(*values))
    ranks = {value: rank for rank, value in enumerate(together)}
    renumbered = [
        np.fromiter(map(ranks.__getitem__, own), np.int64, len(own))[code]
        for own, code in zip(values, codes, strict=True)
    ]
    write_column(writer, name, together, np.concatenate(renumbered), np.concatenate(counts))
