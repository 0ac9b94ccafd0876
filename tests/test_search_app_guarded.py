"""What is for librarians alone, on the page."""

from __future__ import annotations

import pytest
from flask import Flask
from search_app_accounts import (
    accounts_in,
    log_in,
    logged_in,
    post,
    quick_hashes,
    with_accounts,
)
from search_app_collection import Collection
from test_search_app_login import FORM, accounts, app, client, collection, now

from search_app.reader import for_librarians
from search_app.site import Site, routes
from search_app.unsearched import Unsearched

__all__ = ["accounts", "app", "client", "collection", "now"]

pytestmark = pytest.mark.usefixtures("quick_passwords")


# For librarians alone


@pytest.fixture(scope="module")
def guarded(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application with a page for librarians."""

    @for_librarians
    def look(site: Site, number: int) -> str:
        return f"{site.reader.name} looks at {number}"

    @for_librarians
    def decide(site: Site, number: int) -> str:
        return f"{site.reader.name} decides {number}"

    with quick_hashes():
        made = with_accounts(collection, accounts_in(tmp_path_factory.mktemp("guarded"))).app
    rule = "/proef/<int:number>"
    made.register_blueprint(routes("proef", [(rule, look)], _site(collection), [(rule, decide)]))
    return made


def _site(collection: Collection) -> Site:
    return Site(
        index=collection.index,
        engine=collection.index,
        catalogue=collection.catalogue,
        taxonomy=collection.taxonomy,
        thesaurus=None,  # type: ignore[arg-type]  # no page here asks it
        licences=None,  # type: ignore[arg-type]  # nor this
        unsearched=Unsearched(collection.catalogue),
        originals=collection.originals,
        vocabulary=None,  # type: ignore[arg-type]
        meanings=None,  # type: ignore[arg-type]
    )


def test_a_librarian_gets_in(guarded: Flask) -> None:
    client = logged_in(guarded, "leo")
    assert client.get("/proef/7").text == "leo looks at 7"
    assert post(client, "/proef/7", {}, page="/").text == "leo decides 7"


def test_a_partner_is_refused(guarded: Flask) -> None:
    client = logged_in(guarded, "pia")
    response = client.get("/proef/7")
    assert response.status_code == 403
    assert "alleen voor bibliothecarissen" in response.text
    assert post(client, "/proef/7", {}, page="/").status_code == 403


def test_anybody_is_asked_to_log_in_and_comes_back(guarded: Flask) -> None:
    client = guarded.test_client()
    response = client.get("/proef/7?matter=label")
    assert response.status_code == 303
    assert response.headers["Location"] == f"{FORM}?next=%2Fproef%2F7%3Fmatter%3Dlabel"
    assert log_in(client, "leo", next="/proef/7?matter=label").headers["Location"] == (
        "/proef/7?matter=label"
    )


def test_anybody_decides_nothing(guarded: Flask) -> None:
    client = guarded.test_client()
    assert post(client, "/proef/7", {}, page=FORM).status_code == 403
