"""What is remembered, and that nothing is kept alive by it."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from index_collection import Library, document

from corpus.document import Access
from index.api import Query, Unit
from index.embedded.kept import kept
from index.whoosh_index import WhooshIndex


class Counter:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, str]] = []

    @kept(2)
    def answer(self, number: int, text: str) -> str | None:
        """Text so many times."""
        self.asked.append((number, text))
        return text * number or None


def test_an_answer_is_remembered_until_there_are_too_many() -> None:
    counter, other = Counter(), Counter()
    assert [counter.answer(2, "a"), counter.answer(0, "a"), counter.answer(2, "a")] == [
        "aa",
        None,
        "aa",
    ]
    assert counter.asked == [(2, "a"), (0, "a")]
    counter.answer(1, "b")  # the third: all are forgotten
    counter.answer(2, "a")
    assert counter.asked == [(2, "a"), (0, "a"), (1, "b"), (2, "a")]
    assert other.answer(2, "a") == "aa"
    assert other.asked == [(2, "a")]


def test_a_state_is_gone_as_soon_as_another_is_read(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path)
    gc.disable()  # what is in a cycle would stay
    try:
        library.put(document("a1", "De tuin van de buurt"))
        library.index.search(Query(text="tuin*"))
        library.index.search(Query(text="tuun~"))
        library.index.search(Query(text="tuinn"))
        assert isinstance(library.index, WhooshIndex)
        old = weakref.ref(library.index._current._snapshots[Access.PUBLIC, Unit.DOCUMENTS])
        library.put(document("a1", "De tuin is een andere tuin"))
        library.index.search(Query(text="andere"))
        assert old() is None
    finally:
        gc.enable()
