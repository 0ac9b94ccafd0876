"""Which documents are given out to other repositories, and which of them are deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from oai_answers import decide, free

from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Access, Document, Status
from corpus.exchange.harvest import Harvest
from corpus.licences import load_licences

LICENCES = load_licences()


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    catalogue = open_catalogue(catalogue_url)
    yield catalogue
    catalogue.close()


@pytest.fixture
def harvest(catalogue: Catalogue) -> Harvest:
    return Harvest(catalogue, LICENCES)


def told(harvest: Harvest) -> list[str]:
    return [("-" if one.deleted else "") + one.id for one in harvest.headers()]


NEVER = [
    ("hidden", replace(free(1), access=Access.HIDDEN)),
    ("for partners", replace(free(1), access=Access.PARTNER)),
    ("withdrawn", replace(free(1), status=Status.WITHDRAWN)),
    ("without licence", replace(free(1), licence=None)),
    ("all rights reserved", replace(free(1), licence="Alle rechten voorbehouden")),
]


@pytest.mark.parametrize("document", [one for _, one in NEVER], ids=[name for name, _ in NEVER])
def test_what_never_could_be_given_out_is_not_told_of(
    catalogue: Catalogue, harvest: Harvest, document: Document
) -> None:
    catalogue.add(document, "test")
    decide(catalogue, document.id, "title", "Anders")
    assert told(harvest) == []
    assert harvest.header(document.id) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("access", "hidden"),
        ("access", "partner"),
        ("status", "withdrawn"),
        ("licence", "Alle rechten voorbehouden"),
        ("licence", ""),
    ],
)
def test_what_was_given_out_and_no_longer_is_becomes_deleted(
    catalogue: Catalogue, harvest: Harvest, field: str, value: str
) -> None:
    catalogue.add(free(1), "test")
    assert told(harvest) == ["doc01"]
    decide(catalogue, "doc01", field, value)
    assert told(harvest) == ["-doc01"]
    assert told(Harvest(catalogue, LICENCES)) == ["-doc01"]


def test_what_is_given_out_again_is_not_deleted(catalogue: Catalogue, harvest: Harvest) -> None:
    catalogue.add(free(1), "test")
    decide(catalogue, "doc01", "status", "withdrawn")
    assert told(harvest) == ["-doc01"]
    decide(catalogue, "doc01", "status", None)
    assert told(harvest) == ["doc01"]


def test_a_deleted_record_keeps_the_moment_it_was_deleted(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(free(1), "test")
    decide(catalogue, "doc01", "access", "hidden")
    before = harvest.header("doc01")
    decide(catalogue, "doc01", "title", "Anders")
    decide(catalogue, "doc01", "status", "withdrawn")
    assert harvest.header("doc01") == before == Harvest(catalogue, LICENCES).header("doc01")


def test_what_a_program_found_and_takes_back_is_deleted(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(free(1), "test")
    catalogue.replace(replace(free(1), licence=None), "test", "update")
    assert told(harvest) == ["-doc01"]


def test_what_a_decision_kept_back_all_along_was_never_given_out(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(replace(free(1), access=Access.HIDDEN), "test")
    decide(catalogue, "doc01", "access", "hidden")
    catalogue.replace(free(1), "test", "update")
    catalogue.replace(replace(free(1), access=Access.HIDDEN), "test", "update")
    assert told(harvest) == []


def test_records_come_in_the_order_of_their_last_change(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    for number in (1, 2, 3):
        catalogue.add(free(number), "test")
    assert told(harvest) == ["doc01", "doc02", "doc03"]
    decide(catalogue, "doc01", "title", "Anders")
    assert told(harvest) == ["doc02", "doc03", "doc01"]


SETS = ("kind:wetenschap", "archetype:zelfbeheer")


@pytest.mark.parametrize(
    ("field", "value"), [("access", "hidden"), ("access", "partner"), ("status", "withdrawn")]
)
def test_a_deleted_record_stays_in_the_sets_it_was_in(
    catalogue: Catalogue, harvest: Harvest, field: str, value: str
) -> None:
    catalogue.add(free(1, "Titel", "zelfbeheer"), "test")
    decide(catalogue, "doc01", field, value)
    decide(catalogue, "doc01", "title", "Anders")
    header = harvest.header("doc01")
    assert header is not None
    assert (header.deleted, header.sets) == (True, SETS)


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "beleid"), ("archetype:skaeve-huse", "assigned")]
)
def test_what_the_public_may_not_see_any_more_tells_no_set_it_came_into_since(
    catalogue: Catalogue, harvest: Harvest, field: str, value: str
) -> None:
    catalogue.add(free(1, "Titel", "zelfbeheer"), "test")
    decide(catalogue, "doc01", "access", "hidden")
    decide(catalogue, "doc01", field, value)
    header = harvest.header("doc01")
    assert header is not None
    assert (header.deleted, header.sets) == (True, ())


def test_a_new_description_of_what_is_hidden_tells_no_set(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(free(1, "Titel", "zelfbeheer"), "test")
    decide(catalogue, "doc01", "access", "hidden")
    catalogue.replace(free(1, "Titel", "skaeve-huse"), "test", "update")
    header = harvest.header("doc01")
    assert header is not None
    assert (header.deleted, header.sets) == (True, ())


def test_a_record_is_in_the_sets_of_its_kind_and_archetypes(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(free(1, "Titel", "zelfbeheer", "bewonersbudgetten"), "test")
    header = harvest.header("doc01")
    assert header is not None
    assert header.sets == ("kind:wetenschap", "archetype:bewonersbudgetten", "archetype:zelfbeheer")
    assert header.within("kind")
    assert header.within("archetype:zelfbeheer")
    assert not header.within("archetype:zelf")
    assert not header.within("kind:praktijk")


def test_the_moment_is_that_of_the_last_change_in_whole_seconds(
    catalogue: Catalogue, harvest: Harvest
) -> None:
    catalogue.add(free(1), "test")
    (entry,) = catalogue.ledger("doc01")
    header = harvest.header("doc01")
    assert header is not None
    assert header.at == entry.at.replace(microsecond=0)
    assert header.revision == entry.revision
