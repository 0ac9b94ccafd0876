"""Posting lists of our codec, walked along as Whoosh walks."""

from __future__ import annotations

import random
from typing import Any

import pytest
from codec_oracle import BOOSTED, Commit, Pair, pair_of
from hypothesis import given
from hypothesis import strategies as st
from whoosh import fields, formats, query, scoring
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.matching import ReadTooFar
from whoosh.reading import TermNotFound

from index.codec.posting_list import BLOCK
from index.whoosh_codec import SegmentCodec

SIZE = 1000


def thousand(seed: int) -> list[dict[str, Any]]:
    """Documents in which words are rarer and rarer, and of which some are long."""
    chance = random.Random(seed)  # noqa: S311 - the same documents each time
    return [
        {
            "id": str(n),
            "body": " ".join(
                word * chance.choice((1, 1, 1, 5))
                for word, often in (("wijk ", 0.9), ("tuin ", 0.4), ("plein ", 0.03))
                if chance.random() < often
            )
            + "vulling " * chance.choice((0, 3, 40)),
            "number": n,
        }
        for n in range(SIZE)
    ]


@pytest.fixture(scope="module")
def pair() -> Pair:
    return pair_of(Commit(thousand(7)))


@pytest.fixture(scope="module")
def changed() -> Pair:
    """The same in two segments, of which the first has deletions."""
    return pair_of(Commit(thousand(7)), Commit(thousand(8)[::7], how="apart"))


def matcher(pair: Pair, word: str, weighting: Any = None) -> Any:
    """A fresh walk along the list of a word in the body."""
    searcher = pair.ours.searcher(weighting=weighting or scoring.BM25F())
    return query.Term("body", word).matcher(searcher)


def test_all_postings_come_in_their_order(pair: Pair) -> None:
    walk, ids = matcher(pair, "wijk"), []
    while walk.is_active():
        ids.append(walk.id())
        walk.next()
    assert ids == sorted(ids)
    assert ids == list(matcher(pair, "wijk").all_ids())
    assert ids == [document for document, _ in matcher(pair, "wijk").all_items()]
    assert ids == [document for document, _ in matcher(pair, "wijk").items_as("positions")]


def test_next_behind_the_last_is_reading_too_far(pair: Pair) -> None:
    walk = matcher(pair, "plein")
    while walk.is_active():
        walk.next()
    with pytest.raises(ReadTooFar):
        walk.next()
    with pytest.raises(ReadTooFar):
        walk.skip_to(3)


def test_next_tells_where_a_block_ends(pair: Pair) -> None:
    walk = matcher(pair, "wijk")
    ends = [place for place in range(1, 2 * BLOCK + 1) if walk.next()]
    assert ends == [BLOCK, 2 * BLOCK]


@given(target=st.integers(0, SIZE + 5), start=st.integers(0, SIZE))
def test_skipping_goes_to_the_first_document_that_is_not_before(
    pair: Pair, target: int, start: int
) -> None:
    walk = matcher(pair, "tuin")
    ids = list(walk.all_ids())
    walk.skip_to(start)
    if walk.is_active():
        walk.skip_to(target)
    later = [document for document in ids if document >= max(start, target)]
    if later:
        assert walk.id() == later[0]
    else:
        assert not walk.is_active()


def test_a_copy_walks_by_itself(pair: Pair) -> None:
    walk = matcher(pair, "tuin")
    walk.next()
    other = walk.copy()
    other.next()
    assert other.id() > walk.id()


def test_a_reset_goes_to_the_first(pair: Pair) -> None:
    walk = matcher(pair, "tuin")
    first = walk.id()
    walk.skip_to(500)
    walk.reset()
    assert walk.id() == first


WEIGHTINGS = [scoring.BM25F(), scoring.TF_IDF(), scoring.Frequency()]


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=lambda w: type(w).__name__)
def test_no_document_is_better_than_its_block_or_the_list(pair: Pair, weighting: Any) -> None:
    walk = matcher(pair, "tuin", weighting)
    assert walk.supports_block_quality()
    while walk.is_active():
        assert walk.score() <= walk.block_quality() + 1e-6
        assert walk.block_quality() <= walk.max_quality() + 1e-6
        assert walk.block_min_id() <= walk.id() <= walk.block_max_id()
        assert walk.block_min_length() <= walk.block_max_length()
        walk.next()


@pytest.mark.parametrize("part", [0.0, 0.5, 0.97, 1.0, 2.0])
def test_skipping_to_quality_leaves_out_nothing_better(pair: Pair, part: float) -> None:
    walk = matcher(pair, "tuin")
    least = walk.max_quality() * part
    passed = walk.copy()
    walk.skip_to_quality(least)
    while passed.is_active() and (not walk.is_active() or passed.id() < walk.id()):
        assert passed.score() <= least
        passed.next()
    assert not walk.is_active() or walk.block_quality() > least


@pytest.mark.parametrize("weighting", WEIGHTINGS, ids=lambda w: type(w).__name__)
@pytest.mark.parametrize("text", ["tuin", "wijk", "plein"])
@pytest.mark.parametrize("kind", [query.And, query.Or])
def test_the_best_ten_are_those_of_all(changed: Pair, weighting: Any, text: str, kind: Any) -> None:
    asked = kind([query.Term("body", "vulling"), query.Term("body", text)])
    with (
        changed.ours.searcher(weighting=weighting) as ours,
        changed.oracle.searcher(weighting=weighting) as theirs,
    ):
        best = [hit.score for hit in ours.search(asked, limit=10)]
        assert best == pytest.approx([hit.score for hit in theirs.search(asked, limit=None)][:10])
        assert best == pytest.approx([hit.score for hit in ours.search(asked, limit=None)][:10])


FORMATS = [
    formats.Existence(),
    formats.Existence(field_boost=2.0),
    formats.Frequency(),
    formats.Positions(field_boost=0.5),
    formats.Characters(),
    formats.PositionBoosts(),
    formats.CharacterBoosts(field_boost=2.0),
]


def indexed(format_: Any, *texts: str, analyzer: Any = BOOSTED, codec: bool = True) -> Any:
    schema = fields.Schema(f=fields.FieldType(format_, analyzer, scorable=True))
    index = RamStorage().create_index(schema)
    with index.writer(codec=SegmentCodec() if codec else None) as writer:
        for text in texts:
            writer.add_document(f=text)
    return index


@pytest.mark.parametrize("format_", FORMATS, ids=repr)
def test_each_format_says_what_the_oracle_says(format_: Any) -> None:
    texts = ("een twee^2 een^1.5", "twee een", "een " * 300)
    kinds = (
        *("frequency", "weight", "positions", "characters", "position_boosts"),
        "character_boosts",
    )

    def said(codec: bool) -> Any:
        with indexed(format_, *texts, codec=codec).reader() as reader:
            walk, found = reader.postings("f", "een"), []
            while walk.is_active():
                found.append((walk.id(), walk.weight(), walk.value() or b""))
                found += [walk.value_as(kind) for kind in kinds if walk.supports(kind)]
                walk.next()
            return found

    assert said(codec=True) == said(codec=False)


def test_spans_have_the_places_of_characters() -> None:
    with indexed(formats.Characters(), "een twee een").reader() as reader:
        spans = reader.postings("f", "een").spans()
    assert [(s.start, s.startchar, s.endchar) for s in spans] == [(0, 0, 3), (2, 9, 12)]


class Own(formats.Positions):  # type: ignore[misc]
    """A format that our files know nothing of."""


class Before(RegexTokenizer):  # type: ignore[misc]
    """Counts from minus one."""

    def __call__(self, value: str, **options: Any) -> Any:
        for token in super().__call__(value, **options):
            token.pos -= 1
            yield token


def test_a_format_of_somebodys_own_is_refused_before_anything_is_written() -> None:
    index = indexed(Own(), codec=False)
    writer = index.writer(codec=SegmentCodec())
    with pytest.raises(ValueError, match="The format Own cannot be kept; choose one of Existence"):
        writer.add_document(f="een")
    writer.cancel()


def test_a_position_before_the_first_is_refused_with_the_field() -> None:
    schema = fields.Schema(f=fields.TEXT(analyzer=Before()))
    writer = RamStorage().create_index(schema).writer(codec=SegmentCodec())
    writer.add_document(f="een")
    with pytest.raises(ValueError, match=r"Field ‘f’: Places must be whole numbers .* \[-1\]"):
        writer.commit()


def test_terms_that_are_not_there_are_told(pair: Pair) -> None:
    with pair.ours.reader() as reader:
        assert ("body", "niets") not in reader
        assert reader.frequency("body", "niets") == 0
        assert reader.doc_frequency("body", "niets") == 0
        with pytest.raises(TermNotFound):
            reader.term_info("body", "niets")
        with pytest.raises(TermNotFound):
            reader.postings("body", "niets")


def test_a_cursor_stands_at_terms_and_behind_the_last(pair: Pair) -> None:
    with pair.ours.reader() as reader:
        cursor = reader.cursor("body")
        assert cursor.text() == "plein"
        assert cursor.find("tz") == cursor.term() == "vulling"
        assert cursor.next() == "wijk"
        assert cursor.term_info().doc_frequency() == reader.doc_frequency("body", "wijk")
        assert cursor.next() is None
        assert not cursor.is_valid()
        assert cursor.term_info() is None
        assert cursor.first() == "plein"
        assert not reader.cursor("tags").is_valid()
