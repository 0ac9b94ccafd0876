"""The accessibility statement, and pages that tell what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest
from bs4 import BeautifulSoup
from flask import Flask, abort
from flask.testing import FlaskClient
from search_app_collection import invented, make_collection
from werkzeug.exceptions import TooManyRequests

from search_app import wording
from search_app.statement import CONTACT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("statement")


@pytest.fixture(scope="module")
def app(folder: Path) -> Flask:
    made = make_collection(folder, invented()).app

    def fail(status: int) -> NoReturn:
        if status == 429:
            raise TooManyRequests(retry_after=30)
        abort(status)

    def break_down() -> NoReturn:
        raise ZeroDivisionError

    made.add_url_rule("/fail/<int:status>", "fail", fail)
    made.add_url_rule("/break-down", "break_down", break_down)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def words(client: FlaskClient, address: str) -> str:
    main = BeautifulSoup(client.get(address).text, "lxml").find("main")
    assert main
    return " ".join(main.get_text().split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_leads_to_the_statement(client: FlaskClient, language: str) -> None:
    foot = BeautifulSoup(client.get(f"/?lang={language}").text, "lxml").select(".colophon a")
    assert "/toegankelijkheid" in [link["href"] for link in foot]
    assert client.get(f"/toegankelijkheid?lang={language}").status_code == 200


def test_the_statement_says_what_was_not_tested(client: FlaskClient) -> None:
    assert "niet getest door mensen met een beperking" in words(client, "/toegankelijkheid")


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("wij@example.org", "mailto:wij@example.org"),
        ("https://example.org/wij", "https://example.org/wij"),
    ],
)
def test_readers_can_tell_whom_it_may_concern(
    app: Flask, client: FlaskClient, contact: str, address: str
) -> None:
    assert contact not in words(client, "/toegankelijkheid")
    app.config[CONTACT] = contact
    page = BeautifulSoup(client.get("/toegankelijkheid").text, "lxml")
    app.config[CONTACT] = ""
    assert address in [link["href"] for link in page.select("main a")]


@pytest.mark.parametrize("status", wording.ERRORS)
def test_an_error_says_what_happened_and_offers_a_search_box(
    client: FlaskClient, status: int
) -> None:
    response = client.get(f"/fail/{status}")
    page = BeautifulSoup(response.text, "lxml")
    title, advice = wording.ERRORS[status]
    assert response.status_code == status
    assert [h.get_text() for h in page.select("h1")] == [title]
    assert advice in page.get_text()
    assert page.select("form[role=search] input[type=search], search input[type=search]")
    assert len(page.select(".ways li")) >= 3


@pytest.mark.parametrize(("status", "again"), [(404, False), (429, True), (503, True)])
def test_what_may_pass_can_be_tried_again(client: FlaskClient, status: int, again: bool) -> None:
    page = BeautifulSoup(client.get(f"/fail/{status}?q=a%26b").text, "lxml")
    found = [link["href"] for link in page.select(".ways a")]
    assert (f"/fail/{status}?q=a%26b" in found) is again


def test_a_program_is_told_how_long_to_wait(client: FlaskClient) -> None:
    assert client.get("/fail/429").headers["Retry-After"] == "30"


def test_a_mistake_of_ours_shows_no_traceback(client: FlaskClient) -> None:
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    response = client.get("/break-down")
    assert response.status_code == 500
    assert "ZeroDivisionError" not in response.text
    assert wording.ERRORS[500][0] in response.text
