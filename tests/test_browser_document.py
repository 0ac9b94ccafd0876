"""The page of a document in a real browser, with and without JavaScript."""

from __future__ import annotations

from functools import partial

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_browser_search import PLACES, Reader, Start, address, start

from benchmarks.chromium import PHONE

__all__ = ["address", "start"]  # fixtures

pytestmark = pytest.mark.browser

FOUND = "/document/doc01/page/1?q=bewoners+binnentuin"
INSIDE = "/document/doc01?q=bewoners&in=zelfbeheer"
SMALLEST = 24  # CSS pixels, WCAG 2.2, 2.5.8


def target(reader: Reader) -> str:
    """Id of the mark that stands out."""
    return str(reader.see("mark:target").get_attribute("id"))


def test_next_goes_to_the_next_mark_on_the_page(start: Start) -> None:
    reader = start()
    reader.open(f"{FOUND}#hit-1")
    reader.until(lambda: reader.see(".hits-told").text == "Vindplaats 1 van 3")
    reader.see(".hit-links a[href='#hit-2']").click()
    reader.until(lambda: target(reader) == "hit-2")
    assert reader.see(".hits-told").text == "Vindplaats 2 van 3"
    assert reader.see(".hit-links a[aria-current]").text == "2"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_each_mark_can_be_gone_to(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open(FOUND)
    for number in (3, 1, 2):
        reader.see(f".hit-links a[href='#hit-{number}']").click()
        reader.until(partial(reader.all, f"#hit-{number}:target"))


def test_from_the_last_mark_of_a_page_next_goes_to_the_next_page(start: Start) -> None:
    reader = start()
    reader.open("/document/doc01/page/1?q=zelfbeheer#hit-1")
    reader.see(".hit-step[rel=next]").click()
    reader.until(lambda: "/page/2" in reader.path and target(reader) == "hit-2")


def test_a_citation_is_copied_with_one_button(start: Start) -> None:
    reader = start()
    reader.open("/document/doc40?lang=nl")
    buttons = [one for one in reader.all(".copy") if one.is_displayed()]
    assert [one.text for one in buttons] == ["Kopieer", "Kopieer"]
    buttons[1].click()
    reader.until(lambda: buttons[1].text == "Gekopieerd")
    box = reader.see("#in")
    box.send_keys(Keys.CONTROL, "v")
    assert box.get_attribute("value") == "(Example, 2014)"


def test_without_script_nothing_promises_to_copy(start: Start) -> None:
    reader = start(script=False)
    reader.open("/document/doc40")
    assert not reader.all(".copy")
    assert "Example, J. (2014)" in reader.see(".cited").text


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_box_searches_inside_and_keeps_the_question(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/document/doc01?q=bewoners")
    box = reader.see("#in")
    box.send_keys("gereedschap")
    box.submit() if script else reader.see(".inside-line button").click()
    reader.until(lambda: "in=gereedschap" in reader.path)
    assert "1 vindplaats op 1 bladzijde" in reader.see("#inside [role=status]").text
    reader.see(".back a").click()
    reader.until(lambda: reader.path == "/?q=bewoners")


def test_links_are_large_enough_and_nothing_is_wider_than_a_small_phone(start: Start) -> None:
    reader = start(size=(320, PHONE[1]))
    for place in (INSIDE, FOUND, *(one for one in PLACES if one.startswith("/document"))):
        reader.open(place)
        assert reader.browser.execute_script("return document.documentElement.scrollWidth") <= 320
        for link in reader.browser.find_elements(
            By.CSS_SELECTOR, ".hits a, .page-links a, .contents a, .found-page a, .copy"
        ):
            if link.is_displayed():
                assert link.size["height"] >= SMALLEST, (place, link.text)
        assert reader.complaints() == []
