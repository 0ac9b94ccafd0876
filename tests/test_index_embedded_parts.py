"""On disk and in memory too, what is for one audience stands apart from what is for another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import Library, document

from corpus.document import AUDIENCES, Access
from index import Query, Unit
from index.embedded.state import read_state
from index.embedded.writer import path_of, read_segments
from index.parts import PARTS
from index.segment.segment import Segment
from index.whoosh_index import WhooshIndex

PARTNER = {"access": Access.PARTNER}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library("whoosh", tmp_path)


def in_parts(folder: Path) -> dict[str, set[str]]:
    """What each segment file of the documents has, deleted or not, by the name of its part."""
    state = read_state(folder / "index")
    found: dict[str, set[str]] = {}
    for part in PARTS:
        if part.unit is Unit.DOCUMENTS and part.name in state.generations:
            build = folder / "index" / state.build
            for one in read_segments(build, part.name, state.generations[part.name]):
                ids = Segment(path_of(build, one)).column("id").values
                found.setdefault(part.name, set()).update(value.decode() for value in ids)
    return found


def test_segments_never_mix_audiences_whatever_is_merged(library: Library, tmp_path: Path) -> None:
    for number in range(12):
        library.put(document(f"a{number}", "tuin"), document(f"p{number}", "tuin", **PARTNER))
    library.put(document("a0", "tuin", **PARTNER), document("p0", "tuin"))
    parts = in_parts(tmp_path)
    assert parts["documents"] - {"a0"} == {f"a{n}" for n in range(1, 12)} | {"p0"}
    assert parts["partner-documents"] - {"p0"} == {f"p{n}" for n in range(1, 12)} | {"a0"}


def test_without_documents_for_partners_there_is_no_file_for_them(
    library: Library, tmp_path: Path
) -> None:
    library.put(document("a", "tuin"))
    library.put(document("b", "tuin"))
    library.delete("a")
    state = read_state(tmp_path / "index")
    assert state.generations.keys() == {"documents", "passages"}
    assert not [name for name in state.files if "partner" in name]
    library.index.rebuild(library.shelf.documents.values(), 9)
    assert read_state(tmp_path / "index").generations.keys() == {"documents", "passages"}


def test_audiences_that_see_the_same_share_what_is_worked_out_of_it(library: Library) -> None:
    assert isinstance(library.index, WhooshIndex)
    current = library.index._current

    def shared() -> bool:
        seen = []
        for audience in AUDIENCES:
            with current.seen_by(audience, Unit.DOCUMENTS) as snapshot:
                seen.append((snapshot, current.completer(snapshot)))
        return seen[0] == seen[1]

    library.put(document("a", "tuin"))
    assert shared()
    library.put(document("p", "tuin", **PARTNER))
    assert not shared()
    library.put(replace(library.shelf.documents["p"], access=Access.PUBLIC))
    assert shared()


def test_another_process_sees_who_may_see_what(library: Library, tmp_path: Path) -> None:
    library.put(document("a", "tuin"), document("p", "tuin", **PARTNER))
    other = WhooshIndex(tmp_path / "index", library.shelf, library.index._taxonomy)  # type: ignore[attr-defined]
    assert other.count(Query()) == 1
    assert other.seen_by(Access.PARTNER).count(Query()) == 2
    assert other.ids(Access.PUBLIC) == {"a"}
    assert other.ids() == {"a", "p"}
