"""What every answer says about itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from search_app_collection import Collection, invented, make_collection

import search_app
from corpus.document import Access
from search_app.security import HEADERS

EVERYWHERE = [
    "/",
    "/?q=zelfbeheer",
    "/document/doc40?q=x",
    "/document/doc01/page/1",
    "/archetype",
    "/archetype/zelfbeheer",
    "/api/v1/search",
    "/nergens",
    "/healthz",
    "/robots.txt",
    "/favicon.ico",
    "/static/style.css",
]
PAGES = [address for address in EVERYWHERE if "." not in address and "api" not in address]

FOLDER = Path(str(search_app.__file__)).parent


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("security"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_headers(client: FlaskClient, address: str) -> None:
    response = client.get(address, buffered=True)
    for name, value in HEADERS.items():
        assert response.headers[name] == value


def test_nothing_may_run_or_load_from_elsewhere() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def elements(tree: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = tree.xpath(path)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, html.HtmlElement)]


@pytest.mark.parametrize("address", [a for a in PAGES if a != "/healthz"])
def test_a_page_asks_nobody_else_and_has_no_inline_script_or_style(
    client: FlaskClient, address: str
) -> None:
    tree = html.document_fromstring(client.get(address).text)
    run = "//script[not(@src) and not(@type='application/ld+json')]"  # what is no data
    assert not elements(tree, f"{run} | //style | //*[@style]")
    assert not [name for e in tree.iter() for name in e.attrib if str(name).startswith("on")]
    loaded = elements(tree, "//script[@src] | //img | //link[@rel='stylesheet']")
    assert loaded
    for element in loaded:
        assert (element.get("src") or element.get("href") or "").startswith("/static/")


def test_style_sheets_and_scripts_load_only_what_lies_beside_them() -> None:
    for path in (FOLDER / "static").glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\((?!\")", text)
        for name in re.findall(r'url\("([^"]*)"\)', text):
            assert (path.parent / name).is_file(), name


def test_the_language_cookie_is_the_only_one_and_only_on_request(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/?q=zelfbeheer").headers
    assert "Set-Cookie" not in client.get("/?lang=xx").headers
    (cookie,) = client.get("/?lang=en").headers.getlist("Set-Cookie")
    assert cookie.startswith("lang=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    (cookie,) = client.get("/?lang=en", base_url="https://localhost").headers.getlist("Set-Cookie")
    assert "Secure" in cookie


@pytest.mark.parametrize("address", ["/", "/api/v1/search", "/nergens"])
def test_a_cache_keeps_languages_apart(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert {"accept-language", "cookie"} <= {name.lower() for name in response.vary}
    assert "private" in response.headers["Cache-Control"]


def test_static_files_are_kept_for_good_under_an_address_that_changes(client: FlaskClient) -> None:
    tree = html.document_fromstring(client.get("/").text)
    link, *_ = tree.findall(".//link[@rel='stylesheet']")
    assert "immutable" in client.get(link.get("href") or "", buffered=True).headers["Cache-Control"]
    assert client.get("/static/style.css", buffered=True).headers["Cache-Control"] == "no-cache"


def test_the_web_process_never_loads_a_document_reader() -> None:
    program = (
        "import sys, search_app.wsgi; "
        "readers = {'pdfminer', 'bs4', 'lxml', 'docx', 'pptx', 'odfdo'}; "
        "print(*sorted((readers | {'ingest'}) & {*sys.modules}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=FOLDER.parent,
    )
    assert found.stdout.strip() == ""


@pytest.mark.parametrize("address", ["/%5Cevil.example/x", "//evil.example/x", "/%2F/evil.example"])
def test_no_link_to_the_other_language_leads_elsewhere(client: FlaskClient, address: str) -> None:
    page = html.fromstring(client.get(address, follow_redirects=True).text)
    links = [link.get("href", "") for link in elements(page, "//a[contains(@href, 'lang=')]")]
    assert links
    assert not any(link.startswith(("/\\", "//", "\\")) or ":" in link for link in links)


def test_a_document_that_may_not_be_seen_is_refused_before_its_pages_are_read(
    collection: Collection, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole(_document_id: str) -> None:
        raise AssertionError("a whole document is read")

    monkeypatch.setattr(collection.catalogue, "get", whole)
    hidden = [one.id for one in invented() if not one.visible_to(Access.PUBLIC)]
    assert hidden
    for name in hidden:
        assert client.get(f"/api/v1/documents/{name}").status_code in {404, 410}
