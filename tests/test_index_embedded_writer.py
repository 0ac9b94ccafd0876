"""Changes of the embedded index: many small ones, and what they leave on disk."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_collection import Library, Shelf, document, taxonomy

from index import Query, open_index
from index.embedded import writer
from index.embedded.state import read_state
from index.protocols import SearchIndex

TOO_MANY = 4
"""So many segments of one size are made one; a few hundred documents are all of one size."""


def build(folder: Path) -> Path:
    return folder / "index" / read_state(folder / "index").build


def files(folder: Path) -> set[str]:
    return {path.name for path in build(folder).iterdir()}


def spoken_of(folder: Path) -> set[str]:
    return set(read_state(folder / "index").files)


def opened(folder: Path, shelf: Shelf) -> SearchIndex:
    """The index as another process would open it."""
    return open_index(f"whoosh://{folder / 'index'}", shelf, taxonomy())


def segments(folder: Path) -> set[str]:
    """The files of the segments of documents."""
    return {name for name in spoken_of(folder) if re.fullmatch(r"documents_.*\.wws", name)}


# Any sequence of changes

ids = st.integers(0, 30).map(lambda n: f"d{n:02}")
batches = st.lists(
    st.lists(st.tuples(ids, st.booleans()), min_size=1, max_size=12), min_size=1, max_size=7
)


@settings(max_examples=8)
@given(batches)
def test_after_any_changes_there_are_few_segments_and_the_right_documents(
    told: list[list[tuple[str, bool]]],
) -> None:
    known: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library("whoosh", folder)
        for number, batch in enumerate(told, start=1):
            with library.index.batch(number) as changes:
                for document_id, put in batch:
                    if put:
                        library.shelf.documents[document_id] = text = document(
                            document_id, f"wijk n{number}"
                        )
                        changes.put(text)
                        known[document_id] = number
                    else:
                        changes.delete(document_id)
                        known.pop(document_id, None)
            assert len(segments(folder)) < TOO_MANY
            assert library.index.count(Query()) == len(known)
            assert library.index.ids() == frozenset(known)
            assert library.index.revision == number
            assert files(folder) == spoken_of(folder)
        for number in range(1, len(told) + 1):
            expected = sorted(one for one, last in known.items() if last == number)
            assert sorted(library.found(f"n{number}")) == expected
        library.index.check()


def test_documents_that_come_one_by_one_make_few_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Sizes: up to 2 documents, 8, 32; of each there are fewer than four segments.
    monkeypatch.setattr(writer, "_FEWEST", 2)
    library = Library("whoosh", tmp_path)
    for at in range(40):
        library.put(document(f"d{at}", "tuin"))
        assert len(segments(tmp_path)) <= 3 * 3
    assert library.search("tuin").total == 40


def test_a_segment_of_which_most_is_gone_is_written_anew(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path)
    library.put(*(document(f"d{at}", "tuin") for at in range(10)))
    before = segments(tmp_path)
    library.delete(*(f"d{at}" for at in range(5)))
    assert segments(tmp_path) == before
    library.delete("d5")
    (anew,) = segments(tmp_path)
    assert anew not in before
    assert sorted(library.found("tuin")) == ["d6", "d7", "d8", "d9"]


def test_nothing_is_left_of_an_index_of_which_all_was_deleted(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path)
    library.put(document("a", "tuin"), document("b", "tuin"))
    library.delete("a", "b")
    assert segments(tmp_path) == set()
    assert {name for name in files(tmp_path) if name.endswith(".wws")} == set()
    assert library.search("tuin").total == 0
    library.put(document("a", "tuin"))
    assert library.found("tuin") == ["a"]


def test_a_batch_that_changes_nothing_still_reaches_its_revision(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path)
    library.put(document("a", "tuin"))
    before = files(tmp_path)
    with library.index.batch(9) as batch:
        batch.delete("unknown")
    assert opened(tmp_path, library.shelf).revision == 9
    assert files(tmp_path) == before


# What is written


def bytes_written(folder: Path, before: set[str]) -> int:
    return sum((build(folder) / name).stat().st_size for name in files(folder) - before)


def test_adding_to_a_large_index_writes_only_small_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_FEWEST", 16)
    library = Library("whoosh", tmp_path)
    words = [" ".join(f"woord{at * 7 + n}" for n in range(100)) for at in range(200)]
    library.index.rebuild((document(f"d{at}", text) for at, text in enumerate(words)), 1)
    large = bytes_written(tmp_path, set())
    for at in range(20):  # some of these make one segment of the small ones
        before = files(tmp_path)
        library.put(document(f"nieuw{at}", "Een tuin."))
        assert bytes_written(tmp_path, before) < large / 10
    assert library.search("tuin").total == 20
