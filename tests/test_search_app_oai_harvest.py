"""A harvester that others made takes the collection over, by real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from oai_answers import decide, free
from oaipmh_scythe import HTTPConfig, Scythe
from oaipmh_scythe.exceptions import IdDoesNotExist, NoRecordsMatch
from oaipmh_scythe.models import MetadataFormat, Record, Set
from search_app_collection import Collection, make_collection
from served import served as serve

from search_app import oai


@dataclass(frozen=True)
class Served:
    """A collection and the address of its repository."""

    collection: Collection
    address: str


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(oai, "PAGE", 3)
    made = make_collection(tmp_path, [free(n, f"Titel {n}", "zelfbeheer") for n in range(1, 11)])
    with serve(made.app) as here:
        yield Served(made, f"{here}/oai")


def harvested(
    scythe: Scythe, from_: str | None = None, set_: str | None = None
) -> dict[str, Record]:
    found = scythe.list_records(from_=from_, set_=set_)
    records = [one for one in found if isinstance(one, Record)]
    return {str(one.header.identifier).rpartition(":")[2]: one for one in records}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_whole_collection_is_taken_over(served: Served, method: str) -> None:
    with Scythe(served.address, http_config=HTTPConfig(http_method=method)) as scythe:
        found = harvested(scythe)
    assert list(found) == [f"doc{n:02}" for n in range(1, 11)]
    assert found["doc03"].metadata["title"] == ["Titel 3"]


def test_a_second_harvest_brings_what_changed(served: Served) -> None:
    with Scythe(served.address) as scythe:
        found = harvested(scythe)
        last = max(str(one.header.datestamp) for one in found.values())
        catalogue = served.collection.catalogue
        decide(catalogue, "doc02", "title", "Nieuwe titel")
        decide(catalogue, "doc05", "status", "withdrawn")
        later = harvested(scythe, from_=last)
    assert later["doc02"].metadata["title"] == ["Nieuwe titel"]
    assert later["doc05"].deleted
    assert not later["doc02"].deleted


def test_a_set_is_taken_over(served: Served) -> None:
    with Scythe(served.address) as scythe:
        sets = [one.setSpec for one in scythe.list_sets() if isinstance(one, Set)]
        found = harvested(scythe, set_="kind:wetenschap")
    assert "kind:wetenschap" in sets
    assert list(found) == ["doc01", "doc04", "doc07", "doc10"]


def test_a_harvester_learns_who_it_asks(served: Served) -> None:
    with Scythe(served.address) as scythe:
        told = scythe.identify()
        (only,) = scythe.list_metadata_formats()
    assert told.baseURL == served.address
    assert told.protocolVersion == "2.0"
    assert isinstance(only, MetadataFormat)
    assert only.metadataPrefix == "oai_dc"


def test_a_harvester_understands_what_is_refused(served: Served) -> None:
    with Scythe(served.address) as scythe:
        with pytest.raises(NoRecordsMatch):
            list(scythe.list_records(from_="2999-01-01"))
        with pytest.raises(IdDoesNotExist):
            scythe.get_record(identifier="oai:elsewhere:1")
