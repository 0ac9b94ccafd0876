"""Every kind of page, in light and dark and in both languages, by the rules of axe.

axe (npm ci in tests/) finds what a program can find. What it cannot is in test_browser_keyboard.py
and in the list of what was looked at by hand on the page ``/toegankelijkheid``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from benchmarks.chromium import WIDE, set_scheme, set_size
from benchmarks.page_types import PAGE_TYPES, PageType
from conftest import skip_aloud

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """
const [tags, done] = arguments;
axe.run(document, {
  runOnly: {type: "tag", values: tags},
  rules: {"target-size": {enabled: true}}, // axe leaves what is new in WCAG 2.2 out by itself
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


def violations(browser: webdriver.Chrome, axe: str) -> list[str]:
    """What axe finds on the page that is open: rule, what it asks, and where."""
    browser.execute_script(f"window.axe || (() => {{ {axe} }})()")
    found: list[dict[str, Any]] = browser.execute_async_script(_RUN, TAGS)
    return [
        f"{rule['id']}: {rule.get('help')}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"] or [{"html": ""}]
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", PAGE_TYPES, ids=lambda page: page.name)
def test_axe_has_nothing_to_say(
    chromium: webdriver.Chrome, sample_site: str, axe: str, page: PageType, language: str
) -> None:
    set_size(chromium, WIDE)
    chromium.get(f"{sample_site}{page.path}{'&' if '?' in page.path else '?'}lang={language}")
    told = {}
    for scheme in ("light", "dark"):
        set_scheme(chromium, scheme)
        told[scheme] = violations(chromium, axe)
    assert told == {"light": [], "dark": []}
