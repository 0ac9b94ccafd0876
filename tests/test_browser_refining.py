"""Suggestions, and answers that change without a new page, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from search_app_collection import document, invented, make_collection
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from served import served
from test_browser_search import Reader, Start, start

from benchmarks.chromium import NARROW

__all__ = ["start"]  # a fixture

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    places = tuple(f"Plaats {n:02}" for n in range(60))
    wide = [
        replace(document(n, f"Overal zelfbeheer {n}", "zelfbeheer"), municipality=places)
        for n in range(60, 72)
    ]
    made = make_collection(tmp_path_factory.mktemp("refining"), [*invented(), *wide])
    with served(made.app) as here:
        yield here


def announced(reader: Reader) -> str:
    return str(reader.see("#announce").get_attribute("textContent"))


def focused(reader: Reader, attribute: str) -> str:
    return str(reader.browser.switch_to.active_element.get_attribute(attribute))


def still_same_page(reader: Reader) -> bool:
    """Whether the page was not loaded anew since :func:`mark_page`."""
    return bool(reader.browser.execute_script("return window.marked === true"))


def mark_page(reader: Reader) -> None:
    reader.browser.execute_script("window.marked = true")


def suggested(reader: Reader, typed: str) -> list[str]:
    """Type in the box, and what is suggested then."""
    reader.see("#q").clear()
    reader.see("#q").send_keys(typed)
    reader.until(lambda: bool(reader.all("#suggestions:not([hidden]) [role=option]")))
    return [option.text for option in reader.all("#suggestions [role=option]")]


@pytest.mark.parametrize("place", ["/", "/?q=buurt", "/document/doc01"])
def test_suggestions_are_chosen_with_the_keyboard(start: Start, place: str) -> None:
    reader = start(size=NARROW)
    reader.open(place)
    height = reader.browser.execute_script("return document.documentElement.scrollHeight")
    options = suggested(reader, "zelfb")
    box = reader.see("#q")
    assert options[0] == "Zelfbeheer"
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert announced(reader) == f"{len(options)} suggesties"
    wide = reader.browser.execute_script("return document.documentElement.scrollWidth")
    assert wide <= NARROW[0]
    assert box.get_attribute("aria-activedescendant") is None
    box.send_keys(Keys.ARROW_UP)
    assert box.get_attribute("aria-activedescendant") == f"suggestion-{len(options) - 1}"
    box.send_keys(Keys.HOME)
    assert box.get_attribute("aria-activedescendant") is None
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "zelfb"
    assert reader.browser.execute_script("return document.documentElement.scrollHeight") == height
    box.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert reader.see("#suggestion-0").get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ENTER)
    reader.until(lambda: reader.path == "/archetype/zelfbeheer")
    assert reader.complaints() == []


def test_suggested_words_are_searched_and_a_title_is_opened(start: Start) -> None:
    reader = start()
    reader.open("/?q=x&kind=beleid&dossier=doc01")
    suggested(reader, "portie")
    words = reader.all("#suggestions .suggestion-words")
    chosen = words[0].text
    words[0].click()
    reader.until(lambda: f"q={chosen}" in reader.path)
    assert "kind=beleid" in reader.path
    suggested(reader, "klushuizen: w")
    reader.see("#suggestions .suggestion-title").click()
    reader.until(lambda: reader.path == "/document/doc08?dossier=doc01")


def test_enter_without_a_choice_searches_what_was_typed(start: Start) -> None:
    reader = start()
    reader.open("/")
    suggested(reader, "zelfb")
    reader.see("#q").send_keys(Keys.ENTER)
    reader.until(lambda: reader.path == "/?q=zelfb")


def test_the_address_is_always_that_of_what_is_shown(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    mark_page(reader)
    seen = [(reader.path, reader.count, reader.ticked())]

    def remember() -> None:
        reader.until(lambda: reader.path != seen[-1][0] and not reader.all("main[aria-busy]"))
        assert announced(reader) == reader.count
        assert still_same_page(reader)
        seen.append((reader.path, reader.count, reader.ticked()))

    reader.click("input[name=kind][value=praktijk]")
    remember()
    assert focused(reader, "value") == "praktijk"
    reader.click(".year-chart a")
    remember()
    reader.click(".clear")
    remember()
    assert focused(reader, "id") == "count"
    reader.see("#size option[value='25']").click()
    remember()
    assert focused(reader, "id") == "size"
    reader.click("#tab-passages")
    remember()
    assert reader.path.startswith("/passages?")
    assert focused(reader, "id") == "tab-passages"

    kept = "return localStorage.length + sessionStorage.length"
    assert reader.browser.execute_script(kept) == 0

    def is_at(place: int) -> bool:
        return (reader.path, reader.count, reader.ticked()) == seen[place]

    for place in (4, 3, 2):
        reader.browser.back()
        reader.until(partial(is_at, place))
    reader.browser.execute_script("history.go(-2)")
    reader.until(lambda: is_at(0))
    reader.browser.forward()
    reader.until(lambda: is_at(1))
    reader.browser.refresh()
    reader.until(lambda: is_at(1))
    reader.browser.execute_script("history.go(3)")
    reader.until(lambda: is_at(4))
    assert reader.complaints() == []


def test_the_next_page_begins_at_its_first_result(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    mark_page(reader)
    reader.click(".paging .step")
    reader.until(lambda: "page=2" in reader.path and not reader.all("main[aria-busy]"))
    assert still_same_page(reader)
    assert reader.see(".cards").get_attribute("start") == "11"
    top = "return document.getElementById('results').getBoundingClientRect().top"
    reader.until(lambda: abs(reader.browser.execute_script(top)) < 100)


def test_a_failing_request_becomes_a_plain_visit_and_a_slow_one_is_told(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    mark_page(reader)
    reader.browser.execute_script(
        "const send = XMLHttpRequest.prototype.send;"
        "XMLHttpRequest.prototype.send = function (...sent) {"
        "  setTimeout(() => window.fail ? this.onerror() : send.apply(this, sent), 1500); };"
    )
    reader.see("#q").send_keys(" bin")
    reader.click("input[name=kind][value=praktijk]")
    reader.until(lambda: bool(reader.all("main[aria-busy=true]")))
    reader.until(lambda: announced(reader) == "Bezig met zoeken …")
    reader.see("#q").send_keys("nen")
    reader.until(lambda: "kind=praktijk" in reader.path and not reader.all("main[aria-busy]"))
    assert announced(reader) == reader.count
    assert still_same_page(reader)
    assert reader.see("#q").get_attribute("value") == "zelfbeheer binnen"  # what is typed stays
    assert focused(reader, "id") == "q"
    reader.browser.execute_script("window.fail = true")
    reader.click("input[name=kind][value=praktijk]")
    reader.until(lambda: "kind" not in reader.path and not still_same_page(reader))


def test_a_long_list_is_searched_where_it_stands(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer&municipality=Haarlem&kind=beleid&kind=praktijk&kind=wetenschap")
    mark_page(reader)
    box = reader.see("#find-municipality")
    box.send_keys("ts 5")
    reader.until(lambda: "10 van de" in reader.see("#values-municipality").text)
    assert "10 van de" in announced(reader)
    assert "find" not in reader.path
    shown = [value for value in reader.numbers() if value.startswith(("Plaats", "Haar"))]
    assert shown == ["Haarlem", *(f"Plaats 5{n}" for n in range(10))]
    reader.click("input[name=municipality][value='Plaats 57']")
    reader.until(lambda: "Plaats+57" in reader.path and not reader.all("main[aria-busy]"))
    assert "municipality=Haarlem" in reader.path
    assert still_same_page(reader)
    assert focused(reader, "value") == "Plaats 57"


def test_without_script_a_long_list_has_a_page(start: Start) -> None:
    reader = start(script=False)
    reader.open("/?q=zelfbeheer&municipality=Haarlem")
    assert not reader.sees("#find-municipality")
    reader.click("[data-keep=facet-municipality] .every a")
    reader.until(lambda: reader.path.startswith("/facet/municipality?"))
    reader.see("#find").send_keys("ts 57", Keys.ENTER)
    reader.until(lambda: "find=ts+57" in reader.path)
    reader.click("input[name=municipality][value='Plaats 57']")
    reader.click(".send button")
    reader.until(lambda: reader.path.startswith("/?"))
    assert sorted(reader.ticked()) == ["Haarlem", "Plaats 57"]


def delay_answers(reader: Reader) -> None:
    """Hold every answer until :func:`let_answers_through`."""
    reader.browser.execute_script(
        "window.held = []; const send = XMLHttpRequest.prototype.send;"
        "XMLHttpRequest.prototype.send = function (...sent) {"
        "  if (window.held) window.held.push(() => send.apply(this, sent));"
        "  else send.apply(this, sent); };"
    )


def let_answers_through(reader: Reader) -> None:
    reader.browser.execute_script(
        "const held = window.held; window.held = null; held.forEach((one) => one());"
    )


def test_what_is_typed_while_an_answer_is_on_its_way_stays(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    mark_page(reader)
    delay_answers(reader)
    reader.see("#year_from").send_keys("2011", Keys.TAB)
    reader.until(lambda: bool(reader.all("main[aria-busy=true]")))
    year = reader.browser.switch_to.active_element
    year.send_keys("20")
    let_answers_through(reader)
    reader.until(lambda: "year_from=2011" in reader.path and not reader.all("main[aria-busy]"))
    assert focused(reader, "id") == "year_to"
    assert focused(reader, "value") == "20"
    reader.browser.switch_to.active_element.send_keys("18", Keys.TAB)
    reader.until(lambda: "year_to=2018" in reader.path)
    assert still_same_page(reader)


def test_a_whole_year_typed_meanwhile_is_asked_on_leaving_the_field(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer")
    delay_answers(reader)
    reader.see("#year_from").send_keys("2011", Keys.TAB)
    reader.browser.switch_to.active_element.send_keys("2018")
    let_answers_through(reader)
    reader.until(lambda: "year_from=2011" in reader.path and not reader.all("main[aria-busy]"))
    reader.browser.switch_to.active_element.send_keys(Keys.TAB)
    reader.until(lambda: "year_to=2018" in reader.path)


def test_a_list_is_searched_for_what_is_typed_meanwhile(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer&municipality=Haarlem&kind=beleid&kind=praktijk&kind=wetenschap")
    delay_answers(reader)
    reader.click("input[name=kind][value=beleid]")
    reader.see("#find-municipality").send_keys("ts 5")
    let_answers_through(reader)
    reader.until(lambda: "kind=beleid" not in reader.path and not reader.all("main[aria-busy]"))
    assert reader.see("#find-municipality").get_attribute("value") == "ts 5"
    reader.until(lambda: "10 van de" in reader.see("#values-municipality").text)


def head(reader: Reader) -> set[tuple[str, str]]:
    """What the head says of an answer."""
    return {
        (str(one.get_attribute("rel") or one.get_attribute("name")), str(one.get_attribute(at)))
        for selector, at in (
            ("head link[rel=alternate], head link[rel=prev], head link[rel=next]", "href"),
            ("head meta[name]:not([name=htmx-config])", "content"),
        )
        for one in reader.all(selector)
    }


def test_the_head_is_that_of_the_answer_that_is_shown(start: Start) -> None:
    reader = start()
    reader.open("/")
    mark_page(reader)
    reader.click("input[name=kind][value=praktijk]")
    reader.until(lambda: "kind=praktijk" in reader.path and not reader.all("main[aria-busy]"))
    assert still_same_page(reader)
    updated = head(reader)
    reader.open(reader.path)
    assert ("robots", "noindex, follow") in updated
    assert updated == head(reader)


def test_shift_and_click_opens_a_window_and_leaves_the_page(start: Start) -> None:
    reader = start()
    reader.open("/?q=zelfbeheer&kind=praktijk")
    before, windows = reader.path, len(reader.browser.window_handles)
    chip = reader.see(".chips a.chip")
    ActionChains(reader.browser).key_down(Keys.SHIFT).click(chip).key_up(Keys.SHIFT).perform()
    reader.until(lambda: len(reader.browser.window_handles) == windows + 1)
    assert reader.path == before
    here = reader.browser.current_window_handle
    other = next(one for one in reader.browser.window_handles if one != here)
    reader.browser.switch_to.window(other)
    reader.browser.close()
    reader.browser.switch_to.window(here)
