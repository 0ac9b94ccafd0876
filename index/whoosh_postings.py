"""The postings of one snapshot, each read once as long as a question is being answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from whoosh.reading import TermNotFound

from index.whoosh_snapshot import Snapshot

Scores = Mapping[int, float]
"""Document number -> score."""


class Postings:
    """Documents, scores and positions of terms; ``name`` is ``<field>_<form>``."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._read: dict[tuple[str, str], Scores] = {}

    def scores(self, name: str, term: str) -> Scores:
        """Documents that have a term, with what it scores in each."""
        known = self._read.get((name, term))
        if known is None:
            known = self._read[name, term] = dict(self._scored(name, term))
        return known

    def positions(self, number: int, name: str, term: str) -> Sequence[int]:
        """Positions of a term in one document; empty when it is not there."""
        return self.positions_in([number], name, term).get(number, ())

    def positions_in(
        self, documents: Sequence[int], name: str, term: str
    ) -> Mapping[int, Sequence[int]]:
        """Positions of a term in those of ``documents``, which are ascending, that have it."""
        having = self.scores(name, term)
        asked = [number for number in documents if number in having]
        if not asked:
            return {}
        matcher = self.snapshot.searcher.reader().postings(name, term)
        found: dict[int, Sequence[int]] = {}
        for number in asked:
            if matcher.id() < number:
                matcher.skip_to(number)
            found[number] = matcher.value_as("positions")
        return found

    def _scored(self, name: str, term: str) -> Iterator[tuple[int, float]]:
        try:
            matcher = self.snapshot.searcher.postings(name, term)
        except TermNotFound:
            return
        while matcher.is_active():
            yield matcher.id(), matcher.score()
            matcher.next()
