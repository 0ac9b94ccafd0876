"""What interrupts a change of the embedded index leaves the last state, and no files for ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from index_collection import Library, Shelf, document, taxonomy

from corpus.document import Access, Document
from index import Query, open_index, whoosh_index
from index.embedded import writer
from index.embedded.state import State, read_state
from index.embedded.writer import SegmentsWriter
from index.protocols import SearchIndex


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / "index" / state(folder).build).iterdir()}


def state(folder: Path) -> State:
    return read_state(folder / "index")


def opened(folder: Path, shelf: Shelf) -> SearchIndex:
    """The index as another process would open it."""
    return open_index(f"whoosh://{folder / 'index'}", shelf, taxonomy())


class Crash(Exception):
    """What nobody catches."""


def crash(*_: object, **__: object) -> None:
    raise Crash


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library("whoosh", tmp_path)
    library.put(document("a", "Een portiek in de wijk."), document("b", "Een tuin in de wijk."))
    library.put(document("c", "Een wijk."))
    library.put(document("e", "Een wijk."))  # of the next segment all four are made one
    return library


def assert_as_before(folder: Path, library: Library) -> None:
    for index in (library.index, opened(folder, library.shelf)):
        assert index.ids() == {"a", "b", "c", "e"}
        assert index.revision == 3
        assert [hit.id for hit in index.search(Query(text="portiek")).hits] == ["a"]
        index.check()


def change_all(library: Library, changes: Sequence[Document | str]) -> None:
    with library.index.batch(4) as batch:
        for change in changes:
            if isinstance(change, str):
                batch.delete(change)
            else:
                batch.put(change)


STEPS = ("segment", "merge", "documents", "passages", "checksums", "state")
WITHOUT_NEW = STEPS[2:]
CHANGES: list[list[Document | str]] = [
    [document("d", "zolder")],
    ["a", document("d", "zolder")],
    [document("b", "zolder")],
    [document("b", "zolder", access=Access.PARTNER), document("d", "zolder")],
]


@pytest.fixture(params=STEPS)
def crashing(request: pytest.FixtureRequest) -> Iterator[pytest.MonkeyPatch]:
    """Something fails at one step on the way from changes to a new state."""
    plain = SegmentsWriter.commit
    commits = iter(range(99))

    def second(self: SegmentsWriter, *, whole: bool = False) -> Any:
        if next(commits):
            raise Crash
        return plain(self, whole=whole)

    with pytest.MonkeyPatch.context() as patch:
        match request.param:
            case "segment":
                patch.setattr(writer, "add_prepared", crash)
            case "merge":
                patch.setattr(writer, "merge", crash)
            case "documents":
                patch.setattr(SegmentsWriter, "commit", crash)
            case "passages":
                patch.setattr(SegmentsWriter, "commit", second)
            case "checksums":
                patch.setattr(whoosh_index, "checksums", crash)
            case _:
                patch.setattr(whoosh_index, "write_state", crash)
        yield patch


@pytest.mark.parametrize("changes", CHANGES)
def test_whatever_interrupts_a_change_the_last_state_answers(
    library: Library,
    tmp_path: Path,
    crashing: pytest.MonkeyPatch,
    changes: list[Document | str],
) -> None:
    assert_goes_on(library, tmp_path, crashing, changes)


@pytest.mark.parametrize("crashing", WITHOUT_NEW, indirect=True)
@pytest.mark.parametrize("changes", [["a"], ["a", "b"], ["a", "b", "c", "e"]])
def test_whatever_interrupts_deletions_the_last_state_answers(
    library: Library,
    tmp_path: Path,
    crashing: pytest.MonkeyPatch,
    changes: list[Document | str],
) -> None:
    assert_goes_on(library, tmp_path, crashing, changes)


def assert_goes_on(
    library: Library, folder: Path, crashing: pytest.MonkeyPatch, changes: list[Document | str]
) -> None:
    """Nothing has changed, and the next change leaves nothing of the one that failed."""
    with pytest.raises(Crash):
        change_all(library, changes)
    assert_as_before(folder, library)
    crashing.undo()
    with library.index.batch(4) as batch:
        batch.put(document("d", "zolder"))
    assert library.index.ids() == {"a", "b", "c", "d", "e"}
    assert library.index.revision == 4
    assert files(folder) == set(state(folder).files)
    library.index.check()


def test_what_a_killed_process_has_left_goes_with_the_next_change(
    library: Library, tmp_path: Path
) -> None:
    build = tmp_path / "index" / state(tmp_path).build
    for left in ("_documents_4.toc", "_documents_4.toc.1700000000.25", "documents_half.wws"):
        (build / left).write_bytes(b"x")
    assert_as_before(tmp_path, library)
    library.put(document("d", "zolder"))
    assert files(tmp_path) == set(state(tmp_path).files)
    assert library.found("zolder") == ["d"]


def test_a_file_that_cannot_be_removed_now_does_not_fail_the_change(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.suffix in (".toc", ".wws"):
            raise PermissionError(13, "The file is in use")
        plain(path, missing_ok)

    with monkeypatch.context() as others:
        others.setattr(Path, "unlink", held)
        library.put(document("d", "zolder"))
    assert library.found("zolder") == ["d"]
    assert files(tmp_path) > set(state(tmp_path).files)
    library.delete("d")
    assert files(tmp_path) == set(state(tmp_path).files)
