"""Whoever changes a collection does it alone, and the index follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_documents import PLAIN
from review_desk import collection_in

from corpus.collection import Collection
from corpus.errors import DiskFull, IndexMissing, Locked
from index import deciding, open_index
from index.deciding import Writing


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = collection_in(tmp_path / "data")
    opened.catalogue.add(PLAIN, "test")
    yield opened
    opened.catalogue.close()


def writing(collection: Collection, told: list[str] | None = None, **more: float) -> Writing:
    index = open_index(collection.settings.index, collection.catalogue, collection.taxonomy)
    tell = told.append if told is not None else None
    return Writing(collection=collection, index=index, tell=tell, **more)


def test_an_index_that_is_missing_is_made_where_that_may_be(collection: Collection) -> None:
    with pytest.raises(IndexMissing), writing(collection).changing("test"):
        raise AssertionError("nothing may be changed")
    with (made := writing(collection, [])).changing("test"):
        collection.catalogue.add(replace(PLAIN, id="b2"), "test")
    assert made.index.ids() == {"a1", "b2"}


def test_what_is_kept_stays_so_where_the_index_cannot_follow(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = writing(collection, [])
    with made.changing("test"):
        pass
    for one in (replace(made, tell=None), made):
        followed: list[object] = []

        def once(*of: object, followed: list[object] = followed) -> int:
            followed.append(of)
            if len(followed) > 1:
                raise DiskFull("The disk is full.")
            return 0

        monkeypatch.setattr(deciding, "synchronise", once)
        expected = nullcontext() if one.tell is None else pytest.raises(DiskFull)
        with expected, one.changing("test"):
            pass
    assert "does not follow" in caplog.text


def test_only_the_patient_wait_for_another_one(collection: Collection) -> None:
    with writing(collection, []).changing("ingest"):
        for patience in (0.0, 0.2):
            waiting = writing(collection, [], patience=patience)
            with pytest.raises(Locked, match="ingest"), waiting.changing("test"):
                raise AssertionError("two at a time")
