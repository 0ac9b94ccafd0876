"""Forms: which are taken, and which are refused."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from search_app_accounts import (
    OUR_OWN,
    PASSWORD,
    log_in,
    logged_in,
)
from test_search_app_login import FORM, accounts, app, client, collection, name_in_head, now, soup

__all__ = ["accounts", "app", "client", "collection", "now"]

pytestmark = pytest.mark.usefixtures("quick_passwords")


# Forms of others

FOREIGN = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:8000"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", [FORM, "/afmelden"])
def test_a_form_of_another_site_is_refused(app: Flask, path: str, headers: dict[str, str]) -> None:
    client = logged_in(app, "pia")
    page = soup(client.get("/")).select_one("input[name=form_token]")
    assert page is not None
    fields = {"name": "leo", "password": PASSWORD, "form_token": str(page["value"])}
    response = client.post(path, data=fields, headers=headers)
    assert response.status_code == 400
    assert "Set-Cookie" not in response.headers
    assert name_in_head(client) == "pia"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "https://buiten.example", "Sec-Fetch-Site": "same-origin"},  # behind a proxy
        {"Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_a_form_of_ours_is_taken(app: Flask, headers: dict[str, str]) -> None:
    client = logged_in(app, "pia")
    page = soup(client.get("/")).select_one("input[name=form_token]")
    assert page is not None
    sent = client.post("/afmelden", data={"form_token": str(page["value"])}, headers=headers)
    assert sent.status_code == 303


def test_a_site_without_https_sends_no_form_to_one_with_it(app: Flask) -> None:
    client = app.test_client()
    page = soup(client.get(FORM, base_url="https://localhost"))
    fields = {"form_token": str(page.select_one("input[name=form_token]")["value"])}  # type: ignore[index]
    for origin, status in (("http://localhost", 400), ("https://localhost", 422)):
        response = client.post(
            FORM, base_url="https://localhost", data=fields, headers={"Origin": origin}
        )
        assert response.status_code == status


def test_a_form_without_its_token_or_with_that_of_another_is_refused(app: Flask) -> None:
    client, other = logged_in(app, "pia"), logged_in(app, "leo")
    theirs = soup(other.get("/")).select_one("input[name=form_token]")
    assert theirs is not None
    for fields in ({}, {"form_token": ""}, {"form_token": "é"}, {"form_token": theirs["value"]}):
        assert client.post("/afmelden", data=fields, headers=OUR_OWN).status_code == 400
    assert name_in_head(client) == "pia"


def test_the_form_of_before_logging_in_is_of_no_use_afterwards(client: FlaskClient) -> None:
    before = soup(client.get(FORM)).select_one("input[name=form_token]")
    assert before is not None
    log_in(client, "pia")
    fields = {"form_token": str(before["value"])}
    assert client.post("/afmelden", data=fields, headers=OUR_OWN).status_code == 400


def test_what_is_refused_says_what_to_do(client: FlaskClient) -> None:
    response = client.post(FORM, headers=OUR_OWN)
    assert "laad de pagina opnieuw" in response.text


def test_more_than_a_form_can_hold_is_refused(client: FlaskClient) -> None:
    response = client.post(FORM, data={"name": "x" * 2_000_000}, headers=OUR_OWN)
    assert response.status_code == 413
