"""A person with a keyboard and no mouse: Tab, Enter, Space, and words in a field."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 90  # seconds; only a page that never comes takes so long
MOST_STEPS = 120
_KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "Space": Keys.SPACE}


class Keyboard:
    """Presses keys, wherever the focus is, and counts them.

    Attributes:
        strokes: keys that were pressed; letters that were typed in a field do not count.
    """

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        self.address = address
        self.strokes = 0

    def open(self, path: str) -> None:
        """Go to a page of the site, with nothing pressed yet."""
        self.browser.get("about:blank")  # else a place on the same page is a step and no new page
        self.browser.get(self.address + path)
        self.strokes = 0

    def press(self, *names: str) -> None:
        """Press keys by their names: Tab, Enter, Space, and Back for Tab with Shift."""
        for name in names:
            keys = ActionChains(self.browser)
            if name == "Back":
                keys = keys.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT)
            else:
                keys = keys.send_keys(_KEYS[name])
            keys.perform()
            self.strokes += 1

    def type(self, text: str) -> None:
        """Type in the field that has the focus; what stood there is replaced."""
        keys = ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL)
        keys.send_keys(text).perform()

    def skip(self) -> None:
        """Follow the first link of the page, which skips what all pages have."""
        self.press("Tab")
        assert self.has("a.skip")
        self.press("Enter")

    def tab_to(self, selector: str, key: str = "Tab") -> WebElement:
        """Press Tab, or Back, until what fits has the focus."""
        for _ in range(MOST_STEPS):
            self.press(key)
            if self.has(selector):
                return self.focused
        pytest.fail(f"{selector} is not reached in {MOST_STEPS} steps")

    def go(self, selector: str) -> None:
        """Follow the next link that fits, and wait for the page behind it."""
        self.tab_to(selector)
        self.send()

    def send(self) -> None:
        """Press Enter, and wait for the page that comes."""
        self.browser.execute_script("window.leaving = true")
        self.press("Enter")
        self.wait("!window.leaving && document.readyState == 'complete'")

    def wait(self, script: str) -> None:
        """Wait until ``script`` says true."""
        WebDriverWait(self.browser, PATIENCE).until(
            lambda browser: browser.execute_script(f"return Boolean({script})")
        )

    def has(self, selector: str) -> bool:
        """Whether what has the focus fits."""
        return bool(
            self.browser.execute_script(
                "return document.activeElement.matches(arguments[0])", selector
            )
        )

    @property
    def focused(self) -> WebElement:
        """What has the focus."""
        return self.browser.switch_to.active_element

    @property
    def path(self) -> str:
        """The address in the bar, without the server."""
        return self.browser.current_url.removeprefix(self.address)

    def text(self, selector: str) -> str:
        """The words of the first element that fits, also where they are folded away."""
        found = self.browser.execute_script(
            "return document.querySelector(arguments[0])?.textContent ?? ''", selector
        )
        return " ".join(str(found).split())
