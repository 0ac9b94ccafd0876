"""A librarian decides in a real browser, without a mouse and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_desk import Desk, make_data, open_desk
from search_app_accounts import PASSWORD
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from served import served
from test_browser_accessibility import axe, violations
from test_browser_search import PATIENCE, Reader, Start, start

from benchmarks.chromium import NARROW, set_scheme

__all__ = ["axe", "start"]

pytestmark = pytest.mark.browser

_UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


@pytest.fixture
def desk(tmp_path: Path, quick_passwords: None) -> Iterator[Desk]:  # noqa: ARG001
    opened = open_desk(make_data(tmp_path))
    yield opened
    opened.collection.catalogue.close()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with served(desk.app) as here:
        yield here


def log_in(reader: Reader) -> None:
    """By the form, as Leo."""
    reader.open("/aanmelden")
    reader.see("#login-name").send_keys("leo")
    reader.see("#login-password").send_keys(PASSWORD, Keys.ENTER)
    wait_for(reader, ".account-name")


def wait_for(reader: Reader, selector: str) -> None:
    """Until something that fits is on the page."""
    WebDriverWait(reader.browser, PATIENCE).until(
        lambda browser: browser.find_elements(By.CSS_SELECTOR, selector)
    )


def focused(reader: Reader) -> str:
    """Id of what has the focus."""
    return str(reader.browser.switch_to.active_element.get_attribute("id"))


def press(reader: Reader, *keys: str) -> None:
    """Press keys, wherever the focus is."""
    for key in keys:
        ActionChains(reader.browser).send_keys(key).perform()


def verdicts(desk: Desk) -> dict[str, str | None]:
    """What was decided on ``a1``."""
    return {one.field: one.value for one in desk.collection.catalogue.decisions("a1")}


def test_a_label_is_settled_by_single_keys(desk: Desk, start: Start) -> None:
    reader = start()
    log_in(reader)
    reader.open("/nazien/a1")
    press(reader, "a")
    assert not verdicts(desk)  # nothing has the focus yet
    press(reader, "j")
    assert focused(reader) == "label-klushuizen"
    press(reader, "a")
    wait_for(reader, "#told")
    assert verdicts(desk) == {"archetype:klushuizen": "assigned"}
    assert focused(reader) == "label-zelfbeheer"
    assert "Klushuizen" in str(reader.see("#announce").get_attribute("textContent"))
    press(reader, "u")
    wait_for(reader, "#label-klushuizen")
    assert verdicts(desk) == {"archetype:klushuizen": None}
    assert focused(reader) == "label-klushuizen"


def test_keys_can_be_switched_off_and_stay_so(desk: Desk, start: Start) -> None:
    reader = start()
    log_in(reader)
    reader.open("/nazien/a1")
    reader.see("#keys summary").click()
    reader.see("#keys-on").click()
    reader.open("/nazien/a1")
    press(reader, "j", "a")
    assert focused(reader) != "label-klushuizen"
    assert not verdicts(desk)


def test_a_letter_that_is_typed_in_a_field_decides_nothing(desk: Desk, start: Start) -> None:
    reader = start()
    log_in(reader)
    reader.open("/nazien/a1#year")
    reader.see("#year input[name=published]").send_keys("anjk")
    assert reader.see("#year input[name=published]").get_attribute("value") == "anjk"
    assert not verdicts(desk)


def test_an_empty_field_is_filled_in(desk: Desk, start: Start) -> None:
    reader = start()
    log_in(reader)
    reader.open("/nazien/d4")
    reader.browser.execute_script(_UNFOLD)
    box = reader.see("#field-subtitle")
    assert box.get_attribute("value") == ""
    box.send_keys("Een verhaal", Keys.ENTER)
    wait_for(reader, "#told")
    (decided,) = desk.collection.catalogue.decisions("d4")
    assert (decided.field, decided.value) == ("subtitle", "Een verhaal")


def test_without_script_tab_and_enter_settle_a_label(desk: Desk, start: Start) -> None:
    reader = start(script=False)
    log_in(reader)
    reader.open("/nazien/a1#label-klushuizen")
    assert not reader.see("#keys").is_displayed()
    press(reader, Keys.TAB, Keys.TAB)  # the page of the quote, and then the first answer
    assert reader.browser.switch_to.active_element.get_attribute("value") == "label-yes"
    press(reader, Keys.ENTER)
    wait_for(reader, "#told")
    assert verdicts(desk) == {"archetype:klushuizen": "assigned"}
    assert reader.browser.current_url.endswith("#label-zelfbeheer")


_PAGES = ("/nazien", "/nazien/a1", "/nazien/b2?lang=en", "/nazien/c3?lang=nl", "/nazien/e5")


def test_axe_has_nothing_to_say_of_what_librarians_see(start: Start, axe: str) -> None:
    reader = start()
    log_in(reader)
    told = []
    for path in _PAGES:
        reader.open(path)
        reader.browser.execute_script(_UNFOLD)
        for scheme in ("light", "dark"):
            set_scheme(reader.browser, scheme)
            told += [f"{path} {scheme}: {one}" for one in violations(reader.browser, axe)]
    assert told == []


def test_nothing_is_wider_than_a_narrow_screen(start: Start) -> None:
    reader = start(size=NARROW)
    log_in(reader)
    for path in _PAGES:
        reader.open(path)
        width = reader.browser.execute_script("return document.documentElement.scrollWidth")
        assert width <= NARROW[0], path
