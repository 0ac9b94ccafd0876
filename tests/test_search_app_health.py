"""Whether the page works, as machines ask it; and the log that they gather."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from search_app_collection import Collection, fresh, invented, make_collection

from corpus.document import Access
from corpus.errors import WatwerktError
from search_app import health
from search_app.health import ENDING
from search_app.logs import JsonLines

NUMBER = "0123456789abcdef"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("health"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection of which the index is gone."""
    made = make_collection(tmp_path_factory.mktemp("broken"), invented()[:1])
    (made.folder / "index" / "current.json").unlink()
    return made


# Lives it, and can it answer?


def test_a_process_that_lives_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"ok": True}


def test_a_process_lives_while_its_index_is_away(broken: Collection) -> None:
    assert broken.app.test_client().get("/healthz").status_code == 200


def test_ready_tells_what_each_part_has_reached(
    client: FlaskClient, collection: Collection
) -> None:
    public = [d for d in collection.catalogue.summaries() if d.visible_to(Access.PUBLIC)]
    revision = collection.catalogue.revision
    assert client.get("/readyz").get_json() == {
        "ready": True,
        "parts": {
            "catalogue": {"ready": True, "revision": revision},
            "index": {
                "ready": True,
                "documents": len(public),
                "revision": revision,
                "behind": 0,
            },
        },
    }


def test_what_is_not_ready_is_named_without_where_it_is(broken: Collection) -> None:
    answer = broken.app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["parts"]["index"] == {"ready": False, "why": "IndexMissing"}
    assert answer.get_json()["parts"]["catalogue"]["ready"]
    assert str(broken.folder) not in answer.text


def test_a_catalogue_that_fails_is_named(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, collection: Collection
) -> None:
    def fail(_self: object) -> int:
        raise WatwerktError("The catalogue at db.example.org failed.")

    monkeypatch.setattr(type(collection.catalogue), "revision", property(fail))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["parts"]["catalogue"] == {"ready": False, "why": "WatwerktError"}
    assert "example.org" not in answer.text


def test_an_index_too_far_behind_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_collection(tmp_path, invented()[:2])
    monkeypatch.setattr(health, "MOST_BEHIND", 1)
    client = made.app.test_client()
    made.catalogue.add(invented()[2], "test")
    assert client.get("/readyz").status_code == 200
    made.catalogue.add(invented()[3], "test")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    index = answer.get_json()["parts"]["index"]
    assert (index["ready"], index["behind"], index["why"]) == (False, 2, "TooFarBehind")


def test_a_process_that_is_about_to_end_is_not_ready_and_lives(collection: Collection) -> None:
    app = fresh(collection)
    app.config[ENDING] = True
    client = app.test_client()
    assert client.get("/readyz").get_json()["why"] == "Ending"
    assert client.get("/healthz").status_code == 200


# The number of a request


def test_each_answer_has_a_number_of_its_own(client: FlaskClient) -> None:
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 32


def test_the_number_that_the_proxy_gave_is_taken_over(client: FlaskClient) -> None:
    answer = client.get("/nergens", headers={"X-Request-ID": NUMBER})
    assert answer.headers["X-Request-ID"] == NUMBER


@pytest.mark.parametrize(
    "given", ["kort", "a" * 65, 'x" onload="', "anna@example.org", "één-twee-drie"]
)
def test_a_number_that_is_none_is_not_taken_over(client: FlaskClient, given: str) -> None:
    headers = {"X-Request-ID": given.encode().decode("latin-1")}
    assert client.get("/healthz", headers=headers).headers["X-Request-ID"] != given


# The log


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What is written to the log as JSON lines."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def lines(log: StringIO, event: str = "request") -> list[dict[str, object]]:
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in found if line["event"] == event]


def test_a_request_is_a_line_with_its_route_and_not_what_was_asked(
    client: FlaskClient, log: StringIO
) -> None:
    headers = {"X-Request-ID": NUMBER, "X-Forwarded-For": "198.51.100.7"}
    client.get("/document/doc01?q=geheime+ziekte", headers=headers, buffered=True)
    (line,) = lines(log)
    assert line["request"] == NUMBER
    assert (line["level"], line["method"], line["status"]) == ("info", "GET", 200)
    assert line["route"] == "/document/<document_id>"
    assert isinstance(line["ms"], float)
    for told in ("geheime", "ziekte", "doc01", "198.51.100.7", "127.0.0.1"):
        assert told not in log.getvalue()


def test_an_original_that_is_sent_is_a_line_as_well(client: FlaskClient, log: StringIO) -> None:
    client.get("/document/doc01/file", buffered=True)
    assert [line["route"] for line in lines(log)] == ["/document/<document_id>/file"]


def test_an_address_that_there_is_not_has_no_route(client: FlaskClient, log: StringIO) -> None:
    client.get("/anna@example.org", buffered=True)
    (line,) = lines(log)
    assert (line["route"], line["status"]) == ("-", 404)
    assert "anna" not in log.getvalue()


def test_probes_fill_no_log_unless_they_fail(
    client: FlaskClient, broken: Collection, log: StringIO
) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        client.get(address, buffered=True)
    assert not lines(log)
    broken.app.test_client().get("/readyz", buffered=True)
    assert [(line["route"], line["level"]) for line in lines(log)] == [("/readyz", "error")]


def test_a_failure_is_told_by_its_kind_and_place_and_not_by_what_was_asked(
    collection: Collection, log: StringIO
) -> None:
    def fail() -> str:
        raise LookupError("geheime ziekte")

    app = fresh(collection)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/kapot", view_func=fail)
    app.test_client().get("/kapot", headers={"X-Request-ID": NUMBER}, buffered=True)
    (line,) = lines(log, "Exception on /kapot [GET]")
    assert (line["failure"], line["request"]) == ("LookupError", NUMBER)
    assert any(str(place).endswith(" fail") for place in line["where"])  # type: ignore[attr-defined]
    assert "ziekte" not in log.getvalue()
    assert [found["status"] for found in lines(log)] == [500]


def test_each_line_is_one_line_and_says_when(log: StringIO) -> None:
    logging.getLogger("watwerkt").warning("Twee\nregels %s", "é")
    (line,) = [json.loads(text) for text in log.getvalue().splitlines()]
    assert line["event"] == "Twee\nregels é"
    assert line["level"] == "warning"
    assert line["time"].endswith("+00:00")
