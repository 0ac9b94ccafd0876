"""In which language a page is, and what it says when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from search_app_collection import PDF, document, invented, make_collection
from test_search_app_pages import client, collection, links, page, texts

from corpus.document import Page

__all__ = ["client", "collection"]


# Language and errors


@pytest.mark.parametrize(
    ("asked", "cookie", "header", "language"),
    [
        ("", None, None, "nl"),
        ("", None, "en-GB,en;q=0.9", "en"),
        ("", None, "nl-BE,en;q=0.5", "nl"),
        ("", None, "de", "nl"),
        ("", "nl", "en", "nl"),
        ("?lang=en", "nl", "nl", "en"),
        ("?lang=klingon", "en", "nl", "en"),
    ],
)
def test_address_beats_cookie_beats_browser(
    client: FlaskClient, asked: str, cookie: str | None, header: str | None, language: str
) -> None:
    if cookie:
        client.set_cookie("lang", cookie)
    response = client.get(f"/{asked}", headers={"Accept-Language": header} if header else {})
    assert f'<html lang="{language}">' in response.text


def test_a_chosen_language_is_remembered_and_leads_back(client: FlaskClient) -> None:
    tree = page(client, "/?q=a+b&kind=beleid&lang=en")
    assert links(tree, ".languages a") == ["/?q=a+b&kind=beleid&lang=nl"]
    assert page(client, "/").select("html")[0].get("lang") == "en"


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/nergens", 404, "Deze pagina is er niet"),
        ("/document/onbekend", 404, "Deze pagina is er niet"),
        ("/document/doc01/page/99", 404, "Deze pagina is er niet"),
        ("/document/doc01/page/0", 404, "Deze pagina is er niet"),
        ("/document/doc01/page/99999999999999999999999", 404, "Deze pagina is er niet"),
        ("/document/doc42", 404, "Deze pagina is er niet"),
        ("/document/doc42/page/1", 404, "Deze pagina is er niet"),
        ("/document/doc42/file", 404, "Deze pagina is er niet"),
        ("/document/doc43", 404, "Deze pagina is er niet"),
        ("/document/doc44", 410, "Dit document is ingetrokken"),
        ("/document/doc44/page/1", 410, "Dit document is ingetrokken"),
        ("/document/doc44/file", 410, "Dit document is ingetrokken"),
        ("/archetype/onbekend", 404, "Deze pagina is er niet"),
    ],
)
def test_what_is_not_there_gets_a_friendly_page(
    client: FlaskClient, address: str, status: int, title: str
) -> None:
    tree = page(client, address, status)
    assert texts(tree, "h1") == [title]
    assert tree.select("form#search")
    assert ("Ingetrokken zelfbeheer" in tree.get_text()) is (status == 410)


def test_a_page_only_reads(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "Dat kan hier niet" in response.text


def test_a_fault_of_ours_shows_no_traceback(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = make_collection(tmp_path_factory.mktemp("fault"), invented()[:1])
    made.app.config["PROPAGATE_EXCEPTIONS"] = False
    made.app.add_url_rule("/kapot", view_func=lambda: str(1 // 0), endpoint="kapot")
    response = made.app.test_client().get("/kapot")
    assert response.status_code == 500
    assert "De fout ligt bij ons" in response.text
    assert "ZeroDivision" not in response.text


def test_a_missing_index_is_told_in_a_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = make_collection(tmp_path_factory.mktemp("noindex"), invented()[:1])
    (made.folder / "index" / "current.json").unlink()
    client = made.app.test_client()
    assert page(client, "/?q=x", 503).select("h1")[0].text == "Zoeken kan nu even niet"


def test_a_reader_is_told_that_a_page_was_recognised_or_is_blank(tmp_path: Path) -> None:
    pages = (
        Page(number=1, text="Zelfbeheer van de tuin", quality=0.8, ocr=0.87),
        Page(number=2, text="", quality=1.0),
        Page(number=3, text="", quality=0.0),
    )
    scan = replace(document(1, "Een scan", "x"), pages=pages, media_type=PDF)
    client = make_collection(tmp_path, [scan]).app.test_client()
    first = page(client, "/document/doc01/page/1")
    assert "herkend uit een scan (zekerheid 87 van 100)" in texts(first, ".prose > .quiet")[-1]
    second = page(client, "/document/doc01/page/2")
    assert texts(second, ".page-text") == ["Deze bladzijde is leeg."]
    rows = texts(page(client, "/document/doc01"), "table td")
    assert [cell for cell in rows if cell in ("goed (scan)", "leeg", "geen tekst")] == [
        "goed (scan)", "leeg", "geen tekst",
    ]  # fmt: skip
