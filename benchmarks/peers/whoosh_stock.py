"""Whoosh as it comes: its default codec, its searcher, facets by ``groupedby``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index, query, scoring, sorting

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, PAGE_GAP, Asked, Facets, Facts, Record


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
    """Facets of one value have a column, others are read from their postings."""

    settings = (
        "default codec, limitmb=512, one segment; facets by groupedby with maptype=Count (a column"
        " for one value, allow_overlap for several), selections by filter="
    )
    unlike: frozenset[str] = frozenset()

    def __init__(self, folder: Path, facts: Facts) -> None:
        self._facets = {
            facet: sorting.FieldFacet(facet, allow_overlap=most > 1, maptype=sorting.Count)
            for facet, most in facts.most.items()
        }
        weighting = scoring.BM25F(B=0.75, K1=1.2)
        self._searcher = index.open_dir(str(folder)).searcher(weighting=weighting)

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
                facet: fields.KEYWORD(commas=True) if most > 1 else fields.ID(sortable=True)
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
        """Stored ids of the best."""
        found = self._searcher.search(
            _words(asked), limit=BEST, filter=_chosen({**asked.condition, **asked.selected})
        )
        return [(hit["id"], hit.score) for hit in found]

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """One search, and one more for each facet with a selection."""
        words = _words(asked)
        found = self._searcher.search(
            words,
            limit=BEST,
            filter=_chosen({**asked.condition, **asked.selected}),
            groupedby=self._grouping(set(self._facets) - set(asked.selected)),
        )
        counts = {facet: found.groups(facet) for facet in found.facet_names()}
        for facet in asked.selected:
            others = {name: values for name, values in asked.selected.items() if name != facet}
            aside = self._searcher.search(
                words,
                limit=1,
                scored=False,
                filter=_chosen({**asked.condition, **others}),
                groupedby=self._grouping({facet}),
            )
            counts[facet] = aside.groups(facet)
        return len(found), [(hit["id"], hit.score) for hit in found], counts

    def count(self, asked: Asked) -> int:
        """Numbers of the documents that match, without any scores."""
        chosen = _chosen({**asked.condition, **asked.selected})
        words = _words(asked)
        asking = query.And([words, chosen]) if chosen else words
        return sum(1 for _ in self._searcher.docs_for_query(asking))

    def counts(self, raw: Any) -> Counts:
        """Without those that have no value."""
        return {
            facet: {
                value.decode() if isinstance(value, bytes) else value: count
                for value, count in groups.items()
                if value
            }
            for facet, groups in raw.items()
        }

    def _grouping(self, names: Iterable[str]) -> sorting.Facets:
        facets = sorting.Facets()
        for name in names:
            facets.add_facet(name, self._facets[name])
        return facets


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
