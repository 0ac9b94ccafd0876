"""bm25s: ranking by sums of scores that were computed when indexing; nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import bm25s
import numpy as np

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, Asked, Facts, Record


class Bm25s:
    """Finds what has any of some words."""

    settings: ClassVar[str] = (
        "method lucene, numba backend with its scorer compiled, index in memory; ranks by any of"
        " the words, without counts, facets, AND, phrases, prefixes or fuzzy words"
    )
    unlike: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, folder: Path, facts: Facts) -> None:
        del facts
        self._model = bm25s.BM25.load(str(folder), show_progress=False)
        self._model.backend = "numba"
        self._model.activate_numba_scorer()
        self._ids = np.load(folder / "ids.npy")

    @staticmethod
    def version() -> str:
        """Of the package."""
        return f"bm25s {bm25s.__version__}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """All words are in memory at once: that is how it is indexed."""
        del facts
        ids: list[str] = []
        words: list[list[str]] = []
        for record in records:
            ids.append(record.id)
            words.append(" ".join(record.pages).split())
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend="numba")
        model.activate_numba_csc()
        model.index(words, show_progress=False)
        model.save(str(folder), show_progress=False)
        np.save(folder / "ids.npy", np.array(ids))

    def can(self, work: str, asked: Asked) -> bool:
        """Only the best ten for one word, or for any of some."""
        ranked = asked.operator == "any" or (asked.operator == "all" and len(asked.words) == 1)
        return work == "top10" and ranked and not asked.selected

    def top10(self, asked: Asked) -> Hits:
        """Ids and scores; documents that score nothing are no hits."""
        found = self._model.retrieve(
            [list(asked.words)], corpus=self._ids, k=BEST, show_progress=False, n_threads=0
        )
        pairs = zip(found.documents[0].tolist(), found.scores[0].tolist(), strict=True)
        return [(document, score) for document, score in pairs if score > 0]

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """Never asked: see ``can``."""
        raise NotImplementedError

    def count(self, asked: Asked) -> int:
        """Never asked: see ``can``."""
        raise NotImplementedError

    def counts(self, raw: Any) -> Counts:
        """Never asked: see ``can``."""
        raise NotImplementedError


if __name__ == "__main__":
    serve(Bm25s)
