"""Several programs at one catalogue, and one that is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_documents import PLAIN, document

from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Page

TESTS = Path(__file__).parent
PAGES = 40

_WRITER = f"""
import sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS.parent)!r}]
from itertools import count
from corpus.catalogue import open_catalogue
from corpus.document import Page
from corpus_documents import decision, document

url, first, amount = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
catalogue = open_catalogue(url)
print("ready", flush=True)
for number in range(first, first + amount):
    pages = tuple(Page(number=n, text=f"{{number}} {{n}} " * 50) for n in range(1, {PAGES} + 1))
    one = document(number, pages=pages)
    catalogue.add(one, "writer", [decision("note", "n", document_id=one.id)])
    catalogue.decide([decision("title", f"title {{number}}", document_id=one.id)])
catalogue.close()
"""


@pytest.fixture
def url(catalogue_url: str) -> str:
    return catalogue_url


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    with closing(open_catalogue(url)) as opened:
        yield opened


def _writer(url: str, first: int, amount: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, url, str(first), str(amount)], stdout=subprocess.PIPE
    )


def _end(process: subprocess.Popen[bytes]) -> int:
    with process:
        return process.wait(timeout=60)


def test_writers_at_once_lose_nothing_even_where_there_was_no_catalogue(url: str) -> None:
    writers = [_writer(url, first, 12) for first in (0, 1000, 2000)]
    assert [_end(writer) for writer in writers] == [0, 0, 0]
    with closing(open_catalogue(url)) as catalogue:
        found = list(catalogue.documents())
        assert len(found) == 36
        for whole in found:
            assert whole.title == f"title {int(whole.id[1:])}"
            assert whole.note == "n"
            assert len(whole.pages) == PAGES
        assert [line.revision for line in catalogue.ledger()] == list(range(1, 73))
        assert sorted(catalogue.changed_since(0)) == catalogue.ids()


def test_a_reader_sees_whole_documents_while_another_writes(url: str, catalogue: Catalogue) -> None:
    writer = _writer(url, 0, 15)
    seen = 0
    while writer.poll() is None:
        found = list(catalogue.documents())
        assert all(len(whole.pages) == PAGES for whole in found)
        assert all(whole.note == "n" for whole in found)
        assert seen <= len(found)
        seen = len(found)
    assert _end(writer) == 0
    assert len(catalogue.ids()) == 15


def test_a_writer_in_the_same_process_does_not_disturb_a_reading(catalogue: Catalogue) -> None:
    for number in range(120):
        catalogue.add(document(number), "watwerkt")
    reading = catalogue.documents()
    first = next(reading)
    catalogue.replace(replace(first, title="Anders"), "watwerkt", "update")
    catalogue.add(replace(PLAIN, id="zz"), "watwerkt")
    assert len([first, *reading]) == 120
    assert catalogue.get(first.id).title == "Anders"


@pytest.mark.parametrize("after", [0.0, 0.05])
def test_a_writer_that_is_killed_leaves_whole_documents_only(url: str, after: float) -> None:
    writer = _writer(url, 0, 10_000)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    assert _end(writer) == -signal.SIGKILL
    with closing(open_catalogue(url)) as catalogue:
        found = list(catalogue.documents())
        assert all(len(whole.pages) == PAGES for whole in found)
        assert all(whole.note == "n" for whole in found)
        assert {line.document_id for line in catalogue.ledger()} == {w.id for w in found}
        catalogue.add(replace(PLAIN, id="later"), "watwerkt")
        assert catalogue.get("later").pages == PLAIN.pages


def test_an_addition_that_fails_half_way_leaves_nothing(catalogue: Catalogue) -> None:
    twice = (Page(number=1, text="een"), Page(number=1, text="nog eens"))
    with pytest.raises(Exception, match="catalogue at"):
        catalogue.add(replace(PLAIN, pages=twice), "watwerkt")
    assert catalogue.ids() == []
    assert catalogue.revision == 0
    assert catalogue.ledger() == []
