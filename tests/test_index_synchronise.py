"""The index follows the catalogue, whatever interrupts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from index_collection import document, open_engine

from corpus.catalogue import Catalogue, open_catalogue
from corpus.decisions import Decision
from corpus.document import Access, Document, Status
from corpus.errors import IndexMissing
from index import Query, SearchIndex, Sort, rebuild, synchronise
from index.protocols import Batch


@dataclass(frozen=True)
class _House:
    """A real catalogue and an index that reads its pages."""

    catalogue: Catalogue
    index: SearchIndex

    def add(self, *ids: str) -> None:
        for document_id in ids:
            self.catalogue.add(document(document_id, "een tuin"), "test")

    def change(self, document_id: str) -> None:
        changed = replace(self.catalogue.undecided(document_id), title="Veranderd")
        self.catalogue.replace(changed, "test", "replace")

    def decide(self, document_id: str, field: str, value: str) -> None:
        self.catalogue.decide(
            [
                Decision(
                    document_id=document_id,
                    field=field,
                    value=value,
                    who="a",
                    at=datetime(2024, 1, 1, tzinfo=UTC),
                    why="",
                )
            ]
        )

    def titles(self) -> dict[str, str]:
        hits = self.index.search(Query(text="tuin", sort=Sort.TITLE, size=100)).hits
        return {hit.id: hit.title for hit in hits}


@pytest.fixture
def house(engine: str, tmp_path: Path) -> _House:
    catalogue = open_catalogue(f"sqlite:///{tmp_path / 'catalogue.db'}")
    return _House(catalogue, open_engine(engine, tmp_path, catalogue))


def test_without_an_index_there_is_nothing_to_continue_on(house: _House) -> None:
    house.add("a")
    with pytest.raises(IndexMissing):
        synchronise(house.index, house.catalogue)


def test_what_was_added_and_changed_is_found(house: _House) -> None:
    house.add("a", "b")
    assert rebuild(house.index, house.catalogue) == 2
    house.add("c")
    house.change("a")
    assert synchronise(house.index, house.catalogue) == 2
    assert house.titles() == {"a": "Veranderd", "b": "Zonder naam", "c": "Zonder naam"}
    assert house.index.revision == house.catalogue.revision
    assert synchronise(house.index, house.catalogue) == 0


@pytest.mark.parametrize(
    ("field", "value", "back"),
    [
        ("status", Status.WITHDRAWN, Status.PUBLISHED),
        ("access", Access.HIDDEN, Access.PUBLIC),
    ],
)
def test_withdrawn_and_hidden_documents_are_nowhere(
    house: _House, field: str, value: str, back: str
) -> None:
    house.add("a", "b")
    rebuild(house.index, house.catalogue)
    house.decide("a", field, str(value))
    synchronise(house.index, house.catalogue)
    for text in ("tuin", "", "tu*", "titel:zonder", "-niets", '"een tuin"'):
        answer = house.index.search(Query(text=text))
        assert (answer.total, [hit.id for hit in answer.hits]) == (1, ["b"])
        assert answer.facets["kind"][0].count == 1
    assert house.index.ids() == {"b"}
    rebuild(house.index, house.catalogue)
    assert house.index.ids() == {"b"}
    house.decide("a", field, str(back))
    synchronise(house.index, house.catalogue)
    assert house.index.ids() == {"a", "b"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", Status.WITHDRAWN),
        ("access", Access.HIDDEN),
        ("access", Access.PARTNER),
    ],
)
def test_what_was_taken_away_is_in_no_answer_before_the_index_has_caught_up(
    house: _House, field: str, value: str
) -> None:
    house.add("a", "b")
    rebuild(house.index, house.catalogue)
    house.decide("a", field, str(value))
    for text in ("tuin", "", "tu*", '"een tuin"'):
        answer = house.index.search(Query(text=text))
        assert (answer.total, [hit.id for hit in answer.hits]) == (1, ["b"])
        assert house.index.count(Query(text=text)) == 1
        assert answer.facets["kind"][0].count == 1
    house.decide("b", field, str(value))
    assert house.index.search(Query(text="tuim")).suggestion is None


@dataclass
class _Interrupted:
    """An index that loses its power in the batch with this number."""

    index: SearchIndex
    last: int

    @property
    def revision(self) -> int:
        return self.index.revision

    @contextmanager
    def batch(self, revision: int) -> Iterator[Batch]:
        with self.index.batch(revision) as batch:
            yield batch
            self.last -= 1
            if self.last < 0:
                raise KeyboardInterrupt


@pytest.mark.parametrize("batches", range(4))
def test_interrupted_and_done_again_it_ends_in_the_same_index(
    house: _House, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("index.synchronise"), "_BATCH", 5)
    house.add("oud")
    rebuild(house.index, house.catalogue)
    house.add(*(f"d{n:03}" for n in range(12)))
    house.change("oud")
    try:
        synchronise(_Interrupted(house.index, batches), house.catalogue)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        assert house.index.revision < house.catalogue.revision
    assert len(house.index.ids()) == min(5 * batches, 12) + 1
    synchronise(house.index, house.catalogue)
    assert house.index.ids() == frozenset(house.catalogue.ids())
    assert house.titles()["oud"] == "Veranderd"
    assert house.index.revision == house.catalogue.revision


@dataclass
class _Meanwhile:
    """A catalogue in which another command changes ``ids`` as soon as it was asked something."""

    house: _House
    ids: tuple[str, ...]

    def __getattr__(self, name: str) -> object:
        return getattr(self.house.catalogue, name)

    def changed_since(self, revision: int) -> list[str]:
        found = self.house.catalogue.changed_since(revision)
        self._change()
        return found

    def documents(self) -> Iterator[Document]:
        for found in self.house.catalogue.documents():
            self._change()
            yield found

    def _change(self) -> None:
        for document_id in self.ids:
            self.house.change(document_id)


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a"), ("a",), ("b",), ("oud", "b")])
def test_what_changes_meanwhile_is_not_lost(house: _House, ids: tuple[str, ...]) -> None:
    house.add("oud")
    rebuild(house.index, house.catalogue)
    house.add("a", "b")
    synchronise(house.index, _Meanwhile(house, ids))  # type: ignore[arg-type]
    synchronise(house.index, house.catalogue)
    titles = house.titles()
    assert {found for found, title in titles.items() if title == "Veranderd"} == set(ids)
    assert house.index.revision == house.catalogue.revision


def test_what_changes_while_it_is_rebuilt_is_caught_up_with(house: _House) -> None:
    house.add("a", "b", "c")
    rebuild(house.index, _Meanwhile(house, ("a", "c")))  # type: ignore[arg-type]
    synchronise(house.index, house.catalogue)
    assert house.titles() == {"a": "Veranderd", "b": "Zonder naam", "c": "Veranderd"}
