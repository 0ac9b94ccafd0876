"""The page on a catalogue that several machines share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from collections_compared import settings_in
from corpus_documents import PLAIN, decision
from flask import Flask
from postgresql import Server
from search_app_accounts import PASSWORD, logged_in

from corpus.accounts import Accounts, Role
from corpus.collection import open_collection
from corpus.settings import Settings
from index import open_index, rebuild
from index.deciding import Writing
from search_app import create_app

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.fixture(scope="module")
def settings(own_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A collection of one document, with an index of its own."""
    folder = tmp_path_factory.mktemp("machine")
    made = settings_in(folder / "data", catalogue=own_server.address("ww"))
    collection = open_collection(made)
    with closing(collection.catalogue) as catalogue:
        catalogue.add(PLAIN, "test")
        rebuild(open_index(made.index, catalogue, collection.taxonomy), catalogue)
    return made


@contextmanager
def serving(settings: Settings) -> Iterator[Flask]:
    """The page on a collection, which lets go of its server when the block ends."""
    collection = open_collection(settings)
    with closing(collection.catalogue) as catalogue, closing(Accounts(settings.accounts)) as people:
        index = open_index(settings.index, catalogue, collection.taxonomy)
        writing = Writing(collection=collection, index=index)
        yield create_app(
            index,
            catalogue,
            collection.taxonomy,
            collection.originals,
            accounts=people,
            writing=writing,
        )


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    with serving(settings) as made:
        yield made


def test_who_logs_in_at_one_machine_is_logged_in_at_another(
    settings: Settings, app: Flask, tmp_path: Path
) -> None:
    with closing(Accounts(settings.accounts)) as accounts:
        accounts.add("leo", Role.LIBRARIAN, PASSWORD)
        token = logged_in(app, "leo").get_cookie("watwerkt")
        assert token is not None
        other = settings_in(tmp_path / "other", catalogue=settings.catalogue)
        collection = open_collection(other)
        with closing(collection.catalogue) as catalogue:
            rebuild(open_index(other.index, catalogue, collection.taxonomy), catalogue)
        with serving(other) as elsewhere:
            there = elsewhere.test_client()
            there.set_cookie("watwerkt", token.value)
            assert there.get("/nazien").status_code == 200
            accounts.disable("leo")
            assert there.get("/nazien").status_code != 200
        assert not (other.data / "accounts.db").exists()


def test_the_page_is_back_when_the_server_is(own_server: Server, app: Flask) -> None:
    client = app.test_client()
    document = f"/document/{PLAIN.id}"
    assert client.get(document).status_code == 200
    own_server.stop()
    for address in (document, f"/api/v1/documents/{PLAIN.id}"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert "watwerkt@" not in answer.text
    own_server.start()
    assert client.get(document).status_code == 200
    assert client.get("/?q=linde").status_code == 200


def test_what_is_decided_elsewhere_is_seen_at_once(settings: Settings, app: Flask) -> None:
    collection = open_collection(settings)
    with closing(collection.catalogue) as catalogue:
        catalogue.decide([decision("title", "Elders besloten", document_id=PLAIN.id)])
    assert "Elders besloten" in app.test_client().get(f"/document/{PLAIN.id}").text
