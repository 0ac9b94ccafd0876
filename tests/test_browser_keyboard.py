"""The pages by keyboard alone, on narrow screens and with large letters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from benchmarks.chromium import NARROW, PHONE, WIDE, set_size
from benchmarks.page_types import PAGE_TYPES, PageType

pytestmark = pytest.mark.browser

PATIENCE = 90  # seconds
MOST_STEPS = 120

every_page = pytest.mark.parametrize("page", PAGE_TYPES, ids=lambda page: page.name)

# Whatever can have the focus gets it in turn, as after the Tab key. Told is what then shows no
# outline, and what lies outside the window or behind something else (WCAG 2.2, 2.4.7 and 2.4.11).
_FOCUS = """
const told = [];
const reached = "a[href], button, input, select, textarea, summary, [tabindex='0']";
for (const one of document.querySelectorAll(reached)) {
  if (one.disabled || one.type === "hidden" || !one.checkVisibility()) continue;
  one.focus();
  if (document.activeElement !== one) continue;
  const outline = getComputedStyle(one);
  if (outline.outlineStyle === "none" || parseFloat(outline.outlineWidth) < 2)
    told.push("no outline: " + one.outerHTML.slice(0, 120));
  const seen = [...one.getClientRects()].some((box) => {
    const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)];
    const there = document.elementFromPoint(x, y);
    return there && (one.contains(there) || there.contains(one));
  });
  if (!seen) told.push("hidden: " + one.outerHTML.slice(0, 120));
}
return told;
"""

_TOO_WIDE = """
const wide = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= wide) return [];
const far = [...document.querySelectorAll("body *:not(.table-scroll *, .years-chart *)")]
  .filter((one) => one.getBoundingClientRect().right > wide + 1);
return [document.documentElement.scrollWidth + " > " + wide,
        ...far.slice(-3).map((one) => one.outerHTML.slice(0, 160))];
"""


@pytest.fixture
def go(chromium: webdriver.Chrome, sample_site: str) -> Callable[[str], None]:
    """Open a page of the site."""
    return lambda path: chromium.get(sample_site + path)


def press(browser: webdriver.Chrome, key: str) -> None:
    browser.switch_to.active_element.send_keys(key)


def tab_to(browser: webdriver.Chrome, selector: str) -> WebElement:
    """Press Tab until what fits has the focus."""
    for _ in range(MOST_STEPS):
        press(browser, Keys.TAB)
        element = browser.switch_to.active_element
        if browser.execute_script("return arguments[0].matches(arguments[1])", element, selector):
            return element
    pytest.fail(f"{selector} is not reached in {MOST_STEPS} steps")


def wait(browser: webdriver.Chrome, script: str) -> None:
    """Wait until ``script`` says true."""
    WebDriverWait(browser, PATIENCE).until(lambda _: browser.execute_script(f"return {script}"))


def test_the_first_step_skips_to_the_content(
    chromium: webdriver.Chrome, go: Callable[[str], None]
) -> None:
    set_size(chromium, WIDE)
    go("/?q=zelfbeheer")
    press(chromium, Keys.TAB)
    skip = chromium.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.rect["y"] >= 0
    press(chromium, Keys.ENTER)
    assert chromium.switch_to.active_element.get_attribute("id") == "main"


def test_a_document_is_found_by_keyboard_alone(
    chromium: webdriver.Chrome, go: Callable[[str], None]
) -> None:
    set_size(chromium, WIDE)
    go("/")
    tab_to(chromium, "#q").send_keys("bewoners", Keys.ENTER)
    wait(chromium, "location.search.includes('q=bewoners')")
    wait(chromium, "document.querySelector('#count') && document.readyState == 'complete'")
    before = chromium.find_element(By.ID, "count").text
    tab_to(chromium, "input[type=checkbox][name=kind]").send_keys(Keys.SPACE)
    wait(chromium, "location.search.includes('kind=')")
    wait(chromium, "!document.querySelector('[aria-busy]')")
    assert chromium.find_element(By.ID, "count").text != before
    assert chromium.switch_to.active_element.get_attribute("name") == "kind"
    title = tab_to(chromium, ".card-title a").text
    press(chromium, Keys.ENTER)
    wait(chromium, "location.pathname.startsWith('/document/')")
    wait(chromium, "document.readyState == 'complete'")
    assert chromium.find_element(By.TAG_NAME, "h1").text == title


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@every_page
def test_what_has_the_focus_is_seen(
    chromium: webdriver.Chrome, go: Callable[[str], None], page: PageType, size: tuple[int, int]
) -> None:
    set_size(chromium, size)
    go(page.path)
    press(chromium, Keys.TAB)  # from now on the browser knows that a keyboard is used
    assert chromium.execute_script(_FOCUS) == []


@every_page
def test_nothing_is_scrolled_sideways_on_a_narrow_screen(
    chromium: webdriver.Chrome, go: Callable[[str], None], page: PageType
) -> None:
    set_size(chromium, NARROW)
    go(page.path)
    assert chromium.execute_script(_TOO_WIDE) == []


@every_page
def test_nothing_is_scrolled_sideways_with_letters_twice_as_large(
    chromium: webdriver.Chrome, go: Callable[[str], None], page: PageType
) -> None:
    set_size(chromium, WIDE)
    go(page.path)
    chromium.execute_script("document.documentElement.style.fontSize = '200%'")
    assert chromium.execute_script(_TOO_WIDE) == []
