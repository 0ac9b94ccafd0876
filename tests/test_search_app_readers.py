"""Who sees what: each kind of page and answer, for the public, a partner and a librarian."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passages_collection import said, telling
from search_app_accounts import accounts_in, file_with, logged_in, quick_hashes, with_accounts
from search_app_collection import TEXT, Collection, document, invented, make_collection

from corpus.document import Access, Document, Kind, Status
from corpus.passage import PassageRole

PARTNERS = "kwikstaart"
"""A word of documents for partners alone."""
HIDDEN = "slaapmuts"

READERS = ("public", "partner", "librarian")


def documents() -> list[Document]:
    """Public documents, and others that are not."""
    for_partners = replace(
        telling(
            60,
            Kind.PRAKTIJK,
            "zelfbeheer",
            said("Kwikstaarten snoeien in zelfbeheer de heg.", PassageRole.TIP, "klein-beginnen"),
        ),
        title="Kwikstaartberaad over zelfbeheer",
        municipality=("Kwikstaartdam",),
        organisation="Bond van Kwikstaarten",
        authors=("K. Kwikstaart",),
        published="1999",
        access=Access.PARTNER,
        media_type=TEXT,
    )
    hidden = replace(
        telling(61, Kind.PRAKTIJK, "zelfbeheer", said("Een slaapmuts helpt.", PassageRole.TIP)),
        title="Slaapmuts in zelfbeheer",
        municipality=("Slaapmutsdam",),
        access=Access.HIDDEN,
        media_type=TEXT,
    )
    gone = replace(
        document(62, "Kwikstaartnota zelfbeheer", "zelfbeheer"),
        access=Access.PARTNER,
        status=Status.WITHDRAWN,
    )
    gone_hidden = replace(
        document(63, "Slaapmutsnota", "zelfbeheer"), access=Access.HIDDEN, status=Status.WITHDRAWN
    )
    replaced = replace(document(64, "Oude nota", "Oude woorden."), replaced_by="doc60")
    for_hidden = replace(document(65, "Andere nota", "Andere woorden."), replaced_by="doc61")
    public = [d for d in invented() if d.access is Access.PUBLIC]
    return [*public, for_partners, hidden, gone, gone_hidden, replaced, for_hidden]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("readers"), documents())


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The same collection without what is not public."""
    public = [d for d in documents() if d.access is Access.PUBLIC]
    return knowing(make_collection(tmp_path_factory.mktemp("public"), public).app).test_client()


@pytest.fixture(scope="module")
def readers(made: Collection) -> dict[str, FlaskClient]:
    with quick_hashes():
        return _all(knowing(with_accounts(made, accounts_in(made.folder)).app))


def knowing(app: Flask) -> Flask:
    """What cannot be searched is known now, and not some time after the first page."""
    assert app.test_client().get("/niet-doorzocht").status_code == 200
    return app


def _all(app: Flask) -> dict[str, FlaskClient]:
    return {
        "public": app.test_client(),
        "partner": logged_in(app, "pia"),
        "librarian": logged_in(app, "leo"),
    }


ALL = (200, 200, 200)

# Path -> status for the public, a partner, a librarian -> whether each may read a word of documents
# for partners in the answer, and of hidden ones.
TABLE = [
    ("/", ALL, "", "P", "P"),
    ("/?q=zelfbeheer", ALL, "", "P", "P"),
    ("/?q=zelfbeheer&sort=oldest", ALL, "", "P", "P"),
    ("/?year_to=2000", ALL, "", "P", "P"),
    ("/?q=snoeien", ALL, "", "P", "P"),
    ("/passages", ALL, "", "P", "P"),
    ("/passages?q=zelfbeheer&role=tip", ALL, "", "P", "P"),
    ("/uitgebreid", ALL, "", "P", "P"),
    ("/zoekhulp", ALL, "", "", ""),
    ("/archetype", ALL, "", "", ""),
    ("/archetype/zelfbeheer", ALL, "", "P", "P"),
    ("/bewijskaart", ALL, "", "", ""),
    ("/bewijskaart.csv", ALL, "", "", ""),
    ("/dossier?dossier=doc60", ALL, "", "P", "P"),
    ("/dossier?dossier=doc61", ALL, "", "", "H"),
    ("/dossier.html?dossier=doc60~doc62", ALL, "", "P", "P"),
    ("/document/doc60", (404, 200, 200), "", "P", "P"),
    ("/document/doc60/page/1", (404, 200, 200), "", "P", "P"),
    ("/document/doc60/page/9", (404, 404, 404), "", "", ""),
    ("/document/doc60/file", (404, 200, 200), "", "P", "P"),
    ("/document/doc61", (404, 404, 200), "", "", "PH"),  # and what is like it
    ("/document/doc61/page/1", (404, 404, 200), "", "", "H"),
    ("/document/doc61/file", (404, 404, 200), "", "", "H"),
    ("/document/doc62", (404, 410, 410), "", "P", "P"),
    ("/document/doc62/page/1", (404, 410, 410), "", "P", "P"),
    ("/document/doc62/file", (404, 410, 410), "", "P", "P"),
    ("/document/doc63", (404, 404, 410), "", "", "H"),
    ("/document/doc64/page/1?quote=oude+woorden", ALL, "", "P", "P"),
    ("/document/doc65/page/1?quote=andere+woorden", ALL, "", "", ""),
    ("/document/doc60/citation.ris", (404, 200, 200), "", "P", "P"),
    ("/document/doc60/citation.bib", (404, 200, 200), "", "P", "P"),
    ("/document/doc61/citation.ris", (404, 404, 200), "", "", "H"),
    ("/document/doc62/citation.bib", (404, 410, 410), "", "P", "P"),
    ("/document/doc60?in=zelfbeheer", (404, 200, 200), "", "P", "P"),
    ("/document/doc61?q=zelfbeheer&in=een", (404, 404, 200), "", "", "PH"),
    ("/document/doc61/page/1?q=helpt", (404, 404, 200), "", "", "H"),
    ("/document/doc01", ALL, "", "P", "P"),  # what is like it
    ("/document/doc64", ALL, "", "P", "P"),  # its newer edition
    ("/document/doc65", ALL, "", "", ""),
    ("/api/v1/search?q=zelfbeheer&size=50", ALL, "", "P", "P"),
    ("/api/v1/passages", ALL, "", "P", "P"),
    ("/api/v1/suggest?q=kwik", ALL, "", "P", "P"),
    ("/api/v1/suggest?q=slaap", ALL, "", "", ""),
    ("/api/v1/search?q=kwikstart", ALL, "", "P", "P"),  # mistyped
    ("/api/v1/archetypes", ALL, "", "", ""),
    ("/api/v1/evidence-map", ALL, "", "", ""),
    ("/api/v1/documents/doc60", (404, 200, 200), "", "P", "P"),
    ("/api/v1/documents/doc61", (404, 404, 200), "", "", "H"),
    ("/api/v1/documents/doc62", (404, 410, 410), "", "P", "P"),
    ("/healthz", ALL, "", "", ""),
    ("/readyz", ALL, "", "", ""),
    ("/robots.txt", ALL, "", "", ""),
    ("/export.csv", ALL, "", "P", "P"),
    ("/export.ris?q=zelfbeheer", ALL, "", "P", "P"),
    ("/export.bib?q=zelfbeheer&sort=title", ALL, "", "P", "P"),
    ("/export.json?q=snoeien", ALL, "", "P", "P"),
    ("/passages/export.csv?role=tip", ALL, "", "P", "P"),
    ("/passages/export.json", ALL, "", "P", "P"),
    ("/feed.atom", ALL, "", "P", "P"),
    ("/feed.atom?q=zelfbeheer", ALL, "", "P", "P"),
    ("/opensearch.xml", ALL, "", "", ""),
    ("/opensearch/suggestions?q=kwik", ALL, "", "P", "P"),
    ("/sitemap.xml", ALL, "", "", ""),
    ("/nergens", (404, 404, 404), "", "", ""),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_each_reader_sees_what_he_may_see(
    readers: dict[str, FlaskClient], row: tuple[str, tuple[int, ...], str, str, str]
) -> None:
    path, statuses, *seen = row
    for reader, status, may_see in zip(READERS, statuses, seen, strict=True):
        response = readers[reader].get(path, buffered=True)
        assert response.status_code == status, reader
        body = response.get_data().decode("latin-1").lower()
        asked = path.partition("q=")[2]
        body = body if path.startswith("/api/v1/suggest") else body.replace(f'"{asked}"', "")
        assert (PARTNERS in body) is ("P" in may_see), reader
        assert (HIDDEN in body) is ("H" in may_see), reader


EVERY_PATH = [
    *(row[0] for row in TABLE if row[0] != "/readyz"),
    "/?q=kwikstaart",
    "/?q=kwikstaarten+snoeien&explain=1",
    "/?q=kwik*",
    "/?q=kwikstart",
    "/?q=zelfbeheer&municipality=Kwikstaartdam",
    "/?q=zelfbeheer&explain=1",
    "/passages?q=snoeien",
    "/uitgebreid?q=gemeente:kwikstaartdam",
    "/dossier?dossier=doc60.abcdefghijkl~doc60&dossier_search=%2F%3Fq%3Dkwikstaart",
]


# How long it took, the link to log in, how many documents are for partners, which is told as a
# bare number, and when the collection of the test was made.
DIFFERS = re.compile(
    r'"took_ms": ?[\d.]+|in [\d.,]+ seconden?|\s*<p class="account">.*?</p>|<lastmod>.*?<'
    r"|\s*<p>\d+ document(en)? (is|zijn) er alleen voor partners\..*?</p>",
    re.DOTALL,
)

UNLIKE = {"Content-Length", "Date", "X-Request-ID"}


@pytest.mark.parametrize("path", EVERY_PATH)
def test_the_public_is_answered_as_if_there_was_nothing_else(
    readers: dict[str, FlaskClient], without: FlaskClient, path: str
) -> None:
    answers = [client.get(path, buffered=True) for client in (readers["public"], without)]
    one, other = (DIFFERS.sub("", answer.text) for answer in answers)
    assert one == other
    assert answers[0].status_code == answers[1].status_code
    kept = [{k: v for k, v in a.headers if k not in UNLIKE} for a in answers]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("path", [row[0] for row in TABLE])
def test_nobody_keeps_what_is_shown_to_who_is_logged_in(
    readers: dict[str, FlaskClient], path: str
) -> None:
    for reader in ("partner", "librarian"):
        assert (
            readers[reader].get(path, buffered=True).headers["Cache-Control"] == "private, no-store"
        )
    assert "no-store" not in readers["public"].get(path, buffered=True).headers["Cache-Control"]


def test_a_file_that_a_browser_has_is_not_confirmed_to_who_may_not_see_it(
    readers: dict[str, FlaskClient],
) -> None:
    path = "/document/doc60/file"
    known = {"If-None-Match": readers["partner"].get(path, buffered=True).headers["ETag"]}
    assert readers["partner"].get(path, headers=known, buffered=True).status_code == 304
    assert readers["public"].get(path, headers=known).status_code == 404


def facet_values(client: FlaskClient, path: str) -> set[str]:
    answer = client.get(path).get_json()
    return {count["value"] for counts in answer["facets"].values() for count in counts}


def test_a_value_that_only_a_document_for_partners_has_is_a_filter_of_partners(
    readers: dict[str, FlaskClient],
) -> None:
    path = "/api/v1/search?q=zelfbeheer"
    only = {"Kwikstaartdam", "Bond van Kwikstaarten", "1999"}
    for reader, client in readers.items():
        found = facet_values(client, path) & only
        assert found == (set() if reader == "public" else only), reader


def about(client: FlaskClient, archetype: str) -> int:
    listed = client.get("/api/v1/archetypes").get_json()["archetypes"]
    return next(int(one["count"]) for one in listed if one["id"] == archetype)


def test_numbers_are_of_what_the_reader_may_see(readers: dict[str, FlaskClient]) -> None:
    totals = {
        name: client.get("/api/v1/search?q=zelfbeheer").get_json()["total"]
        for name, client in readers.items()
    }
    assert totals["partner"] == totals["librarian"] == totals["public"] + 1
    counts = {name: about(client, "zelfbeheer") for name, client in readers.items()}
    assert counts["partner"] == counts["librarian"] == counts["public"] + 1


def test_the_sitemap_has_the_documents_that_its_reader_may_find(
    readers: dict[str, FlaskClient],
) -> None:
    found = {name: client.get("/sitemap.xml").text for name, client in readers.items()}
    for hidden in ("/document/doc61<", "/document/doc62<"):
        assert not [name for name, text in found.items() if hidden in text]
    assert [name for name, text in found.items() if "/document/doc60<" in text] == [
        "partner",
        "librarian",
    ]


def test_a_file_has_as_many_rows_as_its_reader_may_find(readers: dict[str, FlaskClient]) -> None:
    for client in readers.values():
        for data, files in (("search", "/export"), ("passages", "/passages/export")):
            total = client.get(f"/api/v1/{data}?q=zelfbeheer").get_json()["total"]
            assert client.get(f"{files}.json?q=zelfbeheer").get_json()["total"] == total


@pytest.mark.parametrize(
    "path",
    ["/?q=snoeien", "/passages?q=snoeien", "/document/doc60", "/document/doc60/page/1",
     "/archetype/zelfbeheer", "/dossier?dossier=doc60", "/dossier.html?dossier=doc60"],
)  # fmt: skip
def test_what_is_for_partners_says_so(readers: dict[str, FlaskClient], path: str) -> None:
    for reader in ("partner", "librarian"):
        assert "Voor partners" in readers[reader].get(path, buffered=True).text
        assert "Verborgen" not in readers[reader].get(path, buffered=True).text


@pytest.mark.parametrize("path", ["/document/doc61", "/document/doc61/page/1"])
def test_what_is_hidden_says_so(readers: dict[str, FlaskClient], path: str) -> None:
    assert "Verborgen" in readers["librarian"].get(path).text


def test_what_is_public_says_nothing_of_it(readers: dict[str, FlaskClient]) -> None:
    for path in ("/?q=buurtbemiddeling", "/document/doc01"):
        for client in readers.values():
            assert 'class="access' not in client.get(path).text


@pytest.mark.usefixtures("quick_passwords")
def test_the_newer_edition_of_a_withdrawn_document_is_told_to_who_may_find_it(
    tmp_path: Path,
) -> None:
    old = replace(document(1, "Oud", "oud"), replaced_by="doc02", status=Status.WITHDRAWN)
    new = replace(document(2, "Kwikstaart", "nieuw"), access=Access.PARTNER)
    app = with_accounts(make_collection(tmp_path, [old, new]), accounts_in(tmp_path)).app
    for path in ("/document/doc01", "/api/v1/documents/doc01"):
        assert "Kwikstaart" not in app.test_client().get(path).text
        assert "doc02" not in app.test_client().get(path).text
        assert "doc02" in logged_in(app, "pia").get(path).text


@pytest.mark.usefixtures("quick_passwords")
def test_who_is_disabled_reads_as_the_public_from_the_next_page_on(
    made: Collection, tmp_path: Path
) -> None:
    accounts = accounts_in(tmp_path)
    client = logged_in(with_accounts(made, accounts).app, "pia")
    assert client.get("/document/doc60").status_code == 200
    accounts.disable("pia")
    assert client.get("/document/doc60").status_code == 404
    assert PARTNERS not in client.get("/?q=zelfbeheer").text.lower()


@pytest.mark.usefixtures("quick_passwords")
def test_accounts_that_cannot_be_read_leave_the_page_to_the_public(
    made: Collection, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = accounts_in(tmp_path)
    app = with_accounts(made, accounts).app
    client = logged_in(app, "pia")
    accounts.close()
    file_with(accounts).write_bytes(b"kapot" * 1000)
    fresh = with_accounts(made, accounts_in(tmp_path)).app.test_client()
    fresh.set_cookie("watwerkt", client.get_cookie("watwerkt").value)  # type: ignore[union-attr]
    assert fresh.get("/document/doc60").status_code == 404
    assert fresh.get("/?q=zelfbeheer").status_code == 200
    assert "could not be looked up" in caplog.text
