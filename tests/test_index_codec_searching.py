"""What Whoosh does with an index, on segments by our codec."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from whoosh import fields, query, sorting
from whoosh.analysis import StemmingAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.highlight import PinpointFragmenter, UppercaseFormatter
from whoosh.qparser import MultifieldParser, QueryParser

from index.whoosh_codec import SegmentCodec

SCHEMA = fields.Schema(
    title=fields.TEXT(stored=True, sortable=True),
    body=fields.TEXT(stored=True, chars=True, vector=True),
    stems=fields.TEXT(analyzer=StemmingAnalyzer(), spelling=True),
    kind=fields.KEYWORD(stored=True, sortable=True),
    year=fields.NUMERIC(stored=True, sortable=True),
    day=fields.DATETIME(stored=True, sortable=True),
    grams=fields.NGRAMWORDS(minsize=3),
)
DOCUMENTS = (
    ("Zelfbeheer", "De buurt beheert zelf de tuin en het plein.", "tuin", 2012),
    ("Speeltuin", "Een speeltuin waar kinderen zelf spelen, met een tuin.", "tuin spel", 2014),
    ("Plein", "Op het plein staan banken en fonteinen.", "plein", 2014),
    ("Wijkagent", "De agent kent de buurt, de buurt kent de agent.", "veilig", 2019),
)


@pytest.fixture(scope="module")
def index() -> Any:
    """Four documents in two segments."""
    made = RamStorage().create_index(SCHEMA)
    for half in (DOCUMENTS[:2], DOCUMENTS[2:]):
        writer = made.writer(codec=SegmentCodec())
        for title, body, kind, year in half:
            writer.add_document(
                title=title,
                body=body,
                stems=body,
                grams=title,
                kind=kind,
                year=year,
                day=datetime(year, 1, 1),
            )
        writer.commit(merge=False)
    return made


@pytest.fixture
def searcher(index: Any) -> Iterator[Any]:
    with index.searcher() as opened:
        yield opened


def titles(hits: Any) -> list[str]:
    return [hit["title"] for hit in hits]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("buurt", ["Wijkagent", "Zelfbeheer"]),
        ("buurt NOT agent", ["Zelfbeheer"]),
        ('"de buurt"', ["Wijkagent", "Zelfbeheer"]),
        ('"zelf tuin"~2', ["Zelfbeheer"]),
        ("*tuin", ["Speeltuin", "Zelfbeheer"]),
        ("title:plein OR kind:plein", ["Plein"]),
        ("year:[2014 TO]", ["Plein", "Speeltuin", "Wijkagent"]),
        ("year:{2014 TO}", ["Wijkagent"]),
        ("day:2014", ["Plein", "Speeltuin"]),
        ("kind:[s TO u]", ["Speeltuin", "Zelfbeheer"]),
        ("grams:tuin", ["Speeltuin"]),
        ("stems:spelen", ["Speeltuin"]),
        ("niets", []),
        ("*", ["Plein", "Speeltuin", "Wijkagent", "Zelfbeheer"]),
    ],
)
def test_a_query_as_it_is_typed_finds(searcher: Any, asked: str, found: list[str]) -> None:
    hits = searcher.search(QueryParser("body", SCHEMA).parse(asked), limit=None)
    assert sorted(titles(hits)) == found


def test_several_fields_are_asked_at_once(searcher: Any) -> None:
    asked = MultifieldParser(["title", "kind"], SCHEMA).parse("plein")
    hits = searcher.search(asked, terms=True)
    assert titles(hits) == ["Plein"]
    assert sorted(hits[0].matched_terms()) == [("kind", b"plein"), ("title", b"plein")]


def test_the_words_of_a_query_are_shown_where_they_stand(searcher: Any) -> None:
    (hit,) = searcher.search(QueryParser("body", SCHEMA).parse("speel* tuin"))
    hit.results.formatter = UppercaseFormatter()
    assert hit.highlights("body") == "Een SPEELTUIN waar kinderen...zelf spelen, met een TUIN"


def test_places_of_characters_find_the_fragments_alone(searcher: Any) -> None:
    hits = searcher.search(QueryParser("body", SCHEMA).parse("banken"))
    hits.fragmenter, hits.formatter = PinpointFragmenter(surround=4), UppercaseFormatter()
    assert hits[0].highlights("body") == "aan BANKEN en "


def test_words_that_are_nearly_the_same_are_found(searcher: Any) -> None:
    for reader, _ in searcher.reader().leaf_readers():
        assert set(reader.terms_within("body", "tuim", 1)) <= {"tuin"}
    assert set(searcher.reader().terms_within("body", "beurt", 1)) == {"buurt"}
    assert set(searcher.reader().terms_within("body", "agemt", 1, prefix=2)) == {"agent"}


def test_a_word_is_corrected(searcher: Any) -> None:
    asked = QueryParser("body", SCHEMA).parse("buurd")
    assert searcher.correct_query(asked, "buurd").string == "buurt"
    assert searcher.corrector("body").suggest("plien") == ["plein"]


def test_a_word_that_is_kept_by_its_stem_is_corrected_as_it_is_written(searcher: Any) -> None:
    assert searcher.suggest("stems", "kindere") == ["kinderen"]


def test_terms_are_counted_over_segments(searcher: Any) -> None:
    reader = searcher.reader()
    info = reader.term_info("body", "buurt")
    assert (info.doc_frequency(), info.weight(), info.max_weight()) == (2, 3, 2)
    assert (info.min_id(), info.max_id()) == (0, 3)
    assert reader.first_id("body", "plein") == 0
    assert [text for _, text in reader.most_frequent_terms("body", 2)] == [b"de", b"buurt"]
    assert list(reader.expand_prefix("body", "sp")) == [b"speeltuin", b"spelen"]
    assert b"tuin" in set(reader.lexicon("kind"))
    assert sorted(set(reader.field_terms("year"))) == [2012, 2014, 2019]


def test_hits_are_sorted_by_a_column(searcher: Any) -> None:
    by_title = searcher.search(query.Every(), sortedby="title")
    assert titles(by_title) == ["Plein", "Speeltuin", "Wijkagent", "Zelfbeheer"]
    years = sorting.MultiFacet([sorting.FieldFacet("year", reverse=True), "title"])
    by_year = searcher.search(query.Every(), sortedby=years)
    assert titles(by_year) == ["Wijkagent", "Plein", "Speeltuin", "Zelfbeheer"]


def test_hits_are_grouped(searcher: Any) -> None:
    hits = searcher.search(
        query.Every(),
        groupedby={
            "year": sorting.FieldFacet("year", maptype=sorting.Count),
            "kind": sorting.FieldFacet("kind", allow_overlap=True, maptype=sorting.Count),
        },
    )
    assert hits.groups("year") == {2012: 1, 2014: 2, 2019: 1}
    assert hits.groups("kind") == {"tuin": 2, "spel": 1, "plein": 1, "veilig": 1}


def test_of_equal_hits_the_first_is_shown(searcher: Any) -> None:
    hits = searcher.search(query.Every(), collapse="year", limit=None)
    assert sorted(hit["year"] for hit in hits) == [2012, 2014, 2019]


def test_pages_follow_each_other(searcher: Any) -> None:
    found = [
        title
        for page in (1, 2)
        for title in titles(searcher.search_page(query.Every(), page, pagelen=3))
    ]
    assert sorted(found) == ["Plein", "Speeltuin", "Wijkagent", "Zelfbeheer"]


def test_a_filter_and_a_mask_leave_out_what_they_say(searcher: Any) -> None:
    buurt, agent = query.Term("body", "buurt"), query.Term("body", "agent")
    assert titles(searcher.search(query.Every(), filter=agent)) == ["Wijkagent"]
    assert titles(searcher.search(buurt, mask=agent)) == ["Zelfbeheer"]


def test_a_vector_tells_the_terms_of_a_document(searcher: Any) -> None:
    vector = searcher.vector(3, "body")
    assert list(vector.items_as("positions")) == [
        *(("agent", [1, 9]), ("buurt", [4, 6]), ("de", [0, 3, 5, 8])),
        ("kent", [2, 7]),
    ]
    assert list(vector.all_ids()) == ["agent", "buurt", "de", "kent"]
    vector.skip_to("c")
    assert vector.id() == "de"
    assert vector.weight() == 4
    assert not searcher.reader().has_vector(3, "title")
    with pytest.raises(KeyError, match="has no vector"):
        searcher.reader().leaf_readers()[0][0].vector(0, "stems", SCHEMA["body"].format)


def test_a_document_leads_to_others_that_are_like_it(searcher: Any) -> None:
    hits = searcher.search(query.Term("title", "speeltuin"))
    assert hits[0].more_like_this("body", numterms=10)[0]["title"] == "Zelfbeheer"
    assert "fonteinen" in dict(searcher.key_terms([2], "body", numterms=10))


def test_a_parent_is_found_by_its_children() -> None:
    schema = fields.Schema(kind=fields.ID(stored=True), name=fields.TEXT(stored=True))
    index = RamStorage().create_index(schema)
    with index.writer(codec=SegmentCodec()) as writer:
        for parent, children in (("een", "aap noot"), ("twee", "mies")):
            with writer.group():
                writer.add_document(kind="parent", name=parent)
                for child in children.split():
                    writer.add_document(kind="child", name=child)
    parents = query.Term("kind", "parent")
    with index.searcher() as searcher:
        up = query.NestedParent(parents, query.Term("name", "noot"))
        assert [hit["name"] for hit in searcher.search(up)] == ["een"]
        down = query.NestedChildren(parents, query.Term("name", "een"))
        assert [hit["name"] for hit in searcher.search(down)] == ["aap", "noot"]
