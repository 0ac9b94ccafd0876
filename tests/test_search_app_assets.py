"""Style sheets as one file, fonts of our own, and answers that are compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from lxml import html
from search_app_collection import invented, make_collection

import search_app
from search_app.assets import SHEETS, load_assets
from search_app.compression import LEAST, compressed

FOLDER = Path(str(search_app.__file__)).parent / "static"
GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return make_collection(tmp_path_factory.mktemp("assets"), invented()).app.test_client()


def links(client: FlaskClient, what: str) -> list[str]:
    tree = html.document_fromstring(client.get("/").text)
    return [str(link.get("href")) for link in tree.findall(f".//link[@rel='{what}']")]


def test_the_style_sheets_are_one_request_and_in_their_order(client: FlaskClient) -> None:
    sheet = client.get(links(client, "stylesheet")[0]).text
    parts = [(FOLDER / name).read_text(encoding="utf-8").partition("{")[0] for name in SHEETS]
    places = [sheet.index(part) for part in parts]
    assert places == sorted(places)


def test_what_a_style_sheet_loads_is_there_and_kept_for_good(client: FlaskClient) -> None:
    sheet = client.get(links(client, "stylesheet")[0]).text
    loaded = re.findall(r'url\("([^"]+)"\)', sheet)
    assert loaded
    for address in loaded:
        response = client.get(f"/static/{address}", buffered=True)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]


def test_the_font_that_is_asked_for_early_is_the_one_of_the_style_sheet(
    client: FlaskClient,
) -> None:
    (early,) = links(client, "preload")
    sheet = client.get(links(client, "stylesheet")[0]).text
    assert early.removeprefix("/static/") in sheet
    assert client.get(early, buffered=True).mimetype == "font/woff2"


def test_the_fonts_are_small_and_their_licence_lies_beside_them() -> None:
    fonts = list((FOLDER / "fonts").glob("*.woff2"))
    assert sum(font.stat().st_size for font in fonts) <= 40_000
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "fonts" / "OFL.txt").read_text().upper()


def test_an_address_changes_with_what_a_style_sheet_loads(tmp_path: Path) -> None:
    for name in SHEETS:
        (tmp_path / name).write_text('a { background: url("one.svg"); }')
    found = []
    for content in ("<svg/>", "<svg></svg>"):
        (tmp_path / "one.svg").write_text(content)
        found.append(load_assets(tmp_path).versions["site.css"])
    assert found[0] != found[1]


@pytest.mark.parametrize(
    "address",
    ["/", "/?q=zelfbeheer", "/static/style.css", "/api/v1/search?q=zelfbeheer", "/nergens"],
)
def test_a_compressed_answer_says_the_same(client: FlaskClient, address: str) -> None:
    told = re.compile(rb'"took_ms":[^,]*|in [0-9],[0-9]{3} seconden')
    plain = client.get(address, buffered=True)
    small = client.get(address, headers=GZIP, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(small.data)
    assert told.sub(b"", gzip.decompress(small.data)) == told.sub(b"", plain.data)
    assert "Content-Encoding" not in plain.headers
    assert "accept-encoding" in {name.lower() for name in plain.vary}


def test_a_font_and_an_original_are_sent_as_they_are(client: FlaskClient) -> None:
    for address in ("/static/fonts/hyperlegible-latin.woff2", "/document/doc03/file"):
        response = client.get(address, headers=GZIP, buffered=True)
        assert response.status_code == 200
        assert "Content-Encoding" not in response.headers


def test_an_unchanged_file_is_still_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/style.css", headers=GZIP, buffered=True)
    again = GZIP | {"If-None-Match": first.headers["ETag"]}
    assert client.get("/static/style.css", headers=again, buffered=True).status_code == 304


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response("a" * LEAST, headers={"Cache-Control": "private, no-store"}), "for one reader"),
        (Response((part for part in ("a" * LEAST, "b")), mimetype="text/csv"), "piece by piece"),
        (Response("a" * (LEAST - 1)), "small"),
        (Response("a" * LEAST, mimetype="application/pdf"), "no text"),
        (Response("a" * LEAST, status=206), "a part"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_compressed(response: Response, reason: str) -> None:
    with Flask("one").test_request_context("/", headers=GZIP):
        assert "Content-Encoding" not in compressed(response).headers, reason
