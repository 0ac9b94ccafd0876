"""The same numbers on the command line, in the JSON and on the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.collection import open_collection
from corpus.settings import load_settings
from index import open_index
from index.fields import FACET_NAMES
from ingest.cli.main import watwerkt
from search_app import create_app

QUERIES = ("", "zelfbeheer", "bewoners -corporatie", "wijk*", '"de bewoners"', "huurder OF buurt",
           "jaar:2012..2020 bewoners", "soort:praktijk", "nergenswoord")  # fmt: skip


class Doors:
    """Two ways to ask the same collection."""

    def __init__(self, data: Path) -> None:
        self._data = data
        opened = open_collection(load_settings({}, data, {"data": str(data)}))
        index = open_index(opened.settings.index, opened.catalogue, opened.taxonomy)
        app = create_app(index, opened.catalogue, opened.taxonomy, opened.originals)
        self._client: FlaskClient = app.test_client()

    def command_line(self, query: str, chosen: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """What ``watwerkt search --json`` says."""
        options = [
            part
            for facet, values in chosen.items()
            for value in values
            for part in (f"--{facet.replace('_', '-')}", value)
        ]
        arguments = ["--data", str(self._data), "search", "--json", *options, "--", query]
        ran = CliRunner().invoke(watwerkt, arguments, catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        answer: dict[str, Any] = json.loads(ran.stdout)
        return answer

    def json(self, query: str, chosen: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """What ``/api/v1/search`` says."""
        parameters = [("q", query), *((f, value) for f, vs in chosen.items() for value in vs)]
        response = self._client.get(f"/api/v1/search?{urlencode(parameters)}")
        assert response.status_code == 200
        answer: dict[str, Any] = response.get_json()
        return answer


@pytest.fixture(scope="module")
def doors(ingested_samples: Path) -> Doors:
    return Doors(ingested_samples)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_number_beside_a_value_is_the_total_after_choosing_it(
    doors: Doors, data: st.DataObject
) -> None:
    query = data.draw(st.sampled_from(QUERIES))
    everything = doors.json("", {})["facets"]
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in data.draw(st.lists(st.sampled_from(FACET_NAMES), unique=True, max_size=2)):
        values = st.sampled_from([count["value"] for count in everything[facet]])
        chosen[facet] = tuple(data.draw(st.lists(values, unique=True, min_size=1, max_size=2)))
    command_line, answer = doors.command_line(query, chosen), doors.json(query, chosen)
    assert command_line["total"] == answer["total"]
    for facet in FACET_NAMES:
        counts = {c["value"]: c["count"] for c in command_line["facets"][facet]}
        assert counts == {c["value"]: c["count"] for c in answer["facets"][facet]}
    offered = [(f, c["value"]) for f in FACET_NAMES for c in command_line["facets"][f]]
    if offered:
        facet, value = data.draw(st.sampled_from(offered))
        count = next(c["count"] for c in command_line["facets"][facet] if c["value"] == value)
        ticked = {**chosen, facet: (value,)}
        assert doors.command_line(query, ticked)["total"] == count
        assert doors.json(query, ticked)["total"] == count
