"""What a person says becomes decisions, and nothing that was decided meanwhile is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from corpus_documents import PLAIN

from corpus.archetypes import load_taxonomy
from corpus.catalogue import Catalogue, open_catalogue
from corpus.deciding import Decider, NoEdition, Overtaken
from corpus.document import Access, Status, Verdict
from corpus.errors import UsageError
from corpus.review import Matter, open_items
from corpus.values import Values
from corpus.waiting import Waiting


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    opened = open_catalogue(catalogue_url)
    for name in ("a1", "b2"):
        opened.add(replace(PLAIN, id=name), "test")
    opened.add(replace(PLAIN, id="c3", access=Access.PARTNER), "test")
    yield opened
    opened.close()


@pytest.fixture
def anna(catalogue: Catalogue) -> Decider:
    return Decider(catalogue=catalogue, values=Values(load_taxonomy(), "anna"), who="anna")


def test_undoing_brings_back_what_was_decided_before(anna: Decider) -> None:
    for title in ("Een", "Twee"):
        anna.catalogue.decide(anna.fields("a1", {"title": [title]}))
    second = anna.catalogue.revision
    anna.catalogue.decide(anna.undoing("a1", second))
    assert anna.catalogue.get("a1").title == "Een"
    anna.catalogue.decide(anna.undoing("a1", anna.catalogue.revision))
    assert anna.catalogue.get("a1").title == "Twee"


def test_undoing_the_first_decision_brings_back_what_was_found(anna: Decider) -> None:
    anna.catalogue.decide(anna.fields("a1", {"title": ["Een"], "year": ["2014"]}))
    anna.catalogue.decide(anna.undoing("a1", anna.catalogue.revision))
    found = anna.catalogue.get("a1")
    assert (found.title, found.published) == (PLAIN.title, None)


def test_a_change_that_decided_nothing_cannot_be_undone(anna: Decider) -> None:
    for revision in (0, 1, 99):
        with pytest.raises(UsageError):
            anna.undoing("a1", revision)


def test_what_was_decided_again_cannot_be_undone(anna: Decider) -> None:
    anna.catalogue.decide(anna.labels("a1", [("zelfbeheer", Verdict.ASSIGNED)]))
    first = anna.catalogue.revision
    anna.catalogue.decide(anna.labels("a1", [("zelfbeheer", Verdict.REJECTED)]))
    with pytest.raises(Overtaken) as overtaken:
        anna.undoing("a1", first)
    assert overtaken.value.entry.who == "anna"


def test_only_a_decision_on_the_same_is_overtaken(anna: Decider) -> None:
    seen = anna.catalogue.revision
    anna.catalogue.decide(anna.fields("a1", {"title": ["Een"]}))
    anna.check_not_overtaken(anna.fields("a1", {"year": ["2014"]}), seen)
    anna.check_not_overtaken(anna.fields("b2", {"title": ["Twee"]}), seen)
    with pytest.raises(Overtaken):
        anna.check_not_overtaken(anna.fields("a1", {"title": ["Drie"]}), seen)


def test_readers_of_the_public_are_not_sent_to_what_only_partners_see(anna: Decider) -> None:
    with pytest.raises(NoEdition):
        anna.withdrawal("a1", "oud", "c3")
    assert anna.withdrawal("c3", "oud", "a1")


def test_a_withdrawn_document_is_restored_and_no_other(anna: Decider) -> None:
    anna.catalogue.decide(anna.withdrawal("a1", "oud", "b2"))
    anna.catalogue.decide(anna.restoration("a1"))
    restored = anna.catalogue.get("a1")
    assert (restored.status, restored.replaced_by) == (Status.NEW, None)
    with pytest.raises(UsageError):
        anna.restoration("a1")


def test_what_waits_is_what_is_open_after_every_change(anna: Decider) -> None:
    waiting = Waiting(anna.catalogue)

    def agree() -> list[str]:
        items = waiting.items()
        assert items == list(open_items(anna.catalogue))
        return [item.document_id for item in items]

    assert agree() == ["a1", "b2", "c3"]
    anna.catalogue.decide(anna.fields("a1", {"year": ["2014"]}))
    assert agree() == ["b2", "c3"]
    anna.catalogue.decide(
        anna.settlement("b2", Matter.YEAR, open_items(anna.catalogue, ["b2"]), "gezocht")
    )
    assert agree() == ["c3"]
    anna.catalogue.decide(anna.reopening("b2", Matter.YEAR))
    anna.catalogue.decide(anna.withdrawal("c3", "fout"))
    assert agree() == ["b2"]
    anna.catalogue.add(replace(PLAIN, id="d4"), "test")
    assert agree() == ["b2", "d4"]
