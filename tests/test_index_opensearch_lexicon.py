"""The words of an index on OpenSearch are those of its documents, and asked in few round trips."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import pytest
from index_collection import Library, document, removed_after, taxonomy
from index_strategies import VOCABULARY
from memory_index import MemoryIndex
from opensearch_cluster import Cluster

from corpus.document import Access, Document, Status
from corpus.language.stems import query_stems
from corpus.language.tokens import tokenize
from index import Query
from index.api import Unit
from index.fields import FACET_NAMES
from index.lexicon import SpellingLexicon
from index.opensearch import client
from index.opensearch.engine import OpenSearchIndex

pytestmark = pytest.mark.opensearch

KEYS = sorted({token.key for word in VOCABULARY for token in tokenize(word)} | {"portike", "zzz"})
LONG = "bewoners beheer wijk tuinen bedrijf overlast portiek enterprise community werkt"

Told = TypeVar("Told")


def shelved(number: int) -> Document:
    """A document of words drawn by its number."""
    drawn = random.Random(number)  # noqa: S311 - the same in every run
    pages = (" ".join(drawn.choices(VOCABULARY, k=30)) for _ in range(2))
    places = tuple(drawn.sample(("Emmen", "Haarlem", "Delft"), k=number % 3))
    return document(f"d{number}", *pages, title=VOCABULARY[number], municipality=places)


@pytest.fixture
def library(cluster: Cluster, tmp_path: Any) -> Iterator[Library]:
    with removed_after(cluster):
        made = Library(cluster.address("any-name"), tmp_path)
        made.put(*map(shelved, range(12)))
        yield made


def read(library: Library, work: Callable[[SpellingLexicon], Told]) -> Told:
    """What is made of the words as the public sees them."""
    assert isinstance(library.index, OpenSearchIndex)
    return library.index._current.asked(
        Access.PUBLIC, Unit.DOCUMENTS, lambda snapshot: snapshot.read(work)
    )


def said(lexicon: SpellingLexicon) -> dict[str, Any]:
    """Everything that a lexicon can be asked, of which words that are gone are left out."""
    return {
        "stems": {s: lexicon.has_stem(s) for key in KEYS for s in query_stems(key)},
        "frequencies": {key: lexicon.frequency(key) for key in KEYS},
        "beginnings": {key: lexicon.beginning(key[:2], 3) for key in KEYS},
        "near": {
            key: sorted(one for one in lexicon.near(key, most) if lexicon.frequency(one[0]))
            for key in KEYS
            for most in (1, 2)
        },
        "values": {facet: sorted(lexicon.values(facet)) for facet in FACET_NAMES},
        "corrected": {key: lexicon.speller.correct(key) for key in KEYS},
    }


def oracle(library: Library) -> MemoryIndex:
    made = MemoryIndex(library.shelf, taxonomy())
    made.rebuild(library.shelf.documents.values(), 1)
    return made


def test_words_are_those_of_the_documents_that_may_be_found(library: Library) -> None:
    assert read(library, said) == said(oracle(library).lexicon)
    library.delete("d3", "d4")
    del library.shelf.documents["d3"], library.shelf.documents["d4"]
    library.put(replace(shelved(5), title="Portiekoverlast"))
    taken = library.shelf.documents["d6"]
    library.shelf.documents["d6"] = replace(taken, status=Status.WITHDRAWN)  # not known yet
    assert read(library, said) == said(oracle(library).lexicon)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests that are made of the cluster."""
    made: list[str] = []
    ask = client.Cluster.ask

    def counted(self: client.Cluster, method: str, path: str, *more: Any, **others: Any) -> Any:
        made.append(f"{method} {path}")
        return ask(self, method, path, *more, **others)

    monkeypatch.setattr(client.Cluster, "ask", counted)
    return made


@pytest.mark.parametrize(
    ("text", "first", "again"),
    [("tuin", 7, 3), (LONG, 14, 4), ("portike", 14, 5), ("tuin~ wijk*", 9, 4)],
)
def test_a_question_costs_few_round_trips(
    library: Library, trips: list[str], text: str, first: int, again: int
) -> None:
    library.index.search(Query(text=text, size=3))
    assert len(trips) <= first, trips
    trips.clear()
    library.index.search(Query(text=text, size=3))
    assert len(trips) <= again, trips


def test_what_is_typed_is_completed_in_four_round_trips_and_then_in_one(
    library: Library, trips: list[str]
) -> None:
    found = library.index.suggest("por")
    assert found
    assert len(trips) <= 4, trips
    trips.clear()
    assert library.index.suggest("por") == found
    assert len(trips) == 1
