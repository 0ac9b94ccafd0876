"""The real documents, taken in as a librarian does: Whoosh and OpenSearch answer alike."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import pytest
from index_answers import assert_same
from judged_queries import REAL, Library, shared_queries
from opensearch_cluster import Cluster

from corpus.document import Document
from index import Query, SearchIndex, Sort, Unit, open_index
from ingest.cli import main

pytestmark = [
    pytest.mark.opensearch,
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.is_dir(), reason=f"the real documents are not there: {REAL}"),
]

PARTS, OF_A_PART = 8, 25  # questions


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    data = tmp_path_factory.mktemp("real") / "data"
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(data), "--by", "test", "ingest", str(REAL)])
    assert not ended.value.code
    return Library(data)


@pytest.fixture(scope="module")
def documents(library: Library) -> list[Document]:
    return list(library.collection.catalogue.documents())


@pytest.fixture(scope="module")
def engines(
    library: Library, documents: list[Document], cluster: Cluster
) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    """The index on the cluster, and that in files."""
    catalogue = library.collection.catalogue
    on_cluster = open_index(cluster.address("real"), catalogue, library.collection.taxonomy)
    try:
        on_cluster.rebuild(iter(documents), catalogue.revision)
        yield on_cluster, library.index
    finally:
        cluster.ask("DELETE", "/real-*")


def typed(chance: random.Random, words: Sequence[str]) -> str:
    """One of the ways to ask for words that stand near each other in a page."""
    first, last, longest = words[0], words[-1], max(words, key=len)
    together = " ".join(words)
    ways = (
        "",
        longest,
        together,
        f"{first} {last}",
        f'"{together}"',
        f'"{first} {last}"~{chance.randint(1, 6)}',
        f"{longest[:4]}*",
        f"{longest[1:]}~",
        longest[:2] + longest[3:],  # a letter forgotten
        f"{first} OF {last}",
        f"{longest} -{first}",
        f"titel:{longest}",
    )
    return chance.choice(ways)


def questions(
    chance: random.Random, documents: Sequence[Document], values: Mapping[str, Sequence[str]]
) -> Iterator[Query]:
    """Questions in the words of the documents, narrowed to values of some facets or not."""
    while True:
        text = chance.choice(chance.choice(documents).pages).text.split()
        at = chance.randrange(max(1, len(text) - 4))
        stripped = (word.strip('.,;:()?!"‘’“”') for word in text[at : at + 4])
        if not (words := [word for word in stripped if word.isalpha()]):
            continue
        chosen = chance.sample(sorted(values), chance.choice((0, 0, 1, 2)))
        yield Query(
            text=typed(chance, words),
            unit=chance.choice((Unit.DOCUMENTS, Unit.DOCUMENTS, Unit.PASSAGES)),
            filters={
                name: frozenset(chance.choices(values[name], k=chance.randint(1, 2)))
                for name in chosen
            },
            year_from=chance.choice((None, None, 2015)),
            sort=chance.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            page=chance.choice((1, 1, 1, 2)),
            language=chance.choice(("nl", "nl", "en", None)),
        )


def test_the_shared_queries_are_answered_alike(engines: tuple[SearchIndex, SearchIndex]) -> None:
    for query in (Query(text=text) for text in shared_queries()):
        ours, oracle = (engine.search(query) for engine in engines)
        assert_same(ours, oracle, query)


@pytest.mark.parametrize("part", range(PARTS))
def test_questions_in_the_words_of_the_documents_are_answered_alike(
    engines: tuple[SearchIndex, SearchIndex], documents: list[Document], part: int
) -> None:
    found = engines[1].search(Query()).facets
    values = {name: [one.value for one in counts] for name, counts in found.items() if counts}
    chance = random.Random(part)  # noqa: S311 - a test that can be repeated
    for query in islice(questions(chance, documents, values), OF_A_PART):
        ours, oracle = (engine.search(query) for engine in engines)
        assert_same(ours, oracle, query)
