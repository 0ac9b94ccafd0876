"""The form to log in, in a real browser and by keyboard: wrong, too often, and right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from keyboard import Keyboard
from search_app_accounts import PASSWORD, Moment, accounts_in, quick_hashes, with_accounts
from search_app_collection import Collection, invented, make_collection
from selenium import webdriver
from served import served
from test_browser_accessibility import axe, violations

from benchmarks.chromium import PHONE, WIDE, set_scheme, set_size

__all__ = ["axe"]

pytestmark = pytest.mark.browser

FROM = "/?q=zelfbeheer&kind=praktijk"
_FREE = 5  # attempts before somebody has to wait


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("login"), invented())


@pytest.fixture
def now() -> Moment:
    return Moment()


@pytest.fixture
def person(
    chromium: webdriver.Chrome, collection: Collection, tmp_path: Path, now: Moment
) -> Iterator[Keyboard]:
    """Somebody who came from a page of results to the form."""
    set_size(chromium, WIDE)
    with (
        quick_hashes(),
        served(with_accounts(collection, accounts_in(tmp_path, now)).app) as address,
    ):
        keyboard = Keyboard(chromium, address)
        keyboard.open(FROM)
        keyboard.go(".account a")
        yield keyboard


def attempt(person: Keyboard, password: str) -> None:
    """Fill in what is empty and send it, from the field that has the focus."""
    if person.has("#login-name"):
        person.type("leo")
        person.press("Tab")
    assert person.has("#login-password")
    person.type(password)
    person.send()


def trouble(person: Keyboard) -> str:
    """What the form says is wrong, as it is tied to the field that has the focus."""
    assert person.has("[aria-invalid='true'][aria-describedby='login-trouble']")
    assert person.text("title").startswith("Fout:")
    return person.text("#login-trouble[role='alert']")


def test_who_logs_in_is_back_on_the_page_he_came_from(person: Keyboard) -> None:
    assert person.has("#login-name")
    attempt(person, PASSWORD)
    assert person.path == FROM
    assert person.text(".account-name").endswith("leo")


def test_a_wrong_password_is_told_and_the_name_stays(person: Keyboard) -> None:
    attempt(person, "zeven rode tuinstoelen")
    assert "De naam of het wachtwoord klopt niet" in trouble(person)
    assert person.has("#login-password")
    assert person.focused.get_attribute("value") == ""
    attempt(person, PASSWORD)
    assert person.path == FROM


def test_who_tries_too_often_is_told_how_long_to_wait(person: Keyboard, now: Moment) -> None:
    for _ in range(_FREE + 1):
        attempt(person, "zeven rode tuinstoelen")
    assert "Probeer het over 1 minuut opnieuw" in trouble(person)
    attempt(person, PASSWORD)
    assert "te vaak" in trouble(person)
    now.move(60)
    attempt(person, PASSWORD)
    assert person.path == FROM


def test_axe_has_nothing_to_say_of_any_state_of_the_form(person: Keyboard, axe: str) -> None:
    told = []
    for state in ("empty", "wrong", "too often"):
        for size in (WIDE, PHONE):
            set_size(person.browser, size)
            for scheme in ("light", "dark"):
                set_scheme(person.browser, scheme)
                told += [f"{state} {scheme}: {one}" for one in violations(person.browser, axe)]
        for _ in range(1 if state == "empty" else _FREE):
            attempt(person, "zeven rode tuinstoelen")
    assert told == []
