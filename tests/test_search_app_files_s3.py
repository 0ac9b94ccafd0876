"""Files from a bucket are sent as those from a folder are, and never held in memory."""

from __future__ import annotations

import hashlib
import http.client
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from s3_server import S3Server, Wire
from search_app_collection import Collection, invented, make_collection
from served import served

from corpus.originals import Originals, open_originals
from search_app.app import create_app

DOCUMENTS = {document.id: document for document in invented()}
BIG = 24 << 20  # bytes


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    made = make_collection(tmp_path_factory.mktemp("files"), invented())
    made.catalogue.add(replace(DOCUMENTS["doc03"], id="big", sha256=_big()[0]), "test")
    return made


@pytest.fixture
def address(s3_server: S3Server) -> str:
    return s3_server.bucket()


@pytest.fixture
def client(collection: Collection, address: str) -> FlaskClient:
    store = open_originals(address, collection.folder)
    for digest in collection.originals.digests():
        with collection.originals.open(digest) as file:
            store.take(file, digest, digest)
    return _app(collection, store).test_client()


def _app(collection: Collection, store: Originals) -> Flask:
    return create_app(collection.index, collection.catalogue, collection.taxonomy, store)


def _big() -> tuple[str, bytes]:
    content = bytes(range(256)) * (BIG // 256)
    return hashlib.sha256(content).hexdigest(), content


def _take_big(address: str, folder: Path) -> Originals:
    digest, content = _big()
    store = open_originals(address, folder)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        store.take(file, digest, "big.pdf")
    return store


def test_a_file_from_a_bucket_is_that_from_a_folder(
    client: FlaskClient, collection: Collection
) -> None:
    own = collection.app.test_client()
    for document_id in ("doc01", "doc02", "doc03"):
        path = f"/document/{document_id}/file"
        remote, local = client.get(path, buffered=True), own.get(path, buffered=True)
        assert remote.data == local.data
        own_each_time = {"Date": "", "X-Request-ID": ""}
        assert {**remote.headers} | own_each_time == {**local.headers} | own_each_time


@pytest.mark.parametrize(
    "asked", ["bytes=0-4", "bytes=5-", "bytes=-7", "bytes=3-3", "bytes=999999-"]
)
def test_a_part_of_it_can_be_asked(client: FlaskClient, collection: Collection, asked: str) -> None:
    own = collection.app.test_client()
    remote, local = (
        one.get("/document/doc03/file", buffered=True, headers={"Range": asked})
        for one in (client, own)
    )
    assert (remote.status_code, remote.data) == (local.status_code, local.data)
    assert remote.headers.get("Content-Range") == local.headers.get("Content-Range")


def test_to_ask_about_it_fetches_nothing_of_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/document/doc03/file", buffered=True)
    monkeypatch.setattr("corpus.s3_answers.RemoteFile.readinto", None)
    head = client.head("/document/doc03/file")
    assert head.status_code == 200
    assert head.content_length == len(whole.data)
    known = {"If-None-Match": whole.headers["ETag"]}
    assert client.get("/document/doc03/file", headers=known).status_code == 304


def test_a_big_file_is_never_in_memory(
    collection: Collection, address: str, tmp_path: Path
) -> None:
    store = _take_big(address, tmp_path)
    digest, _ = _big()
    response = _app(collection, store).test_client().get("/document/big/file")
    received, size = hashlib.sha256(), 0
    tracemalloc.start()
    try:
        for piece in response.response:
            assert isinstance(piece, bytes)
            received.update(piece)
            size += len(piece)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        response.close()
    assert (size, received.hexdigest()) == (BIG, digest)
    assert peak < 4 << 20


def test_the_server_sends_a_part_of_a_big_file(
    collection: Collection, address: str, tmp_path: Path
) -> None:
    _, content = _big()
    last = {"Range": f"bytes={BIG - 10}-{BIG - 1}"}
    with (
        served(_app(collection, _take_big(address, tmp_path))) as place,
        closing(http.client.HTTPConnection(urlsplit(place).netloc, timeout=60)) as asking,
    ):
        asking.request("GET", "/document/big/file", headers=last)
        answer = asking.getresponse()
        assert (answer.status, answer.read()) == (206, content[-10:])


def test_an_original_that_is_not_in_the_bucket_is_not_offered(
    collection: Collection, address: str, tmp_path: Path
) -> None:
    client = _app(collection, open_originals(address, tmp_path)).test_client()
    assert client.get("/document/doc03/file").status_code == 404
    assert "/document/doc03/file" not in client.get("/document/doc03").text


def test_a_document_can_be_read_while_the_bucket_does_not_answer(
    collection: Collection, s3_server: S3Server, tmp_path: Path
) -> None:
    store = open_originals(s3_server.address("boeken", "http://127.0.0.1:9"), tmp_path)
    client = _app(collection, store).test_client()
    assert client.get("/document/doc03/file").status_code == 503
    assert "/document/doc03/file" in client.get("/document/doc03").text


@pytest.fixture
def wire(s3_server: S3Server) -> Iterator[Wire]:
    with closing(Wire(s3_server.port)) as wire:
        yield wire


def test_a_reader_gets_all_of_a_file_though_the_connection_to_the_bucket_breaks(
    collection: Collection, s3_server: S3Server, address: str, wire: Wire, tmp_path: Path
) -> None:
    _take_big(address, tmp_path)
    store = open_originals(address.replace(s3_server.endpoint, wire.endpoint), tmp_path)
    wire.cuts, wire.after = 2, BIG // 4
    answer = _app(collection, store).test_client().get("/document/big/file", buffered=True)
    assert hashlib.sha256(answer.data).hexdigest() == _big()[0]
    assert wire.cuts == 0
