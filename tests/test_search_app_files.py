"""The original files, and what a browser may do with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus_documents import PLAIN
from flask.testing import FlaskClient
from search_app_collection import Collection, invented, make_collection

from ingest.extract import READERS
from search_app.files import download_name, suffix

DOCUMENTS = {document.id: document for document in invented()}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("files"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def test_a_pdf_opens_in_the_browser(client: FlaskClient, collection: Collection) -> None:
    response = client.get("/document/doc03/file", buffered=True)
    stored = collection.originals.path(collection.catalogue.get("doc03").sha256)
    assert response.data == stored.read_bytes()
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert 'filename="Statushouders in de wijk.pdf"' in response.headers["Content-Disposition"]


def test_stored_html_is_never_shown_as_a_page_of_ours(client: FlaskClient) -> None:
    response = client.get("/document/doc01/file", buffered=True)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "'self'" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_text_opens_in_the_browser_in_its_own_encoding(client: FlaskClient) -> None:
    response = client.get("/document/doc02/file", buffered=True)
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.content_type == "text/plain; charset=utf-8"


def test_text_that_is_not_utf8_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    accented = replace(
        DOCUMENTS["doc02"], pages=(replace(DOCUMENTS["doc02"].pages[0], text="één"),)
    )
    made = make_collection(tmp_path_factory.mktemp("accents"), [accented])
    response = made.app.test_client().get("/document/doc02/file", buffered=True)
    assert response.content_type == "text/plain; charset=windows-1252"
    assert response.data.decode("windows-1252") == "doc02: één"


def test_part_of_a_file_can_be_asked(client: FlaskClient) -> None:
    response = client.get("/document/doc03/file", buffered=True, headers={"Range": "bytes=0-4"})
    assert (response.status_code, response.data) == (206, b"%PDF-")


def test_a_file_the_reader_has_already_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/document/doc03/file", buffered=True).headers["ETag"]
    assert (
        client.get(
            "/document/doc03/file", buffered=True, headers={"If-None-Match": etag}
        ).status_code
        == 304
    )


def test_a_missing_original_is_told_and_not_offered(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = make_collection(tmp_path_factory.mktemp("missing"), [DOCUMENTS["doc03"]])
    made.originals.path(made.catalogue.get("doc03").sha256).unlink()
    client = made.app.test_client()
    assert client.get("/document/doc03/file", buffered=True).status_code == 404
    assert "/document/doc03/file" not in client.get("/document/doc03").text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Zelfbeheer", "Zelfbeheer.html"),
        ("Wonen/werken: hoe?", "Wonen werken hoe.html"),
        ("../../etc/passwd", "etc passwd.html"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie x.html"),
        ("Één buurt – twee straten", "Één buurt – twee straten.html"),
        ("???", "doc01.html"),
        ("x" * 300, "x" * 100 + ".html"),
    ],
)
def test_a_download_is_named_after_the_title(title: str, name: str) -> None:
    assert download_name(replace(DOCUMENTS["doc01"], title=title)) == name


def test_a_title_with_accents_survives_the_header(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    accented = replace(DOCUMENTS["doc03"], title="Één “buurt”\r\nX: y")
    made = make_collection(tmp_path_factory.mktemp("titles"), [accented])
    header = (
        made.app.test_client()
        .get("/document/doc03/file", buffered=True)
        .headers["Content-Disposition"]
    )
    assert "filename*=UTF-8''%C3%89%C3%A9n" in header


@pytest.mark.parametrize("media_type", READERS)
def test_every_format_that_is_read_is_handed_out_under_an_ending_of_its_own(
    media_type: str,
) -> None:
    assert suffix(replace(PLAIN, media_type=media_type)).startswith(".")
