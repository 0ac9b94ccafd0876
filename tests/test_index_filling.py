"""However many processes fill an index, and with however little memory, it answers the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from index_collection import Library, document

from corpus.document import Document
from index import Query
from index.api import Results
from index.protocols import Effort

TEXTS = ("tuin", "portiek en tuin", "tuinen in de wijk", "een portiek", "buurt", "de wijk zelf")
QUERIES = ("tuin", "wijk", "portiek tuin", '"de wijk"', "tui*", "*", "-tuin")


def documents() -> list[Document]:
    return [
        document(f"d{n}", f"{TEXTS[n % len(TEXTS)]} {n}. " * 9, published=str(2000 + n % 7))
        for n in range(40)
    ]


def answers(folder: Path, effort: Effort) -> list[Results]:
    library = Library("whoosh", folder)
    library.shelf.documents |= {one.id: one for one in documents()}
    assert library.index.rebuild(documents(), 0, effort) == 40
    return [library.index.search(Query(text=text)) for text in QUERIES]


def told(results: Results) -> object:
    hits = [(hit.id, round(hit.score, 4), hit.passages, hit.pages_matched) for hit in results.hits]
    return results.total, hits, results.facets, results.expansions


@pytest.mark.parametrize(
    "effort",
    [Effort(memory=1), Effort(jobs=2, memory=1 << 15)],
    ids=["each document by itself", "two processes"],
)
def test_an_index_answers_the_same_however_it_was_filled(tmp_path: Path, effort: Effort) -> None:
    expected = answers(tmp_path / "at once", Effort())
    found = answers(tmp_path / "otherwise", effort)
    assert [told(one) for one in found] == [told(one) for one in expected]


def test_what_fails_in_another_process_leaves_the_old_index(tmp_path: Path) -> None:
    library = Library("whoosh", tmp_path)
    library.put(document("a", "portiek"))
    no_text = document("z", "portiek", title="half a character: \ud800")
    with pytest.raises(UnicodeError):
        library.index.rebuild([*documents(), no_text], 9, Effort(jobs=2, memory=1 << 15))
    assert library.found("portiek") == ["a"]
    assert len(list((tmp_path / "index").glob("build-*"))) == 1
