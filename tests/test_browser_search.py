"""The page in a real browser, with and without JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from search_app_collection import invented, make_collection
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from served import served

from benchmarks.chromium import FLAGS, PHONE, WIDE, missing_programs

pytestmark = pytest.mark.browser

PATIENCE = 90  # seconds; only a page that never comes takes so long


def programs() -> tuple[str, str]:
    """Chromium and its driver; without them the tests are skipped aloud, and fail in CI."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium and driver:
        return chromium, driver
    missing = " and ".join(missing_programs())
    reason = f"Chromium is missing: no {missing}; install chromium and chromium-driver"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = make_collection(tmp_path_factory.mktemp("browser"), invented())
    with served(made.app) as here:
        yield here


Start = Callable[..., "Reader"]


@pytest.fixture
def start(address: str, tmp_path: Path) -> Iterator[Start]:
    """Start a browser; each with a profile of its own."""
    chromium, driver = programs()
    started: list[webdriver.Chrome] = []

    def begin(*, script: bool = True, size: tuple[int, int] = WIDE) -> Reader:
        options = Options()
        options.binary_location = chromium
        for flag in (*FLAGS, f"--user-data-dir={tmp_path / f'profile{len(started)}'}"):
            options.add_argument(flag)
        blocked = {} if script else {"profile.managed_default_content_settings.javascript": 2}
        options.add_experimental_option(
            "prefs",
            {"intl.accept_languages": "nl", "plugins.always_open_pdf_externally": True} | blocked,
        )
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        browser = webdriver.Chrome(options=options, service=Service(driver))
        started.append(browser)
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600},
        )
        return Reader(browser, address, script=script)

    yield begin
    for browser in started:
        browser.quit()


class Reader:
    """A person with a browser: looks, types, ticks and goes back."""

    def __init__(self, browser: webdriver.Chrome, address: str, *, script: bool) -> None:
        self.browser = browser
        self.address = address
        self.script = script

    def open(self, path: str) -> None:
        """Go to a page of the site."""
        self.browser.get(self.address + path)

    def see(self, selector: str) -> WebElement:
        """The first element that fits."""
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All elements that fit, maybe none."""
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    @property
    def path(self) -> str:
        """The address in the bar, without the server."""
        return self.browser.current_url.removeprefix(self.address)

    @property
    def count(self) -> str:
        """The line that says how much was found."""
        return self.see("#count").text

    def until(self, happened: Callable[[], object]) -> None:
        """Wait for something; elements may come and go meanwhile."""
        WebDriverWait(self.browser, PATIENCE, ignored_exceptions=(Exception,)).until(
            lambda _: happened()
        )

    def search(self, text: str) -> None:
        """Type a question and press Enter."""
        box = self.see("#q")
        box.clear()
        box.send_keys(text, Keys.ENTER)
        self.until(lambda: "q=" in self.path and bool(self.all("#count")))

    def click(self, selector: str) -> None:
        """Click where the element is; the driver takes what stands in a closed fold for hidden."""
        element = self.see(selector)
        ActionChains(self.browser).scroll_to_element(element).click(element).perform()

    def sees(self, selector: str) -> bool:
        """Whether the browser really shows the element."""
        check = "return arguments[0].checkVisibility({visibilityProperty: true})"
        return bool(self.browser.execute_script(check, self.see(selector)))

    def tick(self, facet: str, value: str) -> None:
        """Tick a box; without script the reader must also press the button."""
        self.click(f"input[name={facet}][value={value}]")
        if not self.script:
            self.click(".apply")
        self.until(
            lambda: (
                f"{facet}={value}" in self.path
                and self.see(f"input[name={facet}][value={value}]").is_selected()
                and not self.all("main[aria-busy]")
            )
        )

    def numbers(self) -> dict[str, str]:
        """Value -> number beside it, for every box on the page."""
        return {
            str(label.find_element(By.TAG_NAME, "input").get_attribute("value")): str(
                label.find_element(By.CSS_SELECTOR, ".number").get_attribute("textContent")
            )
            for label in self.all(".tick")
        }

    def ticked(self) -> list[str]:
        """Values of all ticked boxes."""
        boxes = self.all(".tick input")
        return [str(box.get_attribute("value")) for box in boxes if box.is_selected()]

    def titles(self) -> list[str]:
        """Titles of the results, in order."""
        return [element.text for element in self.all(".card-title")]

    def complaints(self) -> list[str]:
        """What the browser wrote in its console."""
        log = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_going_back_from_a_document_finds_everything_as_it_was(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/")
    reader.search("zelfbeheer")
    promised = reader.numbers()["zelfbeheer"]
    reader.tick("archetype", "zelfbeheer")
    assert reader.count.split()[0] == promised
    reader.tick("archetype", "doorstroming-senioren")
    before = (reader.path.split("?")[1], reader.count, reader.numbers(), reader.ticked())
    assert sorted(before[3]) == ["doorstroming-senioren", "zelfbeheer"]
    titles = reader.titles()
    reader.see(".card-title a").click()
    reader.until(lambda: reader.path.startswith("/document/"))
    reader.browser.back()
    reader.until(lambda: reader.path.startswith("/?") and bool(reader.all("#count")))
    after = (reader.path.split("?")[1], reader.count, reader.numbers(), reader.ticked())
    assert after == before
    assert reader.titles() == titles
    assert reader.complaints() == []


def test_back_unticks_what_was_ticked_last(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    everything = reader.count
    reader.tick("archetype", "zelfbeheer")
    assert reader.count != everything
    reader.browser.back()
    reader.until(lambda: reader.count == everything and reader.ticked() == [])
    reader.browser.forward()
    reader.until(lambda: reader.count != everything and reader.ticked() == ["zelfbeheer"])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_link_back_on_a_document_keeps_the_question(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/?q=zelfbeheer&archetype=zelfbeheer")
    count = reader.count
    reader.see(".card-title a").click()
    reader.until(lambda: bool(reader.all(".back a")))
    reader.see(".back a").click()
    reader.until(lambda: bool(reader.all("#count")))
    assert (reader.path, reader.count) == ("/?q=zelfbeheer&archetype=zelfbeheer", count)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_is_collected_goes_along_while_searching_on(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/?q=zelfbeheer")
    reader.click(".cards .collect a")
    reader.until(lambda: "dossier=" in reader.path and bool(reader.all(".collected")))
    reader.tick("archetype", "zelfbeheer")
    assert reader.see(".to-dossier").text == "Dossier (1)"
    reader.click(".to-dossier a")
    reader.until(lambda: reader.path.startswith("/dossier?") and bool(reader.all(".sources")))
    assert len(reader.all(".sources > li")) == 1
    assert "archetype=zelfbeheer" in reader.see(".searched:last-of-type a").text
    assert reader.complaints() == []


def test_script_makes_short_addresses_and_keeps_focus_and_folds(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    reader.see("[data-keep=facet-municipality] summary").click()
    reader.tick("municipality", "Haarlem")
    assert reader.path == "/?q=zelfbeheer&municipality=Haarlem"
    focused = reader.browser.switch_to.active_element
    assert focused.get_attribute("value") == "Haarlem"
    assert reader.see("[data-keep=facet-municipality]").get_attribute("open") is not None
    assert reader.see("#announce").get_attribute("textContent") == reader.count
    reader.see("[data-keep=facet-evidence] summary").click()
    reader.tick("kind", "beleid")
    assert reader.see("[data-keep=facet-evidence]").get_attribute("open") is None


def test_the_order_changes_at_once_with_script(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer&sort=title")
    by_title = reader.titles()
    reader.open("/?q=zelfbeheer")
    assert reader.titles() != by_title
    reader.see("#sort option[value=title]").click()
    reader.until(lambda: reader.titles() == by_title)
    assert reader.path == "/?q=zelfbeheer&sort=title"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_everything_can_be_reached_with_the_keyboard(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/?q=zelfbeheer")
    reader.see("body").send_keys(Keys.TAB)
    first = reader.browser.switch_to.active_element
    assert first.get_attribute("href") == reader.address + "/?q=zelfbeheer#main"
    first.send_keys(Keys.ENTER)
    wanted = ["q", "archetype", "kind", "year_from", "sort"]
    seen = []
    for _ in range(80):
        reader.browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = reader.browser.switch_to.active_element
        name = str(focused.get_attribute("name") or "")
        if name == "archetype" and "archetype" not in seen:
            assert _outlined(focused)
        seen.append(name)
        if "card-title" in str(focused.find_element(By.XPATH, "..").get_attribute("class")):
            break
    places = [seen.index(name) for name in wanted]
    assert places == sorted(places)
    reader.browser.switch_to.active_element.send_keys(Keys.ENTER)
    reader.until(lambda: reader.path.startswith("/document/"))


def _outlined(element: WebElement) -> bool:
    return element.value_of_css_property("outline-style") == "solid"


PLACES = (
    "/",
    "/?q=zelfbeheer&archetype=zelfbeheer&municipality=Haarlem&year_from=2010",
    "/?q=statushouwders",
    "/?q=binnentuin+riool+" + "x" * 200,
    "/document/doc01?q=zelfbeheer",
    "/document/doc40",
    "/document/doc01/page/1?q=zelfbeheer",
    "/archetype",
    "/archetype/zelfbeheer",
    "/zoekhulp",
    "/uitgebreid?q=(binnentuin+OF+hof)+(zelfbeheer+OF+x)&kind=praktijk",
    "/uitgebreid?submitted=1&near=alleen&any=%3F&year_from=" + "x" * 200,
    "/nergens",
)


def test_nothing_is_wider_than_a_phone_and_nothing_is_blocked(start: Start) -> None:
    reader = start(size=PHONE)
    for place in PLACES:
        reader.open(place)
        wide = reader.browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= PHONE[0], place
        # The browser itself reports an answer that is not 200.
        expected = 1 if place == "/nergens" or "submitted" in place else 0
        assert len(reader.complaints()) == expected, place


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_filters_fold_on_a_phone_and_stand_open_on_a_wide_screen(
    start: Start, script: bool
) -> None:
    phone = start(script=script, size=PHONE)
    phone.open("/?q=zelfbeheer")
    box = "input[name=archetype][value=zelfbeheer]"
    assert not phone.sees(box)
    phone.see(".fold > summary").click()
    assert phone.sees(box)
    wide = start(script=script)
    wide.open("/?q=zelfbeheer")
    assert wide.sees(box)
    assert not wide.sees(".fold > summary")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_form_is_filled_in_finds_and_remembers(start: Start, script: bool) -> None:
    reader = start(script=script)
    reader.open("/?q=zelfbeheer")
    reader.click(".search-links a")
    reader.until(lambda: reader.path == "/uitgebreid?q=zelfbeheer")
    assert reader.see("#all").get_attribute("value") == "zelfbeheer"
    reader.see("#none").send_keys('pensioen "rol')
    reader.click("#advanced input[name=archetype][value=zelfbeheer]")
    reader.see("#year_from").send_keys("twee", Keys.ENTER)
    reader.until(lambda: bool(reader.all("[role=alert]")))
    reader.see("[role=alert] a").click()
    assert reader.browser.switch_to.active_element.get_attribute("id") == "year_from"
    reader.see("#year_from").clear()
    reader.see("#year_from").send_keys("2012")
    reader.click("#advanced button")
    reader.until(lambda: bool(reader.all("#count")))
    assert reader.path == "/?q=zelfbeheer+-pensioen+-rol&archetype=zelfbeheer&year_from=2012"
    assert reader.count == "1 document gevonden"
    assert reader.ticked() == ["zelfbeheer"]
    reader.click(".search-links a")
    reader.until(lambda: bool(reader.all("#none")))
    assert reader.see("#none").get_attribute("value") == "pensioen rol"


def test_what_has_the_focus_is_not_behind_the_button_of_the_form(start: Start) -> None:
    reader = start(size=PHONE)
    reader.open("/uitgebreid")
    reader.see("#all").click()
    top = "return document.querySelector('.send').getBoundingClientRect().top"
    for _ in range(30):
        reader.browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = reader.browser.switch_to.active_element
        if focused.find_elements(By.XPATH, "ancestor::*[contains(@class, 'send')]"):
            break
        bottom = "return arguments[0].getBoundingClientRect().bottom"
        assert reader.browser.execute_script(bottom, focused) <= reader.browser.execute_script(top)


def test_script_that_someone_slipped_into_a_title_does_not_run(start: Start) -> None:
    reader = start()
    for place in ("/?q=zelfbeheer", "/document/doc41", "/document/doc41/page/1?q=zelfbeheer"):
        reader.open(place)
        assert not reader.all("main script, main img[src='x']")
        assert reader.complaints() == []
