"""An index on a cluster is changed whole, or not at all, and by one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from index_collection import (
    Library,
    Shelf,
    document,
    engine_indices,
    on_cluster,
    open_engine,
    removed_after,
)
from opensearch_cluster import Cluster

from corpus.document import Access, Document
from corpus.errors import IndexDamaged, IndexOutdated, Locked, Overloaded
from index import Query, Sort
from index.opensearch import bulk, client, current, lease, matches, statistics, writer
from index.opensearch.bulk import Change
from index.opensearch.state import State, read_state

pytestmark = pytest.mark.opensearch


@pytest.fixture
def library(cluster: Cluster, tmp_path: Path) -> Iterator[Library]:
    with removed_after(cluster):
        library = Library(on_cluster(cluster), tmp_path)
        library.put(document("a", "portiek"), document("b", "tuin"))
        yield library


def refill(library: Library, *documents: Document) -> None:
    library.shelf.documents = {one.id: one for one in documents}
    library.index.rebuild(documents, library.index.revision + 1)


def failing_after(written: int) -> Callable[[client.Cluster, Iterable[Change]], int]:
    """Writes so many changes, and then the cluster takes no more."""
    left = written

    def write(cluster: client.Cluster, changes: Iterable[Change]) -> int:
        nonlocal left
        for change in changes:
            if not left:
                raise Overloaded("The search engine has too much to do.")
            left -= 1
            bulk.write(cluster, [change])
        return written

    return write


def in_turn(first: Callable[..., int], others: Callable[..., int]) -> Callable[..., int]:
    """The first call does one thing, and all others another."""
    ways = iter([first])

    def write(*told: Any) -> int:
        return next(ways, others)(*told)

    return write


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_batch_that_the_cluster_does_not_take_leaves_the_index_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    taken = failing_after(written)
    monkeypatch.setattr(writer, "write", in_turn(taken, bulk.write))
    with pytest.raises(Overloaded):
        library.put(document("c", "portiek"), document("a", "tuin"), document("e", "tuin"))
    monkeypatch.undo()
    assert library.index.revision == 1
    library.put(document("d", "tuin"))
    assert library.index.ids() == {"a", "b", "d"}
    assert (library.found("portiek"), library.found("tuin")) == (["a"], ["b", "d"])
    library.index.check()


def test_what_was_left_unfinished_is_healed_by_who_is_next(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "write", failing_after(1))
    with pytest.raises(Overloaded):  # and nothing can be put back
        library.put(document("a", "tuin"), document("c", "portiek"))
    monkeypatch.undo()
    assert library.found("portiek") == ["a"]
    library.put(document("a", "tuin"), document("c", "portiek"))
    assert (library.found("portiek"), library.found("tuin")) == (["c"], ["a", "b"])


def test_two_do_not_change_one_index_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "PATIENCE", 0.5)
    with library.index.batch(2) as batch:
        batch.delete("a")
        with pytest.raises(Locked, match="Another command is writing"):
            library.index.rebuild([], 3)
    assert library.index.ids() == {"b"}


def test_who_was_not_heard_of_for_too_long_has_lost_the_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LASTING", 0.1)
    monkeypatch.setattr(lease.Lease, "_keep", lambda _: None)

    def slow() -> Iterator[Document]:
        yield document("c", "tuin")
        assert library.index.rebuild([document("d", "tuin")], 9) == 1

    with pytest.raises(Locked, match="taken over"):
        library.index.rebuild(slow(), 8)
    assert library.index.ids() == {"d"}
    assert library.index.revision == 9


def test_a_rebuild_leaves_nothing_of_the_old_one_and_of_interrupted_ones(
    library: Library, cluster: Cluster
) -> None:
    (main,) = (name for name in engine_indices(cluster) if "-documents-" in name)
    left = main[:-3] + "000"
    cluster.ask("PUT", f"/{left}")
    before = engine_indices(cluster)
    refill(library, document("c", "tuin"))
    after = engine_indices(cluster)
    assert len(after) == len(before) - 1
    assert not after & before


def test_a_question_that_began_before_a_rebuild_is_answered_by_the_new_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []

    def read(*told: Any) -> State:
        found.append(read_state(*told))
        if len(found) == 1:
            refill(library, document("c", "tuin"))
        return found[-1]

    monkeypatch.setattr(current, "read_state", read)
    assert library.found("tuin") == ["c"]


def test_an_index_of_other_rules_or_of_another_catalogue_is_outdated(
    library: Library, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OtherShelf(Shelf):
        identity = "other"

    with pytest.raises(IndexOutdated, match="another catalogue"):
        open_engine(on_cluster(cluster), tmp_path, OtherShelf()).search(Query())
    monkeypatch.setattr(current, "rules", lambda _: "0" * 16)
    with pytest.raises(IndexOutdated, match="run ‘watwerkt reindex’"):
        library.search("tuin")


def test_an_index_of_which_a_part_is_gone_is_damaged(library: Library, cluster: Cluster) -> None:
    (part,) = (name for name in engine_indices(cluster) if "-passages-" in name)
    cluster.ask("DELETE", f"/{part}")
    with pytest.raises(IndexDamaged, match="a part of it is gone"):
        library.search("tuin")
    library.shelf.documents = {"c": document("c", "tuin")}
    library.index.rebuild(library.shelf.documents.values(), 5)
    assert library.found("tuin") == ["c"]


def test_documents_for_partners_get_engine_indices_of_their_own(
    library: Library, cluster: Cluster
) -> None:
    library.put(document("p", "tuin", access=Access.PARTNER))
    assert sum("-partner-documents-" in name for name in engine_indices(cluster)) == 1
    assert library.found("tuin") == ["b"]
    assert library.index.seen_by(Access.PARTNER).count(Query(text="tuin")) == 2


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.TITLE])
def test_hits_far_behind_are_in_the_same_order(
    library: Library, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    library.put(*(document(f"d{n:02}", "tuin " * (n + 1), title=f"T{n % 3}") for n in range(23)))
    whole = library.search("tuin", sort=sort)
    monkeypatch.setattr(matches, "_FIRST", 5)
    pages = [library.search("tuin", sort=sort, page=page, size=6) for page in range(1, 7)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {24}
    assert pages[-1].facets == whole.facets


def test_many_documents_are_counted_in_another_way_with_the_same_scores(
    library: Library, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = library.search("tuinen portiek -wijk")
    monkeypatch.setattr(statistics, "_FEW", 0)
    again = open_engine(on_cluster(cluster), tmp_path, library.shelf)
    assert again.search(Query(text="tuinen portiek -wijk", size=100)).also == few.also
    assert few.also
