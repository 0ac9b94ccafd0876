"""Tantivy by its Python binding: fast fields and terms aggregations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import tantivy
from tantivy import Document, Index, Occur, Query, Schema, SchemaBuilder

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, Asked, Facets, Facts, Record

# Tantivy leaves one position free between two values of a field, so an empty value is one more.
_BETWEEN_PAGES = ("",) * (NEAR + 2)
_MOST_VALUES = 1000  # of a facet; more than any has
_TOTAL = "total"
_COUNTED = {"value_count": {"field": _TOTAL}}  # a fast field that every document has once
_HEAP = 1_000_000_000  # bytes; so that one segment is written where it can be


class Tantivy:
    """Counts by terms aggregations over string fast fields."""

    settings: ClassVar[str] = (
        "one writer thread, heap of 1 GB, merges awaited; facets are raw text fast fields, counted"
        " by one aggregation for those without a selection and one for each with; near is a"
        " phrase with slop, which also takes some in the other order; fuzzy with any first letter"
        " (queries are drawn so that this makes no difference)"
    )
    unlike: ClassVar[frozenset[str]] = frozenset({"near"})

    def __init__(self, folder: Path, facts: Facts) -> None:
        self._schema = _schema(facts)
        index = Index(self._schema, path=str(folder))
        index.reload()
        self._searcher = index.searcher()
        self._facets = tuple(facts.most)

    @staticmethod
    def version() -> str:
        """Of the binding, which is that of the engine."""
        return str(tantivy.__version__)

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """One commit, then until its merges are done."""
        index = Index(_schema(facts), path=str(folder))
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for record in records:
            body = [record.pages[0]]
            for page in record.pages[1:]:
                body += (*_BETWEEN_PAGES, page)
            writer.add_document(
                Document(
                    id=record.id,
                    total=0,
                    body=body,
                    **{f: list(v) for f, v in record.facets.items()},
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def can(self, work: str, asked: Asked) -> bool:
        """Everything."""
        del work, asked
        return True

    def top10(self, asked: Asked) -> Hits:
        """Stored ids of the best; without counting, so that it may skip."""
        return self._hits(
            self._searcher.search(self._query(asked, asked.selected), BEST, count=False).hits
        )

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """A search for the best, which may skip, and aggregations, which count all."""
        asking = self._query(asked, asked.selected)
        found = self._searcher.search(asking, BEST, count=False)
        aside = [facet for facet in self._facets if facet not in asked.selected]
        wanted = {_TOTAL: _COUNTED, **{facet: _terms(facet) for facet in aside}}
        counts = self._searcher.aggregate(asking, wanted)
        total = int(counts.pop(_TOTAL)["value"])
        for facet in asked.selected:
            others = {name: chosen for name, chosen in asked.selected.items() if name != facet}
            asking = self._query(asked, others)
            counts |= self._searcher.aggregate(asking, {facet: _terms(facet)})
        return total, self._hits(found.hits), counts

    def count(self, asked: Asked) -> int:
        """By the frequency of a word alone, else by an aggregation, which scores nothing."""
        if asked.operator == "all" and len(asked.words) == 1 and not asked.selected:
            return int(self._searcher.doc_freq("body", asked.words[0]))
        asking = self._query(asked, asked.selected)
        return int(self._searcher.aggregate(asking, {_TOTAL: _COUNTED})[_TOTAL]["value"])

    def counts(self, raw: Any) -> Counts:
        """Buckets become counts."""
        return {
            facet: {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
            for facet, found in raw.items()
        }

    def _hits(self, found: Iterable[tuple[float, Any]]) -> Hits:
        return [(self._searcher.doc(address)["id"][0], score) for score, address in found]

    def _query(self, asked: Asked, selected: Facets) -> Query:
        words = self._words(asked)
        chosen = [
            Query.const_score_query(self._values(facet, values), 0.0)
            for facet, values in (*asked.condition.items(), *selected.items())
        ]
        if not chosen:
            return words
        # What matches everything is no part of a query with filters: it would only be walked along.
        parts = chosen if asked.operator == "everything" else [words, *chosen]
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def _values(self, facet: str, values: tuple[str, ...]) -> Query:
        terms = [Query.term_query(self._schema, facet, value, "basic") for value in values]
        if len(terms) == 1:
            return terms[0]
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def _words(self, asked: Asked) -> Query:
        schema, words = self._schema, list(asked.words)
        match asked.operator:
            case "everything":
                return Query.all_query()
            case "phrase":
                return Query.phrase_query(schema, "body", words)
            case "near":
                return Query.phrase_query(schema, "body", words, slop=NEAR)
            case "prefix":
                # Distance 0 and then anything: three times as fast as a regular expression.
                return Query.fuzzy_term_query(schema, "body", words[0], 0, False, True)
            case "fuzzy":
                return Query.fuzzy_term_query(schema, "body", words[0], 1, False)
        terms = [Query.term_query(schema, "body", word, "freq") for word in words]
        if len(terms) == 1:
            return terms[0]
        occur = Occur.Should if asked.operator == "any" else Occur.Must
        return Query.boolean_query([(occur, term) for term in terms])


def _schema(facts: Facts) -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(_TOTAL, fast=True)
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    for facet in facts.most:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _terms(facet: str) -> dict[str, Any]:
    return {"terms": {"field": facet, "size": _MOST_VALUES, "segment_size": _MOST_VALUES}}


if __name__ == "__main__":
    serve(Tantivy)
