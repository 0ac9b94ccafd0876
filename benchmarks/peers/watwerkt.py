"""Ours: segments of flat arrays, one snapshot, a tree of finished terms.

The same modules as behind the search page; what is left out is reading what a person typed, looking
for other words, and cutting the passages from the text.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, PAGE_GAP, Asked, Facets, Facts, Record
from index.api import Sort
from index.embedded.leaf import Leaf, SearchedSegment
from index.embedded.matches import Matches, Selection
from index.embedded.ranking import Place, best
from index.embedded.snapshot import Snapshot
from index.segment.build import SegmentBuilder
from index.segment.merge import Source, merge
from index.tree import (
    Everything,
    FacetIs,
    Node,
    Phrase,
    Terms,
    conjunction,
    disjunction,
    wanted,
)
from search_app.wsgi import SMALL_VALUES

_MEMORY = 512 << 20  # bytes, as much as others get
_PER_OCCURRENCE = 32  # bytes of it while a segment is made, about
_FIELD = "body_exact"
_WIDEST = 200  # words that a prefix or a spelling may stand for


class Watwerkt:
    """One merged segment."""

    settings: ClassVar[str] = (
        "NumPy on memory-mapped arrays, memory=512 MB, one segment, garbage collected as by the web"
        " server; counts as two lists for each facet; a page also tells on which pages of each hit"
        " the words stand, which the others do not"
    )
    unlike: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, folder: Path, facts: Facts) -> None:
        gc.set_threshold(SMALL_VALUES)
        segment = SearchedSegment(folder / "documents.wws")
        leaf = Leaf(segment, segment.all_live())
        self._snapshot = Snapshot([leaf], 0)
        self._facets = tuple(facts.most)

    @staticmethod
    def version() -> str:
        """Of the project."""
        return f"watwerkt {version('watwerkt')}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """Segments of as many documents as memory allows, and one of them all."""
        del facts
        paths: list[Path] = []
        builder = SegmentBuilder()

        def write() -> None:
            paths.append(folder / f"run{len(paths)}.wws")
            builder.write(paths[-1])

        for record in records:
            _add(builder, record)
            if builder.occurrences * _PER_OCCURRENCE > _MEMORY:
                write()
                builder = SegmentBuilder()
        if builder.size:
            write()
        if len(paths) > 1:
            runs = [SearchedSegment(path) for path in paths]
            merge(folder / "documents.wws", [Source(r, r.all_live()) for r in runs], _MEMORY)
            for path in paths:
                path.unlink()
        else:
            paths[0].rename(folder / "documents.wws")

    def can(self, work: str, asked: Asked) -> bool:
        """Everything."""
        del work, asked
        return True

    def top10(self, asked: Asked) -> Hits:
        """Ids of the best."""
        tree = self._tree(asked, {**asked.condition, **asked.selected})
        matches = self._matches(tree, {})
        return self._named(self._best(matches, tree))

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """As the search page asks."""
        tree = self._tree(asked, asked.condition)
        matches = self._matches(tree, asked.selected)
        counts = matches.counts(self._facets)
        places = self._best(matches, tree)
        for shown in self._snapshot.shown(places).values():
            shown.pages(matches.words)
        return matches.total, self._named(places), counts

    def count(self, asked: Asked) -> int:
        """Number of all hits."""
        return self._matches(self._tree(asked, asked.condition), asked.selected).total

    def counts(self, raw: Any) -> Counts:
        """By value."""
        return {facet: {one.value: one.count for one in told} for facet, told in raw.items()}

    def _matches(self, tree: Node, selected: Facets) -> Matches:
        chosen = {facet: frozenset(values) for facet, values in selected.items()}
        return Matches(self._snapshot, Selection(self._snapshot, chosen, None), tree)

    def _best(self, matches: Matches, tree: Node) -> list[Place]:
        ranked = any(isinstance(leaf, Terms | Phrase) for leaf in wanted(tree))
        sort = Sort.RELEVANCE if ranked else Sort.NEWEST
        found = self._snapshot.found(
            matches.documents,
            (lambda at, own: matches.evaluations[at].scores(own)) if ranked else None,
        )
        return best(sort, found, 0, BEST)

    def _named(self, places: Iterable[Place]) -> Hits:
        leaves = self._snapshot.leaves
        return [(leaves[p.at].segment.text("id", p.document), p.score) for p in places]

    def _tree(self, asked: Asked, condition: Facets) -> Node:
        properties = [FacetIs(facet, frozenset(values)) for facet, values in condition.items()]
        return conjunction([*self._words(asked), *properties])

    def _words(self, asked: Asked) -> list[Node]:
        terms: list[Node] = [Terms((word,), "exact") for word in asked.words]
        match asked.operator:
            case "everything":
                return [Everything()]
            case "any":
                return [disjunction(terms)]
            case "phrase":
                return [Phrase(asked.words)]
            case "near":
                return [Phrase(asked.words, NEAR)]
            case "prefix":
                words = self._snapshot.beginning(asked.words[0], _WIDEST)
                return [Terms(tuple(words), "exact", constant=True)]
            case "fuzzy":
                (key,) = asked.words
                near = (word for word, _ in self._snapshot.near(key, 1) if word[0] == key[0])
                return [Terms(tuple(near), "exact", constant=True)]
            case _:
                return terms


def _add(builder: SegmentBuilder, record: Record) -> None:
    words: list[str] = []
    positions = array("I")
    starts = []
    at = 0
    for number, page in enumerate(record.pages, 1):
        own = page.split()
        words += own
        positions.frombytes(np.arange(at, at + len(own), dtype=np.uint32).tobytes())
        starts.append((number, at))
        at += len(own) + PAGE_GAP
    builder.add(
        {_FIELD: (words, positions)},
        {**record.facets, "id": [record.id]},
        {"page_starts": starts},
    )


if __name__ == "__main__":
    serve(Watwerkt)
