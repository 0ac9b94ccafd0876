"""A headless Chromium to look at pages with: how wide, light or dark, and what it loads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

WIDE = (1280, 900)
PHONE = (390, 844)
NARROW = (320, 640)
_PATIENCE = 30  # seconds

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=nl",
)


def missing_programs() -> list[str]:
    """Which of Chromium and its driver are not installed."""
    return [name for name in ("chromium", "chromedriver") if not shutil.which(name)]


@contextmanager
def started(profile: Path) -> Iterator[webdriver.Chrome]:
    """Start a browser with a profile of its own, and end it."""
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    for flag in (*FLAGS, "--hide-scrollbars", f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": "nl"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        yield browser
    finally:
        browser.quit()


def set_size(browser: webdriver.Chrome, size: tuple[int, int]) -> None:
    """Width and height of the window, in CSS pixels."""
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def set_scheme(browser: webdriver.Chrome, scheme: str) -> None:
    """What the reader prefers: ``light`` or ``dark``."""
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def log_in(browser: webdriver.Chrome, address: str, name: str, password: str) -> None:
    """Fill in the form to log in of the site at ``address``, and wait until it let somebody in."""
    browser.get(f"{address}/aanmelden")
    browser.find_element(By.ID, "login-name").send_keys(name)
    browser.find_element(By.ID, "login-password").send_keys(password, Keys.ENTER)
    WebDriverWait(browser, _PATIENCE).until(
        lambda _: browser.find_elements(By.CLASS_NAME, "account-name")
    )


# Entries that are buffered are given to the callback in the next task.
_SEEN = """
const done = arguments[0];
const found = {"largest-contentful-paint": [], "layout-shift": []};
for (const [type, entries] of Object.entries(found)) {
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({type, buffered: true});
}
document.fonts.ready.then(() => setTimeout(() => done({
  first_byte: performance.getEntriesByType("navigation")[0].responseStart,
  lcp: Math.max(0, ...found["largest-contentful-paint"].map((one) => one.startTime)),
  cls: found["layout-shift"].reduce((sum, one) => sum + one.value, 0),
}), 150));
"""


def what_was_seen(browser: webdriver.Chrome) -> dict[str, float]:
    """Of the page that is open: ``first_byte`` and ``lcp`` in milliseconds, and ``cls``."""
    seen: dict[str, float] = browser.execute_async_script(_SEEN)
    return seen


def network_events(browser: webdriver.Chrome) -> list[dict[str, Any]]:
    """What the browser sent and received since the last time this was asked."""
    log = browser.get_log("performance")  # type: ignore[no-untyped-call] # selenium's has no types
    messages = (json.loads(entry["message"])["message"] for entry in log)
    return [message for message in messages if message["method"].startswith("Network.")]
