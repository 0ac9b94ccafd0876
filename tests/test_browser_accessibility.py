"""Every kind of page, wide and on a phone, in light and dark and in both languages, by axe.

All rules are asked twice of a page, of states that differ in everything: wide, light and Dutch, and
a phone, dark and English. What a wide screen shows beside that is asked for its contrast in dark.
axe (npm ci in tests/) finds what a program can find. What it cannot is in test_browser_keyboard.py
and in the list of what was looked at by hand on the page ``/toegankelijkheid``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from benchmarks.chromium import PHONE, WIDE, set_scheme, set_size
from benchmarks.page_types import PAGE_TYPES, PageType
from conftest import skip_aloud

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CONTRAST = ["color-contrast"]

_RUN = """
const [type, values, done] = arguments;
axe.run(document, {
  runOnly: {type, values},
  // axe leaves what is new in WCAG 2.2 out by itself
  rules: type === "tag" ? {"target-size": {enabled: true}} : {},
  resultTypes: ["violations"],
})
  .then((found) => done(found.violations), (error) => done([{id: String(error), nodes: []}]));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The program text of axe."""
    if not AXE.is_file():
        skip_aloud("axe-core is missing; run ‘npm ci’ in tests/ (make axe)")
    return AXE.read_text(encoding="utf-8")


def violations(browser: webdriver.Chrome, axe: str, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page that is open: rule, what it asks, and where.

    Args:
        rules: these alone; all there are without.
    """
    if not browser.execute_script("return Boolean(window.axe)"):
        browser.execute_script(axe)
    asked = ("tag", TAGS) if rules is None else ("rule", rules)
    found: list[dict[str, Any]] = browser.execute_async_script(_RUN, *asked)
    return [
        f"{rule['id']}: {rule.get('help')}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"] or [{"html": ""}]
    ]


def in_language(path: str, language: str) -> str:
    """The address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize("page", PAGE_TYPES, ids=lambda page: page.name)
def test_axe_has_nothing_to_say(
    chromium: webdriver.Chrome, sample_site: str, axe: str, page: PageType
) -> None:
    told = {}
    set_size(chromium, WIDE)
    chromium.get(in_language(sample_site + page.path, "nl"))
    told["wide, light"] = violations(chromium, axe)
    set_scheme(chromium, "dark")
    told["wide, dark"] = violations(chromium, axe, CONTRAST)
    set_size(chromium, PHONE)
    chromium.get(in_language(sample_site + page.path, "en"))
    told["phone, dark"] = violations(chromium, axe)
    assert not any(told.values()), told
