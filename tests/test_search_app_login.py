"""Logging in and out on the page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from search_app_accounts import (
    OUR_OWN,
    PASSWORD,
    Moment,
    accounts_in,
    file_with,
    log_in,
    logged_in,
    post,
    with_accounts,
)
from search_app_collection import Collection, invented, make_collection
from werkzeug.test import TestResponse

from corpus.accounts import Accounts
from corpus.sessions import IDLE, Sessions
from search_app.addresses import own_address

pytestmark = pytest.mark.usefixtures("quick_passwords")

FORM = "/aanmelden"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("login"), invented())


@pytest.fixture
def now() -> Moment:
    return Moment()


@pytest.fixture
def accounts(tmp_path: Path, now: Moment) -> Accounts:
    return accounts_in(tmp_path, now)


@pytest.fixture
def app(collection: Collection, accounts: Accounts) -> Flask:
    return with_accounts(collection, accounts).app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def soup(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("watwerkt")
    return cookie.value if cookie else ""


def name_in_head(client: FlaskClient) -> str | None:
    found = soup(client.get("/")).select_one("header .account-name")
    return found.get_text().removeprefix("Aangemeld als ") if found else None


# The form


def test_the_form_has_labels_and_lets_password_managers_and_paste_do_their_work(
    client: FlaskClient,
) -> None:
    page = soup(client.get(FORM))
    for name, autocomplete in (("name", "username"), ("password", "current-password")):
        (field,) = page.select(f"main input[name={name}]")
        (label,) = page.select(f"label[for={field['id']}]")
        assert label.get_text(strip=True)
        assert field["autocomplete"] == autocomplete
        assert not {"readonly", "onpaste", "maxlength"} & set(field.attrs)
    assert page.select_one("main form[autocomplete]") is None


def test_what_is_wrong_is_told_at_the_fields_and_first_in_the_title(client: FlaskClient) -> None:
    response = log_in(client, "pia", "fout")
    assert response.status_code == 422
    page = soup(response)
    assert page.title is not None
    assert page.title.get_text().startswith("Fout: Aanmelden")
    (told,) = page.select("[role=alert]")
    for field in page.select("main input[aria-invalid=true]"):
        assert field["aria-describedby"] == told["id"]
    assert page.select_one("main input[name=name]")["value"] == "pia"  # type: ignore[index]
    assert "fout" not in response.text  # the password is not sent back
    assert page.select_one("main input[name=password]").get("value") is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "password"), [("niemand", PASSWORD), ("leo", "fout"), ("", ""), ("pia", PASSWORD)]
)
def test_nobody_learns_which_names_there_are(
    app: Flask, accounts: Accounts, name: str, password: str
) -> None:
    accounts.disable("pia")
    answers = []
    for typed, word in ((name, password), ("onbekend", "x")):
        response = log_in(app.test_client(), typed, word)
        text = re.sub(r'value="[^"]*"', "", response.text)
        answers.append((response.status_code, text, sorted(response.headers.keys())))
    assert answers[0] == answers[1]


def test_too_many_attempts_have_to_wait(client: FlaskClient, now: Moment) -> None:
    for _ in range(5):
        assert log_in(client, "pia", "fout").status_code == 422
    response = log_in(client, "pia")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "10"
    assert "over 1 minuut opnieuw" in response.text
    now.move(10)
    assert log_in(client, "pia").status_code == 303


def test_a_reader_with_an_address_that_guessed_too_often_has_to_wait(app: Flask) -> None:
    client = app.test_client()
    for number in range(20):
        log_in(client, f"naam{number}", "fout")
    assert log_in(client, "pia").status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    assert log_in(elsewhere, "pia").status_code == 303


def test_the_form_is_there_in_english(client: FlaskClient) -> None:
    text = client.get(f"{FORM}?lang=en").text
    assert "Log in" in text
    assert "Password" in text
    assert "Aanmelden" not in text


def test_without_accounts_there_is_nothing_to_log_in_to(
    collection: Collection, tmp_path: Path
) -> None:
    for app in (collection.app, _without_an_account(collection, tmp_path)):
        client = app.test_client()
        assert client.get(FORM).status_code == 404
        assert FORM not in client.get("/").text
        assert client.post(FORM, headers=OUR_OWN).status_code in (400, 404)
    assert not (tmp_path / "none" / "accounts.db").exists()


def _without_an_account(collection: Collection, folder: Path) -> Flask:
    accounts = accounts_in(folder / "none")
    made = with_accounts(collection, accounts).app
    for name in ("pia", "leo"):
        accounts.remove(name)
    accounts.close()
    file_with(accounts).unlink()
    return made


# Where a reader comes back


def test_a_reader_comes_back_to_the_page_and_keeps_the_dossier(client: FlaskClient) -> None:
    page = soup(client.get("/archetype/zelfbeheer?x=1&dossier=doc01"))
    address = str(page.select_one(".account a")["href"])  # type: ignore[index]
    form = soup(client.get(address)).select_one("main form")
    assert form is not None
    fields = {str(f["name"]): str(f.get("value", "")) for f in form.select("input")}
    sent = fields | {"name": "pia", "password": PASSWORD}
    response = client.post(str(form["action"]), data=sent, headers=OUR_OWN)
    assert response.status_code == 303
    assert response.headers["Location"] == "/archetype/zelfbeheer?x=1&dossier=doc01"


def test_a_reader_who_failed_first_comes_back_as_well(client: FlaskClient) -> None:
    log_in(client, "pia", "fout", next="/archetype")
    page = soup(log_in(client, "pia", "fout", next="/archetype"))
    assert page.select_one("main input[name=next]")["value"] == "/archetype"  # type: ignore[index]


def test_who_is_logged_in_already_goes_on(app: Flask) -> None:
    client = logged_in(app, "pia")
    response = client.get(f"{FORM}?next=/archetype")
    assert (response.status_code, response.headers["Location"]) == (303, "/archetype")


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil",
     "/\t/evil.example", "/\n/evil.example", " //evil.example", "javascript:alert(1)", "evil.nl",
     "/@evil.example\r\nSet-Cookie: a=b", "http:/evil", "", "?q=x", "#x", "/a b", "/é", "/x#//y"],
)  # fmt: skip
def test_no_address_leads_elsewhere(app: Flask, client: FlaskClient, asked: str) -> None:
    assert own_address(asked) == "/"
    assert log_in(client, "pia", next=asked).headers["Location"] == "/"
    again = logged_in(app, "leo").get(f"{FORM}?next={quote(asked)}")
    assert again.headers["Location"] == "/"


@pytest.mark.parametrize(
    "asked",
    ["/", "/?q=zelfbeheer&sort=newest", "/document/doc01/page/2?q=a+b%20c", "/archetype/x?a=/b?c",
     "/?next=//evil.example", "/a//b"],
)  # fmt: skip
def test_own_addresses_stay(client: FlaskClient, asked: str) -> None:
    assert log_in(client, "pia", next=asked).headers["Location"] == asked


# The session


def test_the_name_and_the_way_out_are_on_each_page(app: Flask) -> None:
    client = logged_in(app, "PIA")
    assert name_in_head(client) == "pia"
    for path in ("/", "/document/doc01", "/archetype", "/nergens", "/dossier"):
        form = soup(client.get(path)).select_one("header form.account")
        assert form is not None
        assert (form["method"], form["action"]) == ("post", "/afmelden")


def test_the_cookie_is_for_the_browser_alone_and_gone_with_it(client: FlaskClient) -> None:
    (cookie,) = log_in(client, "pia").headers.getlist("Set-Cookie")
    assert cookie.startswith("watwerkt=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} == set(cookie.split("; ")[1:])


def test_over_https_no_other_host_can_set_the_cookie(app: Flask) -> None:
    client = app.test_client()
    page = client.get(FORM, base_url="https://localhost")
    (given,) = page.headers.getlist("Set-Cookie")
    token = str(soup(page).select_one("input[name=form_token]")["value"])  # type: ignore[index]
    response = client.post(
        FORM,
        base_url="https://localhost",
        data={"name": "pia", "password": PASSWORD, "form_token": token},
        headers={"Origin": "https://localhost"},
    )
    (cookie,) = response.headers.getlist("Set-Cookie")
    for one in (given, cookie):
        assert one.startswith("__Host-watwerkt=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} == set(one.split("; ")[1:])
    assert "pia" in client.get("/", base_url="https://localhost").text


def test_a_token_from_before_logging_in_is_worth_nothing_afterwards(
    app: Flask, client: FlaskClient, accounts: Accounts
) -> None:
    client.set_cookie("watwerkt", "fixed-by-somebody-else")
    log_in(client, "pia")
    assert token_of(client) != "fixed-by-somebody-else"
    other = app.test_client()
    other.set_cookie("watwerkt", "fixed-by-somebody-else")
    assert name_in_head(other) is None
    assert Sessions(accounts).account_of("fixed-by-somebody-else") is None


def test_logging_in_again_ends_the_session_of_before(
    client: FlaskClient, accounts: Accounts
) -> None:
    log_in(client, "pia")
    before = token_of(client)
    form = str(soup(client.get("/")).select_one("input[name=form_token]")["value"])  # type: ignore[index]
    fields = {"name": "leo", "password": PASSWORD, "form_token": form}
    assert client.post(FORM, data=fields, headers=OUR_OWN).status_code == 303
    assert name_in_head(client) == "leo"
    assert Sessions(accounts).account_of(before) is None


def test_logging_out_ends_the_session_and_takes_the_cookie(
    client: FlaskClient, accounts: Accounts
) -> None:
    log_in(client, "pia")
    token = token_of(client)
    response = post(client, "/afmelden", {}, page="/")
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert token_of(client) == ""
    assert Sessions(accounts).account_of(token) is None
    client.set_cookie("watwerkt", token)
    assert name_in_head(client) is None


def test_logging_out_takes_the_dossier_along(client: FlaskClient) -> None:
    log_in(client, "pia")
    form = soup(client.get("/?dossier=doc01")).select_one("header form.account")
    assert form is not None
    response = post(client, str(form["action"]), {}, page="/")
    assert response.headers["Location"] == "/?dossier=doc01"


def test_an_address_alone_logs_nobody_out(app: Flask) -> None:
    client = logged_in(app, "pia")
    assert client.get("/afmelden").status_code == 405
    assert name_in_head(client) == "pia"


def test_an_unused_session_ends(app: Flask, now: Moment) -> None:
    client = logged_in(app, "pia")
    now.move(IDLE)
    assert name_in_head(client) is None
    assert client.get("/document/doc43").status_code == 404


def test_only_the_form_to_log_in_gives_a_cookie(client: FlaskClient) -> None:
    for path in ("/", "/?q=zelfbeheer", "/nergens", "/api/v1/search"):
        assert "Set-Cookie" not in client.get(path).headers
    assert "Set-Cookie" in client.get(FORM).headers
