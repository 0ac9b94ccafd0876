"""Our codec answers as Whoosh's own, for random histories of an index and queries of every kind.

Where the oracle fails at a query, ours may answer or fail in the same way. It does so, whatever
the codec:

* ``estimate_size`` is not written for span queries, so some compounds of them cannot be asked;
* ``FuzzyTerm`` with a prefix that is as long as the word;
* ``ColumnQuery``, of which the matcher can neither be skipped nor scored within some compounds;
* ``Require``, ``AndNot`` and ``AndMaybe`` walk behind the end of some of the matchers they are made
  of, or ask these for a quality that they do not have.

And these are left out or asked otherwise:

* ``doc_field_length`` of a document without the field is None there, and the default here;
* ``min_field_length`` fails there when no document has the field;
* taking a deletion back (``delete_document(n, delete=False)``) fails there;
* what Whoosh has taken of a document that failed it gives to the next; ours refuses to go on;
* ``Searcher.refresh`` after a merge reads the segments from before it as well;
* a cursor over several segments (``MultiCursor``) finds nothing;
* ``DFree`` asks a searcher for what it does not have;
* a column of compressed bytes cannot be walked along where a document has no value;
* ``NestedParent`` within another query, since that may skip along it, which goes back to where it
  was and never ends when it is made of ``Or``;
* the order of hits with the same score, which depends on how blocks are cut.
"""

from __future__ import annotations

from typing import Any

import pytest
from codec_oracle import SCHEMA, Commit, Pair, pair_of
from codec_strategies import histories, queries
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import scoring
from whoosh.query import Every, Query

WEIGHTINGS = (scoring.BM25F(), scoring.TF_IDF(), scoring.Frequency())


def answer(index: Any, query: Query, weighting: Any, limit: int | None) -> Any:
    """Documents with their scores, or of which kind the failure is."""
    with index.searcher(weighting=weighting) as searcher:
        try:
            hits = searcher.search(query, limit=limit)
            return [(hit.docnum, hit.score) for hit in hits]
        except Exception as error:
            return type(error).__name__


def assert_same(pair: Pair, query: Query, weighting: Any) -> None:
    ours, theirs = (answer(i, query, weighting, None) for i in (pair.ours, pair.oracle))
    if isinstance(theirs, str):
        assert not isinstance(ours, str) or ours == theirs
    else:
        assert dict(ours) == pytest.approx(dict(theirs), rel=1e-5, abs=1e-5)
    ours, theirs = (answer(i, query, weighting, 3) for i in (pair.ours, pair.oracle))
    if isinstance(theirs, str):
        assert not isinstance(ours, str) or ours == theirs
    else:
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs])


@settings(max_examples=60)
@given(histories, st.lists(queries, min_size=8, max_size=12))
def test_any_query_finds_the_same_documents_with_the_same_scores(
    history: list[Commit], asked: list[Query]
) -> None:
    pair = pair_of(*history)
    for number, query in enumerate(asked):
        assert_same(pair, query, WEIGHTINGS[number % len(WEIGHTINGS)])


def dictionary(reader: Any) -> dict[Any, Any]:
    """Each term with what is known of it."""
    return {
        term: (
            info.doc_frequency(),
            info.weight(),
            info.max_weight(),
            info.min_length(),
            info.max_length(),
            info.min_id(),
            info.max_id(),
            reader.frequency(*term),
            reader.doc_frequency(*term),
        )
        for term, info in reader
    }


def of_lists(reader: Any) -> dict[Any, Any]:
    """Each posting with its weight and what its value says."""
    found = {}
    for name, text, document, weight, value in reader.iter_postings():
        if name == "spell_stems":  # the oracle keeps bytes there that say nothing
            found[name, text, document] = weight
            continue
        format_ = SCHEMA[name].format
        said = [
            format_.decode_as(kind, value or b"")
            for kind in ("frequency", "positions", "characters", "position_boosts", "weight")
            if format_.supports(kind)
        ]
        found[name, text, document] = (weight, said)
    return found


def by_document(reader: Any) -> dict[int, Any]:
    """What there is of each document that is not deleted."""
    return {
        document: (
            stored,
            [reader.doc_field_length(document, name, 0) or 0 for name in SCHEMA.names()],
            {
                name: [*reader.vector_as("weight", document, name)]
                for name in SCHEMA.names()
                if SCHEMA[name].vector and reader.has_vector(document, name)
            },
        )
        for document, stored in reader.iter_docs()
    }


def of_columns(reader: Any) -> list[tuple[str, str]]:
    """All values of each column as they are kept: a default need not be one of the field."""
    return [
        (name, repr(list(leaf.column_reader(name, translate=False))))
        for leaf, _ in reader.leaf_readers()
        for name in SCHEMA.names()
        if SCHEMA[name].column_type and leaf.has_column(name)
    ]


@settings(max_examples=40)
@given(histories)
def test_a_reader_tells_the_same_of_terms_postings_and_documents(history: list[Commit]) -> None:
    pair = pair_of(*history)
    with pair.ours.reader() as ours, pair.oracle.reader() as theirs:
        assert list(ours.all_terms()) == list(theirs.all_terms())
        for leaf, other in zip(ours.leaf_readers(), theirs.leaf_readers(), strict=True):
            assert_same_numbers(dictionary(leaf[0]), dictionary(other[0]))
            assert of_lists(leaf[0]) == of_lists(other[0])
        assert by_document(ours) == by_document(theirs)
        assert of_columns(ours) == of_columns(theirs)
        for name in SCHEMA.names():
            assert ours.field_length(name) == theirs.field_length(name)
        assert ours.doc_count() == theirs.doc_count()
        assert ours.doc_count_all() == theirs.doc_count_all()


def assert_same_numbers(ours: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    assert ours.keys() == theirs.keys()
    for term, told in ours.items():
        assert told == pytest.approx(theirs[term], rel=1e-6), term


@settings(max_examples=25)
@given(histories, st.sampled_from(["number", "day", "tags", "title", "ratio"]), st.booleans())
def test_sorting_and_grouping_are_the_same(history: list[Commit], name: str, reverse: bool) -> None:
    pair = pair_of(*history)

    def sorted_and_grouped(index: Any) -> str:
        with index.searcher() as searcher:
            try:
                hits = searcher.search(
                    Every(), limit=None, sortedby=name, reverse=reverse, groupedby=name
                )
                return repr(([hit.docnum for hit in hits], hits.groups(name)))
            except OverflowError:  # a document without a day, which no field of Whoosh can tell
                return "overflow"

    assert sorted_and_grouped(pair.ours) == sorted_and_grouped(pair.oracle)
