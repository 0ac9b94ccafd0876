"""What a page loads before it is first seen: how much, from whom, and whether it stays still."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from selenium import webdriver

from benchmarks.chromium import PHONE, network_events, set_size, what_was_seen
from benchmarks.page_types import PAGE_TYPES, PageType

pytestmark = pytest.mark.browser

STILL = 0.01  # a tenth of what counts as good
MOST = 100_000  # bytes of a first view, as they are sent
# A font that comes later than the first text is what makes a page jump: 150 ms there and back.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": -1, "uploadThroughput": -1}
NOT_LIMITED = SLOW | {"latency": 0}


@pytest.mark.parametrize("page", PAGE_TYPES, ids=lambda page: page.name)
def test_a_first_view_is_small_stays_still_and_is_from_here(
    chromium: webdriver.Chrome, sample_site: str, page: PageType
) -> None:
    set_size(chromium, PHONE)
    chromium.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    chromium.execute_cdp_cmd("Network.emulateNetworkConditions", SLOW)
    network_events(chromium)  # what went before
    chromium.get(sample_site + page.path)
    seen = what_was_seen(chromium)
    chromium.execute_cdp_cmd("Network.emulateNetworkConditions", NOT_LIMITED)
    chromium.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": False})
    events = network_events(chromium)
    asked = [e["params"]["request"]["url"] for e in events if e["method"].endswith("WillBeSent")]
    sent = [
        int(e["params"]["encodedDataLength"])
        for e in events
        if e["method"] == "Network.loadingFinished"
    ]
    statuses = [
        e["params"]["response"]["status"]
        for e in events
        if e["method"] == "Network.responseReceived" and e["params"]["type"] == "Document"
    ]
    assert statuses == [page.status]
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(sample_site).netloc}
    assert len(sent) == len(asked) >= 4  # page, style, script, font
    assert sum(sent) <= MOST
    assert seen["lcp"] > 0  # it was measured
    assert seen["cls"] <= STILL
