"""A catalogue with its index on a cluster, and readers who ask it while something happens."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from index_collection import document, labels, taxonomy

from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Document
from corpus.errors import WatwerktError
from index import Query, Results, SearchIndex, Sort, open_index

QUERIES = (
    Query(text="wijk"),
    Query(text="binnentuin portiek", size=5),
    Query(text='"bewoners van"', sort=Sort.TITLE),
    Query(text="wijk", filters={"archetype": frozenset({"zelfbeheer"})}),
    Query(text="beheren OF portiek", page=2),
)
_PATIENCE = 240  # seconds that readers ask at most
_READERS = 3


@dataclass(frozen=True)
class House:
    """A real catalogue and an index that reads its pages."""

    catalogue: Catalogue
    index: SearchIndex

    def add(self, documents: Iterable[Document]) -> None:
        """Put documents into the catalogue; the index does not know yet."""
        for one in documents:
            self.catalogue.add(one, "test")

    @property
    def is_whole(self) -> bool:
        """Whether the index has what the catalogue has, and each of it can be found."""
        known = {one.id for one in self.catalogue.documents() if one.searchable}
        return self.index.ids() == known and self.index.count(Query(text="wijk")) == len(known)


def furnished(folder: Path, address: str, count: int) -> House:
    """A house with ``count`` documents that the index does not know yet."""
    house = opened(folder, address)
    house.add(documents(count))
    return house


def opened(folder: Path, address: str) -> House:
    """The house as any process opens it."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = open_catalogue(f"sqlite:///{folder / 'catalogue.db'}")
    return House(catalogue, open_index(address, catalogue, taxonomy()))


def documents(count: int, first: int = 0) -> list[Document]:
    """Documents that differ; all have the word `wijk`."""
    return [_document(number) for number in range(first, first + count)]


def _document(number: int) -> Document:
    garden = "beheren samen een binnentuin" if number % 2 else "wonen aan een portiek"
    pages = [f"De bewoners van wijk {number} {garden}."]
    if number % 3 == 0:
        pages.append("Het portiek is van de hele wijk. " * (number % 7 + 1))
    return document(
        f"verslag-{number:04}",
        *pages,
        title=f"Verslag {number % 10}",
        tags=labels("zelfbeheer") if number % 2 else (),
    )


def answers(index: SearchIndex) -> list[Results]:
    """What it answers to all questions, without how long that took."""
    return [_answer(index, query) for query in QUERIES]


def _answer(index: SearchIndex, query: Query) -> Results:
    return replace(index.search(query), took_ms=0)


class Readers:
    """People who ask again and again, from ``with`` until its end.

    Attributes:
        errors: of ours that they were told.
        failures: what else went wrong; there should be none.
        wrong: answers that were not those expected; there should be none.
        asked: how many answers or errors they have had.
    """

    def __init__(self, index: SearchIndex, expected: list[Results], count: int = _READERS) -> None:
        self._index = index
        self._expected = expected
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=[n]) for n in range(count)]
        self.errors: list[WatwerktError] = []
        self.failures: list[Exception] = []
        self.wrong: list[Results] = []
        self.asked = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def _ask(self, first: int) -> None:
        number = first
        while not self._done.is_set():
            self._ask_once(number % len(QUERIES))
            number += 1

    def _ask_once(self, number: int) -> None:
        try:
            answer = _answer(self._index, QUERIES[number])
        except WatwerktError as error:
            self.errors.append(error)
        except Exception as failure:
            self.failures.append(failure)
        else:
            if answer != self._expected[number]:
                self.wrong.append(answer)
        self.asked += 1

    def wait(self, more: int = 10) -> None:
        """Wait until they have been told ``more`` than now."""
        until = self.asked + more
        pause = threading.Event()
        for _ in range(_PATIENCE * 10):
            if self.asked >= until:
                return
            pause.wait(0.1)
        raise TimeoutError(f"{self.asked} of {until} were answered")
