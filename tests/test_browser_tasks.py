"""What people come to do, by keyboard alone, in no more keys than ``docs/keyboard.md`` says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyboard import Keyboard
from review_desk import Desk, make_data, open_desk
from search_app_accounts import PASSWORD, quick_hashes
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait
from served import served

from benchmarks.chromium import WIDE, set_size
from benchmarks.page_types import PRACTICE
from conftest import PROJECT

pytestmark = pytest.mark.browser

_ROW = re.compile(r"\| (.+) \| .+ \| (\d+) \|")
_TEXT = (PROJECT / "docs" / "keyboard.md").read_text(encoding="utf-8")
KEYS = {task: int(keys) for task, keys in _ROW.findall(_TEXT)}


def expect(keyboard: Keyboard, task: str) -> None:
    """The manual tells how many keys it took."""
    assert keyboard.strokes == KEYS[task]


# Who looks for what works


@pytest.fixture
def reader(chromium: webdriver.Chrome, sample_site: str) -> Keyboard:
    set_size(chromium, WIDE)
    return Keyboard(chromium, sample_site)


def skip_to_results(keyboard: Keyboard) -> None:
    keyboard.press("Tab")
    keyboard.tab_to("a.skip[href='#results']")
    keyboard.press("Enter")


def test_a_passage_on_a_subject_is_found_and_opened_on_its_page(reader: Keyboard) -> None:
    reader.open("/")
    reader.skip()
    reader.tab_to("#q")
    reader.type("zelfbeheer")
    reader.send()
    skip_to_results(reader)
    reader.tab_to("#tab-passages")
    reader.press("Enter")
    reader.wait("location.pathname == '/passages' && !document.querySelector('[aria-busy]')")
    quote = reader.text(".cards .passage blockquote, .cards blockquote")
    reader.go(".cards a[href*='quote=']")
    assert re.match(r"/document/\w+/page/\d+\?", reader.path)
    assert reader.text("#quote mark").casefold() in quote.casefold()
    expect(reader, "Find what works on a subject, and open a passage on its page")


def test_results_are_narrowed_by_archetype_and_year(reader: Keyboard) -> None:
    reader.open("/?q=bewoners")
    skip_to_results(reader)
    reader.tab_to("#year_from", "Back")
    reader.type("2015")
    reader.send()
    reader.skip()
    reader.tab_to("input[name='archetype']")
    reader.press("Space")
    reader.wait("location.search.includes('archetype=')")
    reader.wait("!document.querySelector('[aria-busy]')")
    assert reader.has("input[name='archetype']:checked")
    assert "year_from=2015" in reader.path
    expect(reader, "Narrow the results by archetype and year")


def test_a_citation_is_copied_with_its_page(reader: Keyboard) -> None:
    reader.open("/passages?q=zelfbeheer")
    reader.browser.execute_script("document.querySelector(\".cards a[href*='quote=']\").click()")
    reader.wait("location.hash == '#quote' && document.readyState == 'complete'")
    page = re.search(r"/page/(\d+)", reader.path)
    reader.strokes = 0
    reader.tab_to("button.copy[aria-label*='met deze bladzijde']")
    assert page
    assert f"p. {page[1]}" in reader.text("[data-copy]:focus-within span")
    reader.press("Enter")
    reader.wait("document.querySelector('#announce').textContent != ''")
    expect(reader, "Copy how to cite a page")


def test_a_result_is_kept_as_a_table(reader: Keyboard, tmp_path: Path) -> None:
    reader.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )
    reader.open("/?q=zelfbeheer")
    skip_to_results(reader)
    reader.tab_to("a[href='#take-away']")
    reader.press("Enter")
    reader.tab_to(".take-away summary")
    reader.press("Space")
    reader.tab_to(".take-away a[href*='.csv']")
    reader.press("Enter")
    WebDriverWait(reader.browser, 30).until(lambda _: list(tmp_path.glob("*.csv")))
    (table,) = tmp_path.glob("*.csv")
    assert PRACTICE in table.read_text(encoding="utf-8-sig")
    expect(reader, "Keep the result as CSV")


def test_similar_practice_is_found_from_a_document(reader: Keyboard) -> None:
    reader.open(f"/document/{PRACTICE}?q=zelfbeheer")
    reader.skip()
    reader.tab_to("a[href='#similar']")
    reader.press("Enter")
    reader.go(".document-similar a")
    assert reader.path.startswith("/document/")
    assert PRACTICE not in reader.path
    expect(reader, "Find similar practice")


# Librarians


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with quick_hashes():
        opened = open_desk(make_data(tmp_path))
        yield opened
        opened.collection.catalogue.close()


@pytest.fixture
def librarian(chromium: webdriver.Chrome, desk: Desk) -> Iterator[Keyboard]:
    """Somebody at the desk who is logged in, on the page after it."""
    set_size(chromium, WIDE)
    with served(desk.app) as address:
        keyboard = Keyboard(chromium, address)
        keyboard.open("/archetype")
        keyboard.go(".account a")
        assert keyboard.has("#login-name")
        keyboard.type("leo")
        keyboard.tab_to("#login-password")
        keyboard.type(PASSWORD)
        keyboard.send()
        yield keyboard


def value_of(desk: Desk, document: str, field: str) -> object:
    """What was decided last on a field."""
    taken = desk.collection.catalogue.decisions(document)
    return [one.value for one in taken if one.field == field][-1]


def test_a_librarian_logs_in_and_is_back_where_he_came_from(librarian: Keyboard) -> None:
    assert librarian.path == "/archetype"
    assert librarian.text(".account-name").endswith("leo")
    expect(librarian, "Log in")


def test_a_label_is_settled_and_that_is_undone(librarian: Keyboard, desk: Desk) -> None:
    librarian.open("/nazien/a1")
    librarian.skip()
    librarian.tab_to("button[value='label-yes']")
    librarian.send()
    assert value_of(desk, "a1", "archetype:klushuizen") == "assigned"
    expect(librarian, "Settle a label")
    librarian.strokes = 0
    librarian.tab_to("button[value='undo']", "Back")
    librarian.send()
    assert value_of(desk, "a1", "archetype:klushuizen") is None
    expect(librarian, "Undo")


def test_a_double_is_joined(librarian: Keyboard, desk: Desk) -> None:
    librarian.open("/nazien/b2")
    librarian.skip()
    librarian.tab_to("button[value='double-drop']")
    librarian.send()
    assert value_of(desk, "b2", "status") == "withdrawn"
    expect(librarian, "Join a double")


def test_a_title_is_corrected(librarian: Keyboard, desk: Desk) -> None:
    librarian.open("/nazien/a1")
    librarian.skip()
    librarian.tab_to("a[href='#fields']")
    librarian.press("Enter")
    librarian.tab_to("#field-title")
    librarian.type("Zelfbeheer in de Linde")
    librarian.send()
    assert value_of(desk, "a1", "title") == "Zelfbeheer in de Linde"
    expect(librarian, "Correct a title")


def test_a_year_is_corrected(librarian: Keyboard, desk: Desk) -> None:
    librarian.open("/nazien/b2")
    librarian.skip()
    librarian.tab_to("a[href='#fields']")
    librarian.press("Enter")
    librarian.tab_to("#field-published")
    librarian.type("2016")
    librarian.send()
    assert value_of(desk, "b2", "published") == "2016"
    expect(librarian, "Correct a year")
