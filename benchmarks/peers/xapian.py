"""Xapian by its Python binding: value slots, and match spies that count them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import xapian

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, PAGE_GAP, Asked, Facets, Facts, Record

_TOGETHER = 1000  # documents a commit; twice as fast as the default of 10,000
_FLAGS = xapian.DB_CREATE | xapian.DB_NO_TERMLIST | xapian.DB_NO_SYNC | xapian.DB_DANGEROUS
_LONGEST_TERM = 240  # bytes; Xapian takes up to 245


class Xapian:
    """A facet has as many value slots as a document has values of it; their counts are added."""

    settings: ClassVar[str] = (
        "words added by TermGenerator, without termlist table, a commit for each 1,000 documents,"
        " compacted; a value slot for each value of a facet, counted by ValueCountMatchSpy;"
        " selections are boolean terms with OP_FILTER; no fuzzy words (edit distance came with 1.5)"
    )
    unlike: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, folder: Path, facts: Facts) -> None:
        self._base = xapian.Database(str(folder / "compact"))
        self._size = self._base.get_doccount()
        self._slots = _slots(facts)

    @staticmethod
    def version() -> str:
        """Of the library."""
        return f"Xapian {xapian.version_string()}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """Committed by the thousand, then compacted, as is advised for what will not change."""
        base = xapian.WritableDatabase(str(folder / "new"), _FLAGS)
        generator = xapian.TermGenerator()
        generator.set_max_word_length(_LONGEST_TERM)
        slots = _slots(facts)
        for number, record in enumerate(records, 1):
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            for page in record.pages:
                generator.index_text(page)
                generator.increase_termpos(PAGE_GAP)
            for facet, values in record.facets.items():
                for slot, value in zip(slots[facet], values, strict=False):
                    document.add_value(slot, value)
                    document.add_boolean_term(_term(facet, value))
            document.set_data(record.id)
            base.add_document(document)
            if number % _TOGETHER == 0:
                base.commit()
        base.commit()
        base.compact(str(folder / "compact"))
        base.close()
        for path in sorted((folder / "new").iterdir()):
            path.unlink()
        (folder / "new").rmdir()

    def can(self, work: str, asked: Asked) -> bool:
        """No edit distance before 1.5."""
        del work
        return asked.operator != "fuzzy"

    def top10(self, asked: Asked) -> Hits:
        """Without knowing exactly how many there are."""
        return _hits(self._enquire(asked, asked.selected).get_mset(0, BEST))

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """All documents are looked at, so that the counts are exact."""
        enquire = self._enquire(asked, asked.selected)
        aside = [facet for facet in self._slots if facet not in asked.selected]
        spies = self._spies(enquire, aside)
        found = enquire.get_mset(0, BEST, self._size)
        for facet in asked.selected:
            others = {name: chosen for name, chosen in asked.selected.items() if name != facet}
            sideways = self._enquire(asked, others, ranked=False)
            spies |= self._spies(sideways, [facet])
            sideways.get_mset(0, 0, self._size)
        counts = {
            facet: [(item.term, item.termfreq) for spy in counting for item in spy.values()]
            for facet, counting in spies.items()
        }
        return found.get_matches_estimated(), _hits(found), counts

    def count(self, asked: Asked) -> int:
        """Without scores; exact, as all documents are looked at."""
        enquire = self._enquire(asked, asked.selected, ranked=False)
        return int(enquire.get_mset(0, 0, self._size).get_matches_estimated())

    def counts(self, raw: Any) -> Counts:
        """The counts of the slots of a facet together."""
        found: dict[str, dict[str, int]] = {}
        for facet, counted in raw.items():
            values: dict[str, int] = defaultdict(int)
            for value, count in counted:
                values[value.decode()] += count
            found[facet] = values
        return found

    def _enquire(self, asked: Asked, selected: Facets, *, ranked: bool = True) -> xapian.Enquire:
        enquire = xapian.Enquire(self._base)
        scored = ranked and asked.operator not in {"everything", "prefix"}
        enquire.set_weighting_scheme(
            xapian.BM25Weight(1.2, 0, 1, 0.75, 0.5) if scored else xapian.BoolWeight()
        )
        enquire.set_query(_query(asked, selected))
        return enquire

    def _spies(
        self, enquire: xapian.Enquire, facets: Iterable[str]
    ) -> dict[str, list[xapian.ValueCountMatchSpy]]:
        found = {}
        for facet in facets:
            found[facet] = [xapian.ValueCountMatchSpy(slot) for slot in self._slots[facet]]
            for spy in found[facet]:
                enquire.add_matchspy(spy)
        return found


def _slots(facts: Facts) -> Mapping[str, range]:
    slots = {}
    used = 0
    for facet, most in facts.most.items():
        slots[facet] = range(used, used + most)
        used += most
    return slots


def _term(facet: str, value: str) -> str:
    return f"X{facet.upper()}:{value}"


def _hits(found: xapian.MSet) -> Hits:
    return [(match.document.get_data().decode(), match.weight) for match in found]


def _query(asked: Asked, selected: Facets) -> xapian.Query:
    words = _words(asked)
    chosen = [
        xapian.Query(xapian.Query.OP_OR, [_term(facet, value) for value in values])
        for facet, values in (*asked.condition.items(), *selected.items())
    ]
    if not chosen:
        return words
    filters = xapian.Query(xapian.Query.OP_AND, chosen)
    if asked.operator == "everything":
        return filters
    return xapian.Query(xapian.Query.OP_FILTER, words, filters)


def _words(asked: Asked) -> xapian.Query:
    words = list(asked.words)
    match asked.operator:
        case "everything":
            return xapian.Query.MatchAll
        case "any":
            return xapian.Query(xapian.Query.OP_OR, words)
        case "phrase":
            return xapian.Query(xapian.Query.OP_PHRASE, words)
        case "near":  # the window counts the words at both ends
            return xapian.Query(xapian.Query.OP_PHRASE, words, NEAR + 2)
        case "prefix":
            return xapian.Query(
                xapian.Query.OP_WILDCARD,
                words[0],
                0,
                xapian.Query.WILDCARD_LIMIT_ERROR,
                xapian.Query.OP_OR,
            )
        case _:
            return xapian.Query(xapian.Query.OP_AND, words)


if __name__ == "__main__":
    serve(Xapian)
