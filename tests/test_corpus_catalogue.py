"""The catalogue keeps everything, and what persons decided above all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

import pytest
from corpus_documents import FULL, PLAIN, decision, document
from corpus_strategies import DOCUMENTS
from hypothesis import given, settings

from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Document, Page, Source, Status, Tag, Verdict
from corpus.errors import NotFound, UsageError
from corpus.passage import Passage, PassageRole

LABEL = Tag(archetype="zelfbeheer", score=0.7, by="rules 2", verdict=Verdict.ASSIGNED)


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    with closing(open_catalogue(catalogue_url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def many(lasting_url: Callable[[], str]) -> Iterator[Catalogue]:
    """1,020 documents of one page, and the last of them withdrawn."""
    with closing(open_catalogue(lasting_url())) as opened:
        for number in range(1020):
            opened.add(document(number), "watwerkt")
        opened.decide([decision("status", "withdrawn", document_id="d01019")])
        yield opened


def _without_pages(whole: Document) -> Document:
    return replace(whole, pages=(), passages=())


# What goes in comes out


def test_an_empty_catalogue_has_nothing(catalogue: Catalogue) -> None:
    assert catalogue.ids() == []
    assert catalogue.revision == 0
    assert catalogue.changed_since(0) == []
    assert catalogue.ledger() == []
    assert list(catalogue.documents()) == list(catalogue.summaries()) == []
    assert catalogue.count_pages() == 0


@pytest.mark.parametrize("whole", [PLAIN, FULL], ids=["plain", "full"])
def test_every_field_of_a_document_comes_back(catalogue: Catalogue, whole: Document) -> None:
    catalogue.add(whole, "watwerkt")
    assert catalogue.get(whole.id) == catalogue.undecided(whole.id) == whole
    assert list(catalogue.documents()) == [whole]
    assert list(catalogue.summaries()) == [_without_pages(whole)]
    assert catalogue.get(whole.id).ingested.utcoffset() == whole.ingested.utcoffset()


@pytest.fixture(scope="module")
def shared(lasting_url: Callable[[], str]) -> Iterator[Catalogue]:
    """A catalogue that any document may come into."""
    with closing(open_catalogue(lasting_url())) as opened:
        yield opened


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_any_document_comes_back_as_it_went_in(shared: Catalogue, whole: Document) -> None:
    if whole.id in shared.ids():
        shared.replace(whole, "watwerkt", "update")
    else:
        shared.add(whole, "watwerkt")
    assert shared.get(whole.id) == whole
    assert list(shared.summaries([whole.id])) == [_without_pages(whole)]


def test_a_closed_catalogue_was_kept(catalogue_url: str) -> None:
    with closing(open_catalogue(catalogue_url)) as first:
        first.add(FULL, "watwerkt", [decision("title", "Anders", document_id=FULL.id)])
    with closing(open_catalogue(catalogue_url)) as second:
        assert second.get(FULL.id).title == "Anders"
        assert second.undecided(FULL.id) == FULL


def test_a_document_of_two_thousand_pages_comes_back(catalogue: Catalogue) -> None:
    pages = tuple(Page(number=n, text=f"bladzijde {n}", quality=0.5) for n in range(1, 2001))
    catalogue.add(replace(PLAIN, pages=pages), "watwerkt")
    assert catalogue.get(PLAIN.id).pages == pages
    assert catalogue.page_count(PLAIN.id) == catalogue.count_pages() == 2000
    assert catalogue.pages(PLAIN.id, range(2000, 0, -1)) == pages


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], []),
        ([7, 1, 7], [1, 7]),
        ([2, 3], []),
        ([0, -1, 10**30, 7], [7]),
        (range(100_000), [1, 7]),
    ],
)
def test_only_pages_that_exist_are_given(
    catalogue: Catalogue, asked: list[int], found: list[int]
) -> None:
    catalogue.add(FULL, "watwerkt")
    assert [page.number for page in catalogue.pages(FULL.id, asked)] == found


def test_pages_of_several_documents_are_given_at_once(catalogue: Catalogue) -> None:
    catalogue.add(FULL, "watwerkt")
    catalogue.add(PLAIN, "watwerkt")
    asked = {FULL.id: [7, 1, 99], PLAIN.id: [1], "weg": [1]}
    assert catalogue.pages_of(asked) == {FULL.id: FULL.pages, PLAIN.id: PLAIN.pages[:1]}
    assert catalogue.pages_of({}) == {}


def test_media_types_are_told_of_the_documents_that_are_there(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "watwerkt")
    assert catalogue.media_types([PLAIN.id, "weg"]) == {PLAIN.id: PLAIN.media_type}


def test_a_document_that_is_not_there_is_named(catalogue: Catalogue) -> None:
    for ask in (catalogue.get, catalogue.undecided, catalogue.revision_of):
        with pytest.raises(NotFound, match="no document with the id ‘weg’"):
            ask("weg")
    with pytest.raises(NotFound, match="weg"):
        catalogue.replace(replace(PLAIN, id="weg"), "watwerkt", "update")
    with pytest.raises(NotFound, match="weg"):
        catalogue.set_tags("weg", [LABEL], "watwerkt")
    with pytest.raises(NotFound, match="weg"):
        catalogue.decide([decision("title", "x", document_id="weg")])
    assert catalogue.ledger() == []
    assert catalogue.pages("weg", [1]) == ()
    assert catalogue.page_count("weg") == 0
    assert catalogue.decisions("weg") == []
    assert list(catalogue.summaries(["weg"])) == []


def test_the_same_id_cannot_come_in_twice(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "watwerkt")
    with pytest.raises(UsageError, match="with the id ‘a1’ already"):
        catalogue.add(replace(PLAIN, title="Anders"), "watwerkt")
    assert catalogue.get("a1") == PLAIN
    assert len(catalogue.ledger()) == 1


def test_half_a_character_is_refused_in_a_sentence(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="half a character"):
        catalogue.add(replace(PLAIN, source="naam\udce9.pdf"), "watwerkt")
    with pytest.raises(UsageError, match="half a character"):
        catalogue.get("\udce9")
    assert catalogue.ids() == []


def test_documents_with_the_same_bytes_are_found_oldest_first(catalogue: Catalogue) -> None:
    later = datetime(2025, 1, 1, tzinfo=UTC)
    catalogue.add(document(1, ingested=later), "watwerkt")
    catalogue.add(document(2, ingested=later - timedelta(days=1)), "watwerkt")
    catalogue.add(document(3, sha256="00" * 32), "watwerkt")
    assert catalogue.with_sha256(PLAIN.sha256) == ["d00002", "d00001"]
    assert catalogue.with_sha256("ff" * 32) == []


@pytest.mark.parametrize(
    ("letters", "found"), [("d0000", ["d00001", "d00002"]), ("d00002", ["d00002"]), ("%", [])]
)
def test_ids_are_found_by_their_beginning(
    catalogue: Catalogue, letters: str, found: list[str]
) -> None:
    for number in (1, 2):
        catalogue.add(document(number), "watwerkt")
    assert sorted(catalogue.ids_beginning(letters)) == found


# More than a database takes in one question


def test_more_than_a_thousand_documents_come_in_the_order_of_their_ids(many: Catalogue) -> None:
    ids = [f"d{number:05}" for number in range(1020)]
    assert many.ids() == ids
    assert [whole.id for whole in many.documents()] == ids
    assert [whole.id for whole in many.summaries(ids[::-1])] == ids
    assert many.count_pages() == 1020


def test_a_withdrawn_document_is_there_and_cannot_be_found(many: Catalogue) -> None:
    assert [whole.id for whole in many.summaries() if not whole.searchable] == ["d01019"]
    assert many.get("d01019").status is Status.WITHDRAWN


def test_changes_are_listed_in_the_order_of_change(many: Catalogue) -> None:
    assert many.revision == 1021
    assert many.changed_since(0) == many.ids()
    assert many.changed_since(1018) == ["d01018", "d01019"]
    assert many.changed_since(1021) == []


# Changing


def test_replacing_puts_everything_found_anew_in_place(catalogue: Catalogue) -> None:
    catalogue.add(FULL, "watwerkt")
    anew = replace(PLAIN, id=FULL.id)
    catalogue.replace(anew, "watwerkt", "update")
    assert catalogue.get(FULL.id) == anew


def test_labels_of_programs_are_replaced_and_the_rest_stays(catalogue: Catalogue) -> None:
    catalogue.add(FULL, "watwerkt")
    catalogue.set_tags(FULL.id, [LABEL], "watwerkt")
    assert catalogue.get(FULL.id) == replace(FULL, tags=(LABEL,))
    catalogue.set_tags(FULL.id, [], "watwerkt")
    assert catalogue.get(FULL.id).tags == ()


def test_passages_are_replaced_with_labels_only_when_they_are_given(catalogue: Catalogue) -> None:
    text = PLAIN.pages[0].text
    passage = Passage(page=1, start=0, end=len(text), text=text, role=PassageRole.TIP, by="rules 1")
    catalogue.add(replace(PLAIN, passages=()), "watwerkt")
    catalogue.set_tags(PLAIN.id, [], "watwerkt", [passage])
    catalogue.set_tags(PLAIN.id, [LABEL], "watwerkt")
    assert catalogue.get(PLAIN.id).passages == (passage,)
    catalogue.set_tags(PLAIN.id, [LABEL], "watwerkt", [])
    assert catalogue.get(PLAIN.id).passages == ()


def test_a_decision_survives_everything_programs_do(catalogue: Catalogue) -> None:
    taken = [
        decision("title", "Door Anna", why="stond er verkeerd"),
        decision("archetype:zelfbeheer", "rejected"),
        decision("archetype:klushuizen", "assigned"),
    ]
    catalogue.add(PLAIN, "watwerkt", taken)
    catalogue.replace(replace(PLAIN, title="Gevonden", tags=(LABEL,)), "watwerkt", "update")
    catalogue.set_tags(PLAIN.id, [LABEL], "watwerkt")
    decided = catalogue.get(PLAIN.id)
    assert decided.title == "Door Anna"
    assert decided.archetypes == ("klushuizen",)
    assert next(o for o in decided.origins if o.field == "title").source is Source.LIBRARIAN
    assert catalogue.undecided(PLAIN.id).title == "Gevonden"
    assert catalogue.decisions(PLAIN.id) == taken
    assert list(catalogue.summaries()) == [_without_pages(decided)]


def test_clearing_a_decision_gives_back_what_was_found_meanwhile(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "watwerkt")
    catalogue.decide([decision("title", "Door Anna"), decision("archetype:zelfbeheer", "rejected")])
    found = replace(PLAIN, title="Gevonden", tags=(LABEL,))
    catalogue.replace(found, "watwerkt", "update")
    catalogue.decide([decision("title", None), decision("archetype:zelfbeheer", None)])
    assert catalogue.get(PLAIN.id) == found
    assert len(catalogue.decisions(PLAIN.id)) == 4


def test_no_decisions_are_no_change(catalogue: Catalogue) -> None:
    catalogue.decide([])
    assert catalogue.revision == 0


def test_one_wrong_decision_keeps_all_of_them_out(catalogue: Catalogue) -> None:
    wrong = [decision("title", "goed"), decision("kind", "krant")]
    with pytest.raises(UsageError, match=r'The field kind cannot be "krant"'):
        catalogue.add(PLAIN, "watwerkt", wrong)
    assert catalogue.ids() == []
    catalogue.add(PLAIN, "watwerkt")
    with pytest.raises(UsageError, match="kind"):
        catalogue.decide(wrong)
    assert catalogue.get(PLAIN.id) == PLAIN
    assert len(catalogue.ledger()) == 1


def test_decisions_on_two_documents_are_two_calls(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "watwerkt")
    with pytest.raises(ValueError, match="a decision on a2 came with a1"):
        catalogue.decide([decision("title", "x"), decision("title", "x", document_id="a2")])
    assert catalogue.revision == 1


# The ledger


def test_every_change_is_one_line_in_the_ledger(catalogue: Catalogue) -> None:
    begin = datetime.now(UTC)
    catalogue.add(PLAIN, "watwerkt")
    catalogue.add(document(2), "watwerkt")
    catalogue.set_tags(PLAIN.id, [], "watwerkt")
    catalogue.decide([decision("title", "Anders", why="mooier"), decision("note", "n")])
    catalogue.replace(PLAIN, "Bram", "update")
    lines = catalogue.ledger()
    assert [(ln.revision, ln.who, ln.action, ln.document_id) for ln in lines] == [
        (1, "watwerkt", "add", "a1"),
        (2, "watwerkt", "add", "d00002"),
        (3, "watwerkt", "retag", "a1"),
        (4, "Anna", "decide", "a1"),
        (5, "Bram", "update", "a1"),
    ]
    tool = {"tool": f"watwerkt {version('watwerkt')}"}
    assert lines[0].details == tool | {"source": "linde.pdf"}
    assert lines[3].details == tool | {
        "title": {"before": PLAIN.title, "after": "Anders"},
        "note": {"before": None, "after": "n"},
        "why": "mooier",
    }
    assert all(begin <= line.at <= datetime.now(UTC) for line in lines)
    assert catalogue.ledger("a1") == [lines[0], *lines[2:]]
    assert catalogue.ledger("weg") == []


def test_a_document_carries_the_revision_of_its_last_change(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "watwerkt")
    catalogue.add(document(2), "watwerkt")
    catalogue.decide([decision("title", "Anders")])
    assert catalogue.revision_of("a1") == catalogue.revision == 3
    assert catalogue.revision_of("d00002") == 2
    assert catalogue.changed_since(0) == ["d00002", "a1"]
    assert catalogue.changed_since(2) == ["a1"]
