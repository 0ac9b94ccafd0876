"""The real documents, taken in as a librarian does: Whoosh and OpenSearch answer alike."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest
from index_answers import assert_same
from judged_queries import REAL, SHARED
from opensearch_cluster import Cluster

from corpus.collection import Collection, open_collection
from corpus.document import Document
from corpus.settings import load_settings
from index import Query, SearchIndex, Sort, Unit, open_index
from ingest.cli import main

pytestmark = [
    pytest.mark.opensearch,
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.is_dir(), reason=f"the real documents are not there: {REAL}"),
]

PARTS, OF_A_PART = 8, 25  # questions


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    data = str(tmp_path_factory.mktemp("real") / "data")
    with pytest.raises(SystemExit) as ended:
        main(["--data", data, "--by", "test", "ingest", str(REAL)])
    opened = open_collection(load_settings({}, Path(data), {"data": data}))
    assert not ended.value.code
    yield opened
    opened.catalogue.close()


@pytest.fixture(scope="module")
def engines(collection: Collection, cluster: Cluster) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    """The index on the cluster, and that in files."""
    on_cluster, in_files = (
        open_index(address, collection.catalogue, collection.taxonomy)
        for address in (cluster.address("real"), collection.settings.index)
    )
    try:
        on_cluster.rebuild(collection.catalogue.documents(), collection.catalogue.revision)
        yield on_cluster, in_files
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
    rows = (SHARED / "domain" / "queries.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for query in (Query(text=row.split("\t")[1]) for row in rows):
        ours, oracle = (engine.search(query) for engine in engines)
        assert_same(ours, oracle, query)


@pytest.mark.parametrize("part", range(PARTS))
def test_questions_in_the_words_of_the_documents_are_answered_alike(
    engines: tuple[SearchIndex, SearchIndex], collection: Collection, part: int
) -> None:
    found = engines[1].search(Query()).facets
    values = {name: [one.value for one in counts] for name, counts in found.items() if counts}
    chance = random.Random(part)  # noqa: S311 - a test that can be repeated
    documents = list(collection.catalogue.documents())
    for query in islice(questions(chance, documents, values), OF_A_PART):
        ours, oracle = (engine.search(query) for engine in engines)
        assert_same(ours, oracle, query)
