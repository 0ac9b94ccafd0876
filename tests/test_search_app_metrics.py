"""What is measured of a web process, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as open_metrics_families,
)
from prometheus_client.parser import text_string_to_metric_families
from search_app_accounts import accounts_in, logged_in, with_accounts
from search_app_collection import Collection, fresh, invented, make_collection

from corpus.sessions import IDLE
from search_app.health import METRICS_READERS

ANYBODY = "0.0.0.0/0 ::/0"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("metrics"), invented()[:3])


@pytest.fixture
def app(collection: Collection) -> Flask:
    return fresh(collection)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


Sample = tuple[str, frozenset[tuple[str, str]]]


def measured(client: FlaskClient) -> Mapping[Sample, float]:
    answer = client.get("/metrics", buffered=True)
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def one(client: FlaskClient, name: str, **labels: str) -> float:
    return measured(client).get((name, frozenset(labels.items())), 0)


def test_requests_are_counted_by_route_and_status(client: FlaskClient) -> None:
    for address in ("/document/doc01", "/document/doc02", "/document/nergens"):
        client.get(address, buffered=True)
    route = "/document/<document_id>"
    assert one(client, "watwerkt_requests_total", route=route, method="GET", status="200") == 2
    assert one(client, "watwerkt_requests_total", route=route, method="GET", status="404") == 1
    assert one(client, "watwerkt_request_seconds_count", route=route) == 3


def test_what_a_reader_makes_up_makes_no_new_lines(client: FlaskClient) -> None:
    for address in ("/nergens", "/anna@example.org", "/metrics/x"):
        client.open(address, method="PURR", buffered=True)
    assert one(client, "watwerkt_requests_total", route="-", method="other", status="404") == 3
    assert "anna" not in client.get("/metrics").text


def test_the_time_of_the_index_is_measured_by_what_is_asked(client: FlaskClient) -> None:
    before = one(client, "watwerkt_search_seconds_count", asked="search")
    client.get("/?q=zelfbeheer", buffered=True)
    client.get("/api/v1/suggest?q=zelf", buffered=True)
    assert one(client, "watwerkt_search_seconds_count", asked="search") == before + 1
    assert one(client, "watwerkt_search_seconds_count", asked="suggest") == 1


@pytest.mark.usefixtures("quick_passwords")
def test_readers_who_are_logged_in_are_measured_alike(
    collection: Collection, tmp_path: Path
) -> None:
    app = with_accounts(collection, accounts_in(tmp_path)).app
    leo = logged_in(app, "leo")
    before = one(leo, "watwerkt_search_seconds_count", asked="search")
    leo.get("/?q=zelfbeheer", buffered=True)
    assert one(leo, "watwerkt_search_seconds_count", asked="search") == before + 1


def test_a_question_that_the_index_does_not_answer_is_counted(tmp_path: Path) -> None:
    collection = make_collection(tmp_path, invented()[:1])
    (collection.folder / "index" / "current.json").unlink()
    client = collection.app.test_client()
    client.get("/?q=zelfbeheer", buffered=True)
    assert one(client, "watwerkt_search_failures_total", asked="search") >= 1
    assert one(client, "watwerkt_ready", part="index") == 0
    assert one(client, "watwerkt_ready", part="catalogue") == 1


def test_it_is_told_how_far_the_index_is_behind(
    tmp_path: Path,
) -> None:
    collection = make_collection(tmp_path, invented()[:3])
    client = collection.app.test_client()
    assert one(client, "watwerkt_index_documents") == 3
    assert one(client, "watwerkt_index_behind") == 0
    collection.catalogue.add(invented()[3], "test")
    assert one(client, "watwerkt_index_behind") == 1
    assert one(client, "watwerkt_revision", part="catalogue") == collection.catalogue.revision


@pytest.mark.usefixtures("quick_passwords")
def test_sessions_that_have_not_ended_are_counted(collection: Collection, tmp_path: Path) -> None:
    accounts = accounts_in(tmp_path)
    app = with_accounts(collection, accounts).app
    client = app.test_client()
    assert one(client, "watwerkt_sessions") == 0
    logged_in(app, "leo")
    logged_in(app, "pia")
    assert one(client, "watwerkt_sessions") == 2
    accounts.now.move(IDLE)  # type: ignore[attr-defined]
    assert one(client, "watwerkt_sessions") == 0


def test_who_asks_for_openmetrics_gets_that(client: FlaskClient) -> None:
    accept = {"Accept": "application/openmetrics-text; version=1.0.0"}
    answer = client.get("/metrics", headers=accept)
    assert answer.mimetype == "application/openmetrics-text"
    assert any(f.name == "watwerkt_requests" for f in open_metrics_families(answer.text))  # type: ignore[no-untyped-call]


# Who may read them


def status(app: Flask, readers: str, address: str, **headers: str) -> int:
    app.config[METRICS_READERS] = readers
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        app.test_client()
        .get("/metrics", environ_base={"REMOTE_ADDR": address}, headers=named)
        .status_code
    )


@pytest.mark.parametrize(
    ("readers", "address", "expected"),
    [
        ("127.0.0.1/32 ::1/128", "127.0.0.1", 200),
        ("127.0.0.1/32 ::1/128", "::1", 200),
        ("127.0.0.1/32 ::1/128", "192.0.2.7", 404),
        ("10.0.0.0/8", "10.3.2.1", 200),
        ("10.0.0.0/8", "127.0.0.1", 404),
        ("off", "127.0.0.1", 404),
    ],
)
def test_they_are_for_the_networks_that_are_named_alone(
    app: Flask, readers: str, address: str, expected: int
) -> None:
    assert status(app, readers, address) == expected


def test_unless_told_otherwise_they_are_for_the_same_computer(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 200
    other = client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": "127.0.0.1"},
        {"X_Forwarded_Proto": "https"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "wijken.example.org"},
        {"Host": "wijken.example.org:8000"},
    ],
)
def test_they_are_for_nobody_who_comes_through_a_proxy(app: Flask, headers: dict[str, str]) -> None:
    assert status(app, ANYBODY, "127.0.0.1", **headers) == 404


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "[::1]", "localhost", "app:8000"])
def test_they_are_read_at_the_address_of_the_process(app: Flask, host: str) -> None:
    assert status(app, ANYBODY, "127.0.0.1", Host=host) == 200
