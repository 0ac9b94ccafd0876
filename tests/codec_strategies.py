"""Random documents for an index of Whoosh, and queries of every kind it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from codec_oracle import HOW, Commit
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import Query

WORDS = ("wijk", "wijken", "tuin", "tuinen", "running", "houses", "house", "café", "a", "zz")
IDS = tuple("abcdefgh")
KINDS = ("parent", "child")
TEXTS = ("body", "chars", "places", "spots")
"""Fields that know positions."""
DAYS = [datetime(2020, 1, 1) + timedelta(days=40 * n) for n in range(8)]

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=12).map(" ".join)
boosted = st.lists(st.tuples(words, st.sampled_from(("", "^2", "^0.5", "^1.5"))), max_size=6).map(
    lambda pairs: " ".join(word + boost for word, boost in pairs)
)
numbers = st.integers(-5, 40)
notes = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=5),
        st.binary(max_size=5),
        st.floats(allow_nan=False),
        st.sampled_from(DAYS),
        st.dates(),
        st.timedeltas(),
        st.times(),
        st.decimals(allow_nan=False),
        st.uuids(),
        st.datetimes(timezones=st.just(UTC)),
    ),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.lists(inside, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers(), st.just("$bytes")), inside),
        st.sets(st.integers(), max_size=3),
    ),
    max_leaves=5,
)

documents = st.fixed_dictionaries(
    {"id": st.sampled_from(IDS), "kind": st.sampled_from(KINDS)},
    optional={
        "body": texts,
        "chars": texts,
        "stems": texts,
        "title": texts,
        "tags": st.lists(words, max_size=3).map(", ".join),
        "number": numbers,
        "ratio": st.floats(-10, 10, width=32),
        "day": st.sampled_from(DAYS),
        "flag": st.booleans(),
        "grams": texts,
        "places": boosted,
        "spots": boosted,
        "note": notes,
        "_boost": st.sampled_from((1.0, 2.0, 1.25)),
        "_body_boost": st.sampled_from((1.0, 3.0)),
    },
)
commits = st.builds(
    Commit,
    documents=st.lists(documents, max_size=8, unique_by=lambda document: document["id"]),
    deleted=st.lists(st.sampled_from(IDS), max_size=2),
    how=st.sampled_from(("merge", "apart", "optimise", *HOW)),
    group=st.booleans(),
)
histories = st.lists(commits, min_size=1, max_size=4)

boosts = st.sampled_from((1.0, 1.0, 0.5, 2.0))
prefixes = words.map(lambda word: word[:2])
terms = st.one_of(
    st.builds(query.Term, st.sampled_from((*TEXTS, "title", "tags", "stems")), words, boosts),
    st.builds(query.Term, st.just("kind"), st.sampled_from(KINDS)),
    st.builds(query.Term, st.just("number"), numbers),
    st.builds(query.Term, st.just("flag"), st.booleans()),
    st.builds(query.Term, st.just("grams"), words.map(lambda word: word[:3])),
)


def _range(kind: Callable[..., Query], field: str, values: st.SearchStrategy[Any]) -> Any:
    ends = st.one_of(st.none(), values)
    pairs = st.tuples(ends, ends).map(lambda two: sorted(two) if None not in two else list(two))
    return st.builds(
        lambda two, before, behind, constant: kind(
            field, *two, startexcl=before, endexcl=behind, constantscore=constant
        ),
        pairs,
        st.booleans(),
        st.booleans(),
        st.booleans(),
    )


def _multi(field: str) -> st.SearchStrategy[Query]:
    constant = st.booleans()
    return st.one_of(
        st.builds(query.Prefix, st.just(field), prefixes, boosts, constant),
        st.builds(query.Wildcard, st.just(field), st.sampled_from(("*ij*", "?uin*", "*", "h*s?"))),
        st.builds(
            query.Regex, st.just(field), st.sampled_from(("w.*n", "t[u].n", ".", "hou(s|d)"))
        ),
        st.builds(
            query.FuzzyTerm, st.just(field), words, boosts, st.integers(1, 2), st.integers(0, 2)
        ),
        st.builds(query.Variations, st.just(field), st.sampled_from(("house", "run", "tuin"))),
        _range(query.TermRange, field, words),
    )


multi_terms = st.one_of(
    *(_multi(field) for field in ("body", "chars", "stems", "tags")),
    _range(query.NumericRange, "number", numbers),
    _range(query.NumericRange, "ratio", st.floats(-10, 10, width=32)),
    _range(query.DateRange, "day", st.sampled_from(DAYS)),
    st.sampled_from((query.Every(), query.Every("body"), query.Every("number"), query.NullQuery)),
    st.builds(
        query.ColumnQuery, st.just("number"), st.sampled_from((lambda n: n > 3, lambda n: n % 2))
    ),
)
phrases = st.builds(
    query.Phrase,
    st.sampled_from(TEXTS),
    st.lists(words, min_size=1, max_size=3),
    st.integers(1, 4),
    boosts,
)


def _in_one_field(field: str) -> st.SearchStrategy[Query]:
    """Queries of which the words stand at positions of one field."""
    single = st.one_of(
        st.builds(query.Term, st.just(field), words, boosts),
        st.builds(query.Prefix, st.just(field), prefixes),
    )
    return st.recursive(
        single,
        lambda q: st.one_of(
            st.builds(query.SpanFirst, q, st.integers(0, 3)),
            st.builds(query.SpanNear, q, q, st.integers(1, 3), st.booleans(), st.integers(1, 2)),
            st.builds(
                query.SpanNear2,
                st.lists(q, min_size=2, max_size=3),
                st.integers(1, 3),
                st.booleans(),
            ),
            st.builds(query.SpanOr, st.lists(q, min_size=1, max_size=3)),
            st.builds(query.SpanNot, q, q),
            st.builds(query.SpanContains, q, q),
            st.builds(query.SpanBefore, q, q),
            st.builds(query.SpanCondition, q, q),
            st.builds(query.Sequence, st.lists(q, min_size=2, max_size=3), st.integers(1, 3)),
            st.builds(query.Ordered, st.lists(q, min_size=2, max_size=3)),
        ),
        max_leaves=4,
    )


spans = st.one_of(*(_in_one_field(field) for field in TEXTS))
parents = query.Term("kind", "parent")


def _compound(q: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(q, min_size=1, max_size=3)
    pair = (q, q)
    return st.one_of(
        st.builds(query.And, several, boosts),
        st.builds(query.Or, several, boosts, st.integers(0, 2)),
        st.builds(query.DisjunctionMax, several, boosts, st.sampled_from((0.0, 0.5))),
        st.builds(query.Not, q),
        st.builds(lambda a, b: query.And([a, query.Not(b)]), *pair),
        st.builds(query.AndNot, *pair),
        st.builds(query.AndMaybe, *pair),
        st.builds(query.Require, *pair),
        st.builds(query.Otherwise, *pair),
        st.builds(query.ConstantScoreQuery, q, boosts),
    )


leaves = st.one_of(terms, multi_terms, phrases, spans)
compounds = st.recursive(leaves, _compound, max_leaves=5)
nested = st.one_of(
    st.builds(lambda q: query.NestedParent(parents, q), compounds),
    st.builds(lambda q: query.NestedChildren(parents, query.And([parents, q])), compounds),
)
"""By themselves: where such a one is skipped along, Whoosh may go back and never come to an end."""
queries = st.one_of(compounds, compounds, compounds, nested)
