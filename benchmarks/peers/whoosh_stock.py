"""Whoosh as it comes: its default codec, its searcher, its columns for facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from whoosh import fields, formats, index, query, scoring

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, PAGE_GAP, Asked, Facets, Facts, Record

_UNRANKED = frozenset({"prefix", "everything"})  # every hit scores the same


class FinishedWords(fields.FieldType):
    """Words that are cut already, page by page, at positions; scored."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(
        self, value: tuple[str, ...], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, encoded positions)."""
        positions: dict[str, list[int]] = {}
        at = 0
        for page in value:
            for word in page.split():
                positions.setdefault(word, []).append(at)
                at += 1
            at += PAGE_GAP
        for word, where in positions.items():
            yield word.encode(), len(where), float(len(where)), self.format.encode(where)


class Whoosh:
    """Facets are counted over the columns of the documents that match.

    Its ``groupedby`` reads all postings of a facet of several values for every query, which takes
    many times as long.
    """

    settings: ClassVar[str] = (
        "default codec, limitmb=512, one segment; a page is one search without limit, its facets"
        " counted from the columns of sortable fields (ten times as fast as groupedby with"
        " allow_overlap), selections as sets of documents"
    )
    unlike: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, folder: Path, facts: Facts) -> None:
        weighting = scoring.BM25F(B=0.75, K1=1.2)
        self._searcher = index.open_dir(str(folder)).searcher(weighting=weighting)
        reader = self._searcher.reader()
        self._columns = {
            facet: reader.column_reader(facet, translate=False) for facet in facts.most
        }

    @staticmethod
    def version() -> str:
        """Of the maintained continuation."""
        return f"whoosh3 {version('whoosh3')}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """One writer, one commit."""
        schema = fields.Schema(
            id=fields.ID(stored=True),
            body=FinishedWords(),
            **{
                facet: fields.KEYWORD(commas=True, sortable=True)
                if most > 1
                else fields.ID(sortable=True)
                for facet, most in facts.most.items()
            },
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=512)
        for record in records:
            facets = {facet: ",".join(values) for facet, values in record.facets.items()}
            writer.add_document(id=record.id, body=record.pages, **facets)
        writer.commit()

    def can(self, work: str, asked: Asked) -> bool:
        """Everything."""
        del work, asked
        return True

    def top10(self, asked: Asked) -> Hits:
        """The best; the first ones where all score the same."""
        chosen = _chosen({**asked.condition, **asked.selected})
        if asked.operator in _UNRANKED:
            return self._first(self._searcher.docs_for_query(_both(_words(asked), chosen)))
        found = self._searcher.search(_words(asked), limit=BEST, filter=chosen)
        return [(hit["id"], hit.score) for hit in found]

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """Documents of the words and of each selection are found once, then put together."""
        words, condition = _words(asked), _chosen(asked.condition)
        ranked = None
        if asked.operator in _UNRANKED:
            base = self._numbers(_both(words, condition))
        else:  # all with their scores at once takes less than ten with scores, then all without
            ranked = self._searcher.search(words, limit=None, filter=condition)
            base = ranked.docs()
        chosen = {f: self._numbers(_chosen({f: values})) for f, values in asked.selected.items()}
        matching = base.intersection(*chosen.values())
        counts = {}
        for facet, column in self._columns.items():
            others = [numbers for name, numbers in chosen.items() if name != facet]
            counted = base.intersection(*others) if facet in chosen else matching
            counts[facet] = Counter(map(column.__getitem__, counted))
        if ranked is None:
            return len(matching), self._first(matching), counts
        best = islice((pair for pair in ranked.items() if pair[0] in matching), BEST)
        return len(matching), [(self._id(number), score) for number, score in best], counts

    def count(self, asked: Asked) -> int:
        """Numbers of the documents that match, without any scores."""
        asking = _both(_words(asked), _chosen({**asked.condition, **asked.selected}))
        return sum(1 for _ in self._searcher.docs_for_query(asking))

    def counts(self, raw: Any) -> Counts:
        """Several values stand in a column with commas between them."""
        found: dict[str, Counter[str]] = {}
        for facet, columns in raw.items():
            found[facet] = Counter()
            for together, count in columns.items():
                for value in filter(None, together.decode().split(",")):
                    found[facet][value] += count
        return found

    def _numbers(self, asking: query.Query) -> set[int]:
        return set(self._searcher.docs_for_query(asking))

    def _first(self, numbers: Iterable[int]) -> Hits:
        return [(self._id(number), 1.0) for number in islice(numbers, BEST)]

    def _id(self, number: int) -> str:
        return str(self._searcher.stored_fields(number)["id"])


def _both(words: query.Query, chosen: query.Query | None) -> query.Query:
    return query.And([words, chosen]) if chosen else words


def _chosen(facets: Facets) -> query.Query | None:
    """Documents with one of the values of each facet."""
    parts = [
        query.Or([query.Term(facet, value) for value in values]) for facet, values in facets.items()
    ]
    return query.And(parts) if parts else None


def _words(asked: Asked) -> query.Query:
    terms = [query.Term("body", word) for word in asked.words]
    match asked.operator:
        case "everything":
            return query.Every()
        case "any":
            return query.Or(terms)
        case "phrase":
            return query.Phrase("body", list(asked.words))
        case "near":
            return query.Phrase("body", list(asked.words), slop=NEAR + 1)
        case "prefix":
            return query.Prefix("body", asked.words[0])
        case "fuzzy":
            return query.FuzzyTerm("body", asked.words[0], maxdist=1, prefixlength=1)
        case _:
            return query.And(terms) if len(terms) > 1 else terms[0]


if __name__ == "__main__":
    serve(Whoosh)
