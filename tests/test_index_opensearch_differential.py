"""Whoosh and OpenSearch give the same answer: ids, order, scores, counts, pages and lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from index_answers import assert_alike, assert_same, facts
from index_collection import Library, document, labels, on_cluster
from index_strategies import ARCHETYPES, MUNICIPALITIES, ORGANISATIONS, PUBLISHED, VOCABULARY
from judged_queries import SHARED, shared_queries
from opensearch_cluster import Cluster

from corpus.document import Access, Document, Kind
from corpus.passage import Outcome, Passage, PassageRole
from index import Query, Sort, Unit
from index.opensearch import large

pytestmark = pytest.mark.opensearch


def read_documents() -> Iterator[Document]:
    """Real texts, in pages of a few paragraphs."""
    for number, path in enumerate(sorted((SHARED / "documents").glob("*/*"))):
        if path.suffix in {".md", ".txt"}:
            paragraphs = path.read_text(encoding="utf-8", errors="replace").split("\n\n")
            pages = ["\n\n".join(paragraphs[at : at + 12]) for at in range(0, 240, 12)]
            yield document(
                path.name,
                *(page for page in pages if page.strip()),
                title=path.stem.replace("-", " "),
                published=PUBLISHED[number % len(PUBLISHED)],
                municipality=MUNICIPALITIES[number % 4 : number % 4 + 1],
                tags=labels(*ARCHETYPES[: number % 3]),
            )


def made_up(chance: random.Random, name: str) -> Document:
    """A document of few different words, of which many stand near each other in many ways."""
    pages = [
        " ".join(chance.choice(VOCABULARY[:24]) for _ in range(chance.randint(0, 30)))
        for _ in range(chance.randint(1, 4))
    ]
    start, end = 0, min(20, len(pages[0]))
    passage = Passage(
        page=1,
        start=start,
        end=end,
        text=pages[0][start:end],
        role=chance.choice((PassageRole.RESULT, PassageRole.TIP)),
        outcome=chance.choice((Outcome.WORKS, None)),
        score=chance.choice((0.5, 0.7, 0.9)),
        by="rules 1",
    )
    return document(
        name,
        *pages,
        title=" ".join(chance.choice(VOCABULARY) for _ in range(3)),
        kind=chance.choice(tuple(Kind)),
        language=chance.choice(("nl", "nl", "en", None)),
        published=chance.choice((None, *PUBLISHED)),
        municipality=tuple(chance.sample(MUNICIPALITIES, chance.randint(0, 2))),
        organisation=chance.choice((None, *ORGANISATIONS)),
        tags=labels(*chance.sample(ARCHETYPES, chance.randint(0, 2))),
        passages=(passage,) if end else (),
        access=chance.choice((Access.PUBLIC, Access.PUBLIC, Access.PARTNER)),
    )


def typed(chance: random.Random) -> str:
    """A question of several kinds of pieces."""

    def some(least: int, most: int) -> str:
        return " ".join(chance.choice(VOCABULARY[:24]) for _ in range(chance.randint(least, most)))

    kinds = (
        lambda: some(1, 3),
        lambda: f'"{some(2, 4)}"',
        lambda: f'"{some(2, 4)}"~{chance.randint(1, 6)}',
        lambda: f"{chance.choice(('wij', 'bew', 'por', 't', 'c'))}*",
        lambda: f"{chance.choice(('portiekem', 'tuim', 'overlst'))}~",
        lambda: f"({some(1, 1)} OF {some(1, 2)})",
        lambda: f"-{some(1, 1)}",
        lambda: f"titel:{some(1, 1)}",
        lambda: chance.choice(("soort:praktijk", "gemeente:emmen", "jaar:2012..2014", "tuimen")),
    )
    return " ".join(chance.choice(kinds)() for _ in range(chance.randint(1, 3)))


def questions(chance: random.Random, many: int) -> Iterator[Query]:
    for _ in range(many):
        chosen = {"kind": frozenset({"praktijk", "beleid"})}, {"municipality": frozenset({"Emmen"})}
        yield Query(
            text=typed(chance),
            unit=chance.choice((Unit.DOCUMENTS, Unit.DOCUMENTS, Unit.PASSAGES)),
            filters=chance.choice(({}, {}, *chosen, chosen[0] | chosen[1])),
            year_from=chance.choice((None, None, 2012)),
            sort=chance.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            page=chance.choice((1, 1, 1, 2)),
            language=chance.choice(("nl", "nl", None)),
        )


@pytest.fixture(scope="module")
def both(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> list[Library]:
    """The same collection on both engines, in several batches of which some replace others."""
    chance = random.Random(8)  # noqa: S311 - a test that can be repeated
    engines = (on_cluster(cluster), "whoosh")
    libraries = [Library(engine, tmp_path_factory.mktemp("both")) for engine in engines]
    batches = [[made_up(chance, f"d/{n % 50}") for n in range(at, at + 20)] for at in (0, 20, 40)]
    for batch in (*batches, list(read_documents())):
        for library in libraries:
            library.put(*batch)
    for library in libraries:
        library.delete("d/3", "d/4")
    return libraries


def test_the_shared_queries_are_answered_alike(both: list[Library]) -> None:
    ours, oracle = (library.index for library in both)
    for text in shared_queries():
        query = Query(text=text)
        assert_same(ours.search(query), oracle.search(query), query)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("audience", [Access.PUBLIC, Access.PARTNER])
def test_random_questions_are_answered_alike(
    both: list[Library], part: int, audience: Access
) -> None:
    ours, oracle = (library.index.seen_by(audience) for library in both)
    chance = random.Random(part)  # noqa: S311 - a test that can be repeated
    for query in questions(chance, 25):
        assert_same(ours.search(query), oracle.search(query), query)
        assert ours.count(query) == oracle.count(query)


@pytest.mark.parametrize("many", [20, 40])
def test_long_questions_are_answered_alike(both: list[Library], many: int) -> None:
    ours, oracle = (library.index for library in both)
    chance = random.Random(many)  # noqa: S311 - a test that can be repeated
    documents = both[0].shelf.documents.values()
    texts = (page.text for document in documents for page in document.pages)
    words = sorted({word for text in texts for word in text.split() if word.isalpha()})
    for between in (" ", " OF "):
        query = Query(text=between.join(chance.sample(words, min(many, len(words)))))
        assert_same(ours.search(query), oracle.search(query), query)


@pytest.mark.parametrize("audience", [Access.PUBLIC, Access.PARTNER])
def test_what_is_typed_is_completed_alike(both: list[Library], audience: Access) -> None:
    ours, oracle = (library.index.seen_by(audience) for library in both)
    chance = random.Random(9)  # noqa: S311 - a test that can be repeated
    for _ in range(40):
        before = chance.choice(("", "", "de ", "beheer ", "wat werkt in "))
        word = chance.choice(VOCABULARY)
        text = before + word[: chance.randint(1, len(word))] + chance.choice(("", "", " "))
        assert ours.suggest(text, 12) == oracle.suggest(text, 12), text


@pytest.mark.parametrize("unit", Unit)
def test_cells_of_two_facets_are_counted_alike(both: list[Library], unit: Unit) -> None:
    ours, oracle = (library.index.seen_by(Access.PARTNER) for library in both)
    chance = random.Random(10)  # noqa: S311 - a test that can be repeated
    for query in (replace(query, unit=unit) for query in questions(chance, 10)):
        rows, columns = chance.sample(("archetype", "kind", "role", "municipality", "year"), 2)
        assert ours.cross(query, rows, columns) == oracle.cross(query, rows, columns), query


@pytest.mark.parametrize("unit", Unit)
def test_hits_are_listed_alike_however_many_are_fetched_at_once(
    both: list[Library], unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, oracle = (library.index for library in both)
    monkeypatch.setattr("index.opensearch.listed._AT_ONCE", 7)
    for sort in Sort:
        for text in ("", "wijk", "beheer OF tuin"):
            query = Query(text=text, unit=unit, sort=sort, size=100)
            listed = list(ours.listed(query))
            assert [one.id for one in listed] == [hit.id for hit in ours.search(query).hits]
            if sort is not Sort.RELEVANCE:
                assert listed == list(oracle.listed(query)), query


def test_pages_of_a_document_are_told_alike(both: list[Library]) -> None:
    ours, oracle = (library.index for library in both)
    chance = random.Random(11)  # noqa: S311 - a test that can be repeated
    names = sorted(both[0].index.ids(Access.PUBLIC))
    for query in questions(chance, 25):
        name, best = chance.choice(names), chance.choice((None, 0, 2))
        assert ours.inside(name, query, best) == oracle.inside(name, query, best), (name, query)


def test_like_documents_are_found_alike(both: list[Library]) -> None:
    ours, oracle = (library.index for library in both)
    for name in sorted(both[0].index.ids(Access.PUBLIC))[::5]:
        one = both[0].shelf.documents[name]
        found, others = (engine.similar(one, "kind", Query(size=3)) for engine in (ours, oracle))
        assert found.keys() == others.keys()
        for value, expected in others.items():
            assert_alike(found[value], expected)


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.TITLE])
@pytest.mark.parametrize("between", [" ", " OF "])
def test_a_question_too_large_for_one_query_is_answered_alike(
    both: list[Library], monkeypatch: pytest.MonkeyPatch, between: str, sort: Sort
) -> None:
    monkeypatch.setattr(large, "MOST", 60)
    monkeypatch.setattr(large, "_FEW", 20)
    chance = random.Random(3)  # noqa: S311 - a test that can be repeated
    for many in (8, 16, 24):
        query = Query(text=between.join(chance.sample(VOCABULARY, many)), sort=sort)
        ours, oracle = (library.index.search(query) for library in both)
        if sort is Sort.RELEVANCE:
            assert_same(ours, oracle, query)
        assert list(map(facts, ours.hits)) == list(map(facts, oracle.hits)) or ours.total == 0
        assert len(list(both[0].index.listed(query))) == ours.total
